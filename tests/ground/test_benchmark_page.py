"""docs/kecepatan.md and its charts: one row a family with its slowest, curves of what grew, told in words."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gugus.demo.benchmark import FULL, QUICK, Measure
from gugus.demo.benchmark.curves import decimal, families, nice, panels_of, told
from gugus.demo.benchmark.page import write

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (10_000, 100_000, 1_000_000)


def of(name: str, ratios: tuple[float, ...], limit: float = 2.5) -> list[Measure]:
    """One measure at each size, judged at the last."""
    return [
        Measure(
            name, 0.002 * ratio, 0.002, limit, rows=size, judged=size == SIZES[-1], scale=FULL,
            day="2026-11-22", cores=2,
        )
        for size, ratio in zip(SIZES, ratios, strict=True)
    ]  # fmt: skip


MEASURES = [
    *of("25 kasus terbaru, 5 kasus", (1.0, 1.2, 1.4)),
    *of("25 kasus terbaru, semua", (1.5, 1.1, 2.2)),
    *of("25 kasus terbaru, lewat 50 kelompok", (2.0, 2.5, 3.6), limit=3.5),
    Measure("dasbor: kueri", 30, 30, 1, unit="kueri", rows=900, scale=FULL, day="2026-11-22", cores=2),
    Measure("putus", 9, 1, 1, rows=5, judged=False, scale=FULL, day="2026-11-22", cores=2),
    Measure("contoh mini", 9, 1, 1, rows=5, scale=QUICK, day="2026-11-22", cores=2),
]


def test_a_family_has_one_limit_and_its_slowest_at_each_size() -> None:
    few, many, _board, _broken, _small = families(MEASURES)
    assert (few.limit, many.limit, few.sizes) == (2.5, 3.5, list(SIZES))
    assert few.file != many.file
    assert [few.at(size)[-1].ratio for size in SIZES] == pytest.approx([1.5, 1.2, 2.2])
    ratio, time = panels_of(few)
    assert [line.points[-1][1] for line in ratio.lines] == pytest.approx([2.2, 1.8])
    assert [line.points[-1][1] for line in time.lines] == pytest.approx([4.4, 2.0])
    assert told(few).endswith("pada 1.000.000 baris 2,2 kali dasarnya. Batasnya 2,5 kali.")


def test_the_page_says_what_is_over_its_limit_and_keeps_quick_runs_out(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "kecepatan-lama.svg").write_text("")
    write(MEASURES, tmp_path)
    text = (tmp_path / "kecepatan.md").read_text()
    assert (
        "| 25 kasus terbaru, batas 2,5 (semua) | 1.000.000 | 2,5× | 2,2× | 4,4 milidetik | 2 milidetik |"
        in text
    )
    assert "**3,6×, lewat batas**" in text
    assert "| dasbor: kueri | 900 | 1× | 1× | 30 kueri | 30 kueri | 22 November 2026, 2 inti |" in text
    assert "contoh mini" not in text
    assert "| putus" not in text
    files = {path.name for path in (tmp_path / "images").iterdir()}
    assert files == {f"kecepatan-25-kasus-terbaru-batas-{limit}.svg" for limit in ("25", "35")}
    assert all(f"(images/{name})" in text for name in files)


def test_a_chart_fits_a_phone_and_speaks(tmp_path: Path) -> None:
    write(MEASURES, tmp_path)
    for path in (tmp_path / "images").iterdir():
        root = ElementTree.parse(path).getroot()  # noqa: S314 made by us
        assert root.get("width") == "360"
        assert root.get("role") == "img"
        named = {
            each.get("id") for each in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if each is not None
        }
        assert set(str(root.get("aria-labelledby")).split()) == named
        right, bottom = 360.0, float(str(root.get("height")))
        for each in root.iter(f"{SVG}circle"):
            assert 0 < float(str(each.get("cx"))) < right
            assert 0 < float(str(each.get("cy"))) < bottom
        assert "prefers-color-scheme: dark" in path.read_text()


def test_the_same_measure_gives_the_same_chart(tmp_path: Path) -> None:
    write(MEASURES, tmp_path)
    first = {path.name: path.read_text() for path in (tmp_path / "images").iterdir()}
    write([replace(each) for each in MEASURES], tmp_path)
    assert {path.name: path.read_text() for path in (tmp_path / "images").iterdir()} == first


@pytest.mark.parametrize(
    ("step", "even"), [(0.9, 1), (1.1, 2), (2.2, 2.5), (3, 5), (0.03, 0.05), (7, 10), (0, 1)]
)
def test_scales_are_even(step: float, even: float) -> None:
    assert nice(step) == pytest.approx(even)
    assert decimal(2.50) == "2,5"
    assert decimal(30.0) == "30"
