"""Files nobody reaches by address, and files the disk holds only encrypted."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from gugus.core.crypto import aead

LONGEST_HEAD = 2 + 255 + aead.NONCE + aead.TAG


class PrivateStorage(FileSystemStorage):
    """Files outside of the web root and without an address: only views hand them out."""

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
        stored = super()._save(name, ContentFile(sealed))
        if stored != name:  # another process took the name: the content is bound to the one it asked for
            self.delete(stored)
            raise FileExistsError(name)
        return stored

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
