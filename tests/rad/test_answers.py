"""The Excel round trip, act by act: what a workbook holds, what it changes, what it refuses."""

import random
import string
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.core.sheets import Cell
from rad import resources, selectors, services
from rad.answers.values import for_cell, number_value, text_value, written_number, written_text
from rad.enums import Aggregation
from rad.models import ActionItem, AnswerRun, IndicatorValue, ProgressReport, RadJob, ReportDraft
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def rad(world: World) -> Rad:
    """I.1.1 of Dinas Sosial counts activities; I.1.4 and I.1.5 are its ratios, the second without N/A."""
    rad = make_rad(world, adopted=False)
    program, party = rad.items["dinsos"].program, agency_party(world, "Dinas Sosial")
    ratio: dict[str, Any] = {"aggregation": Aggregation.RATIO, "unit": "persen"}
    add_item(rad, "rasio", party, program, na_allowed=True, **ratio)
    add_item(rad, "rasio tanpa N/A", party, program, **ratio)
    day = rad.plan.created_at.date() - timedelta(days=1)
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali 1", adopted_on=day, by=rad.secretariat)
    open_period(rad)
    return rad


Edit = dict[tuple[str, str], Any]


def filled(data: bytes, edits: Edit) -> bytes:
    """The workbook after somebody typed into it: (code, head) → value; text stays text."""
    book = load_workbook(BytesIO(data))
    sheet = book["Laporan"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        for (code, head), value in edits.items():
            if sheet.cell(line, heads["Kode"]).value == code:
                cell = sheet.cell(line, heads[head])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(rad: Rad, person: str = "dinsos", *, behalf: bool = False) -> bytes:
    return resources.answer_workbook(rad.world.people[person], rad.period, behalf=behalf)


def upload(rad: Rad, data: bytes, person: str = "dinsos", *, behalf: bool = False) -> AnswerRun:
    return services.answer_upload(
        period=rad.period, data=data, file_name="laporan.xlsx", behalf=behalf, by=rad.world.people[person]
    )


def uploaded(rad: Rad, edits: Edit, person: str = "dinsos", *, behalf: bool = False) -> AnswerRun:
    return upload(rad, filled(book_of(rad, person, behalf=behalf), edits), person, behalf=behalf)


def preview_of(rad: Rad, run: AnswerRun, person: str = "dinsos") -> selectors.AnswerPreview:
    return selectors.answer_preview(rad.world.people[person], AnswerRun.objects.get(pk=run.pk))


def commit(rad: Rad, run: AnswerRun, person: str = "dinsos", **choices: str) -> AnswerRun:
    return services.answer_commit(run=run, choices=choices, by=rad.world.people[person])


def changed_sheet(rad: Rad, change: Callable[[Any], object]) -> AnswerRun:
    book = load_workbook(BytesIO(book_of(rad)))
    change(book["Laporan"])
    return upload(rad, saved(book))


# What goes out ----------------------------------------------------------------------------------------------


def test_a_workbook_holds_only_ones_own_items(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", narrative="Uraian Dinas Sosial")
    rad.save("dinkes", "dinkes", narrative="Uraian Dinas Kesehatan")
    data = book_of(rad)
    texts = {c.value for sheet in load_workbook(BytesIO(data)) for line in sheet.iter_rows() for c in line}
    assert "Uraian Dinas Sosial" in texts
    assert not {"Uraian Dinas Kesehatan", "Kegiatan dinkes"} & texts


def test_who_reports_nothing_gets_no_workbook(rad: Rad) -> None:
    with pytest.raises(Denied):
        book_of(rad, "sekda")
    with pytest.raises(Denied):
        book_of(rad, "dinsos", behalf=True)


def test_cells_are_locked_offered_and_hidden_as_they_should(rad: Rad) -> None:
    book = load_workbook(BytesIO(book_of(rad)))
    sheet = book["Laporan"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    line = next(n for n in range(2, 5) if sheet.cell(n, heads["Kode"]).value == "I.1.4")
    locked = {head: sheet.cell(line, column).protection.locked for head, column in heads.items()}
    assert not locked["Pembilang"]
    assert not locked["Kendala"]
    assert all(locked[head] for head in ("Kode", "Target", "Realisasi", "Realisasi terakhir"))
    assert book["_portal"].sheet_state == "veryHidden"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert rules[next(place for place in rules if f"I{line}" in place.split(":"))] == "list"


def test_an_agencys_unfinished_words_are_not_in_the_secretariats_workbook(rad: Rad) -> None:
    """An item that lost its agency after a draft was begun is reported atas nama; the draft stays its own."""
    rad.save("dinsos", "dinsos", narrative="Belum untuk dibaca")
    ActionItem.objects.get(pk=rad.items["dinsos"].pk).grants.all().delete()
    data = book_of(rad, "sekretariat", behalf=True)
    book = load_workbook(BytesIO(data))
    texts = {cell.value for line in book["Laporan"].iter_rows() for cell in line}
    assert "Kegiatan dinsos" in texts
    assert "Belum untuk dibaca" not in texts
    run = upload(rad, filled(data, {("I.1.1", "Realisasi"): 3}), "sekretariat", behalf=True)
    preview = preview_of(rad, run, "sekretariat")
    assert (preview.changes, preview.conflicts, len(preview.notes)) == ([], [], 1)
    assert "sedang menyusun draf" in preview.notes[0].text


# What comes back --------------------------------------------------------------------------------------------


def test_what_was_typed_is_shown_and_then_written(rad: Rad) -> None:
    user = rad.world.people["dinsos"]
    data = resources.answer_workbook(user, rad.period)
    run = upload(rad, filled(data, {("I.1.1", "Realisasi"): "1.250", ("I.1.1", "Kendala"): "=1+1"}))
    assert run.status == "pratinjau", run.result
    preview = selectors.answer_preview(user, run)
    assert [(each.cell, each.was, each.becomes) for each in preview.changes] == [
        ("H2", "", "1.250"),
        ("L2", "", "=1+1"),
    ]
    services.answer_commit(run=run, choices={}, by=user)
    report = ProgressReport.objects.get()
    assert (report.status, report.obstacles, report.values.get().value) == ("draf", "=1+1", 1250)


def test_a_ratio_is_written_whole_or_not(rad: Rad) -> None:
    run = uploaded(rad, {("I.1.4", "Pembilang"): 3, ("I.1.4", "Penyebut"): 4})
    commit(rad, run)
    value = IndicatorValue.objects.get()
    assert (value.numerator, value.denominator, value.value) == (3, 4, None)
    run = uploaded(rad, {("I.1.4", "Pembilang"): "N/A"})
    assert {(each.column, each.becomes) for each in preview_of(rad, run).changes} == {
        ("Pembilang", "N/A"),
        ("Penyebut", ""),
    }
    commit(rad, run)
    assert IndicatorValue.objects.get().not_applicable


def test_no_case_at_all_is_na(rad: Rad) -> None:
    data = filled(book_of(rad), {("I.1.4", "Pembilang"): 0, ("I.1.4", "Penyebut"): 0})
    commit(rad, upload(rad, data))
    assert IndicatorValue.objects.get().not_applicable
    again = preview_of(rad, upload(rad, data))
    assert (again.changes, again.conflicts) == ([], [])


def test_an_emptied_cell_empties_and_a_deleted_row_does_not(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", Given(value=Decimal(7)), narrative="Uraian")
    run = uploaded(rad, {("I.1.1", "Realisasi"): None})
    assert [(each.was, each.becomes) for each in preview_of(rad, run).changes] == [("7", "")]
    rows_left = changed_sheet(rad, lambda sheet: sheet.delete_rows(2))
    assert not preview_of(rad, rows_left).changes
    commit(rad, run)
    assert not IndicatorValue.objects.exists()
    assert ProgressReport.objects.get().narrative == "Uraian"


@pytest.mark.parametrize(
    ("edits", "cell", "says"),
    [
        ({("I.1.1", "Realisasi"): "banyak"}, "H2", "tidak dapat dibaca"),
        ({("I.1.1", "Realisasi"): -1}, "H2", "negatif"),
        ({("I.1.1", "Realisasi"): 2.5}, "H2", "Pecahan"),
        ({("I.1.1", "Realisasi"): "N/A"}, "H2", "tidak dapat diisi N/A"),
        ({("I.1.1", "Realisasi"): "10–15"}, "H2", "rentang"),
        ({("I.1.1", "Pembilang"): 5}, "I2", "di kolom Realisasi"),
        ({("I.1.1", "Realisasi anggaran (Rp)"): "nihil sekali"}, "N2", "tidak dapat dibaca"),
        ({("I.1.1", "Kendala"): "NIK 3571014501010001"}, "L2", "NIK"),
        ({("I.1.1", "Kendala"): "x" * 4001}, "L2", "terlalu panjang"),
        ({("I.1.4", "Pembilang"): 3}, "J3", "dua-duanya"),
        ({("I.1.4", "Pembilang"): 5, ("I.1.4", "Penyebut"): 4}, "I3", "lebih besar"),
        ({("I.1.5", "Pembilang"): 0, ("I.1.5", "Penyebut"): 0}, "J4", "lebih dari 0"),
    ],
)
def test_a_faulty_cell_is_named_with_its_rule_and_stops_the_file(
    rad: Rad, edits: Edit, cell: str, says: str
) -> None:
    run = uploaded(rad, edits | {("I.1.1", "Tindak lanjut"): "Tertulis benar"})
    faults = preview_of(rad, run).faults
    assert [each.cell for each in faults] == [cell]
    assert says in faults[0].rule
    assert faults[0].example.startswith("Contoh")
    assert "3571014501010001" not in str(AnswerRun.objects.values_list("rows", "faults"))
    with pytest.raises(ValidationError, match=cell):
        commit(rad, run)
    assert not ProgressReport.objects.exists()


def formula(sheet: Any) -> None:
    sheet["H2"] = "=1+1"


def swap_ids(sheet: Any) -> None:
    sheet["A2"], sheet["A3"] = sheet["A3"].value, sheet["A2"].value


def twin(sheet: Any) -> None:
    for column in range(1, 14):
        sheet.cell(9, column).value = sheet.cell(2, column).value


@pytest.mark.parametrize(
    ("change", "cell", "says"),
    [
        (formula, "H2", "rumus"),
        (swap_ids, "B2", "tidak cocok"),
        (twin, "A9", "kembar dengan baris 2"),
        (lambda sheet: sheet.cell(9, 1, "f" * 32), "A9", "tidak dikenal"),
        (lambda sheet: sheet.merge_cells("K2:L2"), "K2", "digabung"),
    ],
)
def test_a_row_that_is_not_itself_stops_the_file(
    rad: Rad, change: Callable[[Any], object], cell: str, says: str
) -> None:
    faults = preview_of(rad, changed_sheet(rad, change)).faults
    assert cell in {each.cell for each in faults}
    assert says in faults[0].rule


def test_words_in_an_inserted_row_are_told_and_not_read(rad: Rad) -> None:
    preview = preview_of(rad, changed_sheet(rad, lambda sheet: sheet.cell(9, 8, 12)))
    assert [note.text for note in preview.notes] == [
        "Baris 9 tidak mempunyai penanda (baris sisipan), jadi isinya tidak dibaca."
    ]
    assert not preview.changes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sheet: sheet.delete_cols(1), "Penanda baris"),
        (lambda sheet: sheet.cell(1, 8, "Capaian"), "Kolom “Realisasi”"),
        (lambda sheet: sheet.cell(1, 20, "Realisasi"), "ada dua kali"),
        (lambda sheet: sheet.parent.copy_worksheet(sheet), "lebih dari satu lembar"),
        (lambda sheet: sheet.parent.remove(sheet.parent["_portal"]), "bukan berkas laporan"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(rad: Rad, change: Callable[[Any], object], says: str) -> None:
    run = changed_sheet(rad, change)
    assert run.status == "ditolak"
    assert says in run.result["reason"]


# Two sides at once ------------------------------------------------------------------------------------------


def test_a_cell_changed_on_both_sides_waits_for_a_decision(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", Given(value=Decimal(5)))
    run = uploaded(rad, {("I.1.1", "Realisasi"): 8, ("I.1.1", "Kendala"): "Hujan"})
    rad.save("dinsos", "dinsos", Given(value=Decimal(6)))
    preview = preview_of(rad, run)
    (conflict,) = preview.conflicts
    assert (conflict.before, conflict.was, conflict.becomes) == ("5", "6", "8")
    assert preview.moved(conflict)[0] == "Dinsos Contoh"
    with pytest.raises(ValidationError, match=r"I.1.1 Realisasi"):
        commit(rad, run)
    assert ProgressReport.objects.get().obstacles == ""
    commit(rad, run, **{conflict.key: "portal"})
    assert ProgressReport.objects.get().obstacles == "Hujan"
    assert IndicatorValue.objects.get().value == 6


def test_a_decision_about_a_value_that_moved_since_is_none(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", Given(value=Decimal(5)))
    run = uploaded(rad, {("I.1.1", "Realisasi"): 8})
    rad.save("dinsos", "dinsos", Given(value=Decimal(6)))
    (conflict,) = preview_of(rad, run).conflicts
    services.answer_choose(run=run, choices={conflict.key: "file"}, by=rad.world.people["dinsos"])
    assert not preview_of(rad, run).open_conflicts
    rad.save("dinsos", "dinsos", Given(value=Decimal(7)))
    with pytest.raises(ValidationError, match="dua sisi"):
        commit(rad, run)
    assert IndicatorValue.objects.get().value == 7


def test_the_same_file_twice_changes_nothing_more(rad: Rad) -> None:
    data = filled(book_of(rad), {("I.1.1", "Realisasi"): 8})
    commit(rad, upload(rad, data))
    second = preview_of(rad, upload(rad, data))
    assert (second.changes, second.conflicts, second.notes) == ([], [], [])


def test_what_is_typed_and_not_saved_stays_beside_the_file(rad: Rad) -> None:
    user, item = rad.world.people["dinsos"], rad.items["dinsos"]
    value = f"v_{rad.indicator('dinsos').pk.hex}"
    typed = {"narrative": "Belum disimpan", value: "3"}
    services.draft_keep(item=item, period=rad.period, fields=typed, by=user)
    commit(rad, uploaded(rad, {("I.1.1", "Realisasi"): 1250}))
    assert ReportDraft.objects.get().fields == {"narrative": "Belum disimpan", value: "1.250"}


def test_a_report_handed_in_meanwhile_is_left_alone(rad: Rad) -> None:
    run = uploaded(rad, {("I.1.1", "Realisasi"): 8, ("I.1.4", "Kendala"): "Hujan"})
    rad.submit("dinsos", "dinsos")
    (note,) = preview_of(rad, run).notes
    assert (note.code, note.cells) == ("I.1.1", 1)
    assert "sudah diajukan" in note.text
    commit(rad, run)
    assert IndicatorValue.objects.get().value == 5
    assert ProgressReport.objects.get(item=rad.items["rasio"]).obstacles == "Hujan"


def test_one_line_in_the_trail_and_who_uploaded_does_not_accept(rad: Rad) -> None:
    note = {("I.1.3", "Dasar laporan atas nama"): "Surat 1/2026"}
    rad.save("hukum", "sekretariat2", proof_note="Surat 1/2026")
    before = AuditEvent.objects.count()
    run = uploaded(rad, {("I.1.3", "Realisasi"): 3} | note, "sekretariat", behalf=True)
    commit(rad, run, "sekretariat")
    acts = [event.action for event in AuditEvent.objects.order_by("pk")[before:]]
    assert acts == ["rad.answer_upload", "rad.answer_commit"]
    report = services.report_submit(report=ProgressReport.objects.get(), by=rad.world.people["sekretariat2"])
    with pytest.raises(Denied, match="ikut mengisi"):
        services.report_accept(report=report, by=rad.world.people["sekretariat"])


def test_atas_nama_needs_its_basis(rad: Rad) -> None:
    run = uploaded(rad, {("I.1.3", "Realisasi"): 3}, "sekretariat", behalf=True)
    (fault,) = preview_of(rad, run, "sekretariat").faults
    assert (fault.column, fault.cell) == ("Dasar laporan atas nama", "O2")
    edits = {("I.1.3", "Realisasi"): 3, ("I.1.3", "Dasar laporan atas nama"): "Surat 1/2026"}
    commit(rad, uploaded(rad, edits, "sekretariat", behalf=True), "sekretariat")
    report = ProgressReport.objects.get()
    assert (report.on_behalf, report.proof_note) == (True, "Surat 1/2026")


# The file with marks, large files, the end of a run -------------------------------------------------------


def test_the_marked_workbook_is_mended_and_uploaded_again(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", Given(value=Decimal(5)))
    run = uploaded(rad, {("I.1.1", "Realisasi"): "lima", ("I.1.4", "Kendala"): "Hujan"})
    marked = resources.error_workbook(AnswerRun.objects.get(pk=run.pk))
    cell = load_workbook(BytesIO(marked))["Laporan"]["H2"]
    assert (cell.value, cell.style) == ("lima", "salah")
    assert "tidak dapat dibaca" in cell.comment.text
    again = preview_of(rad, upload(rad, marked))
    assert [each.cell for each in again.faults] == ["H2"]
    mended = upload(rad, filled(marked, {("I.1.1", "Realisasi"): 9}))
    assert {(each.code, each.was, each.becomes) for each in preview_of(rad, mended).changes} == {
        ("I.1.1", "5", "9"),
        ("I.1.4", "", "Hujan"),
    }


def test_a_large_file_waits_for_the_worker_and_is_not_kept(
    rad: Rad, django_capture_on_commit_callbacks: Any
) -> None:
    book = load_workbook(BytesIO(book_of(rad)))
    book["Laporan"]["H2"] = 8
    notes = book.create_sheet("Catatan")
    dice = random.Random(1)  # noqa: S311 - words that do not compress
    for line in range(1, 400):
        notes.cell(line, 1, "".join(dice.choices(string.ascii_letters + string.digits, k=1500)))
    run = upload(rad, saved(book))
    assert run.status == "dibaca"
    stored = Path(settings.MEDIA_ROOT) / run.upload.name
    assert stored.exists()
    assert RadJob.objects.get().answer_run == run
    with django_capture_on_commit_callbacks(execute=True):
        read = services.answer_read(run=run, by=rad.world.people["dinsos"])
    assert read.status == "pratinjau"
    assert not stored.exists()
    assert services.answer_read(run=run, by=rad.world.people["dinsos"]).status == "pratinjau"
    assert [each.becomes for each in preview_of(rad, run).changes] == ["8"]


def test_a_dropped_or_finished_run_is_not_written(rad: Rad) -> None:
    run = uploaded(rad, {("I.1.1", "Realisasi"): 8})
    services.answer_cancel(run=run, by=rad.world.people["dinsos"])
    with pytest.raises(Denied):
        commit(rad, run)
    assert not ProgressReport.objects.exists()


def test_a_run_is_its_uploaders_own(rad: Rad) -> None:
    run = uploaded(rad, {("I.1.1", "Realisasi"): 8})
    assert not selectors.answer_list(rad.world.people["polres"]).exists()
    with pytest.raises(Denied):
        commit(rad, run, "dinkes")


def test_the_preview_asks_the_same_at_any_size(rad: Rad) -> None:
    user = rad.world.people["dinsos"]
    counts = []
    for edits in (
        {("I.1.1", "Realisasi"): 8},
        {(c, "Kendala"): "Hujan" for c in ("I.1.1", "I.1.4", "I.1.5")},
    ):
        run = AnswerRun.objects.select_related("period__plan").get(pk=uploaded(rad, edits).pk)
        with CaptureQueriesContext(connection) as captured:
            selectors.answer_preview(user, run)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


# Values -----------------------------------------------------------------------------------------------------


@given(st.decimals(min_value=0, max_value=999_999_999_999, places=4, allow_nan=False))
def test_a_number_survives_its_cell(number: Decimal) -> None:
    plain = number_value(number)
    assert written_number(Cell(1, 1, for_cell(plain, number=True)), unit_is_percent=False) == plain


@pytest.mark.parametrize("written", [1250, 1250.0, "1.250", "1250", "1.250,0", " 1250 "])
def test_one_number_however_it_is_written(written: Any) -> None:
    assert written_number(Cell(1, 1, written), unit_is_percent=False) == "1250"


@given(st.text())
def test_text_settles_at_once(text: str) -> None:
    assert text_value(text_value(text)) == text_value(text)
    assert written_text(Cell(1, 1, text)) == text_value(text)
