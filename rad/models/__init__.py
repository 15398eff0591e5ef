"""The plan, what is reported on it, and how it came in."""

from rad.models.imports import ImportRun
from rad.models.plans import (
    ActionItem,
    ActionItemGrant,
    ActionPlan,
    Indicator,
    Party,
    Program,
    Strategy,
    Target,
)
from rad.models.reports import (
    Evidence,
    IndicatorValue,
    ProgressReport,
    RadJob,
    ReportDocument,
    ReportingPeriod,
)

__all__ = [
    "ActionItem",
    "ActionItemGrant",
    "ActionPlan",
    "Evidence",
    "ImportRun",
    "Indicator",
    "IndicatorValue",
    "Party",
    "Program",
    "ProgressReport",
    "RadJob",
    "ReportDocument",
    "ReportingPeriod",
    "Strategy",
    "Target",
]
