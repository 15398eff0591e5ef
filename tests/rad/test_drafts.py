"""What is typed is kept on the server, valid or not, and one slip holds nothing else back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from rad import services
from rad.enums import ReportStatus
from rad.models import Evidence, Indicator, Program, ProgressReport, ReportDraft
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period
from tests.rad.test_pages import grid_data, picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    """Two items of Dinas Sosial, keys dinsos and lagi."""
    rad = make_rad(world, adopted=False)
    add_item(rad, "lagi", agency_party(world, "Dinas Sosial"), Program.objects.get())
    day = timezone.localdate()
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=day, by=rad.secretariat)
    open_period(rad)
    return rad


def grid(rad: Rad) -> str:
    return reverse("rad:report-grid", args=[rad.period.pk])


def draft_url(rad: Rad, key: str = "dinsos") -> str:
    return reverse("rad:draft-save", args=[rad.period.pk, rad.items[key].pk])


def keep(rad: Rad, key: str = "dinsos", person: str = "dinsos", **fields: str) -> ReportDraft:
    item, by = rad.items[key], rad.world.people[person]
    return services.draft_keep(item=item, period=rad.period, fields=fields, by=by)


def input_of(rad: Rad, key: str, page: str) -> str:
    """The value of an item's input as the page shows it."""
    name = next(iter(grid_data(rad, key, "")))
    return page.split(f'name="{name}"')[1].split(">")[0].partition('value="')[2].partition('"')[0]


def test_each_keystroke_is_kept_as_typed(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    answer = client.post(draft_url(rad), grid_data(rad, "dinsos", "dua belas", obstacles="Hujan"))
    assert answer["X-Draft"] == "kept"
    assert "tersimpan" in answer.content.decode()
    assert not ProgressReport.objects.exists()
    page = client.get(grid(rad)).content.decode()
    assert input_of(rad, "dinsos", page) == "dua belas"
    assert "Hujan" in page
    assert "Isian yang belum disimpan dari" in page
    assert "1 kegiatan berisi ketikan yang belum disimpan" in page


def test_a_slip_in_one_item_holds_back_no_other(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    data = grid_data(rad, "dinsos", "dua belas") | grid_data(rad, "lagi", "7", obstacles="Hujan")
    page = client.post(grid(rad), data | {"periksa": "1"}).content.decode()
    report = ProgressReport.objects.get()
    assert (report.item, report.values.get().value, report.obstacles) == (rad.items["lagi"], 7, "Hujan")
    assert "1 kegiatan disimpan sebagai draf" in page
    assert "Belum disimpan: I.1.1" in page
    assert input_of(rad, "dinsos", page) == "dua belas"
    assert input_of(rad, "dinsos", client.get(grid(rad)).content.decode()) == "dua belas"
    client.post(grid(rad), grid_data(rad, "dinsos", "12"))
    assert not ReportDraft.objects.exists()
    assert ProgressReport.objects.count() == 2


def test_a_nik_is_not_kept_but_the_rest_is(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["dinsos"])
    data = grid_data(rad, "dinsos", "5", narrative="NIK 3571010101900001", obstacles="Hujan")
    assert "memuat NIK" in client.post(draft_url(rad), data).content.decode()
    kept = ReportDraft.objects.get().fields
    assert kept["obstacles"] == "Hujan"
    assert "3571010101900001" not in str(kept)


def test_a_draft_is_its_writers_alone(rad: Rad, sign_in: SignIn) -> None:
    keep(rad, obstacles="Rahasia saya")
    for person in ("dinsos_kasus", "sekretariat", "dinkes", "sekda"):
        other = rad.world.people[person]
        assert not ReportDraft.objects.visible_to(other).exists()
        answer = sign_in(other).get(grid(rad))
        assert "Rahasia saya" not in answer.content.decode()
    with pytest.raises(Denied):
        keep(rad, person="dinkes", obstacles="x")


def test_nothing_is_kept_for_a_report_that_was_handed_in(rad: Rad, sign_in: SignIn) -> None:
    rad.submit("dinsos", "dinsos")
    with pytest.raises(Denied, match="sudah diajukan"):
        keep(rad, obstacles="x")
    client = sign_in(rad.world.people["dinsos"])
    page = client.post(grid(rad), grid_data(rad, "dinsos", "99"), follow=True).content.decode()
    assert "I.1.1 tidak disimpan, karena sementara itu laporannya sudah diajukan" in page


def test_a_photo_in_the_grid(rad: Rad, sign_in: SignIn) -> None:
    """Without title and date; of an item whose number is still wrong it is kept all the same."""
    client = sign_in(rad.world.people["dinsos"])
    name = f"{rad.items['dinsos'].pk.hex[:12]}-b-upload"
    photo = {name: SimpleUploadedFile("IMG.jpg", picture())}
    client.post(grid(rad), grid_data(rad, "dinsos", "dua belas") | photo)
    proof = Evidence.objects.get()
    assert proof.title == f"Bukti I.1.1 {rad.period}"
    assert proof.evidence_on == timezone.localdate()
    bad = {name: SimpleUploadedFile("IMG.jpg", b"bukan foto")}
    page = client.post(grid(rad), grid_data(rad, "lagi", "3") | grid_data(rad, "dinsos", "5") | bad)
    assert "bukan foto (JPG" in page.content.decode()
    assert {r.values.get().value for r in ProgressReport.objects.all()} == {3, 5}


def test_another_page_of_the_grid_is_left_alone(rad: Rad, sign_in: SignIn) -> None:
    """Only what was sent is looked at: an item that is not on the page keeps its words."""
    rad.save("lagi", "dinsos", narrative="Terlaksana")
    sign_in(rad.world.people["dinsos"]).post(grid(rad), grid_data(rad, "dinsos", "5"))
    assert ProgressReport.objects.get(item=rad.items["lagi"]).narrative == "Terlaksana"


def test_a_number_since_january_that_falls_is_asked_about(rad: Rad, sign_in: SignIn) -> None:
    Indicator.objects.filter(item=rad.items["dinsos"]).update(cumulative=True)
    late = rad.period
    if late.ordinal == 1:
        return
    open_period(rad, ordinal=late.ordinal - 1)
    rad.submit("dinsos", "dinsos")
    rad.period = late
    client = sign_in(rad.world.people["dinsos"])
    page = client.post(grid(rad), grid_data(rad, "dinsos", "3"), follow=True).content.decode()
    assert "lebih kecil daripada angka terakhir" in page
    assert "sejak Januari" in page


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=TYPED, words=TYPED)
def test_whatever_is_typed_comes_back_or_is_saved(rad: Rad, sign_in: SignIn, value: str, words: str) -> None:
    """No text is lost and none brings the page down."""
    client = sign_in(rad.world.people["dinsos"])
    services.draft_discard(item=rad.items["dinsos"], period=rad.period, by=rad.world.people["dinsos"])
    answer = client.post(draft_url(rad), grid_data(rad, "dinsos", value, obstacles=words))
    assert answer.status_code == 200
    assert client.get(grid(rad)).status_code == 200
    kept = ReportDraft.objects.first()
    if kept and "tersimpan" in answer.content.decode():
        assert kept.fields["obstacles"] == words.replace("\x00", "")
    assert not AuditEvent.objects.filter(action__startswith="rad.draft").exists()


def test_all_accepted_reports_of_a_closed_period_are_locked(rad: Rad, sign_in: SignIn) -> None:
    rad.accept("dinsos", "dinsos")
    waiting = rad.submit("lagi", "dinsos")
    client = sign_in(rad.world.people["sekretariat"])
    url = reverse("rad:period-lock", args=[rad.period.pk])
    assert client.post(url).status_code == 403
    rad.period = services.period_close(period=rad.period, by=rad.secretariat)
    assert "1 laporan akan dikunci" in client.get(url).content.decode()
    assert "1 laporan dikunci" in client.post(url, follow=True).content.decode()
    waiting.refresh_from_db()
    assert waiting.status == ReportStatus.SUBMITTED
    locked = ProgressReport.objects.get(item=rad.items["dinsos"])
    page = sign_in(rad.world.people["dinsos"]).get(locked.get_absolute_url()).content.decode()
    assert "Dikunci oleh Sekretariat Contoh" in page
    assert "Dibuka oleh sekretariat" in page


def test_the_heat_table_leads_to_the_items_behind_it(world: World, sign_in: SignIn) -> None:
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    rad.submit("dinsos", "dinsos")
    client = sign_in(world.people["sekda"])
    url = reverse("rad:plan-reporting", args=[rad.plan.pk])
    page = client.get(url).content.decode()
    assert "lengkap 1/1" in page
    assert "terlambat 0/1" in page
    only = client.get(url, {"keadaan": "terlambat"}).content.decode()
    assert "lengkap 1/1" not in only
    rows = client.get(url, {"_export": "csv"}).content.decode()
    assert "Bagian Hukum Setda" in rows
    items = reverse("rad:period-items", args=[rad.period.pk])
    behind = client.get(items, {"instansi": str(world.agencies["Dinas Kesehatan"].pk)}).content.decode()
    assert "Kegiatan dinkes" in behind
    assert "Kegiatan dinsos" not in behind
    named = client.get(items, {"pihak": "Bagian Hukum Setda"}).content.decode()
    assert "Kegiatan hukum" in named
    assert "Kegiatan dinkes" not in named
    assert "Kegiatan dinsos" in client.get(items, {"keadaan": "diajukan"}).content.decode()


def test_the_queue_is_filtered_and_goes_out_as_shown(rad: Rad, sign_in: SignIn) -> None:
    rad.submit("dinsos", "dinsos")
    rad.submit("dinkes", "dinkes")
    client = sign_in(rad.world.people["sekretariat"])
    queue = reverse("rad:report-queue")
    agency = {"instansi": str(rad.world.agencies["Dinas Kesehatan"].pk)}
    for extra in ({}, {"_export": "csv"}):
        page = client.get(queue, agency | extra).content.decode()
        assert "Kegiatan dinkes" in page
        assert "Kegiatan dinsos" not in page
