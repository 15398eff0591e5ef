"""Handing out a stored PDF, after the domain's view has checked who asks."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def pdf_response(stored: FieldFile, *, filename: str, inline: bool = True) -> FileResponse:
    """The file as `filename` (neutral words, no person's name), sandboxed and kept out of caches."""
    response = FileResponse(
        stored.storage.open(str(stored.name)), as_attachment=not inline, filename=filename
    )
    response["Content-Type"] = "application/pdf"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
