"""What a task force decides about its meetings: quorum, codes, days, numbers of letters, types."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, put
from meetings.models import MeetingRules, MeetingType
from meetings.rules.common import check_manage
from meetings.selectors.settings import rules_for, types_all
from members.models import TaskForce

PLACES = ("urut", "unit", "tahun", "bulan")


@transaction.atomic
def rules_update(*, by: Any, follow_up_days: Sequence[int] | None = None, **values: Any) -> MeetingRules:
    """Keep the rules of the task force the person acts in; what is not given stays.

    Raises ValidationError beside the field: a pattern without {urut} would give two letters one number.
    """
    check_manage(by)
    TaskForce.objects.select_for_update().get(pk=by.authority.task_force_id)
    row = rules_for(by.authority.task_force_id)
    if follow_up_days is not None:
        values["follow_up_days"] = sorted(set(follow_up_days))
    changed = put(row, values)
    check_pattern(row.number_pattern)
    if changed:
        kept(row)
        audit.record(by=by, action="meetings.rules_update", obj=row, fields=changed)
    return row


def check_pattern(pattern: str) -> None:
    """Raises ValidationError beside `number_pattern` for a place it does not know, or none for the number."""
    try:
        told = pattern.format(**dict.fromkeys(PLACES, "1"))
    except (KeyError, ValueError, IndexError, AttributeError):
        told = ""
    if not told or "{urut}" not in pattern:
        raise ValidationError(
            {
                "number_pattern": _(
                    "Pola harus memuat {urut} dan hanya boleh memakai {urut}, {unit}, {tahun}, {bulan}. "
                    "Contoh 400.2/{urut}/{unit}/{tahun}."
                )
            }
        )


@transaction.atomic
def type_add(*, by: Any, name: str, is_outreach: bool = False) -> MeetingType:
    """A type of one's own, last in the list. Raises ValidationError beside `name` for one known."""
    check_manage(by)
    _check_name(by, name)
    last = types_all(by).order_by("-order").first()
    row = MeetingType(
        task_force_id=by.authority.task_force_id,
        code=slugify(name)[:40] or "jenis",
        name=name,
        is_outreach=is_outreach,
        order=(last.order if last else 0) + 1,
    )
    kept(row)
    audit.record(by=by, action="meetings.type_add", obj=row, outreach=is_outreach)
    return row


@transaction.atomic
def type_update(*, type: MeetingType, by: Any, **values: Any) -> MeetingType:
    """Rename a type, retire it or take it up again (`name`, `is_active`).

    A shipped type stays as it is for other task forces: a row of one's own takes its place. Meetings that
    have it keep it. Raises ValidationError beside `name`.
    """
    check_manage(by)
    if "name" in values:
        _check_name(by, values["name"], besides=type)
    row = type if type.task_force_id else _own(type, by)
    changed = put(row, values)
    if changed:
        kept(row)
        audit.record(by=by, action="meetings.type_update", obj=row, fields=changed)
    return row


def _own(shipped: MeetingType, by: Any) -> MeetingType:
    names = ("code", "name", "is_outreach", "is_active", "order")
    values = {name: getattr(shipped, name) for name in names}
    return MeetingType(task_force_id=by.authority.task_force_id, **values)


def _check_name(by: Any, name: str, besides: MeetingType | None = None) -> None:
    same = types_all(by).filter(name__iexact=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise ValidationError({"name": _("Jenis kegiatan “%(name)s” sudah ada.") % {"name": name}})
