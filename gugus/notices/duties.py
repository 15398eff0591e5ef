"""What a person must do, as the domains tell it and the home page shows it; and when reminders go out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Duty:
    """One thing to do: `due` is the region's day, `tone` a key of the pages' shapes, `note` a second line.

    `limit` is the clock in words where it runs in hours; else the days to `due` are told.
    """

    title: str
    url: str
    due: date | None
    status: str
    tone: str
    note: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Demand:
    """What one person is asked for now, as reminders see it: gone as soon as it is done.

    `subject` names the thing and its due day for ever; `kind` is a NoticeKind. `title` and `detail` are kept
    and mailed: plain Indonesian of codes, counts and dates, never what people wrote. `count` is how many
    things it is about. `at` is the moment a clock that runs in hours ends: such a demand is told as soon as
    it is there, whatever the hour, and in a letter of its own. `steps` are its own days where the clock's
    are not meant.
    """

    recipient_id: UUID
    task_force_id: UUID
    kind: str
    subject: str
    due: date
    title: str
    detail: str
    url: str
    count: int
    at: datetime | None = None
    steps: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Clock:
    """When a task force reminds: its time zone, the hour letters go out from, and the steps in days from
    the due day, negative before it."""

    zone: str
    hour: int
    steps: tuple[int, ...]

    def local(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))

    def midnight(self, now: datetime) -> datetime:
        """When the region's day began."""
        return self.local(now).replace(hour=0, minute=0, second=0, microsecond=0)

    def is_morning(self, now: datetime) -> bool:
        """Whether the day's letters may go out."""
        return self.local(now).hour >= self.hour

    def step(self, due: date, now: datetime, steps: tuple[int, ...] | None = None) -> int | None:
        """The last step reached: after an outage the nearest one counts, and those before it are past."""
        days = (self.local(now).date() - due).days
        return max((step for step in steps or self.steps if step <= days), default=None)
