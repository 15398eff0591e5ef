"""The incident, and the file of one victim in it. Identity and shelter are not here (`content`)."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from cases.enums import (
    CASE_RIGHTS,
    CHILD_AGES,
    VIEW,
    AgeGroup,
    CaseKind,
    CaseStatus,
    Risk,
    Sex,
    Stage,
)
from cases.models.visible import newest_page, visible_count
from gugus.core.crypto import EncryptedTextField
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


def actor_field(**kwargs: Any) -> models.ForeignKey:
    """Who did it; people are never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **kwargs)


def codes_field(label: Any) -> ArrayField:
    """Codes of a vocabulary (`Term.code`)."""
    return ArrayField(models.SlugField(max_length=40), verbose_name=label, default=list, blank=True)


class OfCaseQuerySet(VisibleQuerySet):
    """What belongs to a case is seen by whoever sees the case."""

    def _visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))


class CaseQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.allowed_to(user, VIEW)

    def allowed_to(self, user: Any, right: str) -> Self:
        """Cases on which one of the user's groups of today holds `right`, not expired, not recused."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = CaseGrant.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            permission__codename=right,
            permission__content_type__app_label="cases",
            group__in=user.authority.group_ids,
        )
        recused = Recusal.objects.filter(user=user, lifted_at__isnull=True)
        return self.filter(pk__in=held.values("content_object_id")).exclude(pk__in=recused.values("case_id"))

    def newest_page(self, user: Any, *, after: Any = None, status: str = "", size: int = 25) -> list["Case"]:
        """The newest visible cases, driven by the grants (row_security.md); `after` is the last one shown."""
        keys = newest_page(user, after=after, status=status, size=size)
        return list(self.filter(pk__in=keys).order_by("-created_at", "-pk"))  # type: ignore[arg-type]

    def capped_count(self, user: Any, *, status: str = "", cap: int = 1000) -> int:
        """How many are visible, at most `cap` + 1."""
        return visible_count(user, status=status, cap=cap)


class Incident(UUIDModel):
    """What happened, where and how; no person, no number of victims. Reached only through a case."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    occurred_on = models.DateField(_("tanggal peristiwa"), null=True, blank=True)
    region = models.ForeignKey(
        "members.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("wilayah kejadian"),
    )  # fmt: skip
    place_kind = models.SlugField(_("jenis tempat"), max_length=40, blank=True)
    modus = codes_field(_("modus"))
    transport = codes_field(_("alat transportasi"))
    articles = codes_field(_("pasal disangkakan"))
    route = EncryptedTextField(_("rute"), max_length=1000, blank=True)
    account = EncryptedTextField(_("uraian peristiwa"), max_length=8000, blank=True)
    created_by = actor_field()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class IncidentQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            return self.filter(pk__in=Case.objects.visible_to(user).values("incident_id"))

    objects = IncidentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("peristiwa")

    def __str__(self) -> str:
        return str(_("peristiwa"))


class Case(UUIDModel):
    """One victim's file. `owner` is the handlers' desk of the lead agency.

    The register code is drawn by the database when the row is written, so nobody can probe for codes by
    choosing one. Grants, header and offers follow from this row by trigger (migration 0002).
    """

    code = models.CharField(_("kode register"), max_length=12, unique=True, editable=False, default="")
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    lead_agency = models.ForeignKey(
        "members.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("penanggung jawab kasus")
    )
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="cases")
    region = models.ForeignKey(
        "members.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("wilayah penanganan"),
    )  # fmt: skip
    kind = models.CharField(_("jenis kasus (indikasi)"), max_length=8, choices=CaseKind)
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=Sex)
    age_group = models.CharField(_("kelompok usia"), max_length=8, choices=AgeGroup)
    risk = models.CharField(_("risiko"), max_length=8, choices=Risk, default=Risk.MEDIUM)
    foreign_citizen = models.BooleanField(_("warga negara asing"), default=False)
    language = models.CharField(_("bahasa"), max_length=60, blank=True)
    accessibility = EncryptedTextField(_("disabilitas dan kebutuhan khusus"), max_length=500, blank=True)
    source = models.SlugField(_("asal laporan"), max_length=40, blank=True)
    simfoni_number = models.CharField(_("nomor SIMFONI-PPA"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CaseStatus, default=CaseStatus.OPEN)
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage, default=Stage.INTAKE)
    follow_up_due = models.DateTimeField(_("batas tindak lanjut"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("ditindaklanjuti pada"), null=True, blank=True)
    closure = models.SlugField(_("alasan terminasi"), max_length=40, blank=True)
    closure_note = EncryptedTextField(_("catatan terminasi"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("ditutup pada"), null=True, blank=True)
    opened_by = actor_field()
    created_at = models.DateTimeField(_("dibuka pada"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("handle_case", "Can handle case"),
            ("view_identity", "Can view identity"),
            ("view_shelter", "Can view shelter"),
        ]
        ordering = ["-created_at", "-id"]
        verbose_name = _("kasus")
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="case_owner_new"),
            models.Index(fields=["task_force", "-created_at"], name="case_task_force"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed",
                condition=Q(status="aktif", closed_at__isnull=True, closure="")
                | (~Q(status="aktif") & Q(closed_at__isnull=False) & ~Q(closure="")),
                violation_error_message=_("Kasus yang ditutup harus punya tanggal dan alasan terminasi."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("cases:case-detail", args=[self.pk])

    @property
    def trail_name(self) -> str:
        return self.code

    @property
    def is_child(self) -> bool:
        """Below 18 (UU 21/2007 Pasal 1 angka 5)."""
        return self.age_group in CHILD_AGES


class CaseGrant(GroupObjectPermissionBase):
    """guardian's direct foreign-key table: which group may do what with a case, until when.

    Derived by the database from ownership, referrals and break-glass (`cases_grants_derive`); neither web
    nor worker may write it. `created_at` and `status` are copies of the case's, for lists.
    """

    allowed = CASE_RIGHTS
    id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants", db_index=False)
    # Without an index of their own: the planner would take it for a later page and read the whole group.
    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False)
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, db_index=False)
    created_at = models.DateTimeField()
    status = models.CharField(max_length=12)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_object", "permission", "group"], name="case_grant_probe")
        ]
        indexes = [
            models.Index(
                fields=["group", "permission", "-created_at", "-content_object"], name="case_grant_new"
            ),
            models.Index(
                fields=["group", "permission", "status", "-created_at", "-content_object"],
                name="case_grant_status",
            ),
        ]


class Recusal(UUIDModel):
    """A person who stopped handling a case: beats every grant, in both walls. `group` is their desk."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("alasan"), max_length=1000)
    recorded_by = actor_field()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = actor_field(null=True, blank=True)

    class RecusalQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            """One's own, and those of the desks one works at."""
            return self.filter(Q(user=user) | Q(group__in=user.authority.group_ids))

    objects = RecusalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("berhenti menangani")
        indexes = [models.Index(fields=["user", "case"], name="recusal_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(lifted_at__isnull=True), name="recusal_once"
            ),
            models.CheckConstraint(
                name="recusal_lifted_by_another",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_by=models.F("user")),
                violation_error_message=_("Yang dikecualikan tidak dapat memulihkan dirinya sendiri."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("berhenti menangani"))


class CaseHeader(models.Model):
    """What the secretariat may know of a case: code, stage, state of its referral, due. By trigger."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="header")
    code = models.CharField(_("kode register"), max_length=12)
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=CaseStatus)
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage)
    referral_state = models.CharField(_("rujukan terakhir"), max_length=12, blank=True)
    due = models.DateTimeField(_("batas waktu"), null=True)
    created_at = models.DateTimeField(_("dibuka pada"))

    class CaseHeaderQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            here = user.authority
            return self.filter(task_force=here.task_force_id) if here.has_role("sekretariat") else self.none()

    objects = CaseHeaderQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-case_id"]
        verbose_name = _("ringkasan kasus")
        indexes = [models.Index(fields=["task_force", "-created_at", "-case"], name="case_header_new")]

    def __str__(self) -> str:
        return self.code
