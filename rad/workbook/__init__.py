"""Reading RAD workbooks as bureaus write them: title rows, merged cells, two-line heads, ``12%``, ``N/A``.

``parse_matrix(read_sheets(file))`` gives a :class:`Matrix`; nothing here touches the database.
"""

from rad.workbook.faults import Fault
from rad.workbook.grid import Grid, StaleData, as_data, from_data, grid_of
from rad.workbook.labels import FIELD_NAMES, FIELDS, IGNORE, LIMITS
from rad.workbook.matrix import parse_matrix
from rad.workbook.numbers import Number, number_in_text
from rad.workbook.proposals import WHY, propose
from rad.workbook.records import (
    BudgetRow,
    ColumnUse,
    Counts,
    Found,
    Ignored,
    IgnoredSheet,
    IndicatorRow,
    ItemRow,
    Matrix,
    ProgramRow,
    Proposal,
    StrategyRow,
    TargetRow,
    UnknownColumn,
)

__all__ = [
    "FIELDS", "FIELD_NAMES", "IGNORE", "LIMITS", "WHY", "BudgetRow", "ColumnUse", "Counts", "Fault",
    "Found", "Grid", "Ignored",
    "IgnoredSheet", "IndicatorRow", "ItemRow", "Matrix", "Number", "ProgramRow", "Proposal", "StaleData",
    "StrategyRow",
    "TargetRow",
    "UnknownColumn", "as_data", "from_data", "grid_of", "number_in_text", "parse_matrix", "propose",
]  # fmt: skip
