"""The memory of reminders: what a person was told when, and the one letter a day that carries it.

Beat and worker keep nothing: whatever is lost or comes twice, these rows say what is still to be done.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.notices.enums import ESCALATIONS, DigestStatus, DropReason, NoticeKind


class OwnQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "OwnQuerySet":
        """A reminder and a letter are their addressee's alone."""
        return self.filter(recipient=user)


class Digest(UUIDModel):
    """The letter of one person and day, or at once (`urgent`). Its Message-ID is committed before sending.

    Sending is at-least-once: a worker that dies after the mail server took the letter sends it again under
    the same Message-ID, which mailboxes keep once. `next_try_at` is when a worker may (again) try.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("hari"))
    urgent = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=DigestStatus, default=DigestStatus.PENDING)
    reason = models.CharField(max_length=10, choices=DropReason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("surel ringkasan")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=Q(urgent=False), name="digest_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["recipient", "urgent"], condition=Q(status="menunggu"), name="digest_one_waiting"
            ),
            models.CheckConstraint(
                name="digest_sent", condition=Q(status="terkirim") ^ Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(name="digest_dropped", condition=Q(status="batal") ^ Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="menunggu"), name="digest_waiting")
        ]

    def __str__(self) -> str:
        return self.message_id


class Notice(UUIDModel):
    """One person told once about one thing: at a `step` (days from the due day), at once, or by hand.

    `subject` names the thing with its due day, so that a moved deadline begins anew. `title` and `detail`
    are plain Indonesian made of codes, counts and dates, never of what people wrote. `done_at` is when
    nothing was left to do. `urgent` ones do not wait for the morning's letter.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    subject = models.CharField(max_length=160)
    due = models.DateField(_("batas"))
    step = models.SmallIntegerField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("hal"), max_length=200)
    detail = models.CharField(_("rincian"), max_length=300, blank=True)
    url = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        Digest, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name = _("pengingat")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "subject", "step", "asked_on"],
                name="notice_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="notice_step_or_asked",
                condition=Q(step__isnull=False, asked_on__isnull=True, asked_by__isnull=True)
                | Q(step__isnull=True, asked_on__isnull=False, asked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox"),
            models.Index(fields=["subject"], name="notice_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("notices:notice-open", args=[self.pk])

    @property
    def told_for(self) -> date:
        """The day this notice belongs to: its step's, or the one somebody asked on."""
        return self.asked_on or self.due + timedelta(days=self.step or 0)

    @property
    def is_escalation(self) -> bool:
        return self.kind in ESCALATIONS

    @property
    def is_news(self) -> bool:
        """Told because something happened; nothing is asked, so it stays until its addressee hides it."""
        return self.kind == NoticeKind.NEWS


class MailChoiceQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "MailChoiceQuerySet":
        return self.filter(person=user)


class MailChoice(models.Model):
    """What a person wants by e-mail; without a row, everything. `weekly` is the leaders' letter."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BooleanField(_("surel ringkasan harian"), default=True)
    weekly = models.BooleanField(_("ringkasan mingguan untuk pimpinan"), default=True)

    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilihan surel")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.digest}"
