"""The yearly evaluation of cases: the secretariat's words beside the figures, and its paper."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.cases import actor_field
from cases.models.papers import CaseFigure, CaseJob
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.models import Document


class OfTaskForceQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Readers of the figures, in their own task force."""
        here = user.authority
        if not here.has_role(*CaseFigure.CaseFigureQuerySet.READERS):
            return self.none()
        return self.filter(task_force=here.task_force_id)


class YearRemark(UUIDModel):
    """What the secretariat remarks on and concludes from a span of years; the newest row counts, none goes.

    General words about the handling, never about a person or a case: they are printed and leave the task
    force.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField(_("tahun pertama"))
    last_year = models.PositiveSmallIntegerField(_("tahun terakhir"))
    remarks = models.TextField(_("catatan"), max_length=4000, blank=True)
    conclusions = models.TextField(_("kesimpulan"), max_length=4000, blank=True)
    written_by = actor_field()
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfTaskForceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-written_at"]
        verbose_name = _("catatan evaluasi kasus")

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"


class EvaluationDocument(Document):
    """Evaluasi kasus tahunan: made from what has left already, and nothing else; nobody verifies it."""

    verifiable = False

    first_year = models.PositiveSmallIntegerField(_("tahun pertama"))
    last_year = models.PositiveSmallIntegerField(_("tahun terakhir"))
    job = models.OneToOneField(
        CaseJob, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluation"
    )

    objects = OfTaskForceQuerySet.as_manager()

    class Meta(Document.Meta):
        default_permissions = ()
        ordering = ["-created_at"]
