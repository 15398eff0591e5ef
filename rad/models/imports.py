"""How a workbook came in: read once, kept parsed, answered by a person, then written whole or not at all."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from rad.enums import AnswerStatus, ImportStatus


class ImportQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "ImportQuerySet":
        mine = user.authority
        return self.filter(task_force=mine.task_force_id) if mine.has_role("sekretariat") else self.none()


def import_path(run: Any, filename: str) -> str:
    """By random id only; the file is removed once it was read."""
    return f"imports/{run.pk}"


class ImportRun(UUIDModel):
    """One uploaded RAD workbook: its cells, the faults found, and what a person answered about it.

    `rows` holds the cells as `rad.workbook.grid` writes them, until the run ends; `faults` where which rule
    is broken; `answers` maps columns to fields and names to parties. `upload` is kept only while the worker
    has still to read it.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        "rad.ActionPlan", null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    plan_code = models.SlugField(_("kode RAD"), max_length=40)
    file_name = models.CharField(_("nama berkas"), max_length=160)
    sha256 = models.CharField(max_length=64)
    upload = models.FileField(upload_to=import_path, blank=True)
    rows = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=ImportStatus, default=ImportStatus.PREVIEW)
    result = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("impor RAD")

    def __str__(self) -> str:
        return self.file_name


def upload_path(run: Any, filename: str) -> str:
    """By random id only; the file is removed once it was read."""
    return f"answers/{run.pk}"


class AnswerQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "AnswerQuerySet":
        """A filled workbook is its uploader's own until it is written."""
        return self.filter(task_force=user.authority.task_force_id, made_by=user)


class AnswerRun(UUIDModel):
    """A reporting workbook that came back: read once, merged against its baseline, then written or dropped.

    `rows` holds what the file says, `faults` the cells that break a rule, `choices` what the person decided
    about cells changed on both sides. `upload` is kept only while the worker has still to read it.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("rad.ReportingPeriod", on_delete=models.CASCADE, related_name="answer_runs")
    behalf = models.BooleanField(_("atas nama"), default=False)
    file_name = models.CharField(_("nama berkas"), max_length=160)
    sha256 = models.CharField(max_length=64)
    upload = models.FileField(upload_to=upload_path, null=True, blank=True)
    rows = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=AnswerStatus, default=AnswerStatus.READING)
    result = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("unggahan laporan")

    def __str__(self) -> str:
        return self.file_name
