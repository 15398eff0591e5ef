"""Evidence is made harmless before it is kept: pictures drawn anew, PDFs without anything that acts."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pikepdf import Array, Dictionary, Name, Pdf

from gugus.core.permissions import Denied
from gugus.documents.harmless import harmless_pdf
from rad import services
from rad.models import Evidence
from tests.factories import World, make_world
from tests.files import one_page
from tests.rad.builders import make_rad

ACTS = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/SubmitForm",
    b"/AA",
    b"app.alert",
    b"RAHASIA",
)


def opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert(1)")


def opening_elsewhere(pdf: Pdf) -> None:
    act = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.OpenAction = act


def named_script(pdf: Pdf) -> None:
    act = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", act])))


def page_act(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def program(pdf: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch, F="RAHASIA.exe")
    )
    pdf.pages[0].Annots = pdf.make_indirect(Array([link]))


def attachment(pdf: Pdf) -> None:
    pdf.attachments["a.exe"] = b"RAHASIA"


def attached_note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], Contents="RAHASIA")
    pdf.pages[0].Annots = Array([note])


def form(pdf: Pdf) -> None:
    act = Dictionary(S=Name.SubmitForm, F="https://contoh.example.id/RAHASIA")
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(T="a", FT=Name.Btn, A=act)]))


HOSTILE = [opening, opening_elsewhere, named_script, page_act, program, attachment, attached_note, form]


def made(spoil: Callable[[Pdf], None] | None = None, **options: Any) -> bytes:
    pdf, out = pikepdf.open(BytesIO(one_page("Daftar hadir"))), BytesIO()
    if spoil:
        spoil(pdf)
    pdf.save(out, **options)
    return out.getvalue()


def plain(data: bytes) -> bytes:
    """The file with every stream laid open, to search it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda spoil: spoil.__name__)
def test_whatever_acts_is_taken_out(spoil: Callable[[Pdf], None]) -> None:
    data = made(spoil)
    assert any(word in plain(data) for word in ACTS), "the file must be hostile to begin with"
    clean = plain(harmless_pdf(data))
    assert not [word for word in ACTS if word in clean]
    assert b"Daftar hadir" in clean


def test_a_harmless_pdf_is_kept_byte_for_byte() -> None:
    """So that a signature in it stays whole."""
    data = made()
    assert harmless_pdf(data) == data


def test_what_hangs_behind_the_end_is_cut_off() -> None:
    assert b"<script>" not in harmless_pdf(made() + b"<html><script>alert(1)</script></html>")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\nbukan pdf", "rusak"),
        (made(encryption=pikepdf.Encryption(owner="a", user="b")), "kata sandi"),
    ],
)
def test_unreadable_pdfs_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        harmless_pdf(data)


@pytest.mark.django_db
def test_only_its_own_secretariat_shares_what_it_typed(world: World) -> None:
    rad = make_rad(world)
    report = rad.save("hukum", "sekretariat", proof_note="Surat contoh")
    row = services.evidence_add(
        item=report.item,
        period=report.period,
        title="Bukti Contoh",
        evidence_on=timezone.localdate(),
        link="https://contoh.example.id/bukti",
        by=rad.secretariat,
    )
    stranger = make_world("16.09", "OKU Selatan").people["sekretariat"]
    with pytest.raises(Denied):
        services.evidence_share(evidence=row, shared=True, by=stranger)
    assert services.evidence_share(evidence=row, shared=True, by=rad.secretariat).shared


@pytest.mark.django_db
def test_uploads_go_through_it(world: World) -> None:
    rad = make_rad(world)
    rad.save("dinsos", "dinsos")
    row = services.evidence_add(
        item=rad.items["dinsos"], period=rad.period, title="Surat", evidence_on=timezone.localdate(),
        upload=SimpleUploadedFile("surat.pdf", made(opening)), by=world.people["dinsos"],
    )  # fmt: skip
    assert b"app.alert" not in plain(Evidence.objects.get(pk=row.pk).file.read())
