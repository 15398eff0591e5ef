"""Reminders: the step that is due, to those who may act, once, and nothing after submission."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.notices import services
from gugus.notices.duties import Clock
from gugus.notices.enums import DigestStatus, DropReason, NoticeKind
from gugus.notices.models import Digest, MailChoice, Notice
from members.models import Desk, Seat, SeatHolder
from rad import services as rad_services
from rad.models import ReportingRules
from tests.factories import World, make_world
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
DUE = date(2026, 12, 10)
OPENED = datetime(2026, 11, 20, 9, tzinfo=WIB)


@pytest.fixture
def rad() -> Iterator[Rad]:
    """A plan whose quarter is due on 10 December 2026, opened on 20 November."""
    with time_machine.travel(OPENED, tick=False):
        yield make_rad(make_world(), deadline=DUE)


def at(day: date, hour: int = 8, zone: ZoneInfo = WIB) -> Any:
    return time_machine.travel(datetime.combine(day, time(hour), zone), tick=False)


def run() -> list[Any]:
    """What beat and worker do, once; the letters that went out."""
    mail.outbox.clear()
    services.remind()
    for digest in Digest.objects.filter(status=DigestStatus.PENDING, next_try_at__gt=timezone.now()):
        services.digest_send(pk=digest.pk)
    return list(mail.outbox)


def addresses(letters: list[Any]) -> set[str]:
    return {letter.to[0].partition("@")[0] for letter in letters}


def test_each_step_reaches_those_who_report(rad: Rad) -> None:
    told = {}
    for days in range(-16, 4):
        with at(DUE + timedelta(days=days)):
            told[days] = addresses(run())
    own = {"dinsos", "dinkes", "sekretariat", "sekretariat2"}
    assert {day: people for day, people in told.items() if people} == {-14: own, -7: own, -1: own, 1: own}


def test_nobody_is_told_twice_on_a_day_and_nothing_before_the_morning(rad: Rad) -> None:
    day = DUE - timedelta(days=7)
    with at(day, 6):
        assert run() == []
        assert not Notice.objects.exists()
    with at(day, 7):
        assert len(run()) == 4
    for hour in (7, 8, 23):
        with at(day, hour):
            assert run() == []


def test_the_day_is_the_regions(world: World) -> None:
    """07.00 in Jayapura is 05.00 in Jakarta: there it is morning, here not yet."""
    with time_machine.travel(OPENED, tick=False):
        make_rad(make_world("91.71", "Kota Jayapura", "Asia/Jayapura"), deadline=DUE)
        make_rad(make_world("35.73", "Kota Malang"), deadline=DUE)
    with at(DUE - timedelta(days=7), 5):
        assert {letter.to[0].partition("@")[2] for letter in run()} == {"kota-jayapura.example.id"}
    with at(DUE - timedelta(days=7), 7):
        assert {letter.to[0].partition("@")[2] for letter in run()} == {"kota-malang.example.id"}


@pytest.mark.parametrize(("missed", "step"), [(range(-7, -3), -7), (range(-14, 0), -1), (range(-20, 5), 1)])
def test_after_an_outage_the_nearest_step_comes_once(rad: Rad, missed: range, step: int) -> None:
    with at(DUE + timedelta(days=missed.stop - 1)):
        assert len(run()) == 4
        steps = set(Notice.objects.filter(kind=NoticeKind.REPORT).values_list("step", flat=True))
    assert steps == {step}


def test_none_after_submission(rad: Rad) -> None:
    with at(DUE - timedelta(days=8)):
        run()
        rad.submit("dinsos", "dinsos")
    with at(DUE - timedelta(days=7)):
        assert addresses(run()) == {"dinkes", "sekretariat", "sekretariat2"}


def test_submission_between_the_row_and_the_letter_stops_it(rad: Rad) -> None:
    with at(DUE - timedelta(days=7)):
        services.remind()
        rad.submit("dinsos", "dinsos")
        digest = Digest.objects.get(recipient=rad.world.people["dinsos"])
        assert services.digest_send(pk=digest.pk) == DigestStatus.DROPPED
        digest.refresh_from_db()
        assert (digest.reason, mail.outbox) == (DropReason.NOTHING, [])


def test_a_withdrawn_report_is_reminded_again(rad: Rad) -> None:
    """What was dropped because nothing was left is not lost when it is left again."""
    person = rad.world.people["dinsos"]
    with at(DUE - timedelta(days=7)):
        services.remind()
        report = rad.submit("dinsos", "dinsos")
        services.digest_send(pk=Digest.objects.get(recipient=person).pk)
        services.remind()
        assert Notice.objects.filter(recipient=person, done_at=None).count() == 0
        rad_services.report_withdraw(report=report, by=person)
        assert "dinsos" not in addresses(run()), "one digest a day"
    with at(DUE - timedelta(days=6)):
        assert "dinsos" in addresses(run())
        assert "dinsos" not in addresses(run())


def test_a_moved_deadline_begins_anew(rad: Rad) -> None:
    with at(DUE - timedelta(days=7)):
        assert len(run()) == 4
        later = DUE + timedelta(days=10)
        rad_services.period_update(period=rad.period, deadline=later, by=rad.secretariat)
    with at(DUE - timedelta(days=4)):
        assert len(run()) == 4
        assert set(Notice.objects.filter(done_at=None).values_list("step", "due")) == {(-14, later)}


def test_a_closed_period_reminds_nobody(rad: Rad) -> None:
    rad_services.period_close(period=rad.period, by=rad.secretariat)
    with at(DUE - timedelta(days=7)):
        assert run() == []


def head_of(rad: Rad, agency: str) -> Any:
    """The agency's head with an account that a second person confirmed, and no appointment."""
    from tests.factories import user

    person = user(f"Kepala {agency} Contoh", f"kepala.{agency.split()[-1].lower()}@contoh.example.id")
    seat = Seat.objects.get(agency=rad.world.agencies[agency], is_head=True)
    SeatHolder.objects.create(
        task_force=rad.world.task_force,
        lineage=seat.lineage,
        name=person.full_name,
        user=person,
        valid_from=OPENED.date(),
        set_by=rad.world.people["sekretariat"],
        confirmed_by=rad.world.people["sekretariat2"],
        confirmed_at=OPENED,
    )
    return person


def test_after_the_deadline_head_and_secretariat_are_told(rad: Rad) -> None:
    head = head_of(rad, "Dinas Sosial")
    for days in (-14, -7, -1, 0):
        with at(DUE + timedelta(days=days)):
            assert head.email not in {letter.to[0] for letter in run()}
    rad.submit("dinkes", "dinkes")
    with at(DUE + timedelta(days=1)):
        letters = {letter.to[0]: letter for letter in run()}
    assert "Dinas Sosial terlambat melapor RAD TW IV 2026 (RAD-UJI)" in letters[head.email].body
    assert "1 kegiatan belum diajukan: I.1.1." in letters[head.email].body
    secretary = letters[rad.secretariat.email].body
    assert "2 instansi terlambat melapor RAD TW IV 2026 (RAD-UJI)" in secretary
    assert "Dinas Sosial (1), tanpa instansi pelapor (1)." in secretary
    assert rad.world.people["dinkes"].email not in letters


def test_a_unit_without_a_head_seat_has_its_parents(rad: Rad) -> None:
    """A unit reports its own item; its parent's head answers for it."""
    head, world = head_of(rad, "Dinas Sosial"), rad.world
    unit = world.agency("UPTD Contoh", member=False, parent=world.agencies["Dinas Sosial"])
    desk = Desk.objects.get(
        task_force=world.task_force, agency=world.agencies["Dinas Sosial"], role="penghubung"
    )
    Desk.objects.filter(pk=desk.pk).update(agency=unit)
    with at(DUE + timedelta(days=1)):
        letter = next(each for each in run() if each.to == [head.email])
    assert "UPTD Contoh terlambat melapor" in letter.body


def test_an_unconfirmed_head_is_told_nothing(rad: Rad) -> None:
    head = head_of(rad, "Dinas Sosial")
    SeatHolder.objects.update(confirmed_by=None, confirmed_at=None)
    with at(DUE + timedelta(days=1)):
        assert head.email not in {letter.to[0] for letter in run()}


def test_a_returned_report_is_reminded_by_its_own_day(rad: Rad) -> None:
    report = rad.submit("dinsos", "dinsos")
    day = date(2026, 12, 3)
    with at(date(2026, 11, 24)):
        rad_services.report_return(report=report, reason="Rahasia sekali", due=day, by=rad.secretariat)
        letter = next(each for each in run() if each.to[0].startswith("dinsos@"))
    assert "Perbaiki laporan I.1.1, RAD TW IV 2026 (RAD-UJI)" in letter.body
    assert "Batas 3 Desember 2026 (sisa 9 hari)" in letter.body
    assert "Rahasia" not in letter.body
    with at(date(2026, 12, 4)):
        secretary = next(each for each in run() if each.to[0] == rad.secretariat.email)
    assert "1 instansi terlambat memperbaiki laporan RAD TW IV 2026" in secretary.body


def test_an_ended_appointment_or_account_gets_no_letter(rad: Rad) -> None:
    people = rad.world.people
    with at(DUE - timedelta(days=7)):
        services.remind()
        people["dinsos"].appointments.update(status="berakhir", end_reason="Pindah")
        type(people["dinkes"]).objects.filter(pk=people["dinkes"].pk).update(is_active=False)
        for digest in Digest.objects.all():
            services.digest_send(pk=digest.pk)
    assert addresses(mail.outbox) == {"sekretariat", "sekretariat2"}
    reasons = dict(Digest.objects.filter(status="batal").values_list("recipient__email", "reason"))
    assert {reasons[people[key].email] for key in ("dinsos", "dinkes")} == {"akun", "selesai"}


def test_a_desk_without_a_liaison_is_its_handlers(rad: Rad) -> None:
    rad.world.people["dinsos"].appointments.update(status="berakhir", end_reason="Pindah")
    with at(DUE - timedelta(days=7)):
        assert "dinsos_kasus" in addresses(run())


def test_the_letter_says_codes_counts_and_dates(rad: Rad, settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.go.id"
    with at(DUE - timedelta(days=7)):
        letter = next(each for each in run() if each.to[0].startswith("dinsos@"))
    notice = Notice.objects.get(recipient=rad.world.people["dinsos"])
    assert letter.subject == "[Portal Gugus Tugas TPPO] 1 laporan RAD menunggu, batas 10 Desember 2026"
    assert (
        letter.body
        == f"""Yth. Dinsos Contoh,

Yang menunggu Anda di portal gugus tugas:

GT TPPO Kota Kediri

- Lapor RAD TW IV 2026 (RAD-UJI)
  1 kegiatan belum diajukan: I.1.1.
  Batas 10 Desember 2026 (sisa 7 hari)
  https://portal.example.go.id/tugas/pengingat/{notice.pk}/

Yang sudah diajukan tidak diingatkan lagi. Semua tugas Anda: https://portal.example.go.id/
Surel ini paling banyak satu kali sehari. Atur: https://portal.example.go.id/tugas/surel/

Portal Gugus Tugas TPPO
https://portal.example.go.id
Surel ini dikirim otomatis; jangan dibalas.
"""
    )
    assert letter.extra_headers["Message-ID"] == Digest.objects.get(notices=notice).message_id


def test_one_letter_for_two_task_forces(rad: Rad) -> None:
    with at(OPENED.date(), 9):
        other = make_rad(make_world("35.73", "Kota Malang"), deadline=DUE - timedelta(days=1))
        other.world.appoint(rad.world.people["dinsos"], "penghubung", other.world.agencies["Dinas Sosial"])
    with at(DUE - timedelta(days=7)):
        letters = [each for each in run() if each.to == [rad.world.people["dinsos"].email]]
    assert len(letters) == 1
    body = letters[0].body
    assert body.index("GT TPPO Kota Kediri") < body.index("GT TPPO Kota Malang")
    assert letters[0].subject.endswith("2 laporan RAD menunggu, batas 9 Desember 2026")


def test_digests_off_keeps_the_portal_and_escalations(rad: Rad) -> None:
    services.mail_choice_set(digest=False, by=rad.world.people["dinsos"])
    services.mail_choice_set(digest=False, by=rad.secretariat)
    with at(DUE - timedelta(days=7)):
        assert addresses(run()) == {"dinkes", "sekretariat2"}
        assert Notice.objects.filter(recipient=rad.world.people["dinsos"], done_at=None).exists()
        assert not Digest.objects.filter(recipient=rad.world.people["dinsos"]).exists()
    with at(DUE + timedelta(days=1)):
        letters = {letter.to[0]: letter for letter in run()}
    assert rad.world.people["dinsos"].email not in letters
    assert "instansi terlambat" in letters[rad.secretariat.email].body
    assert "atas nama" not in letters[rad.secretariat.email].body
    assert MailChoice.objects.count() == 2


def test_a_mail_server_that_is_away_costs_time_and_no_letter(rad: Rad, monkeypatch: Any) -> None:
    def away(self: Any, *args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    with at(DUE - timedelta(days=7), 7):
        monkeypatch.setattr(mail.EmailMessage, "send", away)
        assert run() == []
        ids = set(Digest.objects.values_list("message_id", flat=True))
        assert set(Digest.objects.values_list("attempts", flat=True)) == {1}
    monkeypatch.undo()
    with at(DUE - timedelta(days=6), 7):
        letters = run()
    assert {letter.extra_headers["Message-ID"] for letter in letters} == ids
    assert len(letters) == 4


def test_after_three_days_of_refusal_a_digest_is_given_up(rad: Rad, monkeypatch: Any) -> None:
    def refuse(self: Any, *args: Any, **kwargs: Any) -> int:
        raise OSError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    for days in range(-7, -2):
        with at(DUE + timedelta(days=days)):
            run()
    assert set(Digest.objects.values_list("status", "reason")) == {("batal", "ditolak")}


@pytest.mark.parametrize(
    ("days", "step"), [(-15, None), (-14, -14), (-8, -14), (-7, -7), (-1, -1), (0, -1), (1, 1), (40, 1)]
)
def test_the_step_reached(days: int, step: int | None) -> None:
    clock = Clock("Asia/Jakarta", 7, (-14, -7, -1, 1))
    assert clock.step(DUE, datetime.combine(DUE + timedelta(days=days), time(8), WIB)) == step


def test_days_and_hour_are_the_task_forces_own(rad: Rad) -> None:
    ReportingRules.objects.create(task_force=rad.world.task_force, remind_days=[-3, 2], remind_hour=15)
    told = []
    for days in range(-15, 4):
        for hour in (14, 15):
            with at(DUE + timedelta(days=days), hour):
                if run():
                    told.append((days, hour))
    assert told == [(-3, 15), (2, 15)]


def ask(rad: Rad) -> services.Asked:
    """What the secretariat's button does."""
    return services.period_remind(period=rad.period, by=rad.secretariat)


def send_all() -> list[Any]:
    mail.outbox.clear()
    for digest in Digest.objects.filter(status=DigestStatus.PENDING):
        services.digest_send(pk=digest.pk)
    return list(mail.outbox)


def test_asking_by_hand_reaches_those_who_have_not_reported_once_a_day(rad: Rad) -> None:
    rad.submit("dinkes", "dinkes")
    with at(DUE - timedelta(days=17), 5):
        assert ask(rad) == services.Asked(mailed=1, shown=0, before=0)
        assert addresses(send_all()) == {"dinsos"}
        assert ask(rad) == services.Asked(mailed=0, shown=0, before=1)
        assert send_all() == []
    with at(DUE - timedelta(days=16)):
        assert ask(rad).mailed == 1
    assert AuditEvent.objects.filter(action="notices.period_remind").count() == 3


def test_asking_after_the_days_digest_shows_in_the_portal_and_goes_out_tomorrow(rad: Rad) -> None:
    day = DUE - timedelta(days=6)
    with at(day):
        run()
    with at(day + timedelta(days=2), 6):
        Digest.objects.filter(recipient=rad.world.people["dinsos"]).update(day=day + timedelta(days=2))
        assert ask(rad) == services.Asked(mailed=1, shown=1, before=0)
        assert addresses(send_all()) == {"dinkes"}
        for _again in range(2):
            assert run() == []
    with at(day + timedelta(days=3)):
        assert addresses(run()) == {"dinsos"}
        assert run() == []
    with at(DUE - timedelta(days=1)):
        assert len(run()) == 4


def test_asking_when_all_have_reported_says_so(rad: Rad) -> None:
    rad.submit("dinsos", "dinsos")
    rad.submit("dinkes", "dinkes")
    with pytest.raises(ValidationError, match="semua sudah melapor"):
        ask(rad)


@pytest.mark.parametrize("person", ["dinsos", "sekda", "pengawas", "admin"])
def test_only_the_secretariat_asks(rad: Rad, person: str) -> None:
    with pytest.raises(Denied):
        services.period_remind(period=rad.period, by=rad.world.people[person])


def test_a_closed_period_is_not_asked_about(rad: Rad) -> None:
    rad.period = rad_services.period_close(period=rad.period, by=rad.secretariat)
    with pytest.raises(Denied):
        ask(rad)


def test_words_follow_what_is_left(rad: Rad) -> None:
    """A reminder kept in the portal does not go on telling of reports handed in since."""
    extra = Notice.objects.filter(recipient=rad.secretariat, kind=NoticeKind.SECRETARIAT, done_at=None)
    with at(DUE + timedelta(days=1)):
        run()
        assert "3 instansi" in extra.get().title
        rad.submit("dinsos", "dinsos")
        run()
        assert "2 instansi" in extra.get().title
        assert "Dinas Sosial" not in extra.get().detail


def test_a_revision_that_takes_the_period_over_reminds_nobody_twice(rad: Rad) -> None:
    with at(DUE - timedelta(days=7)):
        assert len(run()) == 4
        before = set(Notice.objects.filter(done_at=None).values_list("pk", flat=True))
        draft = rad_services.plan_revise(plan=rad.plan, by=rad.secretariat)
        rad_services.plan_adopt(
            plan=draft, instrument="Perwali 2", adopted_on=timezone.localdate(), by=rad.secretariat
        )
        Digest.objects.update(day=DUE - timedelta(days=8), sent_at=OPENED)
        assert run() == []
    rows = Notice.objects.filter(done_at=None)
    assert {row.pk for row in rows} == before
    assert not [row for row in rows if str(rad.period.pk) in row.url]


def test_an_account_opened_again_gets_what_it_missed(rad: Rad) -> None:
    person = rad.world.people["dinsos"]
    with at(DUE - timedelta(days=7)):
        services.remind()
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        assert "dinsos" not in addresses(send_all())
    type(person).objects.filter(pk=person.pk).update(is_active=True)
    with at(DUE - timedelta(days=6)):
        assert "dinsos" in addresses(run())
