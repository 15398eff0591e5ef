"""The bureau's workbook as it is: previewed, answered, written whole, and the second time nothing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from members.enums import AgencyKind
from members.models import Agency
from rad import services
from rad.enums import PartyRole
from rad.models import (
    ActionItem,
    ActionItemGrant,
    ActionPlan,
    ImportRun,
    Indicator,
    Party,
    Program,
    Strategy,
    Target,
)
from rad.selectors.imports import import_preview_data
from tests.factories import World, make_world
from tests.rad.faults import twenty_faults

pytestmark = pytest.mark.django_db
KEDIRI = Path(__file__).parents[1] / "data" / "rad_kediri.xlsx"
MEMBERS = Path(__file__).parents[1] / "data" / "members_kediri.csv"
KINDS = {"vertikal": AgencyKind.VERTICAL, "OPD": AgencyKind.OPD}
# Responsible parties of Kediri that are no member: one becomes a unit, two are posts, the others stay names.
NO_MEMBER = {
    "UPTD PPA", "Bagian Hukum Setda", "RSUD", "Satpol PP", "Kementerian Agama",
    "Dinas Kependudukan dan Pencatatan Sipil", "Bagian Pemerintahan Setda", "Ketua Harian (Polres)",
    "Ketua Gugus Tugas",
}  # fmt: skip


@pytest.fixture
def kediri() -> World:
    """The ten members of Kediri, as their list names them."""
    world = make_world()
    for short in ("Dinas Sosial", "Dinas Kesehatan", "Polres", "DP3AP2KB"):
        world.agencies[short].task_forces.clear()
    with MEMBERS.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            agency = Agency.objects.create(
                short_name=row["instansi"], name=row["nama_lengkap"][:200], kind=KINDS[row["jenis"]]
            )
            agency.task_forces.add(world.task_force)
            world.agencies[row["instansi"]] = agency
    return world


def preview(world: World, data: bytes | None = None, code: str = "RAD-2025-2027") -> ImportRun:
    by = world.people["sekretariat"]
    return services.import_preview(
        data=data or KEDIRI.read_bytes(), file_name="rad_kediri.xlsx", plan_code=code, by=by
    )


def suggested(run: ImportRun) -> dict[str, str]:
    """A person who takes every suggestion, and keeps as a name what has none."""
    return {q.key: q.suggested or "teks" for q in import_preview_data(run).questions}


def imported(world: World) -> ActionPlan:
    """As a person on the page does it: with the proposals about victims confirmed."""
    run = preview(world)
    victims = import_preview_data(run).victims_proposed
    by = world.people["sekretariat"]
    done = services.import_commit(run=run, answers=suggested(run), victims=victims, by=by)
    assert done.plan is not None
    return done.plan


def edited(change: Callable[[Any], None]) -> bytes:
    book = load_workbook(KEDIRI)
    change(book["Matriks RAD"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def counts() -> tuple[int, ...]:
    return tuple(
        m.objects.count() for m in (ActionPlan, Strategy, Program, ActionItem, Indicator, Target, Party)
    )


def test_the_preview_writes_nothing_and_asks_about_every_party_that_is_no_member(kediri: World) -> None:
    run = preview(kediri)
    asked = {q.name for q in import_preview_data(run).questions if q.responsible}
    assert asked == NO_MEMBER
    assert counts() == (0,) * 7


def test_the_64_rows_arrive(kediri: World) -> None:
    plan = imported(kediri)
    assert (plan.first_year, plan.last_year, plan.status) == (2025, 2027, "draf")
    assert plan.strategies.count() == 6
    assert ActionItem.objects.count() == Indicator.objects.count() == 64
    assert Target.objects.count() == 64 * 3
    names = set(Strategy.objects.values_list("name", flat=True))
    assert "Rehabilitasi Sosial, Pemulangan, dan Reintegrasi Sosial" in names
    assert Indicator.objects.filter(baseline_na=True, baseline=None).count() == expected_na()
    last = Indicator.objects.get(unit="kasus")
    assert (last.graded, last.direction, last.about_victims) == (False, "turun", True)


def expected_na() -> int:
    with (Path(__file__).parents[1] / "data" / "rad_kediri.csv").open(encoding="utf-8") as file:
        return sum(row["baseline"] == "N/A" for row in csv.DictReader(file))


def test_sixteen_rows_are_units_posts_or_names_and_only_the_unit_has_a_desk(kediri: World) -> None:
    imported(kediri)
    members = set(kediri.agencies)
    rows = Party.objects.filter(role=PartyRole.RESPONSIBLE).select_related("agency")
    others = [
        row
        for row in rows
        if not (row.agency and row.agency.short_name in members and row.kind == "instansi")
    ]
    assert len(others) == 16
    kinds = {row.label: row.kind for row in others}
    assert (kinds["UPTD PPA"], kinds["Ketua Gugus Tugas"], kinds["Satpol PP"]) == (
        "instansi",
        "jabatan",
        "teks",
    )
    unit = Agency.objects.get(short_name="UPTD PPA")
    assert unit.parent == kediri.agencies["DP3AP2KB"]
    granted = ActionItemGrant.objects.values("content_object").distinct().count()
    behalf = sum(row.agency_id is None for row in others)
    assert granted == 64 - behalf


def test_the_same_file_again_changes_nothing(kediri: World) -> None:
    imported(kediri)
    before, trail = counts(), AuditEvent.objects.count()
    run = preview(kediri)
    found = import_preview_data(run)
    assert found.unchanged
    assert found.questions == []
    done = services.import_commit(run=run, by=kediri.people["sekretariat"])
    assert done.result["changes"] == 0
    assert counts() == before
    assert AuditEvent.objects.count() == trail + 2  # the preview and the run itself, one row each


def test_an_edited_cell_changes_that_cell_only(kediri: World) -> None:
    plan = imported(kediri)
    before = counts()

    def change(sheet: Any) -> None:
        sheet["H8"] = 7

    run = preview(kediri, edited(change))
    found = import_preview_data(run)
    assert [(c.where, c.what, c.before, c.after) for c in found.changes] == [
        ("I.1.1", "target 2025", "6", "7")
    ]
    services.import_commit(run=run, by=kediri.people["sekretariat"])
    assert counts() == before
    first = ActionItem.objects.get(code="I.1.1", program__strategy__plan=plan).indicators.get()
    assert first.targets.get(year=2025).value == 7


def test_what_a_person_set_in_the_portal_survives_a_second_import(kediri: World) -> None:
    imported(kediri)
    Indicator.objects.filter(item__code="I.1.1").update(aggregation="jumlah", weight=2)
    assert import_preview_data(preview(kediri)).unchanged


def test_an_adopted_plan_is_not_changed_by_a_file(kediri: World) -> None:
    from django.utils import timezone

    plan = imported(kediri)
    by = kediri.people["sekretariat"]
    services.plan_adopt(plan=plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=by)
    assert import_preview_data(preview(kediri)).unchanged

    def change(sheet: Any) -> None:
        sheet["H8"] = 7

    run = preview(kediri, edited(change))
    with pytest.raises(ValidationError, match="terkunci"):
        services.import_commit(run=run, by=by)
    assert Target.objects.filter(indicator__item__code="I.1.1", year=2025).get().value == 6


def test_twenty_faults_are_twenty_messages_and_no_write(kediri: World, tmp_path: Path) -> None:
    run = preview(kediri, twenty_faults(tmp_path / "rusak.xlsx").read_bytes())
    faults = import_preview_data(run).matrix.faults
    assert len(faults) == 20
    for fault in faults:
        assert fault.sheet
        assert fault.cell
        assert fault.rule
        assert fault.example.startswith("Contoh")
    with pytest.raises(ValidationError, match="Perbaiki dahulu"):
        services.import_commit(run=run, answers={}, by=kediri.people["sekretariat"])
    assert counts() == (0,) * 7


def test_unanswered_names_stop_it_whole(kediri: World) -> None:
    run = preview(kediri)
    with pytest.raises(ValidationError, match="UPTD PPA"):
        services.import_commit(run=run, by=kediri.people["sekretariat"])
    assert counts() == (0,) * 7
    assert not Agency.objects.filter(short_name="UPTD PPA").exists()


def test_a_run_is_committed_once(kediri: World) -> None:
    run = preview(kediri)
    by = kediri.people["sekretariat"]
    services.import_commit(run=run, answers=suggested(run), by=by)
    with pytest.raises(Denied):
        services.import_commit(run=run, by=by)


def test_an_answer_cannot_name_a_foreign_agency(kediri: World) -> None:
    stranger = make_world("16.09", "OKU Selatan").agencies["Polres"]
    run = preview(kediri)
    answers = suggested(run) | {"uptd ppa": f"unit:{stranger.pk}"}
    with pytest.raises(Denied):
        services.import_commit(run=run, answers=answers, by=kediri.people["sekretariat"])
    answers = suggested(run) | {"satpol pp": f"instansi:{stranger.pk}"}
    with pytest.raises(Denied):
        services.import_commit(run=run, answers=answers, by=kediri.people["sekretariat"])


def test_an_import_of_another_task_force_is_not_touched(kediri: World) -> None:
    run, stranger = preview(kediri), make_world("16.09", "OKU Selatan").people["sekretariat"]
    for act in (services.import_commit, services.import_cancel):
        with pytest.raises(Denied, match="gugus tugas lain"):
            act(run=run, by=stranger)


def test_no_table_is_refused_with_a_cure(kediri: World) -> None:
    with pytest.raises(ValidationError) as caught:
        preview(kediri, b"<html><table></table></html>")
    assert "Simpan Sebagai" in str(caught.value)


def with_odd_column(sheet: Any) -> None:
    column = sheet.max_column + 1
    sheet.cell(row=5, column=column, value="Warna Map")
    for row in range(8, 12):
        sheet.cell(row=row, column=column, value="biru")


def test_an_unknown_column_is_asked_for_and_may_be_left_out(kediri: World) -> None:
    run = preview(kediri, edited(with_odd_column))
    found = import_preview_data(run)
    assert [column.label for column in found.open_columns] == ["Warna Map"]
    by, answers = kediri.people["sekretariat"], suggested(run)
    with pytest.raises(ValidationError, match="Warna Map"):
        services.import_commit(run=run, answers=answers, by=by)
    assert counts() == (0,) * 7
    services.import_columns(run=run, columns={found.open_columns[0].key: "abaikan"}, by=by)
    services.import_commit(run=run, answers=answers, by=by)
    assert ActionItem.objects.count() == 64


# The command ------------------------------------------------------------------------------------------------


def run_command(world: World, *args: str, file: Path = KEDIRI) -> str:
    out = io.StringIO()
    email = world.people["sekretariat"].email
    call_command("rad_import", str(file), "--plan=RAD-CLI", f"--actor={email}", *args, stdout=out, stderr=out)
    return out.getvalue()


def match_file(path: Path) -> Path:
    path.write_text(
        "nama,jenis,tujuan\nUPTD PPA,unit,DP3AP2KB\nBagian Hukum Setda,teks,\nRSUD,teks,\nSatpol PP,teks,\n"
        "Kementerian Agama,teks,\nDinas Kependudukan dan Pencatatan Sipil,teks,\nBagian Pemerintahan "
        "Setda,teks,\n"
        "Ketua Harian (Polres),jabatan,Ketua Harian (Polres)\nKetua Gugus Tugas,jabatan,Ketua Gugus "
        "Tugas\nPuskesmas,teks,\n"
    )
    return path


def test_the_command_stops_and_lists_unsure_names(kediri: World) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="--match"):
        call_command(
            "rad_import", str(KEDIRI), "--plan=X", f"--actor={kediri.people['sekretariat'].email}", stdout=out
        )
    assert all(name in out.getvalue() for name in NO_MEMBER)
    assert counts() == (0,) * 7
    assert not ImportRun.objects.exists()


def test_the_command_imports_with_answers_and_then_finds_nothing_to_do(kediri: World, tmp_path: Path) -> None:
    answers = f"--match={match_file(tmp_path / 'jawaban.csv')}"
    text = run_command(kediri, answers)
    assert text.splitlines()[-1] == "6 strategi, 28 program, 64 kegiatan, 64 indikator"
    before = counts()
    again = run_command(kediri, answers)
    assert "Tidak ada perubahan." in again
    assert counts() == before


def test_the_command_takes_answers_about_columns(kediri: World, tmp_path: Path) -> None:
    file = tmp_path / "rad.xlsx"
    file.write_bytes(edited(with_odd_column))
    answers = match_file(tmp_path / "jawaban.csv")
    with pytest.raises(CommandError, match="--match"):
        run_command(kediri, f"--match={answers}", file=file)
    answers.write_text(answers.read_text() + "Warna Map,kolom,abaikan\n")
    assert "64 kegiatan" in run_command(kediri, f"--match={answers}", file=file)


def test_a_dry_run_lists_and_writes_nothing(kediri: World) -> None:
    text = run_command(kediri, "--dry-run")
    assert "Uji coba" in text
    assert text.splitlines()[-1] == "6 strategi, 28 program, 64 kegiatan, 64 indikator"
    assert counts() == (0,) * 7
    assert not ImportRun.objects.exists()


def test_the_command_says_every_fault(kediri: World, tmp_path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="20 sel"):
        call_command(
            "rad_import", str(twenty_faults(tmp_path / "rusak.xlsx")), "--plan=X",
            f"--actor={kediri.people['sekretariat'].email}", stdout=out, stderr=out,
        )  # fmt: skip
    assert out.getvalue().count("Lembar “") == 20


def test_the_command_refuses_who_may_not(kediri: World) -> None:
    with pytest.raises(CommandError, match="Hanya sekretariat"):
        call_command("rad_import", str(KEDIRI), "--plan=X", f"--actor={kediri.people['dinsos'].email}")
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("rad_import", str(KEDIRI), "--plan=X", "--actor=tidak@ada.example.id")
