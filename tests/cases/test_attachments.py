"""Files of a case: harmless, encrypted on the disk, opened on record by those who may, gone when removed."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Attachment, CaseTrail
from cases.selectors.attachments import attachment_list
from cases.services import attachments as services
from gugus.core.crypto import Unreadable
from gugus.core.permissions import Denied
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.files import one_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world):
    return open_case(world, "dinsos_kasus", "Dinas Sosial")


def upload(content, name="surat.pdf"):
    return SimpleUploadedFile(name, content)


def add(world, case, data=None, by="dinsos_kasus", **extra):
    with acting(world, by) as now:
        return services.attachment_add(
            case=case,
            by=now.user,
            title="Surat Contoh",
            upload=upload(data or one_page("isi surat")),
            **extra,
        )


def photo():
    picture = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x010E] = "Rahasia di dalam foto"
    kept = BytesIO()
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def test_an_upload_comes_back_and_the_disk_and_table_tell_nothing(world, case, sign_in):
    client = sign_in(world.people["dinsos_kasus"])
    send = {
        "title": "Visum Contoh",
        "upload": upload(one_page("isi surat"), "Bunga Contoh.pdf"),
        "shared": "on",
    }
    assert client.post(reverse("cases:attachment-add", args=[case.pk]), send).status_code == 302
    with acting(world, "dinsos_kasus"):
        row = Attachment.objects.get()
        assert (row.title, row.shared, row.content_type) == ("Visum Contoh", True, "application/pdf")
    assert "Bunga" not in str(row.file.name) + str(Attachment.objects.values())
    assert b"%PDF" not in Path(row.file.path).read_bytes()
    page = client.get(reverse("cases:attachment-list", args=[case.pk])).content.decode()
    assert "Visum Contoh" in page
    answer = client.get(reverse("cases:attachment-file", args=[row.pk]))
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert str(pdf.docinfo["/Subject"]) == "isi surat"
    assert answer["Content-Disposition"] == 'attachment; filename="lampiran.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    with acting(world, "dinsos_kasus") as now:
        acts = CaseTrail.objects.visible_to(now.user).order_by("at").values_list("action", flat=True)
        assert [act for act in acts if "attachment" in act] == [
            "cases.attachment_add",
            "cases.attachment_list_read",
            "cases.attachment_read",
        ]


def test_pictures_lose_what_hides_in_them(world, case):
    row = add(world, case, photo())
    kept = services.attachment_content(attachment=row)
    assert b"Rahasia" not in kept
    assert row.size == len(kept)


@pytest.mark.parametrize("data", [b"MZ program", b"<svg/>", b"%PDF-1.4 rusak", b"%PDF-" + b"x" * 11_000_000])
def test_what_is_no_picture_or_pdf_is_refused(world, case, data):
    with pytest.raises(ValidationError) as refusal:
        add(world, case, data)
    assert refusal.value.error_dict.keys() == {"upload"}
    with acting(world, "dinsos_kasus"):
        assert not Attachment.objects.exists()


def test_a_large_upload_never_lies_on_the_disk_in_clear(world, case, sign_in, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", forbidden)
    client = sign_in(world.people["dinsos_kasus"])
    address = reverse("cases:attachment-add", args=[case.pk])
    noise = Image.effect_noise((2000, 2000), 90)
    kept = BytesIO()
    noise.save(kept, "PNG")
    assert 3_000_000 < len(kept.getvalue()) < 10_000_000
    send = {"title": "Foto", "upload": upload(kept.getvalue(), "foto.png")}
    assert client.post(address, send).status_code == 302
    page = client.post(
        address, {"title": "Foto", "upload": upload(b"%PDF-" + b"x" * 11_000_000)}
    ).content.decode()
    assert "paling besar 10 MB" in page
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(address, {"title": "Foto", "upload": upload(photo(), "a.jpg")}).status_code == 403


def receiver(world, case):
    """Dinas Kesehatan handles the case by an accepted referral."""
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    consent = give_consent(world, "dinsos_kasus", case, "identitas")
    referral = draft_referral(world, "dinsos_kasus", case, "Dinas Sosial", "Dinas Kesehatan", consent=consent)
    move(world, "dinsos_kasus", referral, "send")
    move(world, "dinkes_kasus", referral, "accept")
    return referral


def test_only_shared_files_reach_other_agencies_of_the_case(world, case, sign_in):
    row = add(world, case)
    shared = add(world, case, shared=True)
    referral = receiver(world, case)
    client = sign_in(world.people["dinkes_kasus"])
    assert client.get(reverse("cases:attachment-file", args=[row.pk])).status_code == 404
    assert client.get(reverse("cases:attachment-file", args=[shared.pk])).status_code == 200
    for name in ("attachment-remove", "attachment-share"):
        assert client.post(reverse(f"cases:{name}", args=[shared.pk])).status_code == 403
        assert client.post(reverse(f"cases:{name}", args=[row.pk])).status_code == 404
    owner = sign_in(world.people["dinsos_kasus"])
    assert owner.post(reverse("cases:attachment-share", args=[row.pk])).status_code == 302
    assert client.get(reverse("cases:attachment-file", args=[row.pk])).status_code == 200
    move(world, "dinsos_kasus", referral, "withdraw", reason="contoh")
    for each in (row, shared):
        assert client.get(reverse("cases:attachment-file", args=[each.pk])).status_code == 404
    with acting(world, "dinkes_kasus") as now:
        assert not attachment_list(now.user).exists()
        assert not Attachment.objects.exists()


def test_a_receiver_writes_for_its_own_desk(world, case):
    receiver(world, case)
    row = add(world, case, by="dinkes_kasus")
    assert row.group == handlers_desk(world, "Dinas Kesehatan").group
    with acting(world, "dinsos_kasus"):
        assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone(world, case):
    row = add(world, case)
    path = Path(row.file.path)
    assert path.exists()
    with acting(world, "dinsos_kasus") as now:
        services.attachment_remove(attachment=row, by=now.user)
        assert path.exists()
    assert not path.exists()
    with acting(world, "dinsos_kasus") as now:
        assert not attachment_list(now.user).exists()
        mark = Attachment.objects.get()
        assert (mark.title, mark.file.name) == ("", "")


def test_a_swapped_file_is_refused(world, case):
    first, second = add(world, case), add(world, case)
    Path(second.file.path).write_bytes(Path(first.file.path).read_bytes())
    with pytest.raises(Unreadable):
        services.attachment_content(attachment=second)


def test_others_may_not_add(world, case):
    with pytest.raises(Denied):
        add(world, case, by="polres_ppa")
