"""Releases in any state, made as people make them: one of the secretariat, and a second person."""

from collections.abc import Iterable
from typing import Any

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.publication.enums import Section
from gugus.publication.models import PublicationSettings, Release
from gugus.publication.selectors.sources import release_data
from gugus.publication.services import releases as services
from gugus.publication.services.settings import settings_update
from rad.paper.codec import fingerprint
from tests.factories import World

ADDRESS = "contoh-terbuka"


def acting(world: World, key: str = "sekretariat") -> Any:
    return acting_as(User.objects.get(pk=world.people[key].pk), task_force_id=world.task_force.pk)


def turn_on(
    world: World, *, address: str = ADDRESS, sections: Iterable[str] = (Section.PLAN,), **values: Any
) -> PublicationSettings:
    """The public page, on."""
    given = {"contact": "Kantor Contoh, kantor@contoh.example.id", "enabled": True} | values
    with acting(world) as now:
        return settings_update(by=now.user, address=address, sections=list(sections), **given)


def draft(world: World, *, by: str = "sekretariat", sections: Iterable[str] | None = None) -> Release:
    with acting(world, by) as now:
        allowed = PublicationSettings.objects.get(task_force=world.task_force).sections
        return services.release_prepare(by=now.user, sections=list(sections or allowed))


def propose(world: World, release: Release, *, by: str = "sekretariat") -> Release:
    with acting(world, by) as now:
        seen = fingerprint(release_data(now.user, release.sections))
        return services.release_propose(release=release, by=now.user, seen=seen)


def proposed(world: World, **given: Any) -> Release:
    return propose(world, draft(world, **given))


def release(world: World, row: Release, *, by: str = "sekda") -> Release:
    with acting(world, by) as now:
        return services.release_release(release=row, by=now.user)


def released(world: World, *, by: str = "sekda", **given: Any) -> Release:
    return release(world, proposed(world, **given), by=by)


def withdraw(world: World, row: Release, *, by: str = "sekda") -> Release:
    with acting(world, by) as now:
        return services.release_withdraw(release=row, by=now.user, reason="Keliru")
