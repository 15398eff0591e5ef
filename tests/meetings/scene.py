"""Meetings as one may meet them, each confidential text a word of its own (tests/scene.py)."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.enums import AttachmentKind, LetterStatus, MeetingStatus, Verdict
from meetings.models import Meeting, MinutesAnswer, PartRevision
from meetings.services.attachments import attachment_add
from meetings.services.attendance import attendance_record, code_print
from meetings.services.follow_ups import follow_up_note, follow_up_submit
from meetings.services.requests import request_ask
from tests.factories import World
from tests.files import one_page
from tests.meetings.builders import (
    acting,
    invite_agency,
    make_follow_up,
    make_letter,
    make_meeting,
    make_minutes,
    make_paper,
    meeting_type,
)

WORDS = {
    "draft_meeting": "KENARIrapat6B",
    "attendance_phone": "KENARIhp4C",
    "draft_follow_up": "KENARItindak3D",
    "agenda_note": "KENARIacara3G",
    "meeting_scan": "KENARIpindaihadir4C",
    "letter": "KENARIsurel4J",
    "minutes": "KENARInotula9D",
}


def make_meetings(world: World) -> dict[str, Any]:
    """By name: a rakor tomorrow with its promises and minutes, one now, a draft, a sosialisasi."""
    found = _meetings(world)
    return found | _follow_ups(world, found["meeting"]) | _minutes(world, found["meeting"])


def _meetings(world: World) -> dict[str, Any]:
    """An invited meeting tomorrow with Dinas Sosial among the invited, and a draft whose title is secret.

    Secret, too: internal notes of the agenda, and the scan of an attendance list. Another has begun, a third
    is a sosialisasi.
    """
    meeting = make_meeting(world)
    meeting.agenda.filter(order=2).update(note=WORDS["agenda_note"], is_public=True)
    outreach = make_meeting(world, type=meeting_type("sosialisasi"), title="Sosialisasi contoh")
    invite_agency(outreach, world.agencies["Dinas Sosial"])
    invitation = invite_agency(meeting, world.agencies["Dinas Sosial"])
    return {
        "meeting": meeting,
        "invitation": invitation,
        "meeting_letter": make_letter(invitation, status=LetterStatus.DROPPED, error=WORDS["letter"]),
        "meeting_paper": make_paper(meeting),
        "draft_meeting": make_meeting(
            world, status=MeetingStatus.DRAFT, title=f"Rapat {WORDS['draft_meeting']}"
        ),
        "outreach_meeting": outreach,
        "meeting_file": _meeting_files(world, meeting),
        "meeting_type": meeting_type(),
        **_meeting_now(world),
    }


def _meeting_files(world: World, meeting: Any) -> Any:
    """A file for all who know the meeting, which is returned, and a scanned list for the secretariat."""
    kinds = {"Paparan contoh": AttachmentKind.MATERIAL}
    kinds |= {f"Daftar {WORDS['meeting_scan']}": AttachmentKind.ATTENDANCE_SCAN}
    with acting(world, "sekretariat") as now:
        first, _scan = [
            attachment_add(
                meeting=meeting,
                by=now.user,
                upload=SimpleUploadedFile("a.pdf", one_page(title), "application/pdf"),
                title=title,
                kind=kind,
            )
            for title, kind in kinds.items()
        ]
    return first


def _meeting_now(world: World) -> dict[str, Any]:
    """A meeting that has begun: somebody of Dinas Sosial came and left a phone number; a code is printed."""
    now = make_meeting(world, starts_at=timezone.now() - timedelta(minutes=10))
    invite_agency(now, world.agencies["Dinas Sosial"])
    with acting(world, "sekretariat") as who:
        row = attendance_record(meeting=now, name="Rina Contoh", phone=WORDS["attendance_phone"], by=who.user)
        code = code_print(meeting=now, by=who.user)
    return {"meeting_now": now, "attendance": row, "check_in_code": code.code}


def _follow_ups(world: World, meeting: Meeting) -> dict[str, Any]:
    """Of Dinas Sosial: one with a proof, one submitted, one with a request, one nobody was told of yet."""
    rows = [make_follow_up(world, meeting) for _n in range(3)]
    with acting(world, "dinsos") as now:
        proof = SimpleUploadedFile("bukti.pdf", one_page("bukti"), "application/pdf")
        note = follow_up_note(follow_up=rows[0], by=now.user, text="Sudah dibahas.", upload=proof)
        follow_up_submit(follow_up=rows[1], by=now.user, action_taken="SOP disusun.")
        request = request_ask(follow_up=rows[2], by=now.user, kind="hentikan", reason="Dialihkan")
    draft = make_follow_up(world, meeting, text=f"Menyusun {WORDS['draft_follow_up']}", announced_at=None)
    return {
        "follow_up": rows[0],
        "submitted_follow_up": rows[1],
        "draft_follow_up": draft,
        "proof": note,
        "request": request,
    }


def _minutes(world: World, meeting: Meeting) -> dict[str, Any]:
    """Minutes being written a second time: a part in one version, and an objection of the round before."""
    minutes, word = make_minutes(meeting, round=1), WORDS["minutes"]
    part = minutes.parts.get(item__order=2)
    part.version, part.discussion, part.decision = 1, f"Dibahas {word}", f"Disepakati {word}"
    part.updated_by = world.people["sekretariat"]
    part.save()
    PartRevision.objects.create(
        part=part, version=1, discussion=part.discussion, decision=part.decision, by=part.updated_by
    )
    answer = MinutesAnswer.objects.create(
        minutes=minutes, round=1, agency=world.agencies["Dinas Sosial"], by=world.people["dinsos"],
        verdict=Verdict.OBJECT, text=f"Usul {word}",
    )  # fmt: skip
    return {"minutes": minutes, "minutes_part": part, "minutes_answer": answer}
