"""Two moments of the plan in force side by side, each as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rad.aggregation import Score
from rad.models import ActionPlan, ReportingPeriod, Strategy
from rad.selectors import (
    YearData,
    heat_rows,
    item_facts,
    line_periods,
    party_scores,
    plan_in_force,
    sight_for,
    years_data,
)
from rad.wording import slot_of


@dataclass(frozen=True)
class Moment:
    """The end of a reporting period: figures are those of its year up to there."""

    year: int
    slot: int
    period: ReportingPeriod

    @property
    def key(self) -> str:
        return f"{self.year}-{self.slot}"

    def __str__(self) -> str:
        return str(self.period)


@dataclass(frozen=True)
class Pair:
    """A mean at both moments; None where nothing stands."""

    before: Score | None
    after: Score | None


@dataclass(frozen=True)
class PartyPair:
    """A responsible party: what it handed in for either period, of how many, and what its items come to."""

    label: str
    agency_id: UUID | None
    handed: tuple[tuple[int, int], tuple[int, int]]
    scores: Pair


@dataclass(frozen=True)
class Comparison:
    before: Moment
    after: Moment
    whole: Pair
    strategies: list[tuple[Strategy, Pair]]
    parties: list[PartyPair]


def moments(user: Any) -> tuple[ActionPlan | None, list[Moment]]:
    """The plan in force and the ends of its periods, newest first (two queries)."""
    plan = plan_in_force(user)
    rows = line_periods(plan) if plan else []
    return plan, [Moment(row.year, slot_of(row.kind, row.ordinal), row) for row in rows]


def comparison(
    user: Any, plan: ActionPlan, known: Sequence[Moment], asked: tuple[Moment, Moment] | None = None
) -> Comparison | None:
    """Two of the `known` moments; nothing asked: the newest that says something and the same a year before.

    None while there are no two. Nine queries at most, whatever is compared.
    """
    if len(known) < 2:
        return None
    today = user.authority.today
    years = {moment.year for moment in asked} if asked else _newest(known, today.year)
    data = years_data(plan, [moment.period for moment in known], years, today)
    before, after = asked or _usual(known, data)
    sight = sight_for(user)
    was, now = (data[each.year].at(each.slot, sight=sight) for each in (before, after))
    items = item_facts({plan.pk, before.period.plan_id, after.period.plan_id})
    handed = data[before.year].handed | data[after.year].handed
    rows = heat_rows(plan, [before.period, after.period], items, handed, today)
    scores = party_scores(was), party_scores(now)
    parties = [
        PartyPair(
            row.label,
            row.agency_id,
            (row.cells[before.period.pk], row.cells[after.period.pk]),
            Pair(*(found.get((row.agency_id, "" if row.agency_id else row.label)) for found in scores)),
        )
        for row in rows
    ]
    return Comparison(
        before,
        after,
        Pair(was.score, now.score),
        [
            (old.strategy, Pair(old.score, new.score))
            for old, new in zip(was.strategies, now.strategies, strict=True)
        ],
        sorted(parties, key=_best_first),
    )


def _newest(known: Sequence[Moment], year: int) -> set[int]:
    """The newest two years that have begun; before any has, the first two."""
    years = sorted({moment.year for moment in known})
    return set([each for each in years if each <= year][-2:] or years[:2])


def _usual(known: Sequence[Moment], data: Mapping[int, YearData]) -> tuple[Moment, Moment]:
    year = max(data)
    at = next(n for n, each in enumerate(known) if (each.year, each.slot) == (year, data[year].latest_slot))
    earlier = known[at + 1 :]
    same = [each for each in earlier if (each.year, each.slot) == (year - 1, known[at].slot)]
    if same or earlier:
        return (same or earlier)[0], known[at]
    return known[at], known[at - 1]


def _best_first(row: PartyPair) -> tuple[bool, Any, str]:
    """By what is reached now; who has no figure comes last."""
    value = row.scores.after.value if row.scores.after else None
    return value is None, -value if value is not None else 0, row.label
