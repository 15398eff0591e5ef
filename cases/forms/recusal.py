"""Input for stopping to handle a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm


class RecusalForm(PlainForm):
    """Who stops (oneself unless said otherwise), and why."""

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = self._name  # type: ignore[attr-defined]
        self.initial.setdefault("user", self.user.pk)

    user = forms.ModelChoiceField(label=_("Siapa yang berhenti menangani"), queryset=None, empty_label=None)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Misalnya benturan kepentingan. Disimpan terenkripsi, dibaca hanya oleh rekan semeja."),
        error_messages={"required": _("Tulis alasannya, misalnya “kerabat terlapor”.")},
    )

    def _name(self, person: Any) -> str:
        return str(_("%(name)s (Anda)") % {"name": person}) if person == self.user else str(person)


class LiftForm(PlainForm):
    """Nothing to fill in: asked once, then done."""
