"""Number → items → reports → approver with seat → proof: three clicks at most, within one's rights."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.dashboard.enums import FigureCode
from gugus.dashboard.selectors.board import board_of, sources_for
from gugus.dashboard.views.evidence import KINDS
from rad.models import Evidence
from rad.services import Given
from tests.dashboard.worlds import Full, keep_cases, make_full
from tests.factories import World
from tests.meetings.builders import acting, make_follow_up, make_meeting
from tests.rad.builders import make_rad
from tests.rad.test_queries import grow, queries

pytestmark = pytest.mark.django_db
CODE = FigureCode
READERS = ("sekda", "sekretariat", "pengawas", "dinsos", "dinsos_kasus")


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def url(code: str) -> str:
    return reverse("dashboard:evidence", args=[code])


def links(client: Client, address: str) -> list[str]:
    """Where the content of a page leads, without its head and foot."""
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    main = text[text.index('<main id="isi"') : text.index("</main>")]
    return [unescape(found) for found in re.findall(r'href="(/[^"#]*)', main)]


def proven(full: Full) -> None:
    """A shared proof on the report."""
    day, by = timezone.localdate(), full.world.people["dinsos"]
    link = "https://contoh.example.id/bukti"
    Evidence.objects.create(
        report=full.report, title="Foto kegiatan", evidence_on=day, link=link, shared=True, added_by=by
    )


def from_evidence(client: Client, code: str) -> list[str]:
    return links(client, url(code))


@pytest.mark.parametrize("person", READERS)
def test_three_clicks_to_the_proof_of_a_report(world: World, sign_in: Any, person: str) -> None:
    full = make_full(world)
    proven(full)
    client = sign_in(world.people[person])
    for code in (CODE.ACHIEVEMENT, CODE.BUDGET):
        assert url(code) in {each.split("?")[0] for each in links(client, reverse("dashboard:dashboard"))}
        assert full.report.get_absolute_url() in from_evidence(client, code)
        text = client.get(full.report.get_absolute_url()).content.decode()
        assert "https://contoh.example.id/bukti" in text
        assert "Diterima oleh" in client.get(url(code)).content.decode()


@pytest.mark.parametrize("person", READERS)
def test_three_clicks_to_what_is_missing(world: World, sign_in: Any, person: str) -> None:
    """Party → its items in the overdue period → the report, or that there is none."""
    full = make_full(world)
    client = sign_in(world.people[person])
    parts = [each for each in from_evidence(client, CODE.REPORTING) if "/kegiatan/?" in each]
    assert len(parts) == 3
    shown = [each for part in parts for each in links(client, part)]
    assert full.report.get_absolute_url() in shown


@pytest.mark.parametrize("person", READERS)
def test_three_clicks_to_a_follow_up_and_its_meeting(world: World, sign_in: Any, person: str) -> None:
    full = make_full(world)
    client = sign_in(world.people[person])
    assert full.follow_up.get_absolute_url() in from_evidence(client, CODE.FOLLOW_UPS)
    assert client.get(full.follow_up.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("person", READERS)
def test_three_clicks_to_the_decree(world: World, sign_in: Any, person: str) -> None:
    client = sign_in(world.people[person])
    assert world.decree.get_absolute_url() in from_evidence(client, CODE.DECREE)
    assert client.get(world.decree.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("person", READERS)
def test_a_meeting_opens_for_those_who_may_know_it(world: World, sign_in: Any, person: str) -> None:
    full = make_full(world)
    client = sign_in(world.people[person])
    known = full.outreach.get_absolute_url()
    shown = known in from_evidence(client, CODE.COVERAGE)
    assert shown == (client.get(known).status_code == 200)
    assert shown or person not in ("sekda", "sekretariat", "pengawas")


@pytest.mark.parametrize("person", READERS)
@pytest.mark.django_db(transaction=True)
def test_referrals_end_in_figures_never_in_a_case(world: World, sign_in: Any, person: str) -> None:
    keep_cases(world, in_time=9, due=10, victims=3)
    found = from_evidence(sign_in(world.people[person]), CODE.REFERRALS)
    assert reverse("cases:figures") in found
    headers = f"{reverse('cases:header-list')}?batas=lewat"
    assert (headers in found) == (person == "sekretariat")
    text = sign_in(world.people[person]).get(url(CODE.REFERRALS)).content.decode()
    assert ("Jumlah: 10 rujukan" in text) == (person in ("sekda", "sekretariat"))


@pytest.mark.parametrize("person", READERS)
def test_every_link_of_every_evidence_page_opens(world: World, sign_in: Any, person: str) -> None:
    full = make_full(world)
    proven(full)
    client = sign_in(world.people[person])
    shown = {each.split("?")[0] for each in links(client, reverse("dashboard:dashboard"))}
    for code in CODE.values:
        assert url(code) in shown
        for address in dict.fromkeys(from_evidence(client, code)):
            assert client.get(address).status_code == 200, (code, address)


def test_the_sum_of_the_rows_is_the_number(world: World) -> None:
    make_full(world)
    make_follow_up(world, make_meeting(world), world.agencies["Polres"])
    with acting(world, "sekda") as now:
        sources = sources_for(now.user)
        figures = board_of(sources).figures
        rows: dict[FigureCode, list[Any]] = {code: list(KINDS[code].rows(now.user, sources)) for code in CODE}
    assert sum(row.share for row in rows[CODE.ACHIEVEMENT]) == figures[CODE.ACHIEVEMENT].value
    assert sum(row.late > 0 for row in rows[CODE.REPORTING]) == figures[CODE.REPORTING].value
    assert sum(row.silent for row in rows[CODE.REPORTING]) == figures[CODE.REPORTING].facts["silent"]
    assert len(rows[CODE.REPORTING]) == figures[CODE.REPORTING].whole
    assert sum(row.is_late for row in rows[CODE.FOLLOW_UPS]) == figures[CODE.FOLLOW_UPS].value
    assert len(rows[CODE.FOLLOW_UPS]) == figures[CODE.FOLLOW_UPS].whole
    assert sum(Fraction(row.spent or 0) for row in rows[CODE.BUDGET]) == figures[CODE.BUDGET].value
    assert sum(Fraction(row.budget or 0) for row in rows[CODE.BUDGET]) == figures[CODE.BUDGET].whole
    assert sum(row.reached for row in rows[CODE.COVERAGE]) == figures[CODE.COVERAGE].value
    assert len(rows[CODE.COVERAGE]) == figures[CODE.COVERAGE].whole
    assert sum(row.empty for row in rows[CODE.DECREE]) == figures[CODE.DECREE].facts["empty"]
    assert len(rows[CODE.DECREE]) == figures[CODE.DECREE].facts["seats"]


def test_weights_share_an_item(world: World) -> None:
    """Two indicators of one item, 3 to 1: together they are the item's third of the plan."""
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    rad.accept("dinsos", "dinsos", Given(value=Decimal(8)))
    rad.items["dinsos"].indicators.update(weight=Decimal(3))
    with acting(world, "sekda") as now:
        sources = sources_for(now.user)
        rows = KINDS[CODE.ACHIEVEMENT].rows(now.user, sources)
        assert (
            sum(row.share for row in rows)
            == board_of(sources, CODE.ACHIEVEMENT).figures[CODE.ACHIEVEMENT].value
        )


def test_a_liaison_is_told_how_many_rows_are_others(world: World, sign_in: Any) -> None:
    full = make_full(world)
    make_follow_up(
        world, make_meeting(world), world.agencies["Polres"], due=timezone.localdate() - timedelta(days=1)
    )
    text = sign_in(world.people["dinsos"]).get(url(CODE.FOLLOW_UPS)).content.decode()
    assert full.follow_up.text in text
    assert "Jumlah: 1 lewat batas, dari 1 yang belum selesai." in text
    assert "1 lainnya (1 lewat batas) milik instansi lain" in text
    whole = sign_in(world.people["sekda"]).get(url(CODE.FOLLOW_UPS)).content.decode()
    assert "Jumlah: 2 lewat batas, dari 2 yang belum selesai." in whole
    assert "milik instansi lain" not in whole


def test_a_confidential_proof_is_counted_for_those_who_may_open_it(world: World, sign_in: Any) -> None:
    full = make_full(world)
    Evidence.objects.create(
        report=full.report,
        title="Daftar hadir",
        evidence_on=timezone.localdate(),
        link="https://contoh.example.id/rahasia",
        added_by=world.people["dinsos"],
    )
    counts = {}
    for person in ("sekda", "pengawas", "dinsos", "dinkes"):
        with acting(world, person) as now:
            rows = KINDS[CODE.ACHIEVEMENT].rows(now.user, sources_for(now.user))
            counts[person] = sum(row.proofs for row in rows)
    assert counts == {"sekda": 1, "pengawas": 1, "dinsos": 1, "dinkes": 0}


def test_what_is_kept_back_is_kept_back_here_too(world: World, sign_in: Any) -> None:
    rad = make_rad(world)
    rad.items["dinsos"].indicators.update(about_victims=True)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(2)))
    theirs = sign_in(world.people["pengawas"]).get(url(CODE.ACHIEVEMENT)).content.decode()
    assert "* disembunyikan" in theirs
    assert "20,0" not in theirs
    assert "20,0" in sign_in(world.people["sekda"]).get(url(CODE.ACHIEVEMENT)).content.decode()


@pytest.mark.parametrize("code", CODE.values)
def test_definition_formula_version_and_moment(world: World, sign_in: Any, code: str) -> None:
    text = sign_in(world.people["sekda"]).get(url(code)).content.decode()
    for word in ("Cara menghitung", "Sumber", "Versi definisi", "Keadaan per"):
        assert word in text


@pytest.mark.parametrize("code", CODE.values)
def test_rows_leave_as_shown(world: World, sign_in: Any, code: str) -> None:
    make_full(world)
    client = sign_in(world.people["sekda"])
    response = client.get(f"{url(code)}?_export=csv")
    assert response.status_code == 200
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    shown = re.findall("<tr", client.get(url(code)).content.decode())
    assert len(lines) == max(len(shown), 1)
    assert client.get(f"{url(code)}?_export=xlsx").status_code == 200


def test_an_unknown_number_is_not_there(world: World, sign_in: Any) -> None:
    client = sign_in(world.people["sekda"])
    assert client.get("/dasbor/angka/laba/").status_code == 404
    assert sign_in(world.people["admin"]).get(url("capaian")).status_code == 403


@pytest.mark.parametrize("code", CODE.values)
def test_rows_are_sorted_by_any_heading(world: World, sign_in: Any, code: str) -> None:
    make_full(world)
    client = sign_in(world.people["sekda"])
    text = client.get(url(code)).content.decode()
    for name in set(re.findall(r"\?(?:[^\"]*&amp;)?sort=(-?\w+)", text)):
        assert client.get(f"{url(code)}?sort={name}").status_code == 200, name


@pytest.mark.parametrize("code", CODE.values)
def test_queries_do_not_grow(world: World, sign_in: Any, code: str) -> None:
    full = make_full(world)
    client = sign_in(world.people["sekda"])
    few = len(queries(client, url(code)))
    grow(full.rad, 40)
    for n in range(15):
        make_follow_up(world, full.outreach, text=f"Contoh {n}")
    many = queries(client, url(code))
    assert len(many) == few <= 12, many
