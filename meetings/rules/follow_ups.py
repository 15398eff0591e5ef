"""Who may write, work on and close a follow-up: nothing ends by one person's acts (issue 5, point 5).

Doers are the people of the agency's desk and, atas nama, the secretariat. Closers are sekretariat and
pimpinan who neither did it, nor wrote of it, nor sit at the agency's desk.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from meetings.enums import DOING, FOLLOW_UP_TRANSITIONS, MeetingStatus, MinutesStatus, Priority, RequestStatus
from meetings.models import FollowUp, FollowUpNote, FollowUpRequest, Meeting
from meetings.rules.common import check_change
from meetings.rules.common import check_read as check_read
from members.enums import Role
from members.models import Agency

CLOSERS = (Role.SECRETARIAT, Role.LEADER)


def at_desk(user: Any, follow_up: FollowUp) -> bool:
    """Whether the person works for the agency that does it, or for one of its units."""
    mine = user.authority.agency_ids
    return (
        follow_up.agency_id in mine or Agency.objects.filter(parent=follow_up.agency_id, pk__in=mine).exists()
    )


def on_behalf(user: Any, follow_up: FollowUp) -> bool:
    """Whether what the person writes now is the secretariat's, for the agency."""
    return not at_desk(user, follow_up)


def check_write(user: Any, meeting: Meeting) -> None:
    """The secretariat and the notulis write down what a meeting that is called, or was held, decided."""
    if meeting.minute_taker_id != user.pk or meeting.task_force_id != user.authority.task_force_id:
        check_change(user, meeting)
    if meeting.status not in (MeetingStatus.INVITED, MeetingStatus.HELD):
        raise Denied(_("Tindak lanjut dicatat setelah rapat diundangkan atau dilaksanakan."))


def check_edit(user: Any, follow_up: FollowUp) -> None:
    """Words, agency and day are changed until the agency was told."""
    check_write(user, follow_up.meeting)
    if follow_up.announced_at:
        raise Denied(
            _(
                "Tindak lanjut ini sudah diberitahukan kepada instansinya, jadi tidak diubah lagi. Batas "
                "waktu diubah lewat permintaan perpanjangan, dan diakhiri lewat permintaan penghentian."
            )
        )


def check_announce(user: Any, meeting: Meeting) -> None:
    """By hand where no minutes will do it; minutes being written tell the agencies when circulated."""
    check_write(user, meeting)
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.status == MinutesStatus.WRITING:
        raise Denied(_("Instansi diberi tahu saat notula diedarkan untuk disetujui."))


def check_told(user: Any, follow_up: FollowUp) -> None:
    if follow_up.task_force_id != user.authority.task_force_id:
        raise Denied(_("Tindak lanjut ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))
    if not follow_up.announced_at:
        raise Denied(_("Tindak lanjut ini belum diberitahukan kepada instansinya."))


def check_work(user: Any, follow_up: FollowUp) -> None:
    """News, proof, and asking for more time: the agency's desk; the secretariat, atas nama."""
    if not (at_desk(user, follow_up) or user.authority.has_role(Role.SECRETARIAT)):
        raise Denied(
            _("Tindak lanjut ini dikerjakan oleh %(agency)s. Anda dapat membacanya, tidak mengisinya.")
            % {"agency": follow_up.agency}
        )
    check_told(user, follow_up)
    check_transition(follow_up, FOLLOW_UP_TRANSITIONS, "submit")


def check_proof(user: Any, follow_up: FollowUp) -> None:
    """High priority needs a proof in its story, and so does what is submitted atas nama.

    Raises ValidationError beside `upload`.
    """
    needed = follow_up.priority == Priority.HIGH or on_behalf(user, follow_up)
    if needed and not any(note.is_proof for note in FollowUpNote.objects.filter(follow_up=follow_up)):
        why = (
            _("Tindak lanjut prioritas tinggi memerlukan bukti: unggah foto atau PDF, atau tulis tautannya.")
            if follow_up.priority == Priority.HIGH
            else _(
                "Pengajuan atas nama instansi memerlukan bukti: unggah surat atau pesan dari instansi itu."
            )
        )
        raise ValidationError({"upload": why})


def check_closer(user: Any, follow_up: FollowUp) -> None:
    """Sekretariat or pimpinan who have no part in the doing agency."""
    if not user.authority.has_role(*CLOSERS):
        raise Denied(_("Hanya sekretariat dan pimpinan gugus tugas yang memutuskan tindak lanjut."))
    check_told(user, follow_up)
    if at_desk(user, follow_up):
        raise Denied(
            _("Anda juga bertugas di %(agency)s; keputusannya harus oleh orang di luar instansi itu.")
            % {"agency": follow_up.agency}
        )


def check_return(user: Any, follow_up: FollowUp) -> None:
    """Who judges neither submitted it nor wrote news of it, in this round or an earlier one."""
    check_closer(user, follow_up)
    check_transition(follow_up, FOLLOW_UP_TRANSITIONS, "return")
    wrote = FollowUpNote.objects.filter(follow_up=follow_up, by=user, act__in=DOING)
    if follow_up.submitted_by_id == user.pk or wrote.exists():
        raise Denied(
            _("Anda ikut mengerjakan atau mengajukan tindak lanjut ini; pemeriksanya harus orang lain.")
        )


def check_verify(user: Any, follow_up: FollowUp) -> None:
    """As `check_return`; a request that still waits is decided first."""
    check_return(user, follow_up)
    if waiting(follow_up):
        raise Denied(_("Masih ada permintaan yang menunggu keputusan. Putuskan permintaan itu dahulu."))


def waiting(follow_up: FollowUp) -> bool:
    """Whether a request about it waits for its decision."""
    return FollowUpRequest.objects.filter(follow_up=follow_up, status=RequestStatus.ASKED).exists()


def check_count(user: Any) -> None:
    """Counts over all agencies are for those who see all of them."""
    if not user.authority.has_role(Role.SECRETARIAT, Role.LEADER, Role.SUPERVISOR):
        raise Denied(_("Rekap per instansi dibaca oleh sekretariat, pimpinan, dan pengawas."))
