"""Agencies by workbook: read, preview, commit, export."""

from members.resources.agencies import (
    Preview,
    PreviewRow,
    agency_export,
    agency_import_preview,
    agency_import_read,
    agency_import_write,
)
from members.resources.reading import Fault, FileRefused

__all__ = [
    "Fault",
    "FileRefused",
    "Preview",
    "PreviewRow",
    "agency_export",
    "agency_import_preview",
    "agency_import_read",
    "agency_import_write",
]
