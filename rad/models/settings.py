"""What a task force decides for itself about reporting, with shipped defaults."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.core.permissions import VisibleQuerySet
from rad.enums import GradeTone

SMALL_CELL = 5
REMIND_DAYS = (-14, -7, -1, 1)
REMIND_HOUR = 7


def remind_days() -> list[int]:
    return list(REMIND_DAYS)


class OwnQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OwnQuerySet":
        return self.filter(task_force=user.authority.task_force_id)


class ReportingRules(models.Model):
    """How one task force reports; a task force without a row follows the defaults.

    `small_cell`: counts about victims below it are shown as a symbol only (domain.md §7). `remind_days`:
    days relative to the deadline on which is reminded, negative before it; positive ones also go to the head
    of the agency and the secretariat. `remind_hour`: the region's hour (0–23) from which letters go out.
    """

    task_force = models.OneToOneField(
        "members.TaskForce", on_delete=models.CASCADE, related_name="reporting_rules"
    )
    small_cell = models.PositiveSmallIntegerField(
        _("ambang angka kecil tentang korban"),
        default=SMALL_CELL,
        validators=[MinValueValidator(2), MaxValueValidator(20)],
    )
    remind_days = models.JSONField(_("hari pengingat"), default=remind_days)
    remind_hour = models.PositiveSmallIntegerField(
        _("jam surel pengingat"), default=REMIND_HOUR, validators=[MaxValueValidator(23)]
    )

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan pelaporan")
        constraints = [
            models.CheckConstraint(name="rules_small_cell", condition=Q(small_cell__range=(2, 20))),
            models.CheckConstraint(name="rules_remind_hour", condition=Q(remind_hour__lte=23)),
        ]

    def __str__(self) -> str:
        return str(self.task_force)


class GradeBand(models.Model):
    """A predikat from its cut-off upwards (on the unrounded value); no rows: the shipped scale."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="grade_bands")
    floor = models.DecimalField(
        _("mulai dari (%)"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    name = models.CharField(_("predikat"), max_length=60)
    tone = models.CharField(_("rupa"), max_length=8, choices=GradeTone, default=GradeTone.NOTE)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-floor"]
        verbose_name = _("predikat")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "floor"],
                name="grade_floor_once",
                violation_error_message=_("Dua predikat mulai dari angka yang sama."),
            ),
            models.UniqueConstraint(
                fields=["task_force", "name"],
                name="grade_name_once",
                violation_error_message=_("Nama predikat ini sudah dipakai."),
            ),
            models.CheckConstraint(name="grade_floor_range", condition=Q(floor__gte=0, floor__lte=100)),
        ]

    def __str__(self) -> str:
        return f"≥ {self.floor} {self.name}"
