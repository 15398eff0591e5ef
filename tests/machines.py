"""What the state machines of the apps share: one world for all runs, acts and sights held against a model.

A model says in plain Python who may do what, what becomes of it and who sees what; here the real rules,
services and querysets are asked the same. States move along the app's tables only, and `check_walked` says
which arrows no run ever took, so that a new transition without a rule in the machine turns the test red.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied, allowed
from gugus.core.workflow import Transitions
from members.models import Appointment

JAKARTA = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 3, 2, 9, 0, tzinfo=JAKARTA)
PICK = st.integers(0, 959)
AGAIN = 6


class Row(SimpleNamespace):
    """A thing of a model; `pk` is that of the real one."""

    __eq__, __hash__ = object.__eq__, object.__hash__

    def __repr__(self) -> str:
        return str(getattr(self, "name", None) or getattr(self, "pk", None))


@contextmanager
def staged(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """The world of all runs, made at START and undone at its end (in a module's fixture), files too."""
    before = files()
    with blocker.unblock(), time_machine.travel(START, tick=False), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    for path in files() - before:
        path.unlink()


def files() -> set[Path]:
    return {path for path in Path(os.environ["MEDIA_ROOT"]).rglob("*") if path.is_file()}


def one(rows: Iterable[Any], number: int) -> Any:
    """One of some rows by a drawn number, None of none."""
    found = list(rows)
    return found[number % len(found)] if found else None


def arrows(table: Transitions) -> set[tuple[str, str]]:
    """(from, to) of every way a table opens."""
    return {(str(source), str(move.target)) for move in table.values() for source in move.sources}


class Machine(RuleBasedStateMachine):
    """One run in the staged world; the clock stands still between acts, a minute apart."""

    app: ClassVar[str]
    tables: ClassVar[Mapping[type[Model], Transitions]]
    """Models with a state, and the table it moves along."""
    watched: ClassVar[Mapping[str, type[Model]]]
    """Models of which everybody sees what the model says."""
    walked: ClassVar[set[tuple[type[Model], str, str]]]
    """Every (model, from, to) some run has taken; each subclass begins its own."""
    _compiled: ClassVar[dict[Any, dict[str, tuple[str, list]]]]
    _authority: ClassVar[dict[Any, Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.walked, cls._compiled, cls._authority = set(), {}, {}

    def __init__(self) -> None:
        super().__init__()
        self._travel = time_machine.travel(START, tick=False)
        self.clock = self._travel.start()
        self.undo = transaction.savepoint()
        self._accounts: dict[Row, User] = {}
        self._last = self._footprint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.undo)
        self._travel.stop()

    # Of the app ---------------------------------------------------------------------------------------------

    def people(self) -> Mapping[Row, Any]:
        """Everybody: the model's person → the account's key."""
        raise NotImplementedError

    def sees(self, p: Row) -> Mapping[str, set]:
        """By the model: keys of the rows of each watched model that a person sees."""
        raise NotImplementedError

    def states(self) -> Mapping[type[Model], Mapping[Any, str]]:
        """By the model: the state of every row of `tables`."""
        raise NotImplementedError

    def force(self, p: Row) -> Any:
        """The key of the task force the person has chosen."""
        raise NotImplementedError

    @classmethod
    def lives(cls) -> None:
        """After the runs of chance: what is played straight, so that no arrow is left to luck."""

    def anew(self) -> None:
        """Something was done: what the model remembers of who is what counts no more."""

    # Acts ---------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return datetime.now(JAKARTA).date()

    def pass_days(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))
        self._accounts.clear()

    def user(self, p: Row) -> User:
        """The account as the person's next request reads it: rights are remembered for one act."""
        if p not in self._accounts:
            self._read_accounts()
        return self._accounts[p]

    def _read_accounts(self) -> None:
        """Everybody anew; who holds just what they held before is what they were."""
        accounts = User.objects.in_bulk(self.people().values())
        self._accounts = {p: accounts[pk] for p, pk in self.people().items()}
        self.held = {pk: set() for pk in accounts}
        for who, pk in Appointment.objects.in_force().filter(user__in=accounts).values_list("user", "pk"):
            self.held[who].add(pk)
        for p, account in self._accounts.items():
            key = (account.pk, self.force(p), account.is_active, frozenset(self.held[account.pk]))
            if key not in self._authority:
                self._authority[key] = account.acting_in(self.force(p))
            account.__dict__["authority"] = self._authority[key]

    def _footprint(self) -> tuple[dict[tuple, str], list[str]]:
        """State of every row with a state, and the acts of the trail in their order."""
        parts = [
            f"SELECT {number}, {model._meta.pk.column}::text, status FROM {model._meta.db_table}"
            for number, model in enumerate(self.tables)
        ]
        trail = f"SELECT -1, id::text, action FROM {AuditEvent._meta.db_table}"
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([*parts, trail]))
            rows = cursor.fetchall()
        states = {(number, pk): state for number, pk, state in rows if number >= 0}
        acts = sorted((int(pk), action) for number, pk, action in rows if number < 0)
        return states, [action for _pk, action in acts]

    def attempt(self, service: Callable[..., Any], p: Row, *events: str, may: bool, **about: Any) -> Any:
        """Somebody tries a service: it goes through exactly if the model says so, leaving just these events.

        Refused, it has written nothing. Returns what the service gave, None when refused.
        """
        words = f"{service.__name__} by {p} of {p.force}"
        return self.happens(lambda: service(by=self.user(p), **about), *events, may=may, words=words)

    def happens(self, act: Callable[[], Any], *events: str, may: bool = True, words: str = "") -> Any:
        """The same for what nobody in particular does."""
        self.clock.shift(timedelta(minutes=1))
        before, trail = self._last
        done, refusal = None, None
        try:
            done = act()
        except (Denied, ValidationError) as refused:
            refusal = refused
        after, now = self._last = self._footprint()
        assert may == (refusal is None), f"{words}: {may} by the model, {refusal or 'done'}"
        left = [f"{self.app}.{event}" for event in events if may]
        assert sorted(now[len(trail) :]) == sorted(left), f"in the trail: {now[len(trail) :]}"
        self._walk(before, after)
        assert may or after == before, "refused, yet written"
        return done

    def _walk(self, before: dict[tuple, str], after: dict[tuple, str]) -> None:
        models = list(self.tables)
        for (number, pk), state in after.items():
            was = before.get((number, pk), state)
            if was != state:
                step = (was, state)
                assert step in arrows(self.tables[models[number]]), f"{models[number].__name__} {step}"
                self.walked.add((models[number], *step))

    def choose(
        self, rows: Iterable[Row], acts: Iterable[str], may: Callable[[Row, Row, str], bool], number: int
    ) -> tuple[Row, str]:
        """A row and an act somebody may do on it, every kind of step as often; one time in four any."""
        every = [(row, act) for row in rows for act in acts]
        able = [pair for pair in every if number % 4 and any(may(p, *pair) for p in self.people())]
        kinds: dict[tuple[str, str], list[tuple[Row, str]]] = {}
        for row, act in able or every:
            kinds.setdefault((act, row.status), []).append((row, act))
        kind = one(sorted(kinds), number // 4)
        return one(kinds[kind], number // 16)

    def actor(self, number: int, may: Callable[[Row], bool], people: Iterable[Row] = ()) -> Row:
        """Somebody who may, if there is anybody; by one drawn number in four anybody at all."""
        crowd = list(people or self.people())
        able = [p for p in crowd if may(p)] if number % 4 else crowd
        return one(able or crowd, number // 4)

    def ask(
        self,
        check: Callable[..., None],
        may: Callable[[Row], bool],
        *about: Any,
        people: Iterable[Row] = (),
        **more: Any,
    ) -> None:
        """A rule's answer to everybody is the model's."""
        for p in people or self.people():
            said = allowed(check, self.user(p), *about, **more)
            assert said == may(p), f"{check.__name__}: {p} {'may' if said else 'may not'}"

    @invariant()
    def states_are_the_models(self) -> None:
        said = self.states()
        for number, model in enumerate(self.tables):
            real = {pk: state for (each, pk), state in self._last[0].items() if each == number}
            assert real == {str(pk): state for pk, state in said[model].items()}, model.__name__

    # Sights -------------------------------------------------------------------------------------------------

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        self.anew()
        found = self.seen()
        for p in self.people():
            assert found[p] == self.sees(p), p

    def seen(self) -> dict[Row, dict[str, set]]:
        """Keys of what everybody sees, in one statement; what a person is today decides over its words."""
        found: dict[Row, dict[str, set]] = {p: {name: set() for name in self.watched} for p in self.people()}
        self._read_accounts()
        parts, values, places = [], [], []
        for p, account in self._accounts.items():
            mine = account.authority
            key = (account.pk, account.is_active, mine.roles, mine.agency_ids, mine.group_ids, self.today)
            if key not in self._compiled:
                self._compiled[key] = compiled(account, self.watched)
            for name, (sql, given) in self._compiled[key].items():
                parts.append(f"SELECT {len(places)}, x.* FROM ({sql}) x")
                places.append((p, name))
                values += given
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts) or "SELECT 0, NULL WHERE false", values)
            for place, pk in cursor.fetchall():
                p, name = places[place]
                assert pk not in found[p][name], "a row twice"
                found[p][name].add(pk)
        return found


def compiled(account: User, watched: Mapping[str, type[Model]]) -> dict[str, tuple[str, list]]:
    """The statement that reads the keys of the visible rows of each model."""
    statements = {}
    for name, model in watched.items():
        rows = model._default_manager.visible_to(account).order_by().values_list("pk")
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        statements[name] = sql, list(values)
    return statements


def play(machine: type[Machine], *, runs: int, steps: int, by_chance: bool = False) -> None:
    """Runs of a machine: always the same draws in the quick tier, others each time `by_chance`.

    Keys are drawn too, so what the same draws meet differs: who missed an arrow plays again.
    """
    machine.walked.clear()
    _run(machine, runs, steps, by_chance)
    machine.lives()
    for _again in range(AGAIN):
        if missing(machine):
            _run(machine, runs, steps, by_chance=True)
    check_walked(machine)


def _run(machine: type[Machine], runs: int, steps: int, by_chance: bool) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, print_blob=True,
            derandomize=not by_chance, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
        ),
    )  # fmt: skip


def check_walked(machine: type[Machine]) -> None:
    """Every arrow of the app's tables was taken by some run."""
    assert not missing(machine)


def missing(machine: type[Machine]) -> list[str]:
    every = {(model, *step) for model, table in machine.tables.items() for step in arrows(table)}
    return sorted(f"{model.__name__}: {was} → {state}" for model, was, state in every - machine.walked)
