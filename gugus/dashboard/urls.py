"""The Sekda's pages, one list per idea."""

from django.urls import path

from gugus.dashboard.views import briefs, snapshots
from gugus.dashboard.views.board import DashboardPage
from gugus.dashboard.views.compare import ComparePage
from gugus.dashboard.views.evidence import EvidencePage
from gugus.dashboard.views.regional import RegionsPage
from gugus.dashboard.views.settings import RulesUpdate

app_name = "dashboard"

board_urls = [
    path("", DashboardPage.as_view(), name="dashboard"),
    path("angka/<slug:figure>/", EvidencePage.as_view(), name="evidence"),
]

snapshot_urls = [
    path("potret/", snapshots.SnapshotList.as_view(), name="snapshot-list"),
    path("potret/ambil/", snapshots.SnapshotTake.as_view(), name="snapshot-take"),
    path("potret/kode/", snapshots.SnapshotCode.as_view(), name="snapshot-code"),
    path("potret/<int:number>/", snapshots.SnapshotPage.as_view(), name="snapshot-detail"),
    path("aturan/", RulesUpdate.as_view(), name="rules"),
]

brief_urls = [
    path("lembar-ringkas/", briefs.BriefList.as_view(), name="brief-make"),
    path("lembar-ringkas/<uuid:pk>/", briefs.BriefPage.as_view(), name="brief-detail"),
    path("lembar-ringkas/<uuid:pk>/ulang/", briefs.BriefRetry.as_view(), name="brief-retry"),
    path("lembar-ringkas/<uuid:pk>/berkas/", briefs.BriefFile.as_view(), name="brief-file"),
]

compare_urls = [
    path("banding/", ComparePage.as_view(), name="compare"),
    path("daerah/", RegionsPage.as_view(), name="regions"),
]

urlpatterns = [*board_urls, *snapshot_urls, *brief_urls, *compare_urls]
