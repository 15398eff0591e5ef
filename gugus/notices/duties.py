"""What a person must do, as the domains tell it and the home page shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Duty:
    """One thing to do: `due` is the region's day, `tone` a key of the pages' shapes, `note` a second line."""

    title: str
    url: str
    due: date | None
    status: str
    tone: str
    note: str = ""
