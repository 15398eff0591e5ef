"""A release as files: one CSV per table, one long CSV of all cells, and JSON. Pure."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from gugus.publication.enums import CellState
from gugus.publication.models import Release
from gugus.publication.open_data import SCHEMA, SCHEMA_VERSION, Table, to_json
from gugus.publication.wording import SYMBOLS, cell_csv

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells Excel that the file is UTF-8."""
LONG = ("rilis", "keadaan_per", "tabel", "baris", "kolom", "jenis", "nilai", "keadaan")
MEANINGS = {
    CellState.HIDDEN: "disembunyikan untuk melindungi orang",
    CellState.MISSING: "belum ada",
    CellState.NOT_APPLICABLE: "tidak berlaku",
}


def table_csv(table: Table) -> str:
    """Codes of the columns, then the rows; a symbol stands where a number may not (`*`), or cannot, be."""
    rows = ([cell_csv(cell) for cell in row] for row in table.rows)
    return _csv([column.code for column in table.columns], rows)


def long_csv(release: Release, tables: Sequence[Table]) -> str:
    """Every cell on a line of its own, with its table, row, column, kind, and why it is empty if it is."""
    rows = (
        [
            str(release.number),
            release.as_of.isoformat() if release.as_of else "",
            table.code,
            str(number),
            column.code,
            str(column.kind),
            cell_csv(cell),
            str(cell) if isinstance(cell, CellState) else "ada",
        ]
        for table in tables
        for number, column, cell in table.cells()
    )
    return _csv(LONG, rows)


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return BOM + out.getvalue()


def document(release: Release, tables: Sequence[Table], *, licence: str, contact: str) -> dict[str, Any]:
    """The JSON of a release, as static/skema/data-terbuka-1.json describes it."""
    return {
        "skema": SCHEMA,
        "versi_skema": SCHEMA_VERSION,
        "gugus_tugas": release.task_force.name,
        "kode_wilayah": release.task_force.region_id,
        "wilayah": release.task_force.region.name,
        "rilis": release.number,
        "keadaan_per": release.as_of.isoformat() if release.as_of else "",
        "dirilis_pada": release.decided_at.isoformat() if release.decided_at else "",
        "sha256": release.sha256,
        "ketentuan_pemakaian": licence,
        "kontak": contact,
        "simbol": [
            {"keadaan": str(state), "tanda": SYMBOLS[state], "arti": MEANINGS[state]} for state in CellState
        ],
        "tabel": to_json(tables),
    }


def document_text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
