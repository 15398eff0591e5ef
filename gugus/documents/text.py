"""How documents write numbers, dates and dictum names; independent of the reader's language."""

from datetime import date
from decimal import Decimal

from lokal import terbilang

from gugus.core.templatetags.gugus import angka

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def long_date(day: date) -> str:
    """`21 November 2026`: official documents are Indonesian whatever language the clerk reads in."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number(value: Decimal | int | None, *, places: int | None = None, missing: str = "N/A") -> str:
    """`1.234,5`, by the same rule as the pages. Without `places` a value keeps its own decimals."""
    return missing if value is None else angka(value, places)


def percent(value: Decimal | int | None, *, places: int | None = None, missing: str = "N/A") -> str:
    """`78,5 %`, or `missing` when there is nothing to divide by."""
    return missing if value is None else f"{number(value, places=places)} %"


def dictum_name(position: int) -> str:
    """KESATU, KEDUA … KESEBELAS, KEDUA PULUH SATU for the 1st, 2nd, 11th, 21st dictum."""
    return f"KE{terbilang(position)}".upper()


def capitals(text: str) -> str:
    """Title of a naskah: capitals, single spaces, no full stop at the end."""
    return " ".join(text.split()).rstrip(".").upper()
