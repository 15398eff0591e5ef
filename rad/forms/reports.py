"""Input for reports, their return, and evidence."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField, UploadField
from gugus.core.nik import check_no_nik
from gugus.core.views import PlainForm
from rad.forms.fields import NA, TEXT, FigureField
from rad.models import Indicator, ReportDraft
from rad.rules import check_whole
from rad.selectors.reporting import GridCell, GridItem

ACCEPTED = (".jpg", ".jpeg", ".png", ".webp", ".pdf")


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

    def typed(self, data: Mapping[str, str]) -> dict[str, str]:
        """The raw texts of this form in `data`, under names that outlive a revision of the plan."""
        lineages = {cell.indicator.pk.hex: cell.indicator.lineage.hex for cell in self.row.cells}
        found = {name: data[self.add_prefix(name)] for name in self.fields if self.add_prefix(name) in data}
        return {_renamed(name, lineages): text for name, text in found.items()}

    def data_of(self, draft: ReportDraft) -> dict[str, str]:
        """What `typed` gave, as this form takes it."""
        names = {cell.indicator.lineage.hex: cell.indicator.pk.hex for cell in self.row.cells}
        return {self.add_prefix(_renamed(name, names)): text for name, text in draft.fields.items()}

    @property
    def slips(self) -> list[tuple[str, str]]:
        """What is wrong, as (message, id of its control), for the summary of a grid."""
        return [(str(error), field.id_for_label) for field in self for error in field.errors]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for cell in self.row.cells:
            if cell.indicator.is_ratio:
                self._clean_ratio(cell.indicator, data)
            else:
                self._clean_value(cell.indicator, data)
        try:
            check_no_nik(**{name: str(data.get(name) or "") for name in self.WORDS})
        except ValidationError as error:
            self.add_error(None, error)
        return data

    def _clean_value(self, row: Indicator, data: dict[str, Any]) -> None:
        name = f"v_{row.pk.hex}"
        value = data.get(name)
        try:
            check_whole(row, value if isinstance(value, Decimal) else None)
        except ValidationError as error:
            self.add_error(name, error)

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


INDICATOR_NAME = re.compile(r"(?<=[vnd]_)[0-9a-f]{32}$")


def _renamed(name: str, keys: Mapping[str, str]) -> str:
    return INDICATOR_NAME.sub(lambda key: keys.get(key.group(), key.group()), name)


def report_form(
    row: GridItem, *, draft: ReportDraft | None = None, data: Any = None, **kwargs: Any
) -> ReportForm:
    """The form of an item: as posted, else as the person left it, else as saved."""
    form = ReportForm(data, row=row, **kwargs)
    if data is None and draft is not None:
        form = ReportForm(form.data_of(draft), row=row, **kwargs)
    return form


class ProofForm(PlainForm):
    """A photo or PDF attached in the grid itself; title and date may be left to the portal."""

    upload = UploadField(label=_("Foto atau PDF"), required=False, accept=ACCEPTED, max_mb=10)
    title = forms.CharField(
        label=_("Judul bukti"),
        required=False,
        max_length=160,
        help_text=_("Tanpa nama orang. Bila kosong: “Bukti” dengan kode kegiatan dan periode."),
    )
    evidence_on = DateBoxesField(
        label=_("Tanggal bukti"), required=False, help_text=_("Bila kosong: hari ini.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("title") and not data.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Pilih foto atau PDF-nya, atau kosongkan judul bukti."))
        return data

    @property
    def open(self) -> bool:
        return bool(self.errors)


class CommentForm(PlainForm):
    text = forms.CharField(
        label=_("Komentar"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text=_("Dibaca semua anggota gugus tugas. Jangan menulis tentang seseorang."),
    )
    period = forms.UUIDField(required=False, widget=forms.HiddenInput)


class EvidenceForm(PlainForm):
    title = forms.CharField(
        label=_("Judul bukti"),
        max_length=160,
        help_text=_("Tanpa nama orang. Contoh: Foto sosialisasi Kelurahan Pesantren"),
    )
    evidence_on = DateBoxesField(label=_("Tanggal bukti"), help_text=_("Kapan foto atau surat itu dibuat."))
    upload = UploadField(label=_("Foto atau PDF"), required=False, accept=ACCEPTED, max_mb=10)
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
