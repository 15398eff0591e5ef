"""The real side of a state machine: people of two task forces, their acts by services, what each then sees.

Who holds what today is kept here in plain Python too (`People`), for the models the portal is held against.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from types import ModuleType
from typing import Any, NamedTuple

import psycopg
from django.apps import apps
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.core.permissions import Denied
from gugus.core.workflow import Transitions
from members.enums import Basis
from tests.factories import World

EVENTS = "SELECT id, action, actor_id FROM core_auditevent WHERE id > %s ORDER BY id"


class Post(NamedTuple):
    """What somebody is appointed to; `by_decree`: it ends with the SK."""

    role: str
    agency: str
    by_decree: bool


@dataclass(eq=False)
class Person:
    """An account as it acts in one task force."""

    name: str
    user: User
    world: World
    posts: tuple[Post, ...]

    def __repr__(self) -> str:
        return self.name

    @property
    def force(self) -> str:
        return str(self.world.task_force.slug)


def people_of(world: World, *, only: Iterable[str] = (), prefix: str = "") -> list[Person]:
    """The people of a world who are appointed to something in it, by their keys."""
    found = []
    for key in only or world.people:
        held = world.people[key].appointments.filter(task_force=world.task_force).select_related("agency")
        posts = tuple(
            Post(row.role, row.agency.short_name if row.agency else "", row.basis == Basis.SEAT)
            for row in held
        )
        found += [Person(prefix + key, world.people[key], world, posts)] if posts else []
    return found


class People:
    """Who holds what today: in plain words, no database."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.ended: set[Any] = set()  # accounts whose appointments are over
        self.closed: set[Any] = set()  # accounts that are shut
        self.lapsed: set[str] = set()  # task forces whose SK is over

    def held(self, p: Person) -> tuple[Post, ...]:
        """What the person holds today in the task force they chose."""
        if p.user in self.ended | self.closed:
            return ()
        return tuple(post for post in p.posts if not (post.by_decree and p.force in self.lapsed))

    def now(self, p: Person) -> Person:
        """As whom the person acts: who holds nothing where they chose acts where they do hold something."""
        others = (other for other in self.people if other.user == p.user and self.held(other))
        return p if self.held(p) else next(others, p)

    def force(self, p: Person) -> str:
        return self.now(p).force

    def roles(self, p: Person, force: str = "") -> set[str]:
        """The person's roles today; with `force`, those that count there."""
        me = self.now(p)
        return {post.role for post in self.held(me)} if force in ("", me.force) else set()

    def agencies(self, p: Person) -> set[str]:
        return {post.agency for post in self.held(self.now(p)) if post.role in ("penghubung", "penangan")}

    def at_work(self, p: Person) -> tuple:
        """What the person's view of the rows hangs on, of all that changes here."""
        me = self.now(p)
        return p.name, me.name, self.held(me), p.user in self.closed


class Stage:
    """What is done and read. `watched`: name → model whose visible rows are compared; `states`: name → SQL of
    (id, JSON list of what the model knows of a row, its state first); `apps`: whose tables no refused act
    may touch; `frozen`: SQL of (key, hash) of what may change no more."""

    def __init__(
        self, people: list[Person], *, watched: Mapping[str, Any], states: Mapping[str, str], frozen: str,
        labels: Iterable[str],
    ) -> None:  # fmt: skip
        self.people, self.watched, self.frozen_sql = people, watched, frozen
        self.filters: dict[tuple, tuple[str, list]] = {}
        self.states_sql = _union(f"SELECT '{name}', x.* FROM ({sql}) x" for name, sql in states.items())
        models = chain.from_iterable(apps.get_app_config(label).get_models() for label in labels)
        self.digest_sql = _union(
            f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            for table in sorted(model._meta.db_table for model in models)
        )
        self.last_event = 0
        self.events()

    def attempt(self, p: Person, act: Callable[[Any], Any]) -> Any:
        """What the act returned (True for nothing), False when the portal refused it.

        Only the service's own transaction undoes what it had begun before it refused.
        """
        user = User.objects.get(pk=p.user.pk)
        with acting_as(user, task_force_id=p.world.task_force.pk) as now:
            if now.user is None:
                return False
            try:
                done = act(now.user)
            except (Denied, ValidationError):
                return False
            return True if done is None else done

    def events(self) -> list[tuple[str, Any]]:
        """What the trail gained since it was asked last: (act, account)."""
        rows = _rows(EVENTS, [self.last_event])
        self.last_event = rows[-1][0] if rows else self.last_event
        return [(action, actor) for _id, action, actor in rows]

    def digest(self) -> dict[str, str]:
        """One hash a table, over every column of every row."""
        return dict(_rows(self.digest_sql))

    def frozen(self) -> dict[str, str]:
        return dict(_rows(self.frozen_sql))

    def states(self) -> dict[str, dict[str, list]]:
        found: dict[str, dict[str, list]] = {}
        for name, key, known in _rows(self.states_sql):
            found.setdefault(name, {})[str(key)] = json.loads(known) if isinstance(known, str) else known
        return found

    def visible(self, now: People) -> dict[Person, dict[str, set[str]]]:
        """Name → keys of the rows `visible_to` gives each person."""
        raw = connection.connection
        raw.prepare_threshold = 10**6  # only what asks for it is prepared
        with raw.pipeline():
            asked = [
                (p, psycopg.Cursor(raw).execute(*self._filters(p, now), prepare=True)) for p in self.people
            ]
        raw.prepare_threshold = None
        found = {p: {name: set() for name in self.watched} for p in self.people}
        for p, cursor in asked:
            for name, key in cursor.fetchall():
                assert key not in found[p][name], f"a row twice: {name}, {p}"
                found[p][name].add(key)
        return found

    def _filters(self, p: Person, now: People) -> tuple[str, list]:
        known = now.at_work(p)
        if known not in self.filters:
            user = User.objects.get(pk=p.user.pk)
            user.acting_in(p.world.task_force.pk)
            self.filters[known] = self._compiled(user)
        return self.filters[known]

    def _compiled(self, user: User) -> tuple[str, list]:
        parts, values = ["SELECT '', '' WHERE false"], []
        for name, model in self.watched.items():
            rows = model.objects.visible_to(user).order_by().values_list("pk")
            try:
                sql, given = rows.query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(f"SELECT '{name}', x.id::text FROM ({sql}) AS x (id)")
            values += given
        return _union(parts), values

    # What happens to people.
    def appointed(self, p: Person, on: bool) -> None:
        p.user.appointments.update(valid_until=None if on else timezone.localdate() - timedelta(days=1))

    def open(self, p: Person, on: bool) -> None:
        User.objects.filter(pk=p.user.pk).update(is_active=on)

    def decree(self, world: World, on: bool) -> None:
        row = world.decree
        ended = None if on else timezone.localdate() - timedelta(days=1)
        type(row).objects.filter(pk=row.pk).update(ended_on=ended)


def _union(parts: Iterable[str]) -> str:
    return " UNION ALL ".join(parts)


def _rows(sql: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


Moves = set[tuple[str, str, str]]


def moves(before: Mapping[str, Mapping], after: Mapping[str, Mapping]) -> Moves:
    """(name, state, next state) of every row that moved."""
    return {
        (name, rows[key][0], known[0])
        for name, rows in before.items()
        for key, known in after.get(name, {}).items()
        if key in rows and rows[key][0] != known[0]
    }


def every_move(tables: Mapping[str, Transitions]) -> Moves:
    """All that the tables of transitions allow."""
    return {
        (name, str(source), str(each.target))
        for name, table in tables.items()
        for each in table.values()
        for source in each.sources
    }


def tables_in(enums: ModuleType) -> dict[str, Transitions]:
    """The app's tables by what moves: `release` for RELEASE_TRANSITIONS."""
    end = "_TRANSITIONS"
    return {name.removesuffix(end).lower(): each for name, each in vars(enums).items() if name.endswith(end)}


def run(machine: Any, examples: int, steps: int, *, by_chance: bool = False) -> None:
    """So many runs: always the same ones, or others each time. RUNS in the environment sets their number and
    leaves a failure as long as it was found."""
    machine.played.clear()
    found_only = [Phase.explicit, Phase.generate]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("RUNS", examples)), stateful_step_count=steps, deadline=None,
            print_blob=True, derandomize=not by_chance, database=None,
            suppress_health_check=list(HealthCheck),
            phases=found_only if "RUNS" in os.environ else [*found_only, Phase.shrink],
        ),
    )  # fmt: skip
