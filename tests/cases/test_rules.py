"""Rules of cases, asked of people and rows that were never saved: each clause alone decides once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from cases.enums import CASE_RIGHTS, HANDLE, IDENTITY, CaseStatus, ReferralBasis, ReferralKind, ReferralStatus
from cases.models import (
    Attachment,
    BreakGlass,
    Case,
    CaseDocument,
    CaseExport,
    CaseLink,
    CaseSettings,
    Consent,
    DisposalRecord,
    EvaluationDocument,
    Recusal,
    Referral,
    ReferralOffer,
    ServiceNeed,
    ServiceRecord,
)
from cases.rules import (
    breakglass,
    cases,
    consents,
    disposal,
    evaluation,
    figures,
    identity,
    papers,
    records,
    recusal,
    referrals,
    screening,
    settings,
    trail,
)
from gugus.accounts.models import User
from gugus.core.permissions import allowed
from members.enums import Role
from tests.cases.builders import (
    acting,
    draft_referral,
    fresh,
    give_consent,
    handlers_desk,
    move,
    open_case,
)
from tests.factories import World, make_world, somebody

OWNER, RECEIVER, OTHER = 1, 2, 3
OWN, SERVES = "dinsos_kasus", "polres_ppa"
NOW = timezone.now()
BY_ROLE: dict[Callable[..., None], set[Role]] = {
    cases.check_handler: {Role.HANDLER},
    settings.check_settings_read: {Role.HANDLER, Role.SECRETARIAT, Role.SUPERVISOR},
    settings.check_settings_manage: {Role.SECRETARIAT},
    settings.check_headers_read: {Role.SECRETARIAT},
    settings.check_punctuality_read: {Role.LEADER, Role.SECRETARIAT},
    trail.check_trail_read: {Role.SUPERVISOR},
    figures.check_figures_read: set(Role) - {Role.ADMIN, Role.LEGAL},
    figures.check_figures_refresh: {Role.SECRETARIAT, Role.STATISTICS},
    evaluation.check_remark_write: {Role.SECRETARIAT},
    evaluation.check_evaluation_print: {Role.SECRETARIAT, Role.LEADER},
    breakglass.check_breakglass: {Role.HANDLER},
    breakglass.check_breakglass_list: {Role.HANDLER, Role.SUPERVISOR},
    identity.check_overreads_read: {Role.SUPERVISOR},
}
"""Rules that ask for a role and nothing else."""


def person(*roles: Role, groups: tuple[int, ...] = (), coordinates: bool = False) -> User:
    """Somebody with these roles and desks today."""
    return somebody(*roles, group_ids=frozenset(groups), coordinates=coordinates)


def case(*handled_by: User, read_by: tuple[User, ...] = (), **values: Any) -> Case:
    """A case of OWNER, with those who handle it and those who may read it and no more."""
    row = Case(**{"owner_id": OWNER, "status": CaseStatus.OPEN} | values)
    for each in (*handled_by, *read_by):
        held = frozenset({HANDLE}) if each in handled_by else frozenset()
        each.__dict__.setdefault("_case_rights", {})[row.pk] = held
    return row


def reader(of: Case, *groups: int) -> User:
    """A handler who may read a case and no more."""
    found = person(Role.HANDLER, groups=groups)
    found.__dict__["_case_rights"] = {of.pk: frozenset()}
    return found


@pytest.mark.parametrize("check", BY_ROLE)
def test_rules_of_role(check: Callable[..., None]) -> None:
    assert {role for role in Role if allowed(check, person(role))} == BY_ROLE[check]


def test_who_stops_handling_is_told_by_a_handler() -> None:
    assert {role for role in Role if allowed(recusal.check_recusal_record, person(role), case())} == {
        Role.HANDLER
    }


def test_only_a_coordinator_sees_and_decides_matches() -> None:
    assert not allowed(identity.check_matches_read, person(*Role))
    for check in (identity.check_matches_read, identity.check_overreads_read):
        assert allowed(check, person(Role.HANDLER, coordinates=True))
    assert allowed(identity.check_match_decide, person(coordinates=True), None)
    assert not allowed(identity.check_match_decide, person(*Role), None)


def test_a_recusal_is_lifted_once_by_a_second_of_the_desk() -> None:
    one, two = (person(Role.HANDLER, groups=(OWNER,)) for _ in range(2))
    row = Recusal(user=one, group_id=OWNER)
    assert allowed(recusal.check_recusal_lift, two, row)
    assert not allowed(recusal.check_recusal_lift, one, row)
    assert not allowed(recusal.check_recusal_lift, person(Role.HANDLER, groups=(OTHER,)), row)
    assert not allowed(recusal.check_recusal_lift, two, Recusal(user=one, group_id=OWNER, lifted_at=NOW))


def test_emergency_access_is_reviewed_by_another_and_ended_by_oneself() -> None:
    one, two = person(Role.HANDLER), person(Role.SUPERVISOR)
    row = BreakGlass(user=one, expires_at=NOW + timedelta(hours=1))
    assert allowed(breakglass.check_breakglass_review, two, row)
    assert not allowed(breakglass.check_breakglass_review, one, row)
    assert not allowed(breakglass.check_breakglass_review, two, BreakGlass(user=one, reviewed_at=NOW))
    assert allowed(breakglass.check_breakglass_end, one, row)
    assert not allowed(breakglass.check_breakglass_end, two, row)
    over = BreakGlass(user=one, expires_at=NOW - timedelta(hours=1))
    assert not allowed(breakglass.check_breakglass_end, one, over)
    assert allowed(breakglass.check_breakglass_open, one, None)
    assert not allowed(breakglass.check_breakglass_open, one, row)
    assert not allowed(breakglass.check_breakglass_open, two, None)


def test_a_consent_is_withdrawn_by_who_handles_the_case_and_once() -> None:
    one = person(Role.HANDLER)
    of = case(one, status=CaseStatus.CLOSED)
    given = Consent(case=of, given=True)
    assert allowed(consents.check_consent_withdraw, one, given)
    assert not allowed(consents.check_consent_withdraw, reader(of), given)
    assert not allowed(consents.check_consent_withdraw, one, Consent(case=of, given=False))
    assert not allowed(consents.check_consent_withdraw, one, Consent(case=of, given=True, withdrawn_at=NOW))


def test_a_child_needs_no_means() -> None:
    found = {"process": ["p"], "means": [], "purpose": ["t"]}
    assert "Untuk anak" in screening.propose(**found, child=True).reason
    assert "Untuk anak" not in screening.propose(**found | {"means": ["c"]}, child=False).reason


def test_an_open_case_is_worked_on_by_who_handles_it() -> None:
    one = person(Role.HANDLER)
    of = case(one)
    for check, row in (
        (cases.check_handle, of),
        (records.check_need_change, ServiceNeed(case=of)),
    ):
        assert allowed(check, one, row)
        assert not allowed(check, reader(of), row)
    assert not allowed(records.check_need_change, one, ServiceNeed(case=of, met_at=NOW))
    closed = case(one, status=CaseStatus.CLOSED)
    assert not allowed(cases.check_handle, one, closed)
    assert allowed(cases.check_handles, one, closed)


def test_the_owner_alone_changes_closes_and_reports_a_case() -> None:
    one, two = (person(Role.HANDLER, groups=(group,)) for group in (OWNER, RECEIVER))
    of = case()
    for check in (
        cases.check_own, cases.check_case_update, cases.check_case_close,
        trail.check_case_trail_read, trail.check_access_report,
    ):  # fmt: skip
        assert allowed(check, one, of), check
        assert not allowed(check, two, of), check
    closed = case(status=CaseStatus.CLOSED)
    for check in (cases.check_case_update, cases.check_case_close):
        assert not allowed(check, one, closed), check
    assert not allowed(cases.check_case_reopen, one, of)
    assert not allowed(cases.check_case_reopen, two, closed)


def test_what_a_desk_wrote_is_its_own() -> None:
    one, two = (person(Role.HANDLER, groups=(group,)) for group in (OWNER, RECEIVER))
    of = case(one, two)
    for check, row in (
        (identity.check_attachment_change, Attachment(case=of, group_id=OWNER)),
        (records.check_record_change, ServiceRecord(case=of, group_id=OWNER)),
    ):
        assert allowed(check, one, row), check
        assert not allowed(check, two, row), check
        assert not allowed(check, reader(of, OWNER), row), check


def test_a_link_is_removed_by_who_handles_both() -> None:
    one = person(Role.HANDLER)
    assert allowed(records.check_link_remove, one, CaseLink(first=case(one), second=case(one)))
    for first, second in ((case(one), case(read_by=(one,))), (case(read_by=(one,)), case(one))):
        assert not allowed(records.check_link_remove, one, CaseLink(first=first, second=second))


def test_a_paper_is_its_readers() -> None:
    one = person(Role.HANDLER)
    assert allowed(papers.check_paper_file, one, CaseDocument(made_by=one))
    assert not allowed(papers.check_paper_file, person(Role.HANDLER), CaseDocument(made_by=one))


def test_only_years_that_are_over_leave() -> None:
    for year, may in ((2025, True), (2026, False), (2027, False)):
        document = EvaluationDocument(last_year=year)
        assert allowed(evaluation.check_evaluation_span, document, 2026) == may


def test_a_referral_is_made_by_a_handler_of_a_desk_that_handles_an_open_case() -> None:
    one = person(Role.HANDLER, groups=(OWNER,))
    of = case(one)
    assert allowed(referrals.check_make, one, of)
    assert not allowed(referrals.check_make, reader(of, OWNER), of)
    clerk = person(Role.LIAISON, groups=(OWNER,))
    assert not allowed(referrals.check_make, clerk, case(clerk))
    assert not allowed(referrals.check_make, one, case(one, status=CaseStatus.CLOSED))
    two = person(Role.HANDLER, groups=(RECEIVER,))
    assert allowed(referrals.check_transfer, one, of)
    assert not allowed(referrals.check_transfer, two, case(two))
    assert not allowed(referrals.check_transfer, one, case(one, status=CaseStatus.CLOSED))


def test_a_draft_is_its_senders() -> None:
    one, two = (person(Role.HANDLER, groups=(group,)) for group in (OWNER, RECEIVER))
    draft = Referral(case=case(), sender_id=OWNER, receiver_id=RECEIVER, status=ReferralStatus.DRAFT)
    sent = Referral(case=case(), sender_id=OWNER, receiver_id=RECEIVER, status=ReferralStatus.SENT)
    assert allowed(referrals.check_draft, one, draft)
    assert not allowed(referrals.check_draft, two, draft)
    assert not allowed(referrals.check_draft, one, sent)


def test_each_side_makes_its_own_moves() -> None:
    one, two, owner = (person(Role.HANDLER, groups=(group,)) for group in (OTHER, RECEIVER, OWNER))
    sent = Referral(case=case(), sender_id=OTHER, receiver_id=RECEIVER, status=ReferralStatus.SENT)
    letter = Referral(case=case(), sender_id=OTHER, receiver_id=None, status=ReferralStatus.SENT)
    assert allowed(referrals.check_move, two, sent, "accept")
    for stranger in (one, owner, person(Role.LIAISON, groups=(RECEIVER,))):
        assert not allowed(referrals.check_side, stranger, sent, "accept")
    for sender in (one, owner):
        assert allowed(referrals.check_side, sender, letter, "accept")
        assert allowed(referrals.check_side, sender, sent, "withdraw")
    assert not allowed(referrals.check_side, two, letter, "accept")
    assert not allowed(referrals.check_side, two, sent, "withdraw")
    assert not allowed(referrals.check_move, one, sent, "accept")
    offer = ReferralOffer(sender_id=OTHER, receiver_id=RECEIVER, status=ReferralStatus.SENT)
    assert not allowed(referrals.check_side, owner, offer, "withdraw")
    ended = Referral(case=case(), sender_id=OTHER, receiver_id=RECEIVER, status=ReferralStatus.WITHDRAWN)
    assert not allowed(referrals.check_move, two, ended, "accept")


def test_what_is_typed_is_checked() -> None:
    cases.check_seen(3, "3")
    with pytest.raises(cases.Stale):
        cases.check_seen(3, "4")
    identity.check_match_status("sama")
    for wrong in ("", "mungkin"):
        with pytest.raises(ValidationError):
            identity.check_match_status(wrong)
    assert identity.clean_nik(" . ") == ""
    assert identity.clean_nik("3571 0157-0801.0001") == "3571015708010001"
    for wrong in ("357101570801000", "35710157080100011", "357101570801000x", "٣" * 16):
        with pytest.raises(ValidationError, match="16 angka"):
            identity.clean_nik(wrong)
    with pytest.raises(ValidationError, match="Cocokkan lagi"):
        identity.clean_nik("3571019908010001")
    today = date(2026, 11, 23)
    for day in (None, today, date(1900, 1, 1)):
        identity.check_birth_date(day, today)
    for day in (today + timedelta(days=1), date(1899, 12, 31)):
        with pytest.raises(ValidationError):
            identity.check_birth_date(day, today)


def test_the_scope_of_a_draft_is_that_of_its_basis() -> None:
    yes = Consent(scope="identitas")
    draft = Referral(case=case(), status=ReferralStatus.DRAFT, scope="penuh", consent=yes)
    for basis, scope in ((ReferralBasis.CONSENT, "identitas"), (ReferralBasis.NONE, "")):
        draft.basis = basis
        assert referrals.scope_of(draft) == scope
    empty = Referral(case=case(), status=ReferralStatus.DRAFT, basis=ReferralBasis.CONSENT)
    assert referrals.scope_of(empty) == ""
    sent = Referral(case=case(), status=ReferralStatus.SENT, scope="penuh", basis=ReferralBasis.NONE)
    assert referrals.scope_of(sent) == "penuh"


@pytest.mark.django_db
def test_a_task_force_decides_about_its_own_children(world: World) -> None:
    other = make_world("16.09", "OKU Selatan").task_force
    CaseSettings.objects.create(task_force=other, child_path=False, child_scope="penuh")
    child, adult = (case(task_force_id=world.task_force.pk, age_group=age) for age in ("13_17", "25_44"))
    draft = Referral(case=child, status=ReferralStatus.DRAFT, basis=ReferralBasis.CHILD)
    assert referrals.child_path(child)
    assert not referrals.child_path(adult)
    assert referrals.scope_of(draft) == "layanan"
    there = case(task_force_id=other.pk, age_group="13_17")
    assert not referrals.child_path(there)
    draft.case = there
    assert referrals.scope_of(draft) == "penuh"


@pytest.fixture
def opened(world: World) -> tuple[Case, Case]:
    """A case Dinas Sosial leads and Polres serves, and one of Polres alone."""
    world.person("rekan_dinsos", Role.HANDLER, world.agencies["Dinas Sosial"])
    mine = open_case(world, OWN, "Dinas Sosial")
    tomorrow = timezone.localdate() + timedelta(days=1)
    consent = give_consent(world, OWN, mine, scope="layanan", valid_until=tomorrow)
    sent = draft_referral(world, OWN, mine, "Dinas Sosial", "Polres", consent=consent)
    move(world, OWN, sent, "send")
    move(world, SERVES, sent, "accept")
    return mine, open_case(world, SERVES, "Polres")


@pytest.mark.django_db
def test_rights_are_those_of_ones_desks_on_this_case(world: World, opened: tuple[Case, Case]) -> None:
    mine, theirs = opened
    with acting(world, SERVES) as now:
        served, own = cases.rights_of(now.user, mine), cases.rights_of(now.user, theirs)
        assert HANDLE in served
        assert IDENTITY not in served
        assert served < own
        assert set(Case.objects.granted(now.user, HANDLE)) == {mine, theirs}
        assert set(Case.objects.granted(now.user, IDENTITY)) == {theirs}
        assert cases.rights_of(now.user, mine) is served
        group = handlers_desk(world, "Polres").group_id
        assert referrals.own_rights(Referral(case=mine, sender_id=group)) == served
        assert referrals.own_rights(Referral(case=theirs, sender_id=group)) == CASE_RIGHTS
        assert referrals.own_rights(Referral(case=mine, sender_id=mine.owner_id)) == CASE_RIGHTS
        assert not cases.rights_of(person(Role.HANDLER, groups=(mine.owner_id,)), theirs)
        elsewhere = handlers_desk(world, "Dinas Kesehatan").group_id
        assert not referrals.own_rights(Referral(case=mine, sender_id=elsewhere))
    with acting(world, OWN) as now:
        assert not cases.rights_of(now.user, theirs)
        assert cases.rights_of(now.user, mine) == CASE_RIGHTS
        assert referrals.own_rights(Referral(case=mine, sender_id=mine.owner_id)) == CASE_RIGHTS
        assert not referrals.own_rights(Referral(case=theirs, sender_id=mine.owner_id))


@pytest.mark.django_db
def test_rights_end_with_the_consent_they_stand_on(world: World, opened: tuple[Case, Case]) -> None:
    mine, _theirs = opened
    referral = Referral(case=mine, sender_id=handlers_desk(world, "Polres").group_id)
    with acting(world, SERVES) as now, time_machine.travel(timezone.now() + timedelta(days=3)):
        assert not cases.rights_of(now.user, mine)
        assert not referrals.own_rights(referral)


@pytest.mark.django_db
def test_identity_and_shelter_are_rights_of_their_own(world: World, opened: tuple[Case, Case]) -> None:
    mine, theirs = opened
    pairs = (
        (identity.check_identity_read, identity.check_identity_edit),
        (identity.check_shelter_read, identity.check_shelter_edit),
    )
    for read, edit in pairs:
        with acting(world, OWN) as now:
            assert allowed(read, now.user, mine)
            assert allowed(edit, now.user, mine)
            assert not allowed(read, now.user, theirs)
            now.user.__dict__["_case_rights"] = {mine.pk: frozenset(), theirs.pk: frozenset({HANDLE})}
            assert not allowed(edit, now.user, mine)
            assert not allowed(edit, now.user, theirs)


@pytest.mark.django_db
def test_papers_and_copies_leave_through_the_agency_that_answers(
    world: World, opened: tuple[Case, Case]
) -> None:
    mine, theirs = opened
    own = mine.owner_id
    letter = Referral(case=mine, sender_id=own, status=ReferralStatus.SENT)
    foreign = Case(pk=theirs.pk, owner_id=own)
    with acting(world, OWN) as now:
        assert allowed(papers.check_letter, now.user, letter)
        draft = Referral(case=mine, sender_id=own, status=ReferralStatus.DRAFT)
        assert not allowed(papers.check_letter, now.user, draft)
        unseen = Referral(case=foreign, sender_id=own, status=ReferralStatus.SENT)
        assert not allowed(papers.check_letter, now.user, unseen)
        assert allowed(papers.check_export, now.user, mine)
        assert not allowed(papers.check_export, now.user, foreign)
        with time_machine.travel(NOW, tick=False):
            for seconds, may in ((1, True), (0, False), (-1, False)):
                file = CaseExport(case=mine, expires_at=NOW + timedelta(seconds=seconds))
                assert allowed(papers.check_export_file, now.user, file) == may
    with acting(world, SERVES) as now:
        assert not allowed(papers.check_letter, now.user, letter)
        assert not allowed(papers.check_export, now.user, mine)
        later = CaseExport(case=mine, expires_at=NOW + timedelta(days=1))
        assert not allowed(papers.check_export_file, now.user, later)


@pytest.mark.django_db
def test_only_a_yes_to_sharing_that_stands_today_counts(world: World, opened: tuple[Case, Case]) -> None:
    mine, _theirs = opened
    today, other = timezone.localdate(), open_case(world, OWN, "Dinas Sosial")
    give_consent(world, OWN, other)
    stands = give_consent(world, OWN, mine, valid_until=today)
    give_consent(world, OWN, mine, valid_until=today - timedelta(days=1), given_on=today - timedelta(days=9))
    give_consent(world, OWN, mine, withdrawn_at=timezone.now())
    give_consent(world, OWN, mine, kind="layanan")
    give_consent(world, OWN, mine, given=False)
    with acting(world, OWN) as now:
        served = Referral.objects.get(case=mine).consent
        assert set(referrals.live_consents(now.user, mine)) == {stands, served}


@pytest.mark.django_db
def test_a_referral_goes_only_on_a_basis_that_stands(world: World, opened: tuple[Case, Case]) -> None:
    mine, _theirs = opened
    lives, gone = (give_consent(world, OWN, mine, scope="layanan") for _ in range(2))
    with acting(world, OWN) as now:
        Consent.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    row = draft_referral(world, OWN, mine, "Dinas Sosial", "Dinas Kesehatan", consent=lives)
    with acting(world, OWN) as now:
        assert allowed(referrals.check_send, now.user, row)
        for field, value in (
            ("status", ReferralStatus.SENT), ("consent", gone), ("basis", ReferralBasis.CHILD),
        ):  # fmt: skip
            before = getattr(row, field)
            setattr(row, field, value)
            assert not allowed(referrals.check_send, now.user, row), field
            setattr(row, field, before)
        now.user.__dict__["_case_rights"] = {mine.pk: frozenset()}
        assert not allowed(referrals.check_send, now.user, row)


@pytest.mark.django_db
def test_who_serves_refers_on_no_more_than_it_was_given(world: World, opened: tuple[Case, Case]) -> None:
    mine, _theirs = opened
    same, more = (give_consent(world, OWN, mine, scope=scope) for scope in ("layanan", "identitas"))
    onwards = draft_referral(world, SERVES, mine, "Polres", "Dinas Kesehatan", consent=same)
    with acting(world, SERVES) as now:
        assert allowed(referrals.check_send, now.user, onwards)
        usual, onwards.kind = onwards.kind, ReferralKind.TRANSFER
        assert not allowed(referrals.check_send, now.user, onwards)
        onwards.kind, onwards.consent = usual, more
        assert not allowed(referrals.check_send, now.user, onwards)


@pytest.mark.django_db
def test_a_file_is_destroyed_when_its_time_is_over_by_two_people(world: World) -> None:
    CaseSettings.objects.create(task_force=make_world("16.09", "OKU Selatan").task_force, retention_years=30)
    world.person("rekan_dinsos", Role.HANDLER, world.agencies["Dinas Sosial"])
    due, early, serving = (open_case(world, OWN, "Dinas Sosial") for _ in range(3))
    for row, withdrawn in ((due, True), (serving, False)):
        sent = draft_referral(world, OWN, row, "Dinas Sosial", "Polres")
        move(world, OWN, sent, "send")
        if withdrawn:
            move(world, OWN, sent, "withdraw", reason="selesai")
    ends = datetime(2026, 11, 23, tzinfo=UTC)
    with acting(world, OWN):
        for row, closed in ((due, ends), (early, ends + timedelta(seconds=1)), (serving, ends)):
            values = {"status": "ditutup", "closure": "pulih", "closed_at": closed.replace(year=2016)}
            Case.objects.filter(pk=row.pk).update(**values)
            row.refresh_from_db()
    second = fresh(world.people["rekan_dinsos"])
    with time_machine.travel(ends, tick=False), acting(world, OWN) as now:
        assert allowed(disposal.check_disposal_propose, now.user, due)
        unknown = case(status=CaseStatus.CLOSED, owner_id=due.owner_id)
        for row in (early, serving, unknown, open_case(world, OWN, "Dinas Sosial")):
            assert not allowed(disposal.check_disposal_propose, now.user, row)
        assert not allowed(disposal.check_disposal_approve, second, due)
        assert not allowed(disposal.check_disposal_withdraw, second, due)
        early_record, record = DisposalRecord(case=early), DisposalRecord(case=due)
        for row in (early_record, record):
            row.reason, row.proposed_by = "Contoh", now.user
        early_record.save()
        assert allowed(disposal.check_disposal_propose, now.user, due)
        assert not allowed(disposal.check_disposal_approve, second, due)
        record.save()
        stranger = fresh(world.people[SERVES])
        assert not allowed(disposal.check_disposal_propose, now.user, due)
        assert not allowed(disposal.check_disposal_approve, now.user, due)
        assert not allowed(disposal.check_disposal_approve, second, early)
        for check in (disposal.check_disposal_approve, disposal.check_disposal_withdraw):
            assert allowed(check, second, due)
            assert not allowed(check, stranger, due)
        assert not allowed(cases.check_case_reopen, now.user, due)
        assert allowed(cases.check_case_reopen, now.user, serving)
        assert not allowed(disposal.check_disposal_paper, now.user, due)
        for check, row in ((disposal.check_disposal_approve, due), (cases.check_case_reopen, serving)):
            row.status = CaseStatus.OPEN
            assert not allowed(check, second, row)
    with acting(world, "rekan_dinsos") as now, connection.cursor() as cursor:
        cursor.execute("SELECT cases_dispose(%s)", [record.pk])
        due.refresh_from_db()
        assert allowed(disposal.check_disposal_paper, now.user, due)
        assert not allowed(disposal.check_disposal_paper, stranger, due)
        assert not allowed(disposal.check_disposal_withdraw, now.user, due)


@pytest.mark.django_db
def test_who_opens_nothing_of_this_desk_proposes_nothing(world: World) -> None:
    mine = open_case(world, OWN, "Dinas Sosial")
    with acting(world, OWN) as now:
        long_ago = timezone.now().replace(year=timezone.now().year - 11)
        Case.objects.filter(pk=mine.pk).update(status="ditutup", closure="pulih", closed_at=long_ago)
        mine.refresh_from_db()
        assert allowed(disposal.check_disposal_propose, now.user, mine)
        assert not allowed(disposal.check_disposal_propose, fresh(world.people[SERVES]), mine)
