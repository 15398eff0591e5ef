"""Who may report which item: guardian's rows, derived from the responsible parties and written only here."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from gugus.core.bulk import copy_in
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
    keys = items if isinstance(items, QuerySet) else [item.pk for item in items]
    permission = Permission.objects.get(content_type__app_label="rad", codename=REPORT_ITEM)
    groups = _desk_groups(plan.task_force)
    wanted = {
        (item, _group(plan.task_force, agency, groups)) for item, agency in _reporting(plan.task_force, keys)
    }
    rows = ActionItemGrant.objects.filter(content_object__in=keys)
    present = {
        (item, group): pk for item, group, pk in rows.values_list("content_object_id", "group_id", "pk")
    }
    ActionItemGrant.objects.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    copy_in(
        [
            ActionItemGrant(content_object_id=item, group_id=group, permission=permission)
            for item, group in sorted(wanted - present.keys(), key=str)
        ]
    )


def _reporting(task_force: TaskForce, keys: Any) -> QuerySet[Party, Any]:
    """(item, agency) of every responsible party that may report."""
    here = Q(agency__task_forces=task_force) | Q(agency__parent__task_forces=task_force)
    rows = Party.objects.filter(here, item__in=keys, role=PartyRole.RESPONSIBLE)
    return rows.order_by().values_list("item_id", "agency_id").distinct()


def _desk_groups(task_force: TaskForce) -> dict[Any, int]:
    rows = Desk.objects.filter(task_force=task_force, role=Role.LIAISON)
    return dict(rows.values_list("agency_id", "group_id"))


def _group(task_force: TaskForce, agency_id: Any, groups: dict[Any, int]) -> int:
    """The group of the agency's liaisons; made when the agency has none yet."""
    if agency_id not in groups:
        agency = Agency.objects.get(pk=agency_id)
        groups[agency_id] = desk_get(task_force=task_force, role=Role.LIAISON, agency=agency).group_id
    return groups[agency_id]
