"""What each article would let its Sekda say, read from the dashboard of its region on the demo's data."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from cases.services.clocks import punctuality_store
from cases.services.figures import figures_fill
from gugus.dashboard.services.regional import regional_fill
from gugus.demo.acting import person
from gugus.demo.meetings.shapes import ZONE
from gugus.demo.regions import REGIONS
from members.models import TaskForce
from tests.dashboard.test_worlds import same_on_every_surface
from tests.story.hands import enter, words
from tests.story.told import Told
from tests.workers import as_worker

TODAY = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_the_articles_time(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(TODAY, tick=True):
        yield


def load(*keys: str) -> None:
    """Regions as `script/demo` loads them, and what the worker counts at night."""
    call_command("load_demo", *keys, stdout=StringIO())
    with as_worker():
        for key in keys:
            task_force = TaskForce.objects.get(region=REGIONS[key].code).pk
            figures_fill(task_force_id=task_force)
            regional_fill(task_force_id=task_force)
        punctuality_store()


def read(key: str, who: str, name: str, *args: Any, query: str = "") -> str:
    """A page as its reader sees it."""
    answer = enter(person(REGIONS[key], who)).get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return words(answer.content)


def says(page: str, *facts: str) -> None:
    missing = [fact for fact in facts if fact not in page]
    assert not missing, (missing, page)


def same_everywhere(*keys: str) -> None:
    """Page, snapshot, paper, letter, province and open data say what the reference reckons from the rows."""
    with as_worker():
        for key in keys:
            same_on_every_surface(Told(key))


def test_kediri_forms_its_task_force_and_has_no_case() -> None:
    """Forming since November 2025: SK and RAD stand, and there was never a case, which is good news."""
    load("kediri")
    board = read("kediri", "sekda", "dashboard:dashboard")
    says(board, "belum ada kasus ✓", "berlaku sampai 31 Desember 2027", "406 hari lagi")
    says(board, "Capaian RAD 2026", "Capaian per strategi")
    assert "Belum ada RAD yang berlaku" not in board
    decree = read("kediri", "sekda", "dashboard:evidence", "sk")
    says(decree, "188.45/901/419.033/2025")
    for who in ("pengawas", "dinsos"):
        says(read("kediri", who, "dashboard:evidence", "rujukan"), "belum ada kasus ✓")
    same_everywhere("kediri")


@pytest.mark.panjang
def test_oku_selatan_maps_vulnerability_and_watches_its_response() -> None:
    """The Sekda asked for a fast response and for mapping where people are vulnerable."""
    load("oku_selatan")
    board = read("oku_selatan", "sekda", "dashboard:dashboard")
    says(board, "Rujukan dalam batas", "lewat batas jawaban")
    ranking = read("oku_selatan", "sekda", "vulnerability:ranking")
    says(ranking, "Muara Dua", "Banding Agung")
    places, table = ("Banding Agung", "Buay Rawan", "Runjung Agung"), ranking.rpartition("Pendorong utama")[2]
    assert sorted(places, key=table.index) == list(places), "the worst first"
    same_everywhere("oku_selatan")


@pytest.mark.panjang
def test_tangerang_counts_seven_cases_in_five_years_under_two_plans() -> None:
    """2020 to 2024: seven cases over six kecamatan; RAD 2019–2023, then 2024–2026."""
    load("tangerang")
    plans = read("tangerang", "sekda", "rad:plan-list")
    says(plans, "2019–2023", "2024–2026")
    says(read("tangerang", "sekda", "dashboard:dashboard"), "2024–2026")
    told = read("tangerang", "sekda", "cases:figures", query="?tahun=2020-2024")
    says(told, "7")
    same_everywhere("tangerang")


@pytest.mark.panjang
def test_bintan_knows_what_is_overdue_and_where_outreach_went() -> None:
    """Every finding is followed up without delay: two promises are late, of the police's none."""
    load("bintan")
    board = read("bintan", "sekda", "dashboard:dashboard")
    says(board, "Tindak lanjut lewat batas", "2 dari 4", "Dinas Tenaga Kerja", "Dinas Sosial")
    says(board, "3 dari 51", "232 peserta")
    calendar = read("bintan", "sekda", "meetings:calendar", query="?bulan=2026-12")
    says(calendar, "Sosialisasi terpadu di Tanjung Permai", "Sosialisasi terpadu di Mantang Besar")
    same_everywhere("bintan")


@pytest.mark.panjang
def test_jakarta_barat_prevents_where_it_may_not_say_why() -> None:
    """Prevention goes to Taman Sari; nothing counts its case there, and the province reads sums alone."""
    load("dki", "jakarta_barat")
    board = read("jakarta_barat", "sekda", "dashboard:dashboard")
    says(board, "Kecamatan Taman Sari")
    province = read("dki", "sekda", "dashboard:regions")
    says(province, "Jakarta Barat")
    assert "Taman Sari" not in province
    assert "Kirana" not in board + province
    same_everywhere("dki", "jakarta_barat")
