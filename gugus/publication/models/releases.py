"""What is public, was public, or is asked to be."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.publication.enums import ReleaseStatus
from members.enums import Role


class ReleaseQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """Those who prepare and those who decide, in their own task force."""
        mine = user.authority
        if not mine.has_role(Role.SECRETARIAT, Role.LEADER):
            return self.none()
        return self.filter(task_force=mine.task_force_id)

    def public(self, address: str) -> Self:
        """What anybody may read at an address: released, not withdrawn, and the page is on."""
        return self.filter(
            status=ReleaseStatus.RELEASED,
            task_force__publication_settings__enabled=True,
            task_force__publication_settings__address=address,
        )


def person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Release(UUIDModel):
    """Tables as they are told to the public, frozen when they were proposed (a trigger holds them).

    `number` counts a task force's releases from the day each was released; what was never released has none.
    `data` is `open_data.to_json` of the tables with `licence`; `sha256` is of its canonical JSON. Roles are
    those held at the time. Who prepared or proposed never releases (rules, and the trigger).
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("nomor"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ReleaseStatus, default=ReleaseStatus.DRAFT)
    sections = models.JSONField(_("bagian"), default=list)
    as_of = models.DateTimeField(_("keadaan per"), null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = person()
    proposed_role = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = person()
    decided_role = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(_("dirilis pada"), null=True, blank=True)
    withdrawn_by = person()
    withdrawn_role = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        verbose_name = _("rilis")
        constraints = [
            models.UniqueConstraint(fields=["task_force", "number"], name="release_number"),
            models.CheckConstraint(
                name="release_numbered",
                condition=Q(status__in=["dirilis", "ditarik"], number__isnull=False)
                | Q(status__in=["draf", "diajukan", "ditolak"], number__isnull=True),
            ),
            models.CheckConstraint(
                name="release_frozen",
                condition=Q(status="draf", data__isnull=True, as_of__isnull=True, sha256="")
                | (~Q(status="draf") & Q(data__isnull=False, as_of__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="release_two_persons",
                condition=~Q(status__in=["dirilis", "ditarik"])
                | Q(proposed_by__isnull=False, decided_by__isnull=False)
                & ~Q(decided_by=models.F("proposed_by"))
                & ~Q(decided_by=models.F("prepared_by")),
            ),
            models.CheckConstraint(
                name="release_reason", condition=~Q(status__in=["ditolak", "ditarik"]) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        if self.number:
            return str(_("Rilis nomor %(number)s") % {"number": self.number})
        return str(_("Rilis yang disiapkan"))

    @property
    def trail_name(self) -> str:
        return f"rilis {self.number or '–'}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("publication:release-detail", args=[self.pk])
