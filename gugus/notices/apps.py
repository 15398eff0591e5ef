"""The app's registration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gugus.notices"
    label = "notices"
    verbose_name = "Pemberitahuan"

    def ready(self) -> None:
        from gugus.core import trail_words
        from gugus.notices.enums import ACTIONS

        trail_words.register(ACTIONS)
