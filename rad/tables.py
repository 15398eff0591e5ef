"""Lists of the RAD."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import angka, status_word, waktu
from rad import wording
from rad.enums import DiffKind, PlanStatus, ReportStatus
from rad.models import ActionItem, ActionPlan, ProgressReport
from rad.selectors import NOT_BEGUN

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}

DIFF_TONES = {
    DiffKind.ADDED: "good",
    DiffKind.DROPPED: "bad",
    DiffKind.CHANGED: "note",
    DiffKind.MOVED: "warn",
    DiffKind.NUMBERED: "draft",
}


def version_words(plan: ActionPlan) -> str:
    """`rancangan versi 3`, `versi 1`."""
    words = _("rancangan versi %(n)s") if plan.status == PlanStatus.DRAFT else _("versi %(n)s")
    return str(words) % {"n": plan.version}


class PlanTable(tables.Table):
    title = tables.Column(verbose_name=_("RAD"), linkify=True)
    code = tables.Column(verbose_name=_("Kode"))
    years = tables.Column(verbose_name=_("Tahun"), order_by=("first_year", "last_year"), empty_values=())
    item_count = tables.Column(verbose_name=_("Kegiatan"), attrs=NUMBER)
    status = tables.Column(verbose_name=_("Status"))
    version = tables.Column(verbose_name=_("Versi"))

    class Meta:
        model = ActionPlan
        fields = ("title", "code", "years", "item_count", "status", "version")
        order_by = ("-years", "code")

    def __init__(self, *args: Any, versions: Any = None, **kwargs: Any) -> None:
        """`versions`: all of them by code; an export, which has no links, does without."""
        self.versions: dict[str, list[ActionPlan]] = versions or {}
        super().__init__(*args, **kwargs)

    def render_years(self, record: ActionPlan) -> str:
        return f"{record.first_year}–{record.last_year}"

    value_years = render_years

    def render_version(self, record: ActionPlan) -> str:
        """Its own number, then the way to the others: a draft first, then what it replaced."""
        others = [row for row in self.versions[record.code] if row.pk != record.pk]
        links = [(row.get_absolute_url(), version_words(row)) for row in others]
        return format_html(
            "<div>{}{}</div>", record.version, format_html_join("", '<br><a href="{}">{}</a>', links)
        )

    def value_version(self, record: ActionPlan) -> int:
        return record.version

    def render_status(self, record: ActionPlan) -> str:
        tone = {"draf": "draft", "ditetapkan": "good"}.get(record.status, "locked")
        return status_word(record.get_status_display(), tone)

    def value_status(self, record: ActionPlan) -> str:
        return str(record.get_status_display())


class DifferenceTable(tables.Table):
    """Differences of two versions; the page draws was → becomes, an export gives them a column each."""

    where = tables.Column(verbose_name=_("Kode"), order_by="order", attrs={"td": {"class": "diff-code"}})
    name = tables.Column(verbose_name=_("Nama"))
    kind = tables.Column(verbose_name=_("Jenis"), attrs={"td": {"class": "diff-kind"}})
    what = tables.Column(verbose_name=_("Bagian"), attrs={"td": {"class": "diff-what"}})
    change = tables.Column(
        verbose_name=_("Perubahan"), orderable=False, empty_values=(), exclude_from_export=True
    )
    before = tables.Column(verbose_name=_("Semula"), visible=False)
    after = tables.Column(verbose_name=_("Menjadi"), visible=False)

    class Meta:
        empty_text = ""

    def render_kind(self, record: Any) -> str:
        return status_word(record.kind.label, DIFF_TONES[record.kind])

    def value_kind(self, record: Any) -> str:
        return str(record.kind.label)

    def render_change(self, record: Any) -> str:
        return render_to_string("components/diff_cell.html", {"before": record.before, "after": record.after})


def responsible(item: Any) -> str:
    return wording.party_text(item) or "–"


class QueueTable(tables.Table):
    """What waits for the secretariat; the tick box is of the page, not of the file."""

    pick = tables.Column(verbose_name=_("Pilih"), accessor="pk", orderable=False, exclude_from_export=True)
    code = tables.Column(
        verbose_name=_("Kegiatan"),
        accessor="item",
        order_by=("item__program__strategy__number", "item__program__number", "item__number"),
    )
    period = tables.Column(
        verbose_name=_("Periode"), order_by=("period__year", "period__ordinal", "period__plan")
    )
    responsible = tables.Column(verbose_name=_("Penanggung jawab"), accessor="item", orderable=False)
    values = tables.Column(verbose_name=_("Isian"), accessor="pk", orderable=False)
    proofs = tables.Column(verbose_name=_("Bukti"), accessor="pk", orderable=False)
    submitted_at = tables.Column(verbose_name=_("Diajukan"))

    class Meta:
        model = ProgressReport
        fields = ("pick", "code", "period", "responsible", "values", "proofs", "submitted_at")
        order_by = ("submitted_at",)
        attrs = {"caption": _("Laporan yang menunggu pemeriksaan")}

    def render_pick(self, record: Any) -> Any:
        return format_html(
            '<span class="check"><input type="checkbox" id="q-{0}" name="laporan" value="{0}">'
            '<label for="q-{0}"><span class="phone-word">{1}</span>'
            '<span class="visually-hidden"> {2}</span></label></span>',
            record.pk,
            _("Pilih"),
            record,
        )

    def render_code(self, record: Any) -> Any:
        behalf = format_html(' <span class="muted">{}</span>', _("atas nama")) if record.on_behalf else ""
        return format_html(
            '<div><a href="{}">{}</a> {}{}</div>',
            record.get_absolute_url(),
            record.item.code,
            record.item.name,
            behalf,
        )

    def value_code(self, record: Any) -> str:
        return str(record.item)

    def render_responsible(self, record: Any) -> str:
        return responsible(record.item)

    def render_values(self, record: Any) -> Any:
        lines = [(value.indicator.name, value_of(value)) for value in record.values.all()]
        words = format_html_join(SafeString("<br>"), '<span class="muted">{}:</span> <b>{}</b>', lines)
        return format_html("<div>{}</div>", words)

    def value_values(self, record: Any) -> str:
        return "; ".join(f"{value.indicator.name}: {value_of(value)}" for value in record.values.all())

    def render_proofs(self, record: Any) -> str:
        return angka(len(record.evidence.all()))

    def value_proofs(self, record: Any) -> int:
        return len(record.evidence.all())

    def render_submitted_at(self, record: Any) -> Any:
        return format_html(
            '<div>{}<br><span class="muted">{}</span></div>', waktu(record.submitted_at), record.submitted_by
        )

    def value_submitted_at(self, record: Any) -> str:
        return f"{waktu(record.submitted_at)}, {record.submitted_by}"


def value_of(value: Any) -> str:
    return wording.value_text(value, ratio=value.indicator.is_ratio)


class PeriodItemTable(tables.Table):
    """Items of a period and how their reports stand."""

    code = tables.Column(
        verbose_name=_("Kegiatan"),
        order_by=("program__strategy__number", "program__number", "number"),
    )
    responsible = tables.Column(verbose_name=_("Penanggung jawab"), accessor="pk", orderable=False)
    state = tables.Column(verbose_name=_("Keadaan"))
    handed_at = tables.Column(verbose_name=_("Diajukan"), default="–")
    accepted_as = tables.Column(verbose_name=_("Diterima oleh"), orderable=False, default="–")
    proofs = tables.Column(verbose_name=_("Bukti"), default="0", attrs=NUMBER)

    class Meta:
        model = ActionItem
        fields = ("code", "responsible", "state", "handed_at", "accepted_as", "proofs")
        order_by = ("code",)
        attrs = {"caption": _("Kegiatan dan keadaan laporannya")}

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        self.late = late
        super().__init__(*args, **kwargs)

    def render_code(self, record: Any) -> Any:
        return format_html('<a href="{}">{}</a> {}', record.get_absolute_url(), record.code, record.name)

    def value_code(self, record: Any) -> str:
        return str(record)

    def render_responsible(self, record: Any) -> str:
        return responsible(record)

    def render_state(self, record: Any) -> Any:
        word = status_word(*self.standing(record))
        if record.report_pk is None:
            return word
        return format_html('<a href="{}">{}</a>', reverse("rad:report-detail", args=[record.report_pk]), word)

    def value_state(self, record: Any) -> str:
        return str(self.standing(record)[0])

    def standing(self, record: Any) -> tuple[str, str]:
        """Word and tone; what was not handed in by the deadline is late, begun or not."""
        open_states = (NOT_BEGUN, ReportStatus.DRAFT, ReportStatus.RETURNED)
        late = self.late and record.state in open_states
        if record.state == NOT_BEGUN:
            return (_("terlambat"), "bad") if late else (_("belum diajukan"), "draft")
        label, tone = ReportStatus(record.state).label, wording.REPORT_TONES[record.state]
        return (_("%(state)s, terlambat") % {"state": label}, "bad") if late else (label, tone)

    def render_handed_at(self, value: Any) -> str:
        return waktu(value)


class HeatTable(tables.Table):
    """The heat table as a file: who answers, a column per period, what is late."""

    label = tables.Column(verbose_name=_("Penanggung jawab"))
    late = tables.Column(verbose_name=_("Terlambat"))

    class Meta:
        sequence = ("label", "...", "late")


class MatrixTable(tables.Table):
    """A plan's tree as a file: one line an item, with what its page says of it."""

    strategy = tables.Column(verbose_name=_("Strategi"))
    program = tables.Column(verbose_name=_("Program"))
    code = tables.Column(verbose_name=_("Kode"), accessor="item__code")
    name = tables.Column(verbose_name=_("Kegiatan"), accessor="item__name")
    responsible = tables.Column(verbose_name=_("Penanggung jawab"))
    value = tables.Column(verbose_name=_("Capaian (%)"), default="")
    words = tables.Column(verbose_name=_("Predikat atau keadaan"), default="")
    reported = tables.Column(verbose_name=_("Dilaporkan"))
