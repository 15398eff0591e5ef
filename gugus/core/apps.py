"""The kernel's start: what must hold before one request is answered."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "gugus.core"
    label = "core"
    verbose_name = "Inti"

    def ready(self) -> None:
        from gugus.core import guard

        guard.install()
