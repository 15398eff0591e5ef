"""Input for requests about a follow-up and their decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm

DECISIONS = [("setuju", _("Setujui")), ("tolak", _("Tolak"))]


class DropForm(PlainForm):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca oleh yang memutuskan. Contoh: kegiatannya dialihkan ke provinsi."),
    )


class ExtendForm(PlainForm):
    until = DateBoxesField(label=_("Batas waktu baru"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca oleh yang memutuskan. Contoh: anggaran perubahan baru disahkan 10 Desember."),
    )


class DecideForm(PlainForm):
    decision = forms.ChoiceField(label=_("Keputusan"), choices=DECISIONS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Catatan"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        data = super().clean() or {}
        if data.get("decision") == "tolak" and not data.get("note"):
            self.add_error("note", _("Tuliskan mengapa permintaan ini ditolak."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        return {"grant": self.cleaned_data["decision"] == "setuju", "note": self.cleaned_data["note"]}
