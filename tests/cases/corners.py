"""Corners of moves, consents, break-glass and incidents that a random walk seldom reaches, on `tables.Scene`.

Each is a rule of the kernel's functions and guards that one clause keeps: taken out, exactly these notice.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from cases.models import CaseJob, EvaluationDocument, Incident
from members.enums import Role
from members.models import Desk
from tests.cases.model import Row
from tests.cases.tables import COLLEAGUES, DESKS, Scene, rows, written
from tests.cases.walls_world import role

Corner = Callable[[Scene], None]
POLRES = "polres_ppa"
NOTHING = (False, None)  # no part in it: not even that it exists
CORNERS: list[Corner] = []


def corner(check: Corner) -> Corner:
    CORNERS.append(check)
    return check


def new_file(scene: Scene, *, child: bool = False) -> Row:
    file = Row(owner="Polres", force="kediri", child=child)
    assert scene.stage.open(scene.people[POLRES], file)
    return file


def said(scene: Scene, file: Row, scope: str = "penuh", *, ends: bool = False) -> Row:
    consent = Row(file=file, scope=scope, ends=ends)
    assert scene.stage.consent(scene.people[POLRES], consent)
    return consent


def drafted(scene: Scene, file: Row, consent: Row | None = None, *, by: str = POLRES, **extra: Any) -> Row:
    """A draft of the desk of `by`, by default a notice without consent to DP3AP2KB."""
    known = {
        "file": file, "sender": DESKS[by], "receiver": "DP3AP2KB", "kind": "rujukan", "consent": consent,
        "basis": "persetujuan" if consent else "tanpa", "services": ["konseling"],
    }  # fmt: skip
    row = Row(**known | extra)
    safeguarded = extra.pop("safeguarded", True)
    assert scene.stage.draft(scene.people[by], row, safeguarded=safeguarded)
    return row


def moved(scene: Scene, key: str, row: Row, name: str, to: str = "DP3AP2KB") -> tuple[bool, str | None]:
    return scene.stage.move(scene.people[key], row, name, to)


def seen(scene: Scene, key: str, file: Row, table: str = "cases_case", column: str = "id") -> int:
    with scene.stage.acting(scene.people[key]):
        return rows(f"SELECT 1 FROM {table} WHERE {column} = '{scene.stage.keys[file].pk}'")


def may_open(scene: Scene, key: str, incident: Any) -> bool:
    """Whether a case may be opened on an incident."""
    with scene.stage.acting(scene.people[key]), connection.cursor() as cursor:
        cursor.execute("SELECT cases_incident_open(%s)", [incident])
        return cursor.fetchone()[0]


def refused(scene: Scene, key: str, sql: str) -> bool:
    with scene.stage.acting(scene.people[key]):
        return not scene.tried(lambda: rows(sql))


@corner
def a_reason_is_given(scene: Scene) -> None:
    for key, row, name in (
        ("dinsos_kasus", scene.offer, "refuse"),
        ("dinsos_kasus", scene.offer, "forward"),
        (POLRES, scene.referrals[0], "withdraw"),
    ):
        assert not scene.stage.move(scene.people[key], row, name, "DP3AP2KB", reason=False)[0], name


@corner
def only_the_receiver_answers(scene: Scene) -> None:
    for key in (POLRES, "dinkes_kasus", "koordinator", "asing_oku", "rekan_dinsos", "sekretariat"):
        for name in ("accept", "refuse", "forward", "start", "finish"):
            assert moved(scene, key, scene.offer, name) == NOTHING, (key, name)


@corner
def only_the_sender_takes_back(scene: Scene) -> None:
    """Nor does somebody else who handles the case."""
    offer = drafted(scene, scene.file)
    assert moved(scene, "dinsos_kasus", offer, "send") == NOTHING
    assert moved(scene, POLRES, offer, "send") == (True, "dikirim")
    for key in ("dinsos_kasus", "koordinator", "rekan_polres", "asing_oku"):
        assert moved(scene, key, offer, "withdraw") == NOTHING, key


@corner
def a_draft_is_unknown_to_its_receiver(scene: Scene) -> None:
    assert moved(scene, "koordinator", drafted(scene, scene.file), "accept") == NOTHING


@corner
def what_is_answered_is_not_answered_again(scene: Scene) -> None:
    assert moved(scene, "dinsos_kasus", scene.offer, "refuse") == (True, "ditolak")
    for name in ("accept", "forward", "start"):
        assert moved(scene, "dinsos_kasus", scene.offer, name) == (False, "ditolak"), name


@corner
def a_desk_without_the_role_moves_nothing(scene: Scene) -> None:
    sql = "SELECT moved, state FROM cases_referral_move(%s, 'accept', %s, NULL, '', NULL, NULL)"
    with scene.stage.acting(scene.people["dinsos_kasus"]), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gugus.roles', '{penghubung}', true)")
        cursor.execute(sql, [scene.stage.keys[scene.offer].pk, uuid4()])
        assert cursor.fetchone() == NOTHING


@corner
def who_lost_the_case_takes_nothing_back_and_sends_nothing_on(scene: Scene) -> None:
    """Though they once sent it."""
    onward, draft = (drafted(scene, scene.file, by="dinsos_kasus") for _n in range(2))
    assert moved(scene, "dinsos_kasus", onward, "send") == (True, "dikirim")
    assert moved(scene, "dinsos_kasus", scene.referrals[0], "finish") == (True, "selesai")
    assert moved(scene, "dinsos_kasus", onward, "withdraw") == NOTHING
    assert moved(scene, "dinsos_kasus", draft, "send") == NOTHING


@corner
def a_consent_stands_when_it_is_sent(scene: Scene) -> None:
    file = new_file(scene)
    withdrawn, ended = said(scene, file), said(scene, file, ends=True)
    drafts = [drafted(scene, file, consent) for consent in (withdrawn, ended)]
    assert scene.stage.withdraw_consent(scene.people[POLRES], withdrawn)
    scene.stage.pass_time(3, glasses=False)
    for draft in drafts:
        assert moved(scene, POLRES, draft, "send") == (False, "draf")


@corner
def a_consent_stands_when_it_is_accepted(scene: Scene) -> None:
    file = new_file(scene)
    withdrawn, ended = said(scene, file), said(scene, file, ends=True)
    offers = [drafted(scene, file, consent) for consent in (withdrawn, ended)]
    for offer in offers:
        assert moved(scene, POLRES, offer, "send") == (True, "dikirim")
    assert scene.stage.withdraw_consent(scene.people[POLRES], withdrawn)
    scene.stage.pass_time(3, glasses=False)
    for offer in offers:
        assert moved(scene, "koordinator", offer, "accept") == (False, "dikirim")


@corner
def a_consent_withdrawn_takes_access_back_for_good(scene: Scene) -> None:
    file = new_file(scene)
    consent = said(scene, file)
    offer = drafted(scene, file, consent)
    assert moved(scene, POLRES, offer, "send")[0]
    assert moved(scene, "koordinator", offer, "accept")[0]
    assert seen(scene, "koordinator", file)
    assert scene.stage.withdraw_consent(scene.people[POLRES], consent)
    assert not seen(scene, "koordinator", file)
    sql = f"UPDATE cases_consent SET withdrawn_at = NULL WHERE id = '{scene.stage.keys[consent].pk}'"
    assert refused(scene, POLRES, sql)


@corner
def a_child_goes_without_consent_only_after_the_check(scene: Scene) -> None:
    child = drafted(scene, new_file(scene, child=True), basis="anak", safeguarded=False)
    grown = drafted(scene, new_file(scene), basis="anak")
    for draft in (child, grown):
        assert moved(scene, POLRES, draft, "send") == (False, "draf")


@corner
def a_closed_case_is_not_sent(scene: Scene) -> None:
    file = new_file(scene)
    draft = drafted(scene, file)
    assert scene.stage.close(scene.people[POLRES], file, "ditutup")
    assert moved(scene, POLRES, draft, "send") == (False, "draf")


@corner
def nobody_passes_on_more_than_they_hold(scene: Scene) -> None:
    """Neither the lead nor the shelter, by a desk that was lent the services."""
    lead = drafted(scene, scene.file, said(scene, scene.file, "layanan"), by="dinsos_kasus", kind="alih")
    more = drafted(scene, scene.file, said(scene, scene.file), by="dinsos_kasus", services=["rumah_aman"])
    for draft in (lead, more):
        assert moved(scene, "dinsos_kasus", draft, "send") == (False, "draf")


@corner
def only_a_desk_of_handlers_receives(scene: Scene) -> None:
    stage, agency = scene.stage, scene.stage.agencies["Dinas Kesehatan"]
    desk = Desk.objects.get(task_force=scene.force, agency=agency, role=Role.LIAISON)
    stage.groups["penghubung"], stage.agencies["penghubung"] = desk.group_id, agency
    draft = drafted(scene, scene.file, receiver="penghubung")
    assert moved(scene, POLRES, draft, "send") == (False, "draf")


@corner
def the_lead_is_given_by_who_has_it(scene: Scene) -> None:
    file = new_file(scene)
    offers = [
        drafted(scene, file, said(scene, file), kind="alih", receiver=receiver)
        for receiver in ("Dinas Sosial", "DP3AP2KB")
    ]
    for offer in offers:
        assert moved(scene, POLRES, offer, "send") == (True, "dikirim")
    incident = scene.stage.keys[file].incident_id
    assert moved(scene, "dinsos_kasus", offers[0], "accept") == (True, "selesai")
    assert moved(scene, "koordinator", offers[1], "accept") == (False, "dikirim")
    assert not seen(scene, POLRES, file)
    assert not may_open(scene, POLRES, incident), "it has a case, that is no longer theirs"


@corner
def it_is_forwarded_to_somebody_new(scene: Scene) -> None:
    for to in ("Polres", "Dinas Sosial"):
        assert moved(scene, "dinsos_kasus", scene.offer, "forward", to) == (False, "dikirim")


@corner
def what_is_lent_is_in_scope_and_for_the_service(scene: Scene) -> None:
    for scope, service in (("layanan", "rumah_aman"), ("penuh", "konseling")):
        file = new_file(scene)
        offer = drafted(scene, file, said(scene, file, scope), services=[service])
        assert moved(scene, POLRES, offer, "send")[0]
        assert moved(scene, "koordinator", offer, "accept")[0]
        assert seen(scene, "koordinator", file) == 1
        assert not seen(scene, "koordinator", file, "cases_identity", "case_id"), (scope, service)


@corner
def what_is_lent_ends_with_its_last_reason(scene: Scene) -> None:
    """And is then swept away, not only passed over."""
    ended, kept = new_file(scene), new_file(scene)
    for file, ends in ((ended, [True]), (kept, [True, False])):
        for end in ends:
            offer = drafted(scene, file, said(scene, file, ends=end))
            assert moved(scene, POLRES, offer, "send")[0]
            assert moved(scene, "koordinator", offer, "accept")[0]
        assert seen(scene, "koordinator", file) == 1
    scene.stage.pass_time(3)
    assert (seen(scene, "koordinator", ended), seen(scene, "koordinator", kept)) == (0, 1)
    scene.stage.sweep()
    with role("none"):
        assert not rows("SELECT 1 FROM cases_casegrant WHERE expires_at <= now()")


@corner
def glass_is_broken_with_a_reason_for_four_hours_once(scene: Scene) -> None:
    stage, people = scene.stage, scene.people
    asked = people["ketiga"]
    assert stage.break_glass(asked, Row(), scene.file, hours=5) == "ditolak"
    assert stage.break_glass(asked, Row(), scene.file, reason="") == "ditolak"
    assert stage.break_glass(people["koordinator"], Row(), scene.file) == "menunggu"
    assert stage.break_glass(people["asing_oku"], Row(), scene.file) == "tidak_ada", "of another task force"
    assert stage.break_glass(people["rekan_dinkes"], Row(), scene.file) == "tidak_ada", "stopped"


@corner
def glass_is_judged_by_others(scene: Scene) -> None:
    stage, people = scene.stage, scene.people
    for key in ("koordinator", "dinsos_kasus", "pengawas_oku", "asing_oku", "rekan_polres"):
        assert not stage.review(people[key], scene.glass, "wajar"), key
    assert seen(scene, "koordinator", scene.file) == 1
    assert stage.review(people["pengawas"], scene.glass, "tidak_wajar")
    assert not seen(scene, "koordinator", scene.file)


@corner
def who_stopped_stops_nobody(scene: Scene) -> None:
    assert not scene.stage.stop(scene.people["rekan_dinsos"], scene.people["dinsos_kasus"], scene.file)


@corner
def a_case_is_opened_on_an_incident_one_handles(scene: Scene) -> None:
    here = scene.case.incident_id
    for key, can in (
        (POLRES, True), ("dinsos_kasus", True), ("ketiga", True), ("rekan_polres", False),
        ("koordinator", False), ("dinkes_kasus", False), ("asing_oku", False),
    ):  # fmt: skip
        assert may_open(scene, key, here) == can, key
    with scene.stage.acting(scene.people[POLRES]):
        new = Incident.objects.create(
            task_force=scene.force, created_by=scene.stage.people[scene.people[POLRES]]
        )
    assert (may_open(scene, POLRES, new.pk), may_open(scene, "ketiga", new.pk)) == (True, False)


@corner
def a_row_stays_with_its_case(scene: Scene) -> None:
    for table in ("identity", "screening", "consent", "stagestate"):
        sql = f"UPDATE cases_{table} SET case_id = '{scene.high.pk}' WHERE case_id = '{scene.case.pk}'"
        assert refused(scene, POLRES, sql), table
    assert refused(scene, POLRES, f"UPDATE cases_case SET code = 'K' WHERE id = '{scene.case.pk}'")


@corner
def a_job_names_papers_of_ones_own_desk(scene: Scene) -> None:
    job = scene.row(CaseJob, POLRES)
    for document, can in ((scene.documents[POLRES], 1), (scene.documents["dinsos_kasus"], 0)):
        job.document_id = document  # type: ignore[attr-defined]
        with scene.stage.acting(scene.people[POLRES]):
            assert scene.tried(lambda: written(job)) == can
    with role("gugus_worker"):
        assert rows("SELECT 1 FROM cases_casejob") == len(DESKS) + len(COLLEAGUES), (
            "the worker finds them all"
        )


@corner
def a_code_is_drawn(scene: Scene) -> None:
    assert scene.stage.keys[new_file(scene)].code.startswith("K")


@corner
def a_paper_of_a_year_stays_in_its_task_force(scene: Scene) -> None:
    """Nothing is read by these updates: only their own policy stands in the way."""

    def made_and_moved(force: str) -> int:
        here = scene.stage.worlds[force].task_force.pk
        written(scene.row(EvaluationDocument, "sekretariat"))
        return rows(f"UPDATE cases_evaluationdocument SET task_force_id = '{here}'")

    with scene.stage.acting(scene.people["sekretariat"]):
        assert scene.tried(lambda: made_and_moved("kediri"))
        assert not scene.tried(lambda: made_and_moved("oku"))


@corner
def what_left_stays_as_it_left(scene: Scene) -> None:
    for table in ("cases_frozenyear", "cases_releasedcell"):
        with role("gugus_worker"):
            assert rows(f"SELECT 1 FROM {table}"), "the worker compares the next release with it"
        assert stays(f"UPDATE {table} SET id = id"), table
        assert stays(f"DELETE FROM {table}"), table


def stays(sql: str) -> bool:
    """Whether even the administrator is refused by what guards a release."""
    with role("none"):
        try:
            with transaction.atomic():
                rows(sql)
        except IntegrityError as refusal:
            return "stays as it left" in str(refusal)
    return False
