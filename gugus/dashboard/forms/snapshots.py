"""Input for opening a snapshot by the code on paper."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from gugus.documents.codes import normalise_code


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Kode di lembar ringkas"),
        max_length=40,
        help_text=_("Delapan tanda di kaki lembar, contoh K7QX-94TR. Huruf besar atau kecil sama saja."),
    )

    def clean_code(self) -> str:
        code = normalise_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(
                _("Kode terdiri dari delapan huruf dan angka, contoh K7QX-94TR. Periksa lagi di kaki lembar.")
            )
        return code
