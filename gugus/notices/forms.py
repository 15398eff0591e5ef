"""What a person says about their own letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from members.enums import Role


class MailChoiceForm(PlainForm):
    digest = forms.TypedChoiceField(
        label=_("Surel pengingat"),
        choices=[("True", _("Kirim, paling banyak satu kali sehari")), ("False", _("Jangan kirim"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("Hanya dikirim bila ada yang menunggu Anda."),
    )
    weekly = forms.TypedChoiceField(
        label=_("Ringkasan mingguan untuk pimpinan"),
        choices=[("True", _("Kirim satu kali seminggu")), ("False", _("Jangan kirim"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("Tujuh angka dasbor dan yang perlu ditanyakan, tanpa isi kasus."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.authority.has_role(Role.LEADER):
            del self.fields["weekly"]


class ConfirmForm(PlainForm):
    """Nothing to fill in: the page asks once."""
