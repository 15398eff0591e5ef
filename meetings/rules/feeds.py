"""Who may take their calendar along."""

from typing import Any

from meetings.rules.common import check_read


def check_feed(user: Any) -> None:
    """Whoever reads meetings in the portal may read the same in their own calendar program."""
    check_read(user)
