"""Access out of the ordinary, and the trail of all access."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ReviewOutcome
from cases.models.cases import Case, actor_field
from gugus.core.crypto import EncryptedTextField
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


class BreakGlassQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Who used it; pengawas and koordinator kasus of the task force, who review; the case's owner."""
        here = user.authority
        owned = Case.objects.visible_to(user).filter(owner__in=here.group_ids)
        rows = Q(user=user) | Q(case__in=owned)
        if here.has_role("pengawas") or here.coordinates:
            rows |= Q(task_force=here.task_force_id)
        return self.filter(rows)


class BreakGlass(UUIDModel):
    """A handler opened a case of their task force without a grant, for hours, with a reason.

    Written by `cases_break_glass` in the database. A wrong code is kept, told and reviewed like a right one;
    only then `case` is empty.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    user = actor_field()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="break_glasses"
    )
    reason = EncryptedTextField(_("alasan"), max_length=1000)
    opened_at = models.DateTimeField(_("dibuka pada"), default=timezone.now)
    expires_at = models.DateTimeField(_("berakhir pada"))
    ended_at = models.DateTimeField(_("diakhiri pada"), null=True, blank=True)
    outcome = models.CharField(_("hasil tinjauan"), max_length=12, choices=ReviewOutcome, blank=True)
    review_note = EncryptedTextField(_("catatan tinjauan"), max_length=1000, blank=True)
    reviewed_by = actor_field(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-opened_at"]
        verbose_name = _("akses darurat")
        constraints = [
            models.CheckConstraint(
                name="break_glass_reviewed",
                condition=Q(outcome="", reviewed_by__isnull=True)
                | ~Q(outcome="") & Q(reviewed_by__isnull=False) & ~Q(reviewed_by=models.F("user")),
                violation_error_message=_("Akses darurat ditinjau oleh orang lain."),
            ),
            models.CheckConstraint(
                name="break_glass_hours",
                condition=Q(expires_at__lte=models.F("opened_at") + timedelta(hours=4)),
            ),
        ]

    def __str__(self) -> str:
        return str(_("akses darurat"))

    @property
    def is_live(self) -> bool:
        """Whether it opens its case now."""
        return self.ended_at is None and self.expires_at > timezone.now()


class CaseTrailQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """One's own acts; pengawas those of the task force; the owner's handlers those on their cases."""
        here = user.authority
        owned = Case.objects.visible_to(user).filter(owner__in=here.group_ids)
        rows = Q(actor_id=user.pk) | Q(case_id__in=owned.values("pk"))
        if here.has_role("pengawas"):
            rows |= Q(task_force_id=here.task_force_id)
        return self.filter(rows)


class CaseTrail(models.Model):
    """Who opened, searched, changed, exported or was denied what about a case. Codes only, append-only.

    No foreign keys: a denial is written on a connection of its own, and names what was asked for, whether
    it exists or not. Keys are random: a sequence would tell how much happens.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=120, blank=True)
    agency_id = models.UUIDField(null=True)
    task_force_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    case_id = models.UUIDField(null=True)
    label = models.CharField(max_length=60, blank=True)
    denied = models.BooleanField(default=False)
    ip = models.GenericIPAddressField(null=True)
    channel = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)

    objects = CaseTrailQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]
        verbose_name = _("jejak kasus")
        indexes = [
            models.Index(fields=["case_id", "-at"], name="case_trail_case"),
            models.Index(fields=["task_force_id", "-at"], name="case_trail_task_force"),
            models.Index(fields=["actor_id", "-at"], name="case_trail_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class OverReadQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OverReadQuerySet":
        """One's own; pengawas and koordinator kasus those of the task force."""
        here = user.authority
        rows = Q(user=user)
        if here.has_role("pengawas") or here.coordinates:
            rows |= Q(task_force=here.task_force_id)
        return self.filter(rows)


class OverRead(UUIDModel):
    """A handler opened the identity or shelter of one more case than their day's budget, and said why.

    `code` is the case's register code: its readers do not see the case. `count`: how many that day.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("kasus"), max_length=12)
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "members.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("instansi"),
    )  # fmt: skip
    user = actor_field()
    count = models.PositiveIntegerField(_("kasus ke-"))
    reason = EncryptedTextField(_("alasan"), max_length=1000)
    created_at = models.DateTimeField(_("waktu"), default=timezone.now, editable=False)

    objects = OverReadQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]
        verbose_name = _("pembukaan identitas melebihi batas harian")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
