"""What the services of every domain share: taking a row's lock, and keeping a row with its checks."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def locked(row: M) -> M:
    """The row as it is now, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def kept(row: M) -> M:
    """Check and save. Raises ValidationError with what is wrong, field by field."""
    row.full_clean()
    row.save()
    return row


def put(row: M, values: dict[str, object]) -> list[str]:
    """Set fields; returns the names of those that changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed
