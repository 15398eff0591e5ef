"""Abstract shapes for the domains, and the kernel's own tables: audit trail, its seal, the wall's probe."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.enums import JobStatus
from gugus.core.permissions import VisibleQuerySet


class UUIDModel(models.Model):
    """A row whose address tells nothing and cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class AuditQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "AuditQuerySet":
        """The trail of one's task force is read by pengawas and sekretariat; others see their own acts."""
        if user.authority.has_role("pengawas", "sekretariat"):
            return self.filter(task_force_id=user.authority.task_force_id)
        return self.filter(actor=user)


class AuditEvent(models.Model):
    """Who did what to which object, when, in what role and from where.

    Append-only: the web and worker roles hold no UPDATE or DELETE on it (migration 0002), so a fault in the
    portal cannot rewrite it; each row is sealed within a minute (gugus.core.seal).
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=120, blank=True)
    task_force_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    ip = models.GenericIPAddressField(null=True)
    channel = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["task_force_id", "-at", "-id"], name="audit_task_force"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class SealBlock(models.Model):
    """A numbered page of one trail's seal: which rows, when, and what came before (gugus.core.seal).

    `hash` covers the rows' digests and `previous`: no block can be changed without breaking all later ones.
    """

    trail = models.CharField(max_length=63)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trail", "number"], name="sealblock_number")]
        indexes = [models.Index(fields=["trail", "at"], name="sealblock_at")]

    def __str__(self) -> str:
        return f"{self.trail} {self.number}"


class Seal(models.Model):
    """The digest of one row of a trail, made by a trigger as the row is written; `block` once it is sealed.

    `at` is when the row was written by the server's clock, whatever time the row itself tells.
    """

    trail = models.CharField(max_length=63)
    key = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    block = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trail", "key"], name="seal_row")]
        indexes = [models.Index(fields=["trail", "block"], name="seal_block")]

    def __str__(self) -> str:
        return f"{self.trail} {self.key}"


class WallProbe(models.Model):
    """A table under the same policy the case tables will have, to prove at start that the wall stands.

    It holds one row of a group nobody is in: a process that can see it is not bound by row-level security.
    """

    group_id = models.IntegerField()

    class Meta:
        verbose_name = _("baris uji pembatas akses")

    def __str__(self) -> str:
        return f"penanda {self.group_id}"


class JobQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """A person sees only the jobs they asked for (assurance.md §2.5)."""
        return self.filter(requested_by=user)


class Job(UUIDModel):
    """Work asked of the worker, as a row: what a queue loses, the sweep finds here (`core.jobs`).

    `progress` is in percent, `attempts` counts starts; times carry a zone.
    """

    task = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.PENDING)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    task_force_id = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_progress", condition=Q(progress__gte=0, progress__lte=100)
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finished",
                condition=Q(status__in=["done", "failed"], finished_at__isnull=False)
                | Q(status__in=["pending", "running"], finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.status in (JobStatus.DONE, JobStatus.FAILED)
