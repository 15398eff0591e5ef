"""A follow-up's life: written down, told, worked on with proof, submitted by one and closed by another."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.nik import check_no_nik
from gugus.core.services import kept, locked, put
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import move
from gugus.documents.harmless import harmless_file
from meetings.enums import FOLLOW_UP_TRANSITIONS, MinutesStatus, NoteAct, Priority
from meetings.models import AgendaItem, FollowUp, FollowUpNote, Meeting
from meetings.rules import follow_ups as rules
from meetings.selectors.follow_ups import agencies_and_units, item_choices, seat_choices
from members.models import Agency
from rad.models import ActionItem
from rad.services.reports import seat_of


@transaction.atomic
def follow_up_add(
    *,
    meeting: Meeting,
    by: Any,
    text: str,
    agency: Agency,
    due: date,
    priority: str = Priority.NORMAL,
    agenda_item: AgendaItem | None = None,
    seat_lineage: UUID | None = None,
    office: str = "",
    action_item: ActionItem | None = None,
) -> FollowUp:
    """Write down what an agency promised in a meeting.

    Told to the agency at once when the minutes were circulated already, else with them or by
    `follow_ups_announce`. Raises Denied, ValidationError.
    """
    rules.check_write(by, meeting)
    row = FollowUp(
        task_force_id=meeting.task_force_id,
        meeting=meeting,
        made_by=by,
        text=text,
        agency=agency,
        due=due,
        priority=priority,
        agenda_item=agenda_item,
        seat_lineage=seat_lineage,
        office=office,
        action_item=action_item,
    )
    _check(row, by)
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.status != MinutesStatus.WRITING:
        row.announced_at = timezone.now()
    kept(row)
    audit.record(by=by, action="meetings.follow_up_add", obj=row, agency=row.agency_id, due=row.due)
    return row


@transaction.atomic
def follow_up_update(*, follow_up: FollowUp, by: Any, **fields: Any) -> FollowUp:
    """Change what was written, until the agency was told. Raises Denied, ValidationError."""
    row = locked(follow_up)
    rules.check_edit(by, row)
    changed = put(row, fields)
    if changed:
        _check(row, by)
        kept(row)
        audit.record(by=by, action="meetings.follow_up_update", obj=row, changed=changed)
    return row


def _check(row: FollowUp, by: Any) -> None:
    """What a writer gives is of this meeting and task force; the first due day is the promised one."""
    row.original_due = row.due
    check_no_nik(text=row.text, office=row.office)
    problems = {}
    held_on = row.meeting.starts_at and row.meeting.local(row.meeting.starts_at).date()
    if row.due and held_on and row.due < held_on:
        problems["due"] = _("Batas waktu tidak boleh sebelum hari rapat, %(day)s.") % {
            "day": tanggal(held_on)
        }
    if not agencies_and_units(by).filter(pk=row.agency_id).exists():
        problems["agency"] = _("Pilih instansi dari gugus tugas ini.")
    if row.agenda_item_id and row.agenda_item.meeting_id != row.meeting_id:  # type: ignore[union-attr]
        problems["agenda_item"] = _("Pilih mata acara dari rapat ini.")
    if row.action_item_id and not item_choices(by).filter(pk=row.action_item_id).exists():
        problems["action_item"] = _("Pilih kegiatan dari RAD yang berlaku.")
    seats = seat_choices(by).filter(lineage=row.seat_lineage, agency=row.agency_id)
    if row.seat_lineage and not seats.exists():
        problems["seat_lineage"] = _("Jabatan itu bukan kursi instansi yang dipilih.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def follow_up_remove(*, follow_up: FollowUp, by: Any) -> None:
    """Take back what nobody was told of yet. Raises Denied."""
    row = locked(follow_up)
    rules.check_edit(by, row)
    audit.record(by=by, action="meetings.follow_up_remove", obj=row)
    row.delete()


@transaction.atomic
def follow_ups_announce(*, meeting: Meeting, by: Any) -> int:
    """Tell the agencies what they have promised; returns how many became theirs. Raises Denied."""
    rules.check_write(by, meeting)
    count = FollowUp.objects.filter(meeting=meeting, announced_at=None).update(announced_at=timezone.now())
    if count:
        audit.record(by=by, action="meetings.follow_up_announce", obj=meeting, count=count)
    return count


@transaction.atomic
def follow_up_note(
    *, follow_up: FollowUp, by: Any, text: str = "", upload: UploadedFile | None = None, link: str = ""
) -> FollowUpNote:
    """News of it, perhaps with a proof: a picture or PDF made harmless, or an https address.

    Raises Denied; ValidationError beside `text`, `upload` or `link`.
    """
    row = locked(follow_up)
    rules.check_work(by, row)
    if not (text or upload or link):
        raise ValidationError({"text": _("Tulis perkembangannya, atau lampirkan bukti.")})
    note = _noted(row, by, NoteAct.NEWS, text=text, upload=upload, link=link)
    audit.record(by=by, action="meetings.follow_up_note", obj=row, proof=note.is_proof)
    return note


@transaction.atomic
def follow_up_submit(
    *,
    follow_up: FollowUp,
    by: Any,
    action_taken: str,
    upload: UploadedFile | None = None,
    link: str = "",
) -> FollowUp:
    """Say that it is done and what was done. Raises Denied, ValidationError (also for a missing proof)."""
    row = locked(follow_up)
    rules.check_work(by, row)
    if not action_taken.strip():
        raise ValidationError({"action_taken": _("Tuliskan apa yang sudah dilakukan.")})
    _noted(row, by, NoteAct.SUBMIT, text=action_taken, upload=upload, link=link)
    rules.check_proof(by, row)
    row.action_taken, row.submitted_by, row.submitted_at = action_taken, by, timezone.now()
    return _moved(row, "submit", by, on_behalf=rules.on_behalf(by, row))


@transaction.atomic
def follow_up_return(*, follow_up: FollowUp, by: Any, reason: str) -> FollowUp:
    """Give it back with the reason; it runs again under the same due day. Raises Denied, ValidationError."""
    row = locked(follow_up)
    rules.check_return(by, row)
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan apa yang masih kurang.")})
    _noted(row, by, NoteAct.RETURN, text=reason)
    row.submitted_by = row.submitted_at = None
    return _moved(row, "return", by)


@transaction.atomic
def follow_up_verify(*, follow_up: FollowUp, by: Any, note: str = "") -> FollowUp:
    """Find it adequate and so close it; never by who did it. Raises Denied."""
    row = locked(follow_up)
    rules.check_verify(by, row)
    _noted(row, by, NoteAct.VERIFY, text=note)
    _closed(row, by)
    return _moved(row, "verify", by, closed_as=row.closed_as)


def _noted(
    row: FollowUp, by: Any, act: str, *, text: str, upload: UploadedFile | None = None, link: str = ""
) -> FollowUpNote:
    """A step of the story, with its proof if any."""
    check_no_nik(text=text)
    behalf = act in (NoteAct.NEWS, NoteAct.SUBMIT) and rules.on_behalf(by, row)
    note = FollowUpNote(follow_up=row, act=act, text=text, link=_https(link), by=by, on_behalf=behalf)
    if upload:
        data, note.content_type = harmless_file(upload)
        note.file.save("bukti", ContentFile(data), save=False)
    return kept(note)


def _https(link: str) -> str:
    if link and not link.startswith("https://"):
        raise ValidationError(
            {"link": _("Tautan harus diawali https://, contoh https://jdih.contoh.go.id/berkas.")}
        )
    return link


def _closed(row: FollowUp, by: Any) -> None:
    row.closed_by, row.closed_at, row.closed_as = by, timezone.now(), seat_of(by)[:160]


def _moved(row: FollowUp, name: str, by: Any, **detail: Any) -> FollowUp:
    move(row, FOLLOW_UP_TRANSITIONS, name)
    kept(row)
    audit.record(by=by, action=f"meetings.follow_up_{name}", obj=row, **detail)
    return row


def follow_up_drop(*, follow_up: FollowUp, by: Any) -> FollowUp:
    """End it without result, on a request just granted (services.requests, which checks and locks)."""
    _closed(follow_up, by)
    return _moved(follow_up, "drop", by, closed_as=follow_up.closed_as)
