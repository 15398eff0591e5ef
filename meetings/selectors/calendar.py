"""What a person's calendar holds: meetings they may know of, and the days by which something is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.enums import MeetingStatus
from meetings.models import FollowUp, Meeting
from meetings.selectors.meetings import meeting_list
from meetings.wording import MEETING_TONES
from members.models import Region
from members.models.decrees import decree_in_force as in_force
from members.selectors import decree_list, region_list
from rad.selectors.reporting import open_periods

MEETING, OUTREACH, FOLLOW_UP, REPORT, DECREE = "rapat", "sosialisasi", "tindak-lanjut", "rad", "sk"
KINDS = [
    (MEETING, gettext_lazy("Rapat")),
    (OUTREACH, gettext_lazy("Sosialisasi")),
    (FOLLOW_UP, gettext_lazy("Batas tindak lanjut")),
    (REPORT, gettext_lazy("Batas lapor RAD")),
    (DECREE, gettext_lazy("Akhir SK")),
]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the calendar, on the region's days `day` to `last`.

    `plain` is the title without words people typed about follow-ups: what may leave the portal in a feed.
    `starts` and `ends` are None for what is due on a day.
    """

    key: str
    kind: str
    day: date
    last: date
    title: str
    plain: str
    url: str
    status: str
    tone: str
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    meeting: Meeting | None = None

    @property
    def kind_words(self) -> str:
        return str(dict(KINDS)[self.kind])


def entries(
    user: Any, first: date, last: date, *, kinds: Iterable[str] = (), district: str = ""
) -> list[Entry]:
    """Everything from `first` to `last`, days of the region, in order of time; four queries.

    `kinds`: only these, all where none is named. `district`: the code of a kecamatan, which leaves its
    meetings and sosialisasi alone.
    """
    wanted = set(kinds) or {kind for kind, _words in KINDS}
    found: list[Entry] = []
    if wanted & {MEETING, OUTREACH}:
        found += [each for each in _meetings(user, first, last, district) if each.kind in wanted]
    for kind, read in {FOLLOW_UP: _follow_ups, REPORT: _reports, DECREE: _decrees}.items():
        if kind in wanted and not district:
            found += read(user, first, last)
    return sorted(found, key=_turn)


def _turn(entry: Entry) -> tuple[Any, ...]:
    """What is due on a day first, then by the hour."""
    return (entry.day, entry.starts is not None, entry.starts or entry.day, entry.title)


def _meetings(user: Any, first: date, last: date, district: str) -> Iterator[Entry]:
    zone = ZoneInfo(user.authority.timezone)
    begin = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    rows = meeting_list(user).filter(starts_at__lt=end)
    rows = rows.filter(Q(ends_at__gt=begin) | Q(starts_at__gte=begin))
    if district:
        rows = rows.filter(Q(region=district) | Q(region__code__startswith=f"{district}."))
    return (_meeting(row) for row in rows)


def _meeting(meeting: Meeting) -> Entry:
    starts: Any = meeting.starts_at
    day = meeting.local(starts).date()
    return Entry(
        key=f"rapat-{meeting.pk}",
        kind=OUTREACH if meeting.type.is_outreach else MEETING,
        day=day,
        last=meeting.local(meeting.ends_at).date() if meeting.ends_at else day,
        title=meeting.title,
        plain=meeting.title,
        url=meeting.get_absolute_url(),
        status=str(meeting.get_status_display()),
        tone=MEETING_TONES[MeetingStatus(meeting.status)],
        starts=meeting.local(starts),
        ends=meeting.local(meeting.ends_at) if meeting.ends_at else None,
        place=", ".join(filter(None, [meeting.place, meeting.region.name if meeting.region else ""])),
        meeting=meeting,
    )


def _follow_ups(user: Any, first: date, last: date) -> Iterator[Entry]:
    rows = FollowUp.objects.visible_to(user).unfinished().filter(due__range=(first, last))
    for row in rows.select_related("agency"):
        late = row.due < user.authority.today
        yield Entry(
            key=f"tindak-lanjut-{row.pk}",
            kind=FOLLOW_UP,
            day=row.due,
            last=row.due,
            title=f"{row.agency.short_name}: {row.text}",
            plain=_("Batas tindak lanjut %(agency)s") % {"agency": row.agency.short_name},
            url=row.get_absolute_url(),
            status=_("terlambat") if late else str(row.get_status_display()),
            tone="bad" if late else "warn",
        )


def _reports(user: Any, first: date, last: date) -> Iterator[Entry]:
    for row in open_periods(user).filter(deadline__range=(first, last)):
        late = row.deadline < user.authority.today
        title = _("Batas lapor RAD %(period)s") % {"period": row}
        yield Entry(
            key=f"rad-{row.pk}",
            kind=REPORT,
            day=row.deadline,
            last=row.deadline,
            title=title,
            plain=title,
            url=reverse("rad:period-detail", args=[row.pk]),
            status=_("terlambat") if late else _("dibuka"),
            tone="bad" if late else "note",
        )


def _decrees(user: Any, first: date, last: date) -> Iterator[Entry]:
    rows = decree_list(user).filter(in_force(user.authority.today), ends_on__range=(first, last))
    for row in rows:
        title = _("%(decree)s berakhir") % {"decree": row}
        yield Entry(
            key=f"sk-{row.pk}",
            kind=DECREE,
            day=row.ends_on,
            last=row.ends_on,
            title=title,
            plain=title,
            url=row.get_absolute_url(),
            status=_("berlaku"),
            tone="warn",
        )


def district_list(user: Any) -> QuerySet[Region]:
    """The kecamatan of the task force's region: those with whom sosialisasi is planned."""
    return region_list(user).filter(level=3)
