"""Who may publish what and who reads it, in plain Python: written from the issue, not from the rules."""

from types import SimpleNamespace
from typing import Any

from tests.playing import Model
from tests.stage import Person

OFFICE, DECIDERS = {"sekretariat"}, {"sekretariat", "pimpinan"}
READERS = DECIDERS | {"pengawas", "penghubung", "penangan"}
SECTIONS = ("indikator", "rad")
ON_RELEASE = ("update", "discard", "propose", "release", "refuse", "withdraw")


class Row(SimpleNamespace):
    __eq__, __hash__ = object.__eq__, object.__hash__


class Publishing(Model):
    """Releases, the settings of each task force, snapshots with their papers, and letters to leaders; what
    the most hangs on is tried the most.

    `told`: the task force that has something to publish.
    """

    ACTS = ("prepare", *ON_RELEASE, "letter", *ON_RELEASE[2:], "settings", *ON_RELEASE[2:], "letter",
            "brief", *ON_RELEASE, "snapshot", *ON_RELEASE[2:], "week")  # fmt: skip

    WORKER = frozenset({"letter", "week"})

    def __init__(self, people: list[Person], told: str) -> None:
        super().__init__(people)
        self.forces, self.told = sorted({p.force for p in people}), told
        self.settings = {force: Row(sections={*SECTIONS}, enabled=True) for force in self.forces}
        self.releases, self.snapshots, self.briefs, self.letters = ([] for _kind in range(4))

    def rows(self, act: str) -> list[Any]:
        if act in ON_RELEASE:
            return self.releases
        if act == "letter":
            return [row for row in self.letters if row.status == "menunggu"] or self.letters
        return self.forces if act in ("snapshot", "week") else [None]

    def given(self, act: str, row: Any, seed: int) -> dict[str, Any]:
        sections = set(SECTIONS[seed % 3 : seed % 3 + 1]) or {*SECTIONS}
        if seed % 20 == 19:
            sections = set()
        return {"sections": sections, "on": seed % 7 > 0, "stale": seed % 9 == 8}

    def may(self, p: Person, act: str, row: Any, given: dict[str, Any]) -> bool:
        if act in self.WORKER:
            return True
        force = row if isinstance(row, str) else row.force if row else self.force(p)
        roles = self.roles(p, force)
        if act in ("prepare", "update"):
            chosen = bool(given["sections"]) and given["sections"] <= self.settings[force].sections
            return roles >= OFFICE and chosen and (act == "prepare" or self.own(p, row))
        if act == "discard":
            return roles >= OFFICE and self.own(p, row)
        if act == "propose":
            something = force == self.told and not given["stale"]
            return roles >= OFFICE and row.status == "draf" and something
        if act == "release":
            others = p.user not in (row.prepared, row.proposed)
            open_still = row.sections <= self.settings[force].sections
            return bool(roles & DECIDERS) and row.status == "diajukan" and others and open_still
        if act in ("refuse", "withdraw"):
            stands = {"refuse": "diajukan", "withdraw": "dirilis"}[act]
            return bool(roles & DECIDERS) and row.status == stands
        return bool(roles & (OFFICE if act == "settings" else DECIDERS))

    def own(self, p: Person, row: Row) -> bool:
        return row.status == "draf" and row.prepared == p.user

    def does(self, p: Person, act: str, row: Any, given: dict[str, Any], made: Any) -> list[str]:
        if act in ON_RELEASE:
            return self._released(p, act, row, given)
        return getattr(self, f"_{act}")(p, row, given, made)

    def _prepare(self, p: Person, _row: None, given: dict[str, Any], made: Any) -> list[str]:
        row = Row(
            key=str(made.pk), force=self.force(p), status="draf", prepared=p.user, proposed=None, number=None
        )
        row.sections = given["sections"]
        self.releases.append(row)
        return ["publication.release_prepare"]

    def _released(self, p: Person, act: str, row: Row, given: dict[str, Any]) -> list[str]:
        after = {"propose": "diajukan", "release": "dirilis", "refuse": "ditolak", "withdraw": "ditarik"}
        row.status = after.get(act, row.status)
        if act == "discard":
            self.releases.remove(row)
        elif act == "update":
            row.sections = given["sections"]
        elif act == "propose":
            row.proposed = p.user
        elif act == "release":
            row.number = 1 + max(
                (each.number or 0 for each in self.releases if each.force == row.force), default=0
            )
        return [f"publication.release_{act}"]

    def _settings(self, p: Person, _row: None, given: dict[str, Any], made: Any) -> list[str]:
        row = self.settings[self.force(p)]
        same = (row.sections, row.enabled) == (given["sections"], given["on"])
        row.sections, row.enabled = given["sections"], given["on"]
        return [] if same else ["publication.settings_update"]

    def _snapshot(self, p: Person | None, force: str, given: dict[str, Any], made: Any) -> list[str]:
        number = 1 + sum(row.force == force for row in self.snapshots)
        self.snapshots.append(Row(key=str(made.pk), force=force, number=number))
        return ["dashboard.snapshot_take"]

    def _brief(self, p: Person, _row: None, given: dict[str, Any], made: Any) -> list[str]:
        """Asked again by who waits for one, it is the same."""
        force = self.force(p)
        if any(row.force == force and row.by == p.user for row in self.briefs):
            return []
        self.briefs.append(Row(key=str(made.document_id), force=force, by=p.user))
        self._snapshot(p, force, given, made.document.snapshot)
        return ["dashboard.snapshot_take", "dashboard.brief_make", "documents.create"]

    def _week(self, p: Person, force: str, given: dict[str, Any], made: Any) -> list[str]:
        snapshot, letters = made
        for leader in self.people:
            if "pimpinan" in self.roles(leader, force):
                key = letters.pop(leader.user.pk)
                self.letters.append(Row(key=str(key), force=force, to=leader, status="menunggu", reason=""))
        assert not letters, "a letter to somebody who does not lead"
        return self._snapshot(None, force, given, snapshot)

    def _letter(self, p: None, row: Row, given: dict[str, Any], made: Any) -> list[str]:
        if row.status == "menunggu":
            leads = "pimpinan" in self.roles(row.to, row.force)
            row.reason = "akun" if row.to.user in self.closed else "" if leads else "selesai"
            row.status = "batal" if row.reason else "terkirim"
        return []

    def states(self) -> dict[str, dict[str, list]]:
        releases = {row.key: [row.status, row.number, sorted(row.sections)] for row in self.releases}
        letters = {row.key: [row.status, row.reason] for row in self.letters}
        snapshots = {row.key: [row.number] for row in self.snapshots}
        found = {"release": releases, "letter": letters, "snapshot": snapshots}
        return {name: rows for name, rows in found.items() if rows}

    def sees(self, p: Person) -> dict[str, set[str]]:
        roles = self.roles(p)

        def mine(rows: list[Row], readers: set[str]) -> set[str]:
            return {row.key for row in rows if row.force == self.force(p) and roles & readers}

        letters = {row.key for row in self.letters if row.to.user == p.user and p.user not in self.closed}
        return {
            "releases": mine(self.releases, DECIDERS), "snapshots": mine(self.snapshots, READERS),
            "briefs": mine(self.briefs, DECIDERS), "letters": letters,
        }  # fmt: skip

    def public(self, force: str) -> int | None:
        """The number of what anybody reads: the newest that is out, while the page is on."""
        numbers = [row.number for row in self.releases if row.force == force and row.status == "dirilis"]
        return max(numbers, default=None) if self.settings[force].enabled else None
