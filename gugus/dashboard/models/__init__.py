"""What the dashboard keeps: snapshots with their papers, and each region's newest figures."""

from gugus.dashboard.models.regional import RegionalFigures
from gugus.dashboard.models.snapshots import BriefDocument, DashboardJob, Snapshot

__all__ = ["BriefDocument", "DashboardJob", "RegionalFigures", "Snapshot"]
