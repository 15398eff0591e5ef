"""Clocks tell handlers, then heads, then coordinators; each once, with number and moment and nothing more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case, CaseFigure, Recusal, Referral, Screening, StageState
from cases.selectors.duties import duties_for
from cases.selectors.punctuality import punctuality_for
from cases.selectors.reminders import demands_for_system
from cases.selectors.sla import case_due, referral_due
from cases.services import clocks as services
from gugus.core.permissions import Denied
from gugus.notices import services as notices
from gugus.notices.enums import DigestStatus, NoticeKind
from gugus.notices.models import Digest, Notice
from tests.cases.builders import (
    acting,
    draft_referral,
    give_consent,
    handlers_desk,
    move,
    open_case,
)  # fmt: skip
from tests.cases.clockwork import SECRET, Running, asking_as_worker, running
from tests.factories import World
from tests.scene import CANARIES, make_scene
from tests.workers import as_worker

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WARN, ESCALATE = 6 * HOUR, 3 * HOUR


@pytest.fixture(autouse=True, scope="module")
def _worker(django_db_setup: None) -> Iterator[None]:
    with asking_as_worker():
        yield


@pytest.fixture
def clock(world: World) -> Running:
    """Due in a day."""
    return running(world, timezone.now() + 24 * HOUR)


def at(clock: Running, after: timedelta) -> Any:
    return time_machine.travel(clock.due + after, tick=False)


def told(clock: Running) -> set[tuple[str, str]]:
    """Who is asked now, by the local part of their address or their post, and the kind of notice."""
    names = {person.pk: key for key, person in clock.world.people.items()} | {clock.head.pk: "kepala"}
    return {(names[each.recipient_id], each.kind) for each in demands_for_system()}


OWN = {("dinsos_kasus", "rujukan")}
HEAD, COORDINATOR = ("kepala", "kasus_kepala"), ("koordinator", "kasus_koord")


@pytest.mark.parametrize(
    ("after", "people"),
    [
        (-WARN - MINUTE, set()),
        (-WARN, OWN),
        (timedelta(), OWN),
        (MINUTE, {*OWN, HEAD}),
        (ESCALATE, {*OWN, HEAD}),
        (ESCALATE + MINUTE, {*OWN, HEAD, COORDINATOR}),
        (30 * 24 * HOUR, {*OWN, HEAD, COORDINATOR}),
    ],
)
def test_who_is_told_when(clock: Running, after: timedelta, people: set[tuple[str, str]]) -> None:
    with at(clock, after):
        assert told(clock) == people


def test_an_answer_stops_its_clock_and_starts_the_next(clock: Running) -> None:
    service = clock.due + 48 * HOUR
    assert clock.move("dinsos_kasus", "accept", due=service) == (True, "diterima")
    with at(clock, 10 * HOUR):
        assert demands_for_system() == []
    with time_machine.travel(service + MINUTE, tick=False):
        titles = {each.title for each in demands_for_system()}
        assert titles == {
            "Rujukan R-7/CONTOH lewat batas mulai layanan",
            "Rujukan R-7/CONTOH lewat batas mulai layanan, Dinas Sosial",
        }
    clock.move("dinsos_kasus", "start")
    with time_machine.travel(service + MINUTE, tick=False):
        assert demands_for_system() == []


@pytest.mark.parametrize(("by", "name"), [("dinsos_kasus", "refuse"), ("polres_ppa", "withdraw")])
def test_what_has_ended_reminds_nobody(clock: Running, by: str, name: str) -> None:
    assert clock.move(by, name, reason="Contoh alasan")[0]
    with at(clock, 9 * HOUR):
        assert demands_for_system() == []


def test_forwarding_begins_the_clock_anew_at_the_other_desk(clock: Running) -> None:
    group = handlers_desk(clock.world, "UPTD PPA").group_id
    later = clock.due + 10 * HOUR
    assert clock.move("dinsos_kasus", "forward", reason="Contoh", receiver=group, due=later)[0]
    with at(clock, HOUR):
        assert told(clock) == set()
    with time_machine.travel(later, tick=False):
        assert told(clock) == {("koordinator", "rujukan")}, "now the receiving handler"


def test_who_stopped_handling_is_told_nothing(clock: Running) -> None:
    other = clock.world.person("dinsos_dua", "penangan", clock.world.agencies["Dinas Sosial"])
    clock.move("dinsos_kasus", "accept", due=clock.due)
    with acting(clock.world, "dinsos_kasus") as now:
        Recusal.objects.create(
            case=clock.case,
            user=now.user,
            group=handlers_desk(clock.world, "Dinas Sosial").group,
            reason="Contoh",
            recorded_by=now.user,
        )
    with at(clock, timedelta()):
        assert {each.recipient_id for each in demands_for_system()} == {other.pk}


def test_the_senders_desk_answers_for_an_agency_on_paper(world: World) -> None:
    clock = running(world, timezone.now() + 24 * HOUR, on_paper=True)
    with at(clock, MINUTE):
        assert told(clock) == {("polres_ppa", "rujukan")}


def run() -> list[Any]:
    """What beat and worker do, once; the letters that went out."""
    mail.outbox.clear()
    notices.remind()
    Digest.objects.filter(status=DigestStatus.PENDING).update(next_try_at=timezone.now())
    for digest in Digest.objects.filter(status=DigestStatus.PENDING):
        notices.digest_send(pk=digest.pk)
    return list(mail.outbox)


def test_letters_carry_number_and_clock_and_nothing_else(clock: Running) -> None:
    with at(clock, -5 * HOUR):
        (letter,) = run()
        assert run() == []
    assert letter.to == [clock.world.people["dinsos_kasus"].email]
    assert letter.subject == "[Portal Gugus Tugas TPPO] Rujukan R-7/CONTOH segera lewat batas jawaban"
    assert " WIB (sisa 5 jam)" in letter.body
    with at(clock, MINUTE):
        late = {each.to[0]: each for each in run()}
        assert run() == []
    assert set(late) == {clock.world.people["dinsos_kasus"].email, clock.head.email}
    assert "Rujukan R-7/CONTOH lewat batas jawaban, Dinas Sosial" in late[clock.head.email].subject
    with at(clock, ESCALATE + MINUTE):
        assert [each.to[0] for each in run()] == [clock.coordinator.email]
        assert run() == []
    written = letter.body + "".join(each.body + each.subject for each in late.values())
    for secret in (SECRET, clock.case.code, str(clock.case.pk), "perempuan", "25_44"):
        assert secret not in written, secret


def test_no_confidential_word_is_in_a_notice_or_letter() -> None:
    """Cases in every state, each confidential field a word of its own, when all their clocks have run out."""
    scene = make_scene()
    Notice.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        letters = run()
    told = [f"{n.title} {n.detail} {n.url} {n.subject}" for n in Notice.objects.all()]
    told += [f"{letter.subject} {letter.body}" for letter in letters]
    assert NoticeKind.REFERRAL in set(Notice.objects.values_list("kind", flat=True))
    canaries = [*CANARIES.values(), *scene.cases.words.values()]
    assert not [canary for canary in canaries if any(canary in text for text in told)]


def test_letters_go_out_at_night_and_to_those_without_digest(clock: Running) -> None:
    person = clock.world.people["dinsos_kasus"]
    with acting(clock.world, person) as now:
        notices.mail_choice_set(digest=False, by=now.user)
    with at(clock, -5 * HOUR):
        assert [each.to[0] for each in run()] == [person.email]


def test_an_answer_between_the_row_and_the_letter_stops_it(clock: Running) -> None:
    with at(clock, -5 * HOUR):
        notices.remind()
        clock.move("dinsos_kasus", "accept")
        digest = Digest.objects.get()
        assert notices.digest_send(pk=digest.pk) == DigestStatus.DROPPED
    assert mail.outbox == []


class Unsteady(EmailBackend):
    """A mail server that is away, or takes a letter and dies before it answers."""

    mode = "up"

    def send_messages(self, messages: Any) -> int:
        if self.mode == "away":
            raise ConnectionRefusedError
        count = super().send_messages(messages)
        if self.mode == "mute":
            raise ConnectionResetError
        return count


STEPS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(["up", "up", "away", "mute"]), st.booleans()), max_size=8
)


@given(STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_told_twice_whatever_fails(clock: Running, steps: list[tuple[int, str, bool]]) -> None:
    """Hours pass, beat and worker run or not, mail fails: one letter per person and phase, no more."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", f"{__name__}.Unsteady")
        mail.outbox.clear()
        moment = clock.due - 10 * HOUR
        ids: set[tuple[str, str]] = set()
        for hours, mode, beat in [*steps, (40, "up", True), (2, "up", True)]:
            moment += hours * HOUR
            Unsteady.mode = mode
            with time_machine.travel(moment, tick=False):
                if beat:
                    notices.remind()
                    for digest in Digest.objects.filter(status=DigestStatus.PENDING, next_try_at__gt=moment):
                        notices.digest_send(pk=digest.pk)
        Digest.objects.filter(status=DigestStatus.PENDING).update(next_try_at=moment)
        ids = {(each.to[0], each.extra_headers["Message-ID"]) for each in mail.outbox}
        letters = {address: sum(to == address for to, _id in ids) for address, _id in ids}
        assert letters[clock.head.email] == letters[clock.coordinator.email] == 1
        assert letters[clock.world.people["dinsos_kasus"].email] in (1, 2), "segera, lewat"
        seen = Notice.objects.values_list("recipient_id", "subject")
        assert len(seen) == len(set(seen))
        transaction.set_rollback(True)


def test_escalation_is_recorded_once_and_only_when_it_is_late(world: World) -> None:
    past = running(world, timezone.now() - ESCALATE - HOUR)
    soon = open_case(world, "polres_ppa", "Polres")
    assert services.clocks_escalate() == 1
    assert services.clocks_escalate() == 0
    with acting(world, "polres_ppa"):
        referral = Referral.objects.select_related("case").get(pk=past.referral.pk)
        face = referral_due(referral)
    assert face is not None
    assert (face.state, face.tone) == ("dieskalasi", "bad")
    assert face.remaining == "lewat 4 jam, dieskalasi"
    assert soon.follow_up_due is None


def test_web_may_not_ask_for_clocks() -> None:
    """The loan of these tests aside: what the function itself grants."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_proc WHERE proname LIKE 'cases\\_%clock%' AND prosecdef "
            "AND pg_get_userbyid(proowner) = 'gugus_kernel'"
        )
        assert cursor.fetchone() == (3,)
        cursor.execute("SELECT has_function_privilege('gugus_worker', 'cases_due_clocks(text[])', 'EXECUTE')")
        assert cursor.fetchone() == (True,)


def case_titles() -> set[str]:
    return {each.title.partition(" ")[2].partition(" ")[2] for each in demands_for_system()}


def test_a_case_reminds_of_its_first_follow_up(world: World) -> None:
    due = timezone.now() + 24 * HOUR
    case = open_case(world, "polres_ppa", "Polres", follow_up_due=due)
    with time_machine.travel(due - 13 * HOUR, tick=False):
        assert demands_for_system() == []
    with time_machine.travel(due + MINUTE, tick=False):
        assert case_titles() == {"lewat batas tindak lanjut"}
        assert {each.kind for each in demands_for_system()} == {NoticeKind.CASE}
    with acting(world, "polres_ppa"):
        (clock,) = case_due(Case.objects.get(pk=case.pk), now=due + MINUTE)
        assert (clock.step, clock.face.state) == ("tindak_lanjut", "lewat")
        Case.objects.filter(pk=case.pk).update(followed_up_at=due)
        (clock,) = case_due(Case.objects.get(pk=case.pk), now=due + MINUTE)
        assert clock.face.state == "terpenuhi"
    with time_machine.travel(due + MINUTE, tick=False):
        assert demands_for_system() == []


def test_sexual_exploitation_is_reported_to_the_police_in_three_days(world: World) -> None:
    case = open_case(world, "dinsos_kasus", "Dinas Sosial")
    with acting(world, "dinsos_kasus") as now:
        Screening.objects.create(
            case=case,
            process=["perekrutan"],
            purpose=["pelacuran"],
            indication="kuat",
            screened_by=now.user,
        )
        (clock,) = case_due(Case.objects.get(pk=case.pk))
        assert clock.face.due == case.created_at + 72 * HOUR
    with time_machine.travel(case.created_at + 61 * HOUR, tick=False):
        assert case_titles() == {"segera lewat batas laporan ke kepolisian"}
    with acting(world, "dinsos_kasus") as now:
        StageState.objects.create(case=case, stage="hukum", status="berjalan", changed_by=now.user)
        (clock,) = case_due(Case.objects.get(pk=case.pk))
        assert clock.face.state == "terpenuhi"
    with time_machine.travel(case.created_at + 61 * HOUR, tick=False):
        assert demands_for_system() == []


@pytest.mark.django_db(transaction=True)
def test_how_many_were_answered_in_time(world: World) -> None:
    referral = running_more(world, timezone.now() + HOUR)
    assert move(world, "dinsos_kasus", referral, "accept")[0]
    late = running_more(world, timezone.now() - HOUR)
    running_more(world, timezone.now() + HOUR)  # not due, not answered: not counted
    with as_worker():
        assert services.punctuality_store() == 2
    assert counter(world) == (1, 2)
    assert move(world, "dinsos_kasus", late, "accept")[0]
    with as_worker():
        services.punctuality_store()
        assert CaseFigure.objects.count() == 2
    assert counter(world) == (1, 2), "answered, but late"
    for key in ("dinsos", "pengawas", "dinsos_kasus"):
        with pytest.raises(Denied):
            counter(world, key)


def counter(world: World, key: str = "sekretariat") -> tuple[int, int] | None:
    with acting(world, key) as now:
        return punctuality_for(now.user)


def running_more(world: World, due: Any) -> Referral:
    case = open_case(world, "polres_ppa", "Polres")
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    assert move(world, "polres_ppa", referral, "send", due=due)[0]
    return referral


def test_a_region_without_referrals_has_no_figure(world: World) -> None:
    assert services.punctuality_store() == 0
    assert counter(world, "sekda") is None


def test_what_a_handler_finds_under_their_tasks(clock: Running) -> None:
    world = clock.world
    with acting(world, "dinsos_kasus") as now:
        (duty,) = duties_for(now.user)
    assert (duty.title, duty.status, duty.tone) == ("Jawab rujukan R-7/CONTOH", "menunggu jawaban", "good")
    assert duty.limit.startswith("sisa 23 jam, batas ")
    with acting(world, "polres_ppa") as now:
        assert duties_for(now.user) == []
    clock.move("dinsos_kasus", "refuse", reason="Penuh")
    with acting(world, "dinsos_kasus") as now:
        assert duties_for(now.user) == []
    with acting(world, "polres_ppa") as now:
        (duty,) = duties_for(now.user)
    assert (duty.title, duty.note) == ("Rujuk kembali: R-7/CONTOH ditolak", "Dinas Sosial")
    for key in ("sekretariat", "sekda", "dinsos", "admin"):
        with acting(world, key) as now:
            assert duties_for(now.user) == []


def test_what_was_accepted_waits_to_be_begun(clock: Running) -> None:
    clock.move("dinsos_kasus", "accept", due=clock.due)
    with acting(clock.world, "dinsos_kasus") as now:
        (duty,) = duties_for(now.user)
        assert (duty.title, duty.status) == ("Mulai layanan rujukan R-7/CONTOH", "belum dimulai")
    clock.move("dinsos_kasus", "start")
    with acting(clock.world, "dinsos_kasus") as now:
        assert duties_for(now.user) == []


def test_an_answer_on_paper_is_the_senders_to_record(world: World) -> None:
    running(world, timezone.now() + 24 * HOUR, on_paper=True)
    with acting(world, "polres_ppa") as now:
        (duty,) = duties_for(now.user)
    assert duty.title == "Catat jawaban rujukan R-7/CONTOH"
