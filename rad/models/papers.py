"""What is made of a period's figures: corrections, chapters, snapshots, and papers rendered from them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import Job, UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.models import Document
from rad.models.plans import ActionPlan
from rad.models.reports import PeriodQuerySet, ProgressReport, ReportingPeriod


class OfPeriodQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OfPeriodQuerySet":
        return self.filter(period__in=ReportingPeriod.objects.visible_to(user))


class Correction(UUIDModel):
    """What the acceptance of a corrected report changed in the figures of its period and the later ones.

    `values` lists {lineage, indicator (its name), was, becomes}, the last two as the fields of a value or
    None; `scores` lists {slot, was, becomes} of the plan in per cent, exact. Both are read through
    `selectors.corrections_of`, which keeps back what concerns victims.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="corrections")
    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="corrections")
    values = models.JSONField(default=list)
    scores = models.JSONField(default=list)
    reason = models.TextField(_("alasan koreksi"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.report}"


class PeriodChapter(UUIDModel):
    """What the secretariat writes around the figures of a period's report (domain.md §2, usual content)."""

    period = models.OneToOneField(ReportingPeriod, on_delete=models.CASCADE, related_name="chapter")
    introduction = models.TextField(_("pendahuluan"), max_length=8000, blank=True)
    recommendations = models.TextField(_("rekomendasi"), max_length=8000, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("teks laporan")

    def __str__(self) -> str:
        return str(self.period)


class Snapshot(UUIDModel):
    """The figures and words of a period as they stood at one moment, frozen and numbered.

    PDF and workbook of one version are both made from `data`; nothing changes it afterwards. `number` counts
    within the plan's code, over its versions.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("nomor"))
    as_of = models.DateField(_("keadaan per"))
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("potret angka")
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="snapshot_number")]

    def __str__(self) -> str:
        return f"{self.period} · {self.number}"


class ReportDocument(Document):
    """A rendered progress report of a plan and period; every version is kept."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="documents")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="documents")
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta(Document.Meta):
        constraints = [
            *Document.Meta.constraints,
            models.UniqueConstraint(fields=["period", "kind", "version"], name="report_document_version"),
        ]


class RadJob(Job):
    """Work for the worker about the plan: rendering a report, parsing a workbook."""

    document = models.ForeignKey(
        ReportDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs"
    )
    import_run = models.ForeignKey(
        "rad.ImportRun", null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )
    answer_run = models.ForeignKey(
        "rad.AnswerRun", null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )
