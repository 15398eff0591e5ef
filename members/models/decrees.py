"""The SK: its text, its seats, who holds them, and its documents."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import Job, UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.models import Document
from members.enums import GIVES_AUTHORITY, ClauseKind, DecreeKind, DecreeStatus, Role


class DecreeQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "DecreeQuerySet":
        """Drafts: sekretariat; under review also the reviewer of Bagian Hukum; the rest: the task force."""
        mine = user.authority
        rows = self.filter(task_force=mine.task_force_id)
        if mine.has_role(Role.SECRETARIAT):
            return rows
        if mine.roles == {Role.LEGAL}:
            return rows.filter(status=DecreeStatus.REVIEW)
        drafts = {DecreeStatus.DRAFT, DecreeStatus.REVIEW}
        hidden = {DecreeStatus.DRAFT} if mine.has_role(Role.LEGAL) else drafts
        return rows.exclude(status__in=hidden)

    def in_force_on(self, day: Any) -> "DecreeQuerySet":
        """Decrees that give authority on `day`, a date or an expression of the region's local date."""
        return self.filter(decree_in_force(day))

    def ruling_on(self, day: date) -> "DecreeQuerySet":
        """Those in force on `day`; while none is, the last that was, so that the next SK can be prepared."""
        now = self.in_force_on(day)
        past = self.filter(status__in=GIVES_AUTHORITY, ends_on__lt=day).order_by("-ends_on")
        return self.filter(Q(pk__in=now.values("pk")) | ~Exists(now) & Q(pk__in=past.values("pk")[:1]))


def decree_in_force(day: Any, prefix: str = "") -> Q:
    """The one condition of being in force, for a decree reached through `prefix` (`seat__decree__`)."""
    return Q(
        **{
            f"{prefix}status__in": GIVES_AUTHORITY,
            f"{prefix}valid_from__lte": day,
            f"{prefix}ends_on__gte": day,
        }
    )


class Decree(UUIDModel):
    """A keputusan kepala daerah that seats the task force.

    An amendment is a decree of its own with the whole new lampiran; the one it changes ends the day before.
    `ends_on` is the last day it gives authority: its term, or earlier once amended, replaced or revoked.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="decrees")
    kind = models.CharField(_("jenis"), max_length=12, choices=DecreeKind, default=DecreeKind.FORMATION)
    title = models.CharField(_("tentang"), max_length=300)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    signed_on = models.DateField(_("tanggal ditetapkan"), null=True, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    ended_on = models.DateField(_("berakhir lebih awal pada"), null=True, blank=True, editable=False)
    ends_on = models.GeneratedField(
        expression=models.functions.Least(
            models.functions.Coalesce(F("valid_until"), models.Value(date.max)),
            models.functions.Coalesce(F("ended_on"), models.Value(date.max)),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    status = models.CharField(_("status"), max_length=16, choices=DecreeStatus, default=DecreeStatus.DRAFT)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by", editable=False
    )
    change_summary = models.TextField(_("yang diubah"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    end_note = models.CharField(_("alasan dicabut"), max_length=300, blank=True)
    signer_office = models.CharField(_("jabatan penanda tangan"), max_length=120)
    signer_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    signed_place = models.CharField(_("tempat penetapan"), max_length=60)
    legal_bases: Any = models.ManyToManyField("members.LegalBasis", through="members.DecreeLegalBasis")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DecreeQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-created_at"]
        verbose_name = _("SK")
        constraints = [
            models.CheckConstraint(
                name="decree_signed_complete",
                condition=Q(status__in=["draf", "telaah"])
                | (~Q(number="") & Q(signed_on__isnull=False, valid_from__isnull=False)),
                violation_error_message=_(
                    "SK yang ditandatangani memerlukan nomor, tanggal, dan awal berlaku."
                ),
            ),
            models.CheckConstraint(
                name="decree_term_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Akhir masa berlaku tidak boleh sebelum awalnya."),
            ),
            models.CheckConstraint(
                name="decree_ended_dated",
                condition=~Q(status__in=["diubah", "diganti", "dicabut"]) | Q(ended_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["task_force", "number"],
                condition=~Q(number=""),
                name="decree_number_once",
                violation_error_message=_("Nomor SK ini sudah dipakai SK lain."),
            ),
        ]

    def __str__(self) -> str:
        return f"SK {self.number}" if self.number else f"Draf SK {self.title}"[:80]

    @property
    def trail_name(self) -> str:
        """A draft's title is not for every reader of the trail."""
        return f"SK {self.number}" if self.number else "SK"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("members:decree-detail", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        days = [day for day in (self.valid_until, self.ended_on) if day]
        return min(days) if days else None

    def in_force_on(self, day: date) -> bool:
        """The same answer as the query's, for a row already read."""
        from members.enums import GIVES_AUTHORITY

        started = self.status in GIVES_AUTHORITY and self.valid_from is not None and self.valid_from <= day
        return started and (self.last_day is None or day <= self.last_day)

    def end_before(self, day: date) -> None:
        """Set the last day of authority to the one before `day`; the caller saves."""
        self.ended_on = day - timedelta(days=1)


class OfDecreeQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OfDecreeQuerySet":
        return self.filter(decree__in=Decree.objects.visible_to(user))


class DecreeClause(UUIDModel):
    """One lettered consideration, regard, dictum or copy of a decree."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=16, choices=ClauseKind)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = OfDecreeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order"]
        constraints = [models.UniqueConstraint(fields=["decree", "kind", "order"], name="clause_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.order}"


class DecreeLegalBasis(models.Model):
    """A ground of Mengingat, in the version of the library that was picked."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="grounds")
    legal_basis = models.ForeignKey("members.LegalBasis", on_delete=models.PROTECT)

    class Meta:
        ordering = ["legal_basis__level", "legal_basis__year", "legal_basis__number"]
        constraints = [models.UniqueConstraint(fields=["decree", "legal_basis"], name="ground_once")]

    def __str__(self) -> str:
        return str(self.legal_basis)


class DecreeReview(UUIDModel):
    """Bagian Hukum's review: its own account's, or recorded by the secretariat (officer, date, scan)."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="reviews")
    officer = models.CharField(_("petugas Bagian Hukum"), max_length=120)
    reviewed_on = models.DateField(_("tanggal telaah"))
    approved = models.BooleanField(_("disetujui"))
    note = models.TextField(_("catatan"), blank=True)
    scan = models.FileField(_("pindaian"), upload_to="reviews/", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfDecreeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Telaah {self.reviewed_on}"


class SeatQuerySet(OfDecreeQuerySet):
    def headed_by(self, user: Any, task_force_id: uuid.UUID | None) -> "SeatQuerySet":
        """Head seats in which `user` sits today, confirmed by a second person, in the SK that rules."""
        today = user.authority.today
        ruling = Decree.objects.filter(task_force=task_force_id).ruling_on(today)
        held = SeatHolder.objects.on(today).filter(
            task_force=task_force_id, user=user, confirmed_by__isnull=False
        )
        return self.filter(decree__in=ruling, is_head=True, lineage__in=held.values("lineage"))


class Seat(UUIDModel):
    """A jabatan seated by a decree; the person is ex officio and changes (SeatHolder).

    `lineage` stays the same when an amendment or a new period carries the seat forward, so that holders and
    appointments survive the change of paper.
    """

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="seats")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("jabatan dalam dinas"), max_length=160)
    agency = models.ForeignKey(
        "members.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("instansi"),
    )
    position = models.ForeignKey(
        "members.Position",
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("kedudukan dalam tim"),
    )
    sub_task_force = models.ForeignKey(
        "members.SubTaskForce",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("sub-gugus tugas"),
    )
    portal_role = models.CharField(_("peran di portal"), max_length=16, choices=Role, blank=True)
    is_head = models.BooleanField(_("kursi kepala instansi"), default=False)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    holder: "SeatHolder | None"  # set by selectors that read seats with who holds them today

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["position__rank", "sub_task_force__number", "order", "title"]
        verbose_name = _("kursi")
        constraints = [models.UniqueConstraint(fields=["decree", "lineage"], name="seat_lineage_once")]
        indexes = [models.Index(fields=["lineage"], name="seat_lineage")]

    def __str__(self) -> str:
        return self.title


class SeatHolderQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "SeatHolderQuerySet":
        return self.filter(task_force=user.authority.task_force_id)

    def on(self, day: Any) -> "SeatHolderQuerySet":
        """Holders of `day`, a date or an expression of the region's local date."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class SeatHolder(UUIDModel):
    """Who holds a seat from–until; `lineage` names the seat across decrees. Names are shown, never searched.

    An account named here counts as the agency's head (`rules.is_head`) only once a second person has
    confirmed it: else whoever types the list of holders could name their own accomplice.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField()
    name = models.CharField(_("nama pejabat"), max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seat_holdings",
    )
    valid_from = models.DateField(_("menjabat sejak"))
    valid_until = models.DateField(_("menjabat sampai"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SeatHolderQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "id"]
        indexes = [models.Index(fields=["lineage", "-valid_from"], name="holder_lineage")]
        constraints = [
            models.CheckConstraint(
                name="holder_term_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Akhir masa jabatan tidak boleh sebelum awalnya."),
            ),
            models.CheckConstraint(
                name="holder_account_two_people",
                condition=Q(confirmed_by__isnull=True)
                | Q(user__isnull=False, set_by__isnull=False)
                & ~Q(confirmed_by=F("set_by"))
                & ~Q(confirmed_by=F("user")),
                violation_error_message=_("Akun pejabat dikukuhkan oleh orang selain pencatatnya."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberJob(Job):
    """Work for the worker about members: for now, rendering a decree."""

    decree = models.ForeignKey(Decree, null=True, on_delete=models.CASCADE, related_name="jobs")
    document = models.ForeignKey(
        "members.DecreeDocument", null=True, on_delete=models.PROTECT, related_name="jobs"
    )


class DecreeDocumentQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "DecreeDocumentQuerySet":
        return self.filter(decree__in=Decree.objects.visible_to(user))


class DecreeDocument(Document):
    """A rendered SK: every version is kept."""

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="documents")

    objects = DecreeDocumentQuerySet.as_manager()

    class Meta(Document.Meta):
        constraints = [
            *Document.Meta.constraints,
            models.UniqueConstraint(fields=["decree", "version"], name="decree_document_version"),
        ]
