"""The Sekda's pages, one list per idea."""

from django.urls import path

from gugus.dashboard.views.board import DashboardPage
from gugus.dashboard.views.evidence import EvidencePage

app_name = "dashboard"

board_urls = [
    path("", DashboardPage.as_view(), name="dashboard"),
    path("angka/<slug:figure>/", EvidencePage.as_view(), name="evidence"),
]

urlpatterns = [*board_urls]
