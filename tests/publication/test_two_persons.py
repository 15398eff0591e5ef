"""Who prepared or proposed never releases: at once, and past the portal (any order: test_state_machine)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from gugus.publication.enums import ReleaseStatus, Section
from gugus.publication.models import Release
from gugus.publication.selectors.sources import release_data
from gugus.publication.services import releases as services
from rad.paper.codec import fingerprint
from tests.factories import World, make_world
from tests.publication.builders import acting, draft, propose, proposed, release, released, turn_on, withdraw
from tests.rad.builders import make_rad


@pytest.fixture
def open_world(world: World) -> World:
    make_rad(world)
    turn_on(world)
    return world


def act(world: World, who: str, name: str, row: Release) -> None:
    """One act by somebody, as the portal would do it. Raises Denied."""
    with acting(world, who) as now:
        given: dict[str, Any] = {"release": row, "by": now.user}
        if name == "propose":
            given["seen"] = fingerprint(release_data(now.user, row.sections))
        if name in ("refuse", "withdraw"):
            given["reason"] = "Keliru"
        getattr(services, f"release_{name}")(**given)


@pytest.mark.django_db
def test_who_and_in_what_role_is_kept_with_the_act(open_world: World) -> None:
    row = released(open_world)
    assert (row.proposed_role, row.decided_role) == ("sekretariat", "pimpinan")
    acts = (
        AuditEvent.objects.filter(object_id=str(row.pk)).order_by("pk").values_list("action", "actor__email")
    )
    assert [action for action, _who in acts] == [
        "publication.release_prepare",
        "publication.release_propose",
        "publication.release_release",
    ]
    assert len({who for _action, who in acts}) == 2


@pytest.mark.django_db
def test_numbers_follow_each_other_and_are_not_given_to_what_is_not_out(open_world: World) -> None:
    first = released(open_world)
    refused = proposed(open_world)
    act(open_world, "sekda", "refuse", refused)
    withdraw(open_world, first)
    assert released(open_world).number == 2
    refused.refresh_from_db()
    assert refused.number is None


@pytest.mark.django_db
def test_a_section_the_settings_closed_meanwhile_is_not_released(open_world: World) -> None:
    row = proposed(open_world)
    turn_on(open_world, sections=[Section.INDICATORS])
    with pytest.raises(Denied, match="tidak lagi membolehkan"):
        release(open_world, row)


BYPASSES = {
    "released by its proposer": "status = 'dirilis', number = 1, decided_by_id = '{me}', decided_at = now()",
    "released for another": "status = 'dirilis', number = 1, decided_by_id = '{other}', decided_at = now()",
    "other tables": "data = '{{}}'",
    "other moment": "as_of = now() + interval '1 day'",
    "another proposer": "proposed_by_id = '{other}'",
    "back to draft": "status = 'draf', data = NULL, sha256 = '', as_of = NULL",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BYPASSES)
def test_the_database_refuses_too(open_world: World, name: str) -> None:
    row = proposed(open_world)
    people = {"me": open_world.people["sekretariat"].pk, "other": open_world.people["sekda"].pk}
    with pytest.raises(DatabaseError), acting(open_world, "sekretariat"):
        _sql(f"UPDATE publication_release SET {BYPASSES[name].format(**people)} WHERE id = '{row.pk}'")


@pytest.mark.django_db
def test_what_is_out_is_neither_changed_nor_deleted(open_world: World) -> None:
    row = released(open_world)
    for statement in ("UPDATE publication_release SET number = 9", "DELETE FROM publication_release"):
        with pytest.raises(DatabaseError), acting(open_world, "sekda"):
            _sql(f"{statement} WHERE id = '{row.pk}'")
    with pytest.raises(DatabaseError), transaction.atomic():  # nobody acts
        _sql(f"UPDATE publication_release SET reason = 'x' WHERE id = '{row.pk}'")


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def committed(transactional_db: None) -> World:
    world = make_world()
    make_rad(world)
    turn_on(world)
    return world


def test_two_releasing_at_once_give_two_numbers_or_one_refusal(committed: World) -> None:
    """Two people release one row at once: one does, the other is told so. Two rows: 1 and 2."""
    same = proposed(committed)
    assert sorted(_at_once(committed, [(same, "sekda"), (same, "sekretariat2")])) == ["dirilis", "ditolak"]
    rows = [proposed(committed), proposed(committed)]
    assert _at_once(committed, [(rows[0], "sekda"), (rows[1], "sekretariat2")]) == ["dirilis"] * 2
    numbers = Release.objects.filter(status=ReleaseStatus.RELEASED).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3]


def _at_once(world: World, asked: list[tuple[Release, str]]) -> list[str]:
    gate = Barrier(len(asked), timeout=60)

    def one(row: Release, who: str) -> str:
        try:
            gate.wait()
            act(world, who, "release", row)
        except Denied:
            return "ditolak"
        finally:
            connection.close()
        return "dirilis"

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(one, *each) for each in asked]]


@pytest.mark.django_db
def test_figures_that_moved_since_the_preview_are_looked_at_again(
    open_world: World, sign_in: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    row = draft(open_world)
    client: Client = sign_in(open_world.people["sekretariat"])
    page = client.post(f"/publikasi/{row.pk}/ajukan/", {"seen": "0" * 64}, follow=True)
    assert "Angka berubah sejak pratinjau dibuka" in page.content.decode()
    row.refresh_from_db()
    assert row.status == ReleaseStatus.DRAFT
    propose(open_world, row)
    row.refresh_from_db()
    assert row.status == ReleaseStatus.PROPOSED
