"""Cases as a person may see them: the newest by keyset, one with what its pages need."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.enums import HANDLE, OPEN_REFERRAL, ReferralStatus
from cases.models import Case, CaseGrant, CaseLink, Incident, Referral
from cases.models.visible import newest_page
from cases.rules.cases import rights_of as rights_of
from members.enums import Role
from members.models import Desk

PAGE_SIZE = 25
LOOK_AT_MOST = 1000


@dataclass(frozen=True)
class Page:
    """Some of the newest cases. `after` is where the next page begins (None: there is none); `total` counts
    to 1,001 at most, and is None where a stage is filtered: counting those would read every case."""

    rows: list[Case]
    after: UUID | None
    total: int | None


def case_list(user: Any) -> QuerySet[Case]:
    """Cases one may open, with what every page about one says."""
    return Case.objects.visible_to(user).select_related(
        "lead_agency", "incident__region", "region", "task_force", "screening", "opened_by"
    )


def case_whole(user: Any) -> QuerySet[Case]:
    """As `case_list`, with the stages at hand: they hang on a case one sees and are seen with it."""
    return case_list(user).prefetch_related("stagestates")


def case_page(
    user: Any, *, after: UUID | None = None, status: str = "", stage: str = "", size: int = PAGE_SIZE
) -> Page:
    """The newest visible cases after one, driven by the grants (row_security.md): no OFFSET, no exact count.

    Grants know a case's status but not its stage, so a stage is looked for among the newest 1,000 at a time.
    A key that is not visible (any more) starts at the beginning.
    """
    start = Case.objects.visible_to(user).filter(pk=after).first() if after else None
    reach = LOOK_AT_MOST if stage else size
    keys = newest_page(user, after=start, status=status, size=reach + 1)
    rows = list(_in_order(keys[:reach]).filter(**({"stage": stage} if stage else {}))[: size + 1])
    following = None
    if len(rows) > size:
        following = rows[size - 1].pk
    elif len(keys) > reach:
        following = keys[reach - 1]
    total = None if stage else Case.objects.capped_count(user, status=status)
    return Page(rows[:size], following, total)


def _in_order(keys: Iterable[UUID]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=list(keys)).order_by("-created_at", "-pk")


def latest_referrals(user: Any, cases: Iterable[Case]) -> dict[UUID, Referral]:
    """Of each case the referral that matters most now: one that waits, else the newest."""
    rows = Referral.objects.visible_to(user).filter(case__in=list(cases))
    rows = rows.exclude(status=ReferralStatus.DRAFT).select_related("receiver_agency").order_by("sent_at")
    found: dict[UUID, Referral] = {}
    for row in rows:
        kept = found.get(row.case_id)
        if kept is None or kept.status not in OPEN_REFERRAL or row.status in OPEN_REFERRAL:
            found[row.case_id] = row
    return found


def open_referrals(user: Any, case: Case) -> list[Referral]:
    """Referrals of a case that have not ended: nothing of them is closed with the case."""
    rows = Referral.objects.visible_to(user).filter(case=case, status__in=OPEN_REFERRAL)
    return list(rows.select_related("receiver_agency").order_by("sent_at"))


def case_by_code(user: Any, code: str) -> Case | None:
    """A visible case by its register code; hidden and unknown codes give the same nothing."""
    return case_list(user).filter(code=code.strip().upper()).first()


def incident_list(user: Any) -> QuerySet[Incident]:
    return Incident.objects.visible_to(user).select_related("region")


def desks_of(user: Any) -> list[Desk]:
    """The handlers' desks one works at today, for whom a case is opened."""
    rows = Desk.objects.filter(role=Role.HANDLER, group__in=user.authority.group_ids)
    return list(rows.select_related("agency", "task_force").order_by("agency__short_name"))


def desk_for(user: Any, case: Case) -> Desk:
    """For which of one's desks one handles a case: the owner's before a receiver's. Raises ValueError for
    somebody who does not handle it: `check_handle` comes first."""
    held = CaseGrant.objects.filter(content_object=case, permission__codename=HANDLE)
    groups = set(held.values_list("group", flat=True))
    desks = [desk for desk in desks_of(user) if desk.group_id in groups]
    return min(desks, key=lambda desk: desk.group_id != case.owner_id)


def links_of(user: Any, case: Case) -> list[tuple[CaseLink, Case]]:
    """Cases linked with one, for who sees both; the incident's others are not among them by themselves."""
    rows = link_list(user).filter(Q(first=case) | Q(second=case)).order_by("created_at")
    return [(row, row.second if row.first_id == case.pk else row.first) for row in rows]


def link_list(user: Any) -> QuerySet[CaseLink]:
    return CaseLink.objects.visible_to(user).select_related("first", "second")
