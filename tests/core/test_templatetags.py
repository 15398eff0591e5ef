"""Dates, numbers and status words as the pages write them."""

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.templatetags import gugus as tags

MOMENT = datetime.datetime(2026, 11, 22, 7, 30, tzinfo=datetime.UTC)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "22 Nov 2026, 14.30 WIB"),
        ("Asia/Makassar", "22 Nov 2026, 15.30 WITA"),
        ("Asia/Jayapura", "22 Nov 2026, 16.30 WIT"),
        ("UTC", "22 Nov 2026, 07.30 UTC+0"),
        ("Asia/Kolkata", "22 Nov 2026, 13.00 UTC+5.5"),
    ],
)
def test_a_moment_is_written_in_the_regions_named_time(zone: str, written: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert tags.waktu(MOMENT) == written.replace(" W", f"{NBSP}W").replace(" U", f"{NBSP}U")


def test_a_moment_falls_on_the_regions_day() -> None:
    late = datetime.datetime(2026, 11, 21, 17, 30, tzinfo=datetime.UTC)
    with timezone.override(ZoneInfo("Asia/Jakarta")):
        assert tags.tanggal(late) == "22 November 2026"
        assert tags.jam(late) == f"00.30{NBSP}WIB"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime.date(2026, 11, 21), "21 November 2026"),
        (datetime.date(2026, 5, 1), "1 Mei 2026"),
        (None, "–"),
        ("", "–"),
        ("21 November", "–"),
    ],
)
def test_dates(value: Any, written: str) -> None:
    assert tags.tanggal(value) == written


def test_month_names_follow_the_language() -> None:
    with translation.override("en"):
        assert tags.tanggal(datetime.date(2026, 5, 1)) == "1 May 2026"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234.5, "1.234,5"),
        (Decimal("1250.00"), "1.250"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.10"), "0,1"),
        (Decimal("-0.00"), "0"),
        (-1250, "-1.250"),
        ("1234567.891", "1.234.567,891"),
        (100, "100"),
        (None, "–"),
        ("", "–"),
        ("N/A", "N/A"),
        (float("nan"), "nan"),
    ],
)
def test_numbers(value: Any, written: str) -> None:
    assert tags.angka(value) == written


def test_numbers_with_fixed_decimals() -> None:
    assert tags.angka(Decimal("78.25"), 1) == "78,2"
    assert tags.angka(78, 1) == "78,0"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_a_written_number_reads_back_as_itself(number: Decimal) -> None:
    written = tags.angka(number)
    assert Decimal(written.replace(".", "").replace(",", ".")) == number
    assert not written.endswith(",")


@pytest.mark.parametrize(
    ("value", "written"),
    [(78, f"78{NBSP}%"), (Decimal("12.50"), f"12,5{NBSP}%"), (None, "–"), ("N/A", "N/A")],
)
def test_percentages(value: Any, written: str) -> None:
    assert tags.persen(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(150000000, "Rp150.000.000"), (Decimal("1250.5"), "Rp1.250,50"), (-5000, "-Rp5.000"), (None, "–")],
)
def test_rupiah(value: Any, written: str) -> None:
    assert tags.rupiah(value) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (2, "sisa 2 hari"),
        (1, "sisa 1 hari"),
        (0, "hari ini"),
        (-3, "lewat 3 hari"),
        (1500, "sisa 1.500 hari"),
    ],
)
def test_days_left(days: int, written: str) -> None:
    today = datetime.date(2026, 11, 21)
    assert tags.sisa_hari(today + datetime.timedelta(days=days), today) == written


def test_days_left_of_a_moment_count_local_days() -> None:
    due = datetime.datetime(2026, 11, 21, 17, 30, tzinfo=datetime.UTC)  # 22 November in Jakarta
    with timezone.override(ZoneInfo("Asia/Jakarta")):
        assert tags.sisa_hari(due, datetime.date(2026, 11, 21)) == "sisa 1 hari"
    assert tags.sisa_hari(None) == ""


def test_a_status_is_a_shape_and_a_word() -> None:
    html = tags.status_word("diterima <b>", "good")
    assert "<circle" in html
    assert "diterima &lt;b&gt;" in html
    assert 'aria-hidden="true"' in html


def test_every_tone_has_a_shape_of_its_own() -> None:
    assert len(set(tags.SHAPES.values())) == len(tags.SHAPES) == 6


def test_an_unknown_tone_is_an_error_and_not_a_colour() -> None:
    with pytest.raises(KeyError):
        tags.status_word("diterima", "hijau")


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_a_share_stays_between_nothing_and_all(value: Decimal, scale: Decimal) -> None:
    share = tags.percent_of(value, scale)
    assert 0 <= Decimal(share.removesuffix("%")) <= 100
    assert "," not in share
    assert "E" not in share


def test_small_bars_stand_on_one_ground_and_show_what_is_missing() -> None:
    bars = tags.small_bars([("TW I", 50), ("TW II", None), ("TW III", 200)], 100)
    assert [Decimal(bar.y) + Decimal(bar.height) for bar in bars] == [40, 40, 40]
    assert [bar.missing for bar in bars] == [False, True, False]
    assert [bar.text for bar in bars] == ["50", "–", "200"]
    assert bars[2].height == "38.0"
    assert tags.small_bars([]) == []


class Form(forms.Form):
    """A field of each kind whose message or anchor differs."""

    token = forms.CharField(widget=forms.HiddenInput, label="Kunci")
    number = forms.CharField(label="Nomor SK")
    answer = forms.ChoiceField(label="Kehadiran", choices=[("ya", "Ya")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Saya setuju")
    own = forms.CharField(label="Alasan", error_messages={"required": "Tulis alasannya."})

    def clean(self) -> None:
        raise forms.ValidationError("Masa lapor sudah ditutup.")


def test_error_links_name_each_cure_and_lead_to_its_control() -> None:
    assert tags.error_links(Form({})) == [
        ("Masa lapor sudah ditutup.", ""),
        ("Kunci: Isi “Kunci”.", ""),
        ("Isi “Nomor SK”.", "id_number"),
        ("Pilih “Kehadiran”.", "id_answer_0"),
        ("Centang “Saya setuju”.", "id_sure"),
        ("Tulis alasannya.", "id_own"),
    ]


def test_an_unbound_form_has_no_error_links() -> None:
    assert tags.error_links(Form()) == []


@pytest.mark.parametrize(
    ("accept", "written"),
    [(".pdf", "PDF"), (".pdf,.jpg, .png", "PDF, JPG atau PNG"), ("image/*", ""), ("", "")],
)
def test_accepted_types(accept: str, written: str) -> None:
    field = forms.FileField(widget=forms.FileInput({"accept": accept}))
    form = type("F", (forms.Form,), {"file": field})()
    assert tags.accepted_types(form["file"]) == written


def test_csrf_field_survives_an_isolated_include() -> None:
    request = RequestFactory().get("/")
    html = Template("{% load gugus %}{% csrf_field %}").render(context_of(request))
    assert 'name="csrfmiddlewaretoken"' in html
    assert request.META["CSRF_COOKIE"]
    assert Template("{% load gugus %}{% csrf_field %}").render(Context()) == ""


def context_of(request: Any) -> Context:
    """A template context that knows its request, as pages have it."""
    context = Context({"request": request})
    context.request = request
    return context


def test_page_and_export_queries_keep_the_filters() -> None:
    context = context_of(RequestFactory().get("/?status=draf&page=2&status=diajukan"))
    assert tags.page_query(context, 3) == "?status=draf&status=diajukan&page=3"
    assert tags.page_query(context, 3, "hal") == "?status=draf&status=diajukan&page=2&hal=3"
    assert tags.export_query(context, "xlsx") == "?status=draf&status=diajukan&page=2&_export=xlsx"


def test_page_numbers_leave_out_the_far_ones() -> None:
    assert tags.page_numbers(Paginator(range(500), 25).page(10)) == [1, 2, 0, 9, 10, 11, 0, 19, 20]
    assert tags.page_numbers(Paginator(range(50), 25).page(1)) == [1, 2]
