"""Bars are drawn to scale, from safe text, with their values as words."""

from decimal import Decimal
from xml.etree import ElementTree

from django.utils import translation

from gugus.documents.charts import Bar, bar_chart, column_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars: Bar, **options: object) -> ElementTree.Element:
    markup = bar_chart(bars, title="Capaian", desc="Rinciannya di tabel", **options)
    return ElementTree.fromstring(markup)  # noqa: S314  our own markup


def widths(svg: ElementTree.Element) -> list[int]:
    return [int(rect.attrib["width"]) for rect in svg.iter(f"{SVG}rect") if rect.get("class") == "chart-bar"]


def test_bars_are_to_scale_and_cut_at_the_end() -> None:
    bars = [Bar("a", Decimal(50), "50"), Bar("b", Decimal(100), "100"), Bar("c", Decimal(240), "240")]
    half, full, beyond = widths(drawn(*bars, top=Decimal(100)))
    assert full == half * 2
    assert beyond == full


def test_nothing_and_zero_have_no_bar_but_their_words() -> None:
    svg = drawn(Bar("a", None, "N/A"), Bar("b", Decimal(0), "0 %"))
    assert widths(svg) == []
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"N/A", "0 %"} <= set(words)


def test_markup_in_a_label_stays_text() -> None:
    svg = drawn(Bar("<script>x</script> & co", Decimal(1), "1"))
    assert "<script>" in "".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    assert not list(svg.iter(f"{SVG}script"))


def test_title_comes_first_and_says_the_values() -> None:
    svg = drawn(Bar("a", Decimal(1), "1"))
    assert svg[0].tag == f"{SVG}title"
    assert "Rinciannya di tabel" in (svg[0].text or "")
    assert svg.get("role") == "img"


def test_coordinates_are_plain_numbers_in_every_language() -> None:
    many = [Bar(str(number), Decimal(number), str(number)) for number in range(60)]
    for language in ("id", "en"):
        with translation.override(language):
            svg = drawn(*many)
            assert int(svg.attrib["height"]) > 1000
            assert svg.attrib["viewBox"].split()[3] == svg.attrib["height"]


def test_no_bars_make_an_empty_chart() -> None:
    assert widths(drawn()) == []


def test_columns_stand_on_one_ground_to_scale() -> None:
    bars = (
        Bar("TW I", Decimal(50), "50 %"),
        Bar("TW II", Decimal(100), "100 %"),
        Bar("TW III", None, "belum"),
    )
    markup = column_chart(bars, title="Tren", desc="isi", mark=Decimal(100), top=Decimal(100))
    svg = ElementTree.fromstring(markup)  # noqa: S314  our own markup
    first, second = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("class") == "chart-bar"]
    assert int(second.attrib["height"]) == 2 * int(first.attrib["height"])
    grounds = {int(rect.attrib["y"]) + int(rect.attrib["height"]) for rect in (first, second)}
    assert len(grounds) == 1
    mark = next(line for line in svg.iter(f"{SVG}line") if line.get("class") == "chart-mark")
    assert int(mark.attrib["y1"]) == int(second.attrib["y"])
    assert "belum" in [text.text for text in svg.iter(f"{SVG}text")]
