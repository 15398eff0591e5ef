"""How the year goes: who reports what, by page or by workbook, when, and what becomes of it."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from rad.enums import Aggregation, AnswerStatus, ReportStatus
from rad.models import ActionItem, AnswerRun, ProgressReport, ReportingPeriod
from tests.story.cast import YEAR, Kind, Story, liaison
from tests.story.hands import day, enter, fields_of, name_ending, post, words

ZONE = ZoneInfo("Asia/Jakarta")
LATE, SILENT, RETURNED, CORRECTED = "Disnaker", "Disdik", "DP3AP2KB", "Imigrasi"
BY_WORKBOOK = ("Dinas Kesehatan", "Kejari", "Imigrasi", "Disdik", "Kominfo")


@dataclass(frozen=True)
class Said:
    """What an agency says of an indicator in a quarter: a number, parts of a whole, or N/A."""

    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None

    @property
    def is_na(self) -> bool:
        return self.value is None and self.whole is None


@dataclass
class Year:
    """The year as it goes; `counted` is the test's own ledger of what was accepted, by row and quarter."""

    story: Story
    dice: random.Random = field(default_factory=lambda: random.Random(2025))  # noqa: S311
    periods: dict[int, ReportingPeriod] = field(default_factory=dict)
    counted: dict[tuple[Any, int], Said] = field(default_factory=dict)

    def deadline(self, quarter: int) -> date:
        return (date(YEAR, quarter * 3, 28) + timedelta(days=14)).replace(day=10)

    def rows(self, agency: str) -> list[Any]:
        return [pk for pk, kind in self.story.kinds.items() if kind.agency == agency]

    def says(self, kind: Kind, quarter: int) -> Said:
        if kind.extra.get("na_allowed") and quarter != 2:
            return Said()
        if kind.aggregation == Aggregation.RATIO:
            whole = Decimal(self.dice.randint(5, 40))
            return Said(part=Decimal(self.dice.randint(0, int(whole))), whole=whole)
        if kind.extra.get("cumulative"):
            return Said(Decimal(20 * quarter + self.dice.randint(0, 9)))
        if kind.targets.get(None) == 0:
            return Said(Decimal(self.dice.randint(0, 1)))
        steps = 4 if kind.aggregation == Aggregation.MEAN else 1
        return Said(Decimal(self.dice.randint(0, 40 * steps)) / steps)


def at(when: date, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime(when.year, when.month, when.day, hour, tzinfo=ZONE), tick=True)


def quarter_goes_by(year: Year, quarter: int) -> None:
    """Opened on the first day after the quarter, reported, decided, closed."""
    begins = year.deadline(quarter).replace(day=1)
    with at(begins):
        _open(year, quarter)
        for agency in year.story.world.agencies:
            if agency != LATE and not (agency == SILENT and quarter == 3):
                _report(year, agency, quarter)
    with at(year.deadline(quarter) + timedelta(days=2)):
        _report(year, LATE, quarter)
        _decide(year, quarter)
    with at(year.deadline(quarter) + timedelta(days=9)):
        close = reverse("rad:period-close", args=[year.periods[quarter].pk])
        post(enter(year.story.person("sekretariat")), close, {})


def _open(year: Year, quarter: int) -> None:
    url = reverse("rad:period-create", args=[year.story.plan.pk])
    data = {"kind": "triwulan", "year": YEAR, "ordinal": quarter} | day("deadline", year.deadline(quarter))
    post(enter(year.story.person("sekretariat")), url, data)
    year.periods[quarter] = ReportingPeriod.objects.get(plan=year.story.plan, ordinal=quarter)


def _report(year: Year, agency: str, quarter: int) -> None:
    client = enter(year.story.person(liaison(agency)))
    said = {pk: year.says(year.story.kinds[pk], quarter) for pk in year.rows(agency)}
    period = year.periods[quarter]
    if agency in BY_WORKBOOK:
        by_workbook(client, period, said)
    else:
        by_page(client, period, said)
    hand_in(client, period)
    year.counted |= {(pk, quarter): value for pk, value in said.items()}


def by_page(client: Client, period: ReportingPeriod, said: dict[Any, Said]) -> None:
    url = reverse("rad:report-grid", args=[period.pk])
    fields = fields_of(client, url)
    for pk, value in said.items():
        for ending, text in typed(pk, value):
            fields[name_ending(fields, ending)] = text
    post(client, url, fields | {"simpan": "1"})


def typed(pk: Any, said: Said) -> Iterator[tuple[str, str]]:
    """Ends of field names, and what a clerk types there."""
    if said.whole is not None:
        yield f"n_{pk.hex}", written(said.part)
        yield f"d_{pk.hex}", written(said.whole)
    elif said.is_na:
        yield f"n_{pk.hex}", "N/A"
        yield f"d_{pk.hex}", ""
    else:
        yield f"v_{pk.hex}", written(said.value)


def written(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}".replace(".", ",")


def by_workbook(client: Client, period: ReportingPeriod, said: dict[Any, Said]) -> None:
    """Down, filled in, sorted the other way round, and up again; saved after the preview."""
    book = load_workbook(BytesIO(client.get(reverse("rad:answer-book", args=[period.pk])).content))
    sheet = book["Laporan"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    lines = {str(sheet.cell(row, heads["Penanda baris"]).value): row for row in range(2, sheet.max_row + 1)}
    for pk, value in said.items():
        columns = {"Realisasi": value.value, "Pembilang": value.part, "Penyebut": value.whole}
        if value.is_na:
            columns = {"Pembilang": "N/A"}
        for head, content in columns.items():
            if content is not None:
                sheet.cell(lines[pk.hex], heads[head]).value = content
    out = BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("Lapor kami (final) revisi 2.xlsx", out.getvalue())
    answer = post(client, reverse("rad:answer-upload", args=[period.pk]), {"file": upload})
    post(client, answer["Location"], fields_of(client, answer["Location"]) | {"simpan": "1"})
    run = AnswerRun.objects.latest("created_at")
    assert run.status == AnswerStatus.DONE, words(client.get(answer["Location"]).content)


def hand_in(client: Client, period: ReportingPeriod) -> None:
    url = reverse("rad:report-check", args=[period.pk])
    chosen = re.findall(r'name="laporan" value="([^"]+)"', client.get(url).content.decode())
    assert chosen
    post(client, url, {"laporan": chosen})


def _decide(year: Year, quarter: int) -> None:
    """The second secretary returns one report in the first quarter, and accepts all others at once."""
    secretary = enter(year.story.person("sekretariat2"))
    if quarter == 1:
        _return_and_mend(year, secretary)
    queue = reverse("rad:report-queue")
    waiting = ProgressReport.objects.filter(status=ReportStatus.SUBMITTED)
    post(secretary, queue, {"laporan": [str(report.pk) for report in waiting]})
    assert not waiting.all().exists()


def _return_and_mend(year: Year, secretary: Client) -> None:
    period = year.periods[1]
    item = ActionItem.objects.get(indicators=year.rows(RETURNED)[0])
    report = ProgressReport.objects.get(item=item, period=period)
    due = year.deadline(1) + timedelta(days=5)
    data = {"reason": "Angka belum sesuai daftar hadir."} | day("due", due)
    post(secretary, reverse("rad:report-return", args=[report.pk]), data)
    said = {pk: year.says(year.story.kinds[pk], 1) for pk in year.rows(RETURNED)}
    _mend(year, RETURNED, report, said)


def _mend(year: Year, agency: str, report: ProgressReport, said: dict[Any, Said]) -> None:
    client = enter(year.story.person(liaison(agency)))
    url = reverse("rad:report-form", args=[report.period_id, report.item_id])
    fields = fields_of(client, url)
    for pk, value in said.items():
        year.counted[(pk, report.period.ordinal)] = value
        for ending, text in typed(pk, value):
            fields[name_ending(fields, ending)] = text
    post(client, url, fields)
    post(client, reverse("rad:report-submit", args=[report.pk]), {})


def old_quarter_is_corrected(year: Year, quarter: int = 2) -> ProgressReport:
    """After the year has ended a figure of a closed quarter turns out wrong."""
    (pk,) = year.rows(CORRECTED)
    report = ProgressReport.objects.get(item__indicators=pk, period=year.periods[quarter])
    secretary = enter(year.story.person("sekretariat2"))
    data = {"reason": "Daftar pemeriksaan dihitung dua kali."} | day("due", date(YEAR + 1, 2, 20))
    post(secretary, reverse("rad:report-unlock", args=[report.pk]), data)
    was = year.counted[(pk, quarter)].value or Decimal(0)
    _mend(year, CORRECTED, report, {pk: Said(was - 7)})
    post(secretary, reverse("rad:report-accept", args=[report.pk]), {})
    return report
