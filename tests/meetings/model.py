"""Meetings, minutes and follow-ups in plain Python: who may do what, who knows of what (from the design).

Time is counted in minutes from the first day, nine o'clock in the region. What has become of a follow-up is
`promise.Promise`.
"""

from types import SimpleNamespace
from typing import Any

from tests.meetings import promise
from tests.playing import Model
from tests.stage import Person

DAY, NINE = 24 * 60, 9 * 60
CALLED = {"diundang", "selesai"}
DESK, ABOVE = {"penghubung", "penangan"}, {"pimpinan", "pengawas"}
GUEST = "tamu"
ON_MEETING = (
    "send", "hold", "cancel", "change", "discard", "copy", "agenda", "invite", "withdraw", "answer", "attend",
    "begin", "add", "announce",
)  # fmt: skip
ON_MINUTES = ("write", "circulate", "reply", "settle", "reopen", "freeze", "press")
ON_PROMISE = ("edit", "remove", *promise.ACTS)
EVENTS = {
    "send": "meeting_invite", "hold": "meeting_hold", "cancel": "meeting_cancel", "change": "meeting_update",
    "discard": "meeting_discard", "copy": "meeting_copy", "agenda": "agenda_set",
    "withdraw": "invitation_withdraw", "answer": "answer_record", "attend": "attendance_add",
    "begin": "minutes_start", "add": "follow_up_add", "circulate": "minutes_circulate",
    "reply": "minutes_answer", "settle": "minutes_settle", "reopen": "minutes_reopen",
    "freeze": "minutes_freeze", "press": "minutes_release", "edit": "follow_up_update",
    "remove": "follow_up_remove", "create": "meeting_create", "again": "letter_retry",
    "news": "follow_up_note", "proof": "follow_up_note", "submit": "follow_up_submit",
    "submit_proof": "follow_up_submit", "return": "follow_up_return", "verify": "follow_up_verify",
    "extend": "request_ask", "drop": "request_ask", "grant": "request_decide", "refuse": "request_decide",
}  # fmt: skip


class Row(SimpleNamespace):
    """Meeting (force, status, starts, ends, taker, invited: who → whether it stands, notula, promises),
    Notula (meeting, status, round, until, text, authors, answers: agency → Row, past), Told (a follow-up:
    meeting, agency, told, promise, requests), Letter (meeting, to, purpose, status)."""

    __eq__, __hash__ = object.__eq__, object.__hash__


class Meetings(Model):
    """`agencies`: those of each task force; `units`: unit → the agency it belongs to; `guest`: the account
    asked in person."""

    WORKER = frozenset({"post"})
    ACTS = (
        "create", "send", "hold", "begin", "write", "circulate", "reply", "freeze", "settle", "reopen",
        "post", "add", "announce", "submit_proof", "verify", "drop", "grant", "return", "refuse", "extend",
        "cancel", "again", "invite", "withdraw", "answer", "attend", "discard", "copy", "agenda", "change",
        "press", "edit", "remove", "news", "submit", "proof", "post", "freeze", "hold", "circulate",
        "freeze",
    )  # fmt: skip

    def __init__(
        self, people: list[Person], *, agencies: dict[str, set[str]], units: dict[str, str], guest: Any
    ) -> None:
        super().__init__(people)
        self.ours, self.units, self.guest, self.clock = agencies, units, guest, 0
        self.meetings: list[Row] = []
        self.letters: list[Row] = []

    @property
    def today(self) -> int:
        return (self.clock + NINE) // DAY

    @property
    def minutes(self) -> list[Row]:
        return [m.notula for m in self.meetings if m.notula]

    @property
    def told(self) -> list[Row]:
        return [f for m in self.meetings for f in m.promises]

    def rows(self, act: str) -> list[Any]:
        if act in ("post", "again"):
            waiting = [row for row in self.letters if row.status == "menunggu"]
            return waiting if act == "post" and waiting else self.letters
        if act == "create":
            return [None]
        return self.meetings if act in ON_MEETING else self.minutes if act in ON_MINUTES else self.told

    def given(self, act: str, row: Any, seed: int) -> dict[str, Any]:
        agencies = ["Dinas Sosial", "Polres", "Dinas Kesehatan", "UPTD PPA"]
        given: dict[str, Any] = {"agency": agencies[seed % 4], "seed": seed}
        if act in ("withdraw", "answer"):
            given["whom"] = sorted(row.invited)[seed % len(row.invited)] if row.invited else None
        if act == "settle":
            objections = sorted(name for name, each in row.answers.items() if each.verdict == "keberatan")
            given["agency"] = objections[seed % len(objections)] if objections else None
        if act == "reply":
            given["verdict"] = "keberatan" if seed % 3 == 1 else "setuju"
        if act == "extend":
            given["until"] = self.today + seed % 40
        return given

    # Who is who.
    def here(self, p: Person, force: str) -> bool:
        return self.now(p).force == force and bool(self.held(self.now(p)))

    def office(self, p: Person, m: Row) -> bool:
        return "sekretariat" in self.roles(p, m.force)

    def writes(self, p: Person, m: Row) -> bool:
        """The secretariat and the notulis."""
        return self.office(p, m) or (m.taker == p.user and self.here(p, m.force))

    def circle(self, p: Person) -> set[str]:
        """The person's agencies, and those these are units of."""
        own = self.agencies(p)
        return own | {self.units[name] for name in own if name in self.units}

    def over(self, m: Row) -> bool:
        return m.ends is not None and m.ends <= self.clock

    def begun(self, m: Row) -> bool:
        return m.starts is not None and m.starts <= self.clock

    def asked(self, m: Row) -> set[str]:
        return {name for name, stands in m.invited.items() if stands}

    def answers_for(self, p: Person, m: Row) -> str | None:
        """The invited agency a person speaks for: their own, else the one their unit belongs to."""
        if not self.here(p, m.force):
            return None
        invited, own = self.asked(m) - {GUEST}, self.agencies(p)
        return next(iter(invited & own), None) or next(iter(invited & self.circle(p)), None)

    # Who may do what.
    def may(self, p: Person, act: str, row: Any, given: dict[str, Any]) -> bool:
        if act in self.WORKER:
            return True
        if act == "create":
            return "sekretariat" in self.roles(p)
        if act == "again":
            return self.office(p, row.meeting) and row.status == "gagal"
        if act in ON_MEETING:
            return self._may_meeting(p, act, row, given)
        if act in ON_MINUTES:
            return self._may_minutes(p, act, row, given)
        if act in ("edit", "remove"):
            return self._may_note(p, row.meeting) and not row.told
        return row.told and self.here(p, row.meeting.force) and self._may_promise(p, act, row, given)

    def _may_meeting(self, p: Person, act: str, m: Row, given: dict[str, Any]) -> bool:
        office, living, open_list = self.office(p, m), m.status != "batal", self._list_open(m)
        if act == "answer":
            whom = given["whom"]
            mine = whom in self.agencies(p) or (whom == GUEST and self.guest == p.user)
            said = office or (mine and self.here(p, m.force))
            return said and bool(m.invited.get(whom)) and m.status == "diundang" and not self.over(m)
        if act == "attend":
            return self.writes(p, m) and living and not (m.notula and m.notula.status == "final")
        if act == "begin":
            return self.writes(p, m) and m.status in CALLED and m.notula is None
        if act in ("add", "announce"):
            told = m.notula is None or m.notula.status != "disusun"
            return self._may_note(p, m) and (given["agency"] in self.ours[m.force] if act == "add" else told)
        return office and {
            "send": m.status == "draf" and m.starts is not None and not self.over(m) and bool(self.asked(m)),
            "hold": m.status in ("draf", "diundang") and self.begun(m),
            "cancel": m.status == "diundang",
            "change": m.status in ("draf", "diundang"),
            "discard": m.status == "draf",
            "copy": True,
            "agenda": living and (m.notula is None or m.notula.status == "disusun"),
            "invite": open_list,
            "withdraw": open_list and bool(m.invited.get(given.get("whom"))),
        }[act]  # fmt: skip

    def _list_open(self, m: Row) -> bool:
        return m.status in ("draf", "diundang") and not self.over(m)

    def _may_note(self, p: Person, m: Row) -> bool:
        """What a meeting decided is written down by who writes its minutes, once it is called."""
        return self.writes(p, m) and m.status in CALLED

    def _may_minutes(self, p: Person, act: str, n: Row, given: dict[str, Any]) -> bool:
        m = n.meeting
        round_on = n.status == "persetujuan"
        if act == "write":
            return self.writes(p, m) and n.status == "disusun"
        if act == "circulate":
            return self._may_note(p, m) and n.status == "disusun" and self.begun(m) and n.text
        if act == "reply":
            return self.answers_for(p, m) is not None and round_on and self.clock < n.until
        if act == "settle":
            return self.office(p, m) and round_on and given["agency"] is not None
        if act == "press":
            return self.office(p, m) and n.status != "disusun"
        return self.office(p, m) and round_on and (act == "reopen" or self._agreed(p, n))

    def _agreed(self, p: Person, n: Row) -> bool:
        """All have spoken or the time is up, each objection has its answer, and no writer agrees alone."""
        unsettled = any(each.verdict == "keberatan" and not each.settled for each in n.answers.values())
        silent = self.asked(n.meeting) - {GUEST} - n.answers.keys()
        agree = {name for name, each in n.answers.items() if each.verdict == "setuju"}
        alone = p.user in n.authors and not agree - self.agencies(p)
        return not unsettled and not (silent and self.clock < n.until) and not alone

    def _may_promise(self, p: Person, act: str, row: Row, given: dict[str, Any]) -> bool:
        roles, me = self.roles(p), {p.user}
        sides = promise.Sides(
            desk=me if row.agency in self.circle(p) else set(),
            office=me if "sekretariat" in roles else set(),
            lead=me if "pimpinan" in roles else set(),
        )
        row.promise.today = self.today
        return row.promise.may(p.user, act, given.get("until", 0), sides)

    # What follows.
    def does(self, p: Person, act: str, row: Any, given: dict[str, Any], made: Any) -> list[str]:
        made, letters = made
        more = getattr(self, f"_{act}", self._nothing)(p, row, given, made) or []
        if act in promise.ACTS:
            more += self._promised(p, act, row, given, made)
        for key, to, purpose, meeting in letters:
            of = next(m for m in self.meetings if m.key == meeting)
            self.letters.append(Row(key=key, meeting=of, to=to, purpose=purpose, status="menunggu"))
        names = [EVENTS.get(act), *more]
        return [name if "." in name else f"meetings.{name}" for name in names if name]

    def _nothing(self, *_about: Any) -> None:
        pass

    def _create(self, p: Person, _row: None, given: dict[str, Any], made: Any) -> None:
        self._meeting(made, force=self.force(p), starts=self.clock + DAY, ends=self.clock + DAY + 120)

    def _copy(self, p: Person, m: Row, given: dict[str, Any], made: Any) -> None:
        self._meeting(
            made,
            force=m.force,
            starts=None,
            ends=None,
            taker=m.taker,
            invited=dict.fromkeys(self.asked(m), True),
        )

    def _meeting(self, made: Any, **values: Any) -> None:
        given = {"status": "draf", "taker": None, "invited": {}, "notula": None, "promises": []} | values
        self.meetings.append(Row(key=str(made.pk), **given))

    def _discard(self, p: Person, m: Row, *_about: Any) -> None:
        self.meetings.remove(m)

    def _send(self, p: Person, m: Row, *_about: Any) -> list[str]:
        m.status = "diundang"
        return ["letter_write", "paper_make", "documents.create"]

    def _hold(self, p: Person, m: Row, *_about: Any) -> None:
        m.status = "selesai"

    def _cancel(self, p: Person, m: Row, *_about: Any) -> list[str]:
        m.status = "batal"
        return ["letter_write"]

    def _change(self, p: Person, m: Row, *_about: Any) -> list[str]:
        return ["letter_write"] if m.status == "diundang" else []

    def _invite(self, p: Person, m: Row, given: dict[str, Any], made: Any) -> list[str]:
        if m.invited.get(given["agency"]):
            return []
        m.invited[given["agency"]] = True
        return ["invitation_add", *(["letter_write"] if m.status == "diundang" else [])]

    def _withdraw(self, p: Person, m: Row, given: dict[str, Any], made: Any) -> list[str]:
        if m.status == "draf":
            del m.invited[given["whom"]]
            return []
        m.invited[given["whom"]] = False
        return ["letter_write"]

    def _begin(self, p: Person, m: Row, given: dict[str, Any], made: Any) -> None:
        m.notula = Row(
            key=str(made.pk), meeting=m, status="disusun", round=0, until=None, text=False, authors=set(),
            answers={}, past=[],
        )  # fmt: skip

    def _write(self, p: Person, n: Row, *_about: Any) -> None:
        n.text = True
        n.authors.add(p.user)

    def _circulate(self, p: Person, n: Row, *_about: Any) -> list[str]:
        """Agencies are told what they promised, and have three whole days more."""
        n.status, n.round = "persetujuan", n.round + 1
        n.past, n.answers = [*n.past, *n.answers.values()], {}
        n.until = (self.today + 4) * DAY - NINE
        return self._announce(p, n.meeting)

    def _announce(self, p: Person, m: Row, *_about: Any) -> list[str]:
        news = [row for row in m.promises if not row.told]
        for row in news:
            row.told = True
        return ["follow_up_announce"] if news else []

    def _reply(self, p: Person, n: Row, given: dict[str, Any], made: Any) -> None:
        agency = self.answers_for(p, n.meeting)
        n.answers[agency] = Row(key=str(made.pk), verdict=given["verdict"], settled=False, round=n.round)

    def _settle(self, p: Person, n: Row, given: dict[str, Any], made: Any) -> None:
        n.answers[given["agency"]].settled = True

    def _reopen(self, p: Person, n: Row, *_about: Any) -> None:
        n.status = "disusun"

    def _freeze(self, p: Person, n: Row, *_about: Any) -> None:
        n.status = "final"

    def _add(self, p: Person, m: Row, given: dict[str, Any], made: Any) -> None:
        told = m.notula is not None and m.notula.status != "disusun"
        due = promise.Promise(high=given["seed"] % 4 == 3, due=self.today + 7)
        m.promises.append(
            Row(key=str(made.pk), meeting=m, agency=given["agency"], told=told, promise=due, requests=[])
        )

    def _remove(self, p: Person, row: Row, *_about: Any) -> None:
        row.meeting.promises.remove(row)

    def _promised(self, p: Person, act: str, row: Row, given: dict[str, Any], made: Any) -> list[str]:
        asked = row.promise.request
        row.promise.does(p.user, act, given.get("until", 0))
        if act in ("extend", "drop"):
            row.requests.append(Row(key=str(made.pk), status="diminta"))
        if act in ("grant", "refuse"):
            row.requests[-1].status = "disetujui" if act == "grant" else "ditolak"
        return ["follow_up_drop"] if act == "grant" and asked[0] == "drop" else []

    def _post(self, p: None, letter: Row, *_about: Any) -> None:
        """A cancellation always goes out; anything else only while it is still true."""
        m = letter.meeting
        stale = m.status == "batal" or not m.invited.get(letter.to) or self.over(m)
        if letter.status == "menunggu":
            letter.status = "gagal" if stale and letter.purpose != "batal" else "terkirim"

    def _again(self, p: Person, letter: Row, *_about: Any) -> None:
        letter.status = "menunggu"

    # What is known.
    def states(self) -> dict[str, dict[str, list]]:
        requests = [each for row in self.told for each in row.requests]
        answers = [each for n in self.minutes for each in [*n.past, *n.answers.values()]]
        found = {
            "meeting": {m.key: [m.status, len(self.asked(m))] for m in self.meetings},
            "letter": {row.key: [row.status] for row in self.letters},
            "minutes": {n.key: [n.status, n.round] for n in self.minutes},
            "answer": {row.key: [row.round, row.verdict, row.settled] for row in answers},
            "follow_up": {row.key: [row.promise.status, row.promise.due, row.told] for row in self.told},
            "request": {row.key: [row.status] for row in requests},
        }
        return {name: rows for name, rows in found.items() if rows}

    def sees(self, p: Person) -> dict[str, set[str]]:
        meetings = [m for m in self.meetings if self.knows(p, m)]
        notulas = [m.notula for m in meetings if m.notula and self.reads(p, m.notula)]
        told = [row for row in self.told if self.hears(p, row)]
        return {
            "meetings": {m.key for m in meetings},
            "minutes": {n.key for n in notulas},
            "answers": {each.key for n in notulas for each in [*n.past, *n.answers.values()]},
            "follow_ups": {row.key for row in told},
            "requests": {each.key for row in told for each in row.requests},
        }

    def knows(self, p: Person, m: Row) -> bool:
        """Drafts are the secretariat's; who invites, leads or watches knows all others; who is asked, who
        writes the minutes and who was told of a promise knows that one."""
        roles = self.roles(p, m.force)
        if "sekretariat" in roles or m.status == "draf":
            return "sekretariat" in roles
        if roles & ABOVE:
            return True
        promised = {row.agency for row in m.promises if row.told}
        named = m.taker == p.user or (GUEST in self.asked(m) and self.guest == p.user)
        return bool(roles & DESK) and (named or bool(self.circle(p) & (self.asked(m) | promised)))

    def reads(self, p: Person, n: Row) -> bool:
        return self.office(p, n.meeting) or n.status != "disusun" or n.meeting.taker == p.user

    def hears(self, p: Person, row: Row) -> bool:
        m = row.meeting
        if not self.here(p, m.force) or not (self.office(p, m) or row.told or m.taker == p.user):
            return False
        above = self.roles(p) & (ABOVE | {"sekretariat"})
        return bool(above) or row.agency in self.circle(p) or self.knows(p, m)
