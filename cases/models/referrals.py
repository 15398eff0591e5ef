"""Referrals from agency to agency, their history, and what the receiver sees before accepting."""

from typing import Any, Self

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    LIVE_REFERRAL,
    AgeGroup,
    ReferralBasis,
    ReferralKind,
    ReferralStatus,
    Risk,
    Sex,
    Urgency,
)
from cases.models.cases import Case, Recusal, actor_field
from gugus.core.crypto import EncryptedTextField
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


def not_recused(rows: Any, user: Any, field: str = "case") -> Any:
    """Rows of cases the person has not stopped handling."""
    recused = Recusal.objects.filter(user=user, lifted_at__isnull=True)
    return rows.exclude(**{f"{field}__in": recused.values("case_id")})


def rights_shared(services: list[str], scope: str) -> frozenset[str]:
    """What a receiver may do: rights of the scope that one of the services needs, as the database derives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_rights(%s, %s)", [services, scope])
        return frozenset(row[0] for row in cursor.fetchall())


def services_field() -> ArrayField:
    return ArrayField(
        models.SlugField(max_length=40), verbose_name=_("layanan diminta"), default=list, blank=True
    )


class ReferralQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """The sender's desk and the case's owner while they see the case; the receiver's once it accepted.

        A receiver of a notice without consent never gets the case, and keeps the offer instead.
        """
        mine = user.authority.group_ids
        sent = Q(sender__in=mine) | Q(case__owner__in=mine)
        taken = Q(receiver__in=mine, status__in=LIVE_REFERRAL)
        return self.filter(sent | taken, case__in=Case.objects.visible_to(user))


class Referral(UUIDModel):
    """A victim passed to another agency for some services, or the lead of the case passed on (`alih`).

    Written by the sender while it is a draft; every move afterwards is `cases_referral_move` in the
    database, which checks state, side and consent itself (migration 0002). `receiver` is empty for an agency
    without handlers: it gets the letter on paper and the sender records its answers.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(_("jenis"), max_length=8, choices=ReferralKind, default=ReferralKind.REFERRAL)
    number = models.CharField(_("nomor surat rujukan"), max_length=80, blank=True)
    sender = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    sender_agency = models.ForeignKey(
        "members.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("instansi pengirim")
    )
    receiver = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receiver_agency = models.ForeignKey(
        "members.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("instansi penerima")
    )
    services = services_field()
    urgency = models.CharField(_("kemendesakan"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    risk = models.CharField(_("risiko"), max_length=8, choices=Risk, default=Risk.MEDIUM)
    summary = EncryptedTextField(_("ringkasan kebutuhan"), max_length=2000, blank=True)
    safety_note = EncryptedTextField(_("catatan keselamatan"), max_length=1000, blank=True)
    basis = models.CharField(_("dasar berbagi data"), max_length=12, choices=ReferralBasis)
    consent = models.ForeignKey(
        "cases.Consent", null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    scope = models.SlugField(_("cakupan"), max_length=40, blank=True)
    safeguarded_at = models.DateTimeField(_("keselamatan diperiksa pada"), null=True, blank=True)
    safeguarded_by = actor_field(null=True, blank=True)
    safeguard_note = EncryptedTextField(_("hasil pemeriksaan keselamatan"), max_length=1000, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ReferralStatus, default=ReferralStatus.DRAFT
    )
    sent_at = models.DateTimeField(_("diajukan pada"), null=True, blank=True)
    sent_by = actor_field(null=True, blank=True)
    answer_due = models.DateTimeField(_("batas jawaban"), null=True, blank=True)
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)
    answered_by = actor_field(null=True, blank=True)
    refusal = models.SlugField(_("alasan penolakan"), max_length=40, blank=True)
    service_due = models.DateTimeField(_("batas mulai layanan"), null=True, blank=True)
    started_at = models.DateTimeField(_("layanan mulai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    created_by = actor_field()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        verbose_name = _("rujukan")
        indexes = [
            models.Index(fields=["sender", "status", "-created_at"], name="referral_sender"),
            models.Index(fields=["receiver", "status", "-created_at"], name="referral_receiver"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_not_to_itself",
                condition=Q(receiver__isnull=True) | ~Q(receiver=models.F("sender")),
                violation_error_message=_("Rujukan ditujukan kepada instansi lain."),
            ),
            models.CheckConstraint(
                name="referral_asks_something",
                condition=Q(kind="alih") | ~Q(services=[]),
                violation_error_message=_("Pilih sedikitnya satu layanan."),
            ),
            models.CheckConstraint(
                name="referral_sent", condition=Q(status="draf") ^ Q(sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("rujukan"))

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("cases:referral-detail", args=[self.pk])

    @property
    def on_paper(self) -> bool:
        return self.receiver_id is None


class ReferralEvent(UUIDModel):
    """One move of a referral: who, when, from which desk, why. Written by the move itself."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    move = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    by = actor_field()
    sender_agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    receiver_agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("alasan"), max_length=1000, blank=True)

    class ReferralEventQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            return self.filter(referral__in=Referral.objects.visible_to(user))

    objects = ReferralEventQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]
        verbose_name = _("riwayat rujukan")

    def __str__(self) -> str:
        return self.move


class ReferralOffer(models.Model):
    """The minimal preview of a sent referral, for both desks' handlers. Written by trigger.

    It goes when the referral is answered; a notice without consent stays with its receiver until it ends.
    `case` is there for recusals only and is shown to nobody.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="offer"
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("jenis"), max_length=8, choices=ReferralKind)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    sender = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    sender_agency = models.ForeignKey("members.Agency", on_delete=models.CASCADE, related_name="+")
    receiver_agency = models.ForeignKey("members.Agency", on_delete=models.CASCADE, related_name="+")
    services = services_field()
    urgency = models.CharField(_("kemendesakan"), max_length=8, choices=Urgency)
    risk = models.CharField(_("risiko"), max_length=8, choices=Risk)
    age_group = models.CharField(_("kelompok usia"), max_length=8, choices=AgeGroup)
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=Sex)
    basis = models.CharField(max_length=12, choices=ReferralBasis)
    status = models.CharField(_("status"), max_length=10, choices=ReferralStatus)
    sent_at = models.DateTimeField(_("diajukan pada"))
    answer_due = models.DateTimeField(_("batas jawaban"), null=True)

    class ReferralOfferQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            mine = user.authority.group_ids
            return not_recused(self.filter(Q(receiver__in=mine) | Q(sender__in=mine)), user)

    objects = ReferralOfferQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-sent_at", "-referral_id"]
        verbose_name = _("tawaran rujukan")
        indexes = [models.Index(fields=["receiver", "-sent_at"], name="referral_offer_queue")]

    def __str__(self) -> str:
        return self.number or str(_("rujukan"))


class ReferralCounter(UUIDModel):
    """How many referral letters an agency has numbered in a year; read and written by the kernel alone."""

    agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="referral_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"
