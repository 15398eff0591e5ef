"""The weekly letter to leaders: a row with its Message-ID before anything is sent."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.dashboard.models.snapshots import Snapshot
from gugus.notices.enums import DigestStatus, DropReason


class LetterQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """A letter is its addressee's alone."""
        return self.filter(recipient=user)


class WeeklyLetter(UUIDModel):
    """One leader's letter of one week, written from its snapshot and nothing else.

    Sending is at-least-once under the same Message-ID, as `notices.Digest` does it; `next_try_at` is when a
    worker may (again) try.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="letters")
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=DigestStatus, default=DigestStatus.PENDING)
    reason = models.CharField(max_length=10, choices=DropReason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("surel mingguan")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "snapshot"], name="weekly_letter_once"),
            models.CheckConstraint(
                name="weekly_letter_sent", condition=Q(status="terkirim") ^ Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(name="weekly_letter_dropped", condition=Q(status="batal") ^ Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="menunggu"), name="weekly_letter_waiting")
        ]

    def __str__(self) -> str:
        return self.message_id
