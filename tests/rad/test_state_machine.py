"""The life of plans, periods, reports and workbooks in any order: rules, services, sights as the model says.

RUNS and STEPS in the environment set the runs and steps of the long tier (200 of 40).
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from gugus.accounts.models import User
from members.models import Appointment
from rad import rules, services
from rad.enums import (
    ANSWER_TRANSITIONS,
    IMPORT_TRANSITIONS,
    PERIOD_TRANSITIONS,
    PLAN_TRANSITIONS,
    REPORT_TRANSITIONS,
)
from rad.models import (
    ActionItem,
    ActionPlan,
    AnswerRun,
    Evidence,
    ImportRun,
    Indicator,
    ProgressReport,
    ReportingPeriod,
)
from tests.machines import PICK, Machine, Row, missing, one, play, staged
from tests.rad.model import MOVES, Model
from tests.rad.stage import GIVEN, LARGE, Stage, lines_of

stage: Stage
LIVES = 8
OFTEN = rule(who=PICK, step=PICK, number=st.integers(0, 5))
WATCHED = {
    "plans": ActionPlan, "items": ActionItem, "periods": ReportingPeriod, "reports": ProgressReport,
    "evidence": Evidence, "imports": ImportRun, "answers": AnswerRun,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    global stage
    with staged(django_db_blocker, Stage) as stage:
        yield


class Rad(Machine):
    app = "rad"
    tables = {
        ActionPlan: PLAN_TRANSITIONS, ReportingPeriod: PERIOD_TRANSITIONS, ProgressReport: REPORT_TRANSITIONS,
        ImportRun: IMPORT_TRANSITIONS, AnswerRun: ANSWER_TRANSITIONS,
    }  # fmt: skip
    watched = WATCHED

    def __init__(self) -> None:
        super().__init__()
        told = deepcopy((stage.model, stage.people))
        self.model: Model = told[0]
        self.crowd: list[Row] = list(told[1].values())
        self.number = 0

    def people(self) -> dict[Row, Any]:
        return {p: p.pk for p in self.crowd}

    def force(self, p: Row) -> Any:
        return stage.forces[p.force]

    def states(self) -> dict[Any, dict[Any, str]]:
        m = self.model
        rows = (m.plans, m.periods, m.reports, m.imports, m.answers)
        return {
            model: {row.pk: row.status for row in each} for model, each in zip(self.tables, rows, strict=True)
        }

    def sees(self, p: Row) -> dict[str, set]:
        said = self.model.sees(p)
        items = {d.lines[line] for d, line in said.pop("items")}
        return {name: {row.pk for row in rows} for name, rows in said.items()} | {"items": items}

    def steps(self) -> Iterator[tuple[str, Row, str, bool]]:
        """(rule below, row, act, whether somebody may) of everything that has a state."""
        m = self.model
        mine = lambda p, row, _act: p is row.by and row.status == "dibaca"  # noqa: E731
        waits = lambda p, row, act: m.may_import(p, row, act) and (act != "read" or row.status == "dibaca")  # noqa: E731
        for name, rows, acts, may in (
            ("plan", m.plans, ("adopt", "revise", "discard"), m.may_plan),
            ("period", m.periods, ("close", "reopen", "lock"), m.may_period),
            ("move", m.reports, MOVES, m.may_report),
            ("imports", m.imports, ("read", "commit", "cancel"), waits),
            ("answers", m.answers, ("commit", "cancel"), m.may_answer),
            ("read", m.answers, ("read",), mine),
        ):
            for row in rows:
                for act in acts:
                    yield name, row, act, any(may(p, row, act) for p in self.crowd)

    def _goes_on(self, who: int, step: int, number: int) -> None:
        """A step somebody may take, every kind as often; one time in four any."""
        kinds: dict[tuple[str, str, str], list[Row]] = {}
        for name, row, act, may in self.steps():
            if may or not step % 4:
                kinds.setdefault((name, act, row.status), []).append(row)
        if kinds:
            name, act, _state = kind = one(sorted(kinds), step // 4)
            getattr(self, name)(who, one(kinds[kind], step // 7), act, number)

    goes_on, goes_further = OFTEN(_goes_on), OFTEN(_goes_on)

    @classmethod
    def lives(cls) -> None:
        """Straight lives, each step by who may, until every arrow was taken or the lives are used up."""
        for seed in range(LIVES):
            if missing(cls):
                life = cls()
                life._live(Random(seed))  # noqa: S311
                life.teardown()

    def _live(self, random: Random) -> None:
        """Every kind of step once, in some order, with a report begun before each."""
        taken: set[tuple[str, str, str, int]] = set()
        for turn in count():
            self.save(1, 4 * turn + 1, turn, filled=True)
            steps = [
                (kind, row)
                for name, row, act, may in self.steps()
                for kind in ((name, act, row.status, 3), (name, act, row.status, 1))
                if may and kind not in taken
            ]
            if not steps:
                return
            kind, row = random.choice(steps)
            taken.add(kind)
            getattr(self, kind[0])(1, row, kind[1], kind[3])
            self.states_are_the_models()
            self.everybody_sees_what_the_model_says()

    def real(self, model: Any, row: Row) -> Any:
        return model.objects.get(pk=row.pk)

    # Plans and periods --------------------------------------------------------------------------------------

    def plan(self, who: int, d: Row, act: str, days: int) -> None:
        may, real = partial(self.model.may_plan, plan=d, act=act), self.real(ActionPlan, d)
        self.ask(getattr(rules, f"check_plan_{act}"), may, real)
        p = self.actor(who, may)
        getattr(self, f"_{act}")(p, d, real, may(p), self.today - timedelta(days=(0, 0, 0, 0, 30, -1)[days]))

    def _adopt(self, p: Row, d: Row, real: ActionPlan, may: bool, on: date) -> None:
        may = may and on <= self.today and (d.replaces is None or on >= d.replaces.adopted)
        events = self.model.adopt(d) if may else []
        about = {"instrument": "Perwali Contoh", "adopted_on": on}
        if self.attempt(services.plan_adopt, p, *events, may=may, plan=real, **about):
            d.adopted = on
            for q in self.model.periods:
                q.pk = q.pk or ReportingPeriod.objects.get(plan=d.pk, year=q.year, ordinal=q.ordinal).pk

    def _revise(self, p: Row, d: Row, real: ActionPlan, may: bool, on: date) -> None:
        made = self.attempt(services.plan_revise, p, "plan_revise", may=may, plan=real)
        if made:
            new = {"status": "draf", "replaces": d, "adopted": None, "lines": lines_of(made), "pk": made.pk}
            self.model.plans.append(Row(**vars(d) | new))

    def _discard(self, p: Row, d: Row, real: ActionPlan, may: bool, on: date) -> None:
        self.attempt(services.plan_discard, p, "plan_discard", may=may, plan=real)
        if may:
            self.model.plans.remove(d)

    @rule(
        who=PICK, plan=PICK, kind=st.sampled_from(["triwulan"] * 4 + ["semester"]), ordinal=st.integers(1, 4),
        year=st.sampled_from([2026, 2026, 2026, 2027, 2029]),
    )  # fmt: skip
    def open_period(self, who: int, plan: int, kind: str, ordinal: int, year: int) -> None:
        d, _act = self.choose(self.model.plans, ("open",), self.model.may_plan, plan)
        rights, real = partial(self.model.may_plan, plan=d, act="open"), self.real(ActionPlan, d)
        self.ask(rules.check_period_open, rights, real)
        p, ordinal = self.actor(who, rights), ordinal if kind == "triwulan" else 1
        may = rights(p) and self.model.openable(d, kind, year, ordinal)
        fresh = self.model.open(d, kind, year, ordinal) if may else None
        about = {"kind": kind, "year": year, "ordinal": ordinal, "deadline": self.today}
        made = self.attempt(services.period_open, p, "period_open", may=may, plan=real, **about)
        if fresh:
            fresh.pk = made.pk

    def period(self, who: int, q: Row, act: str, _number: int) -> None:
        """Close, reopen, or lock what was accepted in a closed one."""
        may, real = partial(self.model.may_period, period=q, act=act), self.real(ReportingPeriod, q)
        self.ask(getattr(rules, f"check_period_{act}"), may, real)
        p = self.actor(who, may)
        events = self.model.end_period(q, act) if may(p) else []
        service = services.reports_lock if act == "lock" else getattr(services, f"period_{act}")
        self.attempt(service, p, *events, may=bool(events) or may(p), period=real)

    # Reports ------------------------------------------------------------------------------------------------

    @rule(who=PICK, period=PICK, line=PICK, filled=st.booleans())
    def save(self, who: int, period: int, line: int, filled: bool) -> None:
        """Begin a report or go on with it; periods that run come up more often."""
        running = [q for q in self.model.periods if self.model.runs(q)]
        q = one(running if period % 4 and running else self.model.periods, period // 4)
        name = one(q.plan.lines, line)
        r = next((r for r in self.model.reports if (r.period, r.line) == (q, name)), None)
        rights = (
            partial(self.model.may_edit, r=r) if r else partial(self.model.may_begin, period=q, line=name)
        )
        item, real = ActionItem.objects.get(pk=q.plan.lines[name]), self.real(ReportingPeriod, q)
        begun = ProgressReport.objects.filter(item=item, period=q.pk).first()
        self.ask(rules.check_report_fill, rights, item, real, begun)
        p, self.number = self.actor(who, rights), self.number + 1
        words = {"narrative": f"Uraian contoh {self.number}", "proof_note": "Surat contoh"}
        words["values"] = {Indicator.objects.get(item=item).pk: GIVEN} if filled else {}
        made = self.attempt(
            services.report_save, p, "report_save", may=rights(p), item=item, period=real, **words
        )
        if made:
            self.model.saved(p, r, q, name, filled=filled).pk = made.pk

    def move(self, who: int, r: Row, act: str, late: int) -> None:
        """Submit, withdraw, return, accept, lock or unlock."""
        rights, real = partial(self.model.may_report, r=r, act=act), self.real(ProgressReport, r)
        self.ask(getattr(rules, f"check_report_{act}"), rights, real)
        p, sent = self.actor(who, rights), act in ("return", "unlock")
        may = rights(p) and (act != "submit" or r.filled) and not (sent and late == 0)
        more = {"reason": "Contoh alasan.", "due": self.today + timedelta(days=late - 1)} if sent else {}
        service = getattr(services, f"report_{act}")
        if self.attempt(service, p, f"report_{act}", may=may, report=real, **more):
            self.model.move(p, r, act)

    @rule(who=PICK, report=PICK)
    def prove(self, who: int, report: int) -> None:
        r = one(self.model.reports, report)
        may = partial(self.model.may_edit, r=r)
        p, real = self.actor(who, may), self.real(ProgressReport, r)
        about = {
            "title": "Bukti Contoh",
            "evidence_on": self.today,
            "link": "https://contoh.example.id/bukti",
        }
        made = self.attempt(
            services.evidence_add, p, "evidence_add", may=may(p), item=real.item, period=real.period, **about
        )
        if made:
            self.model.evidence.append(Row(report=r, shared=False, pk=made.pk))

    @rule(who=PICK, evidence=PICK, remove=st.booleans())
    def evidence(self, who: int, evidence: int, remove: bool) -> None:
        """Take it away, or share it or no more."""
        e = one(self.model.evidence, evidence)
        if e is None:
            return
        may = partial(self.model.may_edit, r=e.report) if remove else partial(self.model.may_share, e=e)
        real, shared = self.real(Evidence, e), not e.shared
        self.ask(rules.check_evidence_change if remove else rules.check_evidence_share, may, real)
        p = self.actor(who, may)
        said, event = may(p), "evidence_remove" if remove else "evidence_share"
        more = {} if remove else {"shared": shared}
        self.attempt(getattr(services, event), p, event, may=said, evidence=real, **more)
        if said and remove:
            self.model.evidence.remove(e)
        e.shared = shared if said else e.shared

    # Workbooks ----------------------------------------------------------------------------------------------

    @rule(who=PICK)
    def upload_import(self, who: int) -> None:
        """A file the worker will read, and no workbook."""
        p, about = one(self.crowd, who), {"file_name": "rad.xlsx", "plan_code": "RAD-LAIN"}
        made = self.attempt(
            services.import_start, p, may=self.model.is_(p, p.force, "sekretariat"), data=LARGE, **about
        )
        if made:
            self.model.imports.append(Row(force=p.force, status="dibaca", code="RAD-LAIN", pk=made.pk))

    def imports(self, who: int, row: Row, act: str, number: int) -> None:
        """Read, commit or cancel the import of a RAD."""
        good = number > 2
        may, real = partial(self.model.may_import, run=row, act=act), self.real(ImportRun, row)
        p = self.actor(who, may)
        events, fresh = self.model.imported(row, act, good=good) if may(p) else ([], False)
        more = {"read": {"data": stage.matrix if good else LARGE}, "commit": {"victims": set()}}
        service = getattr(services, f"import_{act}")
        done = self.attempt(service, p, *events, may=bool(events) or may(p), run=real, **more.get(act, {}))
        if fresh:
            plan = done.plan
            self.model.began(
                Row(
                    force=row.force, code=row.code, status="draf", replaces=None, confirmed=True,
                    adopted=None, first=plan.first_year, last=plan.last_year, lines=lines_of(plan),
                    pk=plan.pk,
                )
            )  # fmt: skip

    def answers(self, who: int, row: Row, act: str, _number: int) -> None:
        """Commit or cancel an uploaded report."""
        may, real = partial(self.model.may_answer, run=row, act=act), self.real(AnswerRun, row)
        self.ask(getattr(rules, f"check_answer_{act}"), may, real)
        p, more = self.actor(who, may), {"choices": {}} if act == "commit" else {}
        service = getattr(services, f"answer_{act}")
        if self.attempt(service, p, f"answer_{act}", may=may(p), run=real, **more):
            row.status = {"commit": "selesai", "cancel": "dibatalkan"}[act]

    def read(self, who: int, row: Row, _act: str, _number: int) -> None:
        """The worker reads what waits, for its uploader; one who reports no more is told so."""
        p, real = self.actor(who, lambda p: p is row.by), self.real(AnswerRun, row)
        self.attempt(services.answer_read, p, may=p is row.by, run=real)
        if p is row.by:
            self.model.read(row)

    @rule(who=PICK, period=PICK, behalf=st.booleans())
    def upload(self, who: int, period: int, behalf: bool) -> None:
        """A file too large to be read at once, and no workbook."""
        q = one(self.model.periods, period)
        may, real = partial(self.model.answers_for, period=q, behalf=behalf), self.real(ReportingPeriod, q)
        self.ask(rules.check_answer, may, real, behalf=behalf)
        p, about = self.actor(who, may), {"data": LARGE, "file_name": "laporan.xlsx", "behalf": behalf}
        made = self.attempt(services.answer_upload, p, "answer_upload", may=may(p), period=real, **about)
        if made:
            row = Row(by=p, period=q, behalf=behalf, status="dibaca", readable=False, pk=made.pk)
            self.model.answers.append(row)

    # People -------------------------------------------------------------------------------------------------

    @rule(who=PICK, days=st.sampled_from([0, 1, 20]))
    def appointment_ends_or_returns(self, who: int, days: int) -> None:
        """Ended yesterday or given back, and some days gone by."""
        p = one(self.crowd, who)
        p.appointed = not p.appointed
        last = None if p.appointed else self.today - timedelta(days=1)
        Appointment.objects.filter(user=p.pk).update(valid_until=last)
        self.pass_days(days)

    @rule(who=PICK)
    def account_ends_or_returns(self, who: int) -> None:
        p = one(self.crowd, who)
        p.active = not p.active
        User.objects.filter(pk=p.pk).update(is_active=p.active)

    # What always holds --------------------------------------------------------------------------------------

    @invariant()
    def one_plan_in_force(self) -> None:
        codes = [(d.force, d.code) for d in self.model.plans if d.status == "ditetapkan"]
        assert len(codes) == len(set(codes))

    @invariant()
    def nothing_is_reported_twice(self) -> None:
        places = [(r.period.plan.code, r.period.year, r.period.ordinal, r.line) for r in self.model.reports]
        assert len(places) == len(set(places))

    @invariant()
    def nobody_accepts_what_they_typed(self) -> None:
        rows = ProgressReport.objects.filter(status__in=["diterima", "dikunci"]).values_list(
            "pk", "decided_by"
        )
        typed = {r.pk: (r.typed | {r.drafted, r.submitted}) - {None} for r in self.model.reports}
        for pk, decided_by in rows:
            assert decided_by not in {p.pk for p in typed[pk]}


def test_the_rad_follows_the_model(world: None) -> None:
    play(Rad, runs=20, steps=15)


@pytest.mark.panjang
def test_the_rad_follows_the_model_for_long(world: None) -> None:
    play(Rad, runs=int(os.environ.get("RUNS", 200)), steps=int(os.environ.get("STEPS", 40)), by_chance=True)
