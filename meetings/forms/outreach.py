"""Input for a sosialisasi."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from members.models import Region
from members.selectors import region_list

TEXT = forms.Textarea({"rows": 3})


def count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=1_000_000,
        localize=False,
        help_text=_("Kosongkan bila tidak dihitung; 0 berarti tidak ada."),
    )


class OutreachForm(PlainForm):
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Kecamatan, desa, atau kelurahan"),
        empty_label=_("– pilih –"),
        help_text=_("Pilih desa atau kelurahan bila kegiatannya di sana; kecamatan bila untuk seluruhnya."),
    )
    audience = forms.CharField(
        label=_("Sasaran"), max_length=200, required=False, help_text=_("Contoh kader PKK dan ketua RT")
    )
    partner = forms.CharField(label=_("Bersama (kecamatan, desa, lembaga)"), max_length=200, required=False)
    materials = forms.CharField(label=_("Materi"), max_length=2000, required=False, widget=TEXT)
    men = count(_("Peserta laki-laki"))
    women = count(_("Peserta perempuan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = region_list(self.user)  # type: ignore[attr-defined]
