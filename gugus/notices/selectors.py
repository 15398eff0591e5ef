"""All duties of a person, from every domain, the most urgent first."""

from datetime import date
from typing import Any

import members.selectors
import rad.selectors
from gugus.notices.duties import Duty

FAR = date.max


def duties_for(user: Any) -> list[Duty]:
    """What this person must do, by due date; what has none comes last."""
    duties = [*members.selectors.duties_for(user), *rad.selectors.duties_for(user)]
    return sorted(duties, key=lambda duty: (duty.due or FAR, duty.title))
