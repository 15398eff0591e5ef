"""Referrals in and out of their clocks: two counts, and no case behind them here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gugus.dashboard.enums import Audience
from gugus.dashboard.selectors.board import Sources


@dataclass(frozen=True)
class Count:
    label: str
    count: int
    late: bool


def referral_rows(_user: Any, sources: Sources) -> list[Count]:
    """For leaders; nobody else is told."""
    counters = sources.counters
    if sources.audience != Audience.LEADERS or counters is None or not counters.due:
        return []
    late = counters.due - counters.in_time
    return [
        Count(_("dijawab dalam batas waktu"), counters.in_time, late=False),
        Count(_("lewat batas waktu"), late, late=True),
    ]
