"""Tindak lanjut: what was promised, by whom and until when, and what two people said of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from meetings.enums import FollowUpStatus, NoteAct, Priority, RequestKind, RequestStatus
from meetings.models.meetings import READERS, AgendaItem, Meeting, private_storage, stored_name


class FollowUpQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Sekretariat, pimpinan, pengawas: all; an agency: its own, and those of meetings it was invited to.

        What stands in minutes still being written is the writers' alone (`announced_at`).
        """
        mine = user.authority
        rows = self.filter(task_force=mine.task_force_id)
        if mine.has_role("sekretariat"):
            return rows
        rows = rows.filter(Q(announced_at__isnull=False) | Q(meeting__minute_taker=user))
        if mine.has_role(*READERS):
            return rows
        own = Q(agency__in=mine.agency_ids) | Q(agency__units__in=mine.agency_ids)
        return rows.filter(own | Q(meeting__in=Meeting.objects.visible_to(user))).distinct()

    def unfinished(self) -> Self:
        return self.filter(status__in=[FollowUpStatus.OPEN, FollowUpStatus.SUBMITTED])


class FollowUp(UUIDModel):
    """One commitment: an agency's, perhaps one seat's of it, due on a day of the region.

    `submitted_by` says it is done and what was done (`action_taken`); another person verifies. High priority
    needs a proof. Nothing ends by one person's act (rules.check_follow_up_*). `announced_at`: since when the
    agency is told; `original_due` is what was promised first.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups")
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    text = models.CharField(_("tindak lanjut"), max_length=500)
    agency = models.ForeignKey(
        "members.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("penanggung jawab")
    )
    seat_lineage = models.UUIDField(null=True, blank=True)
    office = models.CharField(_("jabatan pelaksana"), max_length=160, blank=True)
    due = models.DateField(_("batas waktu"))
    original_due = models.DateField(_("batas waktu semula"), editable=False)
    priority = models.CharField(_("prioritas"), max_length=8, choices=Priority, default=Priority.NORMAL)
    action_item = models.ForeignKey(
        "rad.ActionItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("kegiatan RAD"),
    )
    status = models.CharField(_("status"), max_length=12, choices=FollowUpStatus, default=FollowUpStatus.OPEN)
    action_taken = models.TextField(_("yang sudah dilakukan"), max_length=4000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(_("kedudukan pemeriksa"), max_length=160, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due", "created_at", "pk"]
        verbose_name = _("tindak lanjut")
        indexes = [
            models.Index(
                fields=["task_force", "due"],
                condition=Q(status__in=["berjalan", "diajukan"]),
                name="follow_up_unfinished",
            ),
            models.Index(fields=["agency", "status", "due"], name="follow_up_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="follow_up_submitted",
                condition=~Q(status__in=["diajukan", "selesai"])
                | ~Q(action_taken="") & Q(submitted_by__isnull=False, submitted_at__isnull=False),
                violation_error_message=_("Tuliskan apa yang sudah dilakukan sebelum mengajukan selesai."),
            ),
            models.CheckConstraint(
                name="follow_up_closed_by_another",
                condition=~Q(status="selesai")
                | Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(closed_by=F("submitted_by")),
                violation_error_message=_("Yang mengerjakan tidak boleh memeriksanya sendiri."),
            ),
            models.CheckConstraint(
                name="follow_up_dropped",
                condition=~Q(status="dihentikan") | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def trail_name(self) -> str:
        """The trail's readers may not know what a meeting decided; whose it is and until when is enough."""
        return f"Tindak lanjut {self.agency}, batas {self.due:%d-%m-%Y}"

    @property
    def is_extended(self) -> bool:
        return self.due != self.original_due

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("meetings:follow-up-detail", args=[self.pk])


class OfFollowUpQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))


class FollowUpNote(UUIDModel):
    """A step in a follow-up's story: what somebody did or said, perhaps with a proof. Never changed.

    `on_behalf`: written by the secretariat for the agency, after its letter or message.
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="notes")
    act = models.CharField(max_length=12, choices=NoteAct)
    text = models.TextField(_("keterangan"), max_length=4000, blank=True)
    file = models.FileField(_("bukti"), storage=private_storage, upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    link = models.URLField(_("tautan bukti"), max_length=300, blank=True)
    on_behalf = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfFollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("catatan tindak lanjut")

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"

    @property
    def is_proof(self) -> bool:
        return bool(self.file or self.link)


class FollowUpRequest(UUIDModel):
    """An extension or an end asked for with a reason; decided by another person than who asked."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12, choices=RequestKind)
    until = models.DateField(_("sampai tanggal"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=500)
    status = models.CharField(max_length=12, choices=RequestStatus, default=RequestStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("catatan keputusan"), max_length=500, blank=True)
    on_behalf = models.BooleanField(default=False)

    objects = OfFollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("permintaan tindak lanjut")
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(status="diminta"),
                name="follow_up_one_request",
                violation_error_message=_("Masih ada permintaan yang menunggu keputusan."),
            ),
            models.CheckConstraint(
                name="follow_up_request_another",
                condition=Q(status="diminta", decided_by__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Yang meminta tidak boleh memutuskan permintaannya sendiri."),
            ),
            models.CheckConstraint(
                name="follow_up_request_until",
                condition=Q(kind="perpanjang", until__isnull=False) | Q(kind="hentikan", until__isnull=True),
                violation_error_message=_("Isi tanggal batas waktu yang diminta."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def trail_name(self) -> str:
        return self.follow_up.trail_name
