"""The life of an SK, seats and the library through their services."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from members import selectors, services
from members.defaults import LAWS
from members.enums import AppointmentStatus, Basis, Certainty, DecreeStatus, LawLevel, Role
from members.models import (
    Agency,
    Appointment,
    Decree,
    DecreeReview,
    Desk,
    LegalBasis,
    Position,
    Region,
    Seat,
    SeatHolder,
    SubTaskForce,
    TaskForce,
)
from members.services.task_forces import library_load, timezone_of
from tests.factories import World, make_world, user

pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def enact(world: World, decree: Decree, number: str = "188.45/2/2026", days: int = 0) -> Decree:
    by, today = fresh(world.people["sekretariat"]), fresh(world.people["sekretariat"]).authority.today
    services.decree_submit(decree=decree, by=by)
    services.decree_review_record(
        decree=decree, by=by, officer="Budi Contoh", reviewed_on=today, approved=True
    )
    services.decree_sign(
        decree=decree,
        by=by,
        number=number,
        signed_on=today,
        valid_from=today + timedelta(days=days),
        valid_until=None,
        signer_office="Wali Kota Kediri",
        signer_name="BUDI CONTOH",
    )
    return services.decree_enforce(decree=decree, by=by)


# --- starting -----------------------------------------------------------------------------------------------


def test_a_task_force_starts_with_its_regions_and_defaults() -> None:
    call_command("start_task_force", region="35.71", admin="admin@contoh.example.id", verbosity=0)
    call_command("start_task_force", region="35.71", admin="admin@contoh.example.id", verbosity=0)
    task_force = TaskForce.objects.get()
    assert (task_force.head_office, task_force.place) == ("Wali Kota Kediri", "Kediri")
    assert Region.objects.filter(level=3).count() == 3
    assert Region.objects.filter(level=4).count() == 46
    assert SubTaskForce.objects.count() == 6
    assert Position.objects.count() == 8
    assert LegalBasis.objects.count() == len(LAWS)
    admin = User.objects.get()
    assert admin.authority.roles == {"admin"}
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "office", "place"),
    [
        ("16.09", "Bupati Ogan Komering Ulu Selatan", "Ogan Komering Ulu Selatan"),
        ("31.73", "Gubernur Daerah Khusus Ibukota Jakarta", "Jakarta Barat"),
        ("21.01", "Bupati Bintan", "Bintan"),
    ],
)
def test_head_and_place_follow_the_kind_of_region(code: str, office: str, place: str) -> None:
    task_force = services.task_force_start(region=code, admin=user("Admin Contoh"))
    assert (task_force.head_office, task_force.place) == (office, place)


def test_an_unknown_region_is_refused_with_an_example() -> None:
    with pytest.raises(CommandError, match=r"contoh 35\.71"):
        call_command("start_task_force", region="99.99", admin="admin@contoh.example.id")
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("start_task_force", region="35.71.01", admin="admin@contoh.example.id")


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("35.71", "Asia/Jakarta"),
        ("51.71", "Asia/Makassar"),
        ("94.04", "Asia/Jayapura"),
        ("61.01", "Asia/Jakarta"),
    ],
)
def test_zones(code: str, zone: str) -> None:
    assert timezone_of(code) == zone


# --- SK -----------------------------------------------------------------------------------------------------


def test_a_draft_starts_with_checked_grounds_only_and_dictums(world: World) -> None:
    library_load()
    decree = services.decree_create(by=world.people["sekretariat"])
    grounds = list(decree.legal_bases.all())
    assert {ground.certainty for ground in grounds} == {Certainty.SURE}
    assert [ground.number for ground in grounds] == ["21", "9", "69", "22", "49", "10", "8"]
    assert decree.clauses.filter(kind="diktum").count() == 7


def test_only_the_secretariat_drafts(world: World) -> None:
    for key in ("dinsos", "sekda", "admin", "pengawas"):
        with pytest.raises(Denied):
            services.decree_create(by=world.people[key])


def test_what_is_reviewed_is_not_changed_any_more(world: World) -> None:
    by = world.people["sekretariat"]
    decree = services.decree_create(by=by)
    with pytest.raises(Denied, match="Lampiran masih kosong"):
        services.decree_submit(decree=decree, by=by)
    seat = services.seats_create_for_agencies(decree=decree, by=by)[0]
    services.decree_submit(decree=decree, by=by)
    for act in (
        lambda: services.decree_update(decree=decree, by=by, title="X"),
        lambda: services.decree_grounds_set(decree=decree, by=by, grounds=[]),
        lambda: services.seat_update(seat=seat, by=by, title="X"),
        lambda: services.seat_delete(seat=seat, by=by),
    ):
        with pytest.raises(Denied, match="selama berstatus draf"):
            act()


def test_signing_needs_an_approving_review_of_this_submission(world: World) -> None:
    by, today = world.people["sekretariat"], timezone.localdate()
    decree = services.decree_create(by=by)
    services.seats_create_for_agencies(decree=decree, by=by)
    values = {
        "number": "1/2026",
        "signed_on": today,
        "valid_from": today,
        "valid_until": None,
        "signer_office": "Wali Kota",
        "signer_name": "BUDI CONTOH",
    }
    review = {"officer": "Budi Contoh", "reviewed_on": today}
    services.decree_submit(decree=decree, by=by)
    with pytest.raises(Denied, match="Belum ada telaah"):
        services.decree_sign(decree=decree, by=by, **values)
    services.decree_review_record(decree=decree, by=by, approved=False, **review)
    decree.refresh_from_db()
    assert decree.status == DecreeStatus.DRAFT
    services.decree_submit(decree=decree, by=by)
    services.decree_review_record(decree=decree, by=by, approved=True, **review)
    services.decree_return(decree=decree, by=by)
    services.decree_submit(decree=decree, by=by)
    with pytest.raises(Denied, match="Belum ada telaah"):
        services.decree_sign(decree=decree, by=by, **values)


def test_bagian_hukum_reviews_with_its_own_account_and_sees_nothing_else(world: World) -> None:
    legal = world.person("hukum", Role.LEGAL)
    by = world.people["sekretariat"]
    decree = services.decree_create(by=by)
    services.seats_create_for_agencies(decree=decree, by=by)
    assert not Decree.objects.visible_to(legal).exists()
    services.decree_submit(decree=decree, by=by)
    assert [row.pk for row in Decree.objects.visible_to(legal)] == [decree.pk]
    services.decree_review_record(
        decree=decree, by=legal, officer="Hukum Contoh", reviewed_on=timezone.localdate(), approved=True
    )
    assert DecreeReview.objects.get().recorded_by == legal
    with pytest.raises(Denied):
        services.decree_update(decree=decree, by=legal, title="X")


def test_a_new_decree_ends_the_old_one_the_day_before(world: World) -> None:
    draft = services.period_copy_forward(decree=world.decree, by=world.people["sekretariat"])
    enact(world, draft, days=10)
    world.decree.refresh_from_db()
    start = timezone.localdate() + timedelta(days=10)
    assert (world.decree.status, world.decree.ended_on) == ("diganti", start - timedelta(days=1))
    for moved, number in ((9, "188.45/1/2025"), (10, "188.45/2/2026")):
        with time_machine.travel(timezone.now() + timedelta(days=moved), tick=False):
            current = selectors.decree_in_force(fresh(world.people["sekretariat"]))
            assert current is not None
            assert current.number == number


def test_an_amendment_names_what_it_changes_and_keeps_appointments(world: World) -> None:
    by = world.people["sekretariat"]
    draft = services.decree_amend(decree=world.decree, by=by)
    services.seat_delete(seat=draft.seats.get(agency=world.agencies["Polres"], is_head=True), by=by)
    renamed = draft.seats.get(agency=world.agencies["Dinas Kesehatan"], is_head=True)
    services.seat_update(seat=renamed, by=by, title="Plt. Kepala Dinas Kesehatan")
    position = Position.objects.get()
    services.seat_create(decree=draft, by=by, title="Kepala Bappeda", position=position)
    enacted = enact(world, draft)
    assert enacted.change_summary.split("\n") == [
        "Kursi ditambah: Kepala Bappeda",
        "Kursi dihapus: Kepala Polres",
        "Kursi diubah: Kepala Dinas Kesehatan, Anggota → Plt. Kepala Dinas Kesehatan, Anggota",
    ]
    world.decree.refresh_from_db()
    assert world.decree.status == DecreeStatus.AMENDED
    assert fresh(world.people["dinkes"]).authority.roles == {"penghubung"}
    assert fresh(world.people["polres"]).authority.roles == frozenset()


def test_an_sk_may_not_start_before_its_predecessor(world: World) -> None:
    draft = services.period_copy_forward(decree=world.decree, by=world.people["sekretariat"])
    with pytest.raises(ValidationError, match=r"paling cepat \d+ [A-Z][a-z]+ \d{4}\."):
        enact(world, draft, days=-300)


def test_after_the_lapse_the_secretariat_renews_from_end_to_end(world: World) -> None:
    """Nobody else holds anything any more, and one secretary still gets the next SK into force."""
    with time_machine.travel(timezone.now() + timedelta(days=1000), tick=False):
        assert fresh(world.people["dinsos"]).authority.roles == frozenset()
        keeper = fresh(world.people["sekretariat"])
        assert keeper.authority.roles == {"sekretariat"}
        assert any(duty.tone == "bad" for duty in selectors.duties_for(keeper))
        draft = services.period_copy_forward(decree=world.decree, by=keeper)
        enact(world, draft)
        assert fresh(world.people["dinsos"]).authority.roles == {"penghubung"}
        assert fresh(world.people["dinsos_kasus"]).authority.roles == frozenset()


def test_a_revoked_decree_gives_nothing_from_that_day(world: World) -> None:
    keeper = world.people["sekretariat"]
    services.decree_revoke(decree=world.decree, by=keeper, revoked_on=timezone.localdate(), reason="contoh")
    assert fresh(world.people["dinsos"]).authority.roles == frozenset()
    with pytest.raises(Denied):
        services.decree_revoke(
            decree=world.decree, by=keeper, revoked_on=timezone.localdate(), reason="contoh"
        )


def test_no_two_decrees_give_authority_on_one_day(world: World) -> None:
    keeper, later = world.people["sekretariat"], timezone.localdate() + timedelta(days=10)
    draft = services.period_copy_forward(decree=world.decree, by=keeper)
    services.decree_revoke(decree=world.decree, by=keeper, revoked_on=later, reason="contoh")
    with pytest.raises(ValidationError, match="masih berlaku sampai"):
        enact(world, draft)
    draft.refresh_from_db()
    assert draft.status == DecreeStatus.SIGNED


# --- seats, holders, appointments ---------------------------------------------------------------------------


def test_holders_follow_each_other_and_an_empty_seat_is_a_duty(world: World) -> None:
    keeper, today = world.people["sekretariat"], timezone.localdate()
    seat = Seat.objects.get(agency=world.agencies["Polres"], is_head=True)
    assert len(selectors.vacant_seats(keeper)) == Seat.objects.count()
    services.seat_holder_set(seat=seat, by=keeper, name="Satu Contoh", valid_from=today - timedelta(days=9))
    services.seat_holder_set(seat=seat, by=keeper, name="Dua Contoh", valid_from=today)
    first, second = SeatHolder.objects.order_by("valid_from")
    assert first.valid_until == today - timedelta(days=1)
    assert seat not in selectors.vacant_seats(keeper)
    services.seat_holder_end(holder=second, by=keeper, valid_until=today)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert seat in selectors.vacant_seats(fresh(keeper))
        assert any("kursi kosong" in duty.status for duty in selectors.duties_for(fresh(keeper)))
    with pytest.raises(ValidationError, match="Isi tanggal sesudahnya"):
        services.seat_holder_set(seat=seat, by=keeper, name="X", valid_from=today - timedelta(days=3))


def test_a_holder_who_leaves_loses_the_rights_of_the_seat_that_day(world: World) -> None:
    keeper, today = world.people["sekretariat"], timezone.localdate()
    seat = Seat.objects.get(agency=world.agencies["Polres"], is_head=True)
    person = user("Budi Contoh")
    holder = services.seat_holder_set(seat=seat, by=keeper, name="Budi Contoh", valid_from=today, user=person)
    services.appointment_propose(
        by=keeper,
        user=person,
        role=Role.LIAISON,
        agency=world.agencies["Polres"],
        basis=Basis.SEAT,
        seat=seat,
        valid_from=today,
    )
    assert fresh(person).authority.roles == {"penghubung"}
    services.seat_holder_end(holder=holder, by=keeper, valid_until=today)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert fresh(person).authority.roles == frozenset()


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"basis": Basis.LETTER}, "nomor dan tanggal surat tugas"),
        ({"basis": Basis.SEAT}, "Pilih kursi"),
        ({"basis": Basis.INTERIM, "reason": "x"}, "paling lama 90 hari"),
        ({"basis": Basis.OFFICE}, "Penetapan dinas hanya untuk"),
    ],
)
def test_each_basis_must_be_complete(world: World, extra: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        services.appointment_propose(
            by=world.people["sekretariat"],
            user=user("Budi Contoh"),
            role=Role.LIAISON,
            agency=world.agencies["Polres"],
            valid_from=timezone.localdate(),
            **extra,
        )


def test_an_interim_note_ends_within_90_days(world: World) -> None:
    today = timezone.localdate()
    values = {
        "by": world.people["sekretariat"],
        "user": user("Budi Contoh"),
        "role": Role.LIAISON,
        "agency": world.agencies["Polres"],
        "basis": Basis.INTERIM,
        "reason": "menunggu SK",
        "valid_from": today,
    }
    with pytest.raises(ValidationError):
        services.appointment_propose(valid_until=today + timedelta(days=91), **values)
    row = services.appointment_propose(valid_until=today + timedelta(days=90), **values)
    assert row.status == AppointmentStatus.CONFIRMED


def test_a_desk_is_made_once_and_a_handlers_implies_the_liaisons(world: World) -> None:
    agency = world.agency("UPTD PPA", member=False)
    first = services.desk_get(task_force=world.task_force, role=Role.HANDLER, agency=agency)
    assert services.desk_get(task_force=world.task_force, role=Role.HANDLER, agency=agency) == first
    assert first.implies is not None
    assert first.implies.role == Role.LIAISON
    assert Desk.objects.filter(agency=agency).count() == 2


def test_ended_appointments_are_kept_and_give_nothing(world: World) -> None:
    row = Appointment.objects.get(user=world.people["dinsos"])
    services.appointment_end(appointment=row, by=world.people["sekretariat"], reason="pindah tugas")
    assert fresh(world.people["dinsos"]).authority.roles == frozenset()
    assert Appointment.objects.get(pk=row.pk).end_reason == "pindah tugas"
    with pytest.raises(Denied):
        services.appointment_end(
            appointment=Appointment.objects.get(user=world.people["dinkes"]),
            by=world.people["dinsos_kasus"],
            reason="x",
        )


# --- agencies, settings, library ----------------------------------------------------------------------------


def test_a_name_is_used_once_per_task_force(world: World) -> None:
    values = {"name": "Dinas Sosial Contoh", "kind": "opd"}
    with pytest.raises(ValidationError, match="sudah ada"):
        services.agency_create(by=world.people["sekretariat"], short_name="dinas sosial", **values)
    other = make_world("16.09", "OKU Selatan")
    assert Agency.objects.filter(short_name="Dinas Sosial").count() == 2
    with pytest.raises(Denied, match="bukan anggota"):
        services.agency_update(
            agency=other.agencies["Polres"], by=world.people["sekretariat"], name="Rebutan Contoh"
        )


def test_a_setting_in_use_is_not_deleted(world: World) -> None:
    keeper = world.people["sekretariat"]
    with pytest.raises(ValidationError, match="kursi dalam SK"):
        services.position_delete(position=Position.objects.get(), by=keeper)
    free = services.position_create(by=keeper, name="Penasihat", rank=5)
    services.position_delete(position=free, by=keeper)


def test_a_correction_is_a_new_version_and_stays_with_its_task_force(world: World) -> None:
    law = LegalBasis.objects.create(
        level=LawLevel.ACT, kind="Undang-Undang", number="1", year=2020, title="Lama"
    )
    other = make_world("16.09", "OKU Selatan")
    values = {"level": LawLevel.ACT, "kind": "Undang-Undang", "number": "1", "year": 2020, "title": "Baru"}
    newer = services.legal_basis_save(
        by=world.people["sekretariat"], follows=law, certainty=Certainty.SURE, **values
    )
    assert newer.version == 2
    assert [row.title for row in selectors.legal_basis_list(world.people["sekretariat"])] == ["Baru"]
    assert [row.title for row in selectors.legal_basis_list(other.people["sekretariat"])] == ["Lama"]
    with pytest.raises(Denied, match="versi yang lebih baru"):
        services.legal_basis_save(by=world.people["sekretariat"], follows=law, **values)
    services.legal_basis_save(by=other.people["sekretariat"], follows=law, **values)


def test_every_act_leaves_its_row_without_a_persons_name(world: World) -> None:
    seat = Seat.objects.filter(is_head=True).first()
    assert seat is not None
    services.seat_holder_set(
        seat=seat, by=world.people["sekretariat"], name="Rahasia Contoh", valid_from=timezone.localdate()
    )
    row = AuditEvent.objects.get(action="members.seat_holder_set")
    assert "Rahasia" not in f"{row.object_label} {row.detail}"


@pytest.mark.parametrize(("days", "tone"), [(7, "bad"), (30, "warn"), (60, "note"), (61, None)])
def test_the_secretariat_is_warned_60_30_and_7_days_before(days: int, tone: str | None) -> None:
    world = make_world(valid_until=timezone.localdate() + timedelta(days=days))
    found = [duty for duty in selectors.duties_for(world.people["sekretariat"]) if duty.due]
    assert [duty.tone for duty in found] == ([tone] if tone else [])
