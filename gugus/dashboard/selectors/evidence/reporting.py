"""Who was asked for reports this year, and where something is missing."""

from dataclasses import dataclass
from typing import Any

from gugus.dashboard.selectors.board import Sources
from gugus.dashboard.selectors.reporting import is_silent, period_label
from rad.models import ReportingPeriod
from rad.selectors import HeatRow


@dataclass(frozen=True)
class Asked:
    """One responsible party; `open_period` is the newest overdue period with something missing."""

    row: HeatRow
    silent: bool
    open_period: ReportingPeriod | None

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def late(self) -> int:
        return self.row.late

    @property
    def handed(self) -> int:
        return sum(done for done, _asked in self.row.cells.values())

    @property
    def asked(self) -> int:
        return sum(asked for _done, asked in self.row.cells.values())


def reporting_rows(_user: Any, sources: Sources) -> list[Asked]:
    """The most late first; names of offices, which everybody who reads the plan reads."""
    return [Asked(row, is_silent(row), _missing(row, sources)) for row in sources.parties]


def periods_of(sources: Sources) -> list[tuple[str, ReportingPeriod]]:
    """The year's periods under their short names, as columns."""
    state = sources.state
    return [(period_label(period), period) for period in state.data.periods.values()] if state else []


def _missing(row: HeatRow, sources: Sources) -> ReportingPeriod | None:
    """Where a reader looks first: the newest period that is overdue, else the newest one."""
    periods = [period for _label, period in periods_of(sources)]
    late = [
        period
        for period in periods
        if period.deadline < sources.today and row.cells[period.pk][0] < row.cells[period.pk][1]
    ]
    return next(reversed(late or periods), None)
