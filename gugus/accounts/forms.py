"""What the pages about accounts ask."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{6,18}$",
    _("Tulis nomor telepon dengan angka saja, contoh 0812 3456 7890."),
)


class UserForm(PlainForm):
    """Who a person is; what they may do comes from an appointment, not from here."""

    full_name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=120,
        help_text=_("Dengan gelar bila dipakai dalam surat dinas."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Alamat surel"),
        help_text=_("Surel perorangan, contoh budi@contoh.go.id; satu alamat untuk satu orang."),
        error_messages={"invalid": _("Tulis alamat surel yang lengkap, contoh budi@contoh.go.id.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=20,
        required=False,
        validators=[PHONE],
        help_text=_("Hanya dilihat oleh sekretariat dan admin, contoh 0812 3456 7890."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )


class ConfirmForm(PlainForm):
    """Nothing to fill in: the page asks once."""
