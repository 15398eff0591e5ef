"""What each responsible party of a plan comes to."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from rad.aggregation import Score, score
from rad.enums import PartyRole
from rad.figures import ItemFigure, PlanFigures
from rad.guard import hidden_score

PartyKey = tuple[UUID | None, str]


def party_scores(figures: PlanFigures) -> dict[PartyKey, Score]:
    """By a party's agency or, where it is none, its name; from figures read with their parties.

    The same as `YearData.at` with an `agency_id`, for all of them at once: the mean over a party's items,
    hidden with any of them, and with the plan's.
    """
    items: dict[PartyKey, dict[UUID, ItemFigure]] = defaultdict(dict)
    for strategy in figures.strategies:
        for each in strategy.items:
            for party in each.item.parties.all():
                if party.role == PartyRole.RESPONSIBLE:
                    key = (party.agency_id, "" if party.agency_id else party.label)
                    items[key][each.item.pk] = each
    closed = figures.score.hidden
    return {key: _party_score(tuple(each.values()), hide=closed) for key, each in items.items()}


def _party_score(items: tuple[ItemFigure, ...], *, hide: bool) -> Score:
    whole = score([[row.figure for row in item.indicators] for item in items])
    if any(item.score.hidden for item in items):
        return replace(whole, value=None, final=False, hidden=True)
    return hidden_score(whole) if hide else whole
