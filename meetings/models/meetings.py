"""A meeting: who hosts, chairs and presents, where and when, about what."""

from datetime import datetime
from typing import Any, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.crypto import PrivateStorage
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from meetings.enums import AgendaKind, AttachmentKind, MeetingStatus
from members.enums import Role

READERS = (Role.SECRETARIAT, Role.LEADER, Role.SUPERVISOR)


def private_storage() -> Storage:
    return PrivateStorage(location=settings.MEDIA_ROOT)


def stored_name(row: models.Model, filename: str) -> str:
    """A name that tells nothing of what was uploaded."""
    return f"meetings/{uuid4()}"


class MeetingQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Sekretariat, pimpinan and pengawas: all of the task force, drafts the sekretariat's alone.

        Others: meetings their agency, or they themselves, are invited to, answer a follow-up of, or write
        the minutes of (design.md "Who may see what").
        """
        mine = user.authority
        rows = self.filter(task_force=mine.task_force_id)
        if mine.has_role(Role.SECRETARIAT):
            return rows
        rows = rows.exclude(status=MeetingStatus.DRAFT)
        if mine.has_role(*READERS):
            return rows
        if not mine.has_role(Role.LIAISON, Role.HANDLER):
            return self.none()
        asked = Q(minute_taker=user) | Q(invitations__user=user, invitations__withdrawn_at=None)
        living: dict[str, dict[str, Any]] = {
            "invitations": {"invitations__withdrawn_at": None},
            "follow_ups": {"follow_ups__announced_at__isnull": False},
        }
        for row, only in living.items():
            asked |= Q(**{f"{row}__agency__in": mine.agency_ids}, **only)
            asked |= Q(**{f"{row}__agency__units__in": mine.agency_ids}, **only)
        return rows.filter(pk__in=self.model._default_manager.filter(asked).values("pk"))


class Meeting(UUIDModel):
    """Rakor, FGD, rapat tim, sosialisasi or supervisi; without a date it is a plan in the drawer.

    Host, chair and presenters are different things (OKU Selatan: the dinas hosts, the Sekda chairs, the Kabag
    Ops presents). The chair is an office (`chair`), perhaps a seat of the SK (`chair_lineage`). `sequence`
    rises with every change the calendars of the invited must take over (RFC 5545 SEQUENCE). `series` is
    shared by the meetings of a recurring evaluation. `answer_until` ends the answers from letters.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="meetings")
    type = models.ForeignKey(
        "meetings.MeetingType", on_delete=models.PROTECT, related_name="+", verbose_name=_("jenis kegiatan")
    )
    title = models.CharField(_("acara"), max_length=200)
    purpose = models.TextField(_("maksud dan tujuan"), max_length=4000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=MeetingStatus, default=MeetingStatus.DRAFT)
    host = models.ForeignKey(
        "members.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("penyelenggara"),
    )
    co_host = models.CharField(_("bekerja sama dengan"), max_length=200, blank=True)
    opener = models.CharField(_("dibuka oleh (jabatan)"), max_length=160, blank=True)
    chair = models.CharField(_("pimpinan rapat (jabatan)"), max_length=160, blank=True)
    chair_lineage = models.UUIDField(null=True, blank=True)
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("notulis"),
    )
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    link = models.URLField(_("tautan rapat daring"), max_length=300, blank=True)
    region = models.ForeignKey(
        "members.Region",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("wilayah"),
    )
    starts_at = models.DateTimeField(_("mulai"), null=True, blank=True)
    ends_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    secrecy = models.CharField(_("sifat surat"), max_length=20, default="Biasa")
    copies = models.TextField(_("tembusan"), max_length=2000, blank=True)
    signer_office = models.CharField(_("jabatan penanda tangan surat"), max_length=160, blank=True)
    signer_name = models.CharField(_("nama penanda tangan surat"), max_length=120, blank=True)
    signer_rank = models.CharField(_("pangkat penanda tangan surat"), max_length=80, blank=True)
    signer_number = models.CharField(_("NIP atau NRP penanda tangan surat"), max_length=24, blank=True)
    number = models.CharField(_("nomor surat undangan"), max_length=80, blank=True)
    letter_on = models.DateField(_("tanggal surat undangan"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    series = models.UUIDField(null=True, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    cancel_reason = models.CharField(_("alasan dibatalkan"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-created_at"]
        verbose_name = _("rapat")
        indexes = [models.Index(fields=["task_force", "-starts_at"], name="meeting_when")]
        constraints = [
            models.CheckConstraint(
                name="meeting_order",
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                violation_error_message=_("Rapat harus selesai sesudah mulai."),
            ),
            models.CheckConstraint(
                name="meeting_dated",
                condition=Q(status__in=["draf", "batal"]) | Q(starts_at__isnull=False, ends_at__isnull=False),
                violation_error_message=_(
                    "Rapat yang diundangkan memerlukan tanggal, jam mulai, dan selesai."
                ),
            ),
            models.CheckConstraint(
                name="meeting_cancel_reason",
                condition=~Q(status="batal") | ~Q(cancel_reason=""),
                violation_error_message=_("Pembatalan rapat memerlukan alasan."),
            ),
            models.UniqueConstraint(
                fields=["task_force", "number"],
                condition=~Q(number=""),
                name="meeting_number_once",
                violation_error_message=_("Nomor surat ini sudah dipakai rapat lain."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("meetings:meeting-detail", args=[self.pk])

    @property
    def trail_name(self) -> str:
        """A draft's title is not for every reader of the trail."""
        return "Rapat" if self.status == MeetingStatus.DRAFT else self.title

    @property
    def zone(self) -> ZoneInfo:
        """The region's time zone, in which the meeting's clock is told."""
        return ZoneInfo(self.task_force.region.timezone)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()


class OfMeetingQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Parts of a meeting are known to those who know the meeting."""
        from meetings.models.meetings import Meeting

        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class AgendaItem(UUIDModel):
    """A point of the agenda; `is_public` ones make the public agenda from the same rows. `minutes` long."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    kind = models.CharField(max_length=14, choices=AgendaKind, default=AgendaKind.TOPIC)
    order = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("mata acara"), max_length=200)
    speaker = models.CharField(_("penyaji (jabatan)"), max_length=160, blank=True)
    speaker_agency = models.ForeignKey(
        "members.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("instansi penyaji"),
    )
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"), null=True, blank=True)
    note = models.TextField(_("catatan internal"), max_length=2000, blank=True)
    is_public = models.BooleanField(_("boleh diumumkan"), default=False)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("mata acara")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"], name="agenda_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(kind="tindak_lanjut"), name="agenda_follow_ups_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_follow_ups(self) -> bool:
        return self.kind == AgendaKind.FOLLOW_UPS


class Outreach(UUIDModel):
    """Whom a sosialisasi reached, as plain numbers by sex; null where nobody counted."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="outreach")
    audience = models.CharField(_("sasaran"), max_length=200, blank=True)
    men = models.PositiveIntegerField(_("peserta laki-laki"), null=True, blank=True)
    women = models.PositiveIntegerField(_("peserta perempuan"), null=True, blank=True)
    materials = models.TextField(_("materi"), max_length=2000, blank=True)
    partner = models.CharField(_("bersama (kecamatan, desa, lembaga)"), max_length=200, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sosialisasi")

    def __str__(self) -> str:
        return str(self.meeting)


class AttachmentQuerySet(OfMeetingQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Who knows the meeting; a scanned attendance list, with its phone numbers, the sekretariat alone."""
        rows = super()._visible_to(user)
        if user.authority.has_role(Role.SECRETARIAT):
            return rows
        return rows.exclude(kind=AttachmentKind.ATTENDANCE_SCAN)


class Attachment(UUIDModel):
    """A file of a meeting, made harmless before it is kept (gugus.documents.harmless)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attachments")
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    kind = models.CharField(
        _("jenis berkas"), max_length=14, choices=AttachmentKind, default=AttachmentKind.MATERIAL
    )
    title = models.CharField(_("judul"), max_length=160)
    file = models.FileField(storage=private_storage, upload_to=stored_name)
    content_type = models.CharField(max_length=40)
    with_letter = models.BooleanField(_("lampiran surat undangan"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("berkas rapat")

    def __str__(self) -> str:
        return self.title
