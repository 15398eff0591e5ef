"""Input of the Excel round trip: the filled workbook, and which side of a conflict stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm

SIDES = ("file", "portal")


class AnswerUploadForm(PlainForm):
    file = UploadField(label=gettext_lazy("Buku kerja yang sudah diisi"), accept=(".xlsx",), max_mb=20)


class AnswerChoiceForm(PlainForm):
    """One question per cell changed on both sides; what is answered so far counts without the rest."""

    def __init__(
        self,
        *args: Any,
        conflicts: Iterable[Any],
        kept: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for conflict in conflicts:
            self.fields[conflict["key"]] = self._question(conflict, kept.get(conflict["key"], ""))

    def _question(self, conflict: Mapping[str, Any], kept: str) -> forms.ChoiceField:
        choices = [
            ("file", _("Pakai isi berkas: %(value)s") % {"value": conflict["file"]}),
            ("portal", _("Pertahankan isi portal: %(value)s") % {"value": conflict["portal"]}),
        ]
        missing = _("Pilih isi mana yang dipakai untuk %(where)s.") % {"where": conflict["where"]}
        return forms.ChoiceField(
            label=conflict["label"],
            help_text=conflict["story"],
            choices=choices,
            widget=forms.RadioSelect,
            initial=kept,
            error_messages={"required": missing},
        )

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen so far, also when something else is still missing."""
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {name: side for name, side in given.items() if side in SIDES}
