"""Agencies by workbook: read, preview, commit, export."""

from gugus.core.sheets.lists import Fault, FileRefused
from members.resources.agencies import (
    Preview,
    PreviewRow,
    agency_export,
    agency_import_preview,
    agency_import_read,
    agency_import_write,
)

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
