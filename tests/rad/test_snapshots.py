"""A snapshot holds a period as it was: numbered without gaps, provable, untouched by what comes after."""

import threading
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gugus.core.permissions import Denied
from gugus.documents.enums import DocumentKind
from rad import rules, selectors, services
from rad.documents import document_content
from rad.models import (
    Evidence,
    IndicatorValue,
    PeriodChapter,
    ProgressReport,
    ReportDocument,
    ReportingPeriod,
    Snapshot,
    Target,
)
from rad.paper import differences, fingerprint, report_content
from rad.paper.codec import number
from rad.services import Given
from tests.factories import World, make_world
from tests.rad.builders import Rad, make_rad, open_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def make(rad: Rad, **more: Any) -> Snapshot:
    return services.snapshot_make(period=rad.period, by=rad.secretariat, **more)


def content_of(snapshot: Snapshot) -> Any:
    return report_content(snapshot.data, snapshot.number)


def row_of(snapshot: Snapshot, key: str, rad: Rad) -> Any:
    rows = [row for section in content_of(snapshot).strategies for row in section.rows]
    return next(row for row in rows if row.code == rad.items[key].code)


def test_what_comes_later_changes_nothing(rad: Rad) -> None:
    report = rad.accept("dinsos", "dinsos", Given(value=Decimal(8)), obstacles="Hujan di tiga kelurahan")
    job = services.report_document_make(period=rad.period, by=rad.secretariat)
    document = ReportDocument.objects.get(pk=job.document_id)
    before = document_content(document)
    services.report_unlock(
        report=report, reason="Salah hitung", due=timezone.localdate(), by=rad.world.people["sekretariat2"]
    )
    IndicatorValue.objects.filter(report=report).update(value=2)
    ProgressReport.objects.filter(pk=report.pk).update(obstacles="Lain sama sekali", status="diterima")
    Target.objects.all().update(value=100)
    services.chapter_save(
        period=rad.period, introduction="Baru", recommendations="Baru", by=rad.world.people["sekretariat2"]
    )
    document = ReportDocument.objects.get(pk=document.pk)
    assert document_content(document) == before
    assert "80,0 %" in before.strategies[0].rows[0].achievement_text.replace("\N{NO-BREAK SPACE}", " ")
    after = make(rad)
    assert row_of(after, "dinsos", rad).realisation == 2
    assert content_of(after).introduction == ("Baru",)
    assert selectors.snapshot_faults(document.snapshot) == []


def test_numbers_run_over_kinds_periods_and_failures(rad: Rad) -> None:
    first = make(rad)
    with transaction.atomic():
        make(rad)
        transaction.set_rollback(True)
    other = ReportingPeriod.objects.create(
        plan=rad.plan, kind="triwulan", year=rad.period.year - 1, ordinal=4, deadline=timezone.localdate()
    )
    second = services.snapshot_make(period=other, by=rad.secretariat)
    third = make(rad)
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_a_kept_snapshot_cannot_be_changed_or_removed(rad: Rad) -> None:
    snapshot = make(rad)
    for act in (
        lambda: Snapshot.objects.filter(pk=snapshot.pk).update(number=9),
        lambda: Snapshot.objects.filter(pk=snapshot.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()


def test_a_falsified_snapshot_is_noticed(rad: Rad) -> None:
    rad.accept("dinsos", "dinsos", Given(value=Decimal(8)))
    snapshot = make(rad)
    assert fingerprint(Snapshot.objects.get(pk=snapshot.pk).data) == snapshot.sha256
    item = snapshot.data["strategies"][0]["items"][0]
    item["indicators"][0]["measure"]["entries"][0]["value"] = "9"
    assert selectors.snapshot_faults(snapshot) == [
        "SHA-256",
        item["code"],
        "I. Pencegahan",
        rad.plan.code,
        *[each["label"] for each in snapshot.data["trend"] if each["score"]],
    ]


def test_only_the_secretariat_and_only_kinds_the_period_ends(rad: Rad) -> None:
    with pytest.raises(Denied):
        services.snapshot_make(period=rad.period, by=rad.world.people["dinsos"])
    rad.period.ordinal = 3
    with pytest.raises(ValidationError, match="Laporan triwulan"):
        make(rad, kind=DocumentKind.YEAR_REPORT)


@pytest.mark.parametrize(
    ("kind", "ordinal", "expected"),
    [
        ("triwulan", 1, "triwulan"), ("triwulan", 2, "triwulan semester"), ("triwulan", 3, "triwulan"),
        ("triwulan", 4, "triwulan semester tahunan"), ("semester", 1, "semester"),
        ("semester", 2, "semester tahunan"), ("tahun", 1, "tahunan"),
    ],
)  # fmt: skip
def test_which_reports_a_period_ends(kind: str, ordinal: int, expected: str) -> None:
    kinds = rules.report_kinds(ReportingPeriod(kind=kind, ordinal=ordinal, year=2026))
    assert [str(each) for each in kinds] == [f"laporan_{word}" for word in expected.split()]


def test_longer_reports_gather_what_their_quarters_said(world: World) -> None:
    rad = make_rad(world)
    rad.period.delete()
    for ordinal, value in ((1, 3), (2, 4), (3, 1), (4, 2)):
        open_period(rad, ordinal=ordinal)
        rad.accept(
            "dinsos", "dinsos", Given(value=Decimal(value)),
            obstacles=f"Kendala {ordinal}", realised_budget=Decimal(1_000_000 * ordinal),
        )  # fmt: skip
        rad.accept("dinkes", "dinkes")
    told = {}
    for kind in rules.report_kinds(rad.period):
        content = content_of(make(rad, kind=kind))
        told[kind] = [each.obstacle for each in content.obstacles]
        assert content.money.spent == 10_000_000
        assert content.strategies[0].rows[0].realisation == 10
        assert [each.label for each in content.trend] == ["TW I", "TW II", "TW III", "TW IV"]
    assert told == {
        DocumentKind.QUARTER_REPORT: ["Kendala 4"],
        DocumentKind.SEMESTER_REPORT: ["Kendala 3", "Kendala 4"],
        DocumentKind.YEAR_REPORT: ["Kendala 1", "Kendala 2", "Kendala 3", "Kendala 4"],
    }
    year = content_of(make(rad, kind=DocumentKind.YEAR_REPORT))
    row = next(row for row in year.strategies[0].rows if row.code == rad.items["dinsos"].code)
    assert (row.grade, year.period) == ("Sangat Tinggi", f"Tahun {rad.period.year}")


def test_versions_count_per_kind_and_keep_each_other(rad: Rad) -> None:
    ReportingPeriod.objects.filter(pk=rad.period.pk).update(ordinal=4)
    kinds = [DocumentKind.QUARTER_REPORT, DocumentKind.YEAR_REPORT, DocumentKind.QUARTER_REPORT]
    for kind in kinds:
        services.report_document_make(period=rad.period, by=rad.secretariat, kind=kind)
    rows = ReportDocument.objects.order_by("created_at").values_list("kind", "version", "status")
    assert list(rows) == [
        ("laporan_triwulan", 1, "diganti"),
        ("laporan_tahunan", 1, "draf"),
        ("laporan_triwulan", 2, "draf"),
    ]


def test_evidence_is_named_only_where_its_owner_shares_it(rad: Rad) -> None:
    report = rad.accept("dinsos", "dinsos")
    photo = BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG")
    for shared in (True, False):
        row = Evidence(
            report=report, title=f"Foto {shared}", evidence_on=timezone.localdate(), shared=shared,
            added_by=rad.world.people["dinsos"], content_type="image/jpeg",
        )  # fmt: skip
        row.file.save("x.jpg", ContentFile(photo.getvalue()))
    plain = content_of(make(rad))
    assert [each.title for each in plain.evidence] == ["Foto True"]
    assert plain.evidence_closed == 1
    job = services.report_document_make(period=rad.period, by=rad.secretariat, pictures=True)
    content = document_content(job.document)
    assert [(each.title, each.picture.media_type) for each in content.pictures] == [
        ("Foto True", "image/jpeg")
    ]
    Evidence.objects.update(shared=False)
    assert document_content(job.document).pictures == ()


def test_the_seat_that_accepted_and_the_money_stand_beside_the_value(rad: Rad) -> None:
    rad.items["dinsos"].budget = Decimal("12000000.50")
    rad.items["dinsos"].save()
    rad.accept("dinsos", "dinsos", realised_budget=Decimal("3000000.25"))
    content = content_of(make(rad))
    row, other = content.strategies[0].rows[:2]
    assert row.approver.startswith("Sekretariat, ")
    assert str(timezone.localdate().year) in row.approver
    assert other.approver == ""
    assert (content.money.ceiling, content.money.spent) == (Decimal("12000000.50"), Decimal("3000000.25"))


def test_chapters_follow_the_facts_until_somebody_writes(rad: Rad, sign_in: Any) -> None:
    url = reverse("rad:period-chapter", args=[rad.period.pk])
    client = sign_in(rad.secretariat)
    prepared = selectors.chapter_texts(rad.period).prepared
    assert "3 kegiatan" in prepared
    assert prepared[:40] in client.get(url).content.decode()
    texts = {"introduction": prepared.replace("\n", "\r\n"), "recommendations": "Adakan rakor."}
    assert client.post(url, texts).status_code == 302
    chapter = PeriodChapter.objects.get()
    assert (chapter.introduction, chapter.recommendations) == ("", "Adakan rakor.")
    assert content_of(make(rad)).introduction[0] == prepared.split("\n\n")[0]
    refused = client.post(url, {"introduction": "KTP 3571010101900001", "recommendations": "tetap tertulis"})
    assert "NIK" in refused.content.decode()
    assert "tetap tertulis" in refused.content.decode()
    client.post(url, {"introduction": "Satu.\r\n\r\nDua.", "recommendations": ""})
    content = content_of(make(rad))
    assert (content.introduction, content.recommendations) == (("Satu.", "Dua."), ())


def test_the_paper_is_indonesian_whatever_language_the_page_is_in(rad: Rad) -> None:
    with translation.override("id"):
        plain = make(rad).data
    with translation.override("en"):
        assert make(rad).data == plain


def test_the_document_page_says_which_figures_and_proves_them(rad: Rad, sign_in: Any) -> None:
    job = services.report_document_make(period=rad.period, by=rad.secretariat)
    page = sign_in(rad.world.people["sekda"]).get(
        reverse("rad:document-detail", args=[job.document_id])
    ).content.decode()  # fmt: skip
    assert "Nomor 1" in page
    assert "cocok" in page
    assert job.document.snapshot.sha256[:8] in page


VALUES = st.one_of(st.none(), st.integers(0, 40).map(Decimal), st.decimals("0", "40", places=2))


@pytest.fixture
def year(world: World) -> Rad:
    rad = make_rad(world)
    rad.period.delete()
    return rad


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_snapshot_gives_back_the_figures_of_its_moment(year: Rad, data: st.DataObject) -> None:
    """Figures read from the snapshot, and calculated anew from it, are those of `year_data` at the time."""
    with transaction.atomic():
        _a_year(year, data)
        today = year.secretariat.authority.today
        snapshot = make(year)
        slot = snapshot.data["slot"]
        figures = selectors.year_data(year.plan, year.period.year, today).at(slot)
        kept = Snapshot.objects.get(pk=snapshot.pk).data
        assert differences(kept) == []
        assert number(kept["score"]["value"]) == figures.score.value
        stated = [
            (number(each["figure"]["raw"]), number(each["figure"]["realisation"]), each["figure"]["state"])
            for row in kept["strategies"] for item in row["items"] for each in item["indicators"]
        ]  # fmt: skip
        expected = [(f.figure.raw, f.figure.realisation, str(f.figure.state)) for f in figures.indicators]
        assert stated == expected
        transaction.set_rollback(True)


def _a_year(rad: Rad, data: st.DataObject) -> None:
    """One to four quarters with any values, targets and deadlines."""
    today, people = timezone.localdate(), rad.world.people
    for key in rad.items:
        target = data.draw(st.integers(0, 30), label="target")
        Target.objects.filter(indicator=rad.indicator(key)).update(value=target)
    for ordinal in range(1, data.draw(st.integers(1, 4), label="quarters") + 1):
        late = data.draw(st.booleans(), label="late")
        rad.period = ReportingPeriod.objects.create(
            plan=rad.plan, kind="triwulan", year=today.year, ordinal=ordinal,
            deadline=today - timezone.timedelta(days=1) if late else today,
        )  # fmt: skip
        for key in rad.items:
            value = data.draw(VALUES, label="value")
            if value is not None:
                report = ProgressReport.objects.create(
                    item=rad.items[key], period=rad.period, status="diterima", drafted_by=people["dinsos"],
                    submitted_by=people["dinsos"], submitted_at=timezone.now(),
                    decided_by=people["sekretariat2"], decided_at=timezone.now(),
                )  # fmt: skip
                IndicatorValue.objects.create(report=report, indicator=rad.indicator(key), value=value)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers() -> None:
    rad = make_rad(make_world())
    by, period = rad.secretariat, rad.period
    start, faults = threading.Barrier(2), []

    def ask() -> None:
        try:
            start.wait(timeout=20)
            services.snapshot_make(period=period, by=by)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert sorted(Snapshot.objects.values_list("number", flat=True)) == [1, 2]
