"""Which archives stay: the newest of so many days, weeks and months that have one."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

PATTERN, GLOB = "gugus-%Y%m%dT%H%M%SZ.age", "gugus-*.age"


class Keep(NamedTuple):
    """How many days, ISO weeks and months keep their newest archive (BACKUP_KEEP)."""

    daily: int
    weekly: int
    monthly: int


def file_name(at: datetime) -> str:
    """The name of an archive made at that moment, in UTC to the second."""
    return at.astimezone(UTC).strftime(PATTERN)


def free_path(folder: Path, at: datetime) -> Path:
    """The archive made at that moment; where its second has one, the next: none replaces another."""
    path = folder / file_name(at)
    return free_path(folder, at + timedelta(seconds=1)) if path.exists() else path


def moment(path: Path) -> datetime | None:
    """When an archive was made, by its name; None for what is not one of ours."""
    try:
        return datetime.strptime(path.name, PATTERN).replace(tzinfo=UTC)
    except ValueError:
        return None


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """The moments that stay. The newest always does, whatever `keep` says."""
    newest_first = sorted(set(moments), reverse=True)
    day: Callable[[datetime], object] = datetime.date
    rules: list[tuple[int, Callable[[datetime], object]]] = [
        (keep.daily, day),
        (keep.weekly, lambda at: at.isocalendar()[:2]),
        (keep.monthly, lambda at: (at.year, at.month)),
    ]
    stay = set(newest_first[:1])
    for number, period in rules:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(period(at), at)
        stay |= set(list(newest.values())[:number])
    return stay


def prune(folder: Path, keep: Keep) -> list[Path]:
    """Remove the archives that no rule keeps; returns them. Files under any other name are left alone."""
    found = {at: path for path in folder.glob(GLOB) if (at := moment(path))}
    gone = [found[at] for at in sorted(set(found) - kept(found, keep))]
    for path in gone:
        path.unlink()
    return gone
