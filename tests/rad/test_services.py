"""The life of a plan and of a report, and who may do which step."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from rad import services
from rad.enums import ReportStatus
from rad.models import ActionItemGrant, IndicatorValue, ProgressReport, Target
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, make_rad, open_period

pytestmark = pytest.mark.django_db
NIK = "3571010101900001"


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def test_codes_follow_the_tree(rad: Rad) -> None:
    assert [item.code for item in rad.items.values()] == ["I.1.1", "I.1.2", "I.1.3"]


def test_a_plan_in_force_is_locked(rad: Rad) -> None:
    by = rad.secretariat
    with pytest.raises(Denied, match="terkunci"):
        services.strategy_create(plan=rad.plan, name="Baru", by=by)
    with pytest.raises(Denied, match="terkunci"):
        services.item_update(item=rad.items["dinsos"], name="Lain", by=by)
    with pytest.raises(Denied, match="terkunci"):
        services.indicator_update(indicator=rad.indicator("dinsos"), targets={}, by=by)
    assert Target.objects.count() == 3


def test_an_empty_plan_is_not_adopted(world: World) -> None:
    by = world.people["sekretariat"]
    plan = services.plan_create(code="RAD-X", title="RAD", first_year=2026, last_year=2027, by=by)
    with pytest.raises(ValidationError, match="belum berisi indikator"):
        services.plan_adopt(plan=plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=by)


def test_adoption_needs_its_day_to_have_come(world: World) -> None:
    rad = make_rad(world, adopted=False)
    tomorrow = timezone.localdate() + timedelta(days=2)
    with pytest.raises(ValidationError, match="melewati hari ini"):
        services.plan_adopt(plan=rad.plan, instrument="Perwali 1", adopted_on=tomorrow, by=rad.secretariat)


@pytest.mark.parametrize("person", ["dinsos", "dinkes", "sekda", "pengawas", "admin", "polres_ppa"])
def test_only_the_secretariat_manages(rad: Rad, person: str) -> None:
    by = rad.world.people[person]
    day = timezone.localdate()
    acts: list[Any] = [
        lambda: services.plan_create(code="X", title="X", first_year=2026, last_year=2026, by=by),
        lambda: services.period_open(
            plan=rad.plan, kind="triwulan", year=day.year, ordinal=1, deadline=day, by=by
        ),
        lambda: services.period_close(period=rad.period, by=by),
        lambda: services.import_preview(data=b"x", file_name="x.xlsx", plan_code="X", by=by),
        lambda: services.report_document_make(period=rad.period, by=by),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()


def test_grants_are_the_desks_of_responsible_agencies(rad: Rad) -> None:
    held = {(g.content_object.code, g.group.desk.agency.short_name) for g in ActionItemGrant.objects.all()}
    assert held == {("I.1.1", "Dinas Sosial"), ("I.1.2", "Dinas Kesehatan")}


def test_grants_follow_a_changed_party(world: World) -> None:
    from tests.rad.builders import agency_party

    rad = make_rad(world, adopted=False)
    services.item_update(
        item=rad.items["dinsos"], responsible=[agency_party(world, "Polres")], by=rad.secretariat
    )
    grants = ActionItemGrant.objects.filter(content_object=rad.items["dinsos"])
    assert [grant.group.desk.agency.short_name for grant in grants] == ["Polres"]


def test_a_unit_has_its_own_desk(world: World) -> None:
    from members.enums import AgencyKind, Role
    from tests.rad.builders import agency_party

    rad = make_rad(world, adopted=False)
    dinas = world.agencies["DP3AP2KB"]
    unit = world.agency("UPTD PPA", AgencyKind.OPD, member=False, parent=dinas)
    services.item_update(
        item=rad.items["hukum"], responsible=[agency_party(world, "UPTD PPA")], by=rad.secretariat
    )
    grant = ActionItemGrant.objects.get(content_object=rad.items["hukum"])
    assert (grant.group.desk.agency, grant.group.desk.role) == (unit, Role.LIAISON)


def test_a_foreign_agency_gets_no_grant(world: World) -> None:
    """An agency that does not belong to the task force cannot be handed an item by naming it."""
    from members.enums import AgencyKind
    from tests.factories import make_world
    from tests.rad.builders import PartyGiven

    other = make_world("16.09", "OKU Selatan").agency("Dinas Asing", AgencyKind.OPD)
    rad = make_rad(world, adopted=False)
    party = PartyGiven("instansi", "Dinas Asing", other.pk)
    services.item_update(item=rad.items["hukum"], responsible=[party], by=rad.secretariat)
    assert not ActionItemGrant.objects.filter(content_object=rad.items["hukum"]).exists()


def test_a_report_travels_to_accepted(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos", narrative="Dua kelurahan.")
    assert report.status == ReportStatus.SUBMITTED
    report = services.report_accept(report=report, by=rad.world.people["sekretariat"])
    assert report.status == ReportStatus.ACCEPTED
    assert report.decided_as.startswith("Sekretariat, Gugus Tugas")
    actions = AuditEvent.objects.filter(object_id=str(report.pk)).values_list("action", flat=True)
    assert set(actions) == {"rad.report_save", "rad.report_submit", "rad.report_accept"}


def test_a_seat_held_today_stands_beside_the_value(rad: Rad) -> None:
    from members.models import Seat, SeatHolder

    by = rad.world.people["sekretariat"]
    seat = Seat.objects.get(agency=rad.world.agencies["DP3AP2KB"], is_head=True)
    day = timezone.localdate() - timedelta(days=9)
    holder = SeatHolder.objects.create(
        task_force=rad.world.task_force, lineage=seat.lineage, name="Contoh", user=by, valid_from=day
    )
    first = services.report_accept(report=rad.submit("dinsos", "dinsos"), by=by)
    assert first.decided_as.startswith("Sekretariat, Gugus Tugas")  # nobody gives themselves a seat
    holder.set_by, holder.confirmed_by = by, rad.world.people["sekretariat2"]
    holder.confirmed_at = timezone.now()
    holder.save()
    second = services.report_accept(report=rad.submit("dinkes", "dinkes"), by=by)
    assert second.decided_as.startswith("Kepala DP3AP2KB, Gugus Tugas")


@pytest.mark.parametrize("person", ["dinkes", "polres", "sekda", "pengawas", "admin"])
def test_another_agencys_item_is_not_reported(rad: Rad, person: str) -> None:
    with pytest.raises(Denied, match="instansi lain"):
        rad.save("dinsos", person)
    report = rad.submit("dinsos", "dinsos")
    for act in (services.report_withdraw, services.report_accept, services.report_submit):
        with pytest.raises(Denied):
            act(report=report, by=rad.world.people[person])
    assert IndicatorValue.objects.count() == 1


def test_handlers_report_as_their_liaisons_do(rad: Rad) -> None:
    assert rad.save("dinsos", "dinsos_kasus").on_behalf is False


def test_nobody_accepts_what_they_typed_or_submitted(rad: Rad) -> None:
    """Also not when they only saved it once, in an earlier round."""
    first, second = rad.world.people["sekretariat"], rad.world.people["sekretariat2"]
    report = rad.save("hukum", "sekretariat", proof_note="Surat Bagian Hukum 12/2026")
    assert report.on_behalf
    rad.save("hukum", "sekretariat2", Given(value=Decimal(6)), proof_note="Surat Bagian Hukum 12/2026")
    report = services.report_submit(report=report, by=second)
    for person in (first, second):
        with pytest.raises(Denied, match="petugas sekretariat lain"):
            services.report_accept(report=report, by=person)
    third = rad.world.person("sekretariat3", "sekretariat")
    assert services.report_accept(report=report, by=third).status == ReportStatus.ACCEPTED


def test_the_database_refuses_self_acceptance_too(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    with pytest.raises(IntegrityError, match="report_accepted_by_another"), transaction.atomic():
        ProgressReport.objects.filter(pk=report.pk).update(
            status=ReportStatus.ACCEPTED, decided_by=rad.world.people["dinsos"]
        )


def test_atas_nama_needs_its_ground(rad: Rad) -> None:
    with pytest.raises(ValidationError) as caught:
        rad.save("hukum", "sekretariat")
    assert "dasar" in str(caught.value)
    assert not ProgressReport.objects.exists()


def test_the_secretariat_does_not_write_into_an_agencys_draft(rad: Rad) -> None:
    rad.save("dinsos", "dinsos")
    with pytest.raises(Denied, match="sedang menyusun"):
        rad.save("dinsos", "sekretariat", Given(value=Decimal(9)), proof_note="Telepon")
    assert IndicatorValue.objects.get().value == 5


def test_a_report_is_complete_before_it_is_submitted(rad: Rad) -> None:
    report = services.report_save(
        item=rad.items["dinsos"], period=rad.period, by=rad.world.people["dinsos"], narrative="Ada."
    )
    with pytest.raises(ValidationError, match="Indikator dinsos"):
        services.report_submit(report=report, by=rad.world.people["dinsos"])


def test_returned_mended_and_submitted_again(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    due = timezone.localdate() + timedelta(days=3)
    report = services.report_return(report=report, reason="Angka tidak cocok", due=due, by=rad.secretariat)
    assert (report.status, report.return_due) == (ReportStatus.RETURNED, due)
    report = rad.submit("dinsos", "dinsos", Given(value=Decimal(4)))
    assert report.values.get().value == 4


def test_a_return_date_in_the_past_is_refused(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    with pytest.raises(ValidationError, match="sudah lewat"):
        services.report_return(
            report=report, reason="x", due=timezone.localdate() - timedelta(days=3), by=rad.secretariat
        )


def test_withdraw_lock_and_correct(rad: Rad) -> None:
    by = rad.world.people["dinsos"]
    report = services.report_withdraw(report=rad.submit("dinsos", "dinsos"), by=by)
    assert report.status == ReportStatus.DRAFT
    report = services.report_submit(report=report, by=by)
    report = services.report_accept(report=report, by=rad.secretariat)
    report = services.report_lock(report=report, by=rad.secretariat)
    with pytest.raises(Denied):
        rad.save("dinsos", "dinsos")
    due = timezone.localdate()
    report = services.report_unlock(report=report, reason="Koreksi", due=due, by=rad.secretariat)
    assert report.status == ReportStatus.RETURNED


def test_a_closed_period_takes_no_new_report_but_mends_returned_ones(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    services.report_return(report=report, reason="Periksa", due=timezone.localdate(), by=rad.secretariat)
    rad.period = services.period_close(period=rad.period, by=rad.secretariat)
    with pytest.raises(Denied, match="ditutup"):
        rad.save("dinkes", "dinkes")
    assert rad.submit("dinsos", "dinsos", Given(value=Decimal(3))).status == ReportStatus.SUBMITTED


@pytest.mark.parametrize("field", ["narrative", "obstacles", "follow_up"])
def test_a_nik_is_refused_with_its_reason(rad: Rad, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        rad.save("dinsos", "dinsos", **{field: f"Korban {NIK} sudah pulang"})
    assert field in caught.value.error_dict
    assert "NIK" in str(caught.value)
    assert not ProgressReport.objects.exists()


def test_a_number_that_is_no_nik_passes(rad: Rad) -> None:
    rad.save("dinsos", "dinsos", narrative="Rekening 9999999999999999 dan 150.000.000 rupiah")


def test_bulk_accept_says_what_it_skipped(rad: Rad) -> None:
    by = rad.world.people["sekretariat"]
    mine = rad.submit("hukum", "sekretariat", proof_note="Surat 1")
    theirs = rad.submit("dinsos", "dinsos")
    accepted, skipped = services.reports_accept(reports=[mine, theirs], by=by)
    assert [report.pk for report in accepted] == [theirs.pk]
    assert [(report.pk, "petugas sekretariat lain" in reason) for report, reason in skipped] == [
        (mine.pk, True)
    ]


def test_one_year_one_kind_of_period(rad: Rad) -> None:
    day = timezone.localdate()
    with pytest.raises(ValidationError, match="satu jenis periode"):
        services.period_open(
            plan=rad.plan, kind="semester", year=day.year, ordinal=1, deadline=day, by=rad.secretariat
        )
    with pytest.raises(ValidationError, match="di luar RAD"):
        services.period_open(
            plan=rad.plan, kind="triwulan", year=2001, ordinal=1, deadline=day, by=rad.secretariat
        )
    with pytest.raises(ValidationError):
        open_period(rad, ordinal=rad.period.ordinal)


def test_another_task_forces_secretariat_changes_nothing(rad: Rad) -> None:
    from tests.factories import make_world

    stranger = make_world("16.09", "OKU Selatan").people["sekretariat"]
    report = rad.submit("dinsos", "dinsos")
    for act in (
        lambda: services.report_accept(report=report, by=stranger),
        lambda: services.period_close(period=rad.period, by=stranger),
        lambda: services.report_save(item=rad.items["hukum"], period=rad.period, by=stranger, proof_note="x"),
        lambda: services.report_document_make(period=rad.period, by=stranger),
    ):
        with pytest.raises(Denied):
            act()


def test_an_untouched_save_leaves_no_trace(rad: Rad) -> None:
    rad.save("dinsos", "dinsos")
    before = AuditEvent.objects.count()
    rad.save("dinsos", "dinsos")
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("unit", "aggregation", "fine"),
    [
        ("kegiatan", "jumlah", False),
        ("Orang", "posisi_akhir", False),
        ("orang", "rata_rata", True),
        ("jam", "jumlah", True),
    ],
)
def test_what_is_counted_one_by_one_has_no_fraction(
    world: World, unit: str, aggregation: str, fine: bool
) -> None:
    """1.250 typed as 1,250 would be a thousandth of what was meant."""
    rad = make_rad(world)
    row = rad.indicator("dinsos")
    row.unit, row.aggregation = unit, aggregation
    row.save()
    if fine:
        assert rad.save("dinsos", "dinsos", Given(value=Decimal("1.25"))).values.get().value == Decimal(
            "1.25"
        )
    else:
        with pytest.raises(ValidationError, match="angka bulat"):
            rad.save("dinsos", "dinsos", Given(value=Decimal("1.25")))
