"""Who: agencies, their desks (groups of people with rights), sub-task-forces and positions."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from members.enums import AgencyKind, Role


class AgencyQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "AgencyQuerySet":
        """Everybody of a task force knows its agencies; the reviewer of Bagian Hukum has only the draft."""
        if user.authority.roles == {Role.LEGAL}:
            return self.none()
        return self.in_task_force(user.authority.task_force_id)

    def in_task_force(self, task_force_id: Any) -> "AgencyQuerySet":
        """Agencies of one task force; without one, none (`task_forces=None` would mean those of nobody)."""
        return self.filter(task_forces=task_force_id) if task_force_id else self.none()


class Agency(UUIDModel):
    """An office: OPD, vertical agency, court or community body. Units (UPTD PPA, Unit PPA) have a `parent`.

    Shared between task forces: three police commands cover Kabupaten Tangerang, one may serve two regions.
    """

    short_name = models.CharField(_("nama singkat"), max_length=80)
    name = models.CharField(_("nama lengkap"), max_length=200)
    aliases = ArrayField(
        models.CharField(max_length=120), verbose_name=_("sebutan lain"), default=list, blank=True
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=AgencyKind)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("bagian dari"),
    )
    superior = models.CharField(_("induk"), max_length=200, blank=True)
    field = models.CharField(_("bidang"), max_length=200, blank=True)
    duties = models.TextField(_("peran dan tugas"), blank=True)
    head_office = models.CharField(_("jabatan kepala"), max_length=120, blank=True)
    usual_sub = models.CharField(_("sub-gugus tugas lazim"), max_length=200, blank=True)
    regions = models.ManyToManyField("members.Region", verbose_name=_("wilayah kerja"), blank=True)
    task_forces = models.ManyToManyField("members.TaskForce", related_name="agencies", blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["short_name", "id"]
        verbose_name = _("instansi")
        constraints = [
            models.CheckConstraint(name="agency_not_own_parent", condition=~Q(parent=models.F("id"))),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("members:agency-detail", args=[self.pk])

    @property
    def head_title(self) -> str:
        """The office of its head as kept, else as usually written: a court has a ketua."""
        word = "Ketua" if self.kind == AgencyKind.JUDICIAL else "Kepala"
        return (self.head_office or f"{word} {self.name}")[:160]


class Desk(models.Model):
    """A group of people who hold rights together: per task force and role, for agency roles per agency too.

    guardian's grants name the desk's `group`. A desk may imply another: an agency's handlers may do all its
    liaisons may.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="desks")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="desks")
    role = models.CharField(max_length=16, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="desk")
    implies = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="implied_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "agency", "role"], name="desk_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="desk_agency_roles",
                condition=Q(role__in=["penghubung", "penangan"], agency__isnull=False)
                | (~Q(role__in=["penghubung", "penangan"]) & Q(agency__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.group.name


class PersonalDesk(models.Model):
    """A handler's group of one, for rights that are nobody else's: access by break-glass."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="+")
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="personal_desk")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "task_force"], name="personal_desk_once")]

    def __str__(self) -> str:
        return self.group.name


class InTaskForceQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "InTaskForceQuerySet":
        return self.filter(task_force=user.authority.task_force_id)


class SubTaskForce(UUIDModel):
    """A numbered sub-gugus tugas; its name is the region's own."""

    task_force = models.ForeignKey(
        "members.TaskForce", on_delete=models.CASCADE, related_name="sub_task_forces"
    )
    number = models.PositiveSmallIntegerField(_("nomor"))
    name = models.CharField(_("nama"), max_length=120)

    objects = InTaskForceQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("sub-gugus tugas")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "number"],
                name="sub_task_force_number",
                violation_error_message=_("Nomor sub-gugus tugas ini sudah dipakai."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.roman}. {self.name}"

    @property
    def roman(self) -> str:
        tens, ones = divmod(self.number, 10)
        return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


class Position(UUIDModel):
    """A kedudukan dalam tim (Pengarah, Ketua, Ketua Harian …), in the order the lampiran lists them."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="positions")
    name = models.CharField(_("kedudukan"), max_length=80)
    rank = models.PositiveSmallIntegerField(_("urutan"))
    in_sub = models.BooleanField(_("berada di sub-gugus tugas"), default=False)

    objects = InTaskForceQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "name"]
        verbose_name = _("kedudukan")
        constraints = [models.UniqueConstraint(fields=["task_force", "name"], name="position_name")]

    def __str__(self) -> str:
        return self.name
