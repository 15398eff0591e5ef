"""What a task force decides about its dashboard, with shipped defaults."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.core.permissions import VisibleQuerySet
from gugus.dashboard.enums import Weekday

BRIEF_TYPES = ("rakor",)


def brief_types() -> list[str]:
    return list(BRIEF_TYPES)


class RulesQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(task_force=user.authority.task_force_id)


class DashboardRules(models.Model):
    """When one task force freezes its figures, and from where a talking point begins; without a row, these.

    `brief_types` are the codes of the types of meetings that count as coordination meetings; `brief_days`
    before one, from `hour` on the region's clock, its figures are frozen and its paper is made. `weekday`
    (Monday is 0) and `hour` are when the weekly letter to leaders goes out. The rest are thresholds of
    `gugus.dashboard.points`: days an SK still runs, per cent below which a strategy is asked about, and
    percentage points the money spent may lie behind the part of the year that has passed.
    """

    task_force = models.OneToOneField(
        "members.TaskForce", on_delete=models.CASCADE, related_name="dashboard_rules"
    )
    brief_types = models.JSONField(_("rapat koordinasi"), default=brief_types, blank=True)
    brief_days = models.PositiveSmallIntegerField(
        _("lembar ringkas dibuat berapa hari sebelum rapat"), default=1, validators=[MaxValueValidator(14)]
    )
    weekday = models.PositiveSmallIntegerField(
        _("hari surel mingguan"), choices=Weekday, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(
        _("jam surel mingguan dan lembar ringkas"), default=7, validators=[MaxValueValidator(23)]
    )
    decree_days = models.PositiveSmallIntegerField(
        _("SK ditanyakan bila sisa harinya paling banyak"), default=60, validators=[MaxValueValidator(730)]
    )
    low_score = models.PositiveSmallIntegerField(
        _("strategi ditanyakan bila capaiannya di bawah (%)"),
        default=60,
        validators=[MaxValueValidator(100)],
    )
    budget_gap = models.PositiveSmallIntegerField(
        _("anggaran ditanyakan bila tertinggal lebih dari (poin persen)"),
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan dasbor")
        constraints = [
            models.CheckConstraint(name="dashboard_rules_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="dashboard_rules_hour", condition=Q(hour__lte=23)),
        ]

    def __str__(self) -> str:
        return str(self.task_force)
