"""The app's registration."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "gugus.dashboard"
    label = "dashboard"
    verbose_name = "Dasbor"
