"""The list of accounts."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from gugus.accounts.enums import UserState
from gugus.accounts.models import User
from gugus.core.templatetags.gugus import status_word, tanggal

STATE_TONES = {
    UserState.ACTIVE: "good",
    UserState.INVITED: "note",
    UserState.EXPIRED: "warn",
    UserState.DISABLED: "locked",
}


class UserTable(tables.Table):
    full_name = tables.Column(verbose_name=_("Nama"), linkify=True)
    email = tables.Column(verbose_name=_("Alamat surel"), attrs={"td": {"class": "address"}})
    state = tables.Column(verbose_name=_("Status"), orderable=False, accessor="state")
    has_factor = tables.Column(verbose_name=_("Dua langkah"))
    last_login = tables.Column(verbose_name=_("Terakhir masuk"), default="–")

    class Meta:
        model = User
        fields = ("full_name", "email", "state", "has_factor", "last_login")
        order_by = ("full_name",)
        attrs = {"caption": _("Akun pengguna portal")}

    def render_state(self, value: UserState) -> Any:
        return status_word(value.label, STATE_TONES[value])

    def value_state(self, value: UserState) -> str:
        return str(value.label)

    def render_has_factor(self, value: bool) -> str:
        return str(_("aktif") if value else _("belum"))

    def render_last_login(self, value: Any) -> str:
        return tanggal(value)
