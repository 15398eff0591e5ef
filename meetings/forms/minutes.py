"""What is typed into minutes, and what the invited say of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from meetings.enums import Verdict
from meetings.models import MinutesPart


class PartForm(PlainForm):
    """One part as it is being written. Spaces and empty lines stay as typed: the page compares letter by
    letter what it sent with what was kept. `base_version` and `page`: see services.minutes.part_save."""

    discussion = forms.CharField(
        label=_("Pembahasan"),
        required=False,
        strip=False,
        max_length=40000,
        widget=forms.Textarea({"rows": 6}),
    )
    decision = forms.CharField(
        label=_("Keputusan"),
        required=False,
        strip=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 3}),
    )
    decision_public = forms.BooleanField(label=_("Keputusan ini boleh diumumkan"), required=False)
    obstacles = forms.CharField(
        label=_("Kendala dan solusi"),
        required=False,
        strip=False,
        max_length=20000,
        widget=forms.Textarea({"rows": 2}),
    )
    base_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    page = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    def clean_base_version(self) -> int:
        return self.cleaned_data["base_version"] or 0


def part_form(part: MinutesPart, *, user: Any, page: str) -> PartForm:
    """The form of a part as it stands, in a page of its own name."""
    names = ("discussion", "decision", "obstacles", "decision_public")
    initial = {name: getattr(part, name) for name in names}
    return PartForm(
        user=user,
        initial=initial | {"base_version": part.version, "page": page},
        auto_id=f"b{part.pk.hex[:12]}-%s",
    )


class AnswerForm(PlainForm):
    verdict = forms.ChoiceField(label=_("Jawaban instansi Anda"), choices=Verdict, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Usul perbaikan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Sebutkan mata acaranya dan bunyi yang diusulkan. Kosongkan bila setuju."),
    )


class SettleForm(PlainForm):
    note = forms.CharField(
        label=_("Tanggapan"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Contoh: Diterima, bagian 2 sudah diperbaiki."),
    )


class MoveForm(PlainForm):
    """A move that asks nothing but whether it is meant."""


class ReleaseForm(PlainForm):
    release = forms.CharField(
        label=_("Siaran pers"), required=False, max_length=8000, widget=forms.Textarea({"rows": 14})
    )
