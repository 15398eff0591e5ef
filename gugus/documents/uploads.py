"""Uploads that never touch the disk: a visitor's file of which only hash and length stay, a case's file."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from gugus.documents.harmless import MAX_BYTES
from gugus.documents.signatures import MAX_PDF_BYTES


class HashedUpload(UploadedFile):
    """What is left of an uploaded file: length, SHA-256, and whether it looked like a PDF."""

    def __init__(self, *, size: int, sha256: str, is_pdf: bool) -> None:
        super().__init__(file=BytesIO(), name="berkas.pdf", content_type="application/pdf", size=size)
        self.sha256 = sha256
        self.is_pdf = is_pdf
        self.too_large = size > MAX_PDF_BYTES


class HashingUploadHandler(FileUploadHandler):
    """Hashes chunk by chunk, in memory and on disk nothing remains; stops hashing past 20 MB."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.hash = hashlib.sha256()
        self.length = 0
        self.head = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.length += len(raw_data)
        self.head = self.head or raw_data[:1024]
        if self.length <= MAX_PDF_BYTES:
            self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> HashedUpload:
        return HashedUpload(
            size=file_size,
            sha256=self.hash.hexdigest(),
            is_pdf=self.head.lstrip().startswith(b"%PDF-"),
        )


class InMemoryUpload(FileUploadHandler):
    """Keeps a file in memory whatever its size, up to a byte more than 10 MB: too large stays too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = MAX_BYTES + 1 - self.buffer.tell()
        self.buffer.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
