"""What anybody may read: no user is asked, only what is released, not withdrawn, of a page that is on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from gugus.publication.models import PublicationSettings, Release
from gugus.publication.open_data import Table
from gugus.publication.selectors.releases import tables_of


@dataclass(frozen=True)
class Edition:
    """One release with its page's settings; `newer` when another has replaced it."""

    release: Release
    settings: PublicationSettings
    tables: tuple[Table, ...]
    earlier: list[Release]
    newer: bool

    @property
    def licence(self) -> str:
        return str(self.release.data["ketentuan"]) if self.release.data else ""

    @property
    def zone(self) -> str:
        return str(self.release.task_force.region.timezone)

    def table(self, code: str) -> Table | None:
        return next((table for table in self.tables if table.code == code), None)


def edition_public(address: str, number: int | None = None) -> Edition | None:
    """The newest release at an address, or the one of a number; None for all the public may not read."""
    rows = _public(address)
    numbers = list(rows.defer("data").order_by("-number"))
    wanted = numbers[0].number if numbers and number is None else number
    release = rows.filter(number=wanted).first()
    if release is None:
        return None
    return Edition(
        release=release,
        settings=release.task_force.publication_settings,
        tables=tables_of(release),
        earlier=[row for row in numbers if row.pk != release.pk],
        newer=numbers[0].pk != release.pk,
    )


def number_on(address: str, day: date) -> int | None:
    """The number of the release the public read at the end of a day of the region's calendar."""
    first = _public(address).first()
    if first is None:
        return None
    zone = ZoneInfo(first.task_force.region.timezone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    row = _public(address).filter(decided_at__lt=end).order_by("-number").first()
    return row.number if row else None


def _public(address: str) -> QuerySet[Release]:
    return Release.objects.public(address).select_related(
        "task_force__region", "task_force__publication_settings"
    )
