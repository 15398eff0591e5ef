"""What left a task force, cell by cell, and the counts it was made from (ADR 0024): neither ever changes."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Audience
from cases.models.papers import CaseFigure
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


class FrozenYear(UUIDModel):
    """The raw counts of a calendar year on the night it was let out: for the worker alone.

    `counts` is a list of `cases.figures.Count`. Blocks of five years are the sums of these, not of what the
    files say today.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun"))
    counts = models.JSONField()
    frozen_at = models.DateTimeField()

    class FrozenYearQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            return self.none()

    objects = FrozenYearQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("angka mentah satu tahun")
        constraints = [models.UniqueConstraint(fields=["task_force", "year"], name="case_frozen_year_once")]

    def __str__(self) -> str:
        return str(self.year)


class ReleasedCell(UUIDModel):
    """A count as it left the task force; `count` is empty where it is hidden. Read like a `CaseFigure`."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=16)
    dimension = models.CharField(max_length=24)
    key = models.CharField(max_length=60, blank=True)
    other = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(null=True)
    released_at = models.DateTimeField()

    class ReleasedCellQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            """One's own task force's, and a province what its regencies let out."""
            here = user.authority
            if not here.has_role(*CaseFigure.CaseFigureQuerySet.READERS):
                return self.none()
            own = models.Q(task_force=here.task_force_id)
            return self.filter(own | models.Q(task_force__parent=here.task_force_id))

    objects = ReleasedCellQuerySet.as_manager()
    audience = Audience.OUTSIDE

    @property
    def as_of(self) -> datetime:
        return self.released_at

    class Meta:
        default_permissions = ()
        verbose_name = _("angka yang sudah keluar")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "first_year", "last_year", "measure", "dimension", "key", "other"],
                name="case_released_cell_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension} {self.key}"
