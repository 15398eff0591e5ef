"""What a meeting of the demo is made of. Persons, letter numbers and hours are made up; offices are not."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetings.enums import Answer, Priority

ZONE = ZoneInfo("Asia/Jakarta")  # all five regions are WIB


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment by the regions' clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@dataclass(frozen=True)
class DemoFollowUp:
    """A commitment of an agency; `action` names the activity of the RAD it serves.

    `state` is how far it came: berjalan, kabar (told how it goes), perpanjang (an extension is asked for),
    diajukan or selesai. `doer` is the account that says so; without one the secretariat does.
    """

    text: str
    agency: str
    due: date
    office: str = ""
    priority: str = Priority.NORMAL
    action: str = ""
    state: str = "berjalan"
    doer: str = "sekretariat2"
    done: str = ""
    proof: str = ""


@dataclass(frozen=True)
class DemoPoint:
    """A point of the agenda, who speaks to it, and what the minutes keep of it; a public one may be told."""

    title: str
    speaker: str = ""
    agency: str = ""
    minutes: int = 30
    note: str = ""
    is_public: bool = True
    discussion: str = ""
    decision: str = ""
    obstacles: str = ""
    follow_ups: tuple[DemoFollowUp, ...] = ()


@dataclass(frozen=True)
class DemoInvitee:
    """An agency's head, or a guest where `agency` is empty; what was answered, and who came (`came`).

    `deputy` is the office that came instead of the invited one.
    """

    office: str
    agency: str = ""
    organisation: str = ""
    came: str = ""
    deputy: str = ""
    sex: str = "L"
    reason: str = ""

    @property
    def answer(self) -> str:
        if self.reason:
            return Answer.UNABLE
        if self.deputy:
            return Answer.REPRESENTED
        return Answer.COMING if self.came else Answer.NONE


@dataclass(frozen=True)
class DemoOutreach:
    """Whom a sosialisasi reached at `region` (a code); null numbers are still to be counted."""

    region: str
    partner: str
    audience: str
    men: int | None = None
    women: int | None = None
    materials: str = ""


@dataclass(frozen=True)
class DemoMeeting:
    """A meeting as it was.

    `undated` ones first lay in the drawer as a draft. `seats` are titles of seats of the SK, invited as such.
    """

    type: str
    title: str
    host: str
    place: str
    starts: datetime
    ends: datetime
    purpose: str = ""
    chair: str = ""
    opener: str = ""
    co_host: str = ""
    letter_on: date | None = None
    undated: bool = False
    seats: tuple[str, ...] = ()
    invited: tuple[DemoInvitee, ...] = ()
    points: tuple[DemoPoint, ...] = ()
    closing: str = ""
    outreach: DemoOutreach | None = None

    @property
    def follow_ups(self) -> tuple[DemoFollowUp, ...]:
        return tuple(row for point in self.points for row in point.follow_ups)


@dataclass(frozen=True)
class DemoPlanned:
    """A meeting ahead, so many days from when the demo is first loaded; `times` repeats it monthly.

    `invite` sends it to every seat of the SK; otherwise it stays a draft, without `in_days` an undated one.
    """

    type: str
    title: str
    host: str
    place: str
    in_days: int | None
    hour: int = 9
    chair: str = ""
    invite: bool = False
    times: int = 0
    points: tuple[DemoPoint, ...] = ()
    outreach: DemoOutreach | None = None


@dataclass(frozen=True)
class DemoGatherings:
    """All meetings of a region: what its article tells (`told`), what came after, what is ahead."""

    told: DemoMeeting
    since: tuple[DemoMeeting, ...] = ()
    ahead: tuple[DemoPlanned, ...] = ()
