"""The decree and the progress report as PDF: order, marks, tags."""

import re
from itertools import pairwise

import pikepdf
import pytest

from gugus.documents.content import NotReady
from gugus.documents.images import Image, read_image
from gugus.documents.layouts import decree_pdf, report_pdf
from tests.documents.reading import elements, findings, marked_ids, open_pdf, words_of
from tests.documents.samples import DRAFT_DECREE, VERIFICATION, final_decree, report

ORDER = (
    "WALI KOTA KEDIRI PROVINSI JAWA TIMUR",
    "KEPUTUSAN WALI KOTA KEDIRI NOMOR:",
    "TENTANG GUGUS TUGAS",
    "WALI KOTA KEDIRI,",
    "MENIMBANG",
    "MENGINGAT",
    "MEMPERHATIKAN",
    "MEMUTUSKAN:",
    "MENETAPKAN",
    "KESATU",
    "KEDUA",
    "KETIGA",
    "DITETAPKAN DI",
    "PADA TANGGAL",
    "BUDI CONTOH",
    "SALINAN KEPUTUSAN INI DISAMPAIKAN",
    "LAMPIRAN KEPUTUSAN WALI KOTA KEDIRI",
    "SUSUNAN KEANGGOTAAN",
    "JABATAN DALAM DINAS",
    "KEDUDUKAN DALAM TIM",
)
EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.fixture(scope="module")
def draft() -> bytes:
    return decree_pdf(DRAFT_DECREE, draft=True, verification=VERIFICATION)


@pytest.fixture(scope="module")
def final() -> bytes:
    return decree_pdf(final_decree(emblem=emblem()), draft=False, verification=VERIFICATION)


@pytest.fixture(scope="module")
def progress() -> bytes:
    return report_pdf(report(), draft=False, verification=VERIFICATION)


def emblem() -> Image:
    return read_image(EMBLEM, alt="Lambang contoh")


def test_parts_of_the_decree_stand_in_their_legal_order(final: bytes) -> None:
    text = words_of(final).upper()
    position = 0
    for part in ORDER:
        position = text.find(part, position)
        assert position >= 0, f"{part} is missing or out of order"
        position += len(part)


def test_legal_bases_are_ordered_by_hierarchy_then_year(final: bytes) -> None:
    text = words_of(final)
    bases = ("Nomor 21 Tahun 2007", "Nomor 35 Tahun 2014", "Nomor 69 Tahun 2008", "Nomor 1 Tahun 2025")
    places = [text.index(words) for words in bases]
    assert places == sorted(places)


def test_draft_is_marked_and_has_no_code(draft: bytes) -> None:
    text = words_of(draft)
    pages = len(open_pdf(draft).pages)
    assert text.count("DRAF") >= pages + 1  # once on each page, once in the text itself
    assert "K7QX-94TR" not in text
    assert "[periksa]" in text
    assert "belum diunggah" in text


def test_draft_breaks_into_pages_as_the_final_version_does() -> None:
    as_draft, as_final = (open_pdf(decree_pdf(final_decree(), draft=draft)) for draft in (True, False))
    assert len(as_draft.pages) == len(as_final.pages)


def test_final_has_its_code_and_no_draft_mark(final: bytes) -> None:
    text = words_of(final)
    assert "DRAF" not in text
    assert "[periksa]" not in text
    assert "K7QX-94TR" in text
    assert any("Kode QR" in str(figure.Alt) for figure in elements(open_pdf(final), "/Figure"))


def test_place_and_date_are_read_line_by_line(final: bytes) -> None:
    assert "Ditetapkan di Kediri pada tanggal 21 November 2026 WALI KOTA KEDIRI," in words_of(final)


def test_final_refuses_an_unsure_legal_basis() -> None:
    with pytest.raises(NotReady, match="Ketua Harian Nomor 1 Tahun 2025"):
        decree_pdf(final_decree(legal_bases=DRAFT_DECREE.legal_bases), draft=False)


@pytest.mark.parametrize("kind", ["draft", "final", "progress"])
def test_checker_finds_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    assert findings(request.getfixturevalue(kind)) == []


@pytest.mark.parametrize("kind", ["draft", "final", "progress"])
def test_language_title_and_tags(kind: str, request: pytest.FixtureRequest) -> None:
    document = open_pdf(request.getfixturevalue(kind))
    assert document.Root.Lang == "id"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.Root.MarkInfo.Marked
    title = str(document.docinfo["/Title"])
    assert title.startswith("DRAF") == (kind == "draft")
    assert "Laporan Kemajuan" in title or "GUGUS TUGAS PENCEGAHAN" in title
    assert b"pdfuaid:part" in document.Root.Metadata.read_bytes()


@pytest.mark.parametrize("kind", ["draft", "final", "progress"])
def test_headings_start_at_one_skip_no_level_and_are_not_empty(
    kind: str, request: pytest.FixtureRequest
) -> None:
    headings = [
        element
        for element in elements(open_pdf(request.getfixturevalue(kind)))
        if re.fullmatch(r"/H[1-6]", str(element.S))
    ]
    levels = [int(str(heading.S)[2]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(marked_ids(heading) for heading in headings)


@pytest.mark.parametrize("kind", ["final", "progress"])
def test_every_figure_has_words(kind: str, request: pytest.FixtureRequest) -> None:
    figures = elements(open_pdf(request.getfixturevalue(kind)), "/Figure")
    assert figures
    assert all(len(str(figure.get("/Alt", ""))) > 5 for figure in figures)


@pytest.mark.parametrize("kind", ["draft", "final", "progress"])
def test_every_header_cell_has_scope_and_every_data_cell_headers(
    kind: str, request: pytest.FixtureRequest
) -> None:
    document = open_pdf(request.getfixturevalue(kind))
    headers, cells = elements(document, "/TH"), elements(document, "/TD")
    assert {str(header.A.Scope) for header in headers} <= {"/Column", "/Row"}
    tree = document.Root.StructTreeRoot.IDTree.Names
    known = [bytes(name) for name in list(tree)[::2]]
    assert known == sorted(known)
    assert cells
    for cell in cells:
        named = [bytes(name) for name in cell.A.Headers]
        assert named
        assert set(named) <= set(known)


def test_group_headings_of_the_annex_head_only_their_own_rows(final: bytes) -> None:
    document = open_pdf(final)
    table = elements(document, "/Table")[0]
    groups = [header for header in walk_roles(table, "/TH") if header.A.get("/ColSpan", 1) == 3]
    assert len(groups) >= 2
    assert {str(group.A.Scope) for group in groups} == {"/Column"}
    used = [bytes(name) for cell in walk_roles(table, "/TD") for name in cell.A.Headers]
    assert [used.count(bytes(group.ID)) for group in groups[:2]] == [18, 18]  # six seats of three cells
    leaders = walk_roles(table, "/TD")[:6]
    assert not {bytes(group.ID) for group in groups} & {
        bytes(name) for cell in leaders for name in cell.A.Headers
    }


def walk_roles(table: pikepdf.Dictionary, role: str) -> list[pikepdf.Dictionary]:
    from tests.documents.reading import walk

    return [element for element in walk(table) if str(element.S) == role]


def test_annex_repeats_its_head_on_each_page_and_numbers_through(final: bytes) -> None:
    document = open_pdf(final)
    tables = elements(document, "/Table")
    assert len(tables) >= 2
    assert all(walk_roles(table, "/THead") for table in tables)
    assert " 38. " in words_of(final)


def test_list_labels_are_read_before_their_text(final: bytes) -> None:
    items = elements(open_pdf(final), "/LI")
    assert len(items) > 8
    assert all([str(part.S) for part in item.K] == ["/Lbl", "/LBody"] for item in items)


def test_page_numbers_are_artifacts(final: bytes) -> None:
    document = open_pdf(final)
    reachable = {element.objgen for element in elements(document)}
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    owners = [owner for entry in numbers[1::2] for owner in entry if owner is not None]
    assert owners
    assert {owner.objgen for owner in owners} <= reachable
    second = b"".join(part.read_bytes() for part in contents(document.pages[1]))
    assert b"/Artifact\n<</Type /Pagination>>\nBDC" in second


def contents(page: pikepdf.Page) -> list[pikepdf.Stream]:
    found = page.obj.Contents
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def test_paper_is_f4_and_font_is_bookman(final: bytes) -> None:
    page = open_pdf(final).pages[0]
    width, height = (round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
    assert (width, height) == (215, 330)
    names = {str(font.BaseFont) for font in page.Resources.Font.values()}
    assert any("Bookman" in name for name in names)


def test_report_says_how_many_reported_and_shows_values_under_the_chart(progress: bytes) -> None:
    text = words_of(progress)
    assert "28 dari 30 indikator dilaporkan" in text
    assert "1.000,5" in text
    assert "80,0 %" in text
    alt = next(str(figure.Alt) for figure in elements(open_pdf(progress), "/Figure"))
    assert "I. Pencegahan 40,0 %" in alt
    assert "IV. Pengembangan Norma Hukum N/A" in alt


def test_report_with_wrong_counts_is_not_final() -> None:
    with pytest.raises(NotReady, match="30 indikator"):
        report_pdf(report(total=31), draft=False)


def test_empty_report_is_still_a_valid_document() -> None:
    nothing = (
        "strategies",
        "figures",
        "obstacles",
        "introduction",
        "trend",
        "corrections",
        "evidence",
        "heat",
    )
    bare = report(
        **dict.fromkeys(nothing, ()),
        recommendations=(),
        evidence_closed=0,
        reported=0,
        total=0,
        signer_office="",
    )
    pdf = report_pdf(bare, draft=True)
    assert findings(pdf) == []
    assert "Tidak ada kendala" in words_of(pdf)


CHAPTERS = (
    "Ringkasan",
    "I. Pendahuluan",
    "Cara menghitung",
    "II. Pelaksanaan per strategi",
    "Anggaran",
    "III. Data kasus agregat",
    "IV. Kendala dan tindak lanjut",
    "V. Rekomendasi",
    "Kepala Dinas Contoh",
    "Lampiran 1. Koreksi",
    "Lampiran 2. Pelaporan menurut instansi",
    "Lampiran 3. Daftar bukti",
)


def test_chapters_stand_in_their_order_and_say_what_they_rest_on(progress: bytes) -> None:
    text = words_of(progress)
    position = 0
    for part in CHAPTERS:
        position = text.find(part, position)
        assert position >= 0, f"{part} is missing or out of order"
    for words in (
        "Potret angka nomor 3, keadaan per 21 November 2026",
        "28 dari 30 indikator dilaporkan untuk TW IV 2026",
        "Rp450.000.000",  # six strategies of Rp75 million each
        "Jumlah: 8 → 6",
        "TW I: 80 % → 78 %",
        "2 bukti lain disimpan di portal",
        "belum ada",
    ):
        assert words in text, words


def test_trend_and_photographs_have_words(progress: bytes) -> None:
    figures = [str(figure.Alt) for figure in elements(open_pdf(progress), "/Figure")]
    assert any("TW II 45,0 %; TW III 62,0 %; TW IV belum ada" in alt for alt in figures)
    assert "Foto bukti: Foto sosialisasi" in figures


def test_the_work_is_told_stage_by_stage() -> None:
    stages: list[str] = []
    report_pdf(report(1), draft=True, step=stages.append)
    assert stages == ["charts", "pages", "tags"]
