"""Who may remind others, and when."""

from typing import Any

import rad.rules


def check_period_remind(user: Any, period: Any) -> None:
    """The secretariat asks those who have not reported, while the period is open."""
    rad.rules.check_period_manage(user, period)
    rad.rules.check_period_is_open(period)
