"""Files nobody reaches by address, and files the disk holds only encrypted."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from gugus.core.crypto import aead


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
        with Path(self.path(name)).open("rb") as file:
            return super().size(name) - aead.overhead(file.read(2))


def _place(name: str) -> dict[str, str]:
    return {"table": "file", "column": "", "row": name}


def sealed_storage() -> Storage:
    """The storage of everything on disk about a case, under MEDIA_ROOT as it is when the process starts."""
    return SealedStorage(location=settings.MEDIA_ROOT)
