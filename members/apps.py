"""The app's registration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = _("Anggota")

    def ready(self) -> None:
        from members import receivers

        receivers.connect()
