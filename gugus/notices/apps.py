"""The app's registration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gugus.notices"
    label = "notices"
    verbose_name = "Pemberitahuan"
