"""The list of agencies as django-import-export sees it; every write goes through `services.agency_write`."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.results import RowResult

from gugus.accounts.models import User
from gugus.core.sheets.lists import Fault, read_rows
from members import rules, selectors, services
from members.enums import AgencyKind
from members.models import Agency, AgencyImport, TaskForce
from members.resources.reading import EXAMPLES, REQUIRED, SHAPE

NOTE = re.compile(r"\s*\(([^()]*)\)\s*$")
KINDS = {
    "opd": AgencyKind.OPD,
    "perangkat daerah": AgencyKind.OPD,
    "perangkat daerah (opd)": AgencyKind.OPD,
    "vertikal": AgencyKind.VERTICAL,
    "instansi vertikal": AgencyKind.VERTICAL,
    "peradilan": AgencyKind.JUDICIAL,
    "lembaga peradilan": AgencyKind.JUDICIAL,
    "masyarakat": AgencyKind.COMMUNITY,
    "lembaga masyarakat": AgencyKind.COMMUNITY,
    "lsm": AgencyKind.COMMUNITY,
    "ormas": AgencyKind.COMMUNITY,
}
KIND_NAMES: dict[str, str] = {
    AgencyKind.OPD: "OPD",
    AgencyKind.VERTICAL: "vertikal",
    AgencyKind.JUDICIAL: "peradilan",
    AgencyKind.COMMUNITY: "masyarakat",
}


class PlainText(widgets.CharWidget):
    """Text within a length; a note in brackets at its end is for the reader, not for the name."""

    def __init__(self, *, longest: int, required: bool = False, notes: bool = False) -> None:
        super().__init__()
        self.longest, self.required, self.notes = longest, required, notes

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = split_note(str(value or ""))[0] if self.notes else str(value or "").strip()
        if self.required and not text:
            raise ValueError(_("Sel ini wajib diisi."))
        if len(text) > self.longest:
            raise ValueError(
                _("Paling panjang %(n)s karakter; isian ini %(m)s karakter.")
                % {"n": self.longest, "m": len(text)}
            )
        return text


class Kind(widgets.Widget):
    """Jenis as bureaus write it; a court called "vertikal" is filed as what it is."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        kind = KINDS.get(str(value or "").strip().lower())
        if kind is None:
            raise ValueError(_("Jenis instansi harus salah satu dari OPD, vertikal, peradilan, masyarakat."))
        return AgencyKind.JUDICIAL if is_court(row) else kind

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return KIND_NAMES.get(value, "")


class AgencyResource(resources.ModelResource):
    """Rows matched by short name within one task force; unchanged rows are left alone."""

    short_name = fields.Field("short_name", "instansi", PlainText(longest=80, required=True, notes=True))
    name = fields.Field("name", "nama_lengkap", PlainText(longest=200, required=True, notes=True))
    kind = fields.Field("kind", "jenis", Kind())
    superior = fields.Field("superior", "induk", PlainText(longest=200, notes=True))
    field = fields.Field("field", "bidang", PlainText(longest=200, notes=True))
    usual_sub = fields.Field("usual_sub", "sub_gugus_tugas", PlainText(longest=200))
    duties = fields.Field("duties", "peran_dan_tugas", PlainText(longest=5000))
    head_office = fields.Field("head_office", "jabatan_kepala", PlainText(longest=120))

    class Meta:
        model = Agency
        fields = (
            "short_name",
            "name",
            "kind",
            "superior",
            "field",
            "usual_sub",
            "duties",
            "head_office",
        )
        import_id_fields = ("short_name",)
        skip_unchanged = True
        report_skipped = True
        store_instance = True
        use_transactions = True
        skip_html_diff = True

    def __init__(self, task_force: TaskForce | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task_force = task_force

    def get_instance(self, instance_loader: Any, row: Any) -> Agency | None:
        name = split_note(str(row.get("instansi") or ""))[0]
        if self.task_force is None or not name:
            return None
        return selectors.agency_named(self.task_force.pk, name)

    def import_field(
        self, field: Any, instance: Agency, row: Any, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """An empty cell erases nothing: imports add and change (design.md "Excel")."""
        empty = not str(row.get(field.column_name) or "").strip()
        if empty and not instance._state.adding and field.column_name not in REQUIRED:
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

    def do_instance_save(self, instance: Agency, is_create: bool) -> None:
        if self.task_force is not None:
            services.agency_write(agency=instance, task_force=self.task_force, values={})


@dataclass(frozen=True)
class Change:
    """One value that an existing agency gets."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewRow:
    """What one line of the file will do; `act` is baru, berubah or tetap."""

    line: int
    name: str
    full_name: str
    kind: str
    act: str
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The whole file, tried without keeping anything."""

    rows: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.act for row in self.rows)
        return {act: found[act] for act in ("baru", "berubah", "tetap")}

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and not self.counts["baru"] and not self.counts["berubah"]


def agency_import_read(*, content: bytes, by: User) -> AgencyImport:
    """Read an uploaded file once and keep it. Raises Denied, FileRefused."""
    rules.check_secretariat(by)
    columns, rows = read_rows(content, SHAPE)
    return services.agency_import_create(by=by, content=content, columns=columns, rows=rows)


def agency_import_preview(run: AgencyImport) -> Preview:
    """Try every row and roll back: what would be new or changed, and every cell that cannot be taken."""
    result = _import(run, dry_run=True)
    faults = [*_twins(run), *_faults(run, result)]
    rows = [
        _preview_row(raw, row)
        for raw, row in zip(run.rows, result.rows, strict=True)
        if row.import_type in ACTS
    ]
    return Preview(tuple(rows), tuple(faults))


@transaction.atomic
def agency_import_write(*, run: AgencyImport, by: User) -> Preview:
    """Write the whole file, or nothing when one cell is wrong. Raises Denied, ValidationError."""
    rules.check_secretariat(by)
    preview = agency_import_preview(run)
    if preview.faults:
        raise ValidationError(_("Berkas masih memuat galat, jadi tidak ada yang disimpan."))
    result = _import(run, dry_run=False)
    if result.has_errors() or result.has_validation_errors():
        raise ValidationError(_("Daftar instansi berubah sejak pratinjau. Unggah berkas lagi."))
    services.agency_import_commit(run=run, by=by, counts=preview.counts)
    return preview


def agency_export(user: User) -> tablib.Dataset:
    """Visible agencies in the columns an import reads: the round trip changes nothing."""
    return AgencyResource().export(queryset=selectors.agency_list(user))


ACTS = {
    RowResult.IMPORT_TYPE_NEW: "baru",
    RowResult.IMPORT_TYPE_UPDATE: "berubah",
    RowResult.IMPORT_TYPE_SKIP: "tetap",
}


def _import(run: AgencyImport, *, dry_run: bool) -> Any:
    names = [name for name in run.columns if name != "asal"]
    data = tablib.Dataset(headers=names)
    for row in run.rows:
        data.append([row["cells"].get(name, "") for name in names])
    return AgencyResource(run.task_force).import_data(data, dry_run=dry_run, raise_errors=False)


def _faults(run: AgencyImport, result: Any) -> list[Fault]:
    """Every refused cell, in the order of the file."""
    found = []
    for raw, row in zip(run.rows, result.rows, strict=True):
        if row.validation_error is not None:
            found += _row_faults(run, raw, row.validation_error)
        for error in row.errors:
            found.append(_fault(run, raw, "instansi", str(error.error)))
    return found


def _row_faults(run: AgencyImport, raw: dict[str, Any], error: ValidationError) -> list[Fault]:
    if not hasattr(error, "error_dict"):
        return [_fault(run, raw, "instansi", message) for message in error.messages]
    columns = {name: field.column_name for name, field in AgencyResource().fields.items()}
    return [
        _fault(run, raw, columns.get(name, "instansi"), message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _twins(run: AgencyImport) -> list[Fault]:
    """A name that stands twice in one file: which line counts is the person's to say."""
    seen: dict[str, int] = {}
    found = []
    for raw in run.rows:
        name = split_note(raw["cells"].get("instansi", ""))[0].lower()
        if name and name in seen:
            rule = _("Instansi ini sudah ada di baris %(line)s. Hapus salah satunya.") % {"line": seen[name]}
            found.append(_fault(run, raw, "instansi", rule))
        seen.setdefault(name, raw["line"])
    return found


def _fault(run: AgencyImport, raw: dict[str, Any], column: str, rule: str) -> Fault:
    cell = f"{run.columns.get(column, '')}{raw['line']}"
    value = raw["cells"].get(column, "")
    return Fault(raw["sheet"], cell, column, value, rule, EXAMPLES.get(column, EXAMPLES[REQUIRED[0]]))


def _preview_row(raw: dict[str, Any], row: RowResult) -> PreviewRow:
    agency: Agency = row.instance
    act = ACTS[row.import_type]
    return PreviewRow(
        line=raw["line"],
        name=agency.short_name,
        full_name=agency.name,
        kind=str(AgencyKind(agency.kind).label),
        act=act,
        changes=_changes(row.original, agency) if act == "berubah" else (),
        warnings=_warnings(raw["cells"]),
    )


def _changes(before: Agency, after: Agency) -> tuple[Change, ...]:
    return tuple(
        Change(
            str(Agency._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            str(getattr(before, name)),
            str(getattr(after, name)),
        )
        for name in AgencyResource._meta.fields
        if getattr(before, name) != getattr(after, name)
    )


def _warnings(cells: dict[str, str]) -> tuple[str, ...]:
    """Doubts the file itself states; they are shown and never written into a name."""
    found = [
        _("%(column)s: catatan “%(note)s” tidak disimpan; perlu dicek.") % {"column": column, "note": note}
        for column in ("instansi", "nama_lengkap", "induk", "bidang")
        if (note := split_note(cells.get(column, ""))[1])
    ]
    if "perlu dicek" in cells.get("asal", "").lower():
        found.append(_("Perlu dicek menurut berkas: %(origin)s") % {"origin": cells["asal"]})
    if is_court(cells) and KINDS.get(cells.get("jenis", "").lower()) != AgencyKind.JUDICIAL:
        found.append(
            _("Tertulis “%(kind)s”, dicatat sebagai lembaga peradilan: pengadilan bukan instansi pemerintah.")
            % {"kind": cells.get("jenis", "")}
        )
    return tuple(found)


def split_note(text: str) -> tuple[str, str]:
    """`Dinas X (perlu dicek)` → the name and the note in brackets."""
    text = text.strip()
    found = NOTE.search(text)
    return (text[: found.start()].strip(), found.group(1).strip()) if found else (text, "")


def is_court(row: Any) -> bool:
    """A pengadilan, whatever column jenis says."""
    return str((row or {}).get("instansi") or "").lower().startswith(("pengadilan", "mahkamah"))
