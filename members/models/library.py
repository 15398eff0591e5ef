"""The library: legal grounds and SOPs, each in versions that are never overwritten."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from members.enums import Certainty, LawLevel, Stage


class LibraryQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "LibraryQuerySet":
        """The shared shelf, and that of one's own task force."""
        return self.of_task_force(user.authority.task_force_id)

    def of_task_force(self, task_force_id: Any) -> "LibraryQuerySet":
        return self.filter(Q(task_force__isnull=True) | Q(task_force=task_force_id))

    def current(self, task_force_id: Any) -> "LibraryQuerySet":
        """The newest version of each entry as one task force sees it; others' corrections stay theirs."""
        newer = self.model._base_manager.filter(follows=OuterRef("pk"))
        theirs = newer.filter(Q(task_force__isnull=True) | Q(task_force=task_force_id))
        return self.filter(~Exists(theirs))


class Versioned(UUIDModel):
    """An entry whose correction is a new row naming the one it follows."""

    task_force = models.ForeignKey(
        "members.TaskForce", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="newer", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LibraryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["follows", "task_force"],
                condition=Q(follows__isnull=False),
                name="%(app_label)s_%(class)s_follows_once",
                nulls_distinct=False,
                violation_error_message=_("Sudah ada versi yang lebih baru. Ubah versi itu."),
            )
        ]


class LegalBasis(Versioned):
    """A legal instrument for Mengingat: `kind` and `number` as cited, `title` exact, level for the order."""

    level = models.PositiveSmallIntegerField(_("jenjang"), choices=LawLevel)
    kind = models.CharField(_("jenis"), max_length=80)  # "Undang-Undang"
    number = models.CharField(_("nomor"), max_length=40)
    year = models.PositiveSmallIntegerField(_("tahun"))
    title = models.CharField(_("tentang"), max_length=400)
    gazette = models.CharField(_("LN dan TLN"), max_length=300, blank=True)
    certainty = models.CharField(_("kepastian"), max_length=8, choices=Certainty, default=Certainty.UNSURE)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta(Versioned.Meta):
        ordering = ["level", "year", "number"]
        verbose_name = _("dasar hukum")

    def __str__(self) -> str:
        return f"{self.kind} Nomor {self.number} Tahun {self.year}"

    @property
    def citation(self) -> str:
        """As Mengingat prints it."""
        gazette = f" ({self.gazette})" if self.gazette else ""
        return f"{self} tentang {self.title}{gazette}"


class Sop(Versioned):
    """A standard operating procedure the task force works by."""

    code = models.CharField(_("kode"), max_length=40)
    title = models.CharField(_("judul"), max_length=200)
    summary = models.TextField(_("ringkasan"), blank=True)
    steps = models.TextField(_("langkah"), blank=True, help_text=_("Satu langkah per baris."))
    stage = models.CharField(_("tahap penanganan kasus"), max_length=12, choices=Stage, blank=True)
    in_force_from = models.DateField(_("berlaku sejak"), null=True, blank=True)

    class Meta(Versioned.Meta):
        ordering = ["code"]
        verbose_name = _("SOP")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
