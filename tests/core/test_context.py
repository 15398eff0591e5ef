"""The database wall: no context, no rows; a role that would see through it is refused."""

import os

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from gugus.core.context import acting_as
from gugus.core.guard import UnsafeRole, check_role, check_wall
from gugus.core.models import AuditEvent, WallProbe

pytestmark = pytest.mark.django_db


def test_no_context_no_rows() -> None:
    """The probe's row exists (the owner's policy-free count would be 1), and the web role sees none of it."""
    assert WallProbe.objects.count() == 0


def test_the_probe_row_is_there_and_shows_with_its_group() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT set_config('gugus.groups', '{0}', true)")
        cursor.execute("SELECT count(*) FROM core_wallprobe")
        assert cursor.fetchone()[0] == 1


def test_context_ends_with_its_transaction() -> None:
    with acting_as(None):
        assert WallProbe.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT gugus_groups(), gugus_user()")
        assert cursor.fetchone() == ([], None)


def test_rows_of_a_foreign_group_cannot_be_written() -> None:
    Group.objects.create(name="asing")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        WallProbe.objects.create(group_id=7)


@pytest.mark.parametrize("role", ["DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"])
def test_refuses_owner_and_bypassrls(role: str) -> None:
    with psycopg.connect(os.environ[role]) as other:
        cursor = other.cursor()
        with pytest.raises(UnsafeRole, match="Refusing to start"):
            check_role(cursor)


def test_refuses_superuser() -> None:
    admin = os.environ["DATABASE_URL"].replace("gugus_web", "postgres", 1)
    with psycopg.connect(admin) as other, other.cursor() as cursor:
        with pytest.raises(UnsafeRole, match="superuser"):
            check_role(cursor)
        with pytest.raises(UnsafeRole, match="visible"):
            check_wall(cursor)


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditevent SET action = 'x'", "DELETE FROM core_auditevent"]
)
def test_the_trail_is_append_only(statement: str) -> None:
    AuditEvent.objects.create(action="core.test", channel="perintah")
    cursor = connection.cursor()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        cursor.execute(statement)
