"""The app's registration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "Kasus"

    def ready(self) -> None:
        from cases import trail_words
        from gugus.core.trail_words import register

        register(trail_words.ACTIONS)
