"""What may become of a follow-up, in plain words: written from issue 5, point 5, not from the rules."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gugus.core.permissions import Denied
from meetings.enums import RequestKind, RequestStatus
from meetings.models import FollowUp, FollowUpRequest
from meetings.services.follow_ups import (
    follow_up_note,
    follow_up_return,
    follow_up_submit,
    follow_up_verify,
)
from meetings.services.requests import request_ask, request_decide

LINK = "https://contoh.example.id/bukti"
ACTS = ("news", "proof", "submit", "submit_proof", "return", "verify", "extend", "drop", "grant", "refuse")


class Sides(NamedTuple):
    """Who works at the desk of the doing agency or its units, who is of the office, who leads."""

    desk: set[Any]
    office: set[Any]
    lead: set[Any]


@dataclass(eq=False)
class Promise:
    """`hands` are those whose acts brought it where it is; days are counted from the first."""

    high: bool
    status: str = "berjalan"
    today: int = 0
    due: int = 7
    proof: bool = False
    doers: set[Hashable] = field(default_factory=set)
    submitter: Hashable = ""
    request: tuple[str, Hashable, int] | None = None  # kind, who asked, until
    hands: set[Hashable] = field(default_factory=set)

    def may(self, who: Hashable, act: str, until: int, sides: Sides) -> bool:
        works = who in sides.desk | sides.office and self.status == "berjalan"
        judges = who in (sides.office | sides.lead) - sides.desk
        if act in ("news", "proof"):
            return works
        if act in ("submit", "submit_proof"):
            needs = self.high or who not in sides.desk
            return works and (self.proof or act == "submit_proof" or not needs)
        if act in ("return", "verify"):
            free = act == "return" or self.request is None
            return judges and self.status == "diajukan" and who not in self.doers and free
        if act == "extend":
            return works and self.request is None and until > self.due and until >= self.today
        if act == "drop":
            return works and self.request is None
        decides = judges and self.request is not None and self.request[1] != who
        return decides and (act == "refuse" or self.status == "berjalan")

    def does(self, who: Hashable, act: str, until: int) -> None:
        self.proof |= act in ("proof", "submit_proof")
        if act in ("news", "proof", "submit", "submit_proof"):
            self.doers.add(who)
        if act.startswith("submit"):
            self.status, self.submitter, self.hands = "diajukan", who, {who}
        elif act == "return":
            self.status = "berjalan"
        elif act == "verify":
            self.status = "selesai"
            self.hands.add(who)
        elif act in ("extend", "drop"):
            self.request = (act, who, until)
        elif act in ("grant", "refuse"):
            self._decided(who, act)

    def _decided(self, who: Hashable, act: str) -> None:
        assert self.request
        kind, asker, until = self.request
        self.request = None
        if act == "grant" and kind == "drop":
            self.status, self.hands = "dihentikan", {asker, who}
        elif act == "grant":
            self.due = until


def do(row: FollowUp, by: Any, act: str, until: Any) -> Any:
    """The act itself, through the services; `until` is a date."""
    request = FollowUpRequest.objects.filter(follow_up=row, status=RequestStatus.ASKED).first()
    if act in ("news", "proof"):
        return follow_up_note(
            follow_up=row, by=by, text="Sudah dibahas.", link=LINK if act == "proof" else ""
        )
    if act.startswith("submit"):
        link = LINK if act == "submit_proof" else ""
        return follow_up_submit(follow_up=row, by=by, action_taken="SOP disusun.", link=link)
    if act == "return":
        return follow_up_return(follow_up=row, by=by, reason="Lampirkan SOP.")
    if act == "verify":
        return follow_up_verify(follow_up=row, by=by)
    if act == "extend":
        reason = "Menunggu anggaran"
        return request_ask(follow_up=row, by=by, kind=RequestKind.EXTEND, reason=reason, until=until)
    if act == "drop":
        return request_ask(follow_up=row, by=by, kind=RequestKind.DROP, reason="Sudah tidak perlu")
    if request is None:
        raise Denied("nothing was asked")
    return request_decide(request=request, by=by, grant=act == "grant")
