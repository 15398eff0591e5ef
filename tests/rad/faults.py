"""Builders of RAD workbooks with planted faults, and of a second messy layout.

``twenty_faults(path)`` is the file of the import's own test: twenty faults, twenty messages, no write.
"""

import datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook, load_workbook

KEDIRI = Path(__file__).parents[1] / "data" / "rad_kediri.xlsx"
SHEET = "Matriks RAD"
# Built like a NIK (region, date of birth, serial) and given to nobody: district 99 does not exist.
INVENTED_NIK = "3571990101900001"
LONG = "Kegiatan yang sangat panjang " * 20


class Plant(NamedTuple):
    """What is written where, and what the import must say: the cell, the value it shows, the code."""

    written: dict[str, object]
    cell: str
    value: str
    code: str


TWENTY = (
    Plant({"J6": "dua ribu"}, "J6", "dua ribu", "year_unreadable"),
    Plant({"H8": -6}, "H8", "-6", "number_negative"),
    Plant({"G9": "1.2.50"}, "G9", "1.2.50", "number_unreadable"),
    Plant({"H10": "12%%"}, "H10", "12%%", "number_unreadable"),
    Plant({"I12": "abc"}, "I12", "abc", "number_unreadable"),
    Plant({"H13": "130%"}, "H13", "130%", "percent_over"),
    Plant({"K14": None}, "K14", "", "responsible_missing"),
    Plant({"E15": None}, "E15", "", "indicator_missing"),
    Plant({"F16": None}, "F16", "", "unit_missing"),
    Plant({"H18": "=10+10"}, "H18", "=10+10", "formula"),
    Plant({"I18": "35%"}, "I18", "35%", "percent_unit"),
    Plant({"H19": datetime.date(2025, 2, 1)}, "H19", "01/02/2025", "number_date"),
    Plant({"H20": 0.8}, "H20", "0,8", "percent_fraction"),
    Plant({"H21": "1,250"}, "H21", "1,250", "number_ambiguous"),
    Plant({"D22": LONG}, "D22", LONG[:119] + "…", "text_long"),
    Plant({"D23": f"Pemetaan atas NIK {INVENTED_NIK}"}, "D23", "Pemetaan atas NIK 3571…01", "nik"),
    Plant(
        {
            "D27": "Pelibatan tokoh agama dan ormas dalam penyuluhan",
            "E27": "Jumlah forum keagamaan/ormas yang menyampaikan materi TPPO ",
            "F27": "Forum",
            **dict.fromkeys(("G27", "H27", "I27", "J27"), 1),
        },
        "E27",
        "Jumlah forum keagamaan/ormas yang menyampaikan materi TPPO",
        "row_duplicate",
    ),
    Plant({"D31": None}, "D31", "", "activity_missing"),
    Plant({"H32": "10-15"}, "H32", "10-15", "number_range"),
    Plant(
        {
            "B72": "JUMLAH",
            "A73": 65,
            "B73": None,
            "D73": "Kegiatan tambahan",
            "E73": "Jumlah kegiatan tambahan",
            "F73": "Kegiatan",
            "H73": 1,
            "K73": "Dinas Sosial",
        },
        "A73",
        "65",
        "row_after_total",
    ),
)

# One more of every other kind, each alone in its file.
OTHERS = (
    Plant({"E5": "Uraian"}, "A5", "NO", "column_missing"),
    Plant({"J6": None}, "J6", "", "year_missing"),
    Plant({"J6": 2026}, "J6", "2026", "year_duplicate"),
    Plant({"B8": None}, "B8", "", "strategy_missing"),
    Plant({"C8": None}, "C8", "", "program_missing"),
    Plant({"H8": None, "I8": None, "J8": None}, "H8", "", "targets_missing"),
    Plant({"C72": "lihat lampiran", "D72": "terlampir", "E72": "ya"}, "C72", "lihat lampiran", "row_unclear"),
    Plant(
        {
            "D74": "Kegiatan susulan",
            "E74": "Jumlah susulan",
            "F74": "Kegiatan",
            "H74": 1,
            "K74": "Dinas Sosial",
        },
        "D74",
        "Kegiatan susulan",
        "row_after_footer",
    ),
    Plant({"A5": "KODE", "A8": "I.9", "A9": "I.9"}, "A9", "I.9", "code_duplicate"),
    Plant({"H8": 10**13}, "H8", "10000000000000", "number_large"),
    Plant({"H8": True}, "H8", "BENAR", "number_expected"),
    Plant({"H10": 1.25}, "H10", "1,25", "count_fraction"),
    Plant({"H8": "#REF!"}, "H8", "#REF!", "error_cell"),
    Plant({"K8": 12}, "K8", "12", "text_expected"),
)


def planted(path: Path, *plants: Plant) -> Path:
    """Kediri's workbook with these faults in it."""
    book = load_workbook(KEDIRI)
    for plant in plants:
        for cell, value in plant.written.items():
            book[SHEET][cell].value = value
    book.save(path)
    return path


def twenty_faults(path: Path) -> Path:
    return planted(path, *TWENTY)


HEAD = (
    "No.",
    "Rencana Aksi",
    "Indikator Keberhasilan",
    "Sat.",
    "Kondisi Awal (2023)",
    "Target Capaian",
    None,
    None,
)
PARTIES = ("OPD Penanggung Jawab", "Mitra Kerja", "Pagu Indikatif (Rp)", "Sumber Pendanaan", "Paraf")
TALKS = (1, "Sosialisasi desa", "Jumlah peserta", "orang", "2.100", "≥ 3.000", "3.250", "3.500 orang")
TALKS_BY = ("Dinas Sosial", "Polres, Dinkes dan Kominfo", "Rp 150.000.000,-", "APBD", "x")
VILLAGES = (None, None, "Persentase desa terjangkau", "%", "20,5 %", "30%", "45,25%", "60 persen")
SHELTER = (2, "Rumah aman", "Jumlah rumah aman", "unit", "–", 1, 1, "2 (dua) unit")
SHELTER_BY = (
    "1. Dinas Sosial\n2. Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan KB",
    "LBH/OBH; Polres",
    75_000_000,
    "APBD / APBN/DIPA",
    "x",
)


def second_layout(path: Path) -> Path:
    """Strategies as banner rows, other heads, years as words, money, comparators, and rows of totals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Lampiran I"
    rows = (
        ("LAMPIRAN I",),
        ("RENCANA AKSI DAERAH KABUPATEN CONTOH 2024-2026",),
        (),
        (*HEAD, *PARTIES),
        (*[None] * 5, "Th. 2024", "Th. 2025", "Th. 2026"),
        ("A", "PENDIDIKAN DAN PENCEGAHAN"),
        (*TALKS, *TALKS_BY),
        VILLAGES,
        ("JUMLAH", *[None] * 9, "Rp 150.000.000,-"),
        ("B", "PENANGANAN KORBAN"),
        (*SHELTER, *SHELTER_BY),
        ("JUMLAH TOTAL", *[None] * 9, "=SUM(K7:K11)"),
        (),
        ("*) angka sementara",),
        (*[None] * 8, "Contoh, 2 Januari 2024"),
        (*[None] * 8, "BUPATI CONTOH,"),
    )
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("F4:H4")
    book.save(path)
    return path
