"""What a decree says before it is laid out."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Picture

from gugus.documents.content import LegalBasisLine, NotReady
from gugus.documents.images import ImageRefused, read_image
from tests.documents.samples import DRAFT_DECREE, final_decree


def test_closing_consideration_names_the_letters_before_it() -> None:
    assert "dalam huruf a dan huruf b, perlu" in DRAFT_DECREE.all_considerations[-1]
    one = replace(DRAFT_DECREE, considerations=("bahwa satu;",))
    assert "dalam huruf a, perlu" in one.all_considerations[-1]
    four = replace(DRAFT_DECREE, considerations=("bahwa;",) * 4)
    assert "dalam huruf a sampai dengan huruf d, perlu" in four.all_considerations[-1]


def test_changes_and_revocations_stand_before_entry_into_force() -> None:
    decree = final_decree(
        amends=("Keputusan Wali Kota Nomor 1 Tahun 2024",), revokes=("Keputusan Nomor 2 Tahun 2020",)
    )
    names = dict(decree.named_dictums)
    assert names["KETIGA"] == "mengubah Keputusan Wali Kota Nomor 1 Tahun 2024;"
    assert names["KEEMPAT"] == "mencabut dan menyatakan tidak berlaku Keputusan Nomor 2 Tahun 2020;"
    assert names["KELIMA"].startswith("Keputusan ini mulai berlaku")


def test_legal_bases_of_one_year_are_ordered_by_number() -> None:
    bases = tuple(LegalBasisLine(f"UU {number}", 2, 2014, number) for number in (35, 4, 31))
    ordered = replace(DRAFT_DECREE, legal_bases=bases).ordered_bases
    assert [basis.number for basis in ordered] == [4, 31, 35]


def test_annex_numbers_run_through_the_groups() -> None:
    numbers = [row.number for group in DRAFT_DECREE.numbered_annexes for row in group.rows]
    assert numbers == list(range(1, 39))


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"number": " "}, "Nomor keputusan"),
        ({"dated": None}, "Tanggal penetapan"),
        ({"signer_name": ""}, "Nama pejabat"),
        ({"considerations": ()}, "Menimbang"),
        ({"legal_bases": ()}, "Mengingat"),
        ({"dictums": ()}, "Diktum"),
    ],
)
def test_final_names_each_gap(missing: dict, words: str) -> None:
    with pytest.raises(NotReady, match=words) as caught:
        final_decree(**missing).check_final()
    assert caught.value.reasons == (str(caught.value),)


def test_a_complete_decree_is_final() -> None:
    final_decree().check_final()


def picture(side: int = 8) -> bytes:
    out = BytesIO()
    Picture.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


def test_a_png_emblem_is_recognised() -> None:
    assert read_image(picture(), alt="Lambang").media_type == "image/png"


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"<html/>",
        SVG.format("<script>alert(1)</script>").encode(),
        SVG.format('<image href="file:///etc/passwd"/>').encode(),
        SVG.format("<style>@import 'http://x';</style>").encode(),
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"\x89PNG\r\n\x1a\n" + b" " * 1024 * 1024,
        picture()[:20],
        picture(5000),
    ],
    ids=["gif", "html", "script", "image", "style", "entity", "large", "cut off", "many pixels"],
)
def test_emblem_that_is_no_plain_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ImageRefused):
        read_image(content, alt="Lambang")
