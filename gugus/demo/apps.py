"""The app's registration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "gugus.demo"
    label = "demo"
    verbose_name = "Contoh"
