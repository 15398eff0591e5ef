"""Numbers as Indonesian bureaus write them: ``1.250``, ``20,5 %``, ``≥ 3.000``, ``Rp 150.000.000,-``."""

import datetime
import functools
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gugus.core.sheets import Cell
from rad.workbook.faults import Unreadable
from rad.workbook.texts import REPEATED, one_line, without_footnote

LARGEST = Decimal(999_999_999_999)
PLACES = Decimal("0.0001")

_COMPARATOR = re.compile(
    r"^(≥|≤|>=|<=|>|<|±|±|\+/-|min(?:imal)?\b\.?|maks(?:imal)?\b\.?|paling (?:sedikit|banyak|lambat|"
    r"lama)\b)\s*",
    re.I,
)
_SIGNS = {">=": "≥", "<=": "≤", "+/-": "±", "minimal": "≥", "min": "≥", "maksimal": "≤", "maks": "≤"}
_MONEY = re.compile(r"^(?:rp|idr)(?![a-z])\.?\s*", re.I)
_PLAIN = re.compile(r"([+-]?)(\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_RANGE = re.compile(r"\d\s*(?:[-–—]|s\.?/?d\.?|sampai(?: dengan)?)\s*\d", re.I)
_HEAD = re.compile(r"^([+-]?[\d.,]*\d)(?:,-+)?\s*(.*)$", re.S)
_IN_WORDS = re.compile(r"^\([a-z ]+\)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """``suffix`` is what follows the number ("orang"); ``comparator`` what stands before it ("≥")."""

    value: Decimal
    percent: bool = False
    comparator: str = ""
    suffix: str = ""


@functools.lru_cache(maxsize=REPEATED)
def number_in_text(text: str) -> Number:
    """Read a number a person typed. Raises Unreadable: a doubtful number is asked for, never guessed."""
    rest = without_footnote(one_line(text)).replace("\u2212", "-")
    comparator = _COMPARATOR.match(rest)
    rest = _MONEY.sub("", rest[comparator.end() :] if comparator else rest)
    if _RANGE.search(rest):
        raise Unreadable("number_range")
    found = _HEAD.match(rest)
    if not found:
        raise Unreadable("number_unreadable")
    suffix = _IN_WORDS.sub("", found[2]).strip()
    percent = re.match(r"(?:%|persen\b)\s*", suffix, re.I)
    suffix = suffix[percent.end() :] if percent else suffix
    if re.search(r"[\d%]", suffix):
        raise Unreadable("number_unreadable")
    return Number(_decimal(found[1]), bool(percent), _sign(comparator), suffix.strip(" .()"))


def _decimal(digits: str) -> Decimal:
    if _AMBIGUOUS.fullmatch(digits):
        raise Unreadable("number_ambiguous")
    found = _PLAIN.fullmatch(digits)
    if not found:
        raise Unreadable("number_unreadable")
    sign, whole, fraction = found.groups()
    return _checked(Decimal(f"{sign}{whole.replace('.', '')}.{fraction or '0'}"))


def _checked(value: Decimal) -> Decimal:
    if abs(value) > LARGEST:
        raise Unreadable("number_large")
    return value.quantize(PLACES, ROUND_HALF_UP).normalize() + 0


def _sign(comparator: re.Match | None) -> str:
    if not comparator:
        return ""
    word = comparator[1].casefold().rstrip(".")
    return _SIGNS.get(word, "≥" if word.endswith("sedikit") else "≤" if word.startswith("paling") else word)


def number_in_cell(cell: Cell) -> Number:
    """Read a number from a cell of any kind; ``0.12`` formatted as percent is 12 %. Raises Unreadable."""
    if cell.is_formula:
        raise Unreadable("formula")
    if cell.is_error:
        raise Unreadable("error_cell", error=cell.text)
    if isinstance(cell.value, bool):
        raise Unreadable("number_expected")
    if isinstance(cell.value, datetime.date):
        raise Unreadable("number_date")
    if isinstance(cell.value, str):
        return number_in_text(cell.value)
    return _number_of(cell.value, _is_percent(cell.number_format))


@functools.lru_cache(maxsize=256)
def _is_percent(number_format: str) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


@functools.lru_cache(maxsize=REPEATED, typed=True)
def _number_of(written: float, percent: bool) -> Number:
    value = Decimal(f"{written:.15g}") if isinstance(written, float) else Decimal(written)
    return Number(_checked(value * 100 if percent else value), percent)
