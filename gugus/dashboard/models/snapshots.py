"""Boards as they were: frozen, numbered, with the one-page papers printed from them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import Job, UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.dashboard.enums import Occasion
from gugus.documents.codes import new_code
from gugus.documents.models import Document
from members.enums import Role

READERS = ("sekretariat", "pimpinan", "pengawas", "penghubung", "penangan")


class SnapshotQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Everybody of the task force who reads its RAD; which of the boards, `rules.audience_of` says."""
        mine = user.authority
        return self.filter(task_force=mine.task_force_id) if mine.has_role(*READERS) else self.none()


class Snapshot(UUIDModel):
    """The boards of one moment, for each audience, as JSON; nothing changes it afterwards (a trigger).

    `number` counts within the task force. `code` is printed on paper and opens the figures as they were, for
    those who may read them. `data` maps `Audience` to `board.to_json`; `sha256` is of its canonical JSON.
    `meeting` or `period` names what it was taken for; nobody (`made_by` empty) when beat took it.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("nomor"))
    code = models.CharField(_("kode"), max_length=9, unique=True, default=new_code, editable=False)
    occasion = models.CharField(_("diambil"), max_length=12, choices=Occasion)
    meeting = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    period = models.ForeignKey(
        "rad.ReportingPeriod", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.DateTimeField(_("keadaan per"))
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("potret angka")
        constraints = [
            models.UniqueConstraint(fields=["task_force", "number"], name="dashboard_snapshot_number"),
            models.CheckConstraint(
                name="dashboard_snapshot_occasion",
                condition=models.Q(occasion="rakor", meeting__isnull=False, period__isnull=True)
                | models.Q(occasion="periode", meeting__isnull=True, period__isnull=False)
                | models.Q(
                    occasion__in=["permintaan", "mingguan"], meeting__isnull=True, period__isnull=True
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Potret nomor %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("dashboard:snapshot-detail", args=[self.number])


class BriefQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """The Sekda's paper carries what leaders may know: for leaders and secretariat."""
        mine = user.authority
        if not mine.has_role(Role.LEADER, Role.SECRETARIAT):
            return self.none()
        return self.filter(task_force=mine.task_force_id)


class BriefDocument(Document):
    """A lembar ringkas: one A4 page printed from one snapshot and nothing else."""

    verifiable = False

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="documents")

    objects = BriefQuerySet.as_manager()

    class Meta(Document.Meta):
        constraints = [
            *Document.Meta.constraints,
            models.UniqueConstraint(fields=["snapshot", "kind", "version"], name="brief_document_version"),
        ]


class DashboardJob(Job):
    """Work for the worker about the board: printing a brief."""

    document = models.ForeignKey(
        BriefDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs"
    )
