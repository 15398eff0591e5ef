"""Input for emergency access and its review."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator, RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import ReviewOutcome
from gugus.core.views import PlainForm

HOURS = [(n, format_lazy(_("{n} jam"), n=n)) for n in range(1, 5)]


class CodeField(forms.CharField):
    """A register code, whatever its capitals."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value).upper()


class BreakGlassForm(PlainForm):
    """The code as it stands on the letter, why, and for how long."""

    code = CodeField(
        label=_("Kode register"),
        max_length=12,
        help_text=_("Seperti tertulis pada surat atau disebut rekan, contoh K26-7QX4AB."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        validators=[
            RegexValidator(
                r"^K\d{2}-[2-9A-Z]{4,8}$",
                _("Tulis kode register seperti K26-7QX4AB: K, dua angka tahun, lalu huruf dan angka."),
            )
        ],
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Apa keadaan daruratnya, sedikitnya 20 huruf. Jangan menulis nama atau identitas."),
        validators=[MinLengthValidator(20, _("Jelaskan keadaan daruratnya, sedikitnya 20 huruf."))],
    )
    hours = forms.TypedChoiceField(
        label=_("Untuk berapa lama"), choices=HOURS, coerce=int, initial=1, widget=forms.RadioSelect
    )


class ReviewForm(PlainForm):
    outcome = forms.ChoiceField(
        label=_("Hasil tinjauan"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Dasar penilaian Anda. Disimpan terenkripsi."),
    )


class EndForm(PlainForm):
    """Nothing to fill in."""
