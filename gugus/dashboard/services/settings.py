"""What a task force decides about its dashboard."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, put
from gugus.dashboard.models import DashboardRules
from gugus.dashboard.rules import check_rules_update
from gugus.dashboard.selectors.settings import brief_type_list, rules_for
from members.models import TaskForce


@transaction.atomic
def rules_update(*, by: Any, **values: Any) -> DashboardRules:
    """Keep the rules of the task force the person acts in; what is not given stays.

    Raises Denied, and ValidationError beside `brief_types` for a type of meeting that is not known here.
    """
    check_rules_update(by)
    TaskForce.objects.select_for_update().get(pk=by.authority.task_force_id)
    row = rules_for(by.authority.task_force_id)
    if "brief_types" in values:
        known = {each.code for each in brief_type_list(by)} | set(row.brief_types)
        values["brief_types"] = sorted(set(values["brief_types"]))
        if not known.issuperset(values["brief_types"]):
            raise ValidationError({"brief_types": _("Pilih jenis rapat dari daftar.")})
    changed = put(row, values)
    if changed:
        kept(row)
        audit.record(by=by, action="dashboard.rules_update", obj=row, fields=changed)
    return row
