"""The life of cases and referrals, in any order: Django, plain SQL and the model say the same of everybody.

After every move of anybody, for every person: the set by Django's filters with the database's wall out of the
way, the set by SQL as the web role with Django out of the way, and the set of the model are equal.

RUNS and STEPS in the environment set the runs of the quick tier (200) and the steps of the long one (20,000).
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cases.model import HANDLE, MOVES, SERVICES, VIEW, Model, Row
from tests.cases.walls_world import DESKS, Stage, administrator

STEPS = 15
PICK = st.integers(0, 19)
stage: Stage


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One world for all runs; each run is undone."""
    global stage
    with django_db_blocker.unblock(), administrator(), transaction.atomic():
        stage = Stage()
        yield
        transaction.set_rollback(True)


class Walls(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model, self.undo = Model(DESKS), transaction.savepoint()
        self.people = list(stage.people)
        self.handlers = [p for p in self.people if p.desk]
        for p in self.people:
            p.appointed = p.active = True

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.undo)

    def one(self, rows: list, number: int) -> Any:
        return rows[number % len(rows)]

    def handler(self, number: int) -> Row:
        return self.one(self.handlers, number)

    def colleague(self, p: Row, number: int) -> Row:
        return self.one([other for other in self.handlers if other.desk == p.desk], number)

    @initialize()
    def begin(self) -> None:
        """A case of Polres lent to Dinas Sosial, so that short runs meet something."""
        self.create(who=0, child=False)

    @rule(who=PICK, child=st.booleans())
    def create(self, who: int, child: bool) -> None:
        p = self.handler(who)
        file = Row(owner=p.desk, force=p.force, child=child, open=True, stopped=set())
        assert stage.open(p, file) == self.model.works(p)
        self.model.files += [file] if self.model.works(p) else []

    def may(self, p: Row, file: Row, right: str = HANDLE) -> bool:
        return right in self.model.held(p, file)

    @precondition(lambda self: self.model.files)
    @rule(who=PICK, file=PICK, scope=st.sampled_from(["layanan", "identitas", "penuh"]), ends=st.booleans())
    def consent(self, who: int, file: int, scope: str, ends: bool) -> None:
        p, row = (
            self.handler(who),
            Row(file=self.one(self.model.files, file), scope=scope, ends=ends, live=True),
        )
        assert stage.consent(p, row) == self.may(p, row.file)
        self.model.consents += [row] if self.may(p, row.file) else []

    @precondition(lambda self: self.model.consents)
    @rule(who=PICK, consent=PICK)
    def withdraw_consent(self, who: int, consent: int) -> None:
        p, row = self.handler(who), self.one(self.model.consents, consent)
        before = getattr(row, "withdrawn", False)
        row.withdrawn = stage.withdraw_consent(p, row) or before
        assert row.withdrawn == (before or self.may(p, row.file))
        row.live = row.live and not row.withdrawn

    @precondition(lambda self: self.model.files)
    @rule(
        who=PICK, file=PICK, to=st.sampled_from(sorted(DESKS)), consent=PICK,
        basis=st.sampled_from(["persetujuan", "persetujuan", "anak", "tanpa"]), alih=st.booleans(),
        services=st.lists(st.sampled_from(sorted(SERVICES)), min_size=1, max_size=2, unique=True),
    )  # fmt: skip
    def refer(
        self, who: int, file: int, to: str, consent: int, basis: str, alih: bool, services: list
    ) -> None:
        """Draft and send; with two live ones to one agency as likely as not."""
        p, case = self.handler(who), self.one(self.model.files, file)
        if p.desk == to:
            return
        given = [row for row in self.model.consents if row.file is case]
        said = self.one(given, consent) if given and basis == "persetujuan" else None
        row = Row(
            file=case, sender=p.desk, receiver=to, kind="alih" if alih and consent % 3 == 0 else "rujukan",
            basis=basis, consent=said, services=services, status="draf", scope="",
        )  # fmt: skip
        made = stage.draft(p, row)
        assert made == self.may(p, case)
        if made:
            self.model.referrals.append(row)
            assert stage.move(p, row, "send") == self.model.move(p, row, "send")

    @precondition(lambda self: self.model.referrals)
    @rule(who=PICK, referral=PICK, name=st.sampled_from(sorted(MOVES)), to=st.sampled_from(sorted(DESKS)))
    def move(self, who: int, referral: int, name: str, to: str) -> None:
        p, row = self.handler(who), self.one(self.model.referrals, referral)
        assert stage.move(p, row, name, to) == self.model.move(p, row, name, to), (p, row, name, to)

    @precondition(lambda self: self.model.referrals)
    @rule(who=PICK, referral=PICK, name=st.sampled_from(["accept", "accept", "start", "finish", "forward"]),
          to=st.sampled_from(sorted(DESKS)))  # fmt: skip
    def answer(self, who: int, referral: int, name: str, to: str) -> None:
        """A move by somebody of the receiver's desk."""
        row = self.one(self.model.referrals, referral)
        p = self.one([p for p in self.handlers if p.desk == row.receiver], who)
        assert stage.move(p, row, name, to) == self.model.move(p, row, name, to), (p, row, name, to)

    @precondition(lambda self: self.model.files)
    @rule(who=PICK, file=PICK)
    def close(self, who: int, file: int) -> None:
        p, case = self.handler(who), self.one(self.model.files, file)
        mine = self.model.works(p) and case.owner == p.desk and p not in case.stopped
        assert stage.close(p, case, "ditutup" if case.open else "aktif") == mine
        case.open ^= mine

    @precondition(lambda self: self.model.files)
    @rule(who=PICK, whom=PICK, file=PICK)
    def stop(self, who: int, whom: int, file: int) -> None:
        p, case = self.handler(who), self.one(self.model.files, file)
        other = self.colleague(p, whom)
        if other in case.stopped:
            return
        assert stage.stop(p, other, case) == self.may(p, case, VIEW)
        case.stopped |= {other} if self.may(p, case, VIEW) else set()

    @precondition(lambda self: any(file.stopped for file in self.model.files))
    @rule(who=PICK, file=PICK)
    def lift(self, who: int, file: int) -> None:
        case = self.one([file for file in self.model.files if file.stopped], file)
        other = min(case.stopped, key=lambda p: p.name)
        p = self.colleague(other, who)
        can = p is not other and self.may(p, case, VIEW)
        assert stage.lift(p, other, case) == can
        case.stopped -= {other} if can else set()

    @precondition(lambda self: self.model.files)
    @rule(who=PICK, file=PICK, wrong=st.booleans())
    def break_glass(self, who: int, file: int, wrong: bool) -> None:
        p, case = self.handler(who), None if wrong else self.one(self.model.files, file)
        found = case is not None and case.force == p.force and p not in case.stopped
        row = Row(person=p, file=case if found else None, live=True, reviewed=False)
        waits = any(g.person is p and not g.reviewed for g in self.model.glasses)
        expected = "terbuka" if found else "tidak_ada"
        said = stage.break_glass(p, row, case)
        if not self.model.works(p) or waits:
            assert said == ("menunggu" if self.model.works(p) else "ditolak")
            return
        assert said == expected
        self.model.glasses.append(row)

    @precondition(lambda self: self.model.glasses)
    @rule(who=PICK, glass=PICK, outcome=st.sampled_from(["", "wajar", "tidak_wajar"]))
    def review(self, who: int, glass: int, outcome: str) -> None:
        p, row = self.one(self.people, who), self.one(self.model.glasses, glass)
        works, same_force = self.model.works(p), p.force == row.person.force
        judges = same_force and (p.role == "pengawas" or p.coordinates)
        judges = judges or (row.file is not None and row.file.owner == p.desk and p not in row.file.stopped)
        # Ending one's own needs no office any more: it only takes access back.
        own = p.active and p is row.person and not outcome and not getattr(row, "ended", False)
        other = works and p is not row.person and outcome and not row.reviewed and judges
        assert stage.review(p, row, outcome) == bool(own or other)
        if own or other:
            row.reviewed = row.reviewed or bool(outcome)
            row.ended = getattr(row, "ended", False) or outcome != "wajar"
            row.live = row.live and not row.ended

    @rule(personal=st.booleans(), sweep=st.booleans())
    def time_passes(self, personal: bool, sweep: bool) -> None:
        """Hours, in which break-glass ends; or days, in which consents end too. Swept or not."""
        stage.pass_time(1 if personal else 3, consents=not personal)
        for row in self.model.glasses:
            row.live = False
        for row in self.model.consents:
            row.live = row.live and (personal or not row.ends)
        if sweep:
            stage.sweep()

    @rule(force=st.sampled_from(sorted(set(DESKS.values()))))
    def decree_ends_or_returns(self, force: str) -> None:
        self.model.decrees[force] = not self.model.decrees[force]
        stage.decree(force, self.model.decrees[force])

    @rule(who=PICK)
    def appointment_ends_or_returns(self, who: int) -> None:
        p = self.one(self.people, who)
        p.appointed = not p.appointed
        stage.appointed(p, p.appointed)

    @rule(who=PICK)
    def account_ends_or_returns(self, who: int) -> None:
        p = self.one(self.people, who)
        p.active = not p.active
        stage.active(p, p.active)

    @invariant()
    def the_walls_agree(self) -> None:
        raw, django = stage.raw(), stage.django()
        for p in self.people:
            expected = {
                what: {stage.keys[row].pk for row in rows} for what, rows in self.model.sees(p).items()
            }
            assert raw[p] | {"page": expected["cases"]} == expected | {"page": expected["cases"]}, f"SQL, {p}"
            assert django[p] == expected | {"page": expected["cases"]}, f"Django, {p}"


def run(examples: int, steps: int = STEPS) -> None:
    run_state_machine_as_test(
        Walls,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate] if "RUNS" in os.environ else list(Phase),
        ),
    )  # fmt: skip


def test_both_walls_and_the_model_agree(world: None) -> None:
    run(int(os.environ.get("RUNS", 200)))


@pytest.mark.panjang
def test_both_walls_and_the_model_agree_for_long(world: None) -> None:
    steps = int(os.environ.get("STEPS", 20_000))
    run(steps // 50, 50)
