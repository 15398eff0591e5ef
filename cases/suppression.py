"""Which cells of tables that count people stay hidden, so that none comes back by reckoning. Pure.

* **Primary.** A count from 1 to `limit` could point to a person and is hidden. 0 is shown.
* **Secondary.** A hidden cell beside shown ones comes back by subtraction, from its row or column, from the
  year that is the sum of its quarters, or from another table that shares a cell. So further cells are hidden
  until every hidden count could be one more or one less: for each there is another table, whole numbers
  without a negative, that agrees with everything shown (a *witness*). That holds against solving the whole
  system, against bounds (no count is below 0), and against reading all tables together.

As few cells as may be: a search by cost finds a cheap witness, and small parts are cheaper than zeros,
zeros than wholes. Equal ones are chosen in an order that only the holder of `salt` knows, else a reader of
this code could replay the choice and tell a cell hidden for another's sake from a small one; the same salt
hides the same cells every night.

What remains possible: somebody who knows one hidden count from elsewhere may work out another, and a reader
inside who kept older tables may compare. What leaves is shown once and for all (`cases.release`).
"""

import hashlib
import heapq
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import count as counter
from typing import Any, Final


class Symbol(Enum):
    """Stands where a number may not be shown; never 0, never empty."""

    HIDDEN = "disembunyikan"


HIDDEN: Final = Symbol.HIDDEN
Cell = int | Symbol
Key = Any
"""Whatever names a cell; hashable, and its repr is its own."""
Sum = tuple[Key, tuple[Key, ...]]
"""A whole and its parts: their counts add up to that of the whole."""

SMALL, ZERO, WHOLE, FIXED = 10, 25, 30, 10_000
GUESS = 6
"""What a sum still off balance will cost, about: the search follows what looks nearly done first."""
EFFORT, HUB_TRIES = 3_000, 6
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
    covered: Iterable[Key] = (),
    hubs: Iterable[Key] = (),
    salt: bytes = b"",
    zeros: bool = False,
) -> dict[Key, Cell]:
    """The tables as they may be shown.

    Args:
        counts: people per cell, wholes included.
        sums: what adds up to what, of all tables that are read together.
        limit: the largest count that is hidden.
        exact: cells shown as they are, whatever their size; hidden only if nothing else protects a part.
        hidden: cells hidden from the start.
        covered: cells hidden already in a table for fewer eyes, by this function: what both tables show is
            then no more than what that one shows, and hiding more does not uncover them.
        hubs: cells that several tables share, such as the totals: the search takes each table for itself.
        zeros: a hidden 0 needs a witness too: nothing hidden comes back, not even that nobody is there.

    Raises:
        ValueError: parts do not add up to their whole, so the tables contradict each other.
    """
    _check_sums(counts, sums)
    kept = frozenset(exact)
    closed = {key for key, value in counts.items() if is_small(value, limit) and key not in kept}
    before = set(covered)
    closed |= before | set(hidden)
    cover = _Cover(counts, sums, kept, closed, frozenset(hubs), salt)
    cover.safe |= before
    for key in sorted((key for key in closed if zeros or counts[key]), key=cover.rank):
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
        hubs: frozenset[Key],
        salt: bytes,
    ) -> None:
        self.counts, self.exact, self.closed, self.hubs = counts, exact, closed, hubs
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
        self._divide()

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
        """A cheap set of cells that can move together, by one each, with `key` among them.

        A hub moves with other hubs, and each table answers for itself: what one table does to keep its sums
        tells nothing about another. With `shown`, cells not hidden yet may be hidden for it, at their cost.
        """
        if key not in self.hubs:
            own = self._tables.get(key)
            found = self._complete({key: -1}, own, shown) or self._complete({key: 1}, own, shown)
            return set(found[1]) if found else self._by_hubs(key, shown)
        return self._cheapest(self._hub_moves({key: sign}, shown) for sign in (-1, 1))

    def _by_hubs(self, key: Key, shown: bool) -> set[Key] | None:
        """For a cell whose table cannot answer alone: let one of its hubs move, and the table with it."""
        near = [c for place, _ in self._places[key] for c, _ in self._members[place] if c in self.hubs]
        starts = [{key: sign, hub: sign} for hub in near for sign in (-1, 1) if self._fits(hub, sign, shown)]
        return self._cheapest(self._hub_moves(start, shown) for start in starts)

    def _cheapest(self, tries: Iterable[Iterator[tuple[int, dict[Key, int]]]]) -> set[Key] | None:
        found = [each for some in tries for each in some]
        return set(min(found, key=lambda pair: pair[0])[1]) if found else None

    def _hub_moves(self, start: dict[Key, int], shown: bool) -> Iterator[tuple[int, dict[Key, int]]]:
        """Ways for hubs to move with `start`, all tables answering: cost and moves of each."""
        if not all(self._fits(cell, sign, shown) for cell, sign in start.items()):
            return
        for cost, moves in self._search(start, None, shown, wanted=HUB_TRIES):
            for table in sorted({self._of_sum[place] for place in self._off(moves)} - {None}, key=str):
                answer = self._complete(moves, table, shown)
                if answer is None:
                    break
                cost, moves = cost + answer[0], answer[1]
            else:
                yield cost, moves

    def _complete(
        self, moves: dict[Key, int], table: int | None, shown: bool
    ) -> tuple[int, dict[Key, int]] | None:
        """The moves with what one table adds to keep its sums; None when it cannot."""
        if not all(self._fits(cell, sign, shown) for cell, sign in moves.items()):
            return None
        return next(self._search(moves, table, shown), None)

    def _search(
        self, start: dict[Key, int], table: int | None, shown: bool, wanted: int = 1
    ) -> Iterator[tuple[int, dict[Key, int]]]:
        """Best first: while a sum of `table` (None: of hubs alone) is off, move one more of its cells."""
        tie = counter()
        queue = [(0, next(tie), 0, start, self._off(start, table))]
        seen: set[frozenset[tuple[Key, int]]] = set()
        for _step in range(EFFORT):
            if not queue or not wanted:
                return
            _rank, _tie, cost, moves, off = heapq.heappop(queue)
            if not off:
                wanted -= 1
                yield cost, moves
                continue
            for cell, sign, price in self._answers(off, moves, table, shown):
                more = moves | {cell: sign}
                mark = frozenset(more.items())
                if mark not in seen:
                    seen.add(mark)
                    left = self._off(more, table)
                    spent = cost + price + 1
                    heapq.heappush(queue, (spent + GUESS * len(left), next(tie), spent, more, left))

    def _answers(
        self, off: Mapping[int, int], moves: Mapping[Key, int], table: int | None, shown: bool
    ) -> Iterator[tuple[Key, int, int]]:
        """Cells that could move to balance one sum that is off: which way, and what hiding them costs."""
        place, missing = next(iter(off.items()))
        for cell, coefficient in self._members[place]:
            sign = -coefficient if missing > 0 else coefficient
            if cell not in moves and self._tables.get(cell) == table and self._fits(cell, sign, shown):
                yield cell, sign, self._cost(cell)

    def _fits(self, cell: Key, sign: int, shown: bool) -> bool:
        """Whether a cell could be one more or less: none is below 0, and an exact one does not move."""
        return (sign > 0 or self.counts[cell] > 0) and self._cost(cell) < (FIXED if shown else 1)

    def _off(self, moves: Mapping[Key, int], table: int | str | None = "all") -> dict[int, int]:
        """By how much sums fail to balance after the moves: of one table, of hubs alone, or all."""
        result: dict[int, int] = defaultdict(int)
        for cell, sign in moves.items():
            for place, coefficient in self._places[cell]:
                if table == "all" or self._of_sum[place] == table:
                    result[place] += coefficient * sign
        return {place: missing for place, missing in sorted(result.items()) if missing}

    def _divide(self) -> None:
        """Which table each cell and each sum belongs to, hubs and sums of hubs to none."""
        chief: dict[Key, Key] = {}

        def head(cell: Key) -> Key:
            while chief.setdefault(cell, cell) != cell:
                cell = chief[cell]
            return cell

        for members in self._members:
            own = [cell for cell, _ in members if cell not in self.hubs]
            for cell in own:
                chief[head(cell)] = head(own[0])
        numbers: dict[Key, int] = {}
        self._tables = {cell: numbers.setdefault(head(cell), len(numbers)) for cell in chief}
        self._of_sum = [
            next((self._tables[cell] for cell, _ in members if cell not in self.hubs), None)
            for members in self._members
        ]


# --- tables ----------------------------------------------------------------------------------------------


def cross(rows: Sequence[Key], columns: Sequence[Key], *, all_rows: Key, all_columns: Key) -> list[Sum]:
    """The sums of a table with margins; a cell's key is (row, column)."""
    lines = [*rows, all_rows]
    across: list[Sum] = [((row, all_columns), tuple((row, column) for column in columns)) for row in lines]
    down: list[Sum] = [
        ((all_rows, column), tuple((row, column) for row in rows)) for column in [*columns, all_columns]
    ]
    return across + down
