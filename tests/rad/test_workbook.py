"""Reading RAD workbooks: the real one in every field, planted faults one by one, and anything at random."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.sheets import Area, Cell, Sheet, SheetRefused, Workbook, read_sheets
from rad.workbook import (
    FIELDS,
    IGNORE,
    StaleData,
    as_data,
    from_data,
    grid_of,
    parse_matrix,
    propose,
)
from rad.workbook.faults import WORDINGS, Fault
from rad.workbook.labels import FIELD_NAMES, field_of, folded_label
from rad.workbook.proposals import WHY
from tests.rad.faults import (
    INVENTED_NIK,
    KEDIRI,
    OTHERS,
    SHEET,
    TWENTY,
    Plant,
    planted,
    second_layout,
    twenty_faults,
)

DATA = KEDIRI.parent


@pytest.fixture(scope="module")
def kediri():
    return parse_matrix(read_sheets(KEDIRI))


@pytest.fixture(scope="module")
def expected():
    with (DATA / "rad_kediri.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def parsed(path, **answers):
    return parse_matrix(read_sheets(path), **answers)


def as_csv_row(strategy, program, item, indicator):
    """One row as rad_kediri.csv writes it."""

    def number(found):
        return found.absent if found.value is None else f"{found.value:f}"

    targets = {f"target_{target.year}": number(target.value) for target in indicator.targets}
    return {
        "strategi": strategy.label.value,
        "program": program.name.value,
        "kegiatan": item.activity.value,
        "indikator": indicator.name.value,
        "satuan": indicator.unit.value,
        "baseline": number(indicator.baseline),
        **targets,
        "penanggung_jawab": item.responsible.value,
        "instansi_terkait": "; ".join(found.value for found in item.supporting),
        "sumber_dana": "; ".join(found.value for found in item.funding) or "-",
    }


# The real workbook ----------------------------------------------------------------------------------------


def test_the_64_rows_of_kediri_equal_the_csv_in_every_field(kediri, expected):
    rows = sorted(kediri.indicators(), key=lambda row: row[3].row)
    assert [as_csv_row(*row) for row in rows] == [
        {k: v for k, v in row.items() if k != "asal"} for row in expected
    ]
    assert kediri.faults == ()
    assert kediri.unknown_columns == ()


def test_kediris_shape(kediri):
    counts = kediri.counts
    assert (counts.strategies, counts.programs, counts.items, counts.indicators) == (6, 28, 64, 64)
    assert kediri.years == (2025, 2026, 2027)
    assert kediri.title_years == (2025, 2027)
    assert kediri.title.startswith("MATRIKS RENCANA AKSI DAERAH PENCEGAHAN")
    assert [strategy.code for strategy in kediri.strategies] == ["I", "II", "III", "IV", "V", "VI"]
    assert kediri.strategies[1].name == "Rehabilitasi Kesehatan"
    codes = [item.code for _, _, item in kediri.items()]
    assert codes[0] == "I.1.1"
    assert len(set(codes)) == 64


def test_every_value_knows_its_cell(kediri):
    _, _, item, indicator = next(kediri.indicators())
    assert (item.activity.sheet, item.activity.cell) == (SHEET, "D8")
    assert (indicator.baseline.cell, indicator.targets[2].value.cell) == ("G8", "J8")
    assert indicator.unit.raw == "Instansi"
    assert kediri.strategies[0].label.cell == "B8"


def test_not_applicable_is_kept_and_never_zero(kediri):
    without = [row for *_, row in kediri.indicators() if row.baseline.value is None]
    assert {row.baseline.absent for row in without} == {"N/A"}
    assert len(without) == 18


def test_what_is_no_data_is_listed_with_its_reason(kediri):
    assert [(each.cell, each.code) for each in kediri.ignored] == [
        ("A7", "numbering"),
        ("B73", "footer"),
        ("K75", "signature"),
        ("K76", "signature"),
        ("K80", "signature"),
    ]
    assert [(each.name, each.code) for each in kediri.ignored_sheets] == [("Catatan", "no_head")]
    assert all(each.reason for each in (*kediri.ignored, *kediri.ignored_sheets))


def test_the_csv_reads_as_the_workbook_does(kediri, expected):
    matrix = parsed(DATA / "rad_kediri.csv")
    assert [column.label for column in matrix.unknown_columns] == ["asal"]
    assert matrix.unknown_columns[0].samples[1].startswith("SEED-003")

    def contents(which):
        return [as_csv_row(*row) | {"code": row[2].code} for row in which.indicators()]

    assert contents(matrix) == contents(kediri)


def test_a_matrix_survives_being_kept_as_json(kediri):
    grid = grid_of(read_sheets(KEDIRI))
    assert [sheet.name for sheet in grid.sheets] == [SHEET]
    assert parse_matrix(kept(grid)) == kediri


def kept(grid):
    """The grid as it comes back from the database."""
    again = from_data(json.loads(json.dumps(as_data(grid))))
    assert again == grid
    return again


def test_a_preview_of_another_version_is_told():
    for data in ({"version": 1}, [], {"Matrix@00000000": []}):
        with pytest.raises(StaleData):
            from_data(data)


# Answers about columns ------------------------------------------------------------------------------------


def test_an_unknown_column_can_be_ignored_or_given_a_field():
    path = DATA / "rad_kediri.csv"
    assert parsed(path, columns={"CSV!M": IGNORE}).unknown_columns == ()
    noted = parsed(path, columns={"asal": "note"})
    assert noted.unknown_columns == ()
    assert next(noted.indicators())[3].note.value.startswith("NYATA-nomenklatur")


def test_a_column_of_targets_can_be_answered_with_its_year(tmp_path):
    path = planted(tmp_path / "a.xlsx", OTHERS[1])
    assert parsed(path, columns={f"{SHEET}!J": "target:2027"}).years == (2025, 2026, 2027)
    for nonsense in ("target", "target:dua", "judul"):
        assert [fault.cell for fault in parsed(path, columns={f"{SHEET}!J": nonsense}).faults] == ["J6"]


# A second layout ------------------------------------------------------------------------------------------


def test_second_layout_without_code_made_for_it(tmp_path):
    matrix = parsed(second_layout(tmp_path / "b.xlsx"))
    assert matrix.faults == ()
    assert [column.label for column in matrix.unknown_columns] == ["Paraf"]
    assert [each.code for each in matrix.ignored] == ["total", "total", "footer", "signature", "signature"]
    assert [(s.code, s.name) for s in matrix.strategies] == [
        ("A", "PENDIDIKAN DAN PENCEGAHAN"),
        ("B", "PENANGANAN KORBAN"),
    ]
    assert all(program.assumed for _, program in matrix.programs())
    (_, _, talks), (_, _, shelter) = matrix.items()
    people, villages = talks.indicators
    assert people.baseline.value == 2100
    assert [target.value.value for target in people.targets] == [3000, 3250, 3500]
    assert people.targets[0].value.note == "≥"
    assert (villages.unit.value, villages.baseline.value) == ("persen", Decimal("20.5"))
    assert [target.value.value for target in villages.targets] == [30, Decimal("45.25"), 60]
    assert talks.budget[0].value.value == 150_000_000
    assert [found.value for found in talks.supporting] == ["Polres", "Dinkes", "Kominfo"]
    assert shelter.indicators[0].baseline.absent == "–"
    assert shelter.indicators[0].targets[2].value.value == 2
    assert shelter.responsible_names == (
        "Dinas Sosial",
        "Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan KB",
    )
    assert [found.value for found in shelter.supporting] == ["LBH/OBH", "Polres"]
    assert [found.value for found in shelter.funding] == ["APBD", "APBN/DIPA"]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("NO.", "number"), ("KEGIATAN / AKSI", "activity"), ("Indikator Keberhasilan", "indicator"),
        ("Kondisi Awal (2023)", "baseline"), ("OPD Penanggung Jawab", "responsible"),
        ("Pagu Indikatif (Rp)", "budget"),
        ("Target Th. 2024", "target"), ("target_2025", "target"), ("Indikator Kinerja Utama", "indicator"),
        ("Realisasi Target 2024", None), ("Capaian Indikator", None), ("Paraf", None), ("2025", None),
        ("", None),
    ],
)  # fmt: skip
def test_heads_of_columns(head, field):
    assert field_of(folded_label(head)) == field


def test_every_field_has_a_name_and_no_head_means_two_fields():
    assert set(FIELDS) == set(FIELD_NAMES)
    heads = [head for several in FIELDS.values() for head in several]
    assert len(heads) == len(set(heads))
    assert all(head == folded_label(head) for head in heads)


# Faults ---------------------------------------------------------------------------------------------------


def test_twenty_planted_faults_are_twenty_messages(tmp_path):
    faults = parsed(twenty_faults(tmp_path / "faults.xlsx")).faults
    assert [(f.sheet, f.cell, f.value, f.code) for f in faults] == [
        (SHEET, p.cell, p.value, p.code) for p in TWENTY
    ]
    assert len(TWENTY) == 20
    for fault in faults:
        assert fault.rule.endswith(".")
        assert fault.example.startswith("Contoh: ")
        assert SHEET in str(fault)
        assert fault.cell in str(fault)


@pytest.mark.parametrize("plant", [*TWENTY, *OTHERS], ids=lambda plant: f"{plant.code}-{plant.cell}")
def test_one_planted_fault_is_one_message(plant, tmp_path):
    faults = parsed(planted(tmp_path / "fault.xlsx", plant)).faults
    assert [(f.cell, f.value, f.code) for f in faults] == [(plant.cell, plant.value, plant.code)]


def test_a_merged_cell_over_several_years_or_over_a_value_is_told():
    cells = {
        (1, n): text
        for n, text in enumerate(["Strategi", "Kegiatan", "Indikator", "Satuan", "PJ", 2025, 2026], 1)
    }
    cells |= {
        (2, n): text for n, text in enumerate(["I. A", "Rapat", "Jumlah rapat", "rapat", "Dinas", 4], 1)
    }
    across = matrix_of(cells, Area(2, 6, 2, 7))
    assert [(fault.cell, fault.code) for fault in across.faults] == [("F2", "merged_across")]
    assert "F2:G2" in across.faults[0].rule
    covers = matrix_of(cells | {(2, 7): 5}, Area(2, 5, 2, 5), Area(2, 6, 2, 7))
    assert [(fault.cell, fault.code) for fault in covers.faults] == [
        ("F2", "merged_across"),
        ("G2", "merged_covers"),
    ]


def test_a_workbook_without_a_matrix_is_one_fault():
    matrix = matrix_of({(3, 2): "Daftar hadir"})
    assert [(fault.cell, fault.code) for fault in matrix.faults] == [("B3", "head_missing")]
    assert parse_matrix(Workbook("xlsx", ())).faults[0].code == "head_missing"


def test_every_rule_was_broken_once_in_these_tests():
    planted_here = {plant.code for plant in (*TWENTY, *OTHERS)} | {
        "merged_across",
        "merged_covers",
        "head_missing",
    }
    assert planted_here == set(WORDINGS)


def test_a_missing_column_is_told_once_and_not_again_in_every_row(tmp_path):
    (fault,) = parsed(planted(tmp_path / "c.xlsx", OTHERS[0])).faults
    assert "Indikator" in fault.rule


def test_a_nik_is_never_shown_or_kept(tmp_path):
    grid = grid_of(
        read_sheets(planted(tmp_path / "nik.xlsx", next(plant for plant in TWENTY if plant.code == "nik")))
    )
    assert INVENTED_NIK not in json.dumps(as_data(grid))
    for matrix in (parse_matrix(grid), parse_matrix(kept(grid))):
        assert [fault.code for fault in matrix.faults] == ["nik"]
        assert INVENTED_NIK not in repr(matrix)


def test_words_of_a_fault_follow_the_language():
    fault = Fault("S", "A1", "x", "percent_over")
    with translation.override("id"):
        assert "melebihi 100" in fault.rule


# Rows -----------------------------------------------------------------------------------------------------

HEAD = ["No", "Strategi", "Program", "Kegiatan", "Indikator", "Satuan", "Baseline", "Target 2025", "PJ"]


def matrix_of(cells, *areas):
    rows: dict[int, list[Cell]] = {}
    for (row, column), value in sorted(cells.items()):
        if value is not None:
            rows.setdefault(row, []).append(Cell(row, column, value))
    sheet = Sheet("Lembar", False, tuple(tuple(row) for row in rows.values()), areas)
    return parse_matrix(Workbook("xlsx", (sheet,)))


def table(*rows):
    return matrix_of(
        {(r, c): value for r, row in enumerate([HEAD, *rows], 1) for c, value in enumerate(row, 1)}
    )


def test_an_activity_written_twice_is_one_item_with_two_indicators():
    matrix = table(
        [1, "I. A", "P", "Pelatihan", "Jumlah peserta", "orang", 0, 10, "Dinas Sosial"],
        [2, None, None, "pelatihan ", "Jumlah kelas", "kegiatan", 0, 2, "Dinas Sosial"],
        [None, None, None, None, "Kepuasan peserta", "persen", "N/A", "80%", None],
        [3, None, None, "Pelatihan", "Jumlah peserta", "orang", 0, 5, "Dinas Kesehatan"],
    )
    assert matrix.faults == ()
    assert [(item.code, len(item.indicators)) for *_, item in matrix.items()] == [("I.1.1", 3), ("I.1.2", 1)]


def test_a_programme_that_comes_back_goes_on():
    matrix = table(
        [1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"],
        [2, None, "Q", "b", "ib", "orang", 0, 1, "D"],
        [3, None, "P", "c", "ic", "orang", 0, 1, "D"],
    )
    assert [(program.code, len(program.items)) for _, program in matrix.programs()] == [
        ("I.1", 2),
        ("I.2", 1),
    ]


def test_a_new_strategy_begins_without_a_programme():
    matrix = table(
        [1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"], [2, "II. B", None, "b", "ib", "orang", 0, 1, "D"]
    )
    assert [(fault.cell, fault.code) for fault in matrix.faults] == [("C3", "program_missing")]


def test_rows_may_be_subtotalled_per_strategy():
    matrix = table(
        [1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"],
        [None, "Jumlah I", None, None, None, None, None, 1],
        [2, "II. B", "P", "b", "ib", "orang", 0, 1, "D"],
    )
    assert matrix.faults == ()
    assert [each.code for each in matrix.ignored] == ["total"]
    assert matrix.counts.strategies == 2


def test_a_repeated_head_and_numbering_are_ignored():
    matrix = table([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"], HEAD)
    assert [each.code for each in matrix.ignored] == ["numbering", "repeated_head"]
    assert matrix.counts.items == 1


def test_values_merged_downwards_hold_for_every_row_they_cover():
    rows = ([1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"], [None, None, None, None, "ib", None, 0, 2, None])
    cells = {(r, c): value for r, row in enumerate([HEAD, *rows], 1) for c, value in enumerate(row, 1)}
    matrix = matrix_of(cells, *(Area(2, column, 3, column) for column in (1, 2, 3, 4, 6, 9)))
    assert matrix.faults == ()
    (item,) = (item for *_, item in matrix.items())
    assert [(each.name.value, each.unit.value) for each in item.indicators] == [
        ("ia", "orang"),
        ("ib", "orang"),
    ]


def test_a_cell_merged_over_activity_and_indicator_leaves_the_indicator_open():
    row = [1, "I. A", "P", "a", None, "orang", 0, 1, "D"]
    cells = {(r, c): value for r, line in enumerate([HEAD, row], 1) for c, value in enumerate(line, 1)}
    assert [(f.cell, f.code) for f in matrix_of(cells, Area(2, 4, 2, 5)).faults] == [
        ("E2", "indicator_missing")
    ]


def test_a_numbering_by_formula_is_no_fault():
    cells = {(1, c): value for c, value in enumerate(HEAD, 1)}
    cells |= {(2, c): value for c, value in enumerate([None, "I. A", "P", "a", "ia", "orang", 0, 1, "D"], 1)}
    row = (
        Cell(2, 1, "=A1+1", is_formula=True),
        *(Cell(r, c, v) for (r, c), v in cells.items() if r == 2 and v is not None),
    )
    head = tuple(Cell(r, c, v) for (r, c), v in cells.items() if r == 1)
    matrix = parse_matrix(Workbook("xlsx", (Sheet("Lembar", False, (head, row)),)))
    assert matrix.faults == ()
    assert next(matrix.indicators())[3].number == ""


def test_a_title_row_with_a_nik_or_too_long_is_told():
    for title, code in ((f"A. {INVENTED_NIK}", "nik"), ("B. " + "x" * 300, "text_long")):
        matrix = table([title], [1, None, "P", "a", "ia", "orang", 0, 1, "D"])
        assert matrix.faults[0].code == code
        assert INVENTED_NIK not in repr(matrix)


def test_two_strategies_of_one_numeral_get_different_codes():
    rows = ([1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"], [2, "I. B", "P", "b", "ib", "orang", 0, 1, "D"])
    third = [3, "II. C", "P", "c", "ic", "orang", 0, 1, "D"]
    codes = [strategy.code for strategy in table(*rows, third).strategies]
    assert codes == ["I", "II", "III"]


def test_several_sheets_become_one_matrix():
    row = [1, "I. A", "P", "a", "ia", "orang", 0, 1, "D"]
    other = [1, "II. B", "P", "b", "ib", "orang", 0, 1, "D"]
    sheets = tuple(
        Sheet(
            name,
            name == "x",
            tuple(tuple(Cell(r, c, v) for c, v in enumerate(line, 1)) for r, line in ((1, HEAD), (2, own))),
        )
        for name, own in (("Satu", row), ("Dua", other), ("x", row))
    )
    matrix = parse_matrix(Workbook("xlsx", sheets))
    assert [strategy.code for strategy in matrix.strategies] == ["I", "II"]
    assert [(each.name, each.code) for each in matrix.ignored_sheets] == [("x", "hidden")]
    assert matrix.faults == ()


# Proposals ------------------------------------------------------------------------------------------------


def test_one_name_may_not_be_endless(tmp_path):
    plant = Plant({"L8": "Polres\n" + "x" * 301}, "L8", "", "text_long")
    (fault,) = parsed(planted(tmp_path / "long.xlsx", plant)).faults
    assert (fault.cell, fault.code) == ("L8", "text_long")
    assert "301 huruf" in fault.rule


def test_proposals_for_kediri(kediri):
    rows = {int(row.number): row.proposal for *_, row in kediri.indicators()}
    assert (rows[6].kind, rows[6].aggregation) == ("ratio", "ratio")
    assert (rows[28].aggregation, rows[28].direction) == ("mean", "lower")
    assert rows[2].aggregation == "last"
    assert rows[57].aggregation == "sum"
    assert (rows[64].graded, rows[64].direction, rows[64].concerns_victims) == (False, "lower", True)
    assert sum(not each.graded for each in rows.values()) == 1
    assert rows[21].na_without_cases
    assert not rows[2].na_without_cases
    victims = {number for number, each in rows.items() if each.concerns_victims}
    assert {21, 23, 27, 30, 31, 32, 39, 49, 52, 56, 61, 64} <= victims
    assert not {1, 2, 3, 6, 22, 26, 42, 45, 47, 50, 51, 54, 57, 59} & victims
    assert {key for each in rows.values() for key in each.why} <= set(WHY)


def test_a_proposal_reads_case_and_spaces_alike():
    assert propose("A", "PERSENTASE  korban", "PERSEN") == propose("a", "Persentase korban", "persen")


# Anything at random ---------------------------------------------------------------------------------------

VALUES = st.one_of(
    st.text(max_size=30),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.sampled_from(
        [
            "I. A",
            "Program X",
            "JUMLAH",
            "Keterangan: x",
            "12%",
            "N/A",
            "(1)",
            "2025",
            "Dinas, Sosial",
            "A",
            "1.250",
        ]
    ),
)
CELLS = st.builds(
    lambda value, number_format, kind: (
        (value, number_format, kind == "formula", kind == "error")
        if isinstance(value, str)  # as the child process gives them
        else (value, number_format, False, False)
    ),
    VALUES,
    st.sampled_from(["General", "0%", "dd/mm/yyyy", '"%"0', "@"]),
    st.sampled_from(["plain"] * 8 + ["formula", "error"]),
)
PLACES = st.tuples(st.integers(1, 14), st.integers(1, 10))
AREAS = st.builds(lambda a, b: Area(*a, a[0] + b[0] % 4, a[1] + b[1] % 4), PLACES, PLACES)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, CELLS, max_size=60), st.lists(AREAS, max_size=6), st.booleans())
def test_random_cells_never_crash_the_reader(cells, areas, with_head):
    if with_head:
        cells |= {(2, column): (head, "General", False, False) for column, head in enumerate(HEAD, 1)}
    rows: dict[int, list[Cell]] = {}
    for (row, column), (value, *rest) in sorted(cells.items()):
        rows.setdefault(row, []).append(Cell(row, column, value, *rest))
    sheet = Sheet("Acak", False, tuple(tuple(row) for row in rows.values()), tuple(areas))
    grid = grid_of(Workbook("xlsx", (sheet,)))
    matrix = parse_matrix(grid)
    places = [(fault.sheet, fault.cell, fault.code) for fault in matrix.faults]
    assert len(places) == len(set(places))
    assert all(
        fault.rule and fault.example and "%(" not in str(fault.rule + fault.example)
        for fault in matrix.faults
    )
    assert parse_matrix(kept(grid)) == matrix


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_read(data):
    said = ""
    try:
        said = parse_matrix(read_sheets(data)).faults[0].rule
    except SheetRefused as refused:
        said = refused.reason
    assert said


def test_the_fixture_files_are_there():
    assert {path.name for path in Path(DATA).iterdir()} >= {
        "rad_kediri.xlsx",
        "rad_kediri.csv",
        "members_kediri.csv",
    }
