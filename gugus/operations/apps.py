"""The app's registration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "gugus.operations"
    label = "operations"
    verbose_name = "Operasi"
