"""Writing the audit trail: in the transaction of the act itself, so neither exists without the other."""

from typing import Any
from uuid import UUID

from django.db import models

from gugus.core.context import acting
from gugus.core.models import AuditEvent


def record(
    *,
    by: Any,
    action: str,
    obj: models.Model | None = None,
    label: str = "",
    task_force_id: UUID | None = None,
    **detail: Any,
) -> AuditEvent:
    """Keep who did what to which object, when and from where.

    `action` is a stable code such as `members.decree_sign`; `detail` holds codes, dates and counts, never a
    person's data. `task_force_id` names whose trail it belongs to where neither object nor actor does. Must
    run inside the act's transaction.
    """
    now = acting()
    return AuditEvent.objects.create(
        actor=by,
        role=now.role,
        task_force_id=task_force_id or getattr(obj, "task_force_id", None) or now.task_force_id,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=(label or trail_name(obj))[:200],
        ip=now.ip,
        channel=now.channel,
        detail={key: plain(value) for key, value in detail.items()},
    )


def trail_name(obj: models.Model | None) -> str:
    """What the trail calls a thing. Its readers may not know the thing itself: a draft's title stays out,
    so models whose own name says more than a code have a `trail_name`."""
    if obj is None:
        return ""
    return str(getattr(obj, "trail_name", obj))


def denied(*, by: Any, path: str, method: str) -> AuditEvent:
    """Keep a refusal (403) with the path asked for; paths carry no names by design."""
    return record(by=by, action="core.denied", label=path, method=method)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: numbers, texts and lists of them; anything else as its text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)
