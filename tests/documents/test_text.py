"""Words and figures as official documents write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.documents import text


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1250"), None, "1.250"),
        (Decimal("80.04"), 1, "80,0"),
        (Decimal("-3.50"), None, "-3,5"),
        (0, None, "0"),
        (None, 1, "N/A"),
    ],
)
def test_numbers(value: Decimal | int | None, places: int | None, shown: str) -> None:
    assert text.number(value, places=places) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_numbers_can_be_read_back(value: Decimal) -> None:
    assert Decimal(text.number(value).replace(".", "").replace(",", ".")) == value


def test_dates_are_indonesian_in_every_interface_language(settings: pytest.FixtureRequest) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert text.long_date(date(2026, 8, 1)) == "1 Agustus 2026"


@pytest.mark.parametrize(
    ("position", "name"), [(1, "KESATU"), (2, "KEDUA"), (11, "KESEBELAS"), (21, "KEDUA PULUH SATU")]
)
def test_dictum_names(position: int, name: str) -> None:
    assert text.dictum_name(position) == name


def test_titles_are_capitals_without_full_stop() -> None:
    assert text.capitals("Pembentukan  Gugus\nTugas.") == "PEMBENTUKAN GUGUS TUGAS"
