"""The agenda: one source, its first point fixed, rows added and moved without JavaScript."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gugus.core.permissions import Denied
from meetings.enums import AgendaKind, MinutesStatus
from meetings.models import Meeting, Minutes, MinutesPart
from meetings.services.agenda import Point, agenda_set
from tests.factories import World
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting, make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def points(meeting: Meeting) -> list[Point]:
    return [Point(pk=item.pk, title=item.title) for item in meeting.agenda.all()]


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.agenda.values_list("title", flat=True))


def test_points_are_moved_added_and_dropped_and_the_first_stays(world: World) -> None:
    meeting = make_meeting(world, topics=3)
    first, one, two, three = points(meeting)
    with acting(world, "sekretariat") as now:
        agenda_set(meeting=meeting, by=now.user, items=[three, Point(title="Baru"), first, one])
        assert titles(meeting) == ["Tindak lanjut rapat lalu", "Bahasan contoh 3", "Baru", "Bahasan contoh 1"]
        agenda_set(meeting=meeting, by=now.user, items=[])
    (left,) = meeting.agenda.all()
    assert (left.kind, left.order) == (AgendaKind.FOLLOW_UPS, 1)
    assert two.pk != left.pk


def test_a_point_with_minutes_or_a_follow_up_stays(world: World) -> None:
    meeting = make_meeting(world)
    first, one, two = points(meeting)
    minutes = make_minutes(meeting)
    MinutesPart.objects.filter(item=one.pk).update(version=1, decision="Disepakati")
    make_follow_up(world, meeting, agenda_item=meeting.agenda.get(pk=two.pk))
    with acting(world, "sekretariat") as now:
        for left in ([first, one], [first, two]):
            with pytest.raises(ValidationError, match="tidak dihapus"):
                agenda_set(meeting=meeting, by=now.user, items=left)
        agenda_set(meeting=meeting, by=now.user, items=[first, one, two, Point(title="Lain-lain")])
    assert minutes.parts.filter(item__title="Lain-lain").count() == 1
    Minutes.objects.update(status=MinutesStatus.AGREEMENT, round=1, agree_until=meeting.ends_at)
    with acting(world, "sekretariat") as now, pytest.raises(Denied, match="diedarkan"):
        agenda_set(meeting=meeting, by=now.user, items=[first, one, two])


def test_the_public_agenda_is_the_same_rows_without_what_is_internal(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    invite_agency(meeting, world.agencies["Dinas Sosial"])
    meeting.agenda.filter(order=2).update(is_public=True, note="hanya kita", minutes=30)
    url = f"{meeting.get_absolute_url()}acara/"
    for who, full_note in (("sekretariat", True), ("sekda", True), ("dinsos", False), ("pengawas", False)):
        client = sign_in(world.people[who])
        full = client.get(f"{url}lembar/").content.decode()
        public = client.get(f"{url}umum/").content.decode()
        assert ("hanya kita" in full) == full_note
        assert "Bahasan contoh 2" in full
        assert "Bahasan contoh 1" in public
        assert "Bahasan contoh 2" not in public
        assert "hanya kita" not in public


def test_the_page_keeps_what_is_typed_while_rows_are_added(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world, topics=1)
    first, topic = meeting.agenda.all()
    client, url = sign_in(world.people["sekretariat"]), f"{meeting.get_absolute_url()}acara/"
    assert client.get(url).context["form"].size == 4
    typed = {
        "rows_count": "4",
        "pk_0": first.pk, "speaker_0": "Sekretaris", "minutes_0": "15",
        "pk_1": topic.pk, "order_1": "3", "title_1": "Pemaparan data", "is_public_1": "on",
        "order_2": "2", "title_2": "Arahan Sekda", "speaker_agency_2": world.agencies["Polres"].pk,
        "order_3": "4", "note_3": "catatan tanpa judul",
    }  # fmt: skip
    page = client.post(url, typed | {"tambah": "1"})
    assert page.context["form"].size == 6
    assert 'value="Arahan Sekda"' in page.content.decode()
    assert titles(meeting) == ["Tindak lanjut rapat lalu", "Bahasan contoh 1"]
    page = client.post(url, typed)
    assert "Tulis mata acara baris 4, atau centang “Hapus baris ini”." in page.content.decode()
    assert client.post(url, typed | {"remove_3": "on"}).status_code == 302
    assert titles(meeting) == ["Tindak lanjut rapat lalu", "Arahan Sekda", "Pemaparan data"]
    head, _second, last = meeting.agenda.all()
    assert (head.speaker, head.minutes, last.pk, last.is_public) == ("Sekretaris", 15, topic.pk, True)
