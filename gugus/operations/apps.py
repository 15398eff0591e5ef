"""The app's registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "gugus.operations"
    label = "operations"
    verbose_name = "Operasi"

    def ready(self) -> None:
        from gugus.core import trail_words
        from gugus.core.pages import WITHOUT_DATABASE
        from gugus.operations import receivers, views  # noqa: F401  receivers listen once imported

        WITHOUT_DATABASE.update({"/siap/": views.ready, "/metrik/": views.metrics})
        trail_words.APPS["operations"] = _("Operasi")
        trail_words.register({"operations.breach_report": _("membuat daftar dampak insiden data")})
