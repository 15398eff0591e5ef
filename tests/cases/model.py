"""Who may see what of cases, in a hundred lines of plain Python: what both walls are held against.

Written from the issue, not from the code. No database, no clock: time is a move like any other.
"""

from types import SimpleNamespace

VIEW, HANDLE, NAME, SHELTER = "view_case", "handle_case", "view_identity", "view_shelter"
ALL, READ, LIVE = {VIEW, HANDLE, NAME, SHELTER}, {VIEW, NAME, SHELTER}, {"diterima", "layanan"}
SCOPES = {"layanan": {VIEW, HANDLE}, "identitas": {VIEW, HANDLE, NAME}, "penuh": ALL, "": set()}
SERVICES = {"konseling": {VIEW, HANDLE}, "visum": {VIEW, HANDLE, NAME}, "rumah_aman": ALL}
MOVES = {
    "send": ({"draf"}, "dikirim"), "accept": ({"dikirim"}, "diterima"), "refuse": ({"dikirim"}, "ditolak"),
    "forward": ({"dikirim"}, "dikirim"), "start": ({"diterima"}, "layanan"), "finish": (LIVE, "selesai"),
    "withdraw": ({"dikirim", *LIVE}, "ditarik"),
}  # fmt: skip


class Row(SimpleNamespace):
    """Person (force, desk, role, by_decree, appointed, active), File (owner, force, child, open, stopped),
    Consent (file, scope, ends, live), Glass (person, file, live, reviewed), Referral (as in `refer`)."""

    __eq__, __hash__ = object.__eq__, object.__hash__


class Model:
    def __init__(self, desks: dict[str, str]) -> None:
        self.desks, self.decrees = desks, dict.fromkeys(desks.values(), True)
        self.files, self.consents, self.referrals, self.glasses = ([] for _kind in range(4))

    def works(self, p: Row) -> bool:
        return p.active and p.appointed and (self.decrees[p.force] or not p.by_decree)

    def lent(self, desk: str, file: Row) -> set[str]:
        mine = [r for r in self.referrals if (r.file, r.receiver, r.kind) == (file, desk, "rujukan")]
        lent = [self.given(r, r.scope) for r in mine if r.status in LIVE and self.stands(r)]
        return ALL if file.owner == desk else set().union(*lent)

    def given(self, r: Row, scope: str) -> set[str]:
        return SCOPES[scope] & set().union(*map(SERVICES.get, r.services))

    def held(self, p: Row, file: Row) -> set[str]:
        if not self.works(p) or not p.desk or p in file.stopped:
            return set()
        glass = any(g.person is p and g.file is file and g.live for g in self.glasses)
        return self.lent(p.desk, file) | (READ if glass else set())

    def sees(self, p: Row) -> dict[str, set]:
        here = self.works(p)
        mine = [r for r in self.referrals if here and p.desk and p.desk in (r.sender, r.receiver)]
        notice = {r for r in mine if r.basis == "tanpa" and r.status in LIVE}
        return {
            "cases": {f for f in self.files if VIEW in self.held(p, f)},
            "identities": {f for f in self.files if NAME in self.held(p, f)},
            "headers": {f for f in self.files if here and p.role == "sekretariat" and f.force == p.force},
            "offers": {r for r in mine if p not in r.file.stopped and (r.status == "dikirim" or r in notice)},
            "referrals": {
                r for r in self.referrals if VIEW in self.held(p, r.file) and (
                    p.desk in (r.sender, r.file.owner) or (p.desk == r.receiver and r.status in LIVE))
            },
        }  # fmt: skip

    def move(self, p: Row, r: Row, name: str, to: str = "") -> tuple[bool, str | None]:
        """(moved, state); state None for whoever has no part in it."""
        sending = name in ("send", "withdraw")
        side = (r.sender, r.file.owner) if sending else (r.receiver,) if r.status != "draf" else ()
        if not self.works(p) or not p.desk or p in r.file.stopped or p.desk not in side:
            return False, None
        if sending and HANDLE not in self.held(p, r.file):
            return False, None
        sources, target = MOVES[name]
        if r.status not in sources or not self.allowed(p, r, name, to):
            return False, r.status
        r.scope = (self.scope(r) or "") if name == "send" else r.scope
        r.receiver = to if name == "forward" else r.receiver
        if name == "accept" and r.kind == "alih":
            target, r.file.owner, r.file.force = "selesai", r.receiver, self.desks[r.receiver]
        r.status = target
        return True, target

    def stands(self, r: Row) -> bool:
        return r.basis != "persetujuan" or (r.consent is not None and r.consent.live)

    def scope(self, r: Row) -> str | None:
        child = "layanan" if r.file.child else None
        given = r.consent.scope if r.consent and r.consent.live else None
        return {"persetujuan": given, "anak": child, "tanpa": "" if r.kind == "rujukan" else None}[r.basis]

    def allowed(self, p: Row, r: Row, name: str, to: str) -> bool:
        if name == "accept":
            return self.stands(r) and (r.kind == "rujukan" or r.sender == r.file.owner)
        if name == "forward":
            return to not in (r.receiver, r.sender, r.file.owner)
        if name != "send":
            return True
        scope, own = self.scope(r), r.sender == r.file.owner
        if scope is None or not r.file.open or (r.kind == "alih" and p.desk != r.file.owner):
            return False
        return own or self.given(r, scope) <= self.lent(r.sender, r.file)
