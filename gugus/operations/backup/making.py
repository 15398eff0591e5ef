"""Making an archive: one snapshot for dump and counts, then the files, then what was in it."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from gugus.operations.backup import archive, database, facts, manifest

DATABASE, MEDIA, MANIFEST, MAC = "database", "media/", "manifest.json", "manifest.mac"


def make(path: Path, keys: list[Any]) -> tuple[archive.Written, manifest.Manifest]:
    """Write the whole site as it is now into `path`. Raises BackupRefused (disk full), OSError."""
    made: list[manifest.Manifest] = []

    def fill(tar: tarfile.TarFile) -> None:
        made.append(_fill(tar, settings.ENV.database_url("backup"), Path(settings.MEDIA_ROOT)))

    return archive.write(path, keys, fill), made[0]


def _fill(tar: tarfile.TarFile, url: str, media: Path) -> manifest.Manifest:
    made_at = timezone.now().isoformat(timespec="seconds")
    with database.snapshot(url) as (reader, name):
        with database.dumped(url, name) as stream:
            dump = list(archive.put_stream(tar, DATABASE, stream))
        found = _described(reader, media) | {"dump": dump, "media": _pack(tar, media), "made_at": made_at}
    whole = manifest.Manifest(**found)
    archive.put(tar, MANIFEST, data := whole.to_json())
    archive.put(tar, MAC, manifest.mac(data).encode())
    return whole


def _described(reader: database.Connection, media: Path) -> dict[str, Any]:
    """What one snapshot says of the site."""
    done = reader.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()
    held = manifest.fingerprints()
    return {
        "format": manifest.FORMAT,
        "portal": settings.VERSION,
        "postgres": reader.info.server_version // 10000,
        "migrations": sorted({name for (name,) in done}),
        "keys": held,
        "lost_keys": sorted(facts.key_ids(reader) - set(held)),
        "facts": facts.site_facts(reader, media),
    }


def _pack(tar: tarfile.TarFile, media: Path) -> dict[str, list[Any]]:
    """Every file with its size and SHA-256. One that goes away meanwhile belongs to no row that stays."""
    packed = {}
    for path in media_files(media):
        name = path.relative_to(media).as_posix()
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            packed[name] = list(archive.put_file(tar, f"{MEDIA}{name}", file))
    return packed


def media_files(media: Path) -> Iterator[Path]:
    """All files but drafts on their way to a name, which begin with a dot."""
    for folder, folders, names in os.walk(media):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [Path(folder, name) for name in sorted(names) if not name.startswith(".")]
        yield from (path for path in paths if path.is_file() and not path.is_symlink())
