"""To whom a victim may be referred."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from members.enums import Role
from members.models import Agency, Appointment, Desk

MANY = 20


@dataclass(frozen=True)
class Receiver:
    """A desk of handlers, or an agency that gets the letter on paper; `key` names it in a form."""

    agency: Agency
    desk: Desk | None = None

    @property
    def key(self) -> str:
        return f"meja:{self.desk.group_id}" if self.desk else f"surat:{self.agency.pk}"

    def label_for(self, task_force_id: UUID | None) -> str:
        """The agency, with its region where it is another's."""
        if self.desk is None or self.desk.task_force_id == task_force_id:
            return self.agency.short_name
        return f"{self.agency.short_name}, {self.desk.task_force.region.name}"


def desks_manned(user: Any, *, without: set[int]) -> Any:
    """Handlers' desks with somebody in force today, in all task forces, but for some."""
    now = Appointment.objects.in_force().filter(role=Role.HANDLER)
    rows = Desk.objects.filter(role=Role.HANDLER, pk__in=now.values("desk_id"))
    return rows.exclude(group__in=without).select_related("agency", "task_force__region")


def receivers(
    user: Any, *, without: set[int], search: str = "", keep: int | None = None, paper: bool = True
) -> list[tuple[str, list[Receiver]]]:
    """Whom one may choose, in groups: own task force, those found elsewhere, and agencies without accounts.

    `without` are the groups of the sender and the case's owner; `keep` is a desk that must be offered because
    it was chosen before.
    """
    here = user.authority.task_force_id
    desks = desks_manned(user, without=without)
    own = [Receiver(row.agency, row) for row in desks.filter(task_force=here).order_by("agency__short_name")]
    found = [(_("Gugus tugas ini"), own), (_("Gugus tugas lain"), _elsewhere(desks, here, search, keep))]
    if paper:
        found.append((_("Lewat surat (belum ada akun penangan)"), _on_paper(user, desks, without)))
    return [(label, rows) for label, rows in found if rows]


def _elsewhere(desks: Any, here: UUID | None, search: str, keep: int | None) -> list[Receiver]:
    words = search.split()
    asked = Q(group=keep)
    if words:
        match = Q()
        for word in words:
            match &= (
                Q(agency__short_name__icontains=word)
                | Q(agency__name__icontains=word)
                | Q(task_force__region__name__icontains=word)
            )
        asked |= match
    rows = (
        desks.exclude(task_force=here)
        .filter(asked)
        .order_by("task_force__region__name", "agency__short_name")
    )
    return [Receiver(row.agency, row) for row in rows[:MANY]]


def _on_paper(user: Any, desks: Any, without: set[int]) -> list[Receiver]:
    here = user.authority.task_force_id
    manned = desks.filter(task_force=here).values("agency_id")
    own = Desk.objects.filter(group__in=without).values("agency_id")
    rows = Agency.objects.visible_to(user).exclude(pk__in=manned).exclude(pk__in=own)
    return [Receiver(row) for row in rows.order_by("short_name")]
