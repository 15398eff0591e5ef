"""The library: a correction is a new version, what was cited stays as it was cited."""

from typing import Any

from django.db import transaction

from gugus.accounts.models import User
from gugus.core import audit
from members import rules
from members.models import LegalBasis, Sop


@transaction.atomic
def legal_basis_save(*, by: User, follows: LegalBasis | None = None, **values: Any) -> LegalBasis:
    """A new legal instrument, or the next version of `follows`. Raises Denied, ValidationError."""
    return _save(LegalBasis, by=by, follows=follows, values=values)


@transaction.atomic
def sop_save(*, by: User, follows: Sop | None = None, **values: Any) -> Sop:
    """A new SOP, or the next version of `follows`. Raises Denied, ValidationError."""
    return _save(Sop, by=by, follows=follows, values=values)


def _save(model: type[Any], *, by: User, follows: Any, values: dict[str, Any]) -> Any:
    rules.check_secretariat(by)
    if follows is not None:
        follows = model.objects.select_for_update(of=("self",)).get(pk=follows.pk)
        rules.check_library_edit(by, follows)
    row = model(
        task_force_id=by.authority.task_force_id,
        follows=follows,
        version=follows.version + 1 if follows else 1,
        **values,
    )
    row.full_clean()
    row.save()
    action = f"members.{model._meta.model_name}_{'revise' if follows else 'create'}"
    audit.record(by=by, action=action, obj=row, version=row.version)
    return row
