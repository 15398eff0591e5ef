"""Secrets of second factors under a new key: they lie in a column of allauth, not in a field of ours."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import transaction

from gugus.accounts.adapter import factor_boxes

SEALED = "gAAAA"
"""How every text begins that Fernet made."""


def factors_rotate() -> Iterator[tuple[int, int]]:
    """Bring each factor's secrets under the first key; yields (factors done, factors to do)."""
    boxes = factor_boxes()
    stale = _stale(boxes[0])
    for done, key in enumerate(stale, start=1):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=key)
            row.data = _rotated(row.data, MultiFernet(boxes))
            row.save(update_fields=["data"])
        yield done, len(stale)


def factors_left() -> int:
    """How many factors the first key does not open."""
    return len(_stale(factor_boxes()[0]))


def _stale(first: Fernet) -> list[Any]:
    rows = Authenticator.objects.order_by("pk").values_list("pk", "data")
    return [key for key, data in rows if not all(_opens(first, text) for text in _sealed(data))]


def _sealed(data: Any) -> list[str]:
    """Every sealed text in a factor's data, however deep."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in _sealed(value)]
    if isinstance(data, list):
        return [text for value in data for text in _sealed(value)]
    return [data] if isinstance(data, str) and data.startswith(SEALED) else []


def _opens(box: Fernet, text: str) -> bool:
    try:
        box.decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _rotated(data: Any, boxes: MultiFernet) -> Any:
    """The same data with every sealed text under the first key; what no key opens stays, and is counted."""
    if isinstance(data, dict):
        return {name: _rotated(value, boxes) for name, value in data.items()}
    if isinstance(data, list):
        return [_rotated(value, boxes) for value in data]
    if not _sealed(data):
        return data
    try:
        return boxes.rotate(data.encode()).decode()
    except InvalidToken:
        return data
