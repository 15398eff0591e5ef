"""What a person says about their own letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm


class MailChoiceForm(PlainForm):
    digest = forms.BooleanField(
        label=_("Kirim surel pengingat"),
        required=False,
        help_text=_("Paling banyak satu surel sehari, hanya bila ada yang menunggu Anda."),
    )


class ConfirmForm(PlainForm):
    """Nothing to fill in: the page asks once."""
