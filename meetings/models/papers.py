"""Letters and lists of a meeting, the jobs that make them, and the secret address of a calendar."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import Job, UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.enums import DocumentKind
from gugus.documents.models import Document
from meetings.models.meetings import Meeting
from meetings.models.minutes import Minutes


class MeetingDocumentQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Undangan: who knows the meeting; daftar hadir: sekretariat (phone numbers); notula: as minutes."""
        known = Q(kind=DocumentKind.INVITATION, meeting__in=Meeting.objects.visible_to(user))
        minuted = Q(kind=DocumentKind.MINUTES, meeting__in=Minutes.objects.visible_to(user).values("meeting"))
        if user.authority.has_role("sekretariat"):
            return self.filter(meeting__in=Meeting.objects.visible_to(user))
        return self.filter(known | minuted)


class MeetingDocument(Document):
    """Surat undangan, daftar hadir or notula of a meeting: every version is kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")

    objects = MeetingDocumentQuerySet.as_manager()

    class Meta(Document.Meta):
        constraints = [
            *Document.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "kind", "version"], name="meeting_document_version"),
        ]


class MeetingJob(Job):
    """Work for the worker about a meeting: rendering one of its papers."""

    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="jobs")
    document = models.ForeignKey(MeetingDocument, null=True, on_delete=models.PROTECT, related_name="jobs")


class CalendarFeedQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(user=user, task_force=user.authority.task_force_id)


class CalendarFeed(UUIDModel):
    """The secret address under which a person's calendar program reads; only its SHA-256 is kept.

    Revoking it, or making a new one, ends the old address at once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("alamat kalender")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "task_force"], condition=Q(revoked_at__isnull=True), name="feed_one_living"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
