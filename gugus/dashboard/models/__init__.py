"""What the dashboard keeps: snapshots, their papers and letters, its rules, each region's newest figures."""

from gugus.dashboard.models.letters import WeeklyLetter
from gugus.dashboard.models.regional import RegionalFigures
from gugus.dashboard.models.settings import DashboardRules
from gugus.dashboard.models.snapshots import BriefDocument, DashboardJob, Snapshot

__all__ = [
    "BriefDocument",
    "DashboardJob",
    "DashboardRules",
    "RegionalFigures",
    "Snapshot",
    "WeeklyLetter",
]
