"""What a person says about their own letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm


class MailChoiceForm(PlainForm):
    digest = forms.TypedChoiceField(
        label=_("Surel pengingat"),
        choices=[("True", _("Kirim, paling banyak satu kali sehari")), ("False", _("Jangan kirim"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("Hanya dikirim bila ada yang menunggu Anda."),
    )


class ConfirmForm(PlainForm):
    """Nothing to fill in: the page asks once."""
