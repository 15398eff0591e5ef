"""An answer link answers one invitation until its meeting ends, and can do nothing else, for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from meetings.enums import Answer, MeetingStatus
from meetings.links import answer_token, token_parts
from meetings.models import Invitation, Meeting
from meetings.models.invitations import new_key
from meetings.selectors.answers import invitation_by_token
from meetings.services.answers import answer_record
from tests.factories import World
from tests.meetings.builders import acting, invite_agency, invite_guest, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def meeting(world: World) -> Meeting:
    return make_meeting(world, title="Rapat contoh", copies="Tembusan Rahasia Contoh")


@pytest.fixture
def guest(meeting: Meeting) -> Invitation:
    invite_guest(meeting, name="Orang Lain Contoh", email="lain@contoh.example.id")
    return invite_guest(meeting)


def link(invitation: Invitation) -> str:
    return reverse("meetings:answer", args=[answer_token(invitation)])


def rows() -> list[tuple[Any, ...]]:
    return list(Invitation.objects.order_by("pk").values_list("pk", "answer", "representative", "reason"))


def test_three_buttons_without_a_password(guest: Invitation) -> None:
    page = Client().get(link(guest))
    text = page.content.decode()
    for words in (
        "Saya hadir",
        "Saya diwakili",
        "Saya berhalangan",
        "Rapat contoh",
        "Aula Contoh",
        "Tamu Contoh",
    ):
        assert words in text, words
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_it_shows_nobody_else(guest: Invitation) -> None:
    text = Client().get(link(guest)).content.decode()
    for hidden in (
        "Orang Lain Contoh",
        "lain@contoh",
        "Tembusan Rahasia",
        "Bahasan contoh",
    ):
        assert hidden not in text, hidden


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
@pytest.mark.parametrize("query", ["", "?answer=hadir", "?answer=berhalangan&reason=x"])
def test_opening_writes_nothing(guest: Invitation, method: str, query: str) -> None:
    """Mail scanners and chat previews open every link they see."""
    before, events = rows(), AuditEvent.objects.count()
    getattr(Client(), method)(link(guest) + query)
    assert rows() == before
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"answer": "hadir", "reason": "tidak disimpan"}, ("hadir", "", "")),
        ({"answer": "mewakili", "representative": "Sekretaris Dinas"}, ("mewakili", "Sekretaris Dinas", "")),
        ({"answer": "berhalangan", "reason": "Dinas luar"}, ("berhalangan", "", "Dinas luar")),
    ],
)
def test_each_answer_is_kept_and_may_be_changed(guest: Invitation, typed: Any, kept: Any) -> None:
    client = Client()
    client.post(link(guest), {"answer": "hadir"})
    page = client.post(link(guest), typed, follow=True)
    guest.refresh_from_db()
    assert (guest.answer, guest.representative, guest.reason) == kept
    assert guest.answered_by is None
    assert "Jawaban tercatat" in page.content.decode()
    assert len([row for row in rows() if row[1] != Answer.NONE]) == 1, "of one invitation alone"


def test_a_form_needs_its_token(guest: Invitation) -> None:
    """Another site's page cannot answer in somebody's browser."""
    before = rows()
    assert Client(enforce_csrf_checks=True).post(link(guest), {"answer": "hadir"}).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("typed", [{}, {"answer": "belum"}, {"answer": "mewakili"}, {"answer": "x"}])
def test_a_wrong_answer_says_what_to_do_and_keeps_nothing(guest: Invitation, typed: Any) -> None:
    before = rows()
    page = Client().post(link(guest), typed)
    assert page.status_code == 200
    assert any(words in page.content.decode() for words in ("Pilih salah satu", "Sebutkan siapa"))
    assert rows() == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": MeetingStatus.CANCELLED, "cancel_reason": "Contoh"}, "dibatalkan"),
        ({"status": MeetingStatus.HELD}, "sudah selesai"),
        ({"ends_at": timezone.now(), "starts_at": timezone.now() - timedelta(hours=1)}, "sudah selesai"),
        ({"status": MeetingStatus.DRAFT}, "belum dikirim"),
    ],
)
def test_it_ends_with_the_meeting_and_says_why(guest: Invitation, change: Any, why: str) -> None:
    Meeting.objects.filter(pk=guest.meeting_id).update(**change)
    before = rows()
    for answer in (Client().get(link(guest)), Client().post(link(guest), {"answer": "hadir"})):
        assert answer.status_code == 410
        assert why in answer.content.decode()
        assert "Aula Contoh" not in answer.content.decode()
    assert rows() == before


def test_it_ends_with_the_invitation(guest: Invitation) -> None:
    old = link(guest)
    Invitation.objects.filter(pk=guest.pk).update(withdrawn_at=timezone.now())
    assert "sudah ditarik" in Client().post(old, {"answer": "hadir"}).content.decode()
    Invitation.objects.filter(pk=guest.pk).update(withdrawn_at=None, answer_key=new_key())
    assert Client().get(old).status_code == 404, "invited again: the link before stays dead"
    guest.refresh_from_db()
    assert Client().get(link(guest)).status_code == 200


def test_it_opens_no_other_page(guest: Invitation) -> None:
    """The client that holds the link is still a stranger everywhere else."""
    client = Client()
    client.get(link(guest))
    client.post(link(guest), {"answer": "hadir"})
    base = f"/rapat/{guest.meeting_id}/"
    for path in ("/", "/rapat/", base, f"{base}undangan/", f"/rapat/undangan/{guest.pk}/jawab/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].startswith("/akun/masuk/")) == (302, True), path


def test_a_token_names_one_invitation_and_its_key(guest: Invitation) -> None:
    assert token_parts(answer_token(guest)) == (guest.pk.hex, guest.answer_key)
    assert invitation_by_token(answer_token(guest)) == guest


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_token_is_known(guest: Invitation, data: st.DataObject) -> None:
    """Any other text, and any token signed for something else, is nobody's."""
    token = answer_token(guest)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="ascii", exclude_characters=token[place]))
    other = Invitation.objects.exclude(pk=guest.pk).first()
    assert other is not None
    forged = (
        token[:place] + letter + token[place + 1 :],
        token[:place],
        data.draw(st.text(max_size=120)),
        Signer(salt="lain").sign(f"{guest.pk.hex}.{guest.answer_key}"),
        Signer(salt="meetings.answer").sign(f"{other.pk.hex}.{guest.answer_key}"),
        Signer(salt="meetings.answer").sign(guest.pk.hex),
    )
    for text in forged:
        assert invitation_by_token(text) is None, text


def test_guessing_is_slowed(guest: Invitation) -> None:
    client = Client()
    codes = {client.get("/rapat/jawab/tebakan/").status_code for _n in range(121)}
    assert codes == {404, 429}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("sekretariat", True),
        ("dinsos", True),
        ("dinsos_kasus", True),
        ("dinkes", False),
        ("sekda", False),
        ("pengawas", False),
        ("admin", False),
    ],
)
def test_who_answers_by_account(world: World, meeting: Meeting, who: str, may: bool) -> None:
    row = invite_agency(meeting, world.agencies["Dinas Sosial"])
    with acting(world, who) as now:
        if not may:
            with pytest.raises(Denied):
                answer_record(invitation=row, answer="hadir", by=now.user)
            return
        answer_record(invitation=row, answer="mewakili", representative="Sekretaris", by=now.user)
        event = AuditEvent.objects.get(action="meetings.answer_record")
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == (Answer.REPRESENTED, world.people[who])
    assert "Sekretaris" not in str(event.detail), "who comes is nothing for the trail"


def test_the_agency_answers_on_its_page(world: World, meeting: Meeting, sign_in: Any) -> None:
    row = invite_agency(meeting, world.agencies["Dinas Sosial"])
    client = sign_in(world.people["dinsos"])
    assert "Saya diwakili" in client.get(f"/rapat/undangan/{row.pk}/jawab/").content.decode()
    page = client.post(f"/rapat/undangan/{row.pk}/jawab/", {"answer": "hadir"}, follow=True)
    assert "Jawaban dicatat" in page.content.decode()
    assert "akan hadir" in page.content.decode()


def test_once_it_was_held_nothing_offers_to_change_the_answer(world: World, sign_in: Any) -> None:
    meeting = make_meeting(world)
    invite_agency(meeting, world.agencies["Dinas Sosial"], answer=Answer.COMING)
    page = reverse("meetings:invitation-list", args=[meeting.pk])
    client = sign_in(world.people["dinsos"])
    assert "Ubah jawaban" in client.get(page).content.decode()
    over = timezone.now() - timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        status=MeetingStatus.HELD, starts_at=over - timedelta(hours=2), ends_at=over
    )
    shown = client.get(page).content.decode()
    assert "Ubah jawaban" not in shown
    assert "Jawaban tercatat: akan hadir" in shown
