"""docs/kecepatan.md and its charts, made from the measures of the full scale."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from gugus.demo.benchmark import FULL, Measure, curves, shown
from gugus.demo.benchmark.curves import Family, decimal

HEAD = """# Kecepatan portal

Setiap ukuran membandingkan cara portal dengan cara paling polos atas data yang sama, bergantian dalam satu
pengukuran; yang dicatat nilai tengahnya. Perbandingan tidak bergantung pada mesin yang cepat atau lambat,
detik bergantung. Bila satu jenis diukur bagi beberapa orang (yang boleh melihat 5 kasus, 0,2 %, 10 %,
semua, tidak satu pun, lewat 50 kelompok, atau hanya kasus terlama), yang tercantum adalah orang yang paling
lambat.

Halaman ini dan gambarnya dibuat oleh `script/benchmark --scale full --docs docs`; angka lengkapnya ada di
`benchmark.json`. Tanpa pilihan, `script/benchmark` mengukur lebih cepat pada data yang lebih kecil.

| ukuran | baris | paling banyak | terlihat | portal | dasar | diukur |
|---|--:|--:|--:|--:|--:|---|
"""
BASES = """
Dasarnya: untuk kasus, 25 kasus terbaru yang sama dibaca Django tanpa izin apa pun, oleh peran basis data yang
boleh melihat semua, dengan indeks bagi setiap urutannya; untuk halaman kasus, juga banyaknya, dihitung sampai
1.001; untuk dasbor, satu gugus tugas dengan satu tahun (satu halaman untuk daftarnya); untuk laporan PDF,
WeasyPrint saja atas HTML yang sama; untuk impor, openpyxl membaca berkas yang sama; untuk permintaan, halaman
Django dengan satu kueri; untuk kueri, halaman yang sama pada 100 kegiatan.
"""
GROWTH = "\n## Pertumbuhan\n\nKe kanan banyaknya baris, setiap langkah kira-kira sepuluh kali lipat.\n"


def write(measures: Iterable[Measure], docs: Path) -> None:
    """The page and one chart for each family measured at several sizes; charts of other names are removed.

    What was not measured at the size where its limit holds (a run broken off) is left out.
    """
    full = curves.families(each for each in measures if each.scale == FULL)
    found = sorted(
        (family for family in full if family.at(family.sizes[-1])[-1].judged), key=lambda family: family.name
    )
    charted = [family for family in found if len(family.sizes) > 1]
    images = docs / "images"
    images.mkdir(parents=True, exist_ok=True)
    for old in images.glob("kecepatan-*.svg"):
        old.unlink()
    for family in charted:
        (images / family.file).write_text(curves.curve(family))
    text = HEAD + "".join(map(row, found)) + BASES
    if charted:
        text += GROWTH + "".join(map(figure, charted))
    (docs / "kecepatan.md").write_text(text)


def row(family: Family) -> str:
    """The slowest at the size where the limit holds."""
    last = family.at(family.sizes[-1])[-1]
    seen = f"{decimal(last.ratio)}×" if last.kept else f"**{decimal(last.ratio)}×, lewat batas**"
    kind = f" ({last.name.split(', ', 1)[1]})" if ", " in last.name else ""
    cells = (
        f"{family.name}{kind}", shown(last.rows), f"{decimal(family.limit)}×", seen,
        amount(last.ours, last), amount(last.base, last), f"{day(last)}, {last.cores} inti",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def amount(value: float, measure: Measure) -> str:
    """A time or a count with its unit."""
    if measure.unit != "detik":
        return f"{shown(value)} {measure.unit}"
    return f"{decimal(value)} detik" if value >= 1 else f"{decimal(value * 1000)} milidetik"


def day(measure: Measure) -> str:
    return date_format(parse_date(measure.day) or timezone.localdate(), "j F Y")


def figure(family: Family) -> str:
    return f"\n![{family.name}. {curves.told(family)}](images/{family.file})\n"
