"""The life of SK, seats and appointments in any order: rules, services, sights and rights as the model says.

RUNS and STEPS in the environment set the runs and steps of the long tier (200 of 40).
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from gugus.accounts.models import User
from members import rules, services
from members.enums import APPOINTMENT_TRANSITIONS, DECREE_TRANSITIONS
from members.models import Appointment, Decree, Seat, SeatHolder
from tests.machines import PICK, Machine, Row, one, play, staged
from tests.members.model import DAY, GAVE, Model
from tests.members.stage import Stage

stage: Stage
LIFE = ("submit", "review", "return", "sign", "enforce", "revoke")
ROLES = ["penangan", "penangan", "penghubung", "pimpinan", "pengawas", "sekretariat", "admin", "bagian_hukum"]
OFFICE = {"sekretariat", "admin", "bagian_hukum"}
READY = {"edit": "draf", "delete": "draf", "amend": "berlaku"}
"""The state in which an act may be done, to come upon such rows more often than by chance."""
ANSWERS = ["confirm", "confirm", "reject", "suspend", "restore", "end", "end", "end"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    global stage
    with staged(django_db_blocker, Stage) as stage:
        yield


class Members(Machine):
    app = "members"
    tables = {Decree: DECREE_TRANSITIONS, Appointment: APPOINTMENT_TRANSITIONS}
    watched = {"decrees": Decree, "seats": Seat, "holders": SeatHolder, "appointments": Appointment}

    def __init__(self) -> None:
        super().__init__()
        told = deepcopy((stage.model, stage.people, stage.rows, stage.seats))
        self.model: Model = told[0]
        self.crowd: list[Row] = told[1]
        self.everybody: list[Row] = list(told[2].values())
        self.seats: dict[Any, Row] = told[3]
        self.number = 0

    def people(self) -> dict[Row, Any]:
        return {p: p.pk for p in self.crowd}

    def force(self, p: Row) -> Any:
        return stage.forces[p.force]

    def anew(self) -> None:
        self.model.anew()

    def states(self) -> dict[Any, dict[Any, str]]:
        return {
            Decree: {d.pk: d.status for d in self.model.decrees},
            Appointment: {a.pk: a.status for a in self.model.appointments},
        }

    def sees(self, p: Row) -> dict[str, set]:
        said = self.model.sees(p)
        keys = {name: {row.pk for row in rows} for name, rows in said.items() if name != "seats"}
        return keys | {"seats": {d.seats[seat] for d, seat in said["seats"]}}

    def ready(self, rows: list[Row], act: str, number: int) -> Any:
        """A row in the state an act asks for; one time in four any row."""
        wanted = [row for row in rows if number % 4 and row.status == READY.get(act, row.status)]
        return one(wanted or rows, number // 4)

    # SK -----------------------------------------------------------------------------------------------------

    def real(self, d: Row) -> Decree:
        return Decree.objects.get(pk=d.pk)

    @rule(who=PICK, decree=PICK, how=st.sampled_from(["amend", "copy", "create", "delete", "seats", "drop"]))
    def draft(self, who: int, decree: int, how: str) -> None:
        act = {"seats": "edit", "drop": "edit", "create": "hold"}.get(how, how)
        d = self.ready(self.model.decrees, act, decree)
        may = partial(self.model.may_decree, d=d, act=act)
        p = self.actor(who, may)
        getattr(self, f"_{how}")(p, d, may(p), decree)

    def _create(self, p: Row, d: Row, may: bool, number: int) -> None:
        may = "sekretariat" in self.model.roles(p)
        self._begun(self.attempt(services.decree_create, p, "decree_create", may=may), p.force, None)

    def _amend(self, p: Row, d: Row, may: bool, number: int) -> None:
        made = self.attempt(services.decree_amend, p, "decree_amend", may=may, decree=self.real(d))
        self._begun(made, d.force, d)

    def _copy(self, p: Row, d: Row, may: bool, number: int) -> None:
        event = "period_copy_forward"
        made = self.attempt(services.period_copy_forward, p, event, may=may, decree=self.real(d))
        self._begun(made, d.force, d)

    def _begun(self, real: Decree | None, force: str, source: Row | None) -> None:
        if real is None:
            return
        d = Row(
            force=force, kind=str(real.kind), status="draf", since=None, until=None, ended=None,
            follows=source, approved=False, reviewed=False, pk=real.pk,
        )  # fmt: skip
        self.model.decrees.append(d)
        self._read_seats(d)
        assert not source or d.seats.keys() == source.seats.keys(), "every seat is carried"

    def _read_seats(self, d: Row) -> None:
        """What of a draft's seats only the portal knows: lineage and key."""
        rows = Seat.objects.filter(decree=d.pk).select_related("agency")
        for row in rows:
            agency = row.agency.short_name if row.agency else None
            self.seats.setdefault(row.lineage, Row(agency=agency, head=row.is_head, lineage=row.lineage))
        d.seats = {self.seats[row.lineage]: row.pk for row in rows}

    def _delete(self, p: Row, d: Row, may: bool, number: int) -> None:
        self.attempt(services.decree_delete, p, "decree_delete", may=may, decree=self.real(d))
        if may:
            self.model.decrees.remove(d)

    def _seats(self, p: Row, d: Row, may: bool, number: int) -> None:
        act = services.seats_create_for_agencies
        self.attempt(act, p, "seats_create", may=may, decree=self.real(d))
        if may:
            self._read_seats(d)
            bodies = {
                name for name, row in stage.agencies.items() if not row.parent and self._in(row, d.force)
            }
            assert bodies <= {seat.agency for seat in d.seats}

    def _in(self, agency: Any, force: str) -> bool:
        return any(row.pk == stage.forces[force] for row in agency.task_forces.all())

    def _drop(self, p: Row, d: Row, may: bool, number: int) -> None:
        seat = one(d.seats, number // 4)
        if seat is None:
            return
        self.attempt(services.seat_delete, p, "seat_delete", may=may, seat=Seat.objects.get(pk=d.seats[seat]))
        if may:
            del d.seats[seat]

    @rule(who=PICK, move=PICK, days=st.sampled_from([-3, 0, 0, 1, 12, 30]), ends=st.booleans())
    def life(self, who: int, move: int, days: int, ends: bool) -> None:
        """One move of an SK; its term may begin before or after today, with or without an end."""
        d, act = self.choose(reversed(self.model.decrees), LIFE, self.model.may_decree, move)
        may = partial(self.model.may_decree, d=d, act=act)
        if not who % 3:
            self.ask(getattr(rules, f"check_decree_{act}"), may, self.real(d))
        p = self.actor(who, may)
        getattr(self, f"_{act}")(p, d, may(p), self.today + timedelta(days=days), ends)

    @rule(who=PICK, move=PICK, days=st.sampled_from([-3, 0, 0, 1, 12, 30]), ends=st.booleans())
    def life_goes_on(self, who: int, move: int, days: int, ends: bool) -> None:
        """As often again: an SK takes four acts before anything begins or ends through it."""
        self.life(who | 1, move | 1, days, ends)

    def _submit(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        self.attempt(services.decree_submit, p, "decree_submit", may=may, decree=self.real(d))
        if may:
            d.status, d.approved = "telaah", False

    def _review(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        self.number += 1
        yes = self.number % 4 > 0
        said = {"officer": "Budi Contoh", "reviewed_on": self.today, "approved": yes}
        events = ["decree_review"] if yes else ["decree_review", "decree_return"]
        self.attempt(services.decree_review_record, p, *events, may=may, decree=self.real(d), **said)
        if may:
            d.reviewed, d.approved, d.status = True, yes, "telaah" if yes else "draf"

    def _return(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        self.attempt(services.decree_return, p, "decree_return", may=may, decree=self.real(d))
        d.status = "draf" if may else d.status

    def _sign(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        self.number += 1
        until = day + timedelta(days=25) if ends else None
        self.attempt(
            services.decree_sign, p, "decree_sign", may=may, decree=self.real(d),
            number=f"188/{100 + self.number}", signed_on=self.today, valid_from=day, valid_until=until,
            signer_office="Wali Kota", signer_name="BUDI CONTOH",
        )  # fmt: skip
        if may:
            d.status, d.since, d.until = "ditandatangani", day, until

    def _enforce(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        may = may and d.since >= self.model.earliest(d)
        events = self.model.enforce(d) if may else []
        self.attempt(services.decree_enforce, p, *events, may=may, decree=self.real(d))

    def _revoke(self, p: Row, d: Row, may: bool, day: date, ends: bool) -> None:
        may, about = may and day > d.since, {"revoked_on": day, "reason": "Contoh alasan."}
        self.attempt(services.decree_revoke, p, "decree_revoke", may=may, decree=self.real(d), **about)
        if may:
            d.status, d.ended = "dicabut", day - DAY

    # Holders of seats ---------------------------------------------------------------------------------------

    @rule(who=PICK, decree=PICK, seat=PICK, whom=PICK, days=st.integers(-60, 5))
    def hold(self, who: int, decree: int, seat: int, whom: int, days: int) -> None:
        d = one([d for d in self.model.decrees if d.seats], decree)
        place, person, since = one(d.seats, seat), one(self.crowd, whom), self.today + timedelta(days=days)
        may_hold = partial(self.model.may_decree, d=d, act="hold")
        p = self.actor(who, may_hold)
        may = may_hold(p) and not any(h.since > since for h in self.model.of_seat(d.force, place))
        row, events = self.model.hold(d.force, place, person, since, p) if may else (None, [])
        about = {"seat": Seat.objects.get(pk=d.seats[place]), "name": "Budi Contoh", "valid_from": since}
        made = self.attempt(services.seat_holder_set, p, *events, may=may, user=self.account(person), **about)
        if row:
            row.pk = made.pk

    def account(self, p: Row) -> User:
        return User.objects.get(pk=p.pk)

    @rule(who=PICK, holder=PICK)
    def confirm_holder(self, who: int, holder: int) -> None:
        h = one(sorted(self.model.holders, key=lambda h: bool(h.confirmed)), holder % 5)
        may, real = partial(self.model.may_confirm_holder, h=h), SeatHolder.objects.get(pk=h.pk)
        self.ask(rules.check_holder_confirm, may, real)
        p = self.actor(who, may)
        if self.attempt(services.seat_holder_confirm, p, "seat_holder_confirm", may=may(p), holder=real):
            h.confirmed = p

    @rule(who=PICK, holder=PICK, days=st.integers(-70, 20))
    def end_holder(self, who: int, holder: int, days: int) -> None:
        h, last = one(self.model.holders, holder), self.today + timedelta(days=days)
        keeps = partial(self.model.may_end_holder, h=h)
        p, real = self.actor(who, keeps), SeatHolder.objects.get(pk=h.pk)
        may = keeps(p) and h.since <= last <= (h.until or last)
        self.attempt(services.seat_holder_end, p, "seat_holder_end", may=may, holder=real, valid_until=last)
        h.until = last if may else h.until

    # Appointments -------------------------------------------------------------------------------------------

    @rule(
        who=PICK, whom=PICK, role=st.sampled_from(ROLES), agency=PICK, days=st.sampled_from([0, 0, 0, -5, 4]),
        basis=st.sampled_from(["surat_tugas", "surat_tugas", "sk", "sementara"]),
    )  # fmt: skip
    def propose(self, who: int, whom: int, role: str, basis: str, agency: int, days: int) -> None:
        force, since = one(["kediri", "kediri", "kediri", "oku"], who), self.today + timedelta(days=days)
        here = [name for name, row in stage.agencies.items() if self._in(row, force)]
        office = one(here, agency) if role in ("penangan", "penghubung") else None
        person = one([p for p in self.everybody if p.force == force], whom)
        if role in OFFICE:
            basis = "dinas"
        elif not office and basis == "surat_tugas":
            basis = "sementara"
        ruling = self.model.ruling(force, since)
        seat = self._seat_for(person, ruling, agency) if basis == "sk" else None
        row = Row(
            force=force, person=person, role=role, agency=office, basis=basis, seat=seat, since=since,
            until=since + timedelta(days=20) if basis == "sementara" else None, status="diusulkan",
        )  # fmt: skip
        self._propose(who, row, ruling)

    def _seat_for(self, person: Row, ruling: list[Row], number: int) -> Row | None:
        """A seat the person holds or held, if there is one."""
        seats = [seat for d in ruling for seat in d.seats]
        mine = [h.seat for h in self.model.holders if h.person is person and h.seat in seats]
        return one(mine or seats, number)

    def _propose(self, who: int, row: Row, ruling: list[Row]) -> None:
        about = {"role": row.role, "agency": stage.agencies.get(row.agency)}
        person, crowd = self.account(row.person), [p for p in self.crowd if p.force == row.force]
        rights = partial(self.model.may_propose, person=row.person, role=row.role, agency=row.agency)
        if not who % 5:
            self.ask(rules.check_appointment_propose, rights, people=crowd, person=person, **about)
        p = self.actor(who, rights, crowd)
        row.proposer, row.decided = p, not self.model.needs_second(row)
        may = rights(p) and (row.basis != "sk" or row.seat is not None) and self.model.grounded(row)
        row.status = "dikukuhkan" if row.decided else row.status
        seats = Seat.objects.filter(decree__in=[d.pk for d in ruling])
        made = self.attempt(
            services.appointment_propose, p,
            *["appointment_propose", "appointment_confirm"][: 2 if row.decided else 1], may=may, user=person,
            seat=seats.filter(lineage=row.seat.lineage).first() if row.seat else None, basis=row.basis,
            valid_from=row.since, valid_until=row.until, letter_number="ST/1/2026", letter_on=self.today,
            reason="Contoh alasan.", **about,
        )  # fmt: skip
        if made:
            row.pk = made.pk
            self.model.appointments.append(row)

    @rule(who=PICK, row=PICK, act=st.sampled_from(ANSWERS))
    def answer(self, who: int, row: int, act: str) -> None:
        """A word on an appointment; on one of each state as often, where somebody may say it."""
        a, _act = self.choose(self.model.appointments, (act,), self.model.may_answer, row)
        real = Appointment.objects.select_related("agency", "user").get(pk=a.pk)
        may = partial(self.model.may_answer, a=a, act=act)
        if not row % 3:
            self.ask(getattr(rules, f"check_appointment_{act}"), may, real)
        p = self.actor(who, may)
        said = may(p)
        reason = {} if act in ("confirm", "restore") else {"reason": "Contoh alasan."}
        events = self.model.answer(p, a, act) if said else []
        service = getattr(services, f"appointment_{act}")
        self.attempt(service, p, *events, may=said, appointment=real, **reason)

    @rule(who=PICK, row=PICK, act=st.sampled_from(ANSWERS))
    def answer_again(self, who: int, row: int, act: str) -> None:
        """As often again: five acts lead along eight ways."""
        self.answer(who | 1, row | 1, act)

    # Days and accounts --------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 1, 5, 20, 70]))
    def time_passes(self, days: int) -> None:
        self.pass_days(days)
        self.model.today = self.today

    @rule(who=PICK)
    def account_ends_or_returns(self, who: int) -> None:
        """A disabled handler waits for two people; enabling gives back only what nobody must vouch for."""
        p = one(self.crowd, who)
        account = self.account(p)
        account.is_active = p.active = not p.active
        stopped = [] if p.active else self.model.stop(p)
        self.happens(account.save, *stopped)

    # What always holds --------------------------------------------------------------------------------------

    @invariant()
    def one_decree_a_day(self) -> None:
        given = [d for d in self.model.decrees if d.status in GAVE]
        for d in given:
            for other in given:
                apart = self.model.ends(d) < other.since or self.model.ends(other) < d.since
                assert d is other or d.force != other.force or apart, "two SK on one day"

    @invariant()
    def rights_are_what_holds_today(self) -> None:
        for p in self.crowd:
            mine = self.user(p).authority
            assert self.held[p.pk] == {a.pk for a in self.model.held(p)}, p
            assert mine.roles == self.model.roles(p), p
            assert mine.agency_ids == {stage.agencies[name].pk for name in self.model.works_for(p)}, p


def test_members_follow_the_model(world: None) -> None:
    play(Members, runs=28, steps=15)


@pytest.mark.panjang
def test_members_follow_the_model_for_long(world: None) -> None:
    play(
        Members, runs=int(os.environ.get("RUNS", 200)), steps=int(os.environ.get("STEPS", 40)), by_chance=True
    )
