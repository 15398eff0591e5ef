"""The one form renderer and the input pieces of the kernel."""

import datetime
import re
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.forms import DateBoxesField, UploadField


class Form(forms.Form):
    """A date, a file, a choice and a text."""

    signed = DateBoxesField(label="Tanggal SK", help_text="Contoh 21 11 2026.")
    letter = UploadField(label="Surat", accept=(".pdf",), max_mb=1, required=False)
    answer = forms.ChoiceField(label="Kehadiran", choices=[("ya", "Ya")], widget=forms.RadioSelect)
    note = forms.CharField(label="Catatan", required=False, help_text="Singkat saja.")


def boxes(day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"signed_day": day, "signed_month": month, "signed_year": year, "answer": "ya"}


@pytest.mark.parametrize("month", ["11", "November", "nov", "NOV."])
def test_a_date_is_read_from_three_boxes(month: str) -> None:
    form = Form(boxes("21", month, "2026"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["signed"] == datetime.date(2026, 11, 21)


@pytest.mark.parametrize("pasted", ["21/11/2026", "21-11-2026", "21 November 2026", "21.11.2026"])
def test_a_whole_date_pasted_into_the_first_box_is_read(pasted: str) -> None:
    form = Form(boxes(pasted))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["signed"] == datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Isi tanggal lengkap: hari, bulan, dan tahun, contoh 21 11 2026."),
        (("21", "", ""), "Tanggal belum lengkap: isi juga bulan, tahun, contoh 21 11 2026."),
        (("dua", "11", "2026"), "Hari ditulis dengan angka, bukan “dua”, contoh 21 11 2026."),
        (("21", "Nopembr", "2026"), "Bulan ditulis dengan angka, bukan “Nopembr”, contoh 21 11 2026."),
        (("21", "11", "26"), "Tahun ditulis empat angka, bukan “26”, contoh 2026."),
        (("31", "2", "2026"), "Tanggal 31-2-2026 tidak ada di kalender. Periksa hari dan bulannya."),
        (("٣", "11", "2026"), "Hari ditulis dengan angka, bukan “٣”, contoh 21 11 2026."),
    ],
)
def test_a_wrong_date_says_which_part_and_keeps_what_was_typed(
    typed: tuple[str, str, str], message: str
) -> None:
    form = Form(boxes(*typed))
    assert form.errors["signed"] == [message]
    values = re.findall(r'name="signed_\w+"(?: value="([^"]*)")?', str(form["signed"]))
    assert values == list(typed)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_no_typing_breaks_the_date_boxes(day: str, month: str, year: str) -> None:
    form = Form(boxes(day, month, year))
    form.is_valid()
    assert isinstance(form.cleaned_data.get("signed"), datetime.date) != bool(form.errors.get("signed"))
    assert str(form["signed"])


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_date_comes_back_from_its_own_boxes(date: datetime.date) -> None:
    shown = Form(initial={"signed": date})["signed"]
    typed = dict(re.findall(r'name="(signed_\w+)" value="(\d+)"', str(shown)))
    form = Form(typed | {"answer": "ya"}, initial={"signed": date})
    assert form.is_valid()
    assert form.cleaned_data["signed"] == date
    assert "signed" not in form.changed_data


def upload(name: str, size: int) -> dict[str, Any]:
    return {"letter": SimpleUploadedFile(name, b"x" * size)}


@pytest.mark.parametrize(
    ("name", "size", "message"),
    [
        ("surat.docx", 10, "Berkas “surat.docx” bukan PDF. Pilih berkas berakhiran PDF."),
        ("surat.pdf", 0, "Berkas itu kosong. Pilih berkas yang ada isinya."),
        (
            "surat.pdf",
            int(1.5 * 2**20),
            "Berkas “surat.pdf” berukuran 1,5 MB; paling besar 1 MB. Perkecil lalu unggah lagi.",
        ),
    ],
)
def test_a_refused_file_is_named_with_its_rule(name: str, size: int, message: str) -> None:
    form = Form(boxes("21", "11", "2026"), upload(name, size))
    assert form.errors["letter"] == [message]


def test_a_fitting_file_passes_whatever_the_case_of_its_ending() -> None:
    assert Form(boxes("21", "11", "2026"), upload("SURAT.PDF", 10)).is_valid()


def rendered(form: forms.Form) -> str:
    return render_to_string("components/form.html", {"form": form, "submit": "Simpan"})


def test_label_hint_and_error_stand_above_the_control_and_are_tied_to_it() -> None:
    html = rendered(Form({"note": "abc"}))
    note = html[html.index("Catatan") : html.index('id="id_note"')]
    assert "Singkat saja." in note
    assert "(opsional)" in note
    assert 'aria-describedby="id_note_helptext"' in html
    assert 'id="id_note_helptext"' in html
    assert html.index('id="id_signed_error"') < html.index('name="signed_day"')


def test_groups_of_controls_are_fieldsets_described_by_their_error() -> None:
    html = rendered(Form({}))
    assert '<fieldset aria-describedby="id_signed_helptext id_signed_error">' in html
    assert '<fieldset aria-describedby="id_answer_error">' in html
    assert html.count("<legend>") == 2


def test_the_summary_comes_first_and_its_links_lead_to_controls_that_exist() -> None:
    html = rendered(Form({}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == ["id_signed_0", "id_answer_0"]
    assert all(f'id="{target}"' in html for target in targets)
    assert html.index('role="alert"') < html.index("<form")


def test_a_form_with_a_file_is_sent_as_one() -> None:
    html = rendered(Form())
    assert 'enctype="multipart/form-data"' in html
    assert 'accept=".pdf"' in html
    assert "Berkas PDF." in html
    assert "Paling besar 1 MB." in html
    assert 'role="alert"' not in html
