"""A reader who wants the hidden counts: solves the sums exactly, bounds every unknown, tries every table."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from cases.suppression import HIDDEN, Cell, Key, Sum

Row = list[Fraction]


def equations(shown: Mapping[Key, Cell], sums: Sequence[Sum]) -> tuple[list[Key], list[Row]]:
    """The unknown cells, and one row per sum: coefficients of the unknowns, then what they must give."""
    unknown = [key for key, value in shown.items() if value is HIDDEN]
    place = {key: number for number, key in enumerate(unknown)}
    rows = []
    for whole, parts in sums:
        row = [Fraction(0)] * (len(unknown) + 1)
        for key, sign in [(whole, -1), *((part, 1) for part in parts)]:
            value = shown[key]
            if value is HIDDEN:
                row[place[key]] += sign
            else:
                row[-1] -= sign * value
        rows.append(row)
    return unknown, rows


def solved(rows: list[Row]) -> list[Row]:
    """Reduced row echelon form, rows of nothing left out."""
    rows, done = [row[:] for row in rows], 0
    for column in range(len(rows[0]) - 1 if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                factor = row[column]
                rows[number] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


def determined(shown: Mapping[Key, Cell], sums: Sequence[Sum]) -> set[Key]:
    """Hidden cells that linear algebra gives away."""
    unknown, rows = equations(shown, sums)
    alone = [row for row in solved(rows) if sum(bool(value) for value in row[:-1]) == 1]
    return {unknown[next(n for n, value in enumerate(row) if value)] for row in alone}


def interval(shown: Mapping[Key, Cell], sums: Sequence[Sum], key: Key) -> tuple[Fraction, Fraction | None]:
    """The least and the most a hidden cell can be, no cell being below 0; None for no end."""
    unknown, rows = equations(shown, sums)
    place = unknown.index(key)
    least, most = _extreme(rows, place, -1), _extreme(rows, place, 1)
    assert least is not None
    return -least, most


def _extreme(rows: list[Row], place: int, sign: int) -> Fraction | None:
    """The largest sign × unknown by the simplex method in two phases, exact, with Bland's rule."""
    rows = [row if row[-1] >= 0 else [-value for value in row] for row in solved(rows)]
    width, height = (len(rows[0]) - 1 if rows else place + 1), len(rows)
    table = [[*row[:-1], *(Fraction(n == m) for m in range(height)), row[-1]] for n, row in enumerate(rows)]
    basis = list(range(width, width + height))
    _climb(table, basis, [Fraction(0)] * width + [Fraction(-1)] * height)
    for number, column in enumerate(basis):
        if column >= width:
            other = next((c for c in range(width) if table[number][c]), None)
            if other is not None:
                _pivot(table, basis, number, other)
    table = [row[:width] + row[-1:] for row in table]
    goal = [Fraction(0)] * width
    goal[place] = Fraction(sign)
    return _climb(table, basis, goal)


def _climb(table: list[Row], basis: list[int], goal: Row) -> Fraction | None:
    while True:
        held = [goal[column] for column in basis]
        gains = (
            column
            for column in range(len(goal))
            if goal[column] > sum(h * row[column] for h, row in zip(held, table, strict=True))
        )
        entering = next(gains, None)
        if entering is None:
            return sum((h * row[-1] for h, row in zip(held, table, strict=True)), Fraction(0))
        limits = [(row[-1] / row[entering], basis[n], n) for n, row in enumerate(table) if row[entering] > 0]
        if not limits:
            return None
        _pivot(table, basis, min(limits)[2], entering)


def _pivot(table: list[Row], basis: list[int], number: int, column: int) -> None:
    lead = table[number][column]
    table[number] = [value / lead for value in table[number]]
    for other, row in enumerate(table):
        if other != number and row[column]:
            factor = row[column]
            table[other] = [a - factor * b for a, b in zip(row, table[number], strict=True)]
    basis[number] = column


def tables(shown: Mapping[Key, Cell], sums: Sequence[Sum], most: int) -> Iterator[dict[Key, int]]:
    """Every way to fill the hidden cells with 0 to `most` so that all sums hold."""
    unknown, rows = equations(shown, sums)
    rows = solved(rows)
    pivots = [next(n for n, value in enumerate(row) if value) for row in rows]
    free = [n for n in range(len(unknown)) if n not in pivots]
    yield from _fill(unknown, rows, pivots, free, [], most)


def _fill(
    unknown: list[Key], rows: list[Row], pivots: list[int], free: list[int], chosen: list[int], most: int
) -> Iterator[dict[Key, int]]:
    if len(chosen) < len(free):
        for value in range(most + 1):
            yield from _fill(unknown, rows, pivots, free, [*chosen, value], most)
        return
    found: dict[Key, Fraction] = {unknown[n]: Fraction(v) for n, v in zip(free, chosen, strict=True)}
    for row, pivot in zip(rows, pivots, strict=True):
        rest = sum((row[n] * value for n, value in zip(free, chosen, strict=True)), Fraction(0))
        found[unknown[pivot]] = row[-1] - rest
    if all(value >= 0 and value.denominator == 1 for value in found.values()):
        yield {key: int(value) for key, value in found.items()}
