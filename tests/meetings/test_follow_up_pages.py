"""The pages of follow-ups: what a reader sees, what forms say, what a file is, how few questions they ask."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from meetings.enums import FollowUpStatus, Priority
from meetings.models import FollowUp
from meetings.services.follow_ups import follow_up_submit
from meetings.services.requests import request_ask, request_decide
from members.models import Seat
from tests.factories import World
from tests.files import one_page
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db
LIST = "/rapat/tindak-lanjut/"
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def enter(world: World, sign_in: Any) -> Enter:
    return lambda who: sign_in(world.people[who])


def text_of(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response.content.decode()


def due_in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_the_list_says_late_in_words_and_filters(world: World, enter: Enter) -> None:
    meeting = make_meeting(world, title="Rakor pertama")
    make_follow_up(world, meeting, text="Yang lewat", due=due_in(-3))
    make_follow_up(world, meeting, world.agencies["Polres"], text="Yang nanti", priority=Priority.HIGH)
    client = enter("sekretariat")
    page = text_of(client, LIST)
    assert "terlambat 3 hari" in page
    assert "sisa 7 hari" in page
    assert page.index("Yang lewat") < page.index("Yang nanti"), "the nearest day first"
    for query in (
        {"keadaan": "terlambat"},
        {"instansi": str(world.agencies["Dinas Sosial"].pk)},
        {"q": "lewat"},
        {"prioritas": "biasa"},
    ):
        page = text_of(client, LIST, **query)
        assert "Yang lewat" in page, query
        assert "Yang nanti" not in page, query
    assert "Yang lewat" in text_of(client, LIST, rapat=str(meeting.pk))
    assert "Tidak ada yang cocok" in text_of(client, LIST, keadaan="selesai")


def test_the_list_is_exported_as_shown(world: World, enter: Enter) -> None:
    make_follow_up(world, make_meeting(world), text="=HYPERLINK(1)", due=due_in(-1))
    answer = enter("sekda").get(LIST, {"_export": "xlsx", "keadaan": "terlambat"})
    head, row, *rest = load_workbook(BytesIO(answer.content)).active.values
    assert head[:3] == ("Tindak lanjut", "Penanggung jawab", "Batas waktu")
    assert (row[0], row[1], rest) == ("'=HYPERLINK(1)", "Dinas Sosial", [])
    assert "terlambat 1 hari" in row


def test_an_agency_sees_its_own_and_those_of_its_meetings(world: World, enter: Enter) -> None:
    open_meeting = make_meeting(world)
    invite_agency(open_meeting, world.agencies["Dinas Kesehatan"])
    make_follow_up(world, open_meeting, text="Milik dinsos")
    make_follow_up(world, make_meeting(world), world.agencies["Polres"], text="Milik polres")
    page = text_of(enter("dinkes"), LIST)
    assert "Milik dinsos" in page
    assert "Milik polres" not in page


def test_counts_per_agency_with_bars_and_as_a_file(world: World, enter: Enter) -> None:
    meeting = make_meeting(world)
    for days in (-2, 4):
        make_follow_up(world, meeting, due=due_in(days), priority=Priority.HIGH)
    client = enter("sekda")
    page = text_of(client, reverse("meetings:follow-up-counts"))
    assert 'class="bar-value" width="100%"' in page
    assert 'class="bar-value" width="50%"' in page
    answer = client.get(reverse("meetings:follow-up-counts"), {"_export": "csv"})
    assert "Dinas Sosial,2,1,2,0,0" in answer.content.decode()


def test_written_down_from_the_page(world: World, enter: Enter) -> None:
    meeting, agency = make_meeting(world), world.agencies["Dinas Sosial"]
    seat = Seat.objects.get(decree=world.decree, agency=agency)
    client, due = enter("sekretariat"), due_in(10)
    path = reverse("meetings:follow-up-create", args=[meeting.pk])
    topic = meeting.agenda.get(order=2)
    assert f'value="{topic.pk}" selected' in text_of(client, path, acara=str(topic.pk))
    given = {
        "text": "Menyusun SOP contoh", "agency": agency.pk, "seat": seat.pk, "priority": "tinggi",
        "due_day": due.day, "due_month": due.month, "due_year": due.year, "agenda_item": topic.pk,
    }  # fmt: skip
    other = Seat.objects.get(decree=world.decree, agency=world.agencies["Polres"])
    refused = client.post(path, given | {"seat": other.pk}).content.decode()
    assert "Kursi ini milik Polres" in refused
    assert "Menyusun SOP contoh" in refused, "the form keeps what was typed"
    assert client.post(path, given).status_code == 302
    row = FollowUp.objects.get()
    assert (row.due, row.priority, row.office, row.seat_lineage) == (due, "tinggi", seat.title, seat.lineage)
    page = text_of(client, reverse("meetings:meeting-follow-ups", args=[meeting.pk]))
    assert "belum diberitahukan" in page
    update = reverse("meetings:follow-up-update", args=[row.pk])
    assert f'value="{seat.pk}" selected' in text_of(client, update)
    assert client.post(reverse("meetings:follow-up-announce", args=[meeting.pk])).status_code == 302
    assert client.get(update).status_code == 403


def test_from_submission_to_closing_over_the_pages(world: World, enter: Enter) -> None:
    row = make_follow_up(world, make_meeting(world), priority=Priority.HIGH)
    dinsos, sekda, path = enter("dinsos"), enter("sekda"), row.get_absolute_url()
    assert "Ajukan selesai" in text_of(dinsos, path)
    assert "Ajukan selesai" not in text_of(sekda, path)
    submit = reverse("meetings:follow-up-submit", args=[row.pk])
    refused = dinsos.post(submit, {"action_taken": "SOP ditandatangani."}).content.decode()
    assert "memerlukan bukti" in refused
    assert "SOP ditandatangani." in refused
    upload = SimpleUploadedFile("daftar.pdf", one_page("isi"), "application/pdf")
    done = dinsos.post(submit, {"action_taken": "SOP ditandatangani.", "upload": upload})
    assert done.status_code == 302
    page = text_of(sekda, path)
    assert "Diajukan selesai" in page
    assert "Buka bukti (PDF)" in page
    proof = sekda.get(reverse("meetings:proof-file", args=[row.notes.get().pk]))
    assert proof["Content-Disposition"] == 'attachment; filename="bukti.pdf"'
    assert proof["Content-Security-Policy"] == "sandbox; default-src 'none'"
    back = reverse("meetings:follow-up-return", args=[row.pk])
    assert sekda.post(back, {"reason": "Lengkapi."}).status_code == 302
    assert "Lengkapi." in text_of(dinsos, path)
    assert "SOP ditandatangani." in text_of(dinsos, submit), "what was written is there to mend"
    assert dinsos.post(submit, {"action_taken": "SOP lengkap."}).status_code == 302
    assert sekda.post(reverse("meetings:follow-up-verify", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.status == FollowUpStatus.DONE
    assert "Diperiksa oleh" in text_of(dinsos, path)


def test_who_submitted_is_told_why_the_button_is_off(world: World, enter: Enter) -> None:
    row = make_follow_up(world, make_meeting(world))
    with acting(world, "sekretariat") as now:
        link = "https://contoh.example.id/surat"
        follow_up_submit(follow_up=row, by=now.user, action_taken="Selesai", link=link)
    client = enter("sekretariat")
    page = text_of(client, row.get_absolute_url())
    assert "pemeriksanya harus orang lain" in page
    assert "atas nama Dinas Sosial" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert client.post(reverse("meetings:follow-up-verify", args=[row.pk])).status_code == 403


def test_an_extension_over_the_pages(world: World, enter: Enter) -> None:
    row = make_follow_up(world, make_meeting(world))
    dinsos, sekda, until = enter("dinsos"), enter("sekda"), row.due + timedelta(days=5)
    path = reverse("meetings:follow-up-extend", args=[row.pk])
    boxes = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    assert dinsos.post(path, boxes | {"reason": "Menunggu anggaran"}).status_code == 302
    page = text_of(sekda, row.get_absolute_url())
    assert "meminta perpanjangan sampai" in page
    decide = reverse("meetings:request-decide", args=[row.requests.get().pk])
    assert "Menunggu anggaran" in text_of(sekda, decide)
    assert "mengapa permintaan ini ditolak" in sekda.post(decide, {"decision": "tolak"}).content.decode()
    assert sekda.post(decide, {"decision": "setuju"}).status_code == 302
    page = text_of(dinsos, row.get_absolute_url())
    assert "diperpanjang dari" in page
    assert "Perpanjangan waktu disetujui" in page


def grown(world: World, count: int) -> FollowUp:
    """Follow-ups of many meetings and agencies; the last with a long story."""
    agencies = list(world.agencies.values())
    for n in range(count):
        row = make_follow_up(world, make_meeting(world, topics=1), agencies[(n + 2) % 4], due=due_in(n - 3))
    for _n in range(count // 2):
        with acting(world, "sekretariat") as now:
            request = request_ask(follow_up=row, by=now.user, kind="hentikan", reason="Contoh")
        with acting(world, "sekda") as now:
            request_decide(request=request, by=now.user, grant=False)
    return row


@pytest.mark.parametrize("who", ["sekretariat", "dinsos"])
def test_few_questions_at_any_size(world: World, enter: Enter, who: str) -> None:
    client = enter(who)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return sum(not any(part in each["sql"] for part in FRAME) for each in queries)

    def paths(row: FollowUp) -> list[str]:
        of_meeting = reverse("meetings:meeting-follow-ups", args=[row.meeting_id])
        counts = [reverse("meetings:follow-up-counts")] if who == "sekretariat" else []
        return [LIST, row.get_absolute_url(), of_meeting, *counts]

    few = [asked(path) for path in paths(grown(world, 4))]
    many = [asked(path) for path in paths(grown(world, 12))]
    assert many == few
    assert max(many) <= 12, many
