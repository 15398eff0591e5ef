"""Input for the data subject's report."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm


class AccessReportForm(PlainForm):
    """Nothing to fill in unless somebody must not be named."""

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withheld"].choices = people  # type: ignore[attr-defined]

    withheld = forms.TypedMultipleChoiceField(
        label=_("Tahan catatan tentang"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hanya bila menyebutkannya membahayakan seseorang. Angka: banyaknya catatan orang itu."),
    )
    withheld_reason = forms.CharField(
        label=_("Alasan menahan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Wajib bila ada yang ditahan. Disimpan terenkripsi, tidak dicetak pada laporan."),
    )
