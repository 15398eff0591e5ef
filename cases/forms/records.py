"""Input of screening, consents, needs, services, notes, links, stages and steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ConsentKind, Indication, Stage, StageStatus, TermKind
from cases.forms.cases import FindForm, SeenForm, fill_terms, term_field, terms_field
from cases.selectors.records import Step
from cases.selectors.vocabulary import choices, scopes, services
from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm

YES_NO = [("ya", _("Ya, setuju")), ("tidak", _("Tidak setuju"))]


class ScreeningForm(SeenForm):
    """The elements found, then what the person makes of them."""

    process = terms_field(_("Proses: apa yang dilakukan pelaku"))
    means = terms_field(_("Cara: dengan apa pelaku melakukannya"))
    purpose = terms_field(_("Tujuan eksploitasi: untuk apa"))
    criminalised = forms.BooleanField(
        label=_("Korban dipaksa melakukan tindak pidana"),
        required=False,
        help_text=_("Korban yang dipaksa pelaku tidak dipidana (UU 21/2007 Pasal 18)."),
    )
    relation = term_field(_("Hubungan pelaku dengan korban"))
    indication = forms.ChoiceField(
        label=_("Hasil penapisan"), choices=Indication.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Catatan penapisan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Wajib bila hasilnya berbeda dari usulan aturan."),
    )

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_terms(
            self,
            process=TermKind.PROCESS,
            means=TermKind.MEANS,
            purpose=TermKind.PURPOSE,
            relation=TermKind.RELATION,
        )
        if child:
            self.fields["means"].help_text = _("Korban anak: cara tidak perlu dibuktikan.")


class ConsentForm(PlainForm):
    """One answer to one question, said by the victim or the guardian on a day."""

    kind = forms.ChoiceField(
        label=_("Perihal"),
        choices=ConsentKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Dua pertanyaan yang berbeda: tanyakan dan catat masing-masing."),
    )
    given = forms.ChoiceField(label=_("Jawaban"), choices=YES_NO, widget=forms.RadioSelect)
    scope = forms.ChoiceField(
        label=_("Data yang boleh dibagikan"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Hanya untuk persetujuan berbagi data."),
    )
    given_on = DateBoxesField(label=_("Tanggal pernyataan"))
    valid_until = DateBoxesField(
        label=_("Berlaku sampai"),
        required=False,
        help_text=_("Kosongkan bila tanpa batas; dapat ditarik kapan saja."),
    )
    by_guardian = forms.BooleanField(label=_("Dinyatakan oleh wali"), required=False)
    guardian_relation = forms.CharField(
        label=_("Nama dan hubungan wali"),
        required=False,
        max_length=200,
        help_text=_("Contoh Siti Contoh, bibi."),
    )
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (row.code, f"{row.label}. {row.explanation}" if row.explanation else row.label)
            for row in scopes(self.user)
        ]
        if child:
            self.fields["by_guardian"].help_text = _("Korban anak: persetujuan dinyatakan walinya.")

    def clean_given(self) -> bool:
        return self.cleaned_data["given"] == "ya"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ConsentKind.SHARING and data.get("given") and not data.get("scope"):
            self.add_error("scope", _("Pilih data yang boleh dibagikan, seperti yang dinyatakan korban."))
        return data


class NeedForm(PlainForm):
    service = forms.ChoiceField(label=_("Layanan"))
    note = forms.CharField(
        label=_("Keterangan"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Pilih layanan")), *by_stage(self.user)]  # type: ignore[attr-defined]


class ServiceForm(PlainForm):
    """A service one's own agency gives or gave."""

    service = forms.ChoiceField(label=_("Layanan"))
    started_on = DateBoxesField(label=_("Mulai"))
    ended_on = DateBoxesField(
        label=_("Selesai"), required=False, help_text=_("Kosongkan selama layanan masih berjalan.")
    )
    result = forms.CharField(
        label=_("Hasil"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Tetap terbaca oleh instansi Anda setelah aksesnya ke kasus ini berakhir."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Pilih layanan")), *by_stage(self.user)]  # type: ignore[attr-defined]


def by_stage(user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of service under the names of their stages."""
    rows = services(user)
    groups = [(stage.label, choices(row for row in rows if row.stage == stage)) for stage in Stage]
    return [(str(label), found) for label, found in groups if found]


class NoteForm(PlainForm):
    body = forms.CharField(label=_("Catatan baru"), max_length=8000, widget=forms.Textarea({"rows": 5}))
    shared = forms.BooleanField(
        label=_("Terbaca juga oleh instansi lain yang menangani"),
        required=False,
        help_text=_("Tanpa centang, hanya penangan instansi Anda yang membacanya."),
    )


class LinkForm(FindForm):
    note = forms.CharField(
        label=_("Keterangan"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class StageForm(PlainForm):
    """One choice per stage: they run side by side."""

    def __init__(self, *args: Any, now: dict[Stage, StageStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for stage in Stage:
            self.fields[stage.value] = forms.ChoiceField(
                label=stage.label, choices=StageStatus.choices, widget=forms.RadioSelect, initial=now[stage]
            )

    def clean(self) -> dict[str, Any]:
        """Only what this person moved: a colleague's move meanwhile stays."""
        data = super().clean() or {}
        was = {stage: self.data.get(f"was_{stage}", self.now[stage]) for stage in Stage}
        return {
            "stages": {stage: data[stage] for stage in Stage if stage in data and data[stage] != was[stage]}
        }


class StepsForm(PlainForm):
    """The steps of the SOPs as boxes; hidden beside each whether it was ticked when the page was read."""

    def __init__(self, *args: Any, steps: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {step.key for step in steps}

    def clean(self) -> dict[str, Any]:
        ticked = set(self.data.getlist("step")) & self.keys  # type: ignore[attr-defined]
        was = set(self.data.getlist("was")) & self.keys  # type: ignore[attr-defined]
        return {"done": ticked - was, "undone": was - ticked}
