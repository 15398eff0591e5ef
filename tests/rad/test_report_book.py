"""The workbook of a report says what its PDF says, as numbers, and nothing in it can run."""

import subprocess
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from gugus.documents.layouts import report_pdf
from rad import services
from rad.documents import document_content
from rad.models import ActionItem, Indicator, ReportDocument
from rad.resources.report_book import report_book
from rad.services import Given
from tests.documents.samples import report as sample
from tests.factories import World
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db
SHEETS = [
    "Ringkasan", "Per strategi", "Indikator", "Anggaran", "Kendala", "Koreksi", "Bukti", "Pelaporan",
    "Aturan hitung",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def table(book: Workbook, name: str) -> list[dict[str, Any]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def words_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def in_words(value: Any, places: int) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def test_figures_equal_the_paper(rad: Rad) -> None:
    ActionItem.objects.filter(pk=rad.items["dinsos"].pk).update(budget=Decimal("25000000"))
    Indicator.objects.update(unit="jam")  # what is counted one by one takes no fraction
    rad.accept(
        "dinsos", "dinsos", Given(value=Decimal("7.7")), obstacles="Hujan", follow_up="Diulang",
        realised_budget=Decimal("12500000"),
    )  # fmt: skip
    rad.accept("dinkes", "dinkes", Given(value=Decimal("5.5")))
    job = services.report_document_make(period=rad.period, by=rad.secretariat)
    content = document_content(job.document)
    book, pdf = opened(report_book(content)), words_of(report_pdf(content, draft=False))
    assert book.sheetnames == SHEETS
    rows = table(book, "Indikator")
    assert [row["Capaian (%)"] for row in rows] == [77.0, 55.0, "–"]
    for row in rows[:2]:
        assert f"{in_words(row['Capaian (%)'], 1)} %" in pdf
        assert in_words(row["Realisasi"], 1) in pdf
        assert row["Diterima oleh"].startswith("Sekretariat, ")
    strategy, whole = table(book, "Per strategi")
    assert (strategy["Capaian (%)"], whole["Capaian (%)"]) == (66.0, 66.0)
    assert (whole["Indikator dilaporkan"], whole["Jumlah indikator"]) == (2, 3)
    assert "66,0 %" in pdf
    assert "2 dari 3 indikator dilaporkan" in pdf
    assert table(book, "Anggaran")[-1]["Realisasi (Rp)"] == 12500000
    assert "Rp12.500.000" in pdf
    assert "Rp25.000.000" in pdf
    assert table(book, "Kendala")[0]["Tindak lanjut"] == "Diulang"
    told = dict(book["Ringkasan"].iter_rows(values_only=True))
    assert told["Capaian RAD (%)"] == 66.0
    assert told["Potret angka"] in pdf
    rule = table(book, "Aturan hitung")[0]["Aturan menghitung yang dipakai"]
    assert "".join(rule.split()) in "".join(pdf.split())  # a line may break behind a hyphen


def test_numbers_are_numbers_and_formatted(rad: Rad) -> None:
    rad.accept("dinsos", "dinsos", Given(value=Decimal(8)))
    job = services.report_document_make(period=rad.period, by=rad.secretariat)
    sheet = opened(report_book(document_content(job.document)))["Indikator"]
    cells = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert (cells["Capaian (%)"].data_type, cells["Capaian (%)"].number_format) == ("n", '0.0" %"')
    assert cells["Realisasi"].data_type == "n"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "a\x07b"])
def test_texts_never_run(text: str) -> None:
    content = sample(task_force=text, grade=text, introduction=(text,))
    book = opened(report_book(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert book["Ringkasan"]["B2"].value == text.replace("\x07", " ")
    assert book["Ringkasan"]["B2"].data_type == "s"


def test_figures_kept_back_are_a_symbol_in_both(world: World) -> None:
    rad = make_rad(world, adopted=False)
    by, year = rad.secretariat, timezone.localdate().year
    services.indicator_update(
        indicator=rad.indicator("dinsos"), targets={(year, None): Decimal(1234)}, about_victims=True, by=by
    )
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali", adopted_on=timezone.localdate(), by=by
    )
    from tests.rad.builders import open_period

    open_period(rad)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(3)))
    rad.accept("dinkes", "dinkes", Given(value=Decimal(6)))
    job = services.report_document_make(period=rad.period, by=by)
    content = document_content(job.document)
    row = table(opened(report_book(content)), "Indikator")[0]
    assert {row["Realisasi"], row["Capaian (%)"]} == {"*"}
    share = Decimal(300) / Decimal(1234)
    pdf = words_of(report_pdf(content, draft=True))
    assert f"{in_words(share, 1)} %" not in pdf
    assert "60,0 %" in pdf
    strategy = table(opened(report_book(content)), "Per strategi")[0]
    assert strategy["Capaian (%)"] == "*"  # 60 and the mean would tell the third


def test_readers_fetch_it_beside_the_pdf(rad: Rad, sign_in: Any) -> None:
    services.report_document_make(period=rad.period, by=rad.secretariat)
    url = reverse("rad:document-book", args=[ReportDocument.objects.get().pk])
    response = sign_in(rad.world.people["dinsos"]).get(url)
    assert response.status_code == 200
    number = ("", "i", "ii", "iii", "iv")[rad.period.ordinal]
    assert f"laporan-rad-tw-{number}-{rad.period.year}-v1.xlsx" in response["Content-Disposition"]
    assert opened(response.content).sheetnames == SHEETS
    assert sign_in(rad.world.people["admin"]).get(url).status_code == 404
