"""The sealed trail: every edit is found, late commits are sealed later, and only the worker seals."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import InsufficientPrivilege

from gugus.core import seal
from gugus.core.models import AuditEvent
from tests.factories import World, user
from tests.workers import select_pause

pytestmark = pytest.mark.django_db(transaction=True)
Connection = psycopg.Connection[Any]
INSERT = (
    "INSERT INTO core_auditevent (at, role, action, object_type, object_id, object_label, channel, detail) "
)
INSERT += "VALUES (now(), '', %s, '', '', '', 'perintah', '{}')"
ROWS, BLOCKS = 9, 3
# How to change a column of each type into another value of it.
OTHERWISE = {
    "bigint": "{0} + 1000",
    "timestamp with time zone": "{0} + interval '1 microsecond'",
    "character varying": "{0} || 'x'",
    "uuid": "NULL",
    "inet": "'10.9.8.7'",
    "jsonb": """'{{"jumlah": 2}}'""",
}


def connect(role: str) -> Connection:
    return psycopg.connect(os.environ[f"DATABASE_{role}URL"], autocommit=True)


@pytest.fixture
def web() -> Iterator[Connection]:
    with connect("") as connection:
        yield connection


@pytest.fixture
def worker() -> Iterator[Connection]:
    with connect("WORKER_") as connection:
        yield connection


@pytest.fixture
def owner() -> Iterator[Connection]:
    with connect("OWNER_") as connection:
        yield connection


def seal_now(worker: Connection) -> int:
    row = worker.execute("SELECT core_seal('core_auditevent')").fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def chain(worker: Connection) -> None:
    """Three blocks of three rows, every column filled."""
    person = user("Pelaku Contoh")
    for number in range(ROWS):
        AuditEvent.objects.create(
            actor=person, role="pengawas", task_force_id=person.pk, action=f"core.test_{number}",
            object_type="core.test", object_id=str(number), object_label="Contoh",
            ip="10.0.0.1", channel="perintah", detail={"jumlah": 1},
        )  # fmt: skip
        if number % BLOCKS == BLOCKS - 1:
            assert seal_now(worker) == BLOCKS


def faults(owner: Connection) -> set[tuple[str, int | None]]:
    """What the check says in the owner's own open transaction, as (kind, block)."""
    owner.execute("SET LOCAL ROLE gugus_kernel")
    found = owner.execute("SELECT kind, block FROM core_seal_check('core_auditevent')").fetchall()
    owner.execute("RESET ROLE")
    return set(found)


def columns() -> list[tuple[str, str]]:
    with connect("OWNER_") as owner:
        return owner.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'core_auditevent' ORDER BY 1"
        ).fetchall()


def row_of(owner: Connection, number: int) -> int:
    found = owner.execute("SELECT id FROM core_auditevent ORDER BY id OFFSET %s LIMIT 1", [number]).fetchone()
    assert found is not None
    return found[0]


def alter_row(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    name, kind = draw(st.sampled_from(columns()))
    owner.execute(f"UPDATE core_auditevent SET {name} = {OTHERWISE[kind].format(name)} WHERE id = %s", [row])
    return {("row_removed", block)} if name == "id" else {("row_altered", block)}


def delete_row(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    owner.execute("DELETE FROM core_auditevent WHERE id = %s", [row])
    return {("row_removed", block)}


def delete_row_and_seal(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    owner.execute("DELETE FROM core_auditevent WHERE id = %s", [row])
    owner.execute("DELETE FROM core_seal WHERE key = %s", [str(row)])
    return {("block_altered", block)}


def swap_rows(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    """Two rows change their numbers with each other."""
    other = row_of(owner, draw(st.integers(0, ROWS - 1).filter(lambda n: row_of(owner, n) != row)))
    for old, new in ((row, -1), (other, row), (-1, other)):
        owner.execute("UPDATE core_auditevent SET id = %s WHERE id = %s", [new, old])
    return {("row_altered", block)}


def digest_too(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    """Somebody who knows the seal changes a row together with its digest."""
    owner.execute("UPDATE core_auditevent SET action = 'core.lain' WHERE id = %s", [row])
    owner.execute("SET LOCAL ROLE gugus_kernel; GRANT EXECUTE ON FUNCTION core_seal_digest TO gugus_owner")
    owner.execute("RESET ROLE")
    owner.execute(
        "UPDATE core_seal SET digest = core_seal_digest('core_auditevent', to_jsonb(r)) "
        "FROM core_auditevent r WHERE r.id = %s AND key = r.id::text",
        [row],
    )
    return {("block_altered", block)}


def forge_row(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    """A row that never was, slipped into an old block."""
    owner.execute(INSERT, ["core.palsu"])
    owner.execute("UPDATE core_seal SET block = %s WHERE block IS NULL", [block])
    return {("block_altered", block)}


def insert_unseen(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    owner.execute("ALTER TABLE core_auditevent DISABLE TRIGGER core_seal_row")
    owner.execute(INSERT, ["core.palsu"])
    owner.execute("ALTER TABLE core_auditevent ENABLE TRIGGER core_seal_row")
    return {("row_foreign", None)}


def stop_sealing(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    how = draw(st.sampled_from(["ALTER TABLE core_auditevent DISABLE TRIGGER core_seal_row",
                                "DROP TRIGGER core_seal_row ON core_auditevent"]))  # fmt: skip
    owner.execute(how)
    return {("unguarded", None)}


def move_seal(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    other = block % BLOCKS + 1
    owner.execute("UPDATE core_seal SET block = %s WHERE key = %s", [other, str(row)])
    return {("block_altered", block), ("block_altered", other)}


def alter_block(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    change = draw(st.sampled_from(["count = count + 1", "at = at + interval '1 microsecond'",
                                   "previous = md5(previous)", "hash = reverse(hash)"]))  # fmt: skip
    owner.execute(f"UPDATE core_sealblock SET {change} WHERE number = %s", [block])
    return {("block_altered", block)}


def renumber_block(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    owner.execute("UPDATE core_sealblock SET number = number + 10 WHERE number = %s", [block])
    return {("block_removed", block)}


def delete_block(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    owner.execute("DELETE FROM core_sealblock WHERE number = %s", [block])
    return {("block_removed", block)}


def delete_block_whole(owner: Connection, row: int, block: int, draw: Any) -> set[tuple[str, int | None]]:
    """Block, seals and rows together; of the newest block only a head kept elsewhere can tell."""
    block = min(block, BLOCKS - 1)
    owner.execute(
        "DELETE FROM core_auditevent WHERE id::text IN (SELECT key FROM core_seal WHERE block = %s)", [block]
    )
    owner.execute("DELETE FROM core_seal WHERE block = %s", [block])
    owner.execute("DELETE FROM core_sealblock WHERE number = %s", [block])
    return {("chain_broken", block + 1)}


EDITS: list[Callable[..., set[tuple[str, int | None]]]] = [
    alter_row, delete_row, delete_row_and_seal, swap_rows, digest_too, forge_row, insert_unseen, stop_sealing,
    move_seal, alter_block, renumber_block, delete_block, delete_block_whole,
]  # fmt: skip


@given(st.data())
@settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_edit_is_found(chain: None, owner: Connection, data: st.DataObject) -> None:
    edit, number = data.draw(st.sampled_from(EDITS)), data.draw(st.integers(0, ROWS - 1))
    with owner.transaction(force_rollback=True):
        assert faults(owner) == set()
        expected = edit(owner, row_of(owner, number), number // BLOCKS + 1, data.draw)
        assert expected <= faults(owner), edit.__name__


def test_a_head_kept_elsewhere_tells_a_chain_cut_short(chain: None, owner: Connection) -> None:
    kept = seal.head("core_auditevent")
    assert kept is not None
    assert seal.head_faults("core_auditevent", kept.number, kept.hash) == []
    for table, column in (("core_auditevent", "id::text IN (SELECT key FROM core_seal WHERE block"),
                          ("core_seal", "(block"), ("core_sealblock", "(number")):  # fmt: skip
        owner.execute(f"DELETE FROM {table} WHERE {column} = {BLOCKS})")
    assert seal.check("core_auditevent") == []
    told = seal.head_faults("core_auditevent", kept.number, kept.hash)
    assert told == [seal.Fault("head_changed", BLOCKS)]


def test_a_row_committed_late_is_sealed_later(web: Connection, worker: Connection) -> None:
    with connect("") as slow:
        with slow.transaction():
            slow.execute(INSERT, ["core.lambat"])
            web.execute(INSERT, ["core.cepat"])
            assert seal_now(worker) == 1
            assert seal_now(worker) == 0
        assert seal_now(worker) == 1
    with connect("OWNER_") as owner:
        told = owner.execute(
            "SELECT block, action FROM core_seal JOIN core_auditevent r ON r.id::text = key ORDER BY 1"
        ).fetchall()
    assert told == [(1, "core.cepat"), (2, "core.lambat")]
    assert seal.check("core_auditevent") == []


def test_gaps_in_the_numbers_are_normal(web: Connection, worker: Connection) -> None:
    for action in ("core.satu", "core.batal", "core.dua"):
        with web.transaction(force_rollback=action == "core.batal"):
            web.execute(INSERT, [action])
        seal_now(worker)
    first, second = AuditEvent.objects.order_by("pk").values_list("pk", flat=True)
    assert second - first == 2
    assert seal.check("core_auditevent") == []
    assert seal.size("core_auditevent") == (2, 2)


def test_nothing_is_lost_or_sealed_twice_in_a_crowd(worker: Connection) -> None:
    """Three writers and two sealers at the same time."""
    done = threading.Event()

    def write(name: int) -> None:
        with connect("") as writer:
            for number in range(40):
                with writer.transaction(force_rollback=number % 5 == 0):
                    writer.execute(INSERT, [f"core.ramai_{name}_{number}"])

    def keep_sealing() -> None:
        with connect("WORKER_") as sealer:
            while not done.is_set():
                seal_now(sealer)

    writers = [threading.Thread(target=write, args=[name]) for name in range(3)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    seal_now(worker)
    assert seal.check("core_auditevent") == []
    assert seal.size("core_auditevent")[1] == AuditEvent.objects.count() == 96


def test_two_sealers_at_once_make_one_block(web: Connection, worker: Connection) -> None:
    web.execute(INSERT, ["core.satu"])
    second: list[int] = []

    def late() -> None:
        with connect("WORKER_") as other:
            second.append(seal_now(other))

    with worker.transaction():
        assert seal_now(worker) == 1
        thread = threading.Thread(target=late)
        thread.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while not web.execute(waiting).fetchone()[0]:  # type: ignore[index]
            select_pause()
    thread.join()
    assert second == [0]
    assert seal.size("core_auditevent") == (1, 1)


def test_a_row_left_unsealed_is_named(web: Connection, owner: Connection) -> None:
    web.execute(INSERT, ["core.tertinggal"])
    assert seal.check("core_auditevent") == []
    owner.execute("UPDATE core_seal SET at = at - interval '6 minutes'")
    key = str(AuditEvent.objects.get().pk)
    assert seal.check("core_auditevent") == [seal.Fault("row_unsealed", None, key)]


WRITES = [
    "INSERT INTO core_seal (trail, key, digest, at) VALUES ('x', '1', '', now())",
    "INSERT INTO core_sealblock (trail, number, at, count, previous, hash) VALUES ('x', 1, now(), 0, '', '')",
    *[f"UPDATE {table} SET trail = 'x'" for table in ("core_seal", "core_sealblock")],
    *[f"DELETE FROM {table}" for table in ("core_seal", "core_sealblock", "core_auditevent")],
    *[f"TRUNCATE {table}" for table in ("core_seal", "core_sealblock", "core_auditevent")],
    "UPDATE core_auditevent SET action = 'x'",
]


@pytest.mark.parametrize("role", ["", "WORKER_"])
def test_web_and_worker_touch_no_seal(role: str) -> None:
    reads = ["SELECT * FROM core_seal", "SELECT * FROM core_sealblock", "SELECT core_seal_digest('x', '{}')"]
    with connect(role) as connection:
        for statement in WRITES + reads:
            with pytest.raises(InsufficientPrivilege):
                connection.execute(statement)


def test_web_does_not_seal(web: Connection) -> None:
    with pytest.raises(InsufficientPrivilege):
        web.execute("SELECT core_seal('core_auditevent')")


def test_the_kernel_rewrites_nothing(owner: Connection) -> None:
    owner.execute("SET ROLE gugus_kernel")
    for statement in (sql for sql in WRITES if not sql.startswith("INSERT")):
        with pytest.raises(InsufficientPrivilege):
            owner.execute(statement)


def test_a_column_added_later_leaves_old_seals_whole(chain: None, owner: Connection) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE core_auditevent ADD COLUMN kelak text")
        assert faults(owner) == set()


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_trail", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_whole_and_gives_the_head(chain: None) -> None:
    said = verify().splitlines()
    assert "core_auditevent utuh: 3 blok, 9 baris" in said
    head = next(line.removeprefix("kepala ") for line in said if line.startswith("kepala core_auditevent:3:"))
    assert "utuh" in verify("--trail", "core_auditevent", "--head", head)


def test_the_command_names_what_is_broken(chain: None, owner: Connection) -> None:
    row = row_of(owner, 4)
    owner.execute("UPDATE core_auditevent SET action = 'core.lain' WHERE id = %s", [row])
    with pytest.raises(CommandError, match=f"core_auditevent rusak: blok 2: baris {row} diubah"):
        verify()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--trail", "lain"], "Tidak ada jejak bernama lain"),
        (["--head", "salah"], "JEJAK:NOMOR:HASH"),
        (["--head", "core_auditevent:2:00"], "blok 2 tidak sama dengan kepala"),
    ],
)
def test_the_command_refuses(chain: None, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        verify(*arguments)


def test_the_page_says_how_far_the_trail_is_sealed(
    world: World, sign_in: Callable[..., Client], worker: Connection, owner: Connection, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    pengawas = sign_in(world.people["pengawas"])
    assert "Jejak belum tersegel" in pengawas.get("/jejak/").content.decode()
    AuditEvent.objects.create(action="core.test", channel="perintah")
    seal_now(worker)
    assert "Jejak tersegel sampai blok 1 · " in pengawas.get("/jejak/").content.decode()
    owner.execute("UPDATE core_auditevent SET role = 'lain'")
    assert "Segel jejak rusak" in pengawas.get("/jejak/").content.decode()


def test_the_pages_check_looks_at_the_last_day(chain: None, owner: Connection) -> None:
    """An old block's fault is the command's to find; the page reads only what is new."""
    owner.execute("UPDATE core_auditevent SET role = 'lain', at = %s", [timezone.now() - timedelta(days=9)])
    assert not seal.state().sound  # type: ignore[union-attr]
    owner.execute("UPDATE core_sealblock SET at = at - interval '2 days'")
    assert seal.state().sound  # type: ignore[union-attr]
    assert seal.check("core_auditevent")
