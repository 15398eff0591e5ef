"""Reading an archive: once to prove it whole before anything is touched, once to put it back."""

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gugus.operations.backup import BackupRefused, archive, manifest
from gugus.operations.backup.making import DATABASE, MAC, MANIFEST, MEDIA

Sink = Callable[[bytes], Any]


def verify(path: Path, keys: list[Any]) -> manifest.Manifest:
    """Read the whole archive and compare every hash with its manifest. Raises BackupRefused."""
    seen = _Seen()
    archive.read(path, keys, seen.take)
    if seen.manifest is None:
        raise BackupRefused("Arsip tidak berisi daftar isi; berkas ini bukan cadangan portal.")
    manifest.check_mac(seen.manifest, seen.mac)
    found = manifest.from_json(seen.manifest)
    if [seen.size, seen.database.hexdigest()] != found.dump:
        raise BackupRefused("Salinan basis data di dalam arsip berbeda dari daftar isinya.")
    if seen.media != found.media:
        wrong = sorted(set(map(str, seen.media.items())) ^ set(map(str, found.media.items())))
        raise BackupRefused(f"Berkas di dalam arsip berbeda dari daftar isinya: {wrong[0]}")
    return found


def unpack(path: Path, keys: list[Any], found: manifest.Manifest, dump: IO[bytes], media: Path) -> None:
    """Put the dump into a stream and the files under `media`, each compared once more on its way."""

    def take(name: str, content: IO[bytes], size: int) -> None:
        if name.startswith(f"{DATABASE}/"):
            dump.write(content.read())
        elif name.startswith(MEDIA):
            place = media / _safe(name.removeprefix(MEDIA))
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(place, "xb", opener=archive.private) as file:
                digest = _copied(content, file.write)
            if found.media.get(name.removeprefix(MEDIA)) != [size, digest]:
                raise BackupRefused(f"Berkas {name} berubah di antara dua pembacaan arsip.")

    archive.read(path, keys, take)


class _Seen:
    """What passes by in the first reading."""

    def __init__(self) -> None:
        self.database, self.size, self.pieces = hashlib.sha256(), 0, 0
        self.media: dict[str, list[Any]] = {}
        self.manifest: bytes | None = None
        self.mac = ""

    def take(self, name: str, content: IO[bytes], size: int) -> None:
        if name.startswith(f"{DATABASE}/"):
            _copied(content, self.database.update)
            self.size += size
        elif name.startswith(MEDIA):
            self.media[str(_safe(name.removeprefix(MEDIA)))] = [size, _copied(content, lambda data: None)]
        elif name == MANIFEST:
            self.manifest = content.read()
        elif name == MAC:
            self.mac = content.read().decode("ascii", "replace")


def _copied(content: IO[bytes], sink: Sink) -> str:
    digest = hashlib.sha256()
    while piece := content.read(archive.CHUNK):
        digest.update(piece)
        sink(piece)
    return digest.hexdigest()


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupRefused(f"Arsip memuat nama berkas yang keluar dari foldernya: {name}")
    return path
