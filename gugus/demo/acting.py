"""Acting as a demo person: every step of the demo is an ordinary service, done by somebody who may."""

from collections.abc import Iterator
from contextlib import contextmanager

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.demo.regions import DemoRegion
from members.models import TaskForce

PASSWORD = "contoh-gugus-tugas"  # noqa: S105 printed at every start, on invented data only


def address(region: DemoRegion, local: str) -> str:
    return f"{local}@{region.slug}.example.id"


def person(region: DemoRegion, local: str) -> User:
    """The account, read anew so that its authority is today's."""
    return User.objects.get(email=address(region, local))


@contextmanager
def as_person(region: DemoRegion, local: str) -> Iterator[User]:
    """A transaction in the name of one account, in its region's task force."""
    user = person(region, local)
    here = TaskForce.objects.filter(region=region.code).values_list("pk", flat=True).first()
    with acting_as(user, task_force_id=here):
        yield user


def account(region: DemoRegion, local: str, name: str) -> User:
    """An account of the demo with the printed password, made once."""
    user = User.objects.filter(email=address(region, local)).first()
    if user is None:
        user = User(email=address(region, local), full_name=name)
        user.set_password(PASSWORD)
        user.full_clean()
        user.save()
    return user
