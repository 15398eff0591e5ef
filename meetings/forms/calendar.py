"""What of the calendar is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from meetings.selectors.calendar import KINDS, district_list
from members.models import Region

GRID, LIST = "bulan", "daftar"


class CalendarForm(PlainForm):
    """By kind, and by kecamatan for the joint calendar of sosialisasi. A GET form: its address is shared."""

    jenis = forms.ChoiceField(label=_("Jenis"), choices=[("", _("semua")), *KINDS], required=False)
    kecamatan = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Kecamatan"),
        required=False,
        empty_label=_("semua"),
        to_field_name="code",
    )
    bulan = forms.CharField(widget=forms.HiddenInput, required=False)
    tampilan = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kecamatan"].queryset = district_list(self.user)
