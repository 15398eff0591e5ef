"""The restore drill: a backup of this site brought back in a scratch place and compared, then thrown away."""

import tempfile
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.utils import timezone

from gugus.operations.backup import database, making, reading, restoring, retention, status


def rehearse(given: Path | None = None, keys: list[Any] | None = None) -> restoring.Report:
    """Restore `given`, or a backup made for the purpose under a key nobody keeps, and prove it equal.

    Raises BackupRefused; nothing of it stays either way, except the moment of a success.
    """
    folder: Path = settings.ENV.backup_dir
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    begun = timezone.now()
    with tempfile.TemporaryDirectory(prefix=".gladi-", dir=folder) as place:
        path, opened = given, keys or []
        if path is None:
            identity = pyrage.x25519.Identity.generate()
            path, opened = Path(place, retention.file_name(begun)), [identity]
            making.make(path, [identity.to_public()])
        report = _restored(path, opened, Path(place, "media"))
    seconds = round((timezone.now() - begun).total_seconds())
    status.note(folder, "rehearsal", archive=given.name if given else "", seconds=seconds)
    return report


def _restored(path: Path, keys: list[Any], media: Path) -> restoring.Report:
    found = reading.verify(path, keys)
    name = settings.ENV.database("backup")["NAME"]
    with database.connect(settings.ENV.admin_url()) as admin:
        pending = restoring.check(found, admin)
        place = restoring.Place(f"{name}_gladi_{timezone.now():%Y%m%d%H%M%S}", media)
        with restoring.scratch(admin, place):
            return restoring.assemble(path, keys, found, pending, place)
