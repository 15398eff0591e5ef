"""The SK that gives authority, its days left, and the seats nobody holds."""

from datetime import date

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import FigureCode, State
from members.selectors.seats import DecreeFact


def decree(decrees: list[DecreeFact], today: date) -> Figure:
    """Of the one that ends last; seats of all of them."""
    if not decrees:
        return Figure(FigureCode.DECREE, State.MISSING)
    first = decrees[0]
    return Figure(
        FigureCode.DECREE,
        State.KNOWN,
        value=(first.ends_on - today).days if first.ends_on else None,
        facts={
            "number": first.number,
            "ends_on": first.ends_on.isoformat() if first.ends_on else None,
            "seats": sum(len(each.seats) for each in decrees),
            "empty": sum(len(each.empty) for each in decrees),
        },
    )


def seats(decrees: list[DecreeFact]) -> tuple[Row, ...]:
    """The empty ones, in the order of the lampiran; offices, never persons."""
    return tuple(
        Row(
            str(seat.pk),
            seat.title,
            late=True,
            facts={"agency": seat.agency, "since": seat.empty_since.isoformat()},
        )
        for each in decrees
        for seat in each.seats
        if seat.empty_since
    )
