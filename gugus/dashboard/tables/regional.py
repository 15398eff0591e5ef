"""A province's regencies, one a line; a file has plain numbers in columns of their own."""

from datetime import timedelta
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.templatetags.gugus import NOTHING, angka, status_word, waktu
from gugus.dashboard import wording
from gugus.dashboard.enums import State
from gugus.dashboard.selectors.regional import STALE
from members.models import TaskForce
from rad.wording import GUARDED, percent_text

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class KnownLast(tables.Column):
    """A column whose empty values come last, whichever way it is sorted."""

    def order(self, rows: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        by = F(str(self.accessor))
        order = by.desc(nulls_last=True) if is_descending else by.asc(nulls_last=True)
        return rows.order_by(order, "region_id"), True


def plain(label: Any) -> tables.Column:
    """A number for the file only."""
    return tables.Column(verbose_name=label, visible=False)


class RegencyTable(tables.Table):
    name = tables.Column(verbose_name=gettext_lazy("Kabupaten/kota"), accessor="region__name")
    rank = tables.Column(
        verbose_name=gettext_lazy("Urutan"), accessor="pk", orderable=False, attrs=NUMBER, empty_values=()
    )
    score = KnownLast(verbose_name=gettext_lazy("Capaian RAD"), empty_values=())
    heard = KnownLast(
        verbose_name=gettext_lazy("Dilaporkan"),
        accessor="reported", empty_values=(), exclude_from_export=True,
    )  # fmt: skip
    reported = plain(gettext_lazy("Indikator dilaporkan"))
    total = plain(gettext_lazy("Indikator seluruhnya"))
    late = KnownLast(verbose_name=gettext_lazy("Terlambat"), attrs=NUMBER, default=NOTHING)
    overdue = KnownLast(verbose_name=gettext_lazy("Lewat batas"), attrs=NUMBER, default=NOTHING)
    coverage = KnownLast(
        verbose_name=gettext_lazy("Cakupan"),
        accessor="reached", empty_values=(), exclude_from_export=True,
    )  # fmt: skip
    reached = plain(gettext_lazy("Desa/kelurahan terjangkau"))
    units = plain(gettext_lazy("Desa/kelurahan seluruhnya"))
    money = KnownLast(
        verbose_name=gettext_lazy("Anggaran"), accessor="spent", empty_values=(), exclude_from_export=True
    )
    spent = plain(gettext_lazy("Realisasi anggaran (Rp)"))
    budget = plain(gettext_lazy("Pagu anggaran (Rp)"))
    as_of = KnownLast(verbose_name=gettext_lazy("Keadaan per"), empty_values=())

    class Meta:
        model = TaskForce
        fields = ("name", "rank")
        order_by = ("-score",)
        attrs = {"caption": gettext_lazy("Kabupaten dan kota, menurut capaian")}
        empty_text = ""

    def __init__(self, *args: Any, ranks: Any, years: list[int], this_year: bool, **kwargs: Any) -> None:
        """`ranks` of all, by key; `years` of the trend, newest first; only this year gets stale."""
        self.ranks, self.years, self.this_year = ranks, years, this_year
        self.trends: dict[Any, dict[int, Any]] = {}
        super().__init__(*args, **kwargs)

    def render_rank(self, record: TaskForce) -> str:
        return angka(self.ranks.get(record.pk))

    def value_rank(self, record: TaskForce) -> int | None:
        return self.ranks.get(record.pk)

    def render_score(self, record: Any) -> str | SafeString:
        """The figure, or why there is none, over the bars of five years where any is known."""
        found = self.trends.get(record.pk) or {}
        if not any(value is not None for value in found.values()):
            return score_text(record)
        points = [(str(year), found.get(year)) for year in reversed(self.years)]
        bars = render_to_string("components/spark.html", {"points": points})
        return format_html("<div>{}{}</div>", score_text(record), bars)

    def value_score(self, record: Any) -> Any:
        return record.score if record.score is not None else score_text(record)

    def render_heard(self, record: Any) -> str:
        return out_of(record.reported, record.total)

    def render_coverage(self, record: Any) -> str:
        return out_of(record.reached, record.units)

    def render_money(self, record: Any) -> str:
        if record.spent is None:
            return "–"
        words = {"spent": wording.money_text(record.spent), "budget": wording.money_text(record.budget)}
        return _("%(spent)s dari %(budget)s") % words

    def render_as_of(self, record: Any) -> str | SafeString:
        if record.as_of is None:
            return status_word(_("belum ada angka"), "draft")
        if self.this_year and is_stale(record):
            return format_html("{} {}", waktu(record.as_of), status_word(_("tidak terbarui"), "warn"))
        return waktu(record.as_of)

    def value_as_of(self, record: Any) -> str:
        return timezone.localtime(record.as_of).strftime("%Y-%m-%d %H:%M") if record.as_of else ""


def score_text(record: Any) -> str:
    """The figure, or why there is none: no row, no plan, nothing reported, or kept back."""
    if record.score is not None:
        return percent_text(record.score)
    if record.state == State.HIDDEN:
        return str(GUARDED)
    return _("belum ada") if record.as_of else NOTHING


def is_stale(record: Any, allowed: timedelta = STALE) -> bool:
    return record.as_of < timezone.now() - allowed


def out_of(value: int | None, whole: int | None) -> str:
    """`12 dari 17`; nothing where there is nothing to be out of."""
    return wording.out_of_text(value, whole) if whole else "–"
