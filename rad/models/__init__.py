"""The plan, what is reported on it, and how it came in."""

from rad.models.imports import AnswerRun, ImportRun
from rad.models.papers import Correction, PeriodChapter, RadJob, ReportDocument, Snapshot
from rad.models.plans import (
    ActionItem,
    ActionItemGrant,
    ActionPlan,
    Indicator,
    Party,
    Program,
    RemovedPart,
    Strategy,
    Target,
)
from rad.models.reports import (
    Evidence,
    IndicatorValue,
    ItemComment,
    ProgressReport,
    ReportDraft,
    ReportingPeriod,
    ValueRevision,
)
from rad.models.settings import GradeBand, ReportingRules

__all__ = [
    "ActionItem",
    "ActionItemGrant",
    "ActionPlan",
    "AnswerRun",
    "Correction",
    "Evidence",
    "GradeBand",
    "ImportRun",
    "Indicator",
    "IndicatorValue",
    "ItemComment",
    "Party",
    "PeriodChapter",
    "Program",
    "ProgressReport",
    "RadJob",
    "RemovedPart",
    "ReportDocument",
    "ReportDraft",
    "ReportingPeriod",
    "ReportingRules",
    "Snapshot",
    "Strategy",
    "Target",
    "ValueRevision",
]
