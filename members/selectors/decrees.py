"""SK, seats and holders as the pages and papers need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.enums import GIVES_AUTHORITY, DecreeStatus
from members.models import (
    Decree,
    DecreeDocument,
    DecreeReview,
    LegalBasis,
    Seat,
    SeatHolder,
    Sop,
    SubTaskForce,
)
from members.models.decrees import decree_in_force as in_force
from members.selectors.authority import Authority

if TYPE_CHECKING:
    from gugus.accounts.models import User


@dataclass(frozen=True)
class Group:
    """Seats under one heading of the chart; `number` is None for the leadership."""

    number: str | None
    name: str
    seats: list[Seat]


@dataclass(frozen=True)
class Structure:
    """The task force as an SK seats it."""

    decree: Decree
    groups: list[Group]

    @property
    def vacant(self) -> int:
        return sum(seat.holder is None for group in self.groups for seat in group.seats)


def decree_list(user: "User") -> QuerySet[Decree]:
    return Decree.objects.visible_to(user).select_related("task_force", "follows")


def decree_in_force(user: "User") -> Decree | None:
    """The SK that gives authority today in the task force one acts in."""
    here = user.authority
    rows = Decree.objects.filter(task_force=here.task_force_id).in_force_on(here.today)
    return rows.select_related("task_force").order_by("-valid_from").first()


def seat_list(user: "User") -> QuerySet[Seat]:
    """Seats of SK this person may see; a chart's and a form's starting point."""
    return Seat.objects.visible_to(user).select_related(
        "decree__task_force__region", "agency", "position", "sub_task_force"
    )


def with_holders(seats: QuerySet[Seat], authority: Authority) -> list[Seat]:
    """Seats with `holder` (today's SeatHolder or None) attached, in one more query."""
    rows = list(seats)
    holders = SeatHolder.objects.on(authority.today).filter(
        task_force=authority.task_force_id, lineage__in=[seat.lineage for seat in rows]
    )
    by_lineage = {holder.lineage: holder for holder in holders.select_related("user").order_by("valid_from")}
    for seat in rows:
        seat.holder = by_lineage.get(seat.lineage)  # type: ignore[attr-defined]
    return rows


def seat_rows(user: "User", decree: Decree) -> list[Seat]:
    """Every seat of a visible decree in the order of its lampiran, with holders."""
    seats = decree.seats.select_related("agency", "position", "sub_task_force")
    return with_holders(seats, user.authority)


def structure_of(user: "User", decree: Decree | None) -> Structure | None:
    """Leadership first, then one group per sub-gugus tugas."""
    if decree is None:
        return None
    seats = seat_rows(user, decree)
    groups = [Group(None, _("Pimpinan dan sekretariat"), [s for s in seats if s.sub_task_force_id is None])]
    for sub in SubTaskForce.objects.filter(task_force=decree.task_force_id):
        groups.append(Group(sub.roman, sub.name, [s for s in seats if s.sub_task_force_id == sub.pk]))
    return Structure(decree, [group for group in groups if group.seats or group.number])


def vacant_seats(user: "User") -> list[Seat]:
    """Kursi kosong: seats of the SK in force that nobody holds today."""
    here = user.authority
    seats = Seat.objects.filter(
        in_force(here.today, "decree__"), decree__task_force=here.task_force_id
    ).select_related("agency")
    return [seat for seat in with_holders(seats, here) if seat.holder is None]  # type: ignore[attr-defined]


def seats_to_appoint(user: "User") -> QuerySet[Seat]:
    """Seats of the SK in force, as the basis of an appointment."""
    today = user.authority.today
    return seat_list(user).filter(in_force(today, "decree__")).order_by("title")


def holder_list(user: "User") -> QuerySet[SeatHolder]:
    return SeatHolder.objects.visible_to(user).select_related("user", "set_by", "task_force__region")


def decree_document_list(user: "User") -> QuerySet[DecreeDocument]:
    rows = DecreeDocument.objects.visible_to(user)
    return rows.select_related("decree__task_force", "made_by").prefetch_related("jobs")


def legal_basis_list(user: "User") -> QuerySet[LegalBasis]:
    """The newest version of each legal instrument."""
    return LegalBasis.objects.visible_to(user).current(user.authority.task_force_id)


def legal_basis_choices(user: "User", decree: Decree | None) -> QuerySet[LegalBasis]:
    """What a draft may cite: the newest version of each instrument, and the versions it already cites."""
    newest = legal_basis_list(user).values_list("pk", flat=True)
    cited = decree.grounds.values_list("legal_basis", flat=True) if decree else []
    return LegalBasis.objects.visible_to(user).filter(pk__in=[*newest, *cited])


def legal_basis_all(user: "User") -> QuerySet[LegalBasis]:
    """Every version this person may read: an old SK cites what it cited."""
    return LegalBasis.objects.visible_to(user)


def sop_all(user: "User") -> QuerySet[Sop]:
    return Sop.objects.visible_to(user)


def review_list(user: "User") -> QuerySet[DecreeReview]:
    """Reviews of SK one may see; the note between offices is for sekretariat and Bagian Hukum."""
    rows = DecreeReview.objects.visible_to(user)
    return rows if user.authority.has_role("sekretariat", "bagian_hukum") else rows.none()


def sop_list(user: "User") -> QuerySet[Sop]:
    """The newest version of each SOP."""
    return Sop.objects.visible_to(user).current(user.authority.task_force_id)


def versions_of(entry: Any) -> list[Any]:
    """An entry and what it follows, newest first."""
    found = [entry]
    while found[-1].follows is not None:
        found.append(found[-1].follows)
    return found


def decree_full_name(decree: Decree) -> str:
    """`Keputusan Wali Kota Kediri Nomor 188.45/1/2025 tentang …`; the year is not said twice."""
    year = str(decree.signed_on.year) if decree.signed_on else ""
    number = decree.number if not year or decree.number.endswith(year) else f"{decree.number} Tahun {year}"
    return f"Keputusan {decree.signer_office} Nomor {number} tentang {decree.title}"


def change_lines(decree: Decree) -> list[str]:
    """What the lampiran changes against the SK it follows: seats added, removed, altered."""
    if decree.follows_id is None:
        return []
    old = _by_lineage(Seat.objects.filter(decree=decree.follows_id))
    new = _by_lineage(Seat.objects.filter(decree=decree))
    return [
        *(_("Kursi ditambah: %s") % seat for key, seat in new.items() if key not in old),
        *(_("Kursi dihapus: %s") % seat for key, seat in old.items() if key not in new),
        *(
            _("Kursi diubah: %(old)s → %(new)s") % {"old": _seat_words(old[key]), "new": _seat_words(seat)}
            for key, seat in new.items()
            if key in old and _seat_words(old[key]) != _seat_words(seat)
        ),
    ]


def _by_lineage(seats: QuerySet[Seat]) -> dict[Any, Seat]:
    return {seat.lineage: seat for seat in seats.select_related("agency", "position", "sub_task_force")}


def _seat_words(seat: Seat) -> str:
    parts: Iterable[Any] = (seat.title, seat.position, seat.sub_task_force)
    return ", ".join(str(part) for part in parts if part)


STEPS = (DecreeStatus.DRAFT, DecreeStatus.REVIEW, DecreeStatus.SIGNED, DecreeStatus.IN_FORCE)


def decree_steps(decree: Decree) -> list[dict[str, str]]:
    """The stepper of a decree's life; an ended one shows how it ended as its last step."""
    ended = decree.status in GIVES_AUTHORITY and decree.status != DecreeStatus.IN_FORCE
    last = [DecreeStatus(decree.status)] if ended else []
    path = [*STEPS, *last]
    here = path.index(DecreeStatus(decree.status))
    return [
        {
            "label": str(step.label).capitalize(),
            "state": "done" if place < here else "current" if place == here else "next",
            "note": "",
        }
        for place, step in enumerate(path)
    ]
