"""Files nobody reaches by address, and files the disk holds only encrypted."""

import errno
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.translation import gettext_lazy as _

from gugus.core.crypto import aead

LONGEST_HEAD = 2 + 255 + aead.NONCE + aead.TAG
FULL = _(
    "Ruang penyimpanan portal penuh, jadi berkas belum tersimpan. Data lain tidak berubah. Beri tahu admin "
    "sistem, lalu coba lagi."
)
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StorageFull(ValidationError):
    """There is no room for a file; forms show the text (Indonesian), jobs fail with it."""


def is_full(error: BaseException | None) -> bool:
    """Whether a write was refused because the disk, a quota or a limit is used up."""
    return isinstance(error, StorageFull) or (isinstance(error, OSError) and error.errno in NO_ROOM)


class PrivateStorage(FileSystemStorage):
    """Files outside of the web root and without an address: only views hand them out.

    A file gets its name when all of it is on disk: neither a full disk nor a killed process nor a power cut
    leaves half of one where a row looks for it. Saving raises StorageFull, and FileExistsError when another
    process took the name.
    """

    def _save(self, name: str, content: Any) -> str:
        draft = f"{name}.part"
        try:
            draft = super()._save(draft, content)
            with Path(self.path(draft)).open("rb") as written:
                os.fsync(written.fileno())
            os.link(self.path(draft), self.path(name))
        except OSError as error:
            if is_full(error):
                raise StorageFull(FULL) from error
            raise
        finally:
            self.delete(draft)
        return name

    def url(self, name: str | None) -> str:
        """Always raises ValueError: a template that links to the file itself is a mistake."""
        raise ValueError("private files have no URL")


class SealedStorage(PrivateStorage):
    """Each file is one sealed message bound to its stored name; sizes are those of the clear content.

    Opens for reading only and holds a file in memory: meant for at most 20 MB. Opening raises Unreadable for
    a file that was altered or renamed.
    """

    def _save(self, name: str, content: Any) -> str:
        sealed = aead.seal(b"".join(content.chunks()), **_place(name))
        return super()._save(name, ContentFile(sealed))

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        if mode != "rb":
            raise ValueError("Sealed files are opened for reading; save a new one instead.")
        return ContentFile(aead.unseal(Path(self.path(name)).read_bytes(), **_place(name)), name=name)

    def size(self, name: str) -> int:
        return super().size(name) - aead.overhead(self.key_id(name))

    def key_id(self, name: str) -> str:
        """The id of the key a file is sealed with. Raises Unreadable, FileNotFoundError."""
        with Path(self.path(name)).open("rb") as file:
            return aead.key_id(file.read(LONGEST_HEAD))

    def reseal(self, name: str) -> None:
        """Bring a file under the first key: the new one is on disk before it takes the old one's name.

        Raises Unreadable, FileNotFoundError.
        """
        if self.key_id(name) == settings.ENV.identity_keys[0][0]:
            return
        path = Path(self.path(name))
        draft = path.with_name(f".{path.name}.reseal")
        with draft.open("wb") as file:
            os.fchmod(file.fileno(), path.stat().st_mode)
            file.write(aead.seal(self._open(name).read(), **_place(name)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def _place(name: str) -> dict[str, str]:
    return {"table": "file", "column": "", "row": name}


def sealed_storage() -> Storage:
    """The storage of everything on disk about a case, under MEDIA_ROOT as it is when the process starts."""
    return SealedStorage(location=settings.MEDIA_ROOT)
