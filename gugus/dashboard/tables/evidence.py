"""The rows behind each number: every line opens the thing it is about."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.templatetags.gugus import NOTHING, angka, rupiah, status_word, tanggal
from gugus.dashboard import wording
from rad.wording import GUARDED, REPORT_TONES, percent_text, realisation_text, rounded, state_text

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class ReportColumns(tables.Table):
    """The report behind a row, who accepted it in what seat and when, and its proofs."""

    report = tables.Column(verbose_name=gettext_lazy("Laporan"), orderable=False, default="")
    accepted = tables.Column(
        verbose_name=gettext_lazy("Diterima oleh"), accessor="report", orderable=False, default=""
    )
    proofs = tables.Column(verbose_name=gettext_lazy("Bukti"), attrs=NUMBER)

    def render_report(self, value: Any) -> Any:
        link = format_html('<a href="{}">{}</a>', value.get_absolute_url(), value.period)
        return format_html(
            "<div>{}<br>{}</div>", link, status_word(value.get_status_display(), REPORT_TONES[value.status])
        )

    def value_report(self, value: Any) -> str:
        return f"{value.period}, {value.get_status_display()}" if value else ""

    def render_accepted(self, value: Any) -> Any:
        return format_html(
            '<div>{}<br><span class="muted">{}, {}</span></div>',
            value.decided_by,
            value.decided_as,
            tanggal(value.decided_at),
        )

    def value_accepted(self, value: Any) -> str:
        return f"{value.decided_by}, {value.decided_as}, {tanggal(value.decided_at)}" if value else ""


class AchievementTable(ReportColumns):
    """Each indicator's share of the score."""

    code = tables.Column(verbose_name=gettext_lazy("Kegiatan"), orderable=False)
    name = tables.Column(verbose_name=gettext_lazy("Indikator"), orderable=False)
    realisation = tables.Column(
        verbose_name=gettext_lazy("Realisasi"), accessor="each", orderable=False, attrs=NUMBER
    )
    counted = tables.Column(verbose_name=gettext_lazy("Capaian"), empty_values=(), attrs=NUMBER)
    share = tables.Column(verbose_name=gettext_lazy("Sumbangan (poin)"), empty_values=(), attrs=NUMBER)

    class Meta:
        sequence = ("code", "name", "realisation", "counted", "share", "report", "accepted", "proofs")
        attrs = {"caption": gettext_lazy("Indikator dan sumbangannya pada capaian")}

    def render_code(self, record: Any) -> Any:
        item = record.item
        return format_html('<div><a href="{}">{}</a> {}</div>', item.get_absolute_url(), item.code, item.name)

    def value_code(self, record: Any) -> str:
        return str(record.item)

    def render_realisation(self, value: Any) -> str:
        return realisation_text(value.figure, ratio=value.indicator.is_ratio)

    value_realisation = render_realisation

    def render_counted(self, record: Any) -> str:
        figure = record.each.figure
        return percent_text(figure.counted) if figure.counted is not None else state_text(figure) or NOTHING

    value_counted = render_counted

    def render_share(self, record: Any) -> str:
        if record.share is None:
            return str(GUARDED) if record.hidden else NOTHING
        return angka(rounded(record.share, 2), 2)

    def value_share(self, record: Any) -> Decimal | str | None:
        return rounded(record.share, 4) if record.share is not None else self.render_share(record)


class BudgetTable(ReportColumns):
    """What each item states and spent."""

    code = tables.Column(verbose_name=gettext_lazy("Kegiatan"), orderable=False)
    strategy = tables.Column(verbose_name=gettext_lazy("Strategi"), empty_values=())
    budget = tables.Column(verbose_name=gettext_lazy("Pagu (Rp)"), attrs=NUMBER)
    spent = tables.Column(verbose_name=gettext_lazy("Realisasi (Rp)"), attrs=NUMBER)

    class Meta:
        sequence = ("code", "strategy", "budget", "spent", "report", "accepted", "proofs")
        attrs = {"caption": gettext_lazy("Pagu dan realisasi tiap kegiatan")}

    render_code, value_code = AchievementTable.render_code, AchievementTable.value_code

    def render_strategy(self, value: str) -> str:
        return value or _("versi RAD sebelumnya")

    def render_budget(self, value: Decimal) -> str:
        return rupiah(value)

    def value_budget(self, value: Decimal) -> Decimal:
        return value

    render_spent, value_spent = render_budget, value_budget


class ReportingTable(tables.Table):
    """Parties by period; the page adds a column a period."""

    label = tables.Column(verbose_name=gettext_lazy("Penanggung jawab"))
    late = tables.Column(verbose_name=gettext_lazy("Keadaan"))
    handed = tables.Column(verbose_name=gettext_lazy("Laporan masuk"), attrs=NUMBER)

    class Meta:
        attrs = {"caption": gettext_lazy("Penanggung jawab dan laporannya tahun ini")}

    def render_label(self, record: Any) -> Any:
        if record.open_period is None:
            return record.label
        who = ("instansi", record.row.agency_id) if record.row.agency_id else ("pihak", record.label)
        url = reverse("rad:period-items", args=[record.open_period.pk])
        return format_html('<a href="{}?{}={}">{}</a>', url, *who, record.label)

    def value_label(self, record: Any) -> str:
        return str(record.label)

    def render_late(self, record: Any) -> Any:
        return status_word(late_words(record), "bad" if record.silent else "warn" if record.late else "good")

    def value_late(self, record: Any) -> str:
        return late_words(record)

    def render_handed(self, record: Any) -> str:
        return wording.out_of_text(record.handed, record.asked)


class PeriodColumn(tables.Column):
    """One period of `ReportingTable`: `3/5`."""

    def __init__(self, label: str, period: Any) -> None:
        self.period = period
        super().__init__(verbose_name=label, empty_values=(), orderable=False, attrs=NUMBER)

    def render(self, record: Any) -> str:
        done, asked = record.row.cells[self.period.pk]
        return f"{done}/{asked}" if asked else NOTHING

    def value(self, record: Any) -> str:
        return self.render(record)


def period_columns(periods: list[tuple[str, Any]]) -> list[tuple[str, PeriodColumn]]:
    return [(f"p{n}", PeriodColumn(label, period)) for n, (label, period) in enumerate(periods)]


def late_words(record: Any) -> str:
    if not record.late:
        return _("tepat waktu")
    if record.silent:
        return _("belum melapor sama sekali")
    return ngettext("%(n)s laporan lewat batas", "%(n)s laporan lewat batas", record.late) % {
        "n": angka(record.late)
    }


class ReferralTable(tables.Table):
    """Two counts."""

    label = tables.Column(verbose_name=gettext_lazy("Keadaan"), orderable=False)
    count = tables.Column(verbose_name=gettext_lazy("Rujukan"), orderable=False, attrs=NUMBER)

    class Meta:
        attrs = {"caption": gettext_lazy("Rujukan menurut batas waktunya")}

    def render_label(self, record: Any) -> Any:
        return status_word(record.label, "warn" if record.late and record.count else "good")

    def value_label(self, record: Any) -> str:
        return str(record.label)


class CoverageTable(tables.Table):
    """Units, what was held there, and the newest of it."""

    name = tables.Column(verbose_name=gettext_lazy("Desa atau kelurahan"))
    area = tables.Column(verbose_name=gettext_lazy("Kecamatan"))
    reached = tables.Column(verbose_name=gettext_lazy("Keadaan"))
    last = tables.Column(verbose_name=gettext_lazy("Sosialisasi terakhir"), default=NOTHING)
    people = tables.Column(verbose_name=gettext_lazy("Peserta"), attrs=NUMBER)

    class Meta:
        attrs = {"caption": gettext_lazy("Wilayah dan sosialisasi yang dilaksanakan di sana")}

    def render_reached(self, record: Any) -> Any:
        return status_word(reached_words(record), "good" if record.reached else "draft")

    def value_reached(self, record: Any) -> str:
        return reached_words(record)

    def render_last(self, record: Any) -> Any:
        if record.meeting is None:
            return tanggal(record.last)
        url = reverse("meetings:meeting-detail", args=[record.meeting])
        return format_html('<a href="{}">{}</a>', url, tanggal(record.last))

    def value_last(self, record: Any) -> str:
        return tanggal(record.last)


def reached_words(record: Any) -> str:
    if record.reached:
        return _("terjangkau")
    return _("direncanakan") if record.unit.planned else _("belum")


class DecreeTable(tables.Table):
    """Seats of the SK in force."""

    title = tables.Column(verbose_name=gettext_lazy("Kursi"))
    agency = tables.Column(verbose_name=gettext_lazy("Instansi"), default=NOTHING)
    decree = tables.Column(verbose_name=gettext_lazy("SK"), orderable=False)
    empty = tables.Column(verbose_name=gettext_lazy("Keadaan"))

    class Meta:
        attrs = {"caption": gettext_lazy("Kursi dalam SK yang berlaku")}

    def render_agency(self, record: Any) -> Any:
        url = reverse("members:agency-detail", args=[record.seat.agency_id])
        return format_html('<a href="{}">{}</a>', url, record.agency)

    def value_agency(self, record: Any) -> str:
        return str(record.agency)

    def render_decree(self, value: Any) -> Any:
        url = reverse("members:decree-detail", args=[value.pk])
        return format_html('<a href="{}">{}</a>', url, value.number)

    def value_decree(self, value: Any) -> str:
        return str(value.number)

    def render_empty(self, record: Any) -> Any:
        return status_word(self.value_empty(record), "warn" if record.empty else "good")

    def value_empty(self, record: Any) -> str:
        since = record.seat.empty_since
        return _("kosong sejak %(day)s") % {"day": tanggal(since)} if since else _("terisi")
