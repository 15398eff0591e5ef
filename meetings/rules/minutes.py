"""Who may write minutes, answer to them and make them final."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from meetings.enums import MINUTES_TRANSITIONS, MeetingStatus, MinutesStatus, Verdict
from meetings.merging import has_marks
from meetings.models import Meeting, Minutes, MinutesAnswer, PartRevision
from meetings.rules.common import check_manage
from meetings.rules.rounds import answering_agency, answers_of, invited_agencies
from members.enums import Role

WRITTEN = frozenset({MeetingStatus.INVITED, MeetingStatus.HELD})


def writes(user: Any, meeting: Meeting) -> bool:
    """The secretariat and the meeting's notulis."""
    mine = user.authority
    return mine.task_force_id == meeting.task_force_id and (
        mine.has_role(Role.SECRETARIAT) or meeting.minute_taker_id == user.pk
    )


def check_writer(user: Any, meeting: Meeting) -> None:
    if not writes(user, meeting):
        raise Denied(_("Notula ditulis oleh sekretariat atau notulis rapat ini."))


def check_start(user: Any, meeting: Meeting) -> None:
    """Minutes begin once people are invited: during the meeting, or after it."""
    check_writer(user, meeting)
    if meeting.status not in WRITTEN:
        raise Denied(_("Notula dimulai setelah undangan dikirim, dan tidak untuk rapat yang dibatalkan."))
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Denied(_("Notula rapat ini sudah dimulai."))


def check_write(user: Any, minutes: Minutes) -> None:
    check_writer(user, minutes.meeting)
    if minutes.status == MinutesStatus.FROZEN:
        raise Denied(_("Notula ini sudah final, jadi tidak dapat diubah lagi."))
    if minutes.status != MinutesStatus.WRITING:
        raise Denied(_("Notula sedang diedarkan. Tarik dahulu untuk diperbaiki, lalu tulis lagi."))


def check_circulate(user: Any, minutes: Minutes) -> None:
    """To the invited once the meeting has begun and nobody has two texts to choose from."""
    check_writer(user, minutes.meeting)
    check_transition(minutes, MINUTES_TRANSITIONS, "circulate")
    if minutes.meeting.starts_at is None or minutes.meeting.starts_at > timezone.now():
        raise Denied(_("Rapat belum mulai, jadi notulanya belum dapat diedarkan."))
    parts = list(minutes.parts.select_related("item"))
    if not any(part.discussion.strip() or part.decision.strip() for part in parts):
        raise Denied(_("Isi dahulu pembahasan atau keputusan, sedikitnya satu mata acara."))
    for part in parts:
        if any(has_marks(text) for text in (part.discussion, part.decision, part.obstacles)):
            raise Denied(
                _("Bagian “%(part)s” masih memuat dua tulisan. Pilih salah satu atau gabungkan dahulu.")
                % {"part": part}
            )


def check_answer(user: Any, minutes: Minutes) -> None:
    """An invited agency, once a round, changed as often as it likes until the deadline."""
    if answering_agency(user, minutes) is None:
        raise Denied(_("Persetujuan atas notula diberikan oleh instansi yang diundang."))
    if minutes.status != MinutesStatus.AGREEMENT:
        raise Denied(_("Notula ini tidak sedang menunggu persetujuan."))
    if minutes.agree_until is None or minutes.agree_until < timezone.now():
        raise Denied(_("Batas waktu persetujuan sudah lewat. Sampaikan usul kepada sekretariat."))


def check_reopen(user: Any, minutes: Minutes) -> None:
    check_manage(user, minutes.meeting)
    check_transition(minutes, MINUTES_TRANSITIONS, "reopen")


def check_settle(user: Any, answer: MinutesAnswer) -> None:
    """The writers answer an objection of the present round with a note."""
    check_manage(user, answer.minutes.meeting)
    if answer.verdict != Verdict.OBJECT:
        raise Denied(_("Instansi ini setuju, jadi tidak ada yang perlu ditanggapi."))
    if answer.minutes.status != MinutesStatus.AGREEMENT or answer.round != answer.minutes.round:
        raise Denied(_("Usul ini dari edaran yang sudah berakhir."))


def check_freeze(user: Any, minutes: Minutes) -> None:
    """Final when the time is up or all have answered, no objection is left without a note, and who wrote the
    minutes is not alone in agreeing with them."""
    check_manage(user, minutes.meeting)
    check_transition(minutes, MINUTES_TRANSITIONS, "freeze")
    answers = list(answers_of(minutes))
    if any(answer.verdict == Verdict.OBJECT and not answer.settled_note for answer in answers):
        raise Denied(_("Masih ada usul perbaikan yang belum ditanggapi."))
    waiting = {agency.pk for agency in invited_agencies(minutes)} - {answer.agency_id for answer in answers}
    if waiting and minutes.agree_until is not None and minutes.agree_until > timezone.now():
        raise Denied(_("Tunggu sampai batas persetujuan lewat atau semua instansi menjawab."))
    own = user.authority.agency_ids
    agreed = any(each.verdict == Verdict.AGREE and each.agency_id not in own for each in answers)
    if not agreed and PartRevision.objects.filter(part__minutes=minutes, by=user).exists():
        raise Denied(
            _(
                "Anda ikut menulis notula ini. Perlu persetujuan sedikitnya satu instansi lain, "
                "atau petugas lain."
            )
        )


def check_minutes_paper(user: Any, meeting: Meeting) -> None:
    """A notula may be printed at any time: until it is final each page says DRAF."""
    check_writer(user, meeting)
    if not Minutes.objects.filter(meeting=meeting).exists():
        raise Denied(_("Notula rapat ini belum dimulai."))


def is_final_minutes(meeting: Meeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, status=MinutesStatus.FROZEN).exists()


def check_release(user: Any, minutes: Minutes) -> None:
    """The secretariat speaks to the press, once the participants have seen the text."""
    check_manage(user, minutes.meeting)
    if minutes.status == MinutesStatus.WRITING:
        raise Denied(_("Siaran pers disusun setelah notula diedarkan kepada peserta."))
