"""Authority: appointments, and the one condition under which they hold today."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from members.enums import AppointmentStatus, Basis, Role
from members.models.decrees import Seat, SeatHolder, decree_in_force


class LocalDate(Func):
    """The calendar day of a moment in a time zone: `(timezone(zone, moment))::date`."""

    template = "(timezone(%(expressions)s))::date"
    output_field = models.DateField()


def local_day(zone_field: str, now: datetime | None = None) -> LocalDate:
    """Today in the zone that a column names; the region's midnight, not the server's, ends a term."""
    return LocalDate(F(zone_field), Value(now or timezone.now(), output_field=models.DateTimeField()))


class AppointmentQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "AppointmentQuerySet":
        """Sekretariat, admin and pengawas see all of their task force.

        Others see their own, and those of the agency (and its units) they work for or head.
        """
        mine = user.authority
        rows = self.filter(task_force=mine.task_force_id)
        if mine.has_role(Role.SECRETARIAT, Role.ADMIN, Role.SUPERVISOR):
            return rows
        offices = Q(agency__in=mine.agency_ids) | Q(agency__parent__in=mine.agency_ids)
        heads = Seat.objects.headed_by(user, mine.task_force_id)
        headed = Q(agency__in=heads.values("agency")) | Q(agency__parent__in=heads.values("agency"))
        return rows.filter(offices | headed | Q(user=user))

    def in_force(self, now: datetime | None = None) -> "AppointmentQuerySet":
        """Appointments that give rights at `now`, by the region's local day, in the query itself.

        Confirmed, within their own dates, and with a living basis: a seat of an SK in force, not yet left; a
        letter while the agency has a seat in an SK in force; an interim note within its dates; or the dinas's
        own word.
        """
        rows = self.annotate(today=local_day("task_force__region__timezone", now))
        in_sk = Seat.objects.filter(
            decree_in_force(OuterRef("today"), "decree__"), decree__task_force=OuterRef("task_force")
        )
        held = SeatHolder.objects.filter(lineage=OuterRef("seat_lineage"), user=OuterRef("user"))
        living = (
            Q(basis__in=[Basis.OFFICE, Basis.INTERIM])
            | Q(basis=Basis.SEAT)
            & Exists(in_sk.filter(lineage=OuterRef("seat_lineage")))
            & (~Exists(held) | Exists(held.on(OuterRef("today"))))
            | Q(basis=Basis.LETTER)
            & Exists(in_sk.filter(Q(agency=OuterRef("agency")) | Q(agency=OuterRef("agency__parent"))))
        )
        return rows.filter(
            living,
            Q(valid_until__isnull=True) | Q(valid_until__gte=F("today")),
            status=AppointmentStatus.CONFIRMED,
            valid_from__lte=F("today"),
            user__is_active=True,
        )


class Appointment(UUIDModel):
    """A person in a role, from–until, for a reason that must live on (design.md "The chain as data").

    A penangan is proposed by one person and confirmed by another (`rules.check_appointment_confirm`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    task_force = models.ForeignKey("members.TaskForce", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("peran"), max_length=16, choices=Role)
    agency = models.ForeignKey(
        "members.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    desk = models.ForeignKey("members.Desk", on_delete=models.PROTECT, related_name="appointments")
    is_coordinator = models.BooleanField(_("koordinator kasus"), default=False)
    basis = models.CharField(_("dasar"), max_length=16, choices=Basis)
    seat_lineage = models.UUIDField(null=True, blank=True)
    letter_number = models.CharField(_("nomor surat tugas"), max_length=80, blank=True)
    letter_on = models.DateField(_("tanggal surat tugas"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=AppointmentStatus, default=AppointmentStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("alasan berakhir"), max_length=300, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "id"]
        verbose_name = _("penetapan")
        indexes = [models.Index(fields=["user", "status"], name="appointment_user")]
        constraints = [
            models.CheckConstraint(
                name="appointment_term_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Akhir penetapan tidak boleh sebelum awalnya."),
            ),
            models.CheckConstraint(
                name="appointment_basis_complete",
                condition=Q(basis="sk", seat_lineage__isnull=False)
                | Q(basis="surat_tugas", letter_on__isnull=False, agency__isnull=False) & ~Q(letter_number="")
                | Q(basis="sementara", valid_until__isnull=False) & ~Q(reason="")
                | Q(basis="dinas", role__in=["admin", "bagian_hukum", "sekretariat", "statistik"]),
                violation_error_message=_("Dasar penetapan belum lengkap."),
            ),
            models.CheckConstraint(
                # An interim note bridges at most 90 days (design.md).
                name="appointment_interim_90_days",
                condition=~Q(basis="sementara")
                | Q(
                    valid_until__lte=models.ExpressionWrapper(F("valid_from") + Value(90), models.DateField())
                ),
                violation_error_message=_("Penetapan sementara paling lama 90 hari."),
            ),
            models.CheckConstraint(
                name="appointment_handler_two_people",
                condition=~Q(role="penangan", status="dikukuhkan")
                | Q(decided_by__isnull=False)
                & ~Q(decided_by=F("proposed_by"))
                & ~Q(decided_by=F("user"))
                & ~Q(proposed_by=F("user")),
                violation_error_message=_(
                    "Penangan diusulkan dan dikukuhkan oleh dua orang yang berbeda, "
                    "bukan oleh dirinya sendiri."
                ),
            ),
            models.CheckConstraint(
                name="appointment_coordinator_handles",
                condition=Q(is_coordinator=False) | Q(role="penangan"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"
