"""Files of a meeting: harmless, by point of the agenda, for those who know the meeting."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gugus.core.permissions import Denied
from meetings.enums import AttachmentKind
from meetings.models import Attachment
from meetings.services.attachments import attachment_add, attachment_remove
from tests.factories import World
from tests.files import one_page
from tests.meetings.builders import acting, invite_agency, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("paparan rahasia.pdf", one_page("x"), "application/pdf")


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    return SimpleUploadedFile("foto.png", out.getvalue(), "image/png")


def test_a_file_stands_at_its_point_and_loses_its_name(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    point = meeting.agenda.get(order=2)
    with acting(world, "sekretariat") as now:
        row = attachment_add(meeting=meeting, by=now.user, upload=pdf(), title="Paparan", agenda_item=point)
        image = attachment_add(
            meeting=meeting, by=now.user, upload=photo(), title="Foto", kind=AttachmentKind.PHOTO
        )
    assert "rahasia" not in row.file.name
    assert (row.content_type, image.content_type) == ("application/pdf", "image/jpeg")
    client = sign_in(world.people["dinsos"])
    body = client.get(f"{meeting.get_absolute_url()}berkas/").content.decode()
    assert "2. Bahasan contoh 1" in body
    assert "Hapus" not in body
    answer = client.get(f"/rapat/berkas/{row.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="berkas-rapat.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert sign_in(world.people["polres"]).get(f"/rapat/berkas/{row.pk}/").status_code == 404


def test_what_cannot_be_kept_is_refused(world: World) -> None:
    meeting, other = make_meeting(world), make_meeting(world)
    bad = SimpleUploadedFile("a.pdf", b"MZ\x90", "application/pdf")
    with acting(world, "sekretariat") as now:
        for field, values in (
            ("upload", {"upload": bad}),
            ("with_letter", {"upload": photo(), "with_letter": True}),
            ("agenda_item", {"upload": pdf(), "agenda_item": other.agenda.first()}),
        ):
            with pytest.raises(ValidationError) as caught:
                attachment_add(meeting=meeting, by=now.user, title="x", **values)
            assert field in caught.value.error_dict
    with acting(world, "dinsos") as now, pytest.raises(Denied):
        attachment_add(meeting=meeting, by=now.user, upload=pdf(), title="x")
    assert not Attachment.objects.exists()


def test_the_scan_of_an_attendance_list_is_the_secretariats(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    with acting(world, "sekretariat") as now:
        row = attachment_add(
            meeting=meeting, by=now.user, upload=pdf(), title="Daftar", kind=AttachmentKind.ATTENDANCE_SCAN
        )
    for who, status in (("sekretariat2", 200), ("sekda", 404), ("dinsos", 404)):
        assert sign_in(world.people[who]).get(f"/rapat/berkas/{row.pk}/").status_code == status


def test_a_removed_file_leaves_the_disk(world: World, django_capture_on_commit_callbacks: Any) -> None:
    meeting = make_meeting(world)
    with acting(world, "sekretariat") as now:
        row = attachment_add(meeting=meeting, by=now.user, upload=pdf(), title="x")
        storage, name = row.file.storage, row.file.name
        assert storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            attachment_remove(attachment=row, by=now.user)
    assert not storage.exists(name)
    assert not Attachment.objects.exists()
