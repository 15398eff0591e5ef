"""Every page of the RAD: who gets it, what it says, what a foreign agency's item answers."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from rad import services
from rad.enums import ReportStatus
from rad.models import Evidence, ImportRun, ProgressReport
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, make_rad
from tests.rad.test_imports import KEDIRI

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
READERS = ("sekretariat", "dinsos", "dinkes", "polres_ppa", "sekda", "pengawas")
OTHERS = ("dinkes", "polres", "sekda", "pengawas")


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def pages_of(rad: Rad, report: ProgressReport) -> dict[str, str]:
    item = rad.items["dinsos"]
    return {
        "list": reverse("rad:plan-list"),
        "plan": reverse("rad:plan-detail", args=[rad.plan.pk]),
        "item": reverse("rad:item-detail", args=[item.pk]),
        "period": reverse("rad:period-detail", args=[rad.period.pk]),
        "report": reverse("rad:report-detail", args=[report.pk]),
        "start": reverse("rad:report-start"),
        "dashboard": reverse("dashboard:dashboard"),
        "home": reverse("home"),
    }


@pytest.mark.parametrize("person", READERS)
def test_read_pages_are_open_to_every_reader(rad: Rad, sign_in: SignIn, person: str) -> None:
    report = rad.accept("dinsos", "dinsos")
    client = sign_in(rad.world.people[person])
    for name, url in pages_of(rad, report).items():
        response = client.get(url)
        assert response.status_code == 200, (name, person)
        assert "<html" in response.content.decode()


def test_the_admin_reads_no_rad(rad: Rad, sign_in: SignIn) -> None:
    report = rad.accept("dinsos", "dinsos")
    client = sign_in(rad.world.people["admin"])
    found = {name: client.get(url).status_code for name, url in pages_of(rad, report).items()}
    assert found == {
        "list": 403, "plan": 404, "item": 404, "period": 404, "report": 404, "start": 403, "dashboard": 403,
        "home": 200,
    }  # fmt: skip


def test_a_visitor_is_sent_to_log_in(rad: Rad, client: Client) -> None:
    report = rad.accept("dinsos", "dinsos")
    for url in pages_of(rad, report).values():
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def item_routes(rad: Rad, report: ProgressReport, evidence: Evidence) -> list[str]:
    """Every route that reports or changes the item of Dinas Sosial."""
    item, period = rad.items["dinsos"], rad.period
    return [
        reverse("rad:report-form", args=[period.pk, item.pk]),
        reverse("rad:evidence-create", args=[period.pk, item.pk]),
        reverse("rad:item-update", args=[item.pk]),
        reverse("rad:indicator-create", args=[item.pk]),
        reverse("rad:indicator-update", args=[rad.indicator("dinsos").pk]),
        *(reverse(f"rad:report-{act}", args=[report.pk]) for act in
          ("submit", "withdraw", "return", "accept", "lock", "unlock")),
    ]  # fmt: skip


@pytest.mark.parametrize("person", OTHERS)
def test_a_foreign_item_answers_403_and_nothing_changes(rad: Rad, sign_in: SignIn, person: str) -> None:
    evidence = add_evidence(rad)
    report = services.report_submit(report=evidence.report, by=rad.world.people["dinsos"])
    client = sign_in(rad.world.people[person])
    key = rad.indicator("dinsos").pk.hex
    data = {f"v_{key}": "99", "narrative": "x", "title": "x", "reason": "x", "name": "x"}
    for url in item_routes(rad, report, evidence):
        assert client.get(url).status_code == 403, url
        assert client.post(url, data).status_code == 403, url
    report.refresh_from_db()
    assert (report.status, report.values.get().value) == (ReportStatus.SUBMITTED, 5)
    assert client.get(report.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("person", ["dinkes", "polres"])
def test_unshared_evidence_and_drafts_stay_with_their_agency(rad: Rad, sign_in: SignIn, person: str) -> None:
    evidence = add_evidence(rad)
    client = sign_in(rad.world.people[person])
    item = client.get(rad.items["dinsos"].get_absolute_url()).content.decode()
    assert "Foto Sosialisasi" not in item
    assert str(evidence.report.pk) not in item
    assert client.get(evidence.report.get_absolute_url()).status_code == 404
    assert client.get(reverse("rad:evidence-file", args=[evidence.pk])).status_code == 404
    for name in ("evidence-remove", "evidence-share"):
        assert client.post(reverse(f"rad:{name}", args=[evidence.pk])).status_code == 404
    services.report_submit(report=evidence.report, by=rad.world.people["dinsos"])
    page = client.get(evidence.report.get_absolute_url())
    assert page.status_code == 200
    assert "Foto Sosialisasi" not in page.content.decode()
    assert client.get(reverse("rad:evidence-file", args=[evidence.pk])).status_code == 404


@pytest.mark.parametrize("person", ["sekretariat", "sekda", "pengawas", "dinsos"])
def test_those_who_verify_see_the_evidence(rad: Rad, sign_in: SignIn, person: str) -> None:
    evidence = add_evidence(rad)
    services.report_submit(report=evidence.report, by=rad.world.people["dinsos"])
    response = sign_in(rad.world.people[person]).get(reverse("rad:evidence-file", args=[evidence.pk]))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


def test_shared_evidence_is_seen_by_all_but_changed_by_its_owner(rad: Rad, sign_in: SignIn) -> None:
    evidence = add_evidence(rad)
    services.report_submit(report=evidence.report, by=rad.world.people["dinsos"])
    owner, other = sign_in(rad.world.people["dinsos"]), sign_in(rad.world.people["dinkes"])
    assert owner.post(reverse("rad:evidence-share", args=[evidence.pk])).status_code == 302
    assert other.get(reverse("rad:evidence-file", args=[evidence.pk])).status_code == 200
    assert other.post(reverse("rad:evidence-share", args=[evidence.pk])).status_code == 403
    assert other.post(reverse("rad:evidence-remove", args=[evidence.pk])).status_code == 403
    assert (
        sign_in(rad.world.people["sekretariat"])
        .post(reverse("rad:evidence-share", args=[evidence.pk]))
        .status_code
        == 403
    )


def test_evidence_goes_with_its_file(
    rad: Rad, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    evidence = add_evidence(rad)
    storage, name = evidence.file.storage, evidence.file.name
    client = sign_in(rad.world.people["dinsos"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("rad:evidence-remove", args=[evidence.pk])).status_code == 302
    assert not Evidence.objects.exists()
    assert not storage.exists(name)


def test_evidence_of_a_submitted_report_stays(rad: Rad, sign_in: SignIn) -> None:
    evidence = add_evidence(rad)
    services.report_submit(report=evidence.report, by=rad.world.people["dinsos"])
    client = sign_in(rad.world.people["dinsos"])
    assert client.post(reverse("rad:evidence-remove", args=[evidence.pk])).status_code == 403


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "KameraRahasia"
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def add_evidence(rad: Rad) -> Evidence:
    rad.save("dinsos", "dinsos")
    return services.evidence_add(
        item=rad.items["dinsos"],
        period=rad.period,
        title="Foto Sosialisasi",
        evidence_on=timezone.localdate(),
        upload=SimpleUploadedFile("foto.jpg", picture()),
        by=rad.world.people["dinsos"],
    )


# The liaison's way, without JavaScript


def grid_data(rad: Rad, key: str, value: str, **texts: str) -> dict[str, str]:
    prefix = rad.items[key].pk.hex[:12]
    data = {f"{prefix}-v_{rad.indicator(key).pk.hex}": value}
    return data | {f"{prefix}-{name}": text for name, text in texts.items()}


def test_a_liaison_fills_the_grid_checks_and_submits(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    grid = reverse("rad:report-grid", args=[rad.period.pk])
    page = client.get(grid).content.decode()
    assert "Kegiatan dinsos" in page
    assert "Kegiatan dinkes" not in page
    response = client.post(grid, grid_data(rad, "dinsos", "1.250", obstacles="Hujan") | {"periksa": "1"})
    assert response["Location"] == reverse("rad:report-check", args=[rad.period.pk])
    report = ProgressReport.objects.get()
    assert (report.values.get().value, report.obstacles, report.status) == (1250, "Hujan", ReportStatus.DRAFT)
    check = client.get(response["Location"]).content.decode()
    assert "1.250" in check
    done = client.post(response["Location"], {"laporan": [str(report.pk)]}, follow=True)
    assert "1 laporan diajukan" in done.content.decode()
    report.refresh_from_db()
    assert (report.status, report.submitted_by) == (ReportStatus.SUBMITTED, rad.world.people["dinsos"])


def test_a_wrong_number_keeps_what_was_typed_and_saves_nothing(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    grid = reverse("rad:report-grid", args=[rad.period.pk])
    response = client.post(grid, grid_data(rad, "dinsos", "dua belas", obstacles="Hujan"))
    page = response.content.decode()
    assert "“dua belas” tidak terbaca sebagai angka" in page
    assert "contoh 1.250" in page
    assert 'value="dua belas"' in page
    assert "Hujan" in page
    assert not ProgressReport.objects.exists()


def test_a_nik_in_the_grid_is_refused(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    grid = reverse("rad:report-grid", args=[rad.period.pk])
    response = client.post(grid, grid_data(rad, "dinsos", "1", narrative="NIK 3571010101900001"))
    assert "memuat NIK" in response.content.decode()
    assert not ProgressReport.objects.exists()


def test_foreign_fields_in_a_grid_are_ignored(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    client.post(reverse("rad:report-grid", args=[rad.period.pk]), grid_data(rad, "dinkes", "99"))
    assert not ProgressReport.objects.exists()


def test_the_check_page_submits_only_ones_own(rad: Rad, sign_in: SignIn) -> None:
    foreign = rad.save("dinkes", "dinkes")
    rad.save("dinsos", "dinsos")
    client = sign_in(rad.world.people["dinsos"])
    client.post(reverse("rad:report-check", args=[rad.period.pk]), {"laporan": [str(foreign.pk)]})
    foreign.refresh_from_db()
    assert foreign.status == ReportStatus.DRAFT


@pytest.mark.parametrize(
    ("person", "status"), [("sekda", 403), ("pengawas", 403), ("polres", 200), ("sekretariat", 200)]
)
def test_the_grid_of_those_without_items(rad: Rad, sign_in: SignIn, person: str, status: int) -> None:
    response = sign_in(rad.world.people[person]).get(reverse("rad:report-grid", args=[rad.period.pk]))
    assert response.status_code == status


def test_atas_nama_is_the_secretariats_grid(rad: Rad, sign_in: SignIn) -> None:
    url = reverse("rad:report-grid", args=[rad.period.pk]) + "?atas_nama=1"
    assert sign_in(rad.world.people["dinsos"]).get(url).status_code == 403
    client = sign_in(rad.world.people["sekretariat"])
    page = client.get(url).content.decode()
    assert "Kegiatan hukum" in page
    assert "Kegiatan dinsos" not in page
    missing = client.post(url, grid_data(rad, "hukum", "1"))
    assert "Dasar laporan atas nama" in missing.content.decode()
    assert not ProgressReport.objects.exists()
    client.post(url, grid_data(rad, "hukum", "1", proof_note="Surat Bagian Hukum 1/2026"))
    report = ProgressReport.objects.get()
    assert (report.on_behalf, report.proof_note) == (True, "Surat Bagian Hukum 1/2026")


def test_one_item_one_photo_one_submit(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    item = rad.items["dinsos"]
    form = reverse("rad:report-form", args=[rad.period.pk, item.pk])
    assert client.get(form).status_code == 200
    saved = client.post(form, {f"v_{rad.indicator('dinsos').pk.hex}": "7"})
    report = ProgressReport.objects.get()
    assert saved["Location"] == report.get_absolute_url()
    day = timezone.localdate()
    upload = {
        "title": "Foto kegiatan", "upload": SimpleUploadedFile("IMG.jpg", picture()),
        "evidence_on_0": day.day, "evidence_on_1": day.month, "evidence_on_2": day.year,
    }  # fmt: skip
    names = evidence_boxes(
        client.get(reverse("rad:evidence-create", args=[rad.period.pk, item.pk])).content.decode()
    )
    upload |= dict(zip(names, (day.day, day.month, day.year), strict=True))
    added = client.post(reverse("rad:evidence-create", args=[rad.period.pk, item.pk]), upload)
    assert added.status_code == 302, added.content.decode()
    assert b"KameraRahasia" not in Evidence.objects.get().file.read()
    assert client.post(reverse("rad:report-submit", args=[report.pk])).status_code == 302
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED


def evidence_boxes(page: str) -> list[str]:
    import re

    return re.findall(r'name="(evidence_on_[^"]+)"', page)


# The secretariat's way


def test_the_queue_accepts_and_says_what_it_skipped(rad: Rad, sign_in: SignIn) -> None:
    mine = rad.submit("hukum", "sekretariat", proof_note="Surat 1")
    theirs = rad.submit("dinsos", "dinsos")
    client = sign_in(rad.world.people["sekretariat"])
    queue = reverse("rad:report-queue")
    assert "Kegiatan dinsos" in client.get(queue).content.decode()
    page = client.post(queue, {"laporan": [str(mine.pk), str(theirs.pk)]}, follow=True).content.decode()
    assert "1 laporan diterima" in page
    assert "petugas sekretariat lain" in page
    assert sign_in(rad.world.people["dinsos"]).get(queue).status_code == 403


def test_returning_tells_the_liaison_at_home(rad: Rad, sign_in: SignIn) -> None:
    report = rad.submit("dinsos", "dinsos")
    client = sign_in(rad.world.people["sekretariat"])
    url = reverse("rad:report-return", args=[report.pk])
    assert "Isi" in client.post(url, {}).content.decode()
    due = timezone.localdate() + timedelta(days=3)
    boxes = {
        f"due_{name}": value
        for name, value in zip(("0", "1", "2"), (due.day, due.month, due.year), strict=True)
    }
    import re

    names = re.findall(r'name="(due_[^"]+)"', client.get(url).content.decode())
    boxes = dict(zip(names, (due.day, due.month, due.year), strict=True))
    assert client.post(url, {"reason": "Angka TW lalu", **boxes}).status_code == 302
    home = sign_in(rad.world.people["dinsos"]).get(reverse("home")).content.decode()
    assert "Perbaiki laporan I.1.1" in home
    assert "Angka TW lalu" in home


def test_buttons_tell_why_they_are_off(rad: Rad, sign_in: SignIn) -> None:
    report = rad.submit("hukum", "sekretariat", proof_note="Surat 1")
    page = sign_in(rad.world.people["sekretariat"]).get(report.get_absolute_url()).content.decode()
    assert "petugas sekretariat lain" in page


def test_the_draft_matrix_is_edited_in_pages(world: World, sign_in: SignIn) -> None:
    rad = make_rad(world, adopted=False)
    client = sign_in(world.people["sekretariat"])
    plan = client.get(rad.plan.get_absolute_url()).content.decode()
    assert "Tetapkan RAD" in plan
    item = rad.items["dinsos"]
    form = client.get(reverse("rad:item-update", args=[item.pk]))
    data = {
        **{k: v for k, v in form.context["form"].initial.items() if v is not None},
        "name": "Kegiatan baru",
    }
    assert client.post(reverse("rad:item-update", args=[item.pk]), data).status_code == 302
    item.refresh_from_db()
    assert item.name == "Kegiatan baru"
    assert item.parties.get().agency == world.agencies["Dinas Sosial"]
    indicator = rad.indicator("dinsos")
    url = reverse("rad:indicator-update", args=[indicator.pk])
    year = timezone.localdate().year
    data = {
        "name": "Jumlah", "unit": "orang", "aggregation": "jumlah", "direction": "naik", "graded": "on",
        "weight": "1", "baseline": "N/A", f"target_{year}": "1.250",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.baseline_na, indicator.targets.get().value) == (True, 1250)
    assert sign_in(world.people["dinsos"]).get(rad.plan.get_absolute_url()).status_code == 404
    added = client.post(
        reverse("rad:strategy-create", args=[rad.plan.pk]), {"name": "Strategi kosong"}, follow=True
    )
    assert "Strategi kosong" in added.content.decode()


def test_editing_an_item_keeps_the_names_of_the_matrix(world: World, sign_in: SignIn) -> None:
    from rad.enums import PartyKind
    from rad.services.items import PartyGiven

    rad = make_rad(world, adopted=False)
    item, agency = rad.items["dinsos"], world.agencies["Dinas Sosial"]
    parties = [
        PartyGiven(PartyKind.AGENCY, "Dinsos Kota", agency.pk),
        PartyGiven(PartyKind.POST, "Ketua Harian", None),
    ]
    services.item_update(item=item, responsible=parties, by=rad.secretariat)
    client = sign_in(world.people["sekretariat"])
    url = reverse("rad:item-update", args=[item.pk])
    initial = client.get(url).context["form"].initial
    assert client.post(url, {k: v for k, v in initial.items() if v is not None}).status_code == 302
    assert [(p.kind, p.label) for p in item.parties.order_by("order")] == [
        ("instansi", "Dinsos Kota"), ("jabatan", "Ketua Harian"),
    ]  # fmt: skip


def test_import_by_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    url = reverse("rad:import-create")
    assert client.get(url).status_code == 200
    upload = SimpleUploadedFile("rad_kediri.xlsx", KEDIRI.read_bytes())
    response = client.post(url, {"file": upload, "plan_code": "RAD-2025-2027"})
    run = ImportRun.objects.get()
    detail = reverse("rad:import-detail", args=[run.pk])
    assert response["Location"] == detail
    page = client.get(detail)
    text = page.content.decode()
    assert "6 strategi, 28 program, 64 kegiatan, 64 indikator" in text
    assert "Siapa yang dimaksud?" in text
    form = page.context["form"]
    data = {name: field.initial or "teks" for name, field in form.fields.items() if name.startswith("q")}
    assert client.post(detail, {}).status_code == 200
    done = client.post(detail, data, follow=True)
    assert "6 strategi, 28 program, 64 kegiatan, 64 indikator" in done.content.decode()
    upload = SimpleUploadedFile("rad_kediri.xlsx", KEDIRI.read_bytes())
    again = client.post(url, {"file": upload, "plan_code": "RAD-2025-2027"}, follow=True)
    assert "Tidak ada perubahan" in again.content.decode()
    for person in ("dinsos", "sekda"):
        other = sign_in(world.people[person])
        assert other.get(url).status_code == 403
        assert other.get(detail).status_code == 404


def test_import_by_page_shows_every_fault(world: World, sign_in: SignIn, tmp_path: Any) -> None:
    from tests.rad.faults import twenty_faults

    client = sign_in(world.people["sekretariat"])
    upload = SimpleUploadedFile("rusak.xlsx", twenty_faults(tmp_path / "r.xlsx").read_bytes())
    page = client.post(
        reverse("rad:import-create"), {"file": upload, "plan_code": "X"}, follow=True
    ).content.decode()
    assert "20 sel bermasalah" in page
    assert page.count("Contoh:") >= 20
    assert "Impor 6" not in page


def test_a_refused_file_says_why_on_the_form(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    upload = SimpleUploadedFile("rad.xlsx", b"%PDF-1.7 bukan excel")
    page = client.post(reverse("rad:import-create"), {"file": upload, "plan_code": "X"}).content.decode()
    assert "Berkas ini PDF" in page
    assert 'value="X"' in page


def test_numbers_about_victims_are_kept_back(world: World, sign_in: SignIn) -> None:
    from rad.enums import Aggregation

    rad = make_rad(world, adopted=False)
    indicator = rad.indicator("dinsos")
    services.indicator_update(
        indicator=indicator, targets={(timezone.localdate().year, None): Decimal(100)}, by=rad.secretariat,
        aggregation=Aggregation.RATIO, about_victims=True, unit="persen",
    )  # fmt: skip
    day = timezone.localdate()
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=day, by=rad.secretariat)
    from tests.rad.builders import open_period

    open_period(rad)
    report = rad.submit("dinsos", "dinsos", Given(numerator=Decimal(2), denominator=Decimal(3)))
    for person, text in (("dinsos", "(2 dari 3)"), ("sekretariat", "(2 dari 3)"), ("sekda", "(2 dari 3)"),
                         ("dinkes", "disembunyikan"), ("pengawas", "disembunyikan")):  # fmt: skip
        page = sign_in(world.people[person]).get(report.get_absolute_url()).content.decode()
        assert text in page, person
        assert ("2 dari 3" in page) == ("2 dari 3" in text)
