"""Input about pairs of cases that may be one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import MatchStatus
from gugus.core.views import PlainForm


class MatchForm(PlainForm):
    status = forms.ChoiceField(label=_("Hasil"), choices=MatchStatus.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=_("Disimpan terenkripsi; hanya dibaca koordinator kasus."),
    )
