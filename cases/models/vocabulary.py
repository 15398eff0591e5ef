"""What a region may name, time or decide differently: terms, services, scopes, clocks and thresholds.

Shipped rows have no task force; `db_constraint=False` keeps them independent of any task force's life.
"""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseRight, ClockStep, ClockUnit, Stage, TermKind, Urgency
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from members.enums import Certainty


class VocabularyQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """The shipped rows and those of one's own task force."""
        return self.of_task_force(user.authority.task_force_id)

    def of_task_force(self, task_force_id: Any) -> Self:
        return self.filter(Q(task_force__isnull=True) | Q(task_force=task_force_id))

    def on(self, day: date) -> Self:
        """Rows valid on a day of the region."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class Vocabulary(UUIDModel):
    """A row of a region's own words, valid from–until; what was chosen once stays readable."""

    task_force = models.ForeignKey(
        "members.TaskForce", null=True, blank=True, on_delete=models.PROTECT, db_constraint=False,
        related_name="+",
    )  # fmt: skip
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_term_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Akhir masa berlaku tidak boleh sebelum awalnya."),
            )
        ]


class Term(Vocabulary):
    """A word of one vocabulary; `htcds` is its name in the Human Trafficking Case Data Standard, if any."""

    kind = models.CharField(_("kosakata"), max_length=12, choices=TermKind)
    code = models.SlugField(_("kode"), max_length=40)
    label = models.CharField(_("istilah"), max_length=160)
    htcds = models.CharField(_("istilah HTCDS"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta(Vocabulary.Meta):
        ordering = ["kind", "order", "label"]
        verbose_name = _("istilah kasus")
        constraints = [
            *Vocabulary.Meta.constraints,
            models.UniqueConstraint(
                fields=["task_force", "kind", "code"], name="case_term_code", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.label


def rights_field() -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=CaseRight), verbose_name=_("hak atas kasus"), default=list
    )


class ServiceType(Vocabulary):
    """A service a victim may be referred for: its stage, and what whoever gives it must be able to read."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    label = models.CharField(_("layanan"), max_length=160)
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage)
    rights = rights_field()
    htcds = models.CharField(_("istilah HTCDS"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta(Vocabulary.Meta):
        ordering = ["order", "label"]
        verbose_name = _("jenis layanan")

    def __str__(self) -> str:
        return self.label


class ConsentScope(Vocabulary):
    """How much a victim lets others know; on acceptance the receiver gets what scope and service share."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    label = models.CharField(_("cakupan"), max_length=160)
    explanation = models.CharField(_("penjelasan untuk korban"), max_length=400, blank=True)
    rights = rights_field()
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta(Vocabulary.Meta):
        ordering = ["order", "label"]
        verbose_name = _("cakupan persetujuan")

    def __str__(self) -> str:
        return self.label


class SlaRule(Vocabulary):
    """How long a step may take, from "diajukan"; an empty urgency means every urgency.

    `source` is printed as a legal reference only when `certainty` says it was checked.
    """

    step = models.CharField(_("langkah"), max_length=16, choices=ClockStep)
    urgency = models.CharField(_("kemendesakan"), max_length=8, choices=Urgency, blank=True)
    amount = models.PositiveSmallIntegerField(_("lama"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("satuan"), max_length=10, choices=ClockUnit)
    warn_hours = models.PositiveSmallIntegerField(_("ingatkan sebelum batas (jam)"), default=6)
    escalate_hours = models.PositiveSmallIntegerField(_("naikkan setelah batas (jam)"), default=24)
    source = models.CharField(_("sumber"), max_length=200, blank=True)
    certainty = models.CharField(_("kepastian"), max_length=8, choices=Certainty, default=Certainty.UNSURE)

    class Meta(Vocabulary.Meta):
        ordering = ["step", "urgency", "-valid_from"]
        verbose_name = _("aturan batas waktu")

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.amount} {self.get_unit_display()}"


class Holiday(UUIDModel):
    """A day that does not count where a rule says working days."""

    task_force = models.ForeignKey(
        "members.TaskForce", null=True, blank=True, on_delete=models.PROTECT, db_constraint=False,
        related_name="+",
    )  # fmt: skip
    day = models.DateField(_("tanggal"))
    name = models.CharField(_("hari libur"), max_length=120)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["day"]
        verbose_name = _("hari libur")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "day"],
                name="case_holiday_once",
                nulls_distinct=False,
                violation_error_message=_("Tanggal ini sudah tercatat sebagai hari libur."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OwnSettingsQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(task_force=user.authority.task_force_id)


REFERRAL_PATTERN = "R-{nomor}/{instansi}/{bulan}/{tahun}"


class CaseSettings(models.Model):
    """What one task force decided about cases; one without a row follows the defaults.

    `inside_cell` and `outside_cell`: the smallest count shown when figures are broken down, inside the task
    force and in anything that leaves it. `identity_budget`: cases whose identity one handler may open a day
    before an alarm. `child_path`: whether a child is referred without consent after a safeguarding check,
    with the scope `child_scope`. `referral_pattern`: the number of a referral letter, with {nomor},
    {instansi}, {bulan} (Roman) and {tahun}. `retention_years`: after closure, by the local JRA; not a legal
    fact.
    """

    task_force = models.OneToOneField(
        "members.TaskForce", on_delete=models.CASCADE, related_name="case_settings"
    )
    inside_cell = models.PositiveSmallIntegerField(
        _("angka terkecil yang tampil di dalam gugus tugas"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(50)],
    )
    outside_cell = models.PositiveSmallIntegerField(
        _("angka terkecil yang tampil di luar gugus tugas"),
        default=11,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
    )
    identity_budget = models.PositiveSmallIntegerField(
        _("batas harian membuka identitas"), default=30, validators=[MinValueValidator(1)]
    )
    child_path = models.BooleanField(_("jalur anak tanpa menunggu persetujuan"), default=True)
    child_scope = models.SlugField(_("cakupan jalur anak"), max_length=40, default="layanan")
    referral_pattern = models.CharField(
        _("pola nomor surat rujukan"),
        max_length=60,
        default=REFERRAL_PATTERN,
        validators=[
            RegexValidator(
                r"\{nomor\}.*\{tahun\}",
                _("Pola memuat {nomor} lalu {tahun}, contoh R-{nomor}/{instansi}/{bulan}/{tahun}."),
            )
        ],
    )
    retention_years = models.PositiveSmallIntegerField(
        _("masa simpan setelah ditutup (tahun)"), default=10, validators=[MinValueValidator(1)]
    )

    objects = OwnSettingsQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("aturan kasus")

    def __str__(self) -> str:
        return f"Aturan kasus {self.task_force_id}"
