"""What a cell says, in one plain form: so that two sides can be compared by value and not by writing.

A value is a string: empty, `N/A`, a decimal without needless noughts (`1250.5`), or text with tidy line ends.
Everything that enters a comparison, from the file, its baseline or the database, goes through here first.
"""

import re
import unicodedata
from decimal import Decimal

from gugus.core.sheets import Cell
from gugus.core.templatetags.gugus import angka
from rad.workbook.faults import Unreadable
from rad.workbook.numbers import number_in_cell
from rad.workbook.texts import absent

EMPTY, NA = "", "N/A"
LONGEST_CELL = 32_000
"""Letters a cell may hold; Excel cuts at 32,767."""

# What XML cannot hold, and what turns the direction of writing round; joiners of letters stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n|\r|\u2028|\u2029|\x0b|\x0c")
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def text_value(text: str) -> str:
    """The text with `\\n` for every line end and nothing at the end of lines; words and blank lines stay."""
    text = _ESCAPED.sub("_", text)
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def number_value(number: Decimal | None) -> str:
    """`1250.5` for 1250.5000; empty for None."""
    if number is None:
        return EMPTY
    return f"{number.normalize() + 0:f}"


def written_text(cell: Cell | None) -> str:
    """A text cell's value, whatever kind of cell it became. Raises Unreadable for formulas and errors."""
    if cell is None:
        return EMPTY
    if cell.is_formula:
        raise Unreadable("formula")
    if cell.is_error:
        raise Unreadable("error_cell", error=cell.text)
    return text_value(seen(cell))


def written_number(cell: Cell | None, *, unit_is_percent: bool) -> str:
    """A number cell's value; words such as "-" or "tidak ada" mean N/A. Raises Unreadable."""
    if cell is None or (isinstance(cell.value, str) and not cell.is_formula and not text_value(cell.value)):
        return EMPTY
    if isinstance(cell.value, str) and not cell.is_formula and absent(cell.value):
        return NA
    number = number_in_cell(cell)
    if number.value < 0:
        raise Unreadable("negative")
    if number.suffix or number.comparator:
        raise Unreadable("number_unreadable")
    if number.percent and not unit_is_percent:
        raise Unreadable("percent")
    return number_value(number.value)


def seen(cell: Cell) -> str:
    """The cell as Excel shows it here."""
    if isinstance(cell.value, bool):
        return "BENAR" if cell.value else "SALAH"
    return cell.text.replace(".", ",") if isinstance(cell.value, float) else cell.text


def for_cell(value: str, *, number: bool) -> str | int | float:
    """The value as it is put into a cell: a number where Excel keeps it exactly, else text."""
    if not number or value in (EMPTY, NA):
        return value
    exact = Decimal(value)
    nearest = float(exact)
    if Decimal(f"{nearest:.15g}") != exact:
        return angka(exact)
    return int(exact) if exact == exact.to_integral_value() else nearest


def for_xml(text: str) -> str:
    """Text of which Excel would decode `_x0041_` as a letter, guarded as the format asks."""
    return _ESCAPE.sub("_x005F_x", text)


def for_people(value: str, *, number: bool) -> str:
    """`1.250,5` for `1250.5`; text as it is."""
    return angka(Decimal(value)) if number and value not in (EMPTY, NA) else value
