"""Input for identity and shelter; nothing typed here is kept anywhere but in the encrypted columns."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Identity, Shelter
from cases.rules.identity import check_birth_date, clean_nik
from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm

WIDE = forms.Textarea({"rows": 2, "autocomplete": "off"})
OFF = forms.TextInput({"autocomplete": "off"})


def longest(model: Any, name: str) -> int:
    return model._meta.get_field(name).max_length


class IdentityForm(PlainForm):
    """Who the victim is: whatever is known, nothing is required."""

    name = forms.CharField(
        label=_("Nama lengkap"), required=False, max_length=longest(Identity, "name"), widget=OFF
    )
    nickname = forms.CharField(
        label=_("Nama panggilan"), required=False, max_length=longest(Identity, "nickname"), widget=OFF
    )
    nik = forms.CharField(
        label=_("NIK"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("16 angka seperti pada KTP atau KK. Kosongkan bila belum pasti."),
    )
    birth_place = forms.CharField(
        label=_("Tempat lahir"), required=False, max_length=longest(Identity, "birth_place"), widget=OFF
    )
    birth_date = DateBoxesField(
        label=_("Tanggal lahir"), required=False, help_text=_("Kosongkan bila belum pasti.")
    )
    address = forms.CharField(
        label=_("Alamat"), required=False, max_length=longest(Identity, "address"), widget=WIDE
    )
    phone = forms.CharField(
        label=_("Telepon"),
        required=False,
        max_length=longest(Identity, "phone"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
        help_text=_("Hanya nomor yang aman dihubungi."),
    )
    guardian = forms.CharField(
        label=_("Wali"),
        required=False,
        max_length=longest(Identity, "guardian"),
        widget=OFF,
        help_text=_("Nama dan hubungan; wajib diketahui bila korban anak."),
    )
    safe_contact = forms.CharField(
        label=_("Keluarga yang aman dihubungi"),
        required=False,
        max_length=longest(Identity, "safe_contact"),
        widget=WIDE,
        help_text=_("Nama, hubungan, dan cara menghubungi. Jangan tulis keluarga yang diduga terlibat."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_nik(self) -> str:
        try:
            return clean_nik(self.cleaned_data["nik"])
        except ValidationError as error:
            raise ValidationError(error.message_dict["nik"]) from None

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        try:
            check_birth_date(day, self.user.authority.today)
        except ValidationError as error:
            raise ValidationError(error.message_dict["birth_date"]) from None
        return day


class ReasonForm(PlainForm):
    """Why one more identity is opened after the day's budget."""

    reason = forms.CharField(
        label=_("Alasan membuka"),
        max_length=1000,
        min_length=10,
        widget=WIDE,
        help_text=_(
            "Dibaca pengawas dan koordinator kasus. Jangan tulis identitas korban. Contoh: menyiapkan "
            "pemulangan enam korban dari satu penggerebekan."
        ),
    )


class ShelterForm(PlainForm):
    """A safe house, from–until."""

    name = forms.CharField(label=_("Nama tempat aman"), max_length=longest(Shelter, "name"), widget=OFF)
    address = forms.CharField(
        label=_("Alamat"), required=False, max_length=longest(Shelter, "address"), widget=WIDE
    )
    contact = forms.CharField(
        label=_("Kontak petugas"), required=False, max_length=longest(Shelter, "contact"), widget=OFF
    )
    since = DateBoxesField(label=_("Sejak"))
    until = DateBoxesField(
        label=_("Sampai"), required=False, help_text=_("Kosongkan selama korban masih di sana.")
    )
