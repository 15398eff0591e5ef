"""Input of the RAD's pages. Choices come from the person's own selectors."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField, UploadField
from gugus.core.templatetags.gugus import angka
from gugus.core.views import PlainForm
from rad.enums import Aggregation, Direction, PartyKind, PartyRole, PeriodKind
from rad.models import ActionItem, ActionPlan, Indicator
from rad.rules import check_no_nik
from rad.selectors import agency_choices
from rad.selectors.reporting import GridCell, GridItem
from rad.workbook import number_in_text
from rad.workbook.faults import Unreadable
from rad.workbook.texts import absent

NA = "N/A"
TEXT = forms.Textarea({"rows": 4})


class FigureField(forms.CharField):
    """A number as people write it (`1.250`, `20,5`), or N/A where allowed; gives Decimal, NA or None."""

    def __init__(self, *, na: bool = False, unit: str = "", **kwargs: Any) -> None:
        self.na, self.unit = na, unit
        widget = forms.TextInput({"autocomplete": "off"} | ({} if na else {"inputmode": "decimal"}))
        super().__init__(required=kwargs.pop("required", False), widget=widget, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return angka(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").strip() != str(data or "").strip()

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        if absent(text):
            return self._absent(text)
        try:
            number = number_in_text(text)
        except Unreadable:
            raise self._unreadable(text) from None
        if number.value < 0 or number.suffix or number.comparator:
            raise self._unreadable(text)
        return number.value

    def _absent(self, text: str) -> str:
        if self.na:
            return NA
        raise ValidationError(
            _("Di sini tidak dapat ditulis “%(text)s”. Isi angkanya, tulis 0 bila memang tidak ada."),
            params={"text": text},
        )

    def _unreadable(self, text: str) -> ValidationError:
        example = _("Isi satu angka; titik untuk ribuan, koma untuk desimal, contoh 1.250 atau 20,5.")
        return ValidationError(
            _("“%(text)s” tidak terbaca sebagai angka. %(example)s"),
            params={"text": text, "example": example},
        )


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
    """An indicator with one target per year of the plan."""

    name = forms.CharField(label=_("Indikator"), max_length=500, widget=forms.Textarea({"rows": 3}))
    unit = forms.CharField(label=_("Satuan"), max_length=60, help_text=_("Contoh: kelurahan, orang, persen"))
    aggregation = forms.ChoiceField(
        label=_("Cara menghitung setahun"),
        choices=Aggregation,
        help_text=_("Rasio: dilaporkan sebagai pembilang dan penyebut, persennya dihitung portal."),
    )
    direction = forms.ChoiceField(label=_("Arah"), choices=Direction, initial=Direction.HIGHER)
    baseline = FigureField(
        label=_("Data dasar"), na=True, help_text=_("Angka awal, atau N/A bila tidak ada kasus.")
    )
    na_allowed = forms.BooleanField(label=_("Boleh N/A bila tidak ada kasus"), required=False)
    graded = forms.BooleanField(label=_("Dinilai (dihitung dalam rata-rata)"), required=False, initial=True)
    about_victims = forms.BooleanField(label=_("Menyangkut korban (rincian dibatasi)"), required=False)
    weight = FigureField(label=_("Bobot"), initial=Decimal(1), required=True)
    note = forms.CharField(
        label=_("Keterangan"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self, *args: Any, plan: ActionPlan, indicator: Indicator | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.indicator = plan, indicator
        targets = list(indicator.targets.all()) if indicator else []
        yearly = {row.year: row.value for row in targets if row.quarter is None}
        self.quarterly = {(row.year, row.quarter): row.value for row in targets if row.quarter}
        for year in plan.years:
            self.fields[f"target_{year}"] = FigureField(label=_("Target %(year)s") % {"year": year})
            self.initial[f"target_{year}"] = yearly.get(year)
        if indicator:
            own = [name for name in self.base_fields if name != "baseline"]
            self.initial.update({name: getattr(indicator, name) for name in own})
            self.initial["baseline"] = NA if indicator.baseline_na else indicator.baseline

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the row; quarterly targets stay as they are."""
        data = {name: self.cleaned_data[name] for name in self.base_fields}
        baseline = data.pop("baseline")
        targets = {(year, None): self.cleaned_data[f"target_{year}"] for year in self.plan.years}
        return data | {
            "baseline": None if baseline == NA else baseline,
            "baseline_na": baseline == NA,
            "targets": self.quarterly | {key: value for key, value in targets.items() if value is not None},
        }


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


class DocumentForm(PlainForm):
    final = forms.BooleanField(
        label=_("Naskah final, siap ditandatangani"),
        required=False,
        help_text=_("Tanpa centang: draf bertanda DRAF, tanpa kode QR."),
    )


class SendBackForm(PlainForm):
    reason = forms.CharField(
        label=_("Alasan"),
        widget=TEXT,
        max_length=1000,
        help_text=_("Apa yang harus diperbaiki; dibaca oleh pelapor."),
    )
    due = DateBoxesField(label=_("Batas perbaikan"))


class ReportForm(PlainForm):
    """One item's report: an input per indicator, words, money. The grid holds one of these per item."""

    narrative = forms.CharField(label=_("Uraian pelaksanaan"), required=False, widget=TEXT, max_length=4000)
    obstacles = forms.CharField(label=_("Kendala"), required=False, widget=TEXT, max_length=4000)
    follow_up = forms.CharField(label=_("Tindak lanjut"), required=False, widget=TEXT, max_length=4000)
    realised_budget = FigureField(label=_("Realisasi anggaran (Rp)"))
    proof_note = forms.CharField(
        label=_("Dasar laporan atas nama"),
        max_length=300,
        help_text=_(
            "Surat atau pesan yang menjadi sumber angka ini. Contoh: surat Bagian Hukum 100.3/12/2026 "
            "tanggal 3 Oktober 2026"
        ),
    )
    WORDS = ("narrative", "obstacles", "follow_up", "realised_budget", "proof_note")

    def __init__(self, *args: Any, row: GridItem, behalf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        if not behalf:
            del self.fields["proof_note"]
        report = row.report
        if report:
            self.initial.update({name: getattr(report, name) for name in self.WORDS if name in self.fields})
        for cell in row.cells:
            self._add_inputs(cell)

    def _add_inputs(self, cell: GridCell) -> None:
        row, value = cell.indicator, cell.value
        na = row.na_allowed
        if row.is_ratio:
            parts = {
                "n": (_("pembilang"), value and value.numerator),
                "d": (_("penyebut"), value and value.denominator),
            }
            for kind, (words, number) in parts.items():
                name = f"{kind}_{row.pk.hex}"
                self.fields[name] = FigureField(label=f"{row.name}: {words}", na=na)
                self.initial[name] = NA if value and value.not_applicable and kind == "n" else number
        else:
            name = f"v_{row.pk.hex}"
            self.fields[name] = FigureField(label=f"{row.name} ({row.unit})", na=na)
            self.initial[name] = NA if value and value.not_applicable else value and value.value

    def cells(self) -> Iterator[tuple[GridCell, list[tuple[str, forms.BoundField]]]]:
        """Each indicator with its inputs and their short words, for the template."""
        for cell in self.row.cells:
            key = cell.indicator.pk.hex
            if cell.indicator.is_ratio:
                yield cell, [(str(_("pembilang")), self[f"n_{key}"]), (str(_("penyebut")), self[f"d_{key}"])]
            else:
                yield cell, [("", self[f"v_{key}"])]

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WORDS if name in self.fields]

    @property
    def has_words(self) -> bool:
        return any(str(field.value() or "").strip() or field.errors for field in self.words())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for cell in self.row.cells:
            if cell.indicator.is_ratio:
                self._clean_ratio(cell.indicator, data)
        try:
            check_no_nik(**{name: str(data.get(name) or "") for name in self.WORDS})
        except ValidationError as error:
            self.add_error(None, error)
        return data

    def _clean_ratio(self, row: Indicator, data: dict[str, Any]) -> None:
        """0 of 0 means "no case": N/A where the indicator allows it."""
        top, bottom = f"n_{row.pk.hex}", f"d_{row.pk.hex}"
        if top in self.errors or bottom in self.errors:
            return
        part, whole = data.get(top), data.get(bottom)
        if NA in (part, whole):
            return
        if (part is None) != (whole is None):
            self.add_error(
                bottom if whole is None else top, _("Isi pembilang dan penyebutnya, contoh 3 dari 4.")
            )
        elif whole == 0 and not (part == 0 and row.na_allowed):
            self.add_error(bottom, _("Penyebut harus lebih dari 0."))
        elif whole is not None and part > whole:
            self.add_error(top, _("Pembilang tidak boleh lebih besar daripada penyebut, contoh 3 dari 4."))

    @property
    def given(self) -> dict[UUID, dict[str, Any] | None]:
        """What was typed per indicator, as fields of a value; None where it was emptied."""
        return {cell.indicator.pk: self._given(cell.indicator) for cell in self.row.cells}

    def _given(self, row: Indicator) -> dict[str, Any] | None:
        data, key = self.cleaned_data, row.pk.hex
        if not row.is_ratio:
            value = data[f"v_{key}"]
            if value is None:
                return None
            return {"not_applicable": True} if value == NA else {"value": value}
        part, whole = data[f"n_{key}"], data[f"d_{key}"]
        if part is None and whole is None:
            return None
        if NA in (part, whole) or whole == 0:
            return {"not_applicable": True}
        return {"numerator": part, "denominator": whole}

    @property
    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.WORDS if name in self.fields}


class EvidenceForm(PlainForm):
    title = forms.CharField(
        label=_("Judul bukti"),
        max_length=160,
        help_text=_("Tanpa nama orang. Contoh: Foto sosialisasi Kelurahan Pesantren"),
    )
    evidence_on = DateBoxesField(label=_("Tanggal bukti"), help_text=_("Kapan foto atau surat itu dibuat."))
    upload = UploadField(
        label=_("Foto atau PDF"), required=False, accept=(".jpg", ".jpeg", ".png", ".webp", ".pdf"), max_mb=10
    )
    link = forms.URLField(
        label=_("Atau tautan"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Diawali https://"),
    )
    shared = forms.BooleanField(
        label=_("Bagikan kepada semua anggota"),
        required=False,
        help_text=_("Tanpa centang: hanya instansi Anda, sekretariat, pimpinan, dan pengawas."),
    )
    proof_note = forms.CharField(label=_("Dasar laporan atas nama"), max_length=300)

    def __init__(self, *args: Any, behalf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not behalf:
            del self.fields["proof_note"]


class ImportForm(PlainForm):
    file = UploadField(label=_("Berkas matriks RAD"), accept=(".xlsx", ".csv"), max_mb=20)
    plan_code = forms.SlugField(
        label=_("Kode RAD"),
        max_length=40,
        help_text=_(
            "Kode baru membuat RAD baru; kode yang sudah ada dibandingkan dengan isinya. Contoh: "
            "RAD-2025-2027"
        ),
    )


class ImportAnswerForm(PlainForm):
    """Who is meant by each unsure name, and which columns are left out."""

    def __init__(self, *args: Any, preview: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        agencies = [("", _("– pilih instansi –"))] + [
            (str(a.pk), a.short_name) for a in agency_choices(self.user)
        ]
        for number, question in enumerate(preview.questions):
            choices = [
                *question.choices,
                ("lain", _("sama dengan instansi yang saya pilih di bawah")),
                ("unit", _("unit baru di bawah instansi yang saya pilih di bawah")),
            ]
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=question.name,
                choices=choices,
                widget=forms.RadioSelect,
                initial=question.suggested,
                help_text=_("Dipakai di %(codes)s.") % {"codes": ", ".join(question.codes[:8])},
                error_messages={
                    "required": _("Pilih siapa yang dimaksud dengan “%(name)s”.") % {"name": question.name}
                },
            )
            self.fields[f"a{number}"] = forms.ChoiceField(
                label=_("Instansi untuk “%(name)s”") % {"name": question.name},
                choices=agencies,
                required=False,
            )
        for number, column in enumerate(preview.open_columns):
            self.fields[f"c{number}"] = forms.BooleanField(
                label=_("Abaikan kolom %(letter)s “%(label)s”")
                % {"letter": column.letter, "label": column.label},
                error_messages={
                    "required": _("Centang agar kolom ini diabaikan, atau ubah judulnya lalu unggah lagi.")
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number, question in enumerate(self.preview.questions):
            if data.get(f"q{number}") in ("lain", "unit") and not data.get(f"a{number}"):
                self.add_error(f"a{number}", _("Pilih instansi untuk “%(name)s”.") % {"name": question.name})
        return data

    @property
    def answers(self) -> dict[str, str]:
        found = {}
        for number, question in enumerate(self.preview.questions):
            answer, agency = self.cleaned_data[f"q{number}"], self.cleaned_data[f"a{number}"]
            prefix = {"lain": "instansi", "unit": "unit"}.get(answer)
            found[question.key] = f"{prefix}:{agency}" if prefix else answer
        return found

    @property
    def ignored(self) -> list[str]:
        return [column.key for column in self.preview.open_columns]
