"""Text as people type it into cells, made comparable: spaces, dashes, invisible signs, lists of names."""

import functools
import re
import unicodedata

from gugus.core.nik import without_nik
from rad.workbook.labels import ABSENT, INSTITUTION_WORDS

SHOWN = 120  # letters of a faulty value that are shown back

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FOOTNOTE = re.compile(r"\s*\*{1,3}\)?$")
_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[a-z][.)]|[-–•*·])\s+")
_BETWEEN_NAMES = re.compile(r"\n|;|\s/\s")
_LEADING_NUMERAL = re.compile(
    r"^(?:[Ss]trategi\s+|STRATEGI\s+)?([IVXLC]{1,7}|[A-Z]|\d{1,2})\s*[.):]\s*(.+)$", re.S
)
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


_REMEMBERED = 65_536  # a large matrix has that many different texts
REPEATED = 4096  # agencies, sources and figures come again and again, row by row
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")  # nothing to tidy up: ASCII words, one space between them


def lines_of(text: str) -> str:
    """The text without invisible signs and needless spaces; line breaks stay."""
    return text if _PLAIN.fullmatch(text) else _tidied(text)


@functools.lru_cache(maxsize=_REMEMBERED)
def _tidied(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    return lines_of(text).replace("\n", " ")


@functools.lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """The text for comparison: one line, no case, no final full stop."""
    return one_line(text).casefold().rstrip(" .;:")


def absent(text: str) -> bool:
    """Whether the cell says that there is nothing to say: N/A, –, "belum ada data"."""
    return folded(text).strip("()").replace(" ", "") in ABSENT


def without_footnote(text: str) -> str:
    """ "3.000 *)" → "3.000": the sign only points to a note below the table."""
    return _FOOTNOTE.sub("", text) if text.endswith((")", "*")) else text


@functools.lru_cache(maxsize=REPEATED)
def names_in(text: str) -> tuple[str, ...]:
    """The parties in one cell: by line, semicolon or " / "; by comma only where no name can contain it."""
    names = []
    for part in _BETWEEN_NAMES.split(lines_of(text)):
        part = _LIST_MARK.sub("", part).strip(" ,.;")
        names += _by_comma(part)
    return tuple(dict.fromkeys(name for name in names if name and not absent(name)))


def _by_comma(text: str) -> list[str]:
    """ "Bappeda, Dinsos" is two; "Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan …" is one."""
    parts = [re.sub(r"^(?:dan|serta)\s+", "", part.strip()) for part in text.split(",")]
    parts = parts if all(_is_party(part) for part in parts) else [text]
    return [name for part in parts for name in _by_and(part)]


def _by_and(text: str) -> list[str]:
    """ "Dinkes dan Polres" is two; "Dinas Komunikasi dan Informatika" is one."""
    parts = re.split(r"\s+(?:dan|serta)\s+", text)
    known = all(part.split(" ")[0].casefold() in INSTITUTION_WORDS for part in parts)
    return parts if known else [text]


def _is_party(text: str) -> bool:
    first = text.split(" ")[0]
    return first.casefold() in INSTITUTION_WORDS or (len(first) > 1 and first.isupper())


@functools.lru_cache(maxsize=REPEATED)
def sources_in(text: str) -> tuple[str, ...]:
    """Sources of money in one cell; "APBN/DIPA" is one, "APBD / DAK Nonfisik" are two."""
    parts = (_LIST_MARK.sub("", part).strip(" ,;") for part in _BETWEEN_NAMES.split(lines_of(text)))
    return tuple(dict.fromkeys(part for part in parts if part and not absent(part)))


def roman(number: int) -> str:
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text


def numeral_and_name(label: str) -> tuple[str, str]:
    """ "II. Rehabilitasi Kesehatan" → ("II", "Rehabilitasi Kesehatan"); no numeral → ("", label)."""
    found = _LEADING_NUMERAL.match(label)
    return (found[1], found[2].strip()) if found else ("", label)


def shown(value: str) -> str:
    """A faulty value as it may be shown back: short, on one line, without the middle of any NIK."""
    value = one_line(without_nik(value))
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
