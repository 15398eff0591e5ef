"""Input for the files of a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm

ACCEPTED = (".jpg", ".jpeg", ".png", ".webp", ".pdf")


class AttachmentForm(PlainForm):
    title = forms.CharField(
        label=_("Judul"),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Disimpan terenkripsi. Contoh: Surat keterangan dokter"),
    )
    upload = UploadField(label=_("Foto atau PDF"), accept=ACCEPTED, max_mb=10)
    shared = forms.BooleanField(
        label=_("Terbaca instansi lain yang menangani kasus ini"),
        required=False,
        help_text=_("Tanpa centang: hanya penangan di instansi Anda."),
    )
