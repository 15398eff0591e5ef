"""Input for the rules of the dashboard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from gugus.dashboard.enums import Weekday
from gugus.dashboard.selectors.settings import brief_type_list


class RulesForm(PlainForm):
    brief_types = forms.MultipleChoiceField(
        label=_("Rapat koordinasi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sebelum rapat jenis ini portal membekukan angka dan membuat lembar ringkas."),
    )
    brief_days = forms.IntegerField(
        label=_("Dibuat berapa hari sebelum rapat"),
        min_value=0,
        max_value=14,
        localize=False,
        help_text=_("Bawaan 1; 0 berarti pada hari rapat."),
    )
    weekday = forms.TypedChoiceField(label=_("Hari surel mingguan"), choices=Weekday, coerce=int)
    hour = forms.IntegerField(
        label=_("Jam surel mingguan dan lembar ringkas"),
        min_value=0,
        max_value=23,
        localize=False,
        help_text=_("Jam setempat, 0 sampai 23. Bawaan 7."),
    )
    decree_days = forms.IntegerField(
        label=_("SK ditanyakan bila sisanya paling banyak (hari)"),
        min_value=0,
        max_value=730,
        localize=False,
        help_text=_("Bawaan 60."),
    )
    low_score = forms.IntegerField(
        label=_("Strategi ditanyakan bila capaiannya di bawah (%)"),
        min_value=0,
        max_value=100,
        localize=False,
        help_text=_("Bawaan 60; 0 berarti tidak pernah."),
    )
    budget_gap = forms.IntegerField(
        label=_("Anggaran ditanyakan bila tertinggal lebih dari (poin persen)"),
        min_value=1,
        max_value=100,
        localize=False,
        help_text=_("Selisih antara bagian tahun yang sudah lewat dan bagian pagu yang terpakai. Bawaan 25."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["brief_types"]
        kinds.choices = [(each.code, each.name) for each in brief_type_list(self.user)]
