"""The Sekda's page."""

from django.urls import path

from gugus.dashboard.views import DashboardPage

app_name = "dashboard"

urlpatterns = [path("", DashboardPage.as_view(), name="dashboard")]
