"""Input of a case and its incident: choices come from the region's words, valid today."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import AgeGroup, CaseKind, CaseStatus, Risk, Sex, Stage, TermKind
from cases.models import Referral
from cases.selectors.cases import desks_of
from cases.selectors.vocabulary import choices, label_of, terms
from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm
from members.models import Region
from members.selectors import region_list

TEXT = forms.Textarea({"rows": 5})
NONE = ("", _("belum diketahui"))


class SeenForm(PlainForm):
    """A form that remembers what its row said when it was read (`cases.views.merge`)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def term_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    """One term of a vocabulary; its choices are filled by `fill_terms`."""
    return forms.ChoiceField(label=label, required=False, **kwargs)


def terms_field(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Several terms of a vocabulary, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def fill_terms(form: PlainForm, **kinds: TermKind) -> None:
    """Give fields the terms a person may choose today, and what the row says already."""
    for name, kind in kinds.items():
        field: Any = form.fields[name]
        found = choices(terms(form.user, kind))
        known = {code for code, _label in found}
        kept = form.initial.get(name) or ()
        kept = [kept] if isinstance(kept, str) else kept
        found += [(code, label_of(form.user, kind, code)) for code in kept if code not in known]
        field.choices = found if isinstance(field, forms.MultipleChoiceField) else [NONE, *found]


class RegionField(forms.ModelChoiceField):
    """A place of the task force, as deep as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"queryset": Region.objects.none(), "required": False, "empty_label": NONE[1]} | kwargs
        super().__init__(**kwargs)


class CaseCore(SeenForm):
    """What is asked of every case, first and later."""

    kind = forms.ChoiceField(
        label=_("Jenis kasus (indikasi)"),
        choices=CaseKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Sementara; penyidik yang menentukan menurut hukum."),
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    age_group = forms.ChoiceField(
        label=_("Kelompok usia"),
        choices=[("", _("Pilih kelompok usia")), *AgeGroup.choices],
        help_text=_("Di bawah 18 tahun berarti anak."),
    )
    risk = forms.ChoiceField(
        label=_("Risiko keselamatan"),
        choices=Risk.choices,
        widget=forms.RadioSelect,
        help_text=_("Tinggi: ada ancaman, pelaku dekat, atau kesehatan terancam."),
    )
    source = term_field(_("Asal laporan"))
    region = RegionField(label=_("Wilayah penanganan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = region_list(self.user)  # type: ignore[attr-defined]
        fill_terms(self, source=TermKind.SOURCE)


class CaseOpenForm(CaseCore):
    """A new case: what is needed first. Identity has a page of its own, with its own walls."""

    desk = forms.ChoiceField(label=_("Instansi penanggung jawab"))
    occurred_on = DateBoxesField(label=_("Tanggal peristiwa"), required=False)
    account = forms.CharField(
        label=_("Uraian singkat peristiwa"),
        required=False,
        max_length=8000,
        widget=TEXT,
        help_text=_(
            "Apa yang terjadi, tanpa nama dan alamat korban: identitas ditulis di halamannya sendiri."
        ),
    )
    INCIDENT = ("occurred_on", "account")

    def __init__(self, *args: Any, beside: bool = False, **kwargs: Any) -> None:
        """`beside`: another victim of a known incident, which is not asked for again."""
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.desks = {str(desk.pk): desk for desk in desks_of(self.user)}
        if len(self.desks) < 2:
            del self.fields["desk"]
        else:
            self.fields["desk"].choices = [(key, desk.agency) for key, desk in self.desks.items()]  # type: ignore[attr-defined]
        for name in self.INCIDENT if beside else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The desk itself; whoever works at one is not asked."""
        data = super().clean() or {}
        key = data.get("desk") or next(iter(self.desks), "")
        data["desk"] = self.desks.get(key)
        return data


class CaseForm(CaseCore):
    """What the case itself says, all of it."""

    foreign_citizen = forms.BooleanField(label=_("Warga negara asing"), required=False)
    language = forms.CharField(
        label=_("Bahasa"),
        required=False,
        max_length=60,
        help_text=_("Bila perlu juru bahasa, contoh Madura."),
    )
    accessibility = forms.CharField(
        label=_("Disabilitas dan kebutuhan khusus"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    simfoni_number = forms.CharField(
        label=_("Nomor SIMFONI-PPA"),
        required=False,
        max_length=40,
        help_text=_("Nomor register di SIMFONI-PPA, agar data korban tidak dicatat dua kali."),
    )


class IncidentForm(SeenForm):
    """What happened; no person is named here."""

    occurred_on = DateBoxesField(label=_("Tanggal peristiwa"), required=False)
    region = RegionField(label=_("Wilayah kejadian"))
    place_kind = term_field(_("Jenis tempat"))
    modus = terms_field(_("Modus"))
    transport = terms_field(_("Alat transportasi"))
    articles = terms_field(_("Pasal disangkakan"))
    route = forms.CharField(
        label=_("Rute"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Contoh Kediri – Surabaya – Batam – Malaysia."),
    )
    account = forms.CharField(
        label=_("Uraian peristiwa"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("Tanpa nama dan alamat korban. Terbaca oleh setiap instansi yang menangani."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = region_list(self.user)  # type: ignore[attr-defined]
        fill_terms(
            self,
            place_kind=TermKind.PLACE,
            modus=TermKind.MODUS,
            transport=TermKind.TRANSPORT,
            articles=TermKind.ARTICLE,
        )
        if not self.fields["articles"].choices:  # type: ignore[attr-defined]
            del self.fields["articles"]


class CloseForm(PlainForm):
    """Why a case ends; each referral that still runs is named."""

    closure = forms.ChoiceField(label=_("Alasan terminasi"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Catatan terminasi"), required=False, max_length=2000, widget=TEXT)
    knowing = forms.MultipleChoiceField(
        label=_("Rujukan yang masih berjalan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rujukan tidak ikut berakhir. Centang setiap rujukan yang Anda biarkan berjalan."),
    )

    def __init__(self, *args: Any, running: list[Referral], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closure"].choices = choices(terms(self.user, TermKind.CLOSURE))  # type: ignore[attr-defined]
        self.running = {str(row.pk): row for row in running}
        if not running:
            del self.fields["knowing"]
        else:
            self.fields["knowing"].choices = [  # type: ignore[attr-defined]
                (key, f"{row.receiver_agency.short_name} · {row.get_status_display()}")
                for key, row in self.running.items()
            ]

    def clean_knowing(self) -> set[Any]:
        return {self.running[key].pk for key in self.cleaned_data["knowing"]}


class FindForm(PlainForm):
    """The exact register code: there is no other search, so nothing can be guessed at."""

    code = forms.CharField(
        label=_("Kode register"), max_length=12, help_text=_("Lengkap, contoh K26-7QX4MW.")
    )


class FilterForm(PlainForm):
    """Which of one's cases are listed."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("semua")), *CaseStatus.choices]
    )
    stage = forms.ChoiceField(label=_("Tahap"), required=False, choices=[("", _("semua")), *Stage.choices])


class NoFieldsForm(PlainForm):
    """A move that asks for nothing more."""
