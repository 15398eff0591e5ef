"""Who is meant by the names in a RAD: agencies, units, posts, everybody, or named text."""

import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.sheets import SheetRefused, read_sheets
from rad.matching import (
    ABBREVIATIONS,
    SOLE_KINDS,
    UNITS,
    Certainty,
    Known,
    MatchFileError,
    PartyKind,
    apply_answers,
    match_parties,
    read_match_csv,
)
from rad.workbook import parse_matrix
from tests.rad.faults import KEDIRI

POLRES, KEJARI, PN, IMIGRASI, DP3A, DINSOS, DISNAKER, DISDIK, DINKES, KOMINFO = range(1, 11)


@pytest.fixture(scope="module")
def members():
    with (KEDIRI.parent / "members_kediri.csv").open(encoding="utf-8-sig", newline="") as file:
        return [Known(int(row["no"]), row["instansi"], row["nama_lengkap"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def matrix():
    return parse_matrix(read_sheets(KEDIRI))


def one(name, known):
    return match_parties([name], known)[0]


def test_exactly_16_of_the_64_rows_have_a_responsible_party_that_is_no_member(matrix, members):
    matches = match_parties([item.responsible_names[0] for *_, item in matrix.items()], members)
    others = Counter((match.name, match.kind) for match in matches if match.kind is not PartyKind.AGENCY)
    assert len(matches) == 64
    assert others == {
        ("UPTD PPA", PartyKind.UNIT): 5,
        ("Bagian Hukum Setda", PartyKind.UNIT): 4,
        ("Bagian Pemerintahan Setda", PartyKind.UNIT): 1,
        ("RSUD", PartyKind.UNIT): 1,
        ("Satpol PP", PartyKind.TEXT): 1,
        ("Kementerian Agama", PartyKind.TEXT): 1,
        ("Dinas Kependudukan dan Pencatatan Sipil", PartyKind.TEXT): 1,
        ("Ketua Harian (Polres)", PartyKind.POST): 1,
        ("Ketua Gugus Tugas", PartyKind.POST): 1,
    }
    assert others.total() == 16
    assert sum(match.needs_person(responsible=True) for match in matches) == 16


def test_the_other_48_rows_are_certain(matrix, members):
    matches = match_parties([item.responsible_names[0] for *_, item in matrix.items()], members)
    certain = Counter(match.target for match in matches if match.kind is PartyKind.AGENCY)
    assert certain.total() == 48
    assert set(certain) == set(range(1, 11))
    assert all(m.certainty is Certainty.CERTAIN for m in matches if m.kind is PartyKind.AGENCY)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Polres", POLRES), ("polres kediri kota", POLRES), ("Kepolisian Resor Kediri Kota", POLRES),
        ("Kejaksaan Negeri", KEJARI),
        ("Kejari", KEJARI), ("Pengadilan Negeri", PN), ("PN Kediri", PN), ("Imigrasi", IMIGRASI),
        ("Kantor Imigrasi", IMIGRASI),
        ("DP3AP2KB", DP3A), ("Dinsos", DINSOS), ("Dinas Sosial Kota Kediri", DINSOS),
        ("DINAS SOSIAL.", DINSOS), ("Disnaker", DISNAKER),
        ("Disdik", DISDIK), ("Dinkes", DINKES), ("Diskominfo", KOMINFO), ("Kominfo", KOMINFO),
        ("Dinas Kominfo", KOMINFO),
        ("Dinas Komunikasi dan Informatika", KOMINFO),
    ],
)  # fmt: skip
def test_agencies_by_name_full_name_and_abbreviation(name, target, members):
    match = one(name, members)
    assert (match.kind, match.target, match.certainty) == (PartyKind.AGENCY, target, Certainty.CERTAIN)
    assert match.name == name


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Dinas Kesehatn", DINKES),
        ("Dinas Kesehatan Kabupaten Kediri", DINKES),
        ("Polres Kediri", POLRES),
        ("Dinas Sosial dan Tenaga Kerja", None),
    ],
)
def test_what_only_looks_alike_is_asked(name, target, members):
    match = one(name, members)
    assert match.certainty is Certainty.UNSURE
    assert match.needs_person(responsible=False)
    assert target in (None, match.candidates[0].id)


def test_a_kind_of_which_there_are_several_is_asked():
    known = [
        Known("a", "Polres Metro Contoh"),
        Known("b", "Polresta Bandara Contoh"),
        Known("c", "Polres Contoh Selatan"),
    ]
    match = one("Polres", known)
    assert match.target is None
    assert {"a", "c"} <= {candidate.id for candidate in match.candidates}
    assert match.certainty is Certainty.UNSURE


def test_two_agencies_of_one_name_are_asked():
    known = [Known(1, "Dinas Sosial Kota Contoh"), Known(2, "Dinas Sosial Kabupaten Contoh")]
    assert [candidate.id for candidate in one("Dinsos", known).candidates] == [1, 2]
    assert one("Dinas Sosial Kota Contoh", known).target == 1


def test_an_unknown_unit_is_proposed_under_its_agency(members):
    unit = one("UPTD PPA", members)
    assert (unit.kind, unit.target, unit.parent, unit.certainty) == (
        PartyKind.UNIT,
        None,
        DP3A,
        Certainty.UNSURE,
    )
    assert one("RSUD", members).parent == DINKES
    assert one("UPT PPA Kota Kediri", members).parent == DP3A
    assert one("Unit PPA", members).parent == POLRES
    assert one("Bagian Hukum Setda", members).parent is None


def test_a_known_unit_is_certain(members):
    known = [*members, Known(11, "UPTD PPA", "UPTD Perlindungan Perempuan dan Anak", parent=DP3A)]
    unit = one("UPTD PPA", known)
    assert (unit.kind, unit.target, unit.parent, unit.certainty) == (
        PartyKind.UNIT,
        11,
        DP3A,
        Certainty.CERTAIN,
    )
    assert unit.needs_person(responsible=True)


@pytest.mark.parametrize(
    ("name", "post", "parent"),
    [
        ("Ketua Gugus Tugas", "ketua", None),
        ("Ketua Harian (Polres)", "ketua_harian", POLRES),
        ("Ketua Harian (LSM Contoh)", "ketua_harian", None),
        ("penanggung jawab sub-gugus tugas", "pj_sub", None),
        ("Koordinator Sub Gugus Tugas II", "pj_sub", None),
        ("Sekretariat Gugus Tugas", "sekretariat", None),
    ],
)
def test_posts_of_the_task_force(name, post, parent, members):
    match = one(name, members)
    assert (match.kind, match.target, match.parent) == (PartyKind.POST, post, parent)


@pytest.mark.parametrize(
    "name", ["semua anggota gugus tugas", "Semua instansi", "Seluruh OPD", "semua anggota"]
)
def test_all_members(name, members):
    assert one(name, members).kind is PartyKind.ALL


@pytest.mark.parametrize(
    "name", ["LBH/OBH", "Camat", "tokoh agama", "Ketua RT", "semua orang", "Bappeda", ""]
)
def test_everything_else_is_kept_as_named_text(name, members):
    match = one(name, members)
    assert (match.kind, match.name, match.target) == (PartyKind.TEXT, name, None)
    assert not match.needs_person(responsible=False)


def test_supporting_parties_ask_only_for_units(matrix, members):
    names = {found.value for *_, item in matrix.items() for found in item.supporting}
    asked = {match.name for match in match_parties(names, members) if match.needs_person(responsible=False)}
    assert asked == {"UPTD PPA", "RSUD", "Puskesmas", "Bagian Hukum Setda"}


@given(st.lists(st.text(max_size=60)), st.lists(st.text(max_size=30), max_size=4))
def test_any_names_give_one_match_each(names, agencies):
    known = [Known(number, name) for number, name in enumerate(agencies)]
    matches = match_parties(names, known)
    assert len(matches) == len(names)
    for match in matches:
        assert (
            match.certainty is Certainty.UNSURE
            or match.kind is not PartyKind.AGENCY
            or match.target is not None
        )


def test_the_tables_are_written_as_names_are_compared():
    assert set(SOLE_KINDS) <= {*ABBREVIATIONS.values(), "kantor imigrasi"}
    assert all(key == key.casefold() for key in (*ABBREVIATIONS, *UNITS))


# Answers --------------------------------------------------------------------------------------------------

ANSWERS = (
    "nama;jenis;tujuan\n"
    "UPTD PPA;unit;DP3AP2KB\n"
    "Satpol PP;teks;\n"
    "RSUD;instansi;Dinas Kesehatan\n"
    "Ketua Harian (Polres);jabatan;Ketua Harian\n"
    "Ketua Gugus Tugas;Jabatan;ketua\n"
    "Forum Anak;semua;\n"
)


def test_answers_make_matches_certain(members):
    answers = read_match_csv(ANSWERS.encode())
    names = [
        "UPTD PPA",
        "Satpol PP",
        "RSUD",
        "Ketua Harian (Polres)",
        "ketua gugus tugas",
        "Forum Anak",
        "Dinsos",
    ]
    matches, problems = apply_answers(match_parties(names, members), answers, members)
    assert problems == []
    assert [(match.kind, match.target, match.parent) for match in matches] == [
        (PartyKind.UNIT, None, DP3A),
        (PartyKind.TEXT, None, None),
        (PartyKind.AGENCY, DINKES, None),
        (PartyKind.POST, "ketua_harian", POLRES),
        (PartyKind.POST, "ketua", None),
        (PartyKind.ALL, None, None),
        (PartyKind.AGENCY, DINSOS, None),
    ]
    assert all(match.certainty is Certainty.CERTAIN for match in matches)


def test_an_answer_that_leads_nowhere_is_told_once(members):
    answers = read_match_csv(
        b"nama,jenis,tujuan\nRSUD,instansi,Dinas Kesehatan Planet\nCamat,jabatan,Lurah\n"
    )
    matches, problems = apply_answers(match_parties(["RSUD", "RSUD", "Camat"], members), answers, members)
    assert len(problems) == 2
    assert "Dinas Kesehatan Planet" in problems[0]
    assert matches[0].kind is PartyKind.UNIT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nama,jenis\nRSUD,teks\n", ["Kolom tujuan tidak ada"]),
        ("nama,jenis,tujuan\n,teks,x\n", ["Baris 2: nama kosong"]),
        ("nama,jenis,tujuan\nRSUD,dinas,x\n", ["Baris 2: jenis “dinas” tidak dikenal", "instansi, unit"]),
        (
            "nama,jenis,tujuan\nRSUD,unit,\nCamat,teks,\nCAMAT,teks,\n",
            ["Baris 2: tujuan kosong", "Baris 4: nama “CAMAT”"],
        ),
    ],
)
def test_a_faulty_file_of_answers_says_what_why_and_how(text, words):
    with pytest.raises(MatchFileError) as error:
        read_match_csv(text.encode())
    assert all(word in str(error.value) for word in words)
    assert "Contoh" in str(error.value) or "Pilih" in str(error.value) or "Setiap" in str(error.value)


def test_a_file_of_answers_that_is_no_table_is_refused():
    with pytest.raises(SheetRefused):
        read_match_csv(b"")
