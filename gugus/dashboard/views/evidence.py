"""/dasbor/angka/<figure>/: what a number means and the rows that make it, each opening what it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.rules.settings import check_headers_read
from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import angka, waktu
from gugus.core.views import ListPage
from gugus.dashboard import wording
from gugus.dashboard.board import Board, Figure
from gugus.dashboard.definitions import definition
from gugus.dashboard.enums import FigureCode, State
from gugus.dashboard.rules import check_board_read
from gugus.dashboard.selectors.board import Sources, board_of, sources_for
from gugus.dashboard.selectors.evidence.achievement import achievement_rows
from gugus.dashboard.selectors.evidence.budget import budget_rows
from gugus.dashboard.selectors.evidence.coverage import coverage_rows
from gugus.dashboard.selectors.evidence.decree import decree_rows
from gugus.dashboard.selectors.evidence.follow_ups import follow_up_rows
from gugus.dashboard.selectors.evidence.referrals import referral_rows
from gugus.dashboard.selectors.evidence.reporting import periods_of, reporting_rows
from gugus.dashboard.tables import evidence as tables
from gugus.dashboard.views.board import asked_year, tile, year_links
from meetings.rules.follow_ups import check_count
from meetings.tables.follow_ups import FollowUpTable
from rad.wording import rounded


@dataclass(frozen=True)
class Kind:
    """How the rows of one number are read, shown and added up in words."""

    rows: Callable[[Any, Sources], Any]
    table: type[Any]
    total: Callable[[Any, Figure], str]


class EvidencePage(ListPage):
    """Definition, formula, version and moment of one number; then its rows, sorted, paged and as a file."""

    selector = achievement_rows
    rule = check_board_read
    template_name = "dashboard/evidence.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["figure"] not in FigureCode.values:
            raise Http404
        self.code = FigureCode(kwargs["figure"])
        self.kind = KINDS[self.code]
        self.table_class = self.kind.table
        self.export_name = f"angka-{self.code}"
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sources(self) -> Sources:
        return sources_for(self.request.user, year=asked_year(self.request))

    @cached_property
    def board(self) -> Board:
        return board_of(self.sources, self.code)

    @cached_property
    def rows(self) -> Any:
        return self.kind.rows(self.request.user, self.sources)

    def get_table_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_table_kwargs()
        if self.code == FigureCode.FOLLOW_UPS:
            return kwargs | {"today": self.sources.today, "order_by": ("status",)}
        if self.code == FigureCode.REPORTING:
            return kwargs | {"extra_columns": tables.period_columns(periods_of(self.sources))}
        return kwargs

    def get_title(self) -> str:
        return str(wording.label_of(self.board.figures[self.code]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board, figure = self.board, self.board.figures[self.code]
        return super().get_context_data(**kwargs) | {
            "crumbs": [{"label": _("Dasbor"), "url": f"{reverse('dashboard:dashboard')}?tahun={board.year}"}],
            "place": board.task_force,
            "lead": definition(self.code).says,
            "secondary": acts(self.request.user, self.code, board),
            "years": year_links(board, self.sources.today.year),
            "tile": tile(figure, board),
            "as_of": waktu(board.as_of),
            "facts": facts(self.code, board),
            "total": self.kind.total(self.rows, figure) if figure.state == State.KNOWN else "",
            "empty": {
                "title": wording.value_text(figure).capitalize(),
                "text": wording.note_text(figure, board),
            },
        }


def facts(code: FigureCode, board: Board) -> list[dict[str, Any]]:
    """How the number is made, from what, by which version and when."""
    words = definition(code)
    return [
        {"label": _("Cara menghitung"), "value": words.formula},
        {"label": _("Sumber"), "value": words.source},
        {"label": _("Versi definisi"), "value": words.version},
        {"label": _("Keadaan per"), "value": waktu(board.as_of)},
    ]


def acts(user: Any, code: FigureCode, board: Board) -> list[Button]:
    """Where the same rows stand in their own domain."""
    year = board.year
    if code in (FigureCode.ACHIEVEMENT, FigureCode.BUDGET) and board.plan:
        url = reverse("rad:plan-detail", args=[board.plan["id"]])
        return [Button(label=_("Buka RAD"), url=f"{url}?tahun={board.plan['year']}")]
    if code == FigureCode.REPORTING and board.plan:
        url = reverse("rad:plan-reporting", args=[board.plan["id"]])
        return [Button(label=_("Tabel pelaporan setahun"), url=f"{url}?tahun={board.plan['year']}")]
    if code == FigureCode.FOLLOW_UPS and allowed(check_count, user):
        return [Button(label=_("Rekap per instansi"), url=reverse("meetings:follow-up-counts"))]
    if code == FigureCode.REFERRALS:
        headers = Button(label=_("Rujukan lewat batas"), url=f"{reverse('cases:header-list')}?batas=lewat")
        figures = Button(label=_("Angka kasus"), url=reverse("cases:figures"))
        return [headers, figures] if allowed(check_headers_read, user) else [figures]
    if code == FigureCode.COVERAGE:
        return [Button(label=_("Cakupan sosialisasi"), url=f"{reverse('meetings:coverage')}?tahun={year}")]
    return [Button(label=_("SK gugus tugas"), url=reverse("members:decree-list"))]


# --- what the rows add up to: counted from the rows themselves, beside the number on top --------------------


def achievement_total(rows: Sequence[Any], figure: Figure) -> str:
    """Without what is kept back the shares do not add up, and the words say so."""
    shares = sum((row.share for row in rows if row.share is not None), Fraction(0))
    words = _("Jumlah sumbangan semua indikator: %(sum)s poin.") % {"sum": angka(rounded(shares, 2), 2)}
    if any(row.hidden for row in rows):
        words = f"{words} {_('Yang disembunyikan tidak ikut dijumlahkan di sini.')}"
    return words


def budget_total(rows: Sequence[Any], _figure: Figure) -> str:
    return _("Jumlah: realisasi %(spent)s dari pagu %(whole)s.") % {
        "spent": wording.full_money_text(sum((Fraction(row.spent or 0) for row in rows), Fraction(0))),
        "whole": wording.full_money_text(sum((Fraction(row.budget or 0) for row in rows), Fraction(0))),
    }


def reporting_total(rows: Sequence[Any], _figure: Figure) -> str:
    late = sum(row.late > 0 for row in rows)
    return _("Jumlah: %(n)s penanggung jawab lewat batas, dari %(whole)s yang diminta melapor.") % {
        "n": angka(late),
        "whole": angka(len(rows)),
    }


def follow_up_total(rows: Any, figure: Figure) -> str:
    """Agencies open their own and those of their meetings; the others are counted for them, not shown."""
    found = list(rows)
    words = _("Jumlah: %(n)s lewat batas, dari %(whole)s yang belum selesai.") % {
        "n": angka(sum(row.is_late for row in found)),
        "whole": angka(len(found)),
    }
    rest, late = (
        int(figure.whole or 0) - len(found),
        int(figure.value or 0) - sum(row.is_late for row in found),
    )
    if not rest:
        return words
    more = _("%(n)s lainnya (%(late)s lewat batas) milik instansi lain, jadi tidak tampil bagi Anda.")
    return f"{words} {more % {'n': angka(rest), 'late': angka(late)}}"


def referral_total(rows: Sequence[Any], _figure: Figure) -> str:
    return _("Jumlah: %(n)s rujukan.") % {"n": angka(sum(row.count for row in rows))}


def coverage_total(rows: Sequence[Any], _figure: Figure) -> str:
    return _("Jumlah: %(n)s terjangkau, dari %(whole)s.") % {
        "n": angka(sum(row.reached for row in rows)),
        "whole": angka(len(rows)),
    }


def decree_total(rows: Sequence[Any], _figure: Figure) -> str:
    return _("Jumlah: %(n)s kursi kosong, dari %(whole)s kursi.") % {
        "n": angka(sum(row.empty for row in rows)),
        "whole": angka(len(rows)),
    }


KINDS = {
    FigureCode.ACHIEVEMENT: Kind(achievement_rows, tables.AchievementTable, achievement_total),
    FigureCode.BUDGET: Kind(budget_rows, tables.BudgetTable, budget_total),
    FigureCode.REPORTING: Kind(reporting_rows, tables.ReportingTable, reporting_total),
    FigureCode.FOLLOW_UPS: Kind(follow_up_rows, FollowUpTable, follow_up_total),
    FigureCode.REFERRALS: Kind(referral_rows, tables.ReferralTable, referral_total),
    FigureCode.COVERAGE: Kind(coverage_rows, tables.CoverageTable, coverage_total),
    FigureCode.DECREE: Kind(decree_rows, tables.DecreeTable, decree_total),
}
