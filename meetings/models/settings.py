"""What a task force decides about its meetings, with shipped defaults."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet

FOLLOW_UP_DAYS = (-7, -1, 1, 7)
NUMBER_PATTERN = "400.2/{urut}/{unit}/{tahun}"


def follow_up_days() -> list[int]:
    return list(FOLLOW_UP_DAYS)


class OwnQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(task_force=user.authority.task_force_id)


class MeetingTypeQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """The shipped types and those of one's own task force."""
        return self.of_task_force(user.authority.task_force_id)

    def of_task_force(self, task_force_id: Any) -> Self:
        return self.filter(Q(task_force__isnull=True) | Q(task_force=task_force_id))


class MeetingType(UUIDModel):
    """A kind of gathering; shipped rows have no task force. `is_outreach`: it reaches people at a place
    (sosialisasi), so its audience is counted and its place feeds coverage."""

    task_force = models.ForeignKey(
        "members.TaskForce", null=True, blank=True, on_delete=models.PROTECT, db_constraint=False,
        related_name="+",
    )  # fmt: skip
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("jenis kegiatan"), max_length=80)
    is_outreach = models.BooleanField(_("kegiatan sosialisasi"), default=False)
    is_active = models.BooleanField(_("dipakai"), default=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    objects = MeetingTypeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("jenis rapat")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "code"],
                name="meeting_type_code",
                nulls_distinct=False,
                violation_error_message=_("Jenis rapat ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingRules(models.Model):
    """How one task force meets; a task force without a row follows the defaults.

    `quorum_percent` of the seats invited must be present or represented. `code_minutes`: how long a check-in
    code on the wall lives. `agreement_days`: how long participants may object to circulated minutes.
    `follow_up_days`: days relative to a due date on which is reminded, negative before it; positive ones also
    go to the agency's head and the secretariat. `number_pattern` numbers letters: {urut}, {unit}, {tahun},
    {bulan} (Roman); classification 400.2 after Permendagri 83/2022 (domain.md §5).
    """

    task_force = models.OneToOneField(
        "members.TaskForce", on_delete=models.CASCADE, related_name="meeting_rules"
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("kuorum (%)"), default=50, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    code_minutes = models.PositiveSmallIntegerField(
        _("umur kode kehadiran (menit)"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    agreement_days = models.PositiveSmallIntegerField(
        _("masa persetujuan notula (hari)"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    follow_up_days = models.JSONField(_("hari pengingat tindak lanjut"), default=follow_up_days)
    number_pattern = models.CharField(_("pola nomor surat"), max_length=60, default=NUMBER_PATTERN)
    number_unit = models.CharField(_("kode unit dalam nomor"), max_length=30, default="GT-TPPO")
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan rapat")
        constraints = [
            models.CheckConstraint(name="meeting_quorum", condition=Q(quorum_percent__range=(1, 100))),
            models.CheckConstraint(name="meeting_code_minutes", condition=Q(code_minutes__range=(1, 120))),
            models.CheckConstraint(name="meeting_agreement_days", condition=Q(agreement_days__range=(1, 30))),
        ]

    def __str__(self) -> str:
        return str(self.task_force)


class LetterCounter(models.Model):
    """The last number given to a letter of a task force in a year; taken under a lock, never given twice."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task_force", "year"], name="letter_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
