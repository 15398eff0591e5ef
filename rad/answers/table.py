"""The table of a reporting workbook as django-import-export sees it: columns, how a cell is made and read.

Export puts a row's values into cells; import reads the file onto the rows as they stood when the file was
made (the baseline), so that what an import changes is exactly what somebody edited. Nothing is saved here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import tablib
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from gugus.core.nik import find_nik, without_nik
from gugus.core.sheets import Cell
from rad.answers.values import NA, for_cell, for_people, seen, written_number, written_text
from rad.workbook.faults import Unreadable
from rad.workbook.labels import PERCENT_UNITS
from rad.workbook.texts import folded

ROW_ID = "Penanda baris"
TEXT_LIMIT, PROOF_LIMIT = 4000, 300


@dataclass
class AnswerRow:
    """One indicator's row. Locked words first; then what may be filled, in plain values."""

    row: str
    code: str = ""
    activity: str = ""
    indicator: str = ""
    unit: str = ""
    target: str = ""
    previous: str = ""
    status: str = ""
    note: str = ""
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    narrative: str = ""
    obstacles: str = ""
    follow_up: str = ""
    realised_budget: str = ""
    proof_note: str = ""
    columns: tuple[str, ...] = ()
    locked: bool = False
    na: bool = False
    edits: dict[str, str] = field(default_factory=dict)
    faults: dict[str, tuple[Unreadable, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.row

    def saying(self, values: Mapping[str, str]) -> "AnswerRow":
        """The same row with these plain values in the columns it may be filled in."""
        for name in self.columns:
            setattr(self, name, values.get(name, ""))
        return self


class Locked(widgets.Widget):
    """Words a person reads and does not change."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class Figure(widgets.Widget):
    """A number as people write it, or N/A."""

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> str:
        unit = row.get(HEADS["unit"])
        return written_number(value, unit_is_percent=bool(unit) and folded(unit.text) in PERCENT_UNITS)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return for_cell(value, number=True)


class Money(Figure):
    """Rupiah, to the sen; not applicable is no amount."""

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> str:
        text = written_number(value, unit_is_percent=False)
        if text == NA:
            raise Unreadable("money_na")
        return text


class Words(widgets.Widget):
    """Text of at most `limit` letters, without anybody's NIK."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> str:
        text = written_text(value)
        if len(text) > self.limit:
            raise Unreadable("text_long", length=len(text), limit=self.limit)
        if find_nik(text):
            raise Unreadable("nik")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value)


class AnswerTable(resources.Resource):
    """All columns in their order; those from `value` to `proof_note` may be filled."""

    row = fields.Field("row", ROW_ID, Locked(), readonly=True)
    code = fields.Field("code", "Kode", Locked(), readonly=True)
    activity = fields.Field("activity", "Kegiatan", Locked(), readonly=True)
    indicator = fields.Field("indicator", "Indikator", Locked(), readonly=True)
    unit = fields.Field("unit", "Satuan", Locked(), readonly=True)
    target = fields.Field("target", "Target", Locked(), readonly=True)
    previous = fields.Field("previous", "Realisasi terakhir", Locked(), readonly=True)
    value = fields.Field("value", "Realisasi", Figure())
    numerator = fields.Field("numerator", "Pembilang", Figure())
    denominator = fields.Field("denominator", "Penyebut", Figure())
    narrative = fields.Field("narrative", "Uraian pelaksanaan", Words(TEXT_LIMIT))
    obstacles = fields.Field("obstacles", "Kendala", Words(TEXT_LIMIT))
    follow_up = fields.Field("follow_up", "Tindak lanjut", Words(TEXT_LIMIT))
    realised_budget = fields.Field("realised_budget", "Realisasi anggaran (Rp)", Money())
    proof_note = fields.Field("proof_note", "Dasar laporan atas nama", Words(PROOF_LIMIT))
    status = fields.Field("status", "Status laporan", Locked(), readonly=True)
    note = fields.Field("note", "Keterangan indikator", Locked(), readonly=True)

    class Meta:
        instance_loader_class = BaseInstanceLoader
        using_db = "default"
        use_transactions = False
        skip_diff = True
        store_instance = True
        report_skipped = False

    def __init__(self, rows: dict[str, AnswerRow] | None = None) -> None:
        super().__init__()
        self.rows = rows or {}

    def get_instance(self, instance_loader: Any, row: dict[str, Cell | None]) -> AnswerRow | None:
        return self.rows[row[ROW_ID].text.strip()]  # type: ignore[union-attr]

    def import_field(
        self, field: Any, instance: AnswerRow, row: Any, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """Note what differs from the baseline; a cell that cannot be read is noted and changes nothing."""
        name = field.attribute
        if name not in instance.columns:
            return
        before, cell = getattr(instance, name), row.get(field.column_name)
        if not (cell and cell.is_formula) and (cell.value if cell else "") == field.export(instance):
            return
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except Unreadable as error:
            instance.faults[name] = (error, without_nik(seen(cell)))
            return
        if getattr(instance, name) != before:
            instance.edits[name] = getattr(instance, name)

    def get_import_fields(self) -> list[Any]:
        return WRITABLE

    def save_m2m(self, instance: AnswerRow, row: Any, **kwargs: Any) -> None:
        """No column names several things."""

    def skip_row(self, instance: AnswerRow, original: Any, row: Any, errors: Any = None) -> bool:
        return not (instance.edits or instance.faults)

    def save_instance(self, instance: AnswerRow, is_create: bool, row: Any, **kwargs: Any) -> None:
        """What is written, and how, is decided after the merge with the database."""

    def changed(self, cells: list[dict[str, Cell | None]]) -> list[AnswerRow]:
        """The rows that say something new, or something that cannot be read."""
        heads = list(HEADS.values())
        data = tablib.Dataset(headers=heads)
        data.extend([[row.get(head) for head in heads] for row in cells])
        result = self.import_data(data, raise_errors=True)
        return [each.instance for each in result.rows]


HEADS: dict[str, str] = {name: each.column_name for name, each in AnswerTable.fields.items()}
WRITABLE = [each for each in AnswerTable.fields.values() if not each.readonly]
FIGURES = ("value", "numerator", "denominator")
ITEM_WORDS = ("narrative", "obstacles", "follow_up", "realised_budget", "proof_note")
FILLED = FIGURES + ITEM_WORDS
NUMBERS = (*FIGURES, "realised_budget")


def shown(column: str, value: str) -> str:
    """A plain value as a person reads it."""
    return for_people(value, number=column in NUMBERS)
