"""Input of the disposal of a file."""

from django import forms
from django.utils.translation import gettext_lazy

from gugus.core.views import PlainForm


class ProposeForm(PlainForm):
    """On what ground; it stays on the berita acara."""

    reason = forms.CharField(
        label=gettext_lazy("Dasar pemusnahan"),
        max_length=300,
        help_text=gettext_lazy(
            "JRA atau surat yang menjadi dasar, tanpa nama dan tanpa uraian kasus. Contoh: JRA Dinas Sosial "
            "Nomor 12 Tahun 2020, butir 4.2."
        ),
    )


class ApproveForm(PlainForm):
    """The register code once more, so that nobody destroys another file by mistake."""

    code = forms.CharField(
        label=gettext_lazy("Kode register"),
        max_length=20,
        help_text=gettext_lazy("Ketik kode register kasus ini untuk memastikan."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
