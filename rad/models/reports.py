"""What agencies report in a period: values and their history, words, comments, evidence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from rad.enums import PeriodKind, PeriodStatus, ReportStatus
from rad.models.plans import ActionItem, ActionPlan, Indicator


class PeriodQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "PeriodQuerySet":
        return self.filter(plan__in=ActionPlan.objects.visible_to(user))


class ReportingPeriod(UUIDModel):
    """A quarter, semester or year of a plan: due by its deadline, open until it is closed."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(_("jenis"), max_length=10, choices=PeriodKind, default=PeriodKind.QUARTER)
    year = models.PositiveSmallIntegerField(_("tahun"))
    ordinal = models.PositiveSmallIntegerField(_("ke-"), default=1)
    deadline = models.DateField(_("batas lapor"))
    status = models.CharField(_("status"), max_length=8, choices=PeriodStatus, default=PeriodStatus.OPEN)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-ordinal"]
        verbose_name = _("periode lapor")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "year", "ordinal"],
                name="period_once",
                violation_error_message=_("Periode ini sudah ada."),
            ),
            models.CheckConstraint(
                name="period_ordinal",
                condition=Q(kind="triwulan", ordinal__range=(1, 4))
                | Q(kind="semester", ordinal__range=(1, 2))
                | Q(kind="tahun", ordinal=1),
            ),
        ]

    def __str__(self) -> str:
        roman = ("", "I", "II", "III", "IV")[self.ordinal]
        if self.kind == PeriodKind.YEAR:
            return str(self.year)
        return f"{'TW' if self.kind == PeriodKind.QUARTER else 'Semester'} {roman} {self.year}"


class ReportQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "ReportQuerySet":
        """Submitted reports: all who read the plan. Drafts: own agency; sekretariat's own "atas nama"."""
        mine = user.authority
        rows = self.filter(period__in=ReportingPeriod.objects.visible_to(user))
        own = Q(item__in=ActionItem.objects.granted(user, "report_actionitem")) | Q(drafted_by=user)
        if mine.has_role("sekretariat"):
            own |= Q(on_behalf=True)
        return rows.filter(~Q(status=ReportStatus.DRAFT) | own)


class ProgressReport(UUIDModel):
    """One item in one period: draf → diajukan → dikembalikan | diterima → dikunci.

    `on_behalf` marks a report the secretariat typed "atas nama" a party, with `proof_note` naming the letter
    or chat it rests on; whoever submitted never accepts (rules.check_report_accept).
    """

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="reports")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="reports")
    status = models.CharField(_("status"), max_length=12, choices=ReportStatus, default=ReportStatus.DRAFT)
    narrative = models.TextField(_("uraian"), blank=True)
    obstacles = models.TextField(_("kendala"), blank=True)
    follow_up = models.TextField(_("tindak lanjut"), blank=True)
    realised_budget = models.DecimalField(
        _("realisasi anggaran (Rp)"), max_digits=17, decimal_places=2, null=True, blank=True
    )
    on_behalf = models.BooleanField(_("atas nama"), default=False)
    proof_note = models.CharField(_("dasar laporan atas nama"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_as = models.CharField(_("kedudukan pemeriksa"), max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("alasan dikembalikan"), blank=True)
    return_due = models.DateField(_("batas perbaikan"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period__year", "-period__ordinal", "item__code"]
        verbose_name = _("laporan kegiatan")
        constraints = [
            models.UniqueConstraint(fields=["item", "period"], name="report_once"),
            models.CheckConstraint(
                name="report_submitted",
                condition=Q(status="draf") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_accepted_by_another",
                condition=~Q(status__in=["diterima", "dikunci"])
                | Q(decided_by__isnull=False)
                & ~Q(decided_by=models.F("submitted_by"))
                & ~Q(decided_by=models.F("drafted_by")),
                violation_error_message=_("Yang mengajukan laporan tidak boleh menerimanya."),
            ),
            models.CheckConstraint(
                name="report_returned_complete",
                condition=~Q(status="dikembalikan") | ~Q(return_reason="") & Q(return_due__isnull=False),
                violation_error_message=_(
                    "Pengembalian laporan memerlukan alasan dan batas waktu perbaikan."
                ),
            ),
            models.CheckConstraint(
                name="report_on_behalf_proof",
                condition=Q(on_behalf=False) | ~Q(proof_note=""),
                violation_error_message=_("Laporan atas nama memerlukan dasar, misalnya nomor surat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.period}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("rad:report-detail", args=[self.pk])


class OfReportQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OfReportQuerySet":
        return self.filter(report__in=ProgressReport.objects.visible_to(user))


class IndicatorValue(models.Model):
    """A value of one indicator in one report: plain `value`, or numerator over denominator, or N/A."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(_("realisasi"), max_digits=17, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("pembilang"), max_digits=17, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("penyebut"), max_digits=17, decimal_places=4, null=True, blank=True)
    not_applicable = models.BooleanField(_("N/A"), default=False)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="value_once"),
            models.CheckConstraint(
                name="value_one_shape",
                condition=Q(not_applicable=True, value__isnull=True, numerator__isnull=True)
                | Q(
                    not_applicable=False,
                    value__isnull=False,
                    numerator__isnull=True,
                    denominator__isnull=True,
                )
                | Q(not_applicable=False, value__isnull=True, numerator__isnull=False, denominator__gt=0),
                violation_error_message=_("Isi satu nilai, atau pembilang dan penyebut, atau N/A."),
            ),
            models.CheckConstraint(
                name="value_not_negative",
                condition=(Q(value__isnull=True) | Q(value__gte=0))
                & (Q(numerator__isnull=True) | Q(numerator__gte=0)),
            ),
            models.CheckConstraint(
                name="value_part_of_whole",
                condition=Q(numerator__isnull=True) | Q(numerator__lte=models.F("denominator")),
                violation_error_message=_("Pembilang tidak boleh lebih besar daripada penyebut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"


class ValueRevision(models.Model):
    """A figure that once counted and was opened for correction: what it was, and who had accepted it.

    Written when an accepted report is unlocked, never changed; the newest is the one before the present.
    """

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="revisions")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="revisions")
    value = models.DecimalField(_("realisasi"), max_digits=17, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("pembilang"), max_digits=17, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("penyebut"), max_digits=17, decimal_places=4, null=True, blank=True)
    not_applicable = models.BooleanField(_("N/A"), default=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_as = models.CharField(_("kedudukan pemeriksa"), max_length=160, blank=True)
    accepted_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField(_("alasan koreksi"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "indicator"]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"


class DraftQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "DraftQuerySet":
        """What is being typed is its writer's own."""
        return self.filter(person=user)


class ReportDraft(models.Model):
    """What a person has typed for an item and period and not yet saved, as typed, valid or not."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="drafts")
    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "item", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.item_id}"


class CommentQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "CommentQuerySet":
        return self.filter(item__in=ActionItem.objects.visible_to(user))


class ItemComment(UUIDModel):
    """A remark on an item, in a period or in general, read by everybody who reads the plan."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="comments")
    period = models.ForeignKey(
        ReportingPeriod, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    text = models.TextField(_("komentar"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_as = models.CharField(_("kedudukan"), max_length=160, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("komentar")

    def __str__(self) -> str:
        return f"{self.item_id} {self.made_at:%Y-%m-%d}"


def evidence_path(evidence: Any, filename: str) -> str:
    """By random id only: the uploader's file name is kept in a column, never on the disk."""
    return f"evidence/{evidence.pk}"


class EvidenceQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "EvidenceQuerySet":
        """Own agency, sekretariat, pimpinan, pengawas; others only what its owner shares (design.md)."""
        reports = ProgressReport.objects.visible_to(user)
        rows = self.filter(report__in=reports)
        if user.authority.has_role("sekretariat", "pimpinan", "pengawas"):
            return rows
        own = Q(report__item__in=ActionItem.objects.granted(user, "report_actionitem"))
        return rows.filter(own | Q(shared=True))


class Evidence(UUIDModel):
    """Proof of a report: a file or a link, with the date it speaks of; confidential unless shared."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("judul bukti"), max_length=160)
    evidence_on = models.DateField(_("tanggal bukti"))
    file = models.FileField(_("berkas"), upload_to=evidence_path, null=True, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    link = models.URLField(_("tautan"), max_length=500, blank=True)
    shared = models.BooleanField(_("dibagikan kepada semua anggota"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_link",
                condition=(Q(file="") | Q(file__isnull=True)) & ~Q(link="")
                | Q(link="") & ~Q(file="") & Q(file__isnull=False),
                violation_error_message=_("Lampirkan satu berkas atau satu tautan."),
            )
        ]

    def __str__(self) -> str:
        return self.title
