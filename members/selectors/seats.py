"""The SK in force with their seats, for boards: who holds one is asked, not who it is (one query)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Subquery

from members.models import Decree, SeatHolder


@dataclass(frozen=True, slots=True)
class SeatFact:
    """A seat of an SK in force; `empty_since` is the day nobody held it any more, None while it is held."""

    pk: UUID
    title: str
    agency_id: UUID | None
    agency: str
    empty_since: date | None


@dataclass(frozen=True, slots=True)
class DecreeFact:
    """An SK in force with its seats in the order of the lampiran; `ends_on` None: without an end."""

    pk: UUID
    number: str
    ends_on: date | None
    seats: tuple[SeatFact, ...]

    @property
    def empty(self) -> list[SeatFact]:
        return [seat for seat in self.seats if seat.empty_since]


def decrees_for_system(task_force_id: UUID, today: date) -> list[DecreeFact]:
    """Every SK that gives authority today, the one that ends last first."""
    holders = SeatHolder.objects.filter(task_force=task_force_id, lineage=OuterRef("seats__lineage"))
    last = holders.order_by().values("lineage").annotate(last=Max("valid_until")).values("last")
    rows = (
        Decree.objects.filter(task_force=task_force_id)
        .in_force_on(today)
        .order_by("-ends_on", "pk", "seats__position__rank", "seats__sub_task_force__number", "seats__order")
        .annotate(held=Exists(holders.on(today)), left=Subquery(last.filter(valid_until__lt=today)))
        .values_list(
            "pk", "number", "ends_on", "valid_from", "seats", "seats__title", "seats__agency",
            "seats__agency__short_name", "held", "left",
        )
    )  # fmt: skip
    heads: dict[UUID, tuple[str, date]] = {}
    seats: dict[UUID, list[SeatFact]] = {}
    for pk, number, ends_on, started, seat, title, agency_id, agency, held, left in rows:
        heads[pk] = (number, ends_on)
        since = None if held else max(left + timedelta(days=1), started) if left else started
        found = seats.setdefault(pk, [])
        if seat is not None:
            found.append(SeatFact(seat, title, agency_id, agency or "", since))
    return [
        DecreeFact(pk, number, None if ends_on == date.max else ends_on, tuple(seats[pk]))
        for pk, (number, ends_on) in heads.items()
    ]
