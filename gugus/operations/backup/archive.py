"""The archive: a tar inside age encryption, written and read as a stream.

Members: `database/000001` … (the dump in pieces, since its size is known only at its end), `media/<name>`,
`manifest.json`, `manifest.mac`. Nothing lies on the disk in clear on the way, and no file is held in memory
as a whole. age authenticates each 64 KiB before it gives them out and marks the last one, so a changed bit
and a cut file are both told (https://age-encryption.org/v1).
"""

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pyrage

from gugus.core.crypto import is_full
from gugus.operations.backup import BackupRefused

CHUNK = 2**20
PIECE = 8 * 2**20
"""How much of the dump is in memory at a time, in bytes."""
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 – how such a key begins, not a key
FULL = (
    "Disk tempat {} penuh. Cadangan tidak jadi dibuat dan tidak meninggalkan sisa; arsip lama tidak "
    "disentuh. Kosongkan disk itu, atau pakai --to dengan folder di disk lain, lalu ulangi."
)
Take = Callable[[str, IO[bytes], int], None]


@dataclass(frozen=True)
class Written:
    """An archive that lies on the disk whole: its size in bytes and the SHA-256 of its encrypted form."""

    path: Path
    size: int
    sha256: str


def recipients(keys: tuple[str, ...]) -> list[Any]:
    """The public keys of BACKUP_RECIPIENTS. Raises BackupRefused when there is none, or one is none."""
    if not keys:
        raise BackupRefused(
            "BACKUP_RECIPIENTS belum diisi, sehingga tidak ada yang kelak dapat membuka cadangan. Buat "
            "kunci dengan `manage.py backup --new-identity kunci-cadangan.txt`, simpan berkas itu di luar "
            "mesin ini, lalu isi BACKUP_RECIPIENTS=age1…"
        )
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError:
        raise BackupRefused(
            "BACKUP_RECIPIENTS memuat sesuatu yang bukan kunci publik age. Contoh: age1ql3z7hjy54pw3hyww5…; "
            "pisahkan beberapa kunci dengan koma."
        ) from None


def identities(path: Path) -> list[Any]:
    """The secret keys in a file as age-keygen writes it. Raises BackupRefused, which shows none of it."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(SECRET)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise BackupRefused(
            f"{path} tidak berisi kunci rahasia age, atau tidak dapat dibaca. Berkas yang benar memuat satu "
            f"baris yang diawali {SECRET}1…"
        )
    return found


def new_identity(path: Path) -> str:
    """Write a new secret key where no file is yet, readable by its owner only; returns the public key."""
    identity = pyrage.x25519.Identity.generate()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupRefused(f"{path} tidak dapat dibuat: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def write(path: Path, keys: list[Any], fill: Callable[[tarfile.TarFile], None]) -> Written:
    """Let `fill` put members in, encrypt them, and give the file its name only when it is whole on the disk.

    It is read back once: what the disk holds must be what was sent to it. Raises BackupRefused when the disk
    is full, what `fill` raises, OSError.
    """
    draft, sent = path.with_name(f".{path.name}.{os.getpid()}"), _Hashing()
    try:
        with open(draft, "xb", opener=private) as sent.stream:
            with (
                _piped(lambda source: pyrage.encrypt_io(source, sent, keys)) as sink,
                tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                fill(tar)
            sent.stream.flush()
            os.fsync(sent.stream.fileno())
        with draft.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sent.digest.hexdigest():
                raise BackupRefused(
                    f"Yang tertulis di {path.parent} berbeda dari yang dikirim; periksa disk."
                )
        draft.rename(path)
        _sync_folder(path.parent)
    except (pyrage.EncryptError, OSError) as error:
        if is_full(sent.fault or error):
            raise BackupRefused(FULL.format(path.parent)) from None
        if isinstance(error, OSError):
            raise
        raise BackupRefused(f"Arsip tidak dapat disandikan: {error}") from None
    finally:
        draft.unlink(missing_ok=True)
    return Written(path, sent.size, sent.digest.hexdigest())


def put(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """One member from memory."""
    _member(tar, name, len(content), BytesIO(content))


def put_file(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> tuple[int, str]:
    """One member from an open file, as long as it is now; returns its size and SHA-256."""
    size, counted = os.fstat(file.fileno()).st_size, _Hashing(file)
    _member(tar, name, size, counted)
    return size, counted.digest.hexdigest()


def put_stream(tar: tarfile.TarFile, folder: str, stream: IO[bytes]) -> tuple[int, str]:
    """A stream of unknown length as numbered members; returns its size and SHA-256."""
    counted, number = _Hashing(stream), 0
    while piece := counted.read(PIECE):
        number += 1
        put(tar, f"{folder}/{number:06}", piece)
    return counted.size, counted.digest.hexdigest()


def read(path: Path, keys: list[Any], take: Take) -> None:
    """Hand every member (name, stream, size) to `take`, to the very end, so that nothing unproven is left.

    Raises BackupRefused for another key, a changed bit and a cut file, and what `take` raises.
    """
    try:
        with path.open("rb") as file, _unsealed(file, keys) as source:
            with suppress(tarfile.ReadError), tarfile.open(fileobj=source, mode="r|") as tar:
                for member in tar:
                    take(member.name, tar.extractfile(member) or BytesIO(), member.size)
            while source.read(CHUNK):
                pass
    except FileNotFoundError:
        raise BackupRefused(f"Tidak ada arsip {path}.") from None


@contextmanager
def _unsealed(file: IO[bytes], keys: list[Any]) -> Iterator[IO[bytes]]:
    """The clear content of an encrypted file, its faults in words."""
    read_end, write_end = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(_decrypt, file, write_end, keys)
        try:
            with os.fdopen(read_end, "rb", buffering=CHUNK) as source:
                yield source
        except Exception:
            _explain(done)
            raise
        _explain(done)


def _decrypt(file: IO[bytes], write_end: int, keys: list[Any]) -> None:
    with suppress(BrokenPipeError), os.fdopen(write_end, "wb", buffering=CHUNK) as sink:
        pyrage.decrypt_io(file, sink, keys)


def _explain(done: "Future[None]") -> None:
    try:
        done.result()
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BackupRefused(
                "Kunci ini tidak membuka arsip: arsip disandikan untuk kunci lain, atau kepalanya rusak."
            ) from None
        raise BackupRefused(
            "Kepala arsip rusak atau terpotong, atau berkas ini bukan arsip cadangan. Ambil salinan lain."
        ) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise BackupRefused(
            "Arsip rusak: ada bit yang berubah, atau berkasnya terpotong. Tidak ada yang dipulihkan darinya; "
            "ambil salinan lain."
        ) from None


@contextmanager
def _piped(consume: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A stream to write into that `consume` reads in a thread of its own; its error counts before ours."""
    read_end, write_end = os.pipe()

    def run() -> None:
        with os.fdopen(read_end, "rb", buffering=CHUNK) as source:
            consume(source)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run)
        try:
            with os.fdopen(write_end, "wb", buffering=CHUNK) as sink:
                yield sink
        except BrokenPipeError:
            done.result()
            raise
        done.result()


class _Hashing:
    """A stream that counts and hashes what passes, either way; `fault` is why it took no more, of which age
    tells only the words.
    """

    def __init__(self, stream: Any = None) -> None:
        self.stream, self.size, self.digest = stream, 0, hashlib.sha256()
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        self._pass(data)
        try:
            self.stream.write(data)
        except OSError as error:
            self.fault = error
            raise
        return len(data)

    def read(self, size: int = -1) -> bytes:
        return self._pass(self.stream.read(size))

    def flush(self) -> None:
        self.stream.flush()

    def _pass(self, data: bytes) -> bytes:
        self.size += len(data)
        self.digest.update(data)
        return data


def _member(tar: tarfile.TarFile, name: str, size: int, content: Any) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, content)


def private(path: str, flags: int) -> int:
    """An opener for files that only their owner may read."""
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
