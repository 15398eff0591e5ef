"""The case trail as a list."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CaseTrail
from gugus.core.templatetags.gugus import status_word, waktu
from gugus.core.trail_words import action_words


class CaseTrailTable(tables.Table):
    at = tables.Column(verbose_name=gettext_lazy("Waktu"))
    actor_name = tables.Column(
        verbose_name=gettext_lazy("Pengguna"), default=gettext_lazy("tidak dikenal"), orderable=False
    )
    agency_name = tables.Column(verbose_name=gettext_lazy("Instansi"), default="–", orderable=False)
    role = tables.Column(verbose_name=gettext_lazy("Peran saat itu"), default="–", orderable=False)
    action = tables.Column(verbose_name=gettext_lazy("Tindakan"), orderable=False)
    denied = tables.Column(verbose_name=gettext_lazy("Hasil"), orderable=False)
    ip = tables.Column(verbose_name=gettext_lazy("Alamat IP"), default="–", orderable=False)

    class Meta:
        model = CaseTrail
        fields = ("at", "actor_name", "agency_name", "role", "action", "denied", "ip")
        attrs = {"caption": gettext_lazy("Siapa membuka kasus ini")}

    def render_at(self, value: datetime) -> str:
        return waktu(value)

    def render_role(self, value: str) -> str:
        return value.replace("_", " ")

    def render_action(self, value: str) -> str:
        return action_words(value)

    def render_denied(self, value: bool) -> Any:
        return status_word(_("ditolak"), "bad") if value else _("berhasil")

    def value_denied(self, value: bool) -> str:
        return _("ditolak") if value else _("berhasil")


class TaskForceTrailTable(CaseTrailTable):
    label = tables.Column(verbose_name=gettext_lazy("Kasus"), default="–", orderable=False)

    class Meta:
        model = CaseTrail
        fields = ("at", "label", "actor_name", "agency_name", "role", "action", "denied", "ip")
        sequence = fields
        attrs = {"caption": gettext_lazy("Jejak kasus gugus tugas")}
