"""What meetings decided and is still open, by agency."""

from gugus.dashboard.board import Figure, Row
from gugus.dashboard.enums import FigureCode, State
from meetings.selectors.follow_ups import AgencyCount


def follow_ups(counts: list[AgencyCount]) -> Figure:
    whole = sum(each.open for each in counts)
    if not whole:
        return Figure(FigureCode.FOLLOW_UPS, State.NONE, value=0, whole=0)
    late, high = sum(each.late for each in counts), sum(each.high for each in counts)
    return Figure(FigureCode.FOLLOW_UPS, State.KNOWN, value=late, whole=whole, facts={"high": high})


def promises(counts: list[AgencyCount]) -> tuple[Row, ...]:
    """Agencies with something unfinished, the most late first."""
    return tuple(
        Row(
            str(each.agency_id),
            each.agency,
            value=each.late,
            whole=each.open,
            late=each.late > 0,
            facts={"high": each.high, "done": each.done, "on_time": each.on_time},
        )
        for each in counts
        if each.open
    )
