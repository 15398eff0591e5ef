"""Input for publications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from gugus.publication.enums import Section


class SettingsForm(PlainForm):
    enabled = forms.BooleanField(
        label=_("Nyalakan halaman publik"),
        required=False,
        help_text=_("Selama mati, alamat publiknya tidak ada bagi siapa pun, juga untuk rilis yang lama."),
    )
    address = forms.SlugField(
        label=_("Alamat publik"),
        max_length=40,
        help_text=_(
            "Bagian akhir dari /terbuka/…/: huruf kecil, angka, dan tanda hubung. Contoh kabupaten-contoh. "
            "Bila diganti, tautan lama tidak berlaku lagi."
        ),
        error_messages={
            "invalid": _("Pakai huruf kecil, angka, dan tanda hubung, tanpa spasi. Contoh kabupaten-contoh.")
        },
    )
    contact = forms.CharField(
        label=_("Kontak"),
        max_length=200,
        required=False,
        help_text=_("Jabatan atau kantor dan surel atau telepon kantornya, bukan nama orang."),
    )
    licence = forms.CharField(
        label=_("Ketentuan pemakaian ulang"),
        max_length=300,
        required=False,
        help_text=_(
            "Diputuskan daerah. Selama kosong, halaman publik menyebut bahwa ketentuannya belum ditetapkan."
        ),
    )
    sections = forms.MultipleChoiceField(
        label=_("Bagian yang boleh dirilis"),
        choices=Section.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tiap rilis memilih dari sini."),
    )
    indexed = forms.BooleanField(label=_("Boleh ditemukan mesin pencari"), required=False)

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).lower()


class SectionsForm(PlainForm):
    """Which parts one release holds; only those the settings allow are offered."""

    sections = forms.MultipleChoiceField(
        label=_("Bagian dalam rilis ini"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, allowed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sections"]
        field.choices = [(code, label) for code, label in Section.choices if code in allowed]  # type: ignore[attr-defined]


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca oleh sekretariat dan pimpinan, tidak tampil di halaman publik."),
    )
