"""Which cells of tables that count people stay hidden, so that none comes back by reckoning. Pure.

* **Primary.** A count from 1 to `limit` could point to a person and is hidden. 0 is shown.
* **Secondary.** A hidden cell beside shown ones comes back by subtraction, from its row or column, from the
  year that is the sum of its quarters, or from another table that shares a cell. So further cells are hidden
  until every hidden count could be one more or one less: for each there is another table, whole numbers
  without a negative, that agrees with everything shown (a *witness*). That holds against solving the whole
  system, against bounds (no count is below 0), and against reading all tables together.

As few cells as may be: a search by cost finds the cheapest witness, and small parts are cheaper than zeros,
zeros than wholes. Equal ones are chosen in an order that only the holder of `salt` knows, else a reader of
this code could replay the choice and tell a cell hidden for another's sake from a small one; the same salt
hides the same cells every night.

What remains possible: somebody who knows one hidden count from elsewhere may work out another, and a reader
who kept older tables may compare.
"""

import hashlib
import heapq
import hmac
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import count as counter
from typing import Final


class Symbol(Enum):
    """Stands where a number may not be shown; never 0, never empty."""

    HIDDEN = "disembunyikan"


HIDDEN: Final = Symbol.HIDDEN
Cell = int | Symbol
Key = Hashable
Sum = tuple[Key, tuple[Key, ...]]
"""A whole and its parts: their counts add up to that of the whole."""

SMALL, ZERO, WHOLE, FIXED = 10, 25, 30, 10_000
EFFORT = 20_000
"""Steps of search for one cell before everything around it is hidden instead."""


def is_small(count: int, limit: int) -> bool:
    """Whether a count of people could point to a person."""
    return 0 < count <= limit


def suppress(
    counts: Mapping[Key, int],
    sums: Sequence[Sum],
    limit: int,
    *,
    exact: Iterable[Key] = (),
    hidden: Iterable[Key] = (),
    salt: bytes = b"",
) -> dict[Key, Cell]:
    """The tables as they may be shown.

    Args:
        counts: people per cell, wholes included.
        sums: what adds up to what, of all tables that are read together.
        limit: the largest count that is hidden.
        exact: cells shown as they are, whatever their size; hidden only if nothing else protects a part.
        hidden: cells hidden from the start, as in a table for fewer eyes: what both tables show is then no
            more than what that one shows.

    Raises:
        ValueError: parts do not add up to their whole, so the tables contradict each other.
    """
    _check_sums(counts, sums)
    kept = frozenset(exact)
    closed = {key for key, value in counts.items() if is_small(value, limit) and key not in kept}
    closed |= set(hidden)
    cover = _Cover(counts, sums, kept, closed, salt)
    for key in sorted((key for key in closed if counts[key]), key=cover.rank):
        cover.protect(key)
    return {key: HIDDEN if key in cover.closed else value for key, value in counts.items()}


def _check_sums(counts: Mapping[Key, int], sums: Sequence[Sum]) -> None:
    for whole, parts in sums:
        if counts[whole] != sum(counts[part] for part in parts):
            raise ValueError(f"the parts of {whole!r} do not add up to it")


class _Cover:
    """The cells hidden so far, and the search for what else must be."""

    def __init__(
        self,
        counts: Mapping[Key, int],
        sums: Sequence[Sum],
        exact: frozenset[Key],
        closed: set[Key],
        salt: bytes,
    ) -> None:
        self.counts, self.sums, self.exact, self.closed = counts, sums, exact, closed
        self.safe: set[Key] = set()
        self._ranks = {key: hmac.digest(salt, repr(key).encode(), hashlib.sha256) for key in counts}
        self._wholes = {whole for whole, _parts in sums}
        self._places: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for place, (whole, parts) in enumerate(sums):
            self._places[whole].append((place, -1))
            for part in parts:
                self._places[part].append((place, 1))
        self._members = [
            sorted([(whole, -1), *((part, 1) for part in parts)], key=lambda pair: self.rank(pair[0]))
            for whole, parts in sums
        ]

    def rank(self, key: Key) -> bytes:
        """The secret order of cells."""
        return self._ranks[key]

    def protect(self, key: Key) -> None:
        """Hide what is missing for `key` to have a witness; all its cells then have one too."""
        if key in self.safe:
            return
        witness = self._witness(key)
        if witness is None:
            self._close_around(key)
            return
        self.closed |= witness
        self.safe |= witness

    def _close_around(self, key: Key) -> None:
        """No witness within the effort: hide the sums it stands in, then all, then the exact ones too."""
        near = {cell for place, _sign in self._places[key] for cell, _ in self._members[place]}
        for more in (near - self.exact, set(self.counts) - self.exact, set(self.counts)):
            self.closed |= more
            witness = self._witness(key, shown=False)
            if witness is not None:
                self.safe |= witness
                return

    def _cost(self, key: Key) -> int:
        if key in self.closed:
            return 0
        if key in self.exact:
            return FIXED
        if key in self._wholes:
            return WHOLE
        return SMALL if self.counts[key] else ZERO

    def _witness(self, key: Key, *, shown: bool = True) -> set[Key] | None:
        """The cheapest set of cells that can move together, by one each, with `key` among them.

        A uniform-cost search: start with `key` one down or up; while some sum does not balance, move one more
        of its cells the other way. With `shown`, cells not hidden yet may be hidden for it, at their cost.
        """
        tie = counter()
        queue = [(0, next(tie), {key: sign}, self._moved({}, key, sign)) for sign in (-1, 1)]
        seen: set[frozenset[tuple[Key, int]]] = set()
        for _step in range(EFFORT):
            if not queue:
                return None
            cost, _tie, moves, off = heapq.heappop(queue)
            if not off:
                return set(moves)
            for cell, sign, price in self._answers(off, moves, shown=shown):
                more = moves | {cell: sign}
                mark = frozenset(more.items())
                if mark not in seen:
                    seen.add(mark)
                    heapq.heappush(queue, (cost + price, next(tie), more, self._moved(off, cell, sign)))
        return None

    def _answers(
        self, off: Mapping[int, int], moves: Mapping[Key, int], *, shown: bool
    ) -> Iterator[tuple[Key, int, int]]:
        """Cells that could move to balance one sum that is off: which way, and what hiding them costs."""
        place, missing = next(iter(off.items()))
        for cell, coefficient in self._members[place]:
            sign = -coefficient if missing > 0 else coefficient
            price = self._cost(cell)
            if cell not in moves and (sign > 0 or self.counts[cell]) and price < (FIXED if shown else 1):
                yield cell, sign, price

    def _moved(self, off: Mapping[int, int], cell: Key, sign: int) -> dict[int, int]:
        """By how much each sum fails to balance once `cell` moves."""
        result = dict(off)
        for place, coefficient in self._places[cell]:
            result[place] = result.get(place, 0) + coefficient * sign
            if not result[place]:
                del result[place]
        return result


# --- tables ----------------------------------------------------------------------------------------------


def cross(rows: Sequence[Key], columns: Sequence[Key], *, all_rows: Key, all_columns: Key) -> list[Sum]:
    """The sums of a table with margins; a cell's key is (row, column)."""
    lines = [*rows, all_rows]
    across: list[Sum] = [((row, all_columns), tuple((row, column) for column in columns)) for row in lines]
    down: list[Sum] = [
        ((all_rows, column), tuple((row, column) for row in rows)) for column in [*columns, all_columns]
    ]
    return across + down
