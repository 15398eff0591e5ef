"""Where: the Kemendagri tree of regions, and the task force of one of them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


class RegionQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "RegionQuerySet":
        """Names and codes of regions are public facts."""
        return self


class Region(models.Model):
    """A province, kabupaten/kota, kecamatan or desa/kelurahan by its Kemendagri code (`35.71.01.1001`)."""

    code = models.CharField(_("kode wilayah"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    level = models.PositiveSmallIntegerField(_("tingkat"))  # 1 province … 4 desa/kelurahan
    kind = models.CharField(_("jenis"), max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    timezone = models.CharField(_("zona waktu"), max_length=32, default="Asia/Jakarta")

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("wilayah")

    def __str__(self) -> str:
        return self.name


class TaskForceQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "TaskForceQuerySet":
        return self.filter(pk=user.authority.task_force_id)


class TaskForce(UUIDModel):
    """The task force of one region, named as it is named there, with what its papers need.

    `letterhead` holds what the head of a letter prints: keys `government`, `office`, `address`, `contact`.
    Paper is in millimetres (F4 is 215 × 330).
    """

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="task_force")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(_("nama gugus tugas"), max_length=200)
    short_name = models.CharField(_("nama singkat"), max_length=60)
    slug = models.SlugField(max_length=40, unique=True)
    head_office = models.CharField(_("jabatan kepala daerah"), max_length=80)  # "Wali Kota Kediri"
    province_line = models.CharField(_("baris provinsi"), max_length=80, blank=True)
    place = models.CharField(_("tempat penetapan"), max_length=60)
    secretariat_agency = models.ForeignKey(
        "members.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letterhead = models.JSONField(_("kop surat"), default=dict, blank=True)
    emblem = models.FileField(_("lambang"), upload_to="emblems/", null=True, blank=True)
    paper_width = models.PositiveSmallIntegerField(_("lebar kertas (mm)"), default=215)
    paper_height = models.PositiveSmallIntegerField(_("tinggi kertas (mm)"), default=330)

    objects = TaskForceQuerySet.as_manager()

    class Meta:
        ordering = ["region__code"]
        verbose_name = _("gugus tugas")

    def __str__(self) -> str:
        return self.short_name
