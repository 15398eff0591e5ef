"""Writing minutes: two editors, restarts and lost answers lose nothing; versions; who may write."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from meetings.enums import MeetingStatus
from meetings.models import AgendaItem, Minutes, MinutesPart, PartRevision
from meetings.selectors.minutes import RUN, history, press_text, revisions_of, writing_now
from meetings.services.minutes import Saved, minutes_start, part_restore, part_save
from tests.factories import World
from tests.meetings.builders import acting, invite_agency, make_follow_up, make_meeting
from tests.rad.test_queries import FRAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(world: World) -> MinutesPart:
    """A part of minutes being written, with Dinas Sosial's liaison as notulis."""
    meeting = make_meeting(world, minute_taker=world.people["dinsos"])
    with acting(world, "sekretariat") as now:
        return minutes_start(meeting=meeting, by=now.user).parts.filter(item__order=2).get()


def save(world: World, who: str, part: MinutesPart, base: int, text: str, **more: Any) -> Saved:
    with acting(world, who) as now:
        return part_save(part=part, by=now.user, base_version=base, discussion=text, **more)


def now_in(part: MinutesPart) -> MinutesPart:
    return MinutesPart.objects.get(pk=part.pk)


def test_minutes_have_a_part_for_each_point_and_the_closing(part: MinutesPart) -> None:
    assert [each.item and each.item.order for each in part.minutes.parts.all()] == [1, 2, 3, None]


@pytest.mark.parametrize("status", [MeetingStatus.DRAFT, MeetingStatus.CANCELLED])
def test_a_meeting_nobody_is_invited_to_has_no_minutes(world: World, status: MeetingStatus) -> None:
    meeting = make_meeting(world, status=status, cancel_reason="Contoh")
    with acting(world, "sekretariat") as now, pytest.raises(Denied):
        minutes_start(meeting=meeting, by=now.user)


def test_the_secretariat_and_the_notulis_write_and_nobody_else(world: World, part: MinutesPart) -> None:
    for who in world.people:
        if who in {"sekretariat", "sekretariat2", "dinsos"}:
            save(world, who, part, now_in(part).version, f"tulisan {who}")
        else:
            with pytest.raises(Denied), transaction.atomic():
                save(world, who, part, 0, "tulisan")


def test_two_writers_keep_both_lines_and_hear_of_each_other(world: World, part: MinutesPart) -> None:
    save(world, "sekretariat", part, 0, "dari sekretariat")
    saved = save(world, "dinsos", part, 0, "dari notulis")
    assert (saved.merged, saved.conflict, saved.others) == (True, False, ("Sekretariat Contoh",))
    assert now_in(part).discussion == "dari sekretariat\ndari notulis"
    assert [row.discussion for row in revisions_of(part)] == [
        "dari sekretariat\ndari notulis",
        "dari notulis",
        "dari sekretariat",
    ]


def test_a_page_with_nothing_of_its_own_hears_of_the_others(world: World, part: MinutesPart) -> None:
    """It must show what they wrote: else its next text would seem to take theirs away."""
    save(world, "sekretariat", part, 0, "dari sekretariat")
    saved = save(world, "dinsos", part, 0, "")
    assert (saved.merged, saved.conflict, saved.others) == (True, False, ("Sekretariat Contoh",))
    assert (now_in(part).discussion, now_in(part).version) == ("dari sekretariat", 1)


def test_a_page_that_never_heard_it_was_kept_goes_on_from_its_own_text(
    world: World, part: MinutesPart
) -> None:
    """The worker died after the commit: the page sends again, with more, from its old version."""
    save(world, "dinsos", part, 0, "Rap", page="tab1")
    save(world, "dinsos", part, 0, "Rapat dibuka", page="tab1")
    assert now_in(part).discussion == "Rapat dibuka"
    save(world, "sekretariat", part, now_in(part).version, "Rapat dibuka\nSambutan", page="tab2")
    saved = save(world, "dinsos", part, 0, "Rapat dibuka pukul 09.00", page="tab1")
    assert (now_in(part).discussion, saved.conflict) == ("Rapat dibuka pukul 09.00\nSambutan", False)


def test_sending_the_same_twice_makes_one_version(world: World, part: MinutesPart) -> None:
    for _time in range(2):
        save(world, "dinsos", part, 0, "sekali", page="tab1")
    assert now_in(part).version == PartRevision.objects.filter(part=part).count() == 1


def test_a_public_mark_set_by_one_stays_when_another_writes(world: World, part: MinutesPart) -> None:
    save(world, "sekretariat", part, 0, "", decision="Disepakati", decision_public=True)
    save(world, "dinsos", part, 0, "uraian")
    assert now_in(part).decision_public


# The world stays, each example is rolled back.
QUICK = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
EDIT = st.tuples(
    st.sampled_from(["sekretariat", "dinsos"]), st.sampled_from(["tulis", "hapus", "muat"]), st.integers(0, 9)
)


@QUICK
@given(st.lists(EDIT, min_size=2, max_size=10))
def test_no_line_called_saved_is_lost_however_two_editors_interleave(
    world: World, part: MinutesPart, edits: list[tuple[str, str, int]]
) -> None:
    """Each editor has an old page; lines are new words. What nobody took out stands in the text, and every
    line ever called saved stands in a version."""
    with transaction.atomic():
        pages = dict.fromkeys(("sekretariat", "dinsos"), (0, ""))
        called_saved: set[str] = set()
        taken_out: set[str] = set()
        for number, (who, act, place) in enumerate(edits):
            version, text = pages[who]
            lines = text.split("\n") if text else []
            if act == "muat":
                pages[who] = (now_in(part).version, now_in(part).discussion)
                continue
            if act == "hapus" and lines:
                taken_out.add(lines.pop(place % len(lines)))
            else:
                lines.insert(place % (len(lines) + 1), f"baris {number} {who}")
            save(world, who, part, version, "\n".join(lines), page=f"tab {who}")
            pages[who] = (version, "\n".join(lines))
            called_saved |= set(lines)
        current = set(now_in(part).discussion.split("\n"))
        kept = current.union(*(row.discussion.split("\n") for row in revisions_of(part)))
        assert called_saved <= kept
        assert called_saved - taken_out <= current
        transaction.set_rollback(True)


# --- Versions


def test_saves_in_a_row_read_as_one_version_until_another_writes(world: World, part: MinutesPart) -> None:
    for number in range(1, 4):
        save(world, "dinsos", part, number - 1, "a" * number, page="tab1")
    save(world, "sekretariat", part, 3, "aaa\nb")
    save(world, "dinsos", part, 4, "aaa\nb\nc")
    assert [row.version for row in history(revisions_of(part))] == [5, 4, 3]
    PartRevision.objects.filter(version=1).update(at=timezone.now() - 2 * RUN)
    assert [row.version for row in history(revisions_of(part))] == [5, 4, 3, 1]


def test_a_restore_is_a_new_version_and_loses_nothing(world: World, part: MinutesPart) -> None:
    save(world, "dinsos", part, 0, "lama")
    save(world, "sekretariat", part, 1, "baru")
    with acting(world, "dinsos") as now:
        part_restore(part=part, version=1, by=now.user)
    assert (now_in(part).discussion, now_in(part).version) == ("lama", 3)
    assert [(r.version, r.restored_from) for r in history(revisions_of(part))] == [
        (3, 1),
        (2, None),
        (1, None),
    ]


def test_who_writes_now_is_told_for_a_minute(world: World, part: MinutesPart) -> None:
    save(world, "sekretariat", part, 0, "mengetik")
    other, own = world.people["dinsos"], world.people["sekretariat"]
    assert writing_now(now_in(part), other) == own
    assert writing_now(now_in(part), own) is None
    MinutesPart.objects.update(updated_at=timezone.now() - RUN)
    assert writing_now(now_in(part), other) is None


# --- Pages


def test_without_javascript_a_button_saves_and_says_when(
    world: World, part: MinutesPart, sign_in: Any
) -> None:
    client: Client = sign_in(world.people["dinsos"])
    url = reverse("meetings:part-save", args=[part.minutes.meeting_id, part.pk])
    answer = client.post(url, {"discussion": "satu\r\ndua", "base_version": "0"}, follow=True)
    assert "Tersimpan pukul " in answer.content.decode()
    assert now_in(part).discussion == "satu\ndua"


def test_words_sent_after_the_session_ended_come_back(world: World, part: MinutesPart, sign_in: Any) -> None:
    """Signed out, and signed in anew with an old token: the page gives them back to be sent again."""
    url = reverse("meetings:part-save", args=[part.minutes.meeting_id, part.pk])
    given = {"discussion": "jangan hilang", "base_version": "0"}
    signed_out = Client().post(url, given, headers={"Origin": "http://testserver"})
    assert (signed_out.status_code, "jangan hilang" in signed_out.content.decode()) == (403, True)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(world.people["dinsos"]).cookies
    stale = strict.post(url, given, headers={"Origin": "http://testserver"})
    assert (stale.status_code, "jangan hilang" in stale.content.decode()) == (403, True)
    assert now_in(part).version == 0
    foreign = Client().post(url, given, headers={"Origin": "https://jahat.example"})
    assert foreign.status_code == 302


def test_a_page_that_types_is_told_what_it_goes_on_from(
    world: World, part: MinutesPart, sign_in: Any
) -> None:
    save(world, "sekretariat", part, 0, "\nbaris sekretariat")
    url = reverse("meetings:part-save", args=[part.minutes.meeting_id, part.pk])
    answer = sign_in(world.people["dinsos"]).post(
        url, {"discussion": "<b>baris notulis</b>", "base_version": "0"}, headers={"HX-Request": "true"}
    )
    words = answer.content.decode()
    assert answer["X-Draft"] == "kept"
    assert 'data-version="3"' in words
    assert "&lt;b&gt;baris notulis" in words
    assert "Sekretariat Contoh juga menulis bagian ini" in words
    too_long = {"discussion": "a" * 40_001, "base_version": "3"}
    refused = sign_in(world.people["dinsos"]).post(url, too_long, headers={"HX-Request": "true"})
    assert (refused["X-Draft"], now_in(part).version) == ("refused", 3)


# --- Press


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=4))
@QUICK
def test_the_press_is_told_public_parts_only(world: World, flags: list[tuple[bool, bool]]) -> None:
    with transaction.atomic():
        meeting = make_meeting(world, topics=0)
        invite_agency(meeting, world.agencies["Dinas Sosial"])
        minutes = Minutes.objects.create(meeting=meeting)
        for n, (item_public, decision_public) in enumerate(flags):
            title, decision = f"RAHASIAacara{n}", f"RAHASIAputusan{n}"
            if item_public:
                title = f"Acara terbuka {n}"
            if decision_public:
                decision = f"Putusan terbuka {n}"
            item = AgendaItem.objects.create(
                meeting=meeting,
                order=n + 5,
                title=title,
                is_public=item_public,
                note="RAHASIAcatatan",
                speaker="RAHASIApenyaji",
            )
            MinutesPart.objects.create(
                minutes=minutes,
                item=item,
                discussion="RAHASIAbahasan",
                obstacles="RAHASIAkendala",
                decision=decision,
                decision_public=decision_public,
            )
        text = press_text(minutes)
        assert "RAHASIA" not in text
        assert meeting.title in text
        for n, (item_public, decision_public) in enumerate(flags):
            assert (f"Acara terbuka {n}" in text) == item_public
            assert (f"Putusan terbuka {n}" in text) == decision_public
        transaction.set_rollback(True)


def test_every_page_of_minutes_opens(world: World, part: MinutesPart, sign_in: Any) -> None:
    save(world, "sekretariat", part, 0, "lama")
    save(world, "dinsos", part, 1, "baru\nsekali", decision="Sepakat")
    meeting = part.minutes.meeting
    client: Client = sign_in(world.people["dinsos"])
    page = client.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()
    assert "Sekretariat Contoh" not in page
    assert page.count("data-draft=") == 4
    listed = client.get(reverse("meetings:revision-list", args=[meeting.pk, part.pk])).content.decode()
    assert "Versi 2" in listed
    one = client.get(reverse("meetings:revision-detail", args=[meeting.pk, part.pk, 1])).content.decode()
    assert "Pulihkan versi ini" in one
    restored = client.post(reverse("meetings:part-restore", args=[meeting.pk, part.pk, 1]))
    assert (restored.status_code, now_in(part).discussion) == (302, "lama")
    unknown = client.get(reverse("meetings:revision-detail", args=[meeting.pk, part.pk, 99]))
    assert unknown.status_code == 404


def test_the_first_point_shows_what_earlier_meetings_left_open(
    world: World, part: MinutesPart, sign_in: Any
) -> None:
    """Carried follow-ups are links; the queries of a long agenda are those of a short one."""
    meeting = part.minutes.meeting
    before = make_meeting(world, starts_at=meeting.starts_at - RUN)
    old = make_follow_up(world, before, text="Tunggakan contoh")
    make_follow_up(world, meeting, agenda_item=part.item, text="Janji contoh", announced_at=None)
    client, url = sign_in(world.people["sekretariat"]), reverse("meetings:minutes", args=[meeting.pk])
    with CaptureQueriesContext(connection) as few:
        page = client.get(url).content.decode()
    assert f'<a href="{old.get_absolute_url()}">Tunggakan contoh</a>' in page
    assert "Janji contoh" in page
    assert f"?acara={part.item_id}" in page
    for order in range(5, 25):
        item = AgendaItem.objects.create(meeting=meeting, order=order, title=f"Bahasan {order}")
        MinutesPart.objects.create(minutes=part.minutes, item=item)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    own = [q["sql"] for q in many if not any(word in q["sql"] for word in FRAME)]
    assert len(own) <= 12, "\n".join(own)
    assert len(many) <= len(few)
