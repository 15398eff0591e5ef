"""A thousand people edit workbooks while others work in the portal: no edit lost, none made unasked.

Each script exports a workbook, changes the portal and the file at random, sorts, hides, inserts, renames and
re-saves, uploads, decides every conflict, and compares what is written with a plain expectation per cell.
"""

import io
import random
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from gugus.core import sheets
from gugus.core.sheets import child
from rad import resources, selectors, services
from rad.enums import Aggregation
from rad.models import ActionItem, Indicator, IndicatorValue, ProgressReport
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

pytestmark = pytest.mark.django_db
WORDS = ("narrative", "obstacles", "follow_up")
HEADS = {
    "value": "Realisasi", "numerator": "Pembilang", "denominator": "Penyebut",
    "narrative": "Uraian pelaksanaan", "obstacles": "Kendala", "follow_up": "Tindak lanjut",
    "realised_budget": "Realisasi anggaran (Rp)",
}  # fmt: skip
TEXTS = (
    "", "Sosialisasi di tiga kelurahan.", "=1+1", "+62 812 3456", "-5 orang", "@semua", "'kutip", "12",
    "Baris satu\nBaris dua", "Baris satu\r\n\r\nBaris tiga", "  dua  spasi  ", "Kafe\u0301", "_x0041_", "0",
    "Tab\tdan \u00a0 spasi keras", "10 %", "N/A", "🙂 baik", "DDE(\"cmd\")", "x" * 4000,
)  # fmt: skip
WHOLE = ("", "0", "5", "7", "1250", "999999999999")
PARTIAL = ("", "0", "2.5", "20.75", "1250", "123456789012.3456", "0.3333")
MONEY = ("", "0", "150000000", "2500.5")
State = dict[tuple[str, str], str]


@dataclass
class Field:
    """What a cell may hold, in the test's own words."""

    pool: tuple[str, ...]
    pair: str = ""


@dataclass
class Bench:
    rad: Rad
    fields: dict[tuple[str, str], Field] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    na: set[str] = field(default_factory=set)

    @property
    def person(self) -> Any:
        return self.rad.world.people["dinsos"]

    def add(self, item: ActionItem, row: Indicator, *, first: bool) -> None:
        key = row.pk.hex
        self.items[key] = item.pk.hex
        if row.na_allowed:
            self.na.add(key)
        absent = ("N/A",) if row.na_allowed else ()
        if row.is_ratio:
            self.fields[key, "numerator"] = Field(("", "0", "3", "17.5", "40", *absent), "denominator")
            self.fields[key, "denominator"] = Field(("", "41", "60.25", "99"), "numerator")
        else:
            pool = PARTIAL if row.aggregation == Aggregation.MEAN else WHOLE
            self.fields[key, "value"] = Field(pool + absent)
        if first:
            self.fields.update({(key, name): Field(TEXTS) for name in WORDS})
            self.fields[key, "realised_budget"] = Field(MONEY)


@pytest.fixture
def bench(world: World) -> Bench:
    """Three items of Dinas Sosial with five indicators of every shape."""
    rad = make_rad(world, adopted=False)
    program = rad.items["dinsos"].program
    party = agency_party(world, "Dinas Sosial")
    add_item(rad, "rasio", party, program, aggregation=Aggregation.RATIO, na_allowed=True, unit="persen")
    add_item(rad, "rata", party, program, aggregation=Aggregation.MEAN, na_allowed=True, unit="nilai")
    more: dict[str, Any] = {"unit": "orang", "aggregation": Aggregation.SUM, "targets": {}}
    services.indicator_create(item=rad.items["rata"], by=rad.secretariat, name="Peserta", **more)
    more = {"unit": "persen", "aggregation": Aggregation.RATIO, "targets": {}}
    services.indicator_create(item=rad.items["rasio"], by=rad.secretariat, name="Pemulangan", **more)
    services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=rad.plan.created_at.date(), by=rad.secretariat
    )
    rad.plan.refresh_from_db()
    open_period(rad)
    bench = Bench(rad)
    for key in ("dinsos", "rasio", "rata"):
        item = rad.items[key]
        for number, row in enumerate(item.indicators.order_by("number")):
            bench.add(item, row, first=number == 0)
    return bench


# The portal's side ------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """The same words however they were typed: line ends, trailing spaces and letter forms do not count."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def number(value: Decimal | None) -> str:
    text = "" if value is None else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def portal(bench: Bench) -> State:
    """Every cell as the database has it."""
    found: State = dict.fromkeys(bench.fields, "")
    reports = ProgressReport.objects.filter(period=bench.rad.period)
    by_item = {report.item_id.hex: report for report in reports}
    for row, name in bench.fields:
        report = by_item.get(bench.items[row])
        if report and name in WORDS:
            found[row, name] = plain(getattr(report, name))
        if report and name == "realised_budget":
            found[row, name] = number(report.realised_budget)
    for value in IndicatorValue.objects.filter(report__in=reports):
        row = value.indicator_id.hex
        for name in ("value", "numerator", "denominator"):
            if (row, name) in found:
                found[row, name] = number(getattr(value, name))
        if value.not_applicable:
            found[row, "value" if (row, "value") in found else "numerator"] = "N/A"
    return found


def whole(bench: Bench, state: State, row: str) -> bool:
    """Whether a row's numbers may stand in the database."""
    if (row, "value") in state:
        return True
    part, all_ = state[row, "numerator"], state[row, "denominator"]
    if part == "N/A":
        return not all_ and row in bench.na
    return bool(part) == bool(all_)


def changed_at_random(bench: Bench, state: State, dice: random.Random, share: float) -> State:
    """Another state, valid row by row, with about a share of its cells changed."""
    new = dict(state)
    for key, each in bench.fields.items():
        if dice.random() < share:
            new[key] = plain(dice.choice(each.pool))
    for row in {row for row, name in bench.fields if name == "numerator"}:
        if not whole(bench, new, row):
            new[row, "numerator"], new[row, "denominator"] = dice.choice(
                [("", ""), ("3", "41"), ("40", "99")]
            )
    return new


def save(bench: Bench, before: State, after: State) -> None:
    """Bring the portal from one state to another as the reporting page does."""
    indicators = {
        row.pk.hex: row for row in Indicator.objects.select_related("item__program__strategy__plan")
    }
    for item in dict.fromkeys(bench.items.values()):
        rows = [row for row, owner in bench.items.items() if owner == item]
        cells = [key for key in bench.fields if key[0] in rows and before[key] != after[key]]
        if cells:
            texts = {name: after[key] for key in cells if (name := key[1]) in WORDS}
            money = {key[1]: after[key] for key in cells if key[1] == "realised_budget"}
            texts |= {name: Decimal(text) if text else None for name, text in money.items()}  # type: ignore[misc]
            values = {
                indicators[row].pk: given(after, row)
                for row in {key[0] for key in cells if key[1] not in (*WORDS, "realised_budget")}
            }
            owner = indicators[rows[0]].item
            services.report_save(item=owner, period=bench.rad.period, by=bench.person, values=values, **texts)


def given(state: State, row: str) -> Given | None:
    cells = {n: state[row, n] for n in ("value", "numerator", "denominator") if state.get((row, n))}
    if "N/A" in cells.values():
        return Given(not_applicable=True)
    return Given(**{name: Decimal(text) for name, text in cells.items()}) if cells else None


# The file's side --------------------------------------------------------------------------------------------


def typed(text: str, name: str, dice: random.Random) -> Any:
    """A value as one of the ways a person may type it into its cell."""
    if not text:
        return dice.choice([None, None, "", " "])
    if name in WORDS:
        return text.replace("\n", "\r\n") if dice.random() < 0.3 else text + dice.choice(["", " ", "\n"])
    if text == "N/A":
        return dice.choice(["N/A", "n/a", "tidak ada kasus"])
    value = Decimal(text)
    indonesian = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    exact = Decimal(f"{float(value):.15g}") == value
    return (
        dice.choice([float(value), int(value) if value == int(value) else float(value), indonesian])
        if exact
        else indonesian
    )


def heads_of(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    for line in sheet.iter_rows():
        labels = {cell.value: cell.column for cell in line if cell.value}
        if "Penanda baris" in labels:
            return line[0].row, labels
    raise AssertionError("no head")


def type_in(sheet: Worksheet, wanted: dict[tuple[str, str], Any]) -> None:
    head, columns = heads_of(sheet)
    lines = {sheet.cell(n, columns["Penanda baris"]).value: n for n in range(head + 1, sheet.max_row + 1)}
    for (row, name), value in wanted.items():
        cell = sheet.cell(lines[row], columns[HEADS[name]])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def sort(sheet: Worksheet, dice: random.Random) -> None:
    head, _columns = heads_of(sheet)
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=head + 1)]
    dice.shuffle(lines)
    for number_, values in enumerate(lines, head + 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number_, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def insert(sheet: Worksheet, dice: random.Random) -> None:
    """Blank rows and notes between the rows, and a title above the head."""
    for _time in range(dice.randint(1, 3)):
        line = dice.randint(1, sheet.max_row + 1)
        head, columns = heads_of(sheet)
        sheet.insert_rows(line)
        if dice.random() < 0.5 and line != head:
            sheet.cell(line, columns["Kegiatan"]).value = "Catatan: tanyakan kepada bidang"


def delete_row(sheet: Worksheet, dice: random.Random) -> str:
    """Take one row out; returns its id."""
    head, columns = heads_of(sheet)
    lines = [n for n in range(head + 1, sheet.max_row + 1) if sheet.cell(n, columns["Penanda baris"]).value]
    line = dice.choice(lines)
    gone = str(sheet.cell(line, columns["Penanda baris"]).value)
    sheet.delete_rows(line)
    return gone


def dress(sheet: Worksheet, dice: random.Random) -> None:
    """Widened columns, hidden rows, a filter, another name."""
    sheet.title = dice.choice(["Laporan", "Dinsos TW", "Sheet1", "laporan (final) revisi"])
    sheet.column_dimensions["D"].width = dice.randint(5, 90)
    for line in range(2, sheet.max_row + 1):
        sheet.row_dimensions[line].hidden = dice.random() < 0.3
    sheet.protection.sheet = dice.random() < 0.5
    sheet.auto_filter.add_filter_column(1, ["I.1.1"])


def resaved_by_another_program(book: Workbook) -> Workbook:
    """What is left when another program writes the file: values alone, numbers as floats, a hidden sheet."""
    new = Workbook(write_only=True)
    for sheet in book.worksheets:
        copy = new.create_sheet(sheet.title)
        copy.sheet_state = "visible" if sheet.sheet_state == "visible" else "hidden"
        for line in sheet.iter_rows():
            copy.append(
                [
                    each.value + 0.0 if isinstance(each.value, int) else as_text(copy, each.value)
                    for each in line
                ]
            )
    return new


def as_text(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# One script -------------------------------------------------------------------------------------------------


def read_here(data: bytes, **options: Any) -> sheets.Workbook:
    """The child's own code in this process: a thousand starts of a program would be most of the time."""
    limits = {"max_rows": 20_000, "max_cols": 100, "max_cells": 500_000, "max_text": 25_000_000, **options}
    out = child._Output(limits)
    out.file = io.StringIO()
    child._read(io.BytesIO(data), out, limits)
    out.write({"end": True})
    return sheets._workbook(io.BytesIO(out.file.getvalue().encode()))


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Read in this process, or (for a sample) in the child as in production."""
    monkeypatch.setattr(ReadOnlyWorksheet, "_get_size", ReadOnlyWorksheet._get_size)
    return lambda here: monkeypatch.setattr(
        services.answers, "read_sheets", read_here if here else sheets.read_sheets
    )


def expected(
    bench: Bench, base: State, ours: State, theirs: State, choose: Callable[[tuple[str, str]], str]
) -> State:
    """Cell by cell: whoever changed it is right; where both did, the decision is."""
    result = {}
    for key in bench.fields:
        if theirs[key] in (base[key], ours[key]):
            result[key] = ours[key]
        elif ours[key] == base[key]:
            result[key] = theirs[key]
        else:
            result[key] = theirs[key] if choose(key) == "file" else ours[key]
    return result


def writes(captured: CaptureQueriesContext, *tables: str) -> list[str]:
    sql = [query["sql"] for query in captured.captured_queries]
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [each for each in sql if each.startswith(verbs) and any(f'"{name}"' in each for name in tables)]


REPORTS = ("rad_progressreport", "rad_indicatorvalue")


def play(bench: Bench, seed: int, resave: Callable[[bytes], bytes] | None = None) -> None:
    """One person, one file, and a portal that moves meanwhile."""
    dice = random.Random(seed)  # noqa: S311 - a script that can be played again
    empty: State = dict.fromkeys(bench.fields, "")
    base = changed_at_random(bench, empty, dice, dice.choice([0.0, 0.5, 0.9]))
    save(bench, empty, base)
    data = resources.answer_workbook(bench.person, bench.rad.period)
    ours = changed_at_random(bench, base, dice, dice.choice([0.0, 0.2, 0.6]))
    theirs = changed_at_random(bench, base, dice, dice.choice([0.0, 0.2, 0.6]))
    save(bench, base, ours)
    base, ours = {key: plain(text) for key, text in base.items()}, portal(bench)
    book = load_workbook(io.BytesIO(data))
    sheet = book["Laporan"]
    type_in(sheet, {k: typed(text, k[1], dice) for k, text in theirs.items() if text != base[k]})
    for act in (sort, insert, dress):
        if dice.random() < 0.4:
            act(sheet, dice)
    if dice.random() < 0.15:
        gone = delete_row(sheet, dice)
        theirs = {key: base[key] if key[0] == gone else text for key, text in theirs.items()}
    book = resaved_by_another_program(book) if dice.random() < 0.2 else book
    data = saved(book)
    upload_and_compare(bench, resave(data) if resave else data, base, ours, theirs, dice)


def upload_and_compare(
    bench: Bench, data: bytes, base: State, ours: State, theirs: State, dice: random.Random
) -> None:
    run = services.answer_upload(
        period=bench.rad.period, data=data, file_name="salinan (2).xlsx", behalf=False, by=bench.person
    )
    assert run.status == "pratinjau", run.result
    preview = selectors.answer_preview(bench.person, run)
    both = {k for k in bench.fields if theirs[k] not in (base[k], ours[k]) and ours[k] != base[k]}
    alone = {k for k in bench.fields if theirs[k] != base[k] == ours[k]}
    assert {(e.row, e.field) for e in preview.conflicts} == both, [
        (each.before, each.was, each.becomes) for each in preview.conflicts
    ]
    choices = {each.key: dice.choice(["file", "portal"]) for each in preview.conflicts}
    by_cell = {(each.row, each.field): choices[each.key] for each in preview.conflicts}
    wanted = expected(bench, base, ours, theirs, by_cell.__getitem__)
    sound = all(whole(bench, wanted, row) for row in bench.items)
    with CaptureQueriesContext(connection) as captured:
        try:
            services.answer_commit(run=run, choices=choices, by=bench.person)
        except ValidationError:
            assert not sound, preview.faults
            wanted = ours
    if not alone and "file" not in by_cell.values():
        assert not writes(captured, *REPORTS)
    assert portal(bench) == wanted


def scripts(bench: Bench, reading: Callable[[bool], None], seeds: range) -> None:
    for seed in seeds:
        reading(bool(seed % 25))
        with transaction.atomic():
            play(bench, seed)
            transaction.set_rollback(True)


def test_sixty_scripts(bench: Bench, reading: Callable[[bool], None]) -> None:
    scripts(bench, reading, range(60))


@pytest.mark.panjang
@pytest.mark.parametrize("block", range(10))
def test_a_thousand_scripts(bench: Bench, reading: Callable[[bool], None], block: int) -> None:
    scripts(bench, reading, range(1000 + block * 100, 1100 + block * 100))


def test_an_untouched_workbook_writes_nothing(bench: Bench) -> None:
    dice = random.Random(7)  # noqa: S311
    empty: State = dict.fromkeys(bench.fields, "")
    save(bench, empty, changed_at_random(bench, empty, dice, 0.8))
    before = portal(bench)
    data = resources.answer_workbook(bench.person, bench.rad.period)
    with CaptureQueriesContext(connection) as captured:
        run = services.answer_upload(
            period=bench.rad.period, data=data, file_name="utuh.xlsx", behalf=False, by=bench.person
        )
        preview = selectors.answer_preview(bench.person, run)
        services.answer_commit(run=run, choices={}, by=bench.person)
    assert not writes(captured, *REPORTS)
    assert [preview.changes, preview.conflicts, preview.faults, preview.notes] == [[], [], [], []]
    assert preview.unchanged == len(bench.fields)
    assert portal(bench) == before


def libreoffice(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice writes it again; where it is not installed, as another program would."""
    program = shutil.which("soffice")
    if program is None:
        return saved(resaved_by_another_program(load_workbook(io.BytesIO(data))))
    (folder / "asal").mkdir(exist_ok=True)
    source = folder / "asal" / "laporan.xlsx"
    source.write_bytes(data)
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profil", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True)
    return (folder / "laporan.xlsx").read_bytes()


@pytest.mark.panjang
def test_a_sample_saved_by_libreoffice(bench: Bench, tmp_path: Path) -> None:
    for seed in range(5000, 5012):
        with transaction.atomic():
            play(bench, seed, resave=lambda data: libreoffice(data, tmp_path))
            transaction.set_rollback(True)
