"""Which two moments to compare: two plain selects, sent by GET."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.dashboard.selectors.compare import Moment

UNKNOWN = gettext_lazy("Periode ini tidak ada dalam RAD yang berlaku. Pilih satu dari daftar.")


class CompareForm(forms.Form):
    dari = forms.ChoiceField(
        label=gettext_lazy("Dari"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )
    ke = forms.ChoiceField(
        label=gettext_lazy("Ke"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )

    def __init__(self, *args: Any, known: Sequence[Moment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.key: each for each in known}
        for name in ("dari", "ke"):
            self.fields[name].choices = [(key, str(each)) for key, each in self.known.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("dari") and cleaned.get("dari") == cleaned.get("ke"):
            self.add_error("ke", _("Kedua periode sama. Pilih periode lain untuk dibandingkan."))
        return cleaned

    @classmethod
    def asked(cls, sent: Mapping[str, str]) -> bool:
        """Whether both were chosen."""
        return all(sent.get(name) for name in ("dari", "ke"))

    @property
    def pair(self) -> tuple[Moment, Moment]:
        """What was asked; only of a valid form."""
        return self.known[self.cleaned_data["dari"]], self.known[self.cleaned_data["ke"]]
