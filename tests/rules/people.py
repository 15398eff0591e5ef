"""The people of the pages, in one scene and in a task force that stands beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.context import acting_as
from members import services as members
from members.enums import Role
from members.models import Seat
from tests.factories import World, make_world, user
from tests.scene import make_scene

PEOPLE = (
    "sekretariat", "sekretariat2", "sekda", "pengawas", "admin", "dinsos", "dinkes", "polres", "dinsos_kasus",
    "kepala", "hukum", "statistik", "nonaktif", "asing", "asing_dinsos",
)  # fmt: skip


@contextmanager
def standing() -> Iterator[list[User]]:
    """PEOPLE, while the scene stands; it is undone at the end."""
    with transaction.atomic():
        other = make_world("16.09", "OKU Selatan")
        world = make_scene().world
        known = {**world.people, "asing": other.people["sekretariat"], "asing_dinsos": other.people["dinsos"]}
        known["nonaktif"] = left(world)
        known["kepala"] = head(world)
        found = [known[name] for name in PEOPLE]
        with acting_as(User.objects.get(pk=found[0].pk)):
            yield found
        transaction.set_rollback(True)


def left(world: World) -> User:
    """Once of the secretariat; the account is disabled."""
    person = user("Mantan Contoh")
    world.appoint(person, Role.SECRETARIAT)
    User.objects.filter(pk=person.pk).update(is_active=False)
    return person


def head(world: World) -> User:
    """A liaison of Dinas Kesehatan who sits in its head seat, confirmed by a second person."""
    person, by = user("Kepala Contoh", "kepala@kota-kediri.example.id"), world.people["sekretariat"]
    seat = Seat.objects.get(decree=world.decree, agency=world.agencies["Dinas Kesehatan"], is_head=True)
    holder = members.seat_holder_set(
        seat=seat, by=by, name="Kepala Contoh", valid_from=timezone.localdate(), user=person
    )
    world.appoint(person, Role.LIAISON, world.agencies["Dinas Kesehatan"])
    members.seat_holder_confirm(holder=holder, by=world.people["sekretariat2"])
    return person
