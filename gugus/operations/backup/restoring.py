"""Bringing a site back: into a database and a folder beside the old ones, proven there, then swapped.

Until the swap nothing of the old site has changed, and the swap is one transaction: there is no state in
which half of a site is in place. The administrator restores, because some tables are the kernel's and rights
that PostgreSQL would grant by default to what the owner makes must not appear; migrations run as the owner.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from psycopg import sql

from gugus.core import provision, walls_check
from gugus.env import DATABASE_VARIABLES
from gugus.operations.backup import BackupRefused, database, facts, manifest, reading
from gugus.operations.backup.making import media_files

SESSIONS = ("django_session", "usersessions_usersession", "account_emailconfirmation")
NO_DEFAULTS = sql.SQL(
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {provision.OWNER} IN SCHEMA public REVOKE ALL ON {{}} "
    f"FROM {provision.WEB}, {provision.WORKER}, {provision.KERNEL}"
)
DROP = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
RENAME = sql.SQL("ALTER DATABASE {} RENAME TO {}")
DELETE = sql.SQL("DELETE FROM {}")
# A new moment of invitation ends every link sent before it (gugus.accounts.tokens): invitations live three
# days, password resets one hour.
END_LINKS = """
UPDATE accounts_user SET invited_at = now() WHERE invited_at > now() - %s OR now() < %s::timestamptz + %s
"""
TELL = """
INSERT INTO core_auditevent (at, role, action, object_type, object_id, object_label, channel, detail)
VALUES (now(), '', 'core.site_restore', '', '', %s, 'perintah', %s)
"""
OTHERS = """
SELECT coalesce(nullif(application_name, ''), usename, '?') FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class Line(NamedTuple):
    """One compared thing: in the archive, and here."""

    what: str
    before: str
    after: str

    @property
    def equal(self) -> bool:
        return self.before == self.after


@dataclass
class Report:
    """What a restore proved; `kept` names what was moved aside."""

    made_at: str
    lines: list[Line]
    migrated: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def unequal(self) -> list[Line]:
        return [line for line in self.lines if not line.equal]


class Place(NamedTuple):
    """Where a site is put together before anybody sees it."""

    database: str
    media: Path

    def url(self, role: str) -> str:
        return database.named(settings.ENV.database_url(role), self.database)


def restore(path: Path, keys: list[Any], *, replace: bool) -> Report:
    """Bring the archive back as this site. `replace` moves an old site aside instead of refusing.

    Raises BackupRefused; the old site is then as it was.
    """
    found = reading.verify(path, keys)
    target, media = settings.ENV.database("owner")["NAME"], Path(settings.MEDIA_ROOT)
    with database.connect(settings.ENV.admin_url()) as admin:
        pending = check(found, admin)
        _check_target(admin, target, media, replace)
        stamp = timezone.now().strftime("%Y%m%d%H%M%S")
        with scratch(admin, Place(f"{target}_pulih_{stamp}", media / f".pulih-{stamp}")) as place:
            report = assemble(path, keys, found, pending, place)
            _check_target(admin, target, media, replace)
            report.kept = _swap(admin, place, target, media, stamp)
    return report


def check(found: manifest.Manifest, admin: database.Connection) -> list[str]:
    """The migrations to run after; raises BackupRefused when this machine cannot carry that site."""
    manifest.check_keys(found)
    if (here := admin.info.server_version // 10000) < found.postgres:
        raise BackupRefused(f"Arsip dari PostgreSQL {found.postgres}, server ini {here}: naikkan versinya.")
    return manifest.check_code(found)


def assemble(
    path: Path, keys: list[Any], found: manifest.Manifest, pending: list[str], place: Place
) -> Report:
    """Dump and files into `place`, compared, migrated, old sessions ended, walls and trails checked."""
    with database.restoring(database.named(settings.ENV.admin_url(), place.database)) as dump:
        reading.unpack(path, keys, found, dump, place.media)
    with database.connect(place.url("backup")) as reader:
        report = Report(found.made_at, compare(found, facts.site_facts(reader, place.media), place.media))
    if report.unequal:
        names = ", ".join(f"{line.what} ({line.before} → {line.after})" for line in report.unequal[:5])
        raise BackupRefused(f"Hasil pemulihan berbeda dari arsip: {names}.")
    if pending:
        _migrate(place)
        report.migrated = pending
    report.notes = _end_old_access(place, found) + _notes(found)
    with database.connect(place.url("backup")) as reader:
        _check_standing(reader)
    return report


def compare(found: manifest.Manifest, here: facts.Facts, media: Path) -> list[Line]:
    """Everything the archive counted beside what is here, table by table."""
    there = found.facts
    lines = [
        Line(f"tabel {name}", _rows(there.tables.get(name)), _rows(here.tables.get(name)))
        for name in sorted(there.tables | here.tables)
    ]
    files = {path.relative_to(media).as_posix(): path.stat().st_size for path in media_files(media)}
    sizes = {name: size for name, (size, _digest) in found.media.items()}
    lines.append(Line("hak, kebijakan, pemicu", _rights(there.rights), _rights(here.rights)))
    lines.append(Line("berkas", _files(sizes), _files(files)))
    for name in sorted(there.trails | here.trails):
        lines.append(Line(f"jejak {name}", there.trails.get(name, "–"), here.trails.get(name, "–")))
    for name in sorted(there.documents | here.documents):
        lines.append(Line(f"naskah {name}", _of(there.documents.get(name)), _of(here.documents.get(name))))
    return lines


def _rows(entry: list[Any] | None) -> str:
    return f"{entry[0]} baris {hashlib.sha256(str(entry[1]).encode()).hexdigest()[:16]}" if entry else "–"


def _rights(entry: list[Any]) -> str:
    return f"{entry[0]} ketentuan {entry[1][:16]}"


def _files(sizes: dict[str, int]) -> str:
    return f"{len(sizes)} ({sum(sizes.values())} B)"


def _of(entry: list[int] | None) -> str:
    return f"{entry[1]} utuh dari {entry[0]}" if entry else "–"


@contextmanager
def scratch(admin: database.Connection, place: Place) -> Iterator[Place]:
    """An empty database and folder; whatever is left of them afterwards is removed."""
    _make_database(admin, place.database)
    try:
        place.media.mkdir(mode=0o700, parents=True)
        yield place
    finally:
        shutil.rmtree(place.media, ignore_errors=True)
        admin.execute(DROP.format(sql.Identifier(place.database)))


def _make_database(admin: database.Connection, name: str) -> None:
    """As provisioning makes it, but for the rights of tables to come: the dump brings those itself.

    A sequence of an identity column is the owner's from its first moment, also in a restore, so the default
    would let the web role read the numbers of cases (`walls_check` refused such a site).
    """
    creates = admin.execute(
        "SELECT rolcreatedb FROM pg_roles WHERE rolname = %s", [provision.OWNER]
    ).fetchone()
    provision.provision(admin, database=name, owner_may_create=bool(creates and creates[0]))
    with provision.connect_to(admin, name) as inside:
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            inside.execute(NO_DEFAULTS.format(sql.SQL(kind)))


def _check_target(admin: database.Connection, target: str, media: Path, replace: bool) -> None:
    """Nobody works there, and nothing is there unless it may be moved aside."""
    if busy := [name for (name,) in admin.execute(OTHERS, [target]).fetchall()]:
        raise BackupRefused(
            f"Basis data {target} masih dipakai ({', '.join(sorted(set(busy)))}). Hentikan dahulu: "
            "`docker compose stop web worker beat`, lalu ulangi."
        )
    if not replace and (held := _held(admin, target) + _held_files(media)):
        raise BackupRefused(
            f"Tempat tujuan tidak kosong: {', '.join(held[:5])}. Pulihkan ke server yang kosong, atau ulangi "
            "dengan --replace: yang lama disimpan dengan nama lain dan tidak dihapus."
        )


def _held(admin: database.Connection, target: str) -> list[str]:
    if not _exists(admin, target):
        return []
    with database.connect(database.named(settings.ENV.admin_url(), target)) as inside:
        names = [name for (name,) in inside.execute(facts.TABLES).fetchall()]
        query = sql.SQL("SELECT EXISTS (SELECT FROM {})")
        return [
            f"tabel {name} berisi"
            for name in names
            if inside.execute(query.format(sql.Identifier(name))).fetchone() == (True,)
        ]


def _held_files(media: Path) -> list[str]:
    return [f"folder {media} berisi berkas" for _path in list(media_files(media))[:1]]


def _exists(admin: database.Connection, name: str) -> bool:
    return admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _migrate(place: Place) -> None:
    """As the owner, in a process of its own: this one's settings name another database."""
    named = {name + end for name in DATABASE_VARIABLES.values() for end in ("", "_FILE")}
    env = {name: value for name, value in os.environ.items() if name not in named}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=env | {"DATABASE_OWNER_URL": place.url("owner")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupRefused(f"Migrasi ke versi ini gagal: {done.stderr.strip()[-2000:]}")


def _end_old_access(place: Place, found: manifest.Manifest) -> list[str]:
    """No session and no link of the old site opens the new one; the restore is told in the trail."""
    day, hour = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT), timedelta(hours=1)
    with database.connect(place.url("owner")) as owner, owner.transaction():
        ended = sum(owner.execute(DELETE.format(sql.Identifier(name))).rowcount for name in SESSIONS)
        links = owner.execute(END_LINKS, [day, found.made_at, hour]).rowcount
        owner.execute(TELL, [found.made_at[:16], json.dumps({"made_at": found.made_at})])
    return [
        f"{ended} sesi lama diakhiri",
        f"tautan undangan dan sandi {links} akun diakhiri; undang lagi bila perlu",
    ]


def _notes(found: manifest.Manifest) -> list[str]:
    notes = [
        f"cadangan dibuat {found.made_at}: pemusnahan berkas kasus, pencabutan hak, dan penonaktifan akun "
        "sesudah saat itu harus diulang"
    ]
    if found.lost_keys:
        notes.append(
            f"kunci {', '.join(found.lost_keys)} sudah hilang saat cadangan dibuat; isinya tidak terbaca"
        )
    return notes


def _check_standing(reader: database.Connection) -> None:
    """Both walls stand around what was restored, and no trail broke on the way."""
    with reader.cursor() as cursor:
        faults = walls_check.faults(cursor)
    if faults:
        raise BackupRefused(f"Dinding basis data tidak utuh setelah pemulihan: {faults[0]}")


def _swap(admin: database.Connection, place: Place, target: str, media: Path, stamp: str) -> list[str]:
    """Old database and files under another name, new ones under theirs; all of it or nothing.

    Returns what was kept: an old database without a row is not.
    """
    old, aside = f"{target}_lama_{stamp}", media / f".lama-{stamp}"
    kept = [f"basis data {old}"] if _held(admin, target) else []
    moved: list[tuple[Path, Path]] = []
    try:
        with admin.transaction():
            if _exists(admin, target):
                admin.execute(RENAME.format(sql.Identifier(target), sql.Identifier(old)))
            admin.execute(RENAME.format(sql.Identifier(place.database), sql.Identifier(target)))
            if _held_files(media):
                aside.mkdir(mode=0o700)
                _move_all(media, aside, moved)
            _move_all(place.media, media, moved)
    except BaseException:
        for source, goal in reversed(moved):
            goal.rename(source)
        raise
    if not kept:
        admin.execute(DROP.format(sql.Identifier(old)))
    return kept + ([f"folder {aside}"] if aside.exists() else [])


def _move_all(source: Path, goal: Path, moved: list[tuple[Path, Path]]) -> None:
    """Rename what lies in a folder into another one of the same disk, and note each for the way back."""
    for path in sorted(source.iterdir()):
        if not path.name.startswith("."):
            moved.append((path, path.rename(goal / path.name)))
