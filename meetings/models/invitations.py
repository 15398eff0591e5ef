"""Who is invited, how they answered, the letters that told them, and who came."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from meetings.enums import Answer, CheckIn, InviteeKind, LetterPurpose, LetterStatus
from meetings.models.meetings import Meeting, OfMeetingQuerySet


def new_key() -> str:
    return get_random_string(32)


class Invitation(UUIDModel):
    """One invitee: a seat of the SK, an agency as such, or a guest by name.

    `office` is the jabatan the letter is addressed to; for a seat `lineage` names it across decrees. `user`
    is an account that is asked in person. `answer_key` is part of the signed link in the letter: a new key
    ends the link before. `representative` is who comes instead, when the answer is "diwakili".
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=InviteeKind)
    lineage = models.UUIDField(null=True, blank=True)
    agency = models.ForeignKey(
        "members.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("instansi"),
    )
    office = models.CharField(_("jabatan"), max_length=160, blank=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    organisation = models.CharField(_("lembaga"), max_length=160, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    answer_key = models.CharField(max_length=32, default=new_key, editable=False)
    answer = models.CharField(_("jawaban"), max_length=12, choices=Answer, default=Answer.NONE)
    representative = models.CharField(_("diwakili oleh"), max_length=160, blank=True)
    reason = models.CharField(_("keterangan"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["order", "office", "name", "pk"]
        verbose_name = _("undangan")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "lineage"], condition=Q(lineage__isnull=False), name="invitation_seat_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "agency"], condition=Q(kind="instansi"), name="invitation_agency_once"
            ),
            models.CheckConstraint(
                name="invitation_who",
                condition=Q(kind="kursi", lineage__isnull=False)
                | Q(kind="instansi", agency__isnull=False)
                | Q(kind="tamu") & (~Q(name="") | ~Q(office="")),
                violation_error_message=_("Isi nama atau jabatan tamu."),
            ),
            models.CheckConstraint(
                name="invitation_represented",
                condition=~Q(answer="mewakili") | ~Q(representative=""),
                violation_error_message=_("Sebutkan siapa yang mewakili, misalnya “Sekretaris Dinas”."),
            ),
        ]

    def __str__(self) -> str:
        return self.office or self.name or str(self.agency)


class InvitationLetter(UUIDModel):
    """One mail to one address of an invitee; its Message-ID is committed before anything is sent.

    Sending is at-least-once: a worker that dies after the mail server took the letter sends it again under
    the same Message-ID, which mailboxes keep once. `sequence` is that of its calendar entry: the meeting's
    when it was written, or more where this invitee was told otherwise before (services.letters).
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="letters")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letters")
    purpose = models.CharField(max_length=8, choices=LetterPurpose)
    sequence = models.PositiveIntegerField()
    address = models.EmailField(_("surel"))
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=LetterStatus, default=LetterStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("surel undangan")
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="menunggu"), name="letter_waiting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "purpose", "sequence", "address"], name="letter_once"
            ),
            models.CheckConstraint(
                name="letter_sent", condition=Q(status="terkirim") ^ Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.address}"


class CheckInCode(UUIDModel):
    """A short code to say one is in the room; random, and dead after `valid_until`.

    The code of the wall lives for the minutes of the task force's rules; a printed one until the end of the
    region's day.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=8, unique=True)
    printed = models.BooleanField(default=False)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return str(self.meeting)


class Attendance(UUIDModel):
    """Somebody in the room: an invitee, who stands for one (`represents`), or a guest nobody invited.

    `phone` is only for the paper list, shown to the secretariat alone.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendance"
    )
    represents = models.BooleanField(_("mewakili"), default=False)
    name = models.CharField(_("nama"), max_length=120)
    office = models.CharField(_("jabatan"), max_length=160, blank=True)
    organisation = models.CharField(_("instansi"), max_length=160, blank=True)
    employee_number = models.CharField(_("NIP"), max_length=24, blank=True)
    sex = models.CharField(
        _("L/P"), max_length=1, choices=[("L", _("laki-laki")), ("P", _("perempuan"))], blank=True
    )
    phone = models.CharField(_("nomor HP"), max_length=20, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    via = models.CharField(max_length=8, choices=CheckIn)
    at = models.DateTimeField(_("waktu hadir"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("kehadiran")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=Q(user__isnull=False), name="attendance_person_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class QuorumSnapshot(models.Model):
    """The roll as it stood when the meeting was opened or closed: counts of seats, frozen."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="quorum")
    invited = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    represented = models.PositiveIntegerField()
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects: Any = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kuorum")

    def __str__(self) -> str:
        return f"{self.present + self.represented}/{self.invited}"
