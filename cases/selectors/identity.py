"""Reads of identity and shelter: what is filled in, what is opened, and how much was opened today."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.models import Case, CaseSettings, CaseTrail, Identity, IdentityNotice, OverRead, Shelter

FIELDS = (
    "name",
    "nickname",
    "nik",
    "birth_place",
    "birth_date",
    "address",
    "phone",
    "guardian",
    "safe_contact",
)
SHELTER_FIELDS = ("name", "address", "contact")
IDENTITY_SHOW, SHELTER_SHOW, EXCEEDED = "cases.identity_show", "cases.shelter_show", "cases.budget_exceeded"


def identity_of(user: Any, case: Case) -> Identity | None:
    """The identity with its fields closed: nothing is decrypted before it is asked for."""
    return Identity.objects.visible_to(user).filter(case=case).first()


def filled(row: Any, names: tuple[str, ...] = FIELDS) -> frozenset[str]:
    """Which fields hold something, without opening one."""
    return frozenset(name for name in names if row is not None and row.__dict__.get(name))


def shelter_list(user: Any) -> Any:
    return Shelter.objects.visible_to(user).select_related("case")


def shelters_of(user: Any, case: Case) -> list[Shelter]:
    """Newest first."""
    return list(Shelter.objects.visible_to(user).filter(case=case).order_by("-since", "-created_at"))


def notice_was_read(user: Any, case: Case) -> bool:
    """Whether this person has confirmed the notice of UU 21/2007 Pasal 24 for this case."""
    return IdentityNotice.objects.visible_to(user).filter(case=case).exists()


@dataclass(frozen=True)
class Budget:
    """Cases of which one person opened identity or shelter today, and how many the task force allows."""

    limit: int
    cases: frozenset[UUID]
    told: bool

    def exceeded_by(self, case: Case) -> bool:
        """Whether opening this case goes beyond; one opened earlier today does not count again."""
        return case.pk not in self.cases and len(self.cases) >= self.limit


def budget_today(user: Any) -> Budget:
    """By the region's calendar day; two queries."""
    settings = CaseSettings.objects.filter(task_force=user.authority.task_force_id).first() or CaseSettings()
    midnight = datetime.combine(user.authority.today, time.min, tzinfo=ZoneInfo(user.authority.timezone))
    rows = CaseTrail.objects.filter(
        actor_id=user.pk, at__gte=midnight, denied=False, action__in=[IDENTITY_SHOW, SHELTER_SHOW, EXCEEDED]
    )
    acts = list(rows.values_list("action", "case_id").distinct().order_by())
    opened = frozenset(case for action, case in acts if case and action != EXCEEDED)
    return Budget(settings.identity_budget, opened, any(action == EXCEEDED for action, _case in acts))


def over_read_list(user: Any) -> Any:
    return OverRead.objects.visible_to(user).select_related("user", "agency")
