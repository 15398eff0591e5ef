"""A large matrix comes in: reading, preview and commit, against openpyxl reading the same file."""

import io
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from openpyxl import Workbook, load_workbook

from gugus.core.context import acting_as
from gugus.demo.benchmark import Bench, Measure
from rad import services
from rad.selectors.imports import import_preview_data

LIMIT = 4
HEAD = (
    "NO", "STRATEGI", "PROGRAM", "KEGIATAN / AKSI", "INDIKATOR", "SATUAN", "BASELINE",
    "TARGET 2025", "TARGET 2026", "TARGET 2027", "PENANGGUNG JAWAB", "INSTANSI TERKAIT", "SUMBER DANA",
)  # fmt: skip


def measure(bench: Bench) -> list[Measure]:
    """The whole way in, from the upload's bytes to the rows of the plan; each round is undone."""
    data = matrix(bench.rows)
    ours, base = bench.medians(lambda: bring_in(data, bench), lambda: read(data))
    note = f"pratinjau dan simpan {bench.rows} baris, terhadap openpyxl membaca berkas yang sama"
    return [Measure("impor matriks RAD", ours, base, LIMIT, note)]


def read(data: bytes) -> int:
    """What openpyxl alone does with the file: every cell's value, in its quickest mode."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _value in row)


def bring_in(data: bytes, bench: Bench) -> None:
    by = bench.person()
    with acting_as(by):
        run = services.import_preview(data=data, file_name="besar.xlsx", plan_code="UKUR", by=by)
        answers = {each.key: each.suggested or "teks" for each in import_preview_data(run).questions}
        services.import_commit(run=run, by=by, answers=answers)
        connection.check_constraints()  # what a commit would still have to look up
        transaction.set_rollback(True)


def matrix(rows: int) -> bytes:
    """A workbook of one activity and one indicator per row, in ten strategies of ten programmes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Matriks RAD")
    sheet.append(["MATRIKS RENCANA AKSI DAERAH CONTOH 2025–2027"])
    sheet.append(HEAD)
    for line in _lines(rows):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(rows: int) -> Iterator[list[Any]]:
    agencies = ("Dinas Sosial", "Dinas Kesehatan", "Polres", "DP3AP2KB", "Dinas Pendidikan")
    for n in range(rows):
        group = n * 100 // rows
        yield [
            n + 1,
            f"Strategi contoh nomor {group // 10 + 1}",
            f"Program contoh {group + 1}",
            f"Sosialisasi pencegahan kepada kelompok warga contoh nomor {n + 1}",
            f"Jumlah peserta yang mengikuti kegiatan nomor {n + 1}",
            "Orang",
            n % 50,
            n % 50 + 10,
            f"{n % 50 + 1}.250",
            n % 50 + 30,
            agencies[n % 5],
            agencies[(n + 1) % 5],
            "APBD",
        ]
