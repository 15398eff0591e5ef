"""What one cell says: numbers, names, sources of money and numerals as bureaus write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.nik import find_nik
from gugus.core.sheets import Cell
from rad.workbook import number_in_text
from rad.workbook.faults import WORDINGS, Unreadable
from rad.workbook.numbers import number_in_cell
from rad.workbook.texts import names_in, numeral_and_name, roman, sources_in
from tests.rad.faults import INVENTED_NIK


@pytest.mark.parametrize(
    ("text", "value", "percent", "comparator"),
    [
        ("1.250", "1250", False, ""), ("1.250.000,5", "1250000.5", False, ""), ("20,5 %", "20.5", True, ""),
        ("12%", "12", True, ""), ("≥ 3.000", "3000", False, "≥"), (">= 3", "3", False, "≥"),
        ("minimal 80 persen", "80", True, "≥"), ("paling lambat 7", "7", False, "≤"),
        ("Rp 150.000.000,-", "150000000", False, ""),
        ("Rp. 1.000,00", "1000", False, ""), ("0,125", "0.125", False, ""), ("2 (dua)", "2", False, ""),
        ("\u00a015 ", "15", False, ""),
        ("007", "7", False, ""), ("-5", "-5", False, ""), ("\u22125", "-5", False, ""),
    ],
)  # fmt: skip
def test_numbers_as_bureaus_write_them(text, value, percent, comparator):
    number = number_in_text(text)
    assert (number.value, number.percent, number.comparator) == (Decimal(value), percent, comparator)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.2.50", "number_unreadable"), ("12%%", "number_unreadable"), ("abc", "number_unreadable"),
        ("", "number_unreadable"),
        ("1.25", "number_unreadable"), ("0.125", "number_unreadable"), ("1,2,3", "number_unreadable"),
        ("≤ 1x24", "number_unreadable"),
        ("1,250", "number_ambiguous"), ("10-15", "number_range"), ("10 s.d. 15", "number_range"),
        ("1/2", "number_unreadable"),
        ("9" * 13, "number_large"), ("%", "number_unreadable"), ("Rp", "number_unreadable"),
    ],
)  # fmt: skip
def test_numbers_that_are_asked_for_and_never_guessed(text, code):
    with pytest.raises(Unreadable) as error:
        number_in_text(text)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.12, "0%", ("12", True)), (0.29, "0.0%", ("29", True)), (1, "0%", ("100", True)),
        (0.1 + 0.2, "General", ("0.3", False)), (12, "General", ("12", False)), (12, '0"%"', ("12", False)),
        (33.333333, "0.00", ("33.3333", False)), (1250.0, "#,##0", ("1250", False)),
    ],
)  # fmt: skip
def test_numbers_of_excel_with_their_percent_format(value, number_format, expected):
    number = number_in_cell(Cell(1, 1, value, number_format))
    assert (number.value, number.percent) == (Decimal(expected[0]), expected[1])


def indonesian(value, places):
    return f"{value:,.{places}f}".replace(",", "_").replace(".", ",").replace("_", ".")


@given(
    st.integers(0, 999_999_999_999 * 10_000),
    st.sampled_from([0, 1, 2, 4]),
    st.sampled_from(["", " %", " orang"]),
)
def test_numbers_round_trip(units, places, suffix):
    value = (Decimal(units) / 10_000).quantize(Decimal(1).scaleb(-places))
    if value > 999_999_999_999:
        return
    number = number_in_text(indonesian(value, places) + suffix)
    assert number.value == value
    assert number.percent is (suffix == " %")


@given(st.text())
def test_any_text_is_a_number_or_a_named_fault(text):
    code = None
    try:
        number_in_text(text)
    except Unreadable as error:
        code = error.code
    assert code is None or code in WORDINGS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dinsos\nPolres\n", ["Dinsos", "Polres"]),
        ("1. Dinsos\n2) Polres; - LPSK", ["Dinsos", "Polres", "LPSK"]),
        ("LBH/OBH", ["LBH/OBH"]),
        ("Dinkes dan Polres", ["Dinkes", "Polres"]),
        ("Dinas Komunikasi dan Informatika", ["Dinas Komunikasi dan Informatika"]),
        ("Kementerian Hukum dan HAM", ["Kementerian Hukum dan HAM"]),
        (
            "Dinas Kependudukan dan Pencatatan Sipil, Polres",
            ["Dinas Kependudukan dan Pencatatan Sipil", "Polres"],
        ),
        ("Dinsos / Dinkes", ["Dinsos", "Dinkes"]),
        ("Bappeda, Dinsos, dan Dinkes", ["Bappeda", "Dinsos", "Dinkes"]),
        ("Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana",)
        * 2,
        ("-", []),
        ("Dinsos\nDinsos", ["Dinsos"]),
    ],
)
def test_names_of_parties(text, names):
    assert names_in(text) == ((names,) if isinstance(names, str) else tuple(names))


def test_sources_of_money_keep_their_slashes():
    assert sources_in("APBD / APBN/DIPA") == ("APBD", "APBN/DIPA")
    assert sources_in("APBD\nsumber lain yang sah") == ("APBD", "sumber lain yang sah")
    assert sources_in("-") == ()


def test_numerals():
    assert [roman(number) for number in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]
    assert numeral_and_name("III. Rehabilitasi") == ("III", "Rehabilitasi")
    assert numeral_and_name("Strategi II: Penanganan") == ("II", "Penanganan")
    assert numeral_and_name("Pencegahan") == ("", "Pencegahan")


def test_only_what_is_built_like_a_nik_is_one():
    assert find_nik(f"lihat {INVENTED_NIK[:6]} {INVENTED_NIK[6:]}.") == [
        f"{INVENTED_NIK[:6]} {INVENTED_NIK[6:]}"
    ]
    assert find_nik("2.08.03.02.01.0001 dan 1234567890123456") == []
