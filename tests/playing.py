"""A game any app can be played in: chance acts of anybody, each held against a model in plain Python.

After every act, for everybody: it was allowed exactly when the model allows it; refused, it left every row
and the trail as they were; done, it left the events the model names and the states the model says; and each
person sees exactly the rows of the model.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.stage import Moves, People, Person, Stage, moves

PICK, SEED = st.integers(0, 999), st.integers(0, 9999)


class Model(People):
    """What an app's model answers. A row's `key` is its primary key as text; `rows` of an act that makes
    something is [None]."""

    ACTS: tuple[str, ...] = ()
    WORKER: frozenset[str] = frozenset()  # acts of nobody

    def rows(self, act: str) -> list[Any]:
        raise NotImplementedError

    def given(self, act: str, row: Any, seed: int) -> dict[str, Any]:
        """What the act is given besides: any function of a number up to 9,999."""
        return {}

    def may(self, p: Person, act: str, row: Any, given: dict[str, Any]) -> bool:
        raise NotImplementedError

    def does(self, p: Person, act: str, row: Any, given: dict[str, Any], made: Any) -> list[str]:
        """Keep what follows, and return the events it leaves; `made` is what the service returned."""
        raise NotImplementedError

    def states(self) -> dict[str, dict[str, list]]:
        raise NotImplementedError

    def sees(self, p: Person) -> dict[str, set[str]]:
        raise NotImplementedError


class Game(RuleBasedStateMachine):
    """Subclasses name `stage` and `played` (moves seen over all runs) and say how to `begin` and `do`."""

    stage: Stage
    played: Moves
    tries: Counter

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.savepoint()
        self.hands: list[tuple[Person, Any]] = []
        self.model: Any = self.begin()
        self.look()

    def begin(self) -> Model:
        raise NotImplementedError

    def do(self, act: str, by: Any, row: Any, given: dict[str, Any]) -> Any:
        """The act itself, by a service."""
        raise NotImplementedError

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.undo)

    def look(self) -> None:
        self.stage.events()
        self.digest, self.states = self.stage.digest(), self.stage.states()
        self.frozen = self.stage.frozen()

    @rule(act=PICK, which=PICK, who=PICK, seed=SEED)
    def anything(self, act: int, which: int, who: int, seed: int) -> None:
        """Anybody does anything to anything."""
        name = one(self.model.ACTS, act)
        rows = self.model.rows(name)
        if rows:
            self.play(one(self.stage.people, who), name, one(rows, which), seed)

    @rule(act=PICK, which=PICK, who=PICK, seed=SEED)
    def nearly(self, act: int, which: int, who: int, seed: int) -> None:
        """Anybody does what somebody may do."""
        self.chosen(act, which, who, seed, everybody=True)

    @rule(act=PICK, which=PICK, who=PICK, seed=SEED)
    def rightly(self, act: int, which: int, who: int, seed: int) -> None:
        """Somebody does what they may."""
        self.chosen(act, which, who, seed, everybody=False)

    @rule(act=PICK, which=PICK, seed=SEED)
    def same_hands(self, act: int, which: int, seed: int) -> None:
        """Who did something to a thing tries what somebody may do to it next."""
        p, row = one(self.hands, which) if self.hands else (None, None)
        for turn in range(len(self.model.ACTS) if p else 0):
            name = one(self.model.ACTS, act + turn)
            if row in self.model.rows(name) and self.who_may(name, row, seed):
                self.play(p, name, row, seed)
                return

    def chosen(self, act: int, which: int, who: int, seed: int, *, everybody: bool) -> None:
        for turn in range(len(self.model.ACTS)):
            name = one(self.model.ACTS, act + turn)
            rows = [row for row in self.model.rows(name) if self.who_may(name, row, seed)]
            if rows:
                row = one(rows, which)
                people = self.stage.people if everybody else self.who_may(name, row, seed)
                self.play(one(people, who), name, row, seed)
                return

    @classmethod
    def walk(cls, acts: Iterable[str]) -> None:
        """One straight life, each act by the first who may on the first thing they may, after everybody else
        has tried: so that neither a move nor a refusal is left to chance."""
        game = cls()
        try:
            for act in acts:
                game.step(act)
                game.everybody_sees_what_the_model_says()
        finally:
            game.teardown()

    def step(self, act: str) -> None:
        row = next(row for row in self.model.rows(act) if self.who_may(act, row, 0))
        able = self.who_may(act, row, 0)
        for p in self.stage.people:
            if p not in able and act not in self.model.WORKER:
                Game.play(self, p, act, row, 0)  # at the same moment
        self.play(able[0], act, row, 0)

    def who_may(self, act: str, row: Any, seed: int) -> list[Person]:
        given = self.model.given(act, row, seed)
        return [p for p in self.stage.people if self.model.may(p, act, row, given)]

    def play(self, p: Person, act: str, row: Any, seed: int) -> None:
        given = self.model.given(act, row, seed)
        if act in self.model.WORKER:
            made = self.do(act, None, row, given)
            self.keep(None, act, self.model.does(p, act, row, given, made))
            return
        expected = self.model.may(p, act, row, given)
        done = self.stage.attempt(p, lambda by: self.do(act, by, row, given))
        assert (done is not False) == expected, (p, act, row, given)
        self.tries[act, expected] += 1
        if expected:
            self.hands += [(p, row)] if row is not None else []
            self.keep(p, act, self.model.does(p, act, row, given, done))
            return
        assert self.stage.digest() == self.digest, (p, act, "refused, yet written")
        assert self.stage.events() == [], (p, act, "refused, yet told")

    def keep(self, p: Person | None, act: str, named: list[str]) -> None:
        """What was done left the events the model names, all of who did it."""
        who = p and p.user.pk
        assert sorted(self.stage.events()) == sorted((name, who) for name in named), (p, act)
        self.digest = self.stage.digest()

    @rule(who=PICK, what=st.sampled_from(["appointment", "appointment", "account", "decree"]))
    def somebody_goes_or_returns(self, who: int, what: str) -> None:
        p, model = one(self.stage.people, who), self.model
        if what == "appointment":
            model.ended ^= {p.user}
            self.stage.appointed(p, p.user not in model.ended)
        elif what == "account":
            model.closed ^= {p.user}
            self.stage.open(p, p.user not in model.closed)
        else:
            here = p.world.task_force.slug
            model.lapsed ^= {here}
            self.stage.decree(p.world, here not in model.lapsed)

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        states = self.stage.states()
        assert states == self.model.states()
        self.played |= moves(self.states, states)
        self.states = states
        frozen = self.stage.frozen()
        assert self.frozen.items() <= frozen.items(), "what was frozen stays to the letter"
        self.frozen = frozen
        seen = self.stage.visible(self.model)
        for p in self.stage.people:
            assert seen[p] == self.model.sees(p), p


def one(rows: Any, number: int) -> Any:
    return rows[number % len(rows)]
