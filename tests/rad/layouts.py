"""Matrices as other bureaus lay them out: heads, order, banners, numbers and footers drawn at random.

`draw_layout(draw)` gives the rows of a sheet, its merged areas, and what must be read from it.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gugus.core.sheets import Area, Cell, Sheet, Workbook

HEADS = {
    "number": ["No", "NO.", "Nomor", "No. Urut"],
    "activity": ["Kegiatan", "KEGIATAN / AKSI", "Rencana Aksi", "Uraian Kegiatan", "Sub Kegiatan"],
    "indicator": [
        "Indikator",
        "Indikator Keberhasilan",
        "INDIKATOR KINERJA",
        "Tolok Ukur",
        "Indikator Output",
    ],
    "unit": ["Satuan", "Sat.", "SATUAN"],
    "baseline": ["Baseline", "Kondisi Awal (2023)", "Data Dasar 2023", "KONDISI AWAL"],
    "responsible": ["Penanggung Jawab", "OPD Penanggung Jawab", "Leading Sector", "PJ", "Pelaksana"],
    "supporting": ["Instansi Terkait", "Mitra Kerja", "OPD Pendukung"],
    "budget": ["Pagu Indikatif (Rp)", "Anggaran", "PAGU"],
    "funding": ["Sumber Dana", "Sumber Pendanaan"],
}
TARGET_HEADS = ["Target", "TARGET CAPAIAN", "Target Kinerja"]
YEAR_FORMS = ["Th. {}", "{}", "Tahun {}", "TA {}"]
TITLES = ["LAMPIRAN I", "PERATURAN BUPATI CONTOH", "RENCANA AKSI DAERAH PENCEGAHAN TPPO KABUPATEN CONTOH"]
STRATEGIES = ["PENDIDIKAN DAN PENCEGAHAN", "PENANGANAN KORBAN", "Kerja Sama dan Koordinasi"]
AGENCIES = ["Dinas Sosial", "Dinas Kesehatan", "Polres Contoh", "Badan Kesatuan Bangsa", "Kejaksaan Negeri"]
JOINTS = ["\n", "; ", ", ", " dan "]
FOOTERS = ["*) angka sementara", "Keterangan: pagu dapat berubah", "Sumber: perangkat daerah"]
SIGNED = ["Mengetahui,", "Contoh, 2 Januari 2024", "BUPATI CONTOH,", "ttd", "NAMA CONTOH"]


@dataclass
class Layout:
    """The drawn sheet, and per indicator what it must be read as."""

    rows: dict[tuple[int, int], Any] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    expected: list[dict[str, Any]] = field(default_factory=list)
    last: int = 0

    def workbook(self) -> Workbook:
        lines: dict[int, list[Cell]] = {}
        for (row, column), value in sorted(self.rows.items()):
            if value is not None:
                lines.setdefault(row, []).append(Cell(row, column, value))
        sheet = Sheet("Lampiran", False, tuple(map(tuple, lines.values())), tuple(self.areas))
        return Workbook("xlsx", (sheet,))


def thousands(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def written(draw: Any, value: int, unit: str) -> Any:
    """A number as somebody types it."""
    forms = [
        value,
        thousands(value),
        f"≥ {thousands(value)}",
        f"{thousands(value)} {unit}",
        f"{thousands(value)} *)",
    ]
    if unit == "%":
        forms = [f"{value} %", f"{value}%", f"{value},5 %", f"≥ {value}%", f"{value} persen"]
    return draw(st.sampled_from(forms))


def number_of(text: Any) -> Decimal:
    """What a reader takes such a text for, said in another way than the portal's own."""
    digits = "".join(sign for sign in str(text) if sign.isdigit() or sign == ",")
    return Decimal(digits.replace(",", "."))


@st.composite
def layouts(draw: Any) -> Layout:
    """A whole matrix with strategies as banner rows."""
    layout = Layout()
    fields = ["number", "activity", "indicator", "unit", "baseline", "responsible"]
    fields += draw(st.lists(st.sampled_from(["supporting", "budget", "funding"]), unique=True))
    fields = [fields[0], *draw(st.permutations(fields[1:]))]
    years = draw(st.sampled_from([(2024, 2025, 2026), (2025, 2026), (2025,)]))
    place = draw(st.integers(1, len(fields)))
    columns = {name: n + 1 + (len(years) if n >= place else 0) for n, name in enumerate(fields)}
    years_at = {year: place + 1 + n for n, year in enumerate(years)}
    width = len(fields) + len(years)
    row = _titles(draw, layout)
    head = _head(draw, layout, row, columns, years_at)
    layout.last = row + 1
    if draw(st.booleans()):
        _put(layout, {column: f"({column})" for column in range(1, width + 1)})
    for number, name in enumerate(draw(st.lists(st.sampled_from(STRATEGIES), min_size=1, unique=True))):
        letter = "ABC"[number]
        _banner(draw, layout, letter, name, width)
        for item in range(1, draw(st.integers(1, 3)) + 1):
            _item(draw, layout, columns, years_at, f"{letter}.{item}", name)
        if draw(st.booleans()):
            _put(
                layout,
                {
                    1: draw(st.sampled_from(["JUMLAH", "TOTAL", f"Jumlah {letter}"])),
                    max(years_at.values()): 12,
                },
            )
        if number == 0 and draw(st.booleans()):
            _put(layout, {2: "RENCANA AKSI DAERAH (lanjutan)"})
            _put(layout, head[0])
            _put(layout, head[1])
    _end(draw, layout, max(years_at.values()), width)
    return layout


def _put(layout: Layout, cells: dict[int, Any]) -> int:
    layout.last += 1
    layout.rows |= {(layout.last, column): value for column, value in cells.items()}
    return layout.last


def _titles(draw: Any, layout: Layout) -> int:
    for title in TITLES[: draw(st.integers(0, 3))]:
        _put(layout, {draw(st.integers(1, 3)): title})
    layout.last += draw(st.integers(0, 2))
    return layout.last + 1


def _head(
    draw: Any, layout: Layout, row: int, columns: dict[str, int], years: dict[int, int]
) -> list[dict[int, Any]]:
    """Two lines, the upper one merged over its years; returned to be printed again."""
    form = draw(st.sampled_from(YEAR_FORMS))
    first = {column: draw(st.sampled_from(HEADS[name])) for name, column in columns.items()}
    first[min(years.values())] = draw(st.sampled_from(TARGET_HEADS))
    second = {column: form.format(year) for year, column in years.items()}
    layout.rows |= {(row, column): text for column, text in first.items()}
    layout.rows |= {(row + 1, column): text for column, text in second.items()}
    if len(years) > 1:
        layout.areas.append(Area(row, min(years.values()), row, max(years.values())))
    layout.areas += [Area(row, column, row + 1, column) for column in columns.values() if draw(st.booleans())]
    return [first, second]


def _banner(draw: Any, layout: Layout, letter: str, name: str, width: int) -> None:
    style = draw(st.sampled_from(["two cells", "one cell", "merged", "word"]))
    if style == "two cells":
        _put(layout, {1: letter, 2: name})
        return
    row = _put(layout, {1: f"Strategi {letter}: {name}" if style == "word" else f"{letter}. {name}"})
    if style == "merged":
        layout.areas.append(Area(row, 1, row, width))


def _item(
    draw: Any, layout: Layout, columns: dict[str, int], years: dict[int, int], code: str, strategy: str
) -> None:
    """One activity of one to three indicators, merged downwards or left blank below."""
    parties = draw(st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True))
    activity, count = f"Kegiatan contoh {code}", draw(st.integers(1, 3))
    amount = draw(st.integers(1, 900)) * 1_000_000
    first = layout.last + 1
    for n in range(count):
        unit = draw(st.sampled_from(["orang", "%", "dokumen"]))
        numbers = {
            year: written(draw, draw(st.integers(1, 90)) * (1 if unit == "%" else 100), unit)
            for year in years
        }
        cells = {
            columns["indicator"]: f"Jumlah hasil {code} ke-{n + 1}",
            columns["unit"]: unit,
            columns["baseline"]: draw(st.sampled_from(["–", "N/A", 5])),
            **{column: numbers[year] for year, column in years.items()},
        }
        if n == 0:
            cells |= {columns["number"]: draw(st.sampled_from([1, f"{code}.1", code]))}
            cells |= {
                columns["activity"]: activity,
                columns["responsible"]: draw(st.sampled_from(JOINTS)).join(parties),
            }
            if "budget" in columns:
                cells[columns["budget"]] = draw(
                    st.sampled_from([f"Rp {thousands(amount)},-", f"Rp{thousands(amount)},00"])
                )
        _put(layout, cells)
        layout.expected.append(
            {
                "strategy": strategy,
                "activity": activity,
                "indicator": cells[columns["indicator"]],
                "unit": "persen" if unit == "%" else unit,
                "targets": {year: number_of(text) for year, text in numbers.items()},
                "parties": parties,
                "budget": Decimal(amount) if "budget" in columns else None,
            }
        )
    if count > 1 and draw(st.booleans()):
        layout.areas += [
            Area(first, columns[name], layout.last, columns[name])
            for name in ("number", "activity", "responsible")
        ]


def _end(draw: Any, layout: Layout, sum_at: int, width: int) -> None:
    if draw(st.booleans()):
        _put(layout, {1: "JUMLAH TOTAL", sum_at: "=SUM(A1:A9)"})
    layout.last += draw(st.integers(0, 2))
    for text in draw(st.lists(st.sampled_from(FOOTERS), unique=True)):
        _put(layout, {1: text})
    if draw(st.booleans()):
        for text in SIGNED:
            _put(layout, {max(width - 2, 1): text})
