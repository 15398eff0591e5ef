"""From workbook to matrix: every sheet with a head is read, its rows grouped, its codes given."""

import itertools
from collections.abc import Callable, Iterable, Mapping

from gugus.core.nik import without_nik
from gugus.core.sheets import Sheet, Workbook
from rad.workbook import texts
from rad.workbook.cells import Reader
from rad.workbook.faults import Fault
from rad.workbook.grid import Grid, grid_of
from rad.workbook.head import Head, find_head
from rad.workbook.labels import years_in
from rad.workbook.records import ColumnUse, Found, ItemRow, Matrix, ProgramRow, StrategyRow
from rad.workbook.rows import Body, DataRow


def parse_matrix(source: Workbook | Grid, *, columns: Mapping[str, str] | None = None) -> Matrix:
    """Read a RAD workbook as a bureau wrote it, or what was kept of one.

    ``columns`` answers for columns that are not understood: ``UnknownColumn.key`` ("Matriks!N") or the head's
    words → a key of ``labels.FIELDS`` ("note", "target:2025") or ``labels.IGNORE``. Never raises on odd
    content: what cannot be read is in ``faults``.
    """
    grid = grid_of(source) if isinstance(source, Workbook) else source
    answers = {key if "!" in key else texts.folded(key): field for key, field in (columns or {}).items()}
    heads = [(sheet, head) for sheet in grid.sheets if (head := find_head(sheet, answers))]
    bodies = [Body(sheet, head, Reader(sheet, head)) for sheet, head in heads]
    for body in bodies:
        body.read()
    rows = [row for body in bodies for row in body.rows]
    faults = [fault for body in bodies for fault in body.reader.faults.values()]
    faults = _unrepeated(faults, [*_duplicates(rows), *_repeated_codes(rows)])
    titles = [_title(sheet, head) for sheet, head in heads]
    uses = tuple(use for _, head in heads for use in head.columns.values())
    return Matrix(
        title=titles[0] if titles else "",
        years=_years(uses),
        title_years=tuple(years_in(titles[0])) if titles else (),
        strategies=_strategies(rows),
        faults=(grid.fault,) if grid.fault else tuple(_sorted(faults, grid)),
        columns=uses,
        unknown_columns=tuple(column for _, head in heads for column in head.unknown),
        ignored=tuple(each for body in bodies for each in body.ignored),
        ignored_sheets=grid.ignored,
    )


def _title(sheet: Sheet, head: Head) -> str:
    lines = (cell.text for row in sheet.rows for cell in row if cell.row < head.row)
    return texts.one_line(without_nik(" ".join(lines)))


def _years(uses: Iterable[ColumnUse]) -> tuple[int, ...]:
    return tuple(sorted({use.year for use in uses if use.field == "target" and use.year}))


def _unrepeated(faults: list[Fault], more: Iterable[Fault]) -> list[Fault]:
    """A cell already at fault is not blamed a second time for what the whole row says."""
    places = {(fault.sheet, fault.cell) for fault in faults}
    return faults + [fault for fault in more if (fault.sheet, fault.cell) not in places]


def _sorted(faults: list[Fault], grid: Grid) -> list[Fault]:
    """As a person walks through the file: sheet by sheet, row by row, column by column."""
    order = {sheet.name: place for place, sheet in enumerate(grid.sheets)}

    def place(fault: Fault) -> tuple[int, int, int, str]:
        letters = fault.cell.rstrip("0123456789")
        return order.get(fault.sheet, 0), int(fault.cell[len(letters) :] or 0), len(letters), letters

    return sorted(faults, key=place)


# Groups -----------------------------------------------------------------------------------------------------


def _duplicates(rows: list[DataRow]) -> Iterable[Fault]:
    seen: dict[tuple, int] = {}
    for row in rows:
        name = row.indicator.name
        if row.activity.value is None or name.value is None:
            continue
        key = (*row.key, texts.folded(str(name.value)))
        if key in seen:
            facts = (("row", str(seen[key])),)
            yield Fault(name.sheet, name.cell, texts.shown(name.raw), "row_duplicate", facts)
        seen.setdefault(key, row.indicator.row)


def _repeated_codes(rows: list[DataRow]) -> Iterable[Fault]:
    owners: dict[str, tuple[tuple, int]] = {}
    for row in rows:
        if row.code:
            key, first = owners.setdefault(str(row.code.value), (row.key, row.indicator.row))
            if key != row.key:
                yield Fault(
                    row.code.sheet, row.code.cell, row.code.raw, "code_duplicate", (("row", str(first)),)
                )


def _grouped(rows: list[DataRow], key: Callable[[DataRow], str]) -> list[list[DataRow]]:
    groups: dict[str, list[DataRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def _strategies(rows: list[DataRow]) -> tuple[StrategyRow, ...]:
    """Strategies in the order of the file; one that comes back later goes on."""
    strategies: list[StrategyRow] = []
    taken: set[str] = set()
    for place, group in enumerate(_grouped(rows, lambda row: row.key[0]), 1):
        label = group[0].strategy
        numeral, name = texts.numeral_and_name(str(label.value or ""))
        free = (texts.roman(number) for number in itertools.count(place))
        code = next(
            code for code in (numeral, *itertools.islice(free, len(taken) + 1)) if code and code not in taken
        )
        taken.add(code)
        strategies.append(StrategyRow(code, label, name, _programs(code, name, group)))
    return tuple(strategies)


def _programs(strategy: str, strategy_name: str, rows: list[DataRow]) -> tuple[ProgramRow, ...]:
    programs = []
    for place, group in enumerate(_grouped(rows, lambda row: row.key[1]), 1):
        code = f"{strategy}.{place}"
        found, assumed = group[0].program, group[0].program_assumed
        if assumed:
            found = found._replace(value=f"Program {strategy_name}")
        programs.append(ProgramRow(code, found, assumed, _items(code, group)))
    return tuple(programs)


def _items(program: str, rows: list[DataRow]) -> tuple[ItemRow, ...]:
    groups = _grouped(rows, lambda row: "\0".join(row.key[2:]))
    return tuple(_item(f"{program}.{place}", group) for place, group in enumerate(groups, 1))


def _item(code: str, rows: list[DataRow]) -> ItemRow:
    first = rows[0]
    own_code = next((str(row.code.value) for row in rows if row.code), code)
    return ItemRow(
        code=own_code,
        activity=first.activity,
        responsible=first.responsible,
        responsible_names=texts.names_in(str(first.responsible.value or "")),
        supporting=_union(row.supporting for row in rows),
        funding=_union(row.funding for row in rows),
        budget=first.budget,
        place=next((row.place for row in rows if row.place), None),
        sipd=next((row.sipd for row in rows if row.sipd), None),
        indicators=tuple(row.indicator for row in rows),
    )


def _union(several: Iterable[tuple[Found, ...]]) -> tuple[Found, ...]:
    return tuple({found.value: found for each in several for found in each}.values())
