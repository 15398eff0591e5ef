"""Who may do what with SK, seats and appointments, and what becomes of it, in plain Python.

Written from design.md ("The chain as data", "Who may see what") and the words of the enums, not from the
rules: no database and no clock; `today` is told.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from tests.machines import Row

TRUSTED = {"sekretariat", "admin"}
GAVE = {"berlaku", "diubah", "diganti", "dicabut"}
OPEN = {"diusulkan", "dikukuhkan", "ditangguhkan"}
FAR, DAY = date.max, timedelta(days=1)


class Model:
    """Rows: Person (name, force, active), Seat (agency, head; one for all SK that carry it), Decree (force,
    kind, status, since, until, ended, follows, seats, approved, reviewed), Holder (force, seat, person,
    since, until, set_by, confirmed), Appointment (person, force, role, agency, basis, seat, since, until,
    status, proposer, decided)."""

    def __init__(self, today: date, parents: dict[str, str]) -> None:
        self.today, self.parents = today, parents
        self.decrees: list[Row] = []
        self.holders: list[Row] = []
        self.appointments: list[Row] = []
        self._held: dict[Row, list[Row]] = {}

    # What holds on a day ------------------------------------------------------------------------------------

    def ends(self, d: Row) -> date:
        return min(d.until or FAR, d.ended or FAR)

    def in_force(self, d: Row, day: date) -> bool:
        return d.status in GAVE and d.since <= day <= self.ends(d)

    def ruling(self, force: str, day: date) -> list[Row]:
        return [d for d in self.decrees if d.force == force and self.in_force(d, day)]

    def holds(self, h: Row, day: date) -> bool:
        return h.since <= day <= (h.until or FAR)

    def offices(self, agency: str) -> set[str]:
        """The agency and the one it is a unit of."""
        return {agency, self.parents.get(agency, agency)}

    def seated(self, force: str, agency: str, day: date) -> bool:
        seats = [seat for d in self.ruling(force, day) for seat in d.seats]
        return any(seat.agency in self.offices(agency) for seat in seats)

    def living(self, a: Row, day: date) -> bool:
        """Whether an appointment gives rights on a day: confirmed, in its dates, on a living basis."""
        if a.status != "dikukuhkan" or not a.person.active or not a.since <= day <= (a.until or FAR):
            return False
        if a.basis == "surat_tugas":
            return self.seated(a.force, a.agency, day)
        if a.basis != "sk":
            return True
        held = [h for h in self.holders if h.seat is a.seat and h.person is a.person]
        carried = any(a.seat in d.seats for d in self.ruling(a.force, day))
        return carried and (not held or any(self.holds(h, day) for h in held))

    def handlers(self, day: date) -> set[Row]:
        return {a for a in self.appointments if a.role == "penangan" and self.living(a, day)}

    # Who somebody is today ----------------------------------------------------------------------------------

    def anew(self) -> None:
        """Forget who holds what: something was done, or a day has passed."""
        self._held.clear()

    def held(self, p: Row) -> list[Row]:
        if p not in self._held:
            self._held[p] = [a for a in self.appointments if a.person is p and self.living(a, self.today)]
        return self._held[p]

    def roles(self, p: Row) -> set[str]:
        return {a.role for a in self.held(p)}

    def works_for(self, p: Row) -> set[str]:
        return {a.agency for a in self.held(p) if a.agency}

    def is_(self, p: Row, force: str, *roles: str) -> bool:
        return p.force == force and not self.roles(p).isdisjoint(roles)

    def heads(self, p: Row) -> set[str]:
        """Agencies whose head seat a person holds, in the SK in force or else the last one."""
        now = self.ruling(p.force, self.today)
        past = [d for d in self.decrees if d.force == p.force and d.status in GAVE]
        past = [d for d in past if self.ends(d) < self.today]
        sk = now or sorted(past, key=self.ends)[-1:]
        mine = [h.seat for h in self.holders if self.heading(h, p)]
        return {seat.agency for d in sk for seat in d.seats if seat.head and seat in mine}

    def heading(self, h: Row, p: Row) -> bool:
        return h.person is p and h.force == p.force and bool(h.confirmed) and self.holds(h, self.today)

    def vouches(self, p: Row, agency: str) -> bool:
        """Stands for an agency: its head (or of what it is a unit of), or one of its acting handlers."""
        acting = {a.agency for a in self.held(p) if a.role == "penangan"}
        return bool(self.offices(agency) & self.heads(p)) or agency in acting

    def here(self, p: Row, force: str) -> bool:
        return p.force == force and bool(self.held(p))

    # SK -----------------------------------------------------------------------------------------------------

    def may_decree(self, p: Row, d: Row, act: str) -> bool:
        secretariat = self.is_(p, d.force, "sekretariat")
        if act in ("review", "return"):
            return self.is_(p, d.force, "sekretariat", "bagian_hukum") and d.status == "telaah"
        return (
            secretariat
            and {
                "edit": d.status == "draf",
                "submit": d.status == "draf" and bool(d.seats),
                "sign": d.status == "telaah" and d.approved,
                "enforce": d.status == "ditandatangani",
                "revoke": d.status == "berlaku",
                "amend": d.status == "berlaku",
                "copy": d.status in GAVE,
                "delete": d.status == "draf" and not d.reviewed,
                "hold": True,
            }[act]
        )

    def earliest(self, d: Row) -> date:
        """The first day a signed SK may begin: after the start of what it ends, after the end of others."""
        others = [o for o in self.decrees if o.force == d.force and o is not d and o.status in GAVE]
        days = [o.since if o.status == "berlaku" else self.ends(o) for o in others]
        return max(days, default=date.min) + DAY

    def enforce(self, d: Row) -> list[str]:
        """Let an SK begin; returns the acts the trail shows."""
        events = ["decree_enforce"]
        with self.nobody_revived(d.since, events):
            for old in self.decrees:
                if old.force == d.force and old.status == "berlaku":
                    amends = d.kind == "perubahan" and d.follows is old
                    old.status, old.ended = "diubah" if amends else "diganti", d.since - DAY
                    events.append(f"decree_{old.status}")
            d.status = "berlaku"
        return events

    @contextmanager
    def nobody_revived(self, day: date, events: list[str]) -> Iterator[None]:
        """No act of one person brings a lapsed handler back: whoever would be alive today through it is
        suspended; whoever would after a gap until `day` ends with the gap."""
        days = [self.today, day] if day > self.today else [self.today]
        before = [self.handlers(each) for each in days]
        yield
        serving = self.handlers(self.today)
        for moment, old in zip(days, before, strict=True):
            for a in self.handlers(moment) - old:
                if moment > self.today and a in serving:
                    a.until = moment - DAY
                    events.append("appointment_shorten")
                else:
                    a.status = "ditangguhkan"
                    events.append("appointment_suspend")

    # Holders of seats ---------------------------------------------------------------------------------------

    def may_confirm_holder(self, p: Row, h: Row) -> bool:
        """A second sekretariat or admin: neither who named the account nor the holder."""
        waits = h.person is not None and not h.confirmed
        return self.is_(p, h.force, *TRUSTED) and waits and p not in (h.set_by, h.person)

    def may_end_holder(self, p: Row, h: Row) -> bool:
        return self.is_(p, h.force, "sekretariat")

    def of_seat(self, force: str, seat: Row) -> list[Row]:
        return [h for h in self.holders if h.force == force and h.seat is seat]

    def hold(self, force: str, seat: Row, person: Row, since: date, by: Row) -> tuple[Row, list[str]]:
        """Who holds a seat from a day on; whoever held it ends the day before."""
        events = ["seat_holder_set"]
        with self.nobody_revived(since, events):
            rows = self.of_seat(force, seat)
            for h in rows:
                if self.holds(h, since) and h.since != since:
                    h.until = since - DAY
            same = next((h for h in rows if h.since == since), None)
            row = same or Row(force=force, seat=seat, since=since)
            row.person, row.until, row.set_by, row.confirmed = person, None, by, None
            self.holders += [] if same else [row]
        return row, events

    # Appointments -------------------------------------------------------------------------------------------

    def may_propose(self, p: Row, person: Row, role: str, agency: str | None) -> bool:
        """Never oneself; sekretariat anybody, admin the trusted roles, an agency's own its handlers."""
        if p is person:
            return False
        roles = self.roles(p)
        if "sekretariat" in roles or (role in TRUSTED and "admin" in roles):
            return True
        return role == "penangan" and agency is not None and bool(roles) and self.vouches(p, agency)

    def grounded(self, a: Row) -> bool:
        """Whether the basis is there on the first day."""
        if not a.person.active:
            return False
        if a.basis == "surat_tugas":
            return self.seated(a.force, a.agency, a.since)
        if a.basis != "sk":
            return True
        carried = any(a.seat in d.seats for d in self.ruling(a.force, a.since))
        mine = not a.agency or a.seat.agency in self.offices(a.agency)
        held = [h for h in self.of_seat(a.force, a.seat) if h.person is a.person]
        return carried and mine and any(self.holds(h, a.since) for h in held)

    def needs_second(self, a: Row) -> bool:
        """Handlers always; sekretariat and admin wherever others hold or held such a role, as here."""
        return a.role == "penangan" or a.role in TRUSTED

    def may_answer(self, p: Row, a: Row, act: str) -> bool:
        if act == "confirm":
            asked = a.status == "ditangguhkan" and not a.decided
            return (a.status == "diusulkan" or asked) and self.second(p, a)
        if act == "reject":
            return a.status == "diusulkan" and (p is a.proposer or self.keeps(p, a))
        if act == "restore":
            asks = self.here(p, a.force) and self.may_propose(p, a.person, a.role, a.agency)
            return a.status == "ditangguhkan" and a.decided and asks
        return (a.status in OPEN if act == "end" else a.status == "dikukuhkan") and self.keeps(p, a)

    def second(self, p: Row, a: Row) -> bool:
        """The second of two people; for a handler one of the two stands for the agency."""
        if not self.here(p, a.force) or p in (a.proposer, a.person):
            return False
        if a.role != "penangan":
            return self.is_(p, a.force, *TRUSTED)
        own = self.vouches(p, a.agency)
        known = a.proposer.active and a.proposer.force == a.force and self.vouches(a.proposer, a.agency)
        return own or (known and self.is_(p, a.force, "sekretariat"))

    def stop(self, p: Row) -> list[str]:
        """Their account is closed: what they handle stops until two people say that it goes on."""
        mine = [a for a in self.appointments if a.person is p and a.role == "penangan"]
        stopped = [a for a in mine if a.status == "dikukuhkan"]
        for a in stopped:
            a.status = "ditangguhkan"
        return ["appointment_suspend"] * len(stopped)

    def keeps(self, p: Row, a: Row) -> bool:
        """Taking rights away needs one person: sekretariat, admin for trusted roles, or the agency itself."""
        if self.is_(p, a.force, "sekretariat") or (a.role in TRUSTED and self.is_(p, a.force, "admin")):
            return True
        return self.here(p, a.force) and a.agency is not None and self.vouches(p, a.agency)

    def answer(self, p: Row, a: Row, act: str) -> list[str]:
        """Do it; returns the acts the trail shows."""
        if act == "end":
            a.until = max(a.since, min(self.today, a.until or self.today))
        if act == "restore":
            a.proposer, a.decided = p, False
            if self.needs_second(a):
                return ["appointment_restore_propose"]
            a.status, a.decided = "dikukuhkan", True
            return ["appointment_restore_propose", "appointment_restore"]
        came = "restore" if act == "confirm" and a.status == "ditangguhkan" else act
        a.status = {
            "confirm": "dikukuhkan", "reject": "ditolak", "end": "berakhir", "suspend": "ditangguhkan",
        }[act]  # fmt: skip
        a.decided = a.decided or act in ("confirm", "reject", "suspend")
        return [f"appointment_{came}"]

    # What is seen -------------------------------------------------------------------------------------------

    def sees(self, p: Row) -> dict[str, set[Row]]:
        """Nobody who holds nothing today sees anything; everybody sees their own task force only."""
        here, offices = bool(p.active and self.held(p)), self.works_for(p) | self.heads(p)
        decrees = {d for d in self.of(self.decrees, p) if here and self.sees_decree(p, d)}
        appointments = self.of(self.appointments, p) if here else []
        return {
            "decrees": decrees,
            "seats": {(d, seat) for d in decrees for seat in d.seats},
            "holders": {h for h in self.of(self.holders, p) if here},
            "appointments": {a for a in appointments if self.sees_appointment(p, a, offices)},
        }

    def of(self, rows: Iterable[Row], p: Row) -> list[Row]:
        return [row for row in rows if row.force == p.force]

    def sees_decree(self, p: Row, d: Row) -> bool:
        """Drafts are the secretariat's; under review also the reviewer's, who has nothing else."""
        roles = self.roles(p)
        if "sekretariat" in roles:
            return True
        if d.status == "telaah":
            return "bagian_hukum" in roles
        return d.status != "draf" and roles != {"bagian_hukum"}

    def sees_appointment(self, p: Row, a: Row, offices: set[str]) -> bool:
        """Sekretariat, admin and pengawas all; others their own and those of the agencies and units they work
        for or head."""
        if self.roles(p) & {"sekretariat", "admin", "pengawas"} or a.person is p:
            return True
        return a.agency is not None and bool(self.offices(a.agency) & offices)
