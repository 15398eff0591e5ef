"""/dasbor/: one page, two minutes, on a phone."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import Page
from gugus.dashboard import wording
from gugus.dashboard.board import Board, Figure
from gugus.dashboard.definitions import DEFINITIONS
from gugus.dashboard.enums import FigureCode
from gugus.dashboard.rules import check_brief_make
from gugus.dashboard.selectors.board import Sources, board_of, sources_for
from gugus.dashboard.views.multiples import sections
from rad.wording import rounded, rule_text

YEARS = 5


class DashboardPage(Page, TemplateView):
    """Seven numbers, each opening the rows it is made of; under them the same by strategy, agency, place."""

    template_name = "dashboard/dashboard.html"
    title = gettext_lazy("Dasbor")

    @cached_property
    def sources(self) -> Sources:
        return sources_for(self.request.user, year=asked_year(self.request))

    @cached_property
    def board(self) -> Board:
        return board_of(self.sources)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = self.board
        return super().get_context_data(**kwargs) | {
            "place": board.task_force,
            "lead": _("Keadaan per %(at)s") % {"at": waktu(board.as_of)},
            "board": board,
            "secondary": ways(self.request.user),
            "years": year_links(board, self.request.user.authority.today.year),
            "is_province": self.sources.task_force.region.level == 1,
            "tiles": [tile(figure, board) for figure in board.figures.values()],
            "sections": sections(board),
            "definitions": DEFINITIONS.values(),
            "rule": rule_text(self.sources.state.data.scale) if self.sources.state else "",
        }


def ways(user: Any) -> list[Button]:
    """From the board to what is kept of it, and to its paper."""
    kept = [
        Button(label=_("Banding"), url=reverse("dashboard:compare")),
        Button(label=_("Potret angka"), url=reverse("dashboard:snapshot-list")),
    ]
    if not allowed(check_brief_make, user):
        return kept
    return [*kept, Button(label=_("Lembar ringkas"), url=reverse("dashboard:brief-make"))]


def asked_year(request: Any) -> int | None:
    """`?tahun=2025`; anything else is this year, and no year is one to come."""
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    return year if year and 2000 <= year <= request.user.authority.today.year else None


def year_links(board: Board, this_year: int) -> list[dict[str, Any]]:
    """The years of the plan up to now, and this one; nothing where there is but one."""
    first = int(board.plan.get("first_year") or this_year)
    years = sorted({*range(min(first, this_year), this_year + 1), board.year})[-YEARS:]
    links = [{"year": str(year), "url": f"?tahun={year}", "current": year == board.year} for year in years]
    return links if len(links) > 1 else []


def tile(figure: Figure, board: Board) -> dict[str, Any]:
    """What the figure tile shows, opening the page of its evidence."""
    tone = wording.tone_of(figure)
    return {
        "label": tile_label(figure, board),
        "value": wording.value_text(figure),
        "grade": wording.mark_text(figure),
        "tone": tone,
        "note": wording.note_text(figure, board),
        "points": [(label, rounded(value)) for label, value in figure.trend]
        if any(value is not None for _label, value in figure.trend)
        else [],
        "url": evidence_url(figure, board),
    }


def tile_label(figure: Figure, board: Board) -> str:
    """The year stands above the tiles; the first of them says it again."""
    if figure.code == FigureCode.ACHIEVEMENT:
        return wording.label_text(figure, board)
    return wording.label_of(figure)


def evidence_url(figure: Figure, board: Board) -> str:
    return f"{reverse('dashboard:evidence', args=[figure.code])}?tahun={board.year}"
