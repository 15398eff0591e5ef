"""What a task force decides about cases: thresholds, the child path, how long files are kept, holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import CaseSettings, Holiday
from cases.rules.settings import check_settings_manage
from cases.selectors.settings import settings_for
from gugus.core import audit
from gugus.core.services import kept, put


@transaction.atomic
def settings_update(
    *,
    by: Any,
    inside_cell: int,
    outside_cell: int,
    identity_budget: int,
    child_path: bool,
    child_scope: str,
    referral_pattern: str,
    retention_years: int,
) -> CaseSettings:
    """Set the thresholds and rules of the actor's task force.

    Raises ValidationError when figures that leave the task force would say more than those inside it.
    """
    check_settings_manage(by)
    if outside_cell < inside_cell:
        raise ValidationError({"outside_cell": _("Isi paling sedikit sama dengan angka di dalam.")})
    row = settings_for(by.authority.task_force_id)
    values: dict[str, Any] = {
        "inside_cell": inside_cell,
        "outside_cell": outside_cell,
        "identity_budget": identity_budget,
        "child_path": child_path,
        "child_scope": child_scope,
        "referral_pattern": referral_pattern,
        "retention_years": retention_years,
    }
    if put(row, values) or not row.pk:
        kept(row)
        audit.record(by=by, action="cases.settings_update", label=str(_("aturan kasus")), **values)
    return row


@dataclass(frozen=True)
class Added:
    """How many holidays are new, and how many were on the list already."""

    made: int
    known: int


@transaction.atomic
def holidays_add(*, rows: Iterable[tuple[date, str]], by: Any) -> Added:
    """Keep days of the region on which no working day is counted; a known day stays as it is.

    Clocks that run already keep their limit: it was told to people.
    """
    check_settings_manage(by)
    given = dict(rows)
    known = set(Holiday.objects.visible_to(by).filter(day__in=given).values_list("day", flat=True))
    fresh = [day for day in sorted(given) if day not in known]
    for day in fresh:
        kept(Holiday(task_force_id=by.authority.task_force_id, day=day, name=given[day]))
    if fresh:
        audit.record(by=by, action="cases.holiday_add", days=[str(day) for day in fresh])
    return Added(len(fresh), len(given) - len(fresh))


@transaction.atomic
def holiday_remove(*, holiday: Holiday, by: Any) -> None:
    """Take one of the region's own holidays off the list. Raises ValidationError for a national one."""
    check_settings_manage(by)
    if holiday.task_force_id is None:
        raise ValidationError(_("Hari libur nasional tidak dapat dihapus dari daftar daerah."))
    audit.record(by=by, action="cases.holiday_remove", label=str(holiday.day))
    holiday.delete()
