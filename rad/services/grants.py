"""Who may report which item: guardian's rows, derived from the responsible parties and written only here."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q

from members.enums import Role
from members.models import Agency, Desk, TaskForce
from members.services import desk_get
from rad.enums import REPORT_ITEM, PartyRole
from rad.models import ActionItem, ActionItemGrant, ActionPlan, Party


def item_grants_sync(*, item: ActionItem) -> None:
    """Give the item to the liaisons' desks of its responsible agencies, and take it from all others."""
    items_grants_sync(plan=item.program.strategy.plan, items=[item])


def plan_grants_sync(*, plan: ActionPlan) -> None:
    """The same for a whole plan, in a fixed number of statements."""
    items_grants_sync(plan=plan, items=ActionItem.objects.filter(program__strategy__plan=plan))


@transaction.atomic
def items_grants_sync(*, plan: ActionPlan, items: Iterable[ActionItem]) -> None:
    """Make the grants of some items follow their responsible parties.

    A party counts when its agency, or the agency it is a unit of, belongs to the task force; what no such
    party answers for is reported by the secretariat "atas nama" and carries no grant.
    """
    keys = [item.pk for item in items]
    permission = Permission.objects.get(content_type__app_label="rad", codename=REPORT_ITEM)
    groups = _desk_groups(plan.task_force)
    wanted = {
        (party.item_id, _group(plan.task_force, party, groups)) for party in _reporting(plan.task_force, keys)
    }
    present = {
        (row.content_object_id, row.group_id): row.pk
        for row in ActionItemGrant.objects.filter(content_object__in=keys)
    }
    ActionItemGrant.objects.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    ActionItemGrant.objects.bulk_create(
        ActionItemGrant(content_object_id=item, group_id=group, permission=permission)
        for item, group in sorted(wanted - present.keys(), key=str)
    )


def _reporting(task_force: TaskForce, keys: list[UUID]) -> list[Party]:
    here = Q(agency__task_forces=task_force) | Q(agency__parent__task_forces=task_force)
    rows = Party.objects.filter(here, item__in=keys, role=PartyRole.RESPONSIBLE)
    return list(rows.select_related("agency").distinct())


def _desk_groups(task_force: TaskForce) -> dict[Any, int]:
    rows = Desk.objects.filter(task_force=task_force, role=Role.LIAISON)
    return dict(rows.values_list("agency_id", "group_id"))


def _group(task_force: TaskForce, party: Party, groups: dict[Any, int]) -> int:
    """The group of the agency's liaisons; made when the agency has none yet."""
    agency: Agency | None = party.agency
    key = agency.pk if agency else None
    if key not in groups:
        groups[key] = desk_get(task_force=task_force, role=Role.LIAISON, agency=agency).group_id
    return groups[key]
