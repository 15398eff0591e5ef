"""A whole year of a task force with ten agencies.

What the pages, the papers and the leader's page say is equal to a reckoning that shares no code with them.
"""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from rad.models import Correction, ReportDocument, ValueRevision
from tests.story.cast import YEAR, open_story
from tests.story.hands import enter, fields_of, post, words
from tests.story.reckoning import Reckoning, grade, percent
from tests.story.year import CORRECTED, Year, at, old_quarter_is_corrected, quarter_goes_by
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = date(YEAR + 1, 2, 10)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


def screen_agrees(client: Client, year: Year, told: Reckoning) -> None:
    page = words(client.get(year.story.plan.get_absolute_url(), {"tahun": YEAR}).content)
    assert f"Capaian {YEAR} {percent(told.plan())}" in page
    assert grade(told.plan()) in page
    for name, value in told.strategies().items():
        assert re.search(rf"{name} Capaian {percent(value)} ", page), (name, percent(value))
    for item, value in told.items().items():
        if value is not None:
            found = re.search(rf"{re.escape(item.code)} {item.name} .{{1,60}}? {percent(value)} ", page)
            assert found, (percent(value), re.findall(rf"{re.escape(item.code)} {item.name}.{{0,120}}", page))


def leader_sees_the_same(client: Client, told: Reckoning) -> None:
    page = words(client.get(reverse("dashboard:dashboard")).content)
    assert f"Capaian RAD {YEAR} {percent(told.plan())}" in page
    assert f"{told.reported(4)} dari {len(told.rows)}" in page
    for value in told.strategies().values():
        assert percent(value) in page


def paper(year: Year, worker: Worker) -> ReportDocument:
    """The yearly report, asked for on the page of TW IV and made by a real worker."""
    client = enter(year.story.person("sekretariat"))
    url = reverse("rad:document-create", args=[year.periods[4].pk])
    answer = post(client, url, fields_of(client, url) | {"kind": "laporan_tahunan"})
    document = ReportDocument.objects.latest("created_at")
    assert str(document.pk) in answer["Location"]

    def rendered() -> bool:
        document.refresh_from_db()
        return bool(document.file)

    worker.wait_for(rendered, "the yearly report")
    return document


def paper_agrees(client: Client, document: ReportDocument, told: Reckoning) -> None:
    answer = client.get(reverse("rad:document-file", args=[document.pk]))
    pdf = b"".join(answer.streaming_content) if answer.streaming else answer.content
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    text = re.sub(r"\s+", " ", run.stdout.decode().replace("\xa0", " "))
    assert percent(told.plan()) in text
    assert f"{told.reported(4)} dari {len(told.rows)} indikator dilaporkan" in text
    for value in told.strategies().values():
        assert percent(value) in text


def book_agrees(client: Client, document: ReportDocument, told: Reckoning) -> None:
    book = load_workbook(
        BytesIO(client.get(reverse("rad:document-book", args=[document.pk])).content), read_only=True
    )
    summary = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows(max_col=2)}
    assert percent_of(summary["Capaian RAD (%)"]) == percent(told.plan())
    assert summary["Predikat"] == grade(told.plan())
    heads, *lines = [[cell.value for cell in row] for row in book["Indikator"].iter_rows()]
    column = {head: place for place, head in enumerate(heads)}
    shown = {line[column["Indikator"]]: line[column["Capaian (%)"]] for line in lines}
    for row in told.rows:
        value = told.by_row[row.pk]
        if value is not None and value < 100:
            assert percent_of(shown[row.name]) == percent(value), row.name


def percent_of(cell: Any) -> str:
    return cell if isinstance(cell, str) else percent(Fraction(str(cell)))


def test_a_year(worker: Worker) -> None:
    with at(date(YEAR, 1, 20)):
        year = Year(open_story(date(YEAR, 1, 15)))
    for quarter in (1, 2, 3, 4):
        quarter_goes_by(year, quarter)
    with at(AFTER):
        before = Reckoning(year)
        screen_agrees(enter(year.story.person("sekda")), year, before)
        report = old_quarter_is_corrected(year)
        told = Reckoning(year)
        secretary = enter(year.story.person("sekretariat"))
        screen_agrees(secretary, year, told)
        leader_sees_the_same(enter(year.story.person("sekda")), told)
        document = paper(year, worker)
        paper_agrees(secretary, document, told)
        book_agrees(secretary, document, told)
        (pk,) = year.rows(CORRECTED)
        assert ValueRevision.objects.filter(report=report, indicator=pk).exists()
        assert Correction.objects.filter(report=report).exists()
