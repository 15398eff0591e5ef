"""What a row below the head is: data, a title, a total, a footer. Judged by content, not by place."""

import itertools
import re
from enum import Enum
from itertools import pairwise

from gugus.core.sheets import Cell, Sheet
from rad.workbook import labels, texts
from rad.workbook.head import Head

FEWEST_VALUES = 3
WIDE = 3
_NUMBERING = re.compile(r"^\(?(\d{1,2}|[a-z])\)?\.?$", re.I)
_NUMERAL = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z])\.?$")
_SECOND_NUMERAL = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})\.\d{1,2}\.?$")  # "A.1", "II.3."


class RowKind(Enum):
    DATA = "data"
    STRATEGY = "strategy"
    PROGRAM = "program"
    NUMBERING = "numbering"
    REPEATED_HEAD = "repeated_head"
    TOTAL = "total"
    FOOTER = "footer"
    SIGNATURE = "signature"
    UNCLEAR = "unclear"


def kind_of(sheet: Sheet, head: Head, row: tuple[Cell, ...], in_footer: bool) -> RowKind:
    """The kind of a row that has at least one filled cell."""
    if _is_numbering(row):
        return RowKind.NUMBERING
    if _is_repeated_head(sheet, head, row) or _is_title_again(sheet, head, row):
        return RowKind.REPEATED_HEAD
    values = _values(sheet, head, row)
    first = texts.one_line(next((cell.text for cell in row if _is_words(cell)), row[0].text))
    if labels.TOTAL.match(first) and "indicator" not in values:
        return RowKind.TOTAL
    if len(values) >= FEWEST_VALUES:
        return RowKind.DATA
    return _kind_of_note(sheet, row, values, first, in_footer)


def _kind_of_note(
    sheet: Sheet, row: tuple[Cell, ...], values: set[str], first: str, in_footer: bool
) -> RowKind:
    """A row with too little in it for data: a note, a signature, a title, or a riddle for a person."""
    if labels.FOOTER.match(first):
        return RowKind.FOOTER
    if labels.SIGNATURE.match(first):
        return RowKind.SIGNATURE
    if in_footer:
        return RowKind.FOOTER
    beside = values & {"indicator", "numbers", "unit", "responsible"}
    if len(row) <= 2 and (not beside or _is_marked(sheet, row)):
        return _banner(sheet, row) or RowKind.UNCLEAR
    return RowKind.UNCLEAR


def _is_marked(sheet: Sheet, row: tuple[Cell, ...]) -> bool:
    """ "A | PENDIDIKAN", "A. PENDIDIKAN" or one cell over the table: a title in whatever column it stands."""
    area = sheet.area_at(row[0].row, row[0].column)
    wide = area is not None and area.last_column - area.column + 1 >= WIDE
    text = texts.one_line(row[0].text)
    numbered = bool(texts.numeral_and_name(text)[0] or labels.BANNER_STRATEGY.match(text))
    return wide or (numbered if len(row) == 1 else _is_numeral(row[0]))


def _is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and len(cell.value.strip()) > 1


def _is_numbering(row: tuple[Cell, ...]) -> bool:
    """ "(1) (2) (3)…", "1 2 3…" or "a b c…": every cell one more than the one before."""
    found = (_NUMBERING.match(cell.text.strip()) for cell in row)
    signs = list(itertools.takewhile(bool, found))
    if len(signs) < max(FEWEST_VALUES, len(row)):
        return False
    places = [int(sign[1]) if sign[1].isdigit() else ord(sign[1].lower()) - 96 for sign in signs if sign]
    return all(after == before + 1 for before, after in pairwise(places))


def _is_repeated_head(sheet: Sheet, head: Head, row: tuple[Cell, ...]) -> bool:
    """The head printed again on a later page: its cells say what the head says in their columns."""
    enough = len(row) >= 2 or isinstance(row[0].value, str)
    return enough and all(_is_in_head(sheet, head, cell) for cell in row)


def _is_in_head(sheet: Sheet, head: Head, cell: Cell) -> bool:
    lines = (sheet.seen_at(line, cell.column) for line in range(head.row, head.last_row + 1))
    return any(line is not None and texts.folded(line.text) == texts.folded(cell.text) for line in lines)


def _is_numeral(cell: Cell) -> bool:
    text = cell.text.strip()
    return bool(_NUMERAL.match(text) or _SECOND_NUMERAL.match(text))


def _is_title_again(sheet: Sheet, head: Head, row: tuple[Cell, ...]) -> bool:
    """What stands above the head, printed again on a later page: "RENCANA AKSI … (lanjutan)"."""
    if len(row) > 1:
        return False
    above = itertools.takewhile(lambda line: line[0].row < head.row, sheet.rows)
    text = texts.folded(row[0].text)
    return text.endswith("lanjutan)") or text in {texts.folded(cell.text) for line in above for cell in line}


def _values(sheet: Sheet, head: Head, row: tuple[Cell, ...]) -> set[str]:
    """Which fields that make a row of data are filled; some may be merged from above."""
    found = set()
    for cell in row:
        use = head.columns.get(cell.column)
        if use and use.field in ("activity", "indicator", "unit", "responsible"):
            found.add(use.field)
        elif use and use.field in ("target", "baseline"):
            found.add("numbers")
    for field in ("activity", "unit", "responsible"):
        column = head.column(field)
        above = sheet.seen_at(row[0].row, column) if column else None
        if above and above.row > head.last_row and above.column == column:
            found.add(field)
    return found


def _banner(sheet: Sheet, row: tuple[Cell, ...]) -> RowKind | None:
    """A title over the rows below: its words, a letter or numeral before it, capitals, or one wide cell."""
    words = [cell for cell in row if _is_words(cell) and not _is_numeral(cell)]
    if len(words) != 1:
        return None
    text = texts.one_line(words[0].text)
    second = any(_SECOND_NUMERAL.match(cell.text.strip()) for cell in row)
    if second or labels.BANNER_PROGRAM.match(texts.numeral_and_name(text)[1]):
        return RowKind.PROGRAM
    marked = any(_NUMERAL.match(cell.text.strip()) for cell in row if cell is not words[0])
    area = sheet.area_at(words[0].row, words[0].column)
    wide = area is not None and area.last_column - area.column + 1 >= WIDE
    numeral = bool(texts.numeral_and_name(text)[0])
    alone = len(row) == 1 and (wide or numeral or text.isupper())
    return RowKind.STRATEGY if marked or alone or labels.BANNER_STRATEGY.match(text) else None
