"""What was read of an uploaded list of agencies, kept between preview and commit: the file is read once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


class AgencyImportQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "AgencyImportQuerySet":
        """Only whoever uploaded the file, in the task force it was uploaded for."""
        return self.filter(made_by=user, task_force=user.authority.task_force_id)


class AgencyImport(UUIDModel):
    """One upload. `rows` are cells as text with their place: `{"sheet", "line", "cells": {column: text}}`.

    `columns` gives each column its letter, so that a fault can name the cell.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict, blank=True)
    rows = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    committed_at = models.DateTimeField(null=True, blank=True)

    objects = AgencyImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("impor instansi")

    def __str__(self) -> str:
        return str(_("Impor %(count)s instansi") % {"count": len(self.rows)})
