"""A meeting's life: begun, changed, copied, repeated, called off, held."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked, put
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import move
from meetings.enums import MEETING_TRANSITIONS, AgendaKind, LetterPurpose, MeetingStatus
from meetings.models import AgendaItem, Invitation, Meeting, MeetingType
from meetings.recurrence import MOST, monthly
from meetings.rules import meetings as rules
from meetings.rules.common import check_manage
from meetings.services.attendance import quorum_take
from meetings.services.letters import letters_write
from members.models import TaskForce

FIRST_ITEM = "Tindak lanjut rapat lalu"
# What the calendars of the invited must take over when it changes (RFC 5545 SEQUENCE).
TOLD = frozenset({"title", "place", "link", "starts_at", "ends_at"})
COPIED = (
    "type", "title", "purpose", "host", "co_host", "opener", "chair", "chair_lineage", "minute_taker",
    "place", "link", "region", "secrecy", "copies",
)  # fmt: skip
ITEM_COPIED = ("kind", "order", "title", "speaker", "speaker_agency", "minutes", "is_public")
INVITEE_COPIED = ("kind", "lineage", "agency", "office", "name", "organisation", "email", "user", "order")


@transaction.atomic
def meeting_create(*, by: Any, type: MeetingType, title: str, **fields: Any) -> Meeting:
    """Begin a draft in the task force the person acts in, with the first point every agenda has.

    Hosted by the agency of the secretariat unless said otherwise. Raises ValidationError beside the field.
    """
    check_manage(by)
    task_force = TaskForce.objects.select_related("region").get(pk=by.authority.task_force_id)
    given = {"host": task_force.secretariat_agency} | fields
    meeting = Meeting(task_force=task_force, type=type, title=title, made_by=by, **given)
    check_parts(meeting)
    kept(meeting)
    AgendaItem.objects.create(meeting=meeting, kind=AgendaKind.FOLLOW_UPS, order=1, title=FIRST_ITEM)
    audit.record(by=by, action="meetings.meeting_create", obj=meeting, type=type.code)
    return meeting


@transaction.atomic
def meeting_update(*, meeting: Meeting, by: Any, **fields: Any) -> Meeting:
    """Change what is told of a meeting; the invited are written to when its name, time or place changes.

    Raises ValidationError beside the field.
    """
    row = locked(meeting)
    rules.check_facts_change(by, row)
    changed = put(row, fields)
    if not changed:
        return row
    check_parts(row)
    told = row.status == MeetingStatus.INVITED and not TOLD.isdisjoint(changed)
    row.sequence += told
    kept(row)
    if told:
        letters_write(meeting=row, purpose=LetterPurpose.CHANGE, by=by)
    audit.record(by=by, action="meetings.meeting_update", obj=row, fields=changed, told=told)
    return row


@transaction.atomic
def meeting_copy(
    *, meeting: Meeting, by: Any, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> Meeting:
    """A new draft with the same people, points and invitees; without a date until one is given.

    It lasts as long as the one before unless `ends_at` says otherwise. Answers, files, minutes and internal
    notes stay behind.
    """
    rules.check_copy(by, meeting)
    copy = _copied(meeting, by, starts_at, ends_at)
    audit.record(by=by, action="meetings.meeting_copy", obj=copy, source=meeting.pk)
    return copy


@transaction.atomic
def meeting_repeat(*, meeting: Meeting, by: Any, rhythm: str, times: int) -> list[Meeting]:
    """Drafts for the next `times` months (1 to 12), none skipped; all share one `series`.

    Raises ValidationError beside `times` for a number out of bounds, or a day the series has already.
    """
    row = locked(meeting)
    rules.check_repeat(by, row)
    if not 1 <= times <= MOST:
        raise ValidationError({"times": _("Isi angka 1 sampai %(most)s.") % {"most": MOST}})
    if row.series is None:
        row.series = uuid4()
        row.save(update_fields=["series", "updated_at"])
    starts = [each.start for each in monthly(row.local(row.starts_at), rhythm, times)]  # type: ignore[arg-type]
    _check_free(row, starts)
    made = [_copied(row, by, start, None, series=row.series) for start in starts]
    audit.record(by=by, action="meetings.meeting_repeat", obj=row, rhythm=rhythm, times=times)
    return made


@transaction.atomic
def meeting_cancel(*, meeting: Meeting, by: Any, reason: str) -> Meeting:
    """Call an invited meeting off; whoever was invited is told, and calendars drop it."""
    row = locked(meeting)
    rules.check_cancel(by, row)
    move(row, MEETING_TRANSITIONS, "cancel")
    row.cancel_reason = reason
    row.sequence += 1
    kept(row)
    letters_write(meeting=row, purpose=LetterPurpose.CANCEL, by=by)
    audit.record(by=by, action="meetings.meeting_cancel", obj=row)
    return row


@transaction.atomic
def meeting_discard(*, meeting: Meeting, by: Any) -> None:
    """Throw a draft away with everything in it; its files go when the transaction holds."""
    row = locked(meeting)
    rules.check_discard(by, row)
    audit.record(by=by, action="meetings.meeting_discard", obj=row, type=row.type.code)
    files = [(file.file.storage, str(file.file.name)) for file in row.attachments.all()]
    row.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


@transaction.atomic
def meeting_hold(*, meeting: Meeting, by: Any) -> Meeting:
    """Record that a meeting took place, with its quorum as the roll stands now."""
    row = locked(meeting)
    rules.check_hold(by, row)
    move(row, MEETING_TRANSITIONS, "hold")
    kept(row)
    quorum_take(meeting=row)
    audit.record(by=by, action="meetings.meeting_hold", obj=row)
    return row


def check_parts(meeting: Meeting) -> None:
    """Type, host and place are of the meeting's task force. Raises ValidationError beside each."""
    here, faults = meeting.task_force, {}
    if meeting.type.task_force_id not in (None, here.pk):
        faults["type"] = _("Jenis kegiatan ini milik gugus tugas lain. Pilih dari daftar.")
    if meeting.host is not None and not meeting.host.task_forces.filter(pk=here.pk).exists():
        faults["host"] = _("Penyelenggara harus anggota gugus tugas ini. Pilih dari daftar.")
    code = meeting.region_id or here.region_id
    if code != here.region_id and not code.startswith(f"{here.region_id}."):
        faults["region"] = _("Wilayah ini di luar wilayah gugus tugas. Pilih kecamatan atau desanya.")
    if faults:
        raise ValidationError(faults)


def _copied(
    source: Meeting, by: Any, starts_at: datetime | None, ends_at: datetime | None, **fields: Any
) -> Meeting:
    if starts_at is not None and ends_at is None:
        ends_at = starts_at + _length(source)
    copy = Meeting(
        task_force=source.task_force,
        made_by=by,
        copied_from=source,
        starts_at=starts_at,
        ends_at=ends_at,
        **{name: getattr(source, name) for name in COPIED},
        **fields,
    )
    kept(copy)
    for item in source.agenda.all():
        AgendaItem.objects.create(meeting=copy, **{name: getattr(item, name) for name in ITEM_COPIED})
    for row in source.invitations.filter(withdrawn_at__isnull=True):
        Invitation.objects.create(meeting=copy, **{name: getattr(row, name) for name in INVITEE_COPIED})
    return copy


def _length(meeting: Meeting) -> timedelta:
    """How long a meeting lasts; two hours where nobody said."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return timedelta(hours=2)
    return meeting.ends_at - meeting.starts_at


def _check_free(meeting: Meeting, starts: list[datetime]) -> None:
    rows = Meeting.objects.filter(series=meeting.series, starts_at__in=starts)
    taken = rows.exclude(status=MeetingStatus.CANCELLED).order_by("starts_at").first()
    if taken is not None and taken.starts_at is not None:
        day = tanggal(meeting.local(taken.starts_at))
        raise ValidationError(
            {
                "times": _("Rapat berkala ini sudah ada pada %(day)s. Ulangi dari rapat terakhirnya.")
                % {"day": day}
            }
        )
