"""The app's registration."""

from django.apps import AppConfig


class RadConfig(AppConfig):
    name = "rad"
    label = "rad"
    verbose_name = "Rencana aksi"
