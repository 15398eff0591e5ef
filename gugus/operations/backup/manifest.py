"""What an archive says of itself, and the reasons not to restore it here."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from gugus.operations.backup import BackupRefused
from gugus.operations.backup.facts import Facts

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The last members of an archive. Key ids with a fingerprint of each key, never a key."""

    format: int
    portal: str
    made_at: str
    postgres: int
    migrations: list[str]
    keys: dict[str, str]
    lost_keys: list[str]
    facts: Facts
    dump: list[Any]
    media: dict[str, list[Any]]

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def from_json(data: bytes) -> Manifest:
    """Raises BackupRefused for a format this version does not know."""
    try:
        given = json.loads(data)
        if given["format"] > FORMAT:
            raise BackupRefused(
                f"Arsip ditulis oleh portal {given['portal']}, lebih baru daripada portal ini "
                f"({settings.VERSION}). Pasang versi yang sama atau lebih baru, lalu ulangi."
            )
        return Manifest(**(given | {"facts": Facts(**given["facts"])}))
    except (ValueError, KeyError, TypeError):
        raise BackupRefused("Daftar isi arsip tidak terbaca; berkas ini bukan cadangan portal.") from None


def mac(data: bytes) -> str:
    """Proves that a portal with this NIK_INDEX_KEY wrote the manifest: a public key encrypts for anybody."""
    key = hmac.digest(settings.ENV.index_key, b"gugus.operations.backup", "sha256")
    return hmac.new(key, data, hashlib.sha256).hexdigest()


def check_mac(data: bytes, given: str) -> None:
    """Raises BackupRefused when the manifest is somebody else's, or this site has another NIK_INDEX_KEY."""
    if not hmac.compare_digest(mac(data), given):
        raise BackupRefused(
            "Arsip tidak ditandai oleh NIK_INDEX_KEY situs ini: NIK_INDEX_KEY keliru, atau arsip dibuat "
            "pihak lain. Pakai rahasia dari situs asal (deploy/secrets)."
        )


def fingerprints() -> dict[str, str]:
    """The id of each key of IDENTITY_KEYS and a fingerprint that tells keys apart and nothing about them."""
    return {
        name: hashlib.sha256(b"gugus.operations.backup" + key).hexdigest()[:16]
        for name, key in settings.ENV.identity_keys
    }


def known_migrations() -> set[str]:
    """Every migration this code has, as `app.name`."""
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations or ()}


def check_code(manifest: Manifest) -> list[str]:
    """The migrations still to run; raises BackupRefused when the archive has some this code has not."""
    known = known_migrations()
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupRefused(
            f"Arsip dibuat oleh versi yang lebih baru (portal {manifest.portal}): migrasi {newer[0]} tidak "
            "dikenal di sini. Pasang versi portal itu atau yang lebih baru, lalu ulangi."
        )
    return sorted(known - set(manifest.migrations))


def check_keys(manifest: Manifest) -> None:
    """Raises BackupRefused naming the key ids that are missing here, or stand for another key."""
    held = fingerprints()
    if missing := sorted(set(manifest.keys) - set(held)):
        raise BackupRefused(
            f"IDENTITY_KEYS situs ini tidak memuat kunci {', '.join(missing)}; tanpa itu isi tentang korban "
            "tidak terbaca. Tambahkan kunci itu di belakang yang ada (contoh IDENTITY_KEYS=baru:…,lama:…), "
            "lalu ulangi."
        )
    if other := sorted(name for name, mark in manifest.keys.items() if held[name] != mark):
        raise BackupRefused(
            f"Kunci {', '.join(other)} di IDENTITY_KEYS situs ini bukan kunci yang dipakai saat cadangan "
            "dibuat, walaupun namanya sama. Pakai kunci dari situs asal."
        )
