"""Handing out a stored file, after the domain's view has checked who asks."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


def file_response(stored: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """What `harmless_file` kept, to be saved as `name` (neutral words) with the ending of its type."""
    return _sandboxed(stored, f"{name}.{ENDINGS[content_type]}", content_type, inline=False)


def pdf_response(stored: FieldFile, *, filename: str, inline: bool = True) -> FileResponse:
    """The file as `filename` (neutral words, no person's name), sandboxed and kept out of caches."""
    return _sandboxed(stored, filename, "application/pdf", inline=inline)


def _sandboxed(stored: FieldFile, filename: str, content_type: str, *, inline: bool) -> FileResponse:
    response = FileResponse(
        stored.storage.open(str(stored.name)), as_attachment=not inline, filename=filename
    )
    response["Content-Type"] = content_type
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
