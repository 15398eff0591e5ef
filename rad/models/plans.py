"""The matrix: plan → strategy → programme → action item → indicator → target.

A revision is a new version of the plan with rows of its own; `lineage` says which rows of two versions are
the same thing, so that figures and history run on over a revision.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from rad.enums import ITEM_RIGHTS, Aggregation, Direction, PartyKind, PartyRole, PlanStatus


def lineage_field() -> models.UUIDField:
    """What a row keeps when a new version copies it."""
    return models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)


# Drafts are seen by those who edit them; a plan in force by everybody of the task force.
READERS = ("sekretariat", "penghubung", "penangan", "pimpinan", "pengawas")


class PlanQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "PlanQuerySet":
        mine = user.authority
        rows = self.filter(task_force=mine.task_force_id)
        if mine.has_role("sekretariat"):
            return rows
        return rows.exclude(status=PlanStatus.DRAFT) if mine.has_role(*READERS) else rows.none()


class ActionPlan(UUIDModel):
    """A rencana aksi daerah for some years, in one version.

    `code` is the plan's short name within the task force (`RAD-2025-2027`) and stays over its versions.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="plans")
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("judul"), max_length=300)
    first_year = models.PositiveSmallIntegerField(_("tahun awal"))
    last_year = models.PositiveSmallIntegerField(_("tahun akhir"))
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    status = models.CharField(_("status"), max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="revisions"
    )
    instrument = models.CharField(_("dasar penetapan"), max_length=200, blank=True)
    adopted_on = models.DateField(_("tanggal penetapan"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "code", "-version"]
        verbose_name = _("RAD")
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "code", "version"],
                name="plan_version",
                violation_error_message=_("Kode RAD ini sudah dipakai."),
            ),
            models.UniqueConstraint(
                fields=["task_force", "code"],
                condition=Q(status="ditetapkan"),
                name="plan_in_force_once",
                violation_error_message=_("RAD ini sudah mempunyai versi yang berlaku."),
            ),
            models.UniqueConstraint(
                fields=["task_force", "code"],
                condition=Q(status="draf"),
                name="plan_draft_once",
                violation_error_message=_("RAD ini sudah mempunyai rancangan versi baru."),
            ),
            models.CheckConstraint(
                name="plan_years",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("Tahun akhir tidak boleh sebelum tahun awal."),
            ),
            models.CheckConstraint(
                name="plan_adopted_complete",
                condition=Q(status="draf") | Q(adopted_on__isnull=False) & ~Q(instrument=""),
                violation_error_message=_("RAD yang ditetapkan memerlukan dasar dan tanggal penetapan."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def trail_name(self) -> str:
        """A draft's words are not for every reader of the trail."""
        return self.code

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("rad:plan-detail", args=[self.pk])

    @property
    def years(self) -> list[int]:
        return list(range(self.first_year, self.last_year + 1))


class OfPlanQuerySet(VisibleQuerySet):
    plan_path = "plan"

    def _visible_to(self, user: Any) -> "OfPlanQuerySet":
        return self.filter(**{f"{self.plan_path}__in": ActionPlan.objects.visible_to(user)})


class ProgramQuerySet(OfPlanQuerySet):
    plan_path = "strategy__plan"


class ItemQuerySet(OfPlanQuerySet):
    plan_path = "program__strategy__plan"


class IndicatorQuerySet(OfPlanQuerySet):
    plan_path = "item__program__strategy__plan"


class Strategy(UUIDModel):
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="strategies")
    number = models.PositiveSmallIntegerField(_("nomor"))
    lineage = lineage_field()
    name = models.CharField(_("strategi"), max_length=300)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("strategi")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="strategy_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_name(self) -> str:
        return f"{self.plan.code} {self.number}"


class Program(UUIDModel):
    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="programs")
    number = models.PositiveSmallIntegerField(_("nomor"))
    lineage = lineage_field()
    name = models.CharField(_("program"), max_length=300)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["strategy__number", "number"]
        verbose_name = _("program")
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="program_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_name(self) -> str:
        return f"{self.strategy.number}.{self.number}"


class ActionItem(UUIDModel):
    """A kegiatan/aksi. Who may report it is guardian's grant `report_actionitem`, held by desks."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("nomor"))
    code = models.CharField(_("kode"), max_length=30)  # I.1.3
    lineage = lineage_field()
    name = models.CharField(_("kegiatan"), max_length=500)
    funding = models.CharField(_("sumber dana"), max_length=300, blank=True)
    budget = models.DecimalField(_("pagu (Rp)"), max_digits=17, decimal_places=2, null=True, blank=True)
    sipd_code = models.CharField(_("kode SIPD"), max_length=40, blank=True)
    places = models.CharField(_("lokasi"), max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["program__strategy__number", "program__number", "number"]
        verbose_name = _("kegiatan")
        permissions = [("report_actionitem", "Can report the action item")]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="item_number")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def trail_name(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("rad:item-detail", args=[self.pk])


class ActionItemGrant(GroupObjectPermissionBase):
    """guardian's direct foreign-key table: which desk may report which item. Written by services only."""

    allowed = ITEM_RIGHTS
    content_object = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "permission", "group"], name="item_grant_once")
        ]
        indexes = [models.Index(fields=["group", "permission", "content_object"], name="item_grant_group")]


class Party(models.Model):
    """A responsible or supporting party of an item: an agency, a post, all members, or a name only.

    `label` is what the matrix says; for a post, `agency` is the one that answers for it, if any.
    """

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("peran"), max_length=20, choices=PartyRole)
    kind = models.CharField(_("jenis"), max_length=10, choices=PartyKind)
    label = models.CharField(_("sebutan"), max_length=300)
    agency = models.ForeignKey(
        "members.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="rad_parties"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-role", "order"]  # penanggung_jawab sorts before terkait when read backwards in the page
        constraints = [
            models.CheckConstraint(
                name="party_agency", condition=~Q(kind="instansi") | Q(agency__isnull=False)
            ),
            models.UniqueConstraint(fields=["item", "role", "label"], name="party_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Indicator(UUIDModel):
    """A measure of an item. A `ratio` stores numerator and denominator; its percentage is always derived.

    `baseline` None with `baseline_na` means "N/A: no case in the base year", which is not zero. What is
    reported is the period's own number, or with `cumulative` the number since January. `victims_confirmed`
    is False while `about_victims` is only an import's proposal.
    """

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField(_("nomor"), default=1)
    lineage = lineage_field()
    name = models.CharField(_("indikator"), max_length=500)
    unit = models.CharField(_("satuan"), max_length=60)
    aggregation = models.CharField(_("cara menghitung"), max_length=12, choices=Aggregation)
    cumulative = models.BooleanField(
        _("angka yang dilaporkan sudah kumulatif sejak awal tahun"), default=False
    )
    direction = models.CharField(_("arah"), max_length=6, choices=Direction, default=Direction.HIGHER)
    baseline = models.DecimalField(_("baseline"), max_digits=17, decimal_places=4, null=True, blank=True)
    baseline_na = models.BooleanField(_("baseline N/A"), default=False)
    na_allowed = models.BooleanField(_("boleh N/A bila tidak ada kasus"), default=False)
    graded = models.BooleanField(_("dinilai"), default=True)
    about_victims = models.BooleanField(_("menyangkut korban"), default=False)
    victims_confirmed = models.BooleanField(_("menyangkut korban: sudah dipastikan"), default=True)
    weight = models.DecimalField(_("bobot"), max_digits=5, decimal_places=2, default=1)
    note = models.TextField(_("keterangan"), max_length=2000, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["item__program__strategy__number", "item__program__number", "item__number", "number"]
        verbose_name = _("indikator")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="indicator_number"),
            models.CheckConstraint(
                name="indicator_baseline_na", condition=Q(baseline_na=False) | Q(baseline__isnull=True)
            ),
            models.CheckConstraint(name="indicator_weight_positive", condition=Q(weight__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ratio(self) -> bool:
        return self.aggregation == Aggregation.RATIO


class Target(models.Model):
    """What is promised for a year, or for one quarter of it (`quarter` 1–4)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("tahun"))
    quarter = models.PositiveSmallIntegerField(_("triwulan"), null=True, blank=True)
    value = models.DecimalField(_("target"), max_digits=17, decimal_places=4)

    class Meta:
        ordering = ["year", F("quarter").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"], name="target_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="target_quarter", condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4))
            ),
            models.CheckConstraint(name="target_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class RemovedQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "RemovedQuerySet":
        """Parts of drafts: for those who edit them."""
        mine = user.authority
        return (
            self.filter(plan__task_force=mine.task_force_id) if mine.has_role("sekretariat") else self.none()
        )


class RemovedPart(UUIDModel):
    """What was taken out of a draft's matrix, so that it can be put back with its ids and lineages.

    `data` is the subtree as Django serialises it, the removed row first. Kept until the draft is adopted.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="removed_parts")
    kind = models.CharField(max_length=12)  # a model's name: strategy, program, actionitem, indicator
    label = models.CharField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=500)
    parent = models.UUIDField()
    number = models.PositiveSmallIntegerField(_("nomor"))
    data = models.JSONField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RemovedQuerySet.as_manager()

    class Meta:
        ordering = ["-removed_at"]
        verbose_name = _("bagian yang dihapus")

    def __str__(self) -> str:
        return self.label

    @property
    def trail_name(self) -> str:
        return self.label
