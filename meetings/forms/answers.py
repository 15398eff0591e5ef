"""The answer to an invitation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from meetings.enums import Answer


class AnswerForm(PlainForm):
    """Hadir, diwakili by whom, or berhalangan; each its own button."""

    answer = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[pair for pair in Answer.choices if pair[0] != Answer.NONE],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Pilih salah satu: hadir, diwakili, atau berhalangan."),
            "invalid_choice": _("Pilih salah satu: hadir, diwakili, atau berhalangan."),
        },
    )
    representative = forms.CharField(
        label=_("Siapa yang mewakili?"),
        max_length=160,
        required=False,
        help_text=_("Nama atau jabatan, contoh Sekretaris Dinas Sosial"),
    )
    reason = forms.CharField(
        label=_("Keterangan"),
        max_length=300,
        required=False,
        help_text=_("Boleh kosong. Contoh dinas luar kota. Jangan menyebut hal pribadi atau nama korban."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == Answer.REPRESENTED and not data.get("representative"):
            self.add_error(
                "representative", _("Sebutkan siapa yang mewakili, contoh Sekretaris Dinas Sosial.")
            )
        return data
