"""A meeting's life: begun, changed, copied, repeated, called off, held."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept
from meetings.enums import AgendaKind
from meetings.models import AgendaItem, Meeting, MeetingType
from meetings.rules.common import check_manage
from members.models import TaskForce

FIRST_ITEM = "Tindak lanjut rapat lalu"


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
