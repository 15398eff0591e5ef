"""The sealed trail: committed rows are chained into numbered blocks, and any edit of them can be told.

Whoever rewrites the whole chain with the owner's rights can be told only by a head written down elsewhere:
`verify_trail` prints it, and compares one that is given back. The tables are the kernel's; everything here
goes through its functions (migration 0004), so a fault of the portal can neither write nor read a seal.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

AUDIT = "core_auditevent"
NEWEST = 2**63 - 1  # the greatest number a block can have
PAGE_LOOKS_BACK = timedelta(days=1)


class Fault(NamedTuple):
    """One thing wrong with a trail; `kind` is a code of `core_seal_check`."""

    kind: str
    block: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        text = {
            "block_altered": _("blok %(block)s diubah"),
            "block_removed": _("blok %(block)s dihapus"),
            "chain_broken": _("blok %(block)s tidak menyambung ke blok sebelumnya"),
            "head_changed": _("blok %(block)s tidak sama dengan kepala yang dicatat"),
            "row_altered": _("blok %(block)s: baris %(key)s diubah"),
            "row_foreign": _("baris %(key)s ditulis tanpa melewati penyegelan"),
            "row_removed": _("blok %(block)s: baris %(key)s dihapus"),
            "row_unsealed": _("baris %(key)s belum tersegel lebih dari lima menit"),
            "unguarded": _("pemicu segel pada tabel ini dimatikan atau dihapus"),
        }[self.kind]
        return text % {"block": self.block or "–", "key": self.key}


class Head(NamedTuple):
    """The newest block of a trail: what to write down elsewhere."""

    number: int
    at: datetime
    hash: str


class State(NamedTuple):
    """What a page says of a trail: up to which block it is sealed, and whether the last day is whole."""

    number: int
    at: datetime
    sound: bool


def trails() -> list[str]:
    """The tables that are sealed: each has the trigger, or had a block once."""
    return [row[0] for row in _ask("SELECT * FROM core_seal_trails()")]


def seal(trail: str) -> int:
    """Chain what has been committed since into blocks; returns how many rows. The worker's role only."""
    return int(_ask("SELECT core_seal(%s)", trail)[0][0])


def check(trail: str, since: datetime | None = None) -> list[Fault]:
    """Everything wrong with the trail, blocks first; reads all of it, or the blocks made after `since`."""
    rows = _ask("SELECT * FROM core_seal_check(%s, coalesce(%s::timestamptz, '-infinity'))", trail, since)
    return [Fault(*row) for row in rows]


def head(trail: str, number: int = NEWEST) -> Head | None:
    """The newest block, or the newest not after `number`; None before the first."""
    found = _ask("SELECT number, at, hash FROM core_seal_head(%s, %s)", trail, number)
    return Head(*found[0]) if found else None


def head_faults(trail: str, number: int, wanted: str) -> list[Fault]:
    """Whether block `number` still has the hash that was written down elsewhere."""
    found = head(trail, number)
    same = found is not None and (found.number, found.hash) == (number, wanted)
    return [] if same else [Fault("head_changed", number)]


def size(trail: str) -> tuple[int, int]:
    """How many blocks, and how many rows they hold."""
    blocks, rows = _ask("SELECT blocks, rows FROM core_seal_size(%s)", trail)[0]
    return blocks, rows


def state(trail: str = AUDIT) -> State | None:
    """For a page: one query, which looks at the blocks of the last day. None before the first block."""
    found = _ask(
        "SELECT number, at, NOT EXISTS (SELECT 1 FROM core_seal_check(%s, %s)) FROM core_seal_head(%s, %s)",
        trail,
        timezone.now() - PAGE_LOOKS_BACK,
        trail,
        NEWEST,
    )
    return State(*found[0]) if found else None


def _ask(sql: str, *values: str | int | datetime | None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
