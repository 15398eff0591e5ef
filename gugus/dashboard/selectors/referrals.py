"""Referrals in and out of their clocks: two counters, broken down by nothing."""

from cases.selectors.punctuality import Counters
from gugus.dashboard.board import Figure
from gugus.dashboard.enums import Audience, FigureCode, State


def referrals(counters: Counters | None, audience: Audience) -> Figure:
    """Leaders read the counters, members only whether there ever was a case, the outside nothing."""
    if counters is None:
        return Figure(FigureCode.REFERRALS, State.HIDDEN)
    facts = {"cases": "belum" if not counters.counted else "nihil" if counters.none_ever else "ada"}
    if audience != Audience.LEADERS:
        return Figure(FigureCode.REFERRALS, State.HIDDEN, facts=facts)
    if not counters.due:
        state = State.NONE if counters.counted else State.MISSING
        return Figure(FigureCode.REFERRALS, state, facts=facts)
    return Figure(FigureCode.REFERRALS, State.KNOWN, value=counters.in_time, whole=counters.due, facts=facts)
