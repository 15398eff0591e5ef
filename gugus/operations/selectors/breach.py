"""Who opened, searched, exported or changed what in a span of time: from both trails, past every wall.

For the owner's role alone, which may become the kernel: whoever runs a server after data got out must see
all task forces. Case codes and accounts are told, never what a case says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model

from cases.models import Case, CaseTrail
from gugus.core import seal
from gugus.core.crypto.rotation import kernel
from gugus.core.models import AuditEvent
from gugus.core.trail_words import action_words
from members.models import Agency

CASE, ACCOUNT, LIST = "kasus", "akun", "daftar"
OPENED, EXPORTED, SEARCHED, CHANGED, DENIED = "dibuka", "diunduh", "dicari", "diubah", "ditolak"
TASK = "tugas"
# How the code of an act ends or what it holds, the first that fits.
HOW = (
    (EXPORTED, ("_export", "export_", "file_read", "attachment_read", "paper_render", "_print")),
    (SEARCHED, ("_find", "list_read", "summary_read", "_match")),
    (OPENED, ("_read", "_show", "breakglass_open", "report_open")),
)


@dataclass(frozen=True)
class Window:
    """The span looked at, and whose acts, when one already knows: an account, an address or a network."""

    since: datetime
    until: datetime
    account: Any = None
    network: IPv4Network | IPv6Network | None = None


class Entry(NamedTuple):
    """One act; `thing` is a case's code or an account's address, `by` the account that acted."""

    at: datetime
    kind: str
    thing: str
    how: str
    action: str
    by: str
    role: str
    agency: str
    ip: str
    channel: str
    task_force: UUID | None


class SealState(NamedTuple):
    """Whether a trail is whole since the span began, and the newest head."""

    trail: str
    faults: list[str]
    head: str


class Found(NamedTuple):
    entries: list[Entry]
    seals: list[SealState]


def found_in(window: Window) -> Found:
    """Everything about the window, read in one snapshot of the kernel's rights.

    Raises DatabaseError for a role that cannot become the kernel.
    """
    with kernel() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        entries = sorted(_of_window([*_case_entries(window), *_audit_entries(window)], window))
        return Found(entries, [_seal_state(trail, window.since) for trail in seal.trails()])


def _span(window: Window) -> dict[str, datetime]:
    return {"at__gte": window.since, "at__lt": window.until}


def _case_entries(window: Window) -> Iterator[Entry]:
    people = _people()
    agencies: dict[Any, str] = dict(Agency.objects.values_list("pk", "short_name"))
    codes: dict[Any, str] = dict(Case.objects.values_list("pk", "code"))
    for row in CaseTrail.objects.filter(**_span(window)):
        yield Entry(
            at=row.at,
            kind=CASE if row.case_id else LIST,
            thing=codes.get(row.case_id, row.label),
            how=DENIED if row.denied else how(row.action),
            action=row.action,
            by=people.get(row.actor_id, str(row.actor_id or "")),
            role=row.role,
            agency=agencies.get(row.agency_id, ""),
            ip=row.ip or "",
            channel=row.channel,
            task_force=row.task_force_id,
        )


def _audit_entries(window: Window) -> Iterator[Entry]:
    """What happened to accounts: their own data, and who entered with them."""
    people = _people()
    for row in AuditEvent.objects.filter(**_span(window), object_type="accounts.user"):
        yield Entry(
            at=row.at,
            kind=ACCOUNT,
            thing=people.get(_uuid(row.object_id), row.object_id),
            how=how(row.action),
            action=row.action,
            by=people.get(row.actor_id, ""),
            role=row.role,
            agency="",
            ip=row.ip or "",
            channel=row.channel,
            task_force=row.task_force_id,
        )


def _people() -> dict[Any, str]:
    return dict(get_user_model().objects.values_list("pk", "email"))


def _uuid(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text


def how(action: str) -> str:
    """What kind of act a code is; whatever neither opens nor exports nor searches changes something."""
    return next((name for name, signs in HOW if any(sign in action for sign in signs)), CHANGED)


def _of_window(entries: list[Entry], window: Window) -> list[Entry]:
    """Only the account's acts, and only those from the network; work a worker did for one of these people
    has no address and stays in."""
    if window.account is not None:
        entries = [each for each in entries if each.by == window.account.email]
    if window.network is None:
        return entries
    here = [each for each in entries if each.ip and ip_address(each.ip) in window.network]
    people = {each.by for each in here}
    return here + [each for each in entries if not each.ip and each.channel == TASK and each.by in people]


def _seal_state(trail: str, since: datetime) -> SealState:
    newest = seal.head(trail)
    faults = [str(fault) for fault in seal.check(trail, since)]
    return SealState(trail, faults, f"{trail}:{newest.number}:{newest.hash}" if newest else "")


def words(entry: Entry) -> str:
    """The act as the trail's page says it."""
    return action_words(entry.action)
