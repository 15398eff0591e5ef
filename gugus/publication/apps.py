"""The app's registration."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gugus.publication"
    label = "publication"
    verbose_name = "Publikasi"
