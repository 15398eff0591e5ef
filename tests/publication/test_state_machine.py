"""What gets out, in any order of acts of anybody: nobody publishes alone, and what is frozen stays."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from gugus.dashboard.enums import Occasion
from gugus.dashboard.models import BriefDocument, Snapshot, WeeklyLetter
from gugus.dashboard.services.briefs import brief_make
from gugus.dashboard.services.letters import letter_send, letters_write
from gugus.dashboard.services.snapshots import snapshot_take
from gugus.notices.enums import DIGEST_TRANSITIONS
from gugus.publication import enums
from gugus.publication.models import Release
from gugus.publication.selectors.sources import release_data
from gugus.publication.services import releases as services
from gugus.publication.services.settings import settings_update
from members.enums import Role
from members.models import TaskForce
from rad.paper.codec import fingerprint
from tests.factories import World, make_world
from tests.playing import Game
from tests.publication.builders import acting, draft, proposed, released, turn_on
from tests.publication.model import ON_RELEASE, SECTIONS, Publishing, Row
from tests.rad.builders import make_rad
from tests.stage import Person, Stage, every_move, people_of, run, tables_in

WATCHED = {"releases": Release, "snapshots": Snapshot, "briefs": BriefDocument, "letters": WeeklyLetter}
STATES = {
    "release": "SELECT id, jsonb_build_array(status, number, sections) FROM publication_release",
    "letter": "SELECT id, jsonb_build_array(status, reason) FROM dashboard_weeklyletter",
    "snapshot": "SELECT id, jsonb_build_array(number) FROM dashboard_snapshot",
}
FROZEN = """
SELECT id::text, md5((to_jsonb(r) - ARRAY['status', 'number', 'reason', 'decided_by_id', 'decided_role',
  'decided_at', 'withdrawn_by_id', 'withdrawn_role', 'withdrawn_at'])::text)
  FROM publication_release r WHERE status <> 'draf'
UNION ALL SELECT 'out ' || id, md5((number, decided_by_id, decided_role, decided_at)::text)
  FROM publication_release WHERE status IN ('dirilis', 'ditarik')
UNION ALL SELECT 'taken ' || id, md5(s::text) FROM dashboard_snapshot s
"""
TABLES = tables_in(enums) | {"letter": DIGEST_TRANSITIONS}
HERE = "kota-kediri"
LIFE = ("refuse", "propose", "release", "withdraw", "letter", "letter", "letter")
ADDRESSES: dict[str, str] = {}
SEEN: dict[frozenset, str] = {}


@pytest.fixture(scope="module")
def world_of_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One world for all runs; each run is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        here, there = make_world(), make_world("16.09", "OKU Selatan")
        make_rad(here)
        for world in (here, there):
            ADDRESSES[world.task_force.slug] = f"terbuka-{world.task_force.slug}"
            turn_on(world, address=ADDRESSES[world.task_force.slug], sections=SECTIONS)
        here.person("wakil", Role.LEADER)
        here.person("purna", Role.LEADER)
        here.person("rangkap", Role.SECRETARIAT)
        there.people["rangkap"] = here.people["rangkap"]
        there.appoint(here.people["rangkap"], Role.LEADER)
        with acting(here) as now:
            for chosen in ({"rad"}, {"indikator"}, set(SECTIONS)):
                SEEN[frozenset(chosen)] = fingerprint(release_data(now.user, chosen))
        people = people_of(here) + people_of(
            there, only=("sekretariat", "sekda", "dinsos", "rangkap"), prefix="oku "
        )
        Publications.stage = Stage(
            people, watched=WATCHED, states=STATES, frozen=FROZEN, labels=("publication", "dashboard")
        )
        Publications.base = begun(here, people)
        Publications.gone = next(p for p in people if p.name == "purna")
        Publications.stage.appointed(Publications.gone, on=False)
        yield
        transaction.set_rollback(True)


def begun(world: World, people: list[Person]) -> tuple[list[Row], ...]:
    """What every run begins with: a release in each state from which it moves, and letters that wait, one of
    them for somebody who leads no more."""
    made = [draft(world, by="sekretariat2"), proposed(world), released(world)]
    rows = [
        Row(key=str(row.pk), force=HERE, status=row.status, number=row.number, sections={*row.sections},
            prepared=row.prepared_by, proposed=row.proposed_by)
        for row in made
    ]  # fmt: skip
    snapshot, letters = week(HERE)
    leaders = {
        p.user.pk: p for p in people if p.force == HERE and "pimpinan" in {post.role for post in p.posts}
    }
    waiting = [
        Row(key=str(letters[pk]), force=HERE, to=leader, status="menunggu", reason="")
        for pk, leader in leaders.items()
    ]
    return rows, waiting, [Row(key=str(snapshot.pk), force=HERE, number=snapshot.number)]


def week(force: str) -> tuple[Snapshot, dict]:
    """As beat does it on the day: a snapshot, and a letter to each leader."""
    taken = snapshot_take(task_force=TaskForce.objects.get(slug=force), occasion=Occasion.WEEK)
    letters_write(snapshot=taken)
    return taken, dict(taken.letters.values_list("recipient_id", "pk"))


class Publications(Game):
    base: tuple[list[Row], ...]
    gone: Person
    played: set = set()
    tries: Counter = Counter()

    def begin(self) -> Publishing:
        model = Publishing(self.stage.people, told=HERE)
        model.ended = {self.gone.user}
        model.releases, model.letters, model.snapshots = (
            [Row(**vars(row)) for row in rows] for rows in self.base
        )
        return model

    def do(self, act: str, by: Any, row: Any, given: dict[str, Any]) -> Any:
        if act == "prepare":
            return services.release_prepare(by=by, sections=given["sections"])
        if act == "settings":
            return settings_update(by=by, sections=sorted(given["sections"]), enabled=given["on"])
        if act in ON_RELEASE:
            return self.on_release(act, by, row, given)
        return getattr(self, act)(by, row)

    def on_release(self, act: str, by: Any, row: Any, given: dict[str, Any]) -> Any:
        values: dict[str, Any] = {"release": Release.objects.get(pk=row.key), "by": by}
        if act == "update":
            values["sections"] = given["sections"]
        elif act == "propose":
            values["seen"] = "0" * 64 if given["stale"] else SEEN.get(frozenset(row.sections))
        elif act in ("refuse", "withdraw"):
            values["reason"] = "Keliru"
        return getattr(services, f"release_{act}")(**values)

    def snapshot(self, by: Any, force: str) -> Snapshot:
        here = TaskForce.objects.get(slug=force)
        return snapshot_take(task_force=here, occasion=Occasion.DEMAND, by=by)

    def brief(self, by: Any, _row: None) -> Any:
        return brief_make(by=by)

    def week(self, _by: None, force: str) -> tuple[Snapshot, dict]:
        return week(force)

    def letter(self, _by: None, row: Any) -> None:
        letter_send(pk=UUID(row.key))

    def keep(self, p: Any, act: str, named: list[str]) -> None:
        super().keep(p, act, named)
        if act in (*ON_RELEASE, "settings"):
            self.two_people_stand_for_what_is_out()
            self.the_public_reads_the_newest_that_is_out()

    def two_people_stand_for_what_is_out(self) -> None:
        for row in Release.objects.filter(number__isnull=False).defer("data"):
            assert row.decided_by_id not in (None, row.prepared_by_id, row.proposed_by_id)

    def the_public_reads_the_newest_that_is_out(self) -> None:
        for force, address in ADDRESSES.items():
            found = Release.objects.public(address).order_by("-number").values_list("number", flat=True)
            assert found.first() == self.model.public(force)


def test_what_gets_out(world_of_all: None) -> None:
    run(Publications, 20, 15)
    Publications.walk(LIFE)
    assert every_move(TABLES) == Publications.played


@pytest.mark.panjang
def test_what_gets_out_for_long(world_of_all: None) -> None:
    run(Publications, 200, 40, by_chance=True)
    Publications.walk(LIFE)
    assert every_move(TABLES) == Publications.played
