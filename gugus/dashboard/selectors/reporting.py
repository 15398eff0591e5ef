"""Who is late or silent: responsible parties and the periods of the year."""

from fractions import Fraction

from gugus.dashboard.board import Facts, Figure, Row
from gugus.dashboard.enums import FigureCode, State
from gugus.dashboard.selectors.plan import PlanYear
from rad.models import ReportingPeriod
from rad.selectors import HeatRow, heat_rows


def parties(state: PlanYear) -> list[HeatRow]:
    """Those asked for something in a period of the year, the most late first."""
    data = state.data
    rows = heat_rows(state.plan, list(data.periods.values()), state.items, data.handed, data.today)
    return [row for row in rows if any(asked for _done, asked in row.cells.values())]


def is_silent(row: HeatRow) -> bool:
    """Late, and not one report of the year came in."""
    return row.late > 0 and not any(done for done, _asked in row.cells.values())


def reporting(state: PlanYear | None, rows: list[HeatRow]) -> Figure:
    if state is None or not state.data.periods:
        return Figure(FigureCode.REPORTING, State.MISSING)
    if not any(state.data.overdue(slot) for slot in state.data.periods):
        return Figure(FigureCode.REPORTING, State.NONE, whole=len(rows))
    late = [row for row in rows if row.late]
    return Figure(
        FigureCode.REPORTING,
        State.KNOWN,
        value=len(late),
        whole=len(rows),
        facts={"silent": sum(map(is_silent, late))},
    )


def agencies(state: PlanYear | None, rows: list[HeatRow]) -> tuple[Row, ...]:
    """Handed in of what was asked over the year, and period by period.

    Facts hold `3/5` under a period's name; `TW I lewat` tells that its deadline passed with some missing.
    """
    if state is None:
        return ()
    return tuple(_agency(state, row) for row in rows)


def _agency(state: PlanYear, row: HeatRow) -> Row:
    periods = list(state.data.periods.values())
    facts: dict[str, str | int | bool | None] = {"late": row.late, "silent": is_silent(row)}
    for period in periods:
        facts |= _cell(period, *row.cells[period.pk], passed=period.deadline < state.data.today)
    return Row(
        str(row.agency_id or row.label),
        row.label,
        value=sum(done for done, _asked in row.cells.values()),
        whole=sum(asked for _done, asked in row.cells.values()),
        late=row.late > 0,
        facts=facts,
        points=tuple((period_label(period), _part(*row.cells[period.pk])) for period in periods),
    )


def _cell(period: ReportingPeriod, done: int, asked: int, *, passed: bool) -> Facts:
    label = period_label(period)
    if not asked:
        return {}
    return {label: f"{done}/{asked}", f"{label} lewat": passed and done < asked}


def _part(done: int, asked: int) -> Fraction | None:
    return Fraction(done, asked) if asked else None


def period_label(period: ReportingPeriod) -> str:
    """`TW I`: the year stands above."""
    return str(period).removesuffix(f" {period.year}")
