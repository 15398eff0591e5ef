"""Input for the plan, its matrix and its periods. Choices come from the person's own selectors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm
from rad.enums import Aggregation, Direction, PartyKind, PartyRole, PeriodKind
from rad.forms.fields import NA, TEXT, FigureField
from rad.models import ActionItem, ActionPlan, Indicator
from rad.selectors import agency_choices
from rad.workbook.texts import roman


class PlanForm(PlainForm):
    code = forms.SlugField(
        label=_("Kode RAD"),
        max_length=40,
        help_text=_("Huruf, angka, dan tanda hubung. Contoh: RAD-2025-2027"),
    )
    title = forms.CharField(label=_("Judul"), max_length=300)
    first_year = forms.IntegerField(label=_("Tahun awal"), min_value=2000, max_value=2100, localize=False)
    last_year = forms.IntegerField(label=_("Tahun akhir"), min_value=2000, max_value=2100, localize=False)


class PlanEditForm(PlainForm):
    title = forms.CharField(label=_("Judul"), max_length=300)
    first_year = forms.IntegerField(label=_("Tahun awal"), min_value=2000, max_value=2100, localize=False)
    last_year = forms.IntegerField(label=_("Tahun akhir"), min_value=2000, max_value=2100, localize=False)


class PlanAdoptForm(PlainForm):
    instrument = forms.CharField(
        label=_("Dasar penetapan"),
        max_length=200,
        help_text=_(
            "Naskah hukum yang menetapkan RAD. Contoh: Peraturan Wali Kota Kediri Nomor 12 Tahun 2026"
        ),
    )
    adopted_on = DateBoxesField(label=_("Tanggal penetapan"))


class NameForm(PlainForm):
    name = forms.CharField(label=_("Nama"), max_length=300)


class ItemForm(PlainForm):
    """An item with its parties: agencies from the list, others by name, one a line."""

    name = forms.CharField(label=_("Kegiatan"), max_length=500, widget=forms.Textarea({"rows": 3}))
    responsible_agency = forms.ChoiceField(
        label=_("Penanggung jawab (instansi)"),
        required=False,
        help_text=_("Penghubung instansi ini yang melaporkan."),
    )
    responsible_text = forms.CharField(
        label=_("Penanggung jawab (sebutan)"),
        required=False,
        max_length=300,
        help_text=_(
            "Bila bukan instansi dalam daftar, contoh Bagian Hukum Setda. Dilaporkan sekretariat atas nama."
        ),
    )
    supporting_text = forms.CharField(
        label=_("Instansi terkait"), required=False, widget=TEXT, help_text=_("Satu sebutan per baris.")
    )
    funding = forms.CharField(label=_("Sumber dana"), required=False, max_length=300)
    budget = FigureField(label=_("Pagu (Rp)"))
    sipd_code = forms.CharField(label=_("Kode SIPD"), required=False, max_length=40)
    places = forms.CharField(label=_("Lokasi"), required=False, max_length=300)

    def __init__(self, *args: Any, item: ActionItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.agencies = {str(each.pk): each for each in agency_choices(self.user)}
        choices: list[tuple[str, Any]] = [("", _("– pilih –"))] + [
            (key, each.short_name) for key, each in self.agencies.items()
        ]
        self.fields["responsible_agency"].choices = choices  # type: ignore[attr-defined]
        if item is not None:
            self.initial.update(self._of(item))

    def _of(self, item: ActionItem) -> dict[str, Any]:
        parties = list(item.parties.all())
        first = next(iter(self._responsible()), None)
        own = {name: getattr(item, name) for name in ("name", "funding", "budget", "sipd_code", "places")}
        return own | {
            "responsible_agency": str(first.agency_id) if first and first.kind == PartyKind.AGENCY else "",
            "responsible_text": first.label if first and first.kind != PartyKind.AGENCY else "",
            "supporting_text": "\n".join(p.label for p in parties if p.role == PartyRole.SUPPORTING),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("responsible_agency")) == bool(data.get("responsible_text")):
            self.add_error(
                "responsible_agency", _("Pilih satu penanggung jawab: instansi dari daftar, atau sebutannya.")
            )
        return data

    @property
    def responsible(self) -> list[tuple[str, str, Any]]:
        """(kind, label, agency id) of those who answer for the item: the one chosen, then the others.

        An agency that stays keeps the name the matrix gave it, so that the same file is recognised again.
        """
        first, *others = [*self._responsible(), None]
        agency = self.agencies.get(self.cleaned_data["responsible_agency"])
        rest = [(each.kind, each.label, each.agency_id) for each in others if each]
        if agency:
            same = first if first and first.agency_id == agency.pk else None
            return [(PartyKind.AGENCY, same.label if same else agency.short_name, agency.pk), *rest]
        text = self.cleaned_data["responsible_text"]
        if first and first.label == text:
            return [(first.kind, text, first.agency_id), *rest]
        return [(PartyKind.TEXT, text, None), *rest]

    def _responsible(self) -> list[Any]:
        parties = self.item.parties.all() if self.item else []
        return sorted((p for p in parties if p.role == PartyRole.RESPONSIBLE), key=lambda p: p.order)

    @property
    def supporting(self) -> list[tuple[str, str, Any]]:
        """What each line stands for: what it stood for before, an agency of that name, or a name only."""
        by_name = {each.short_name: each.pk for each in self.agencies.values()}
        standing = self._standing()
        rows: list[tuple[str, str, Any]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["supporting_text"].splitlines())):
            if line in standing:
                rows.append((standing[line].kind, line, standing[line].agency_id))
            else:
                kind = PartyKind.AGENCY if line in by_name else PartyKind.TEXT
                rows.append((kind, line, by_name.get(line)))
        return rows

    def _standing(self) -> dict[str, Any]:
        return {party.label: party for party in self.item.parties.all()} if self.item else {}


class IndicatorForm(PlainForm):
    """An indicator with a target per year of the plan and, where wanted, of its quarters."""

    template_name = "rad/indicator_fields.html"
    name = forms.CharField(label=_("Indikator"), max_length=500, widget=forms.Textarea({"rows": 3}))
    unit = forms.CharField(label=_("Satuan"), max_length=60, help_text=_("Contoh: kelurahan, orang, persen"))
    aggregation = forms.ChoiceField(
        label=_("Cara menghitung setahun"),
        choices=Aggregation,
        help_text=_("Rasio: dilaporkan sebagai pembilang dan penyebut, persennya dihitung portal."),
    )
    cumulative = forms.BooleanField(
        label=_("Angka yang dilaporkan sudah kumulatif sejak Januari"),
        required=False,
        help_text=_(
            "Centang bila instansi melaporkan jumlah berjalan; portal lalu tidak menjumlahkannya lagi."
        ),
    )
    direction = forms.ChoiceField(label=_("Arah"), choices=Direction, initial=Direction.HIGHER)
    baseline = FigureField(
        label=_("Data dasar"), na=True, help_text=_("Angka awal, atau N/A bila tidak ada kasus.")
    )
    na_allowed = forms.BooleanField(label=_("Boleh N/A bila tidak ada kasus"), required=False)
    graded = forms.BooleanField(label=_("Dinilai (dihitung dalam rata-rata)"), required=False, initial=True)
    about_victims = forms.BooleanField(
        label=_("Menyangkut korban"),
        required=False,
        help_text=_("Pembilang dan penyebut hanya dibaca instansi sendiri, sekretariat, dan pimpinan."),
    )
    weight = FigureField(label=_("Bobot"), initial=Decimal(1), required=True)
    note = forms.CharField(
        label=_("Keterangan"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self, *args: Any, plan: ActionPlan, indicator: Indicator | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        stored = {(row.year, row.quarter): row.value for row in indicator.targets.all()} if indicator else {}
        for year, quarter in self.slots:
            words = _("Target %(year)s") if quarter is None else _("Target TW %(quarter)s %(year)s")
            label = words % {"year": year, "quarter": roman(quarter or 1)}
            self.fields[slot_name(year, quarter)] = FigureField(label=label)
            self.initial[slot_name(year, quarter)] = stored.get((year, quarter))
        if indicator:
            own = [name for name in self.base_fields if name != "baseline"]
            self.initial.update({name: getattr(indicator, name) for name in own})
            self.initial["baseline"] = NA if indicator.baseline_na else indicator.baseline

    @property
    def slots(self) -> list[tuple[int, int | None]]:
        """What may have a target: each year of the plan, and its quarters."""
        return [(year, quarter) for year in self.plan.years for quarter in (None, 1, 2, 3, 4)]

    @property
    def own(self) -> list[Any]:
        """The fields that are no targets."""
        return [self[name] for name in self.base_fields]

    @property
    def years(self) -> list[dict[str, Any]]:
        """Per year its target and those of its quarters; shown at once where there is something in them."""
        return [
            {
                "year": year,
                "whole": self[slot_name(year, None)],
                "quarters": boxes,
                "open": any(map(_speaks, boxes)),
            }
            for year in self.plan.years
            for boxes in [[self[slot_name(year, quarter)] for quarter in (1, 2, 3, 4)]]
        ]

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the row. Who saves the form has decided whether it concerns victims."""
        data = {name: self.cleaned_data[name] for name in self.base_fields}
        baseline = data.pop("baseline")
        targets = {slot: self.cleaned_data[slot_name(*slot)] for slot in self.slots}
        return data | {
            "baseline": None if baseline == NA else baseline,
            "baseline_na": baseline == NA,
            "victims_confirmed": True,
            "targets": {slot: value for slot, value in targets.items() if value is not None},
        }


def slot_name(year: int, quarter: int | None) -> str:
    """`target_2026`, `target_2026_3`: a target's field."""
    return f"target_{year}" if quarter is None else f"target_{year}_{quarter}"


def _speaks(box: Any) -> bool:
    return bool(box.errors) or box.value() not in (None, "")


class PeriodForm(PlainForm):
    kind = forms.ChoiceField(label=_("Jenis"), choices=PeriodKind)
    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    ordinal = forms.TypedChoiceField(
        label=_("Ke-"),
        coerce=int,
        choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")],
        help_text=_("Triwulan I sampai IV, semester I atau II; untuk tahunan pilih I."),
    )
    deadline = DateBoxesField(label=_("Batas lapor"))

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in plan.years]  # type: ignore[attr-defined]


class DeadlineForm(PlainForm):
    deadline = DateBoxesField(label=_("Batas lapor"))


class ConfirmForm(PlainForm):
    """A move that needs no word."""


class PlaceForm(PlainForm):
    """Where a programme or an item goes; `choices` are its places (rad.selectors.places_for)."""

    parent = forms.ChoiceField(label=_("Tempat baru"), help_text=_("Diletakkan paling bawah di tempat itu."))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("– pilih –")), *choices]  # type: ignore[attr-defined]
