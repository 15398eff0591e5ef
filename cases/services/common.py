"""What the services of cases share: a row that may be changed, held while it is."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from gugus.core.services import locked

M = TypeVar("M", bound=models.Model)


def held(row: M, check: Callable[[Any, M], None], by: Any) -> M:
    """The row as it is now, locked, its rule asked before and after: the lock itself asks the policy for
    changes, so what one may not change cannot be locked, and what one waited for may have changed.
    """
    check(by, row)
    now = locked(row)
    check(by, now)
    return now
