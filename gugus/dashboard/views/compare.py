"""/dasbor/banding/: two periods of the plan in force, its strategies and its agencies beside each other."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from gugus.core.templatetags.gugus import angka
from gugus.core.views import Page, PlainExport
from gugus.dashboard.forms.compare import CompareForm
from gugus.dashboard.rules import check_board_read
from gugus.dashboard.selectors.compare import Comparison, Moment, Pair, PartyPair, comparison, moments
from gugus.dashboard.tables.compare import CompareTable
from rad import wording
from rad.aggregation import Score
from rad.workbook.texts import roman

Lines = list[dict[str, Any]]


class ComparePage(Page, TemplateView):
    """Any two periods; without a choice the newest, beside the same one a year before."""

    template_name = "dashboard/compare.html"
    title = gettext_lazy("Banding")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_board_read(request.user)
        self.plan, self.known = moments(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> CompareForm:
        asked = CompareForm.asked(self.request.GET)
        found = self.usual if not asked else None
        first = {"dari": found.before.key, "ke": found.after.key} if found else {}
        return CompareForm(self.request.GET if asked else None, known=self.known, initial=first)

    @cached_property
    def usual(self) -> Comparison | None:
        return comparison(self.request.user, self.plan, self.known) if self.plan else None

    @cached_property
    def found(self) -> Comparison | None:
        """What was asked for; nothing beside a form that says what is wrong."""
        if not self.form.is_bound:
            return self.usual
        if self.plan is None or not self.form.is_valid():
            return None
        return comparison(self.request.user, self.plan, self.known, self.form.pair)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("_export", "")
        if self.found is None or kind not in ("xlsx", "csv"):
            return super().get(request, *args, **kwargs)
        lines = [*strategy_lines(self.found, ""), *party_lines(self.found)]
        name = f"banding-{self.found.before.key}-{self.found.after.key}.{kind}"
        return PlainExport(kind, table(self.found, lines)).response(name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        shown = self._shown(found) if found else {}
        return super().get_context_data(**kwargs) | {
            "crumbs": [{"label": _("Dasbor"), "url": reverse("dashboard:dashboard")}],
            "place": self.request.user.authority.task_force_name,
            "plan": self.plan,
            "form": self.form if len(self.known) > 1 else None,
            "found": found,
            **shown,
        }

    def _shown(self, found: Comparison) -> dict[str, Any]:
        url = f"{self.plan.get_absolute_url()}?tahun={found.after.year}"  # type: ignore[union-attr]
        return {
            "lead": _("%(after)s dibandingkan dengan %(before)s")
            % {"after": found.after, "before": found.before},
            "multiples": [multiple(found, *each) for each in found.strategies],
            "table": table(found, strategy_lines(found, url)),
            "columns": heat_columns(found),
            "rows": [heat_row(found, row, url) for row in found.parties],
            "legend": legend(),
            "exports": self._exports(found),
        }

    def _exports(self, found: Comparison) -> list[dict[str, str]]:
        here = f"?dari={found.before.key}&ke={found.after.key}&_export="
        return [{"label": "Excel", "url": f"{here}xlsx"}, {"label": "CSV", "url": f"{here}csv"}]


def table(found: Comparison, lines: Lines) -> CompareTable:
    return CompareTable(lines, before=str(found.before), after=str(found.after))


def scored(part: Any, name: str, pair: Pair) -> dict[str, Any]:
    """A line's figures as they read."""
    return {
        "part": str(part),
        "name": name,
        "before": score_text(pair.before),
        "after": score_text(pair.after),
        "change": wording.change_text(pair.before, pair.after),
        "numbers": numbers(pair),
        "handed_before": handed_text(reported(pair.before)),
        "handed_after": handed_text(reported(pair.after)),
    }


def strategy_lines(found: Comparison, url: str) -> Lines:
    """The whole plan, then its strategies; `url` of the plan links each to its part."""
    rows = [
        scored(_("Strategi"), f"{roman(each.number)}. {each.name}", pair)
        | ({"url": f"{url}#strategi-{each.number}"} if url else {})
        for each, pair in found.strategies
    ]
    return [scored(_("RAD"), _("Seluruh RAD"), found.whole), *rows]


def party_lines(found: Comparison) -> Lines:
    return [
        scored(_("Penanggung jawab"), row.label, row.scores)
        | {"handed_before": handed_text(row.handed[0]), "handed_after": handed_text(row.handed[1])}
        for row in found.parties
    ]


def numbers(pair: Pair) -> list[Any]:
    """For a file: before, after and their difference; the symbol where one is hidden."""
    closed = any(each and each.hidden for each in (pair.before, pair.after))
    points = str(wording.GUARDED) if closed else wording.change(pair.before, pair.after)
    return [number(pair.before), number(pair.after), points]


def score_text(score: Score | None) -> str:
    return wording.score_text(score) if score else "–"


def reported(score: Score | None) -> tuple[int, int]:
    return (score.reported, score.total) if score else (0, 0)


def handed_text(handed: tuple[int, int]) -> str:
    """`3/5`; nothing where nothing was due."""
    done, due = handed
    return f"{angka(done)}/{angka(due)}" if due else "–"


def multiple(found: Comparison, strategy: Any, pair: Pair) -> dict[str, Any]:
    """A strategy at both moments as two bars; what is hidden stands as its symbol."""
    return {
        "title": f"{roman(strategy.number)}. {strategy.name}",
        "points": [bar(found.before, pair.before), bar(found.after, pair.after)],
        "value": wording.change_text(pair.before, pair.after),
    }


def bar(moment: Moment, score: Score | None) -> tuple[str, Any]:
    return str(moment), number(score)


def number(score: Score | None) -> Any:
    """As a drawing or a file takes it: a number, nothing, or the symbol of a hidden one."""
    if score is None:
        return None
    return str(wording.GUARDED) if score.hidden else wording.rounded(score.value)


def heat_columns(found: Comparison) -> list[str]:
    names = (found.before, found.after)
    return [
        *(_("Masuk %(period)s") % {"period": each} for each in names),
        *(_("Capaian %(period)s") % {"period": each} for each in names),
        _("Selisih (poin)"),
    ]


def heat_row(found: Comparison, row: PartyPair, url: str) -> dict[str, Any]:
    """A party's cells; an agency's name opens its part of the plan."""
    pair = row.scores
    return {
        "label": row.label,
        "url": f"{url}&instansi={row.agency_id}" if row.agency_id else "",
        "cells": [
            *({"text": handed_text(each), "step": handed_step(each)} for each in row.handed),
            *({"text": score_text(each), "step": score_step(each)} for each in (pair.before, pair.after)),
            {"text": wording.change_text(pair.before, pair.after), "step": 0},
        ],
    }


def handed_step(handed: tuple[int, int]) -> int:
    done, due = handed
    return 0 if not done else 5 if done == due else 2


def score_step(score: Score | None) -> int:
    """0 for nothing to show, else one step per fifth."""
    if score is None or score.value is None:
        return 0
    return min(int(score.value // 20) + 1, 5)


def legend() -> list[dict[str, Any]]:
    words = (_("tidak ada angka"), "0–19 %", "20–39 %", "40–59 %", "60–79 %", "80–100 %")
    return [{"step": step, "label": label} for step, label in enumerate(words)]
