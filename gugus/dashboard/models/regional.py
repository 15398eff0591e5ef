"""Each task force's newest figures, as its province may read them."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.dashboard.models.snapshots import READERS


class RegionalQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """One's own task force's row, and a province its regencies' (aggregates only)."""
        mine = user.authority
        if not mine.has_role(*READERS):
            return self.none()
        here = mine.task_force_id
        return self.filter(models.Q(task_force=here) | models.Q(task_force__parent=here))


class RegionalFigures(UUIDModel):
    """One task force in one calendar year, written by the worker every night and after what changes it.

    `data` is `board.to_json` of the board for outside; the columns repeat what lists sort and sum by:
    `score` in per cent, four decimals, empty where there is none or it is hidden; `reported` of `total`
    indicators; `late` agencies late or silent; `overdue` follow-ups; `reached` of `units` desa/kelurahan;
    `spent` and `budget` in rupiah.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun"))
    as_of = models.DateTimeField(_("keadaan per"))
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    reported = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    spent = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    budget = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    data = models.JSONField(default=dict)

    objects = RegionalQuerySet.as_manager()

    class Meta:
        verbose_name = _("angka daerah")
        constraints = [
            models.UniqueConstraint(fields=["task_force", "year"], name="regional_figures_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.task_force} {self.year}"
