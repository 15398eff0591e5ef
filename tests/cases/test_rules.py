"""Rules of cases, asked of people and rows that were never saved: each clause alone decides once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.enums import HANDLE, CaseStatus, ReferralStatus
from cases.models import (
    Attachment,
    BreakGlass,
    Case,
    CaseDocument,
    CaseLink,
    Consent,
    EvaluationDocument,
    Recusal,
    Referral,
    ServiceNeed,
    ServiceRecord,
)
from cases.rules import (
    breakglass,
    cases,
    consents,
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
from members.selectors.authority import Authority

OWNER, RECEIVER, OTHER = 1, 2, 3
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
    found = User(full_name="Contoh")
    found.__dict__["authority"] = Authority(
        roles=frozenset(roles), group_ids=frozenset(groups), coordinates=coordinates
    )
    return found


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
    ended = Referral(case=case(), sender_id=OTHER, receiver_id=RECEIVER, status=ReferralStatus.WITHDRAWN)
    assert not allowed(referrals.check_move, two, ended, "accept")
