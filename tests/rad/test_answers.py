"""The Excel round trip, act by act: what a workbook holds, what it changes, what it refuses."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from rad import resources, selectors, services
from rad.models import AnswerRun, ProgressReport
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


Edit = dict[tuple[str, str], Any]


def filled(data: bytes, edits: Edit) -> bytes:
    """The workbook after somebody typed into it: (code, head) → value; text stays text."""
    book = load_workbook(BytesIO(data))
    sheet = book["Laporan"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        for (code, head), value in edits.items():
            if sheet.cell(line, heads["Kode"]).value == code:
                cell = sheet.cell(line, heads[head])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(rad: Rad, data: bytes, person: str = "dinsos", *, behalf: bool = False) -> AnswerRun:
    return services.answer_upload(
        period=rad.period, data=data, file_name="laporan.xlsx", behalf=behalf, by=rad.world.people[person]
    )


def test_what_was_typed_is_shown_and_then_written(rad: Rad) -> None:
    user = rad.world.people["dinsos"]
    data = resources.answer_workbook(user, rad.period)
    run = upload(rad, filled(data, {("I.1.1", "Realisasi"): "1.250", ("I.1.1", "Kendala"): "=1+1"}))
    assert run.status == "pratinjau", run.result
    preview = selectors.answer_preview(user, run)
    assert [(each.cell, each.was, each.becomes) for each in preview.changes] == [
        ("H2", "", "1.250"),
        ("L2", "", "=1+1"),
    ]
    services.answer_commit(run=run, choices={}, by=user)
    report = ProgressReport.objects.get()
    assert (report.status, report.obstacles, report.values.get().value) == ("draf", "=1+1", 1250)
