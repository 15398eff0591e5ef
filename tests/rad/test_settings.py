"""The rules of reporting: an own scale and threshold hold everywhere at once, and a bad one is refused."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from rad import services
from rad.aggregation import GRADES, Grade, grade_of
from rad.figures import Scale
from rad.models import GradeBand, ReportDocument
from rad.selectors import grade_impact, grades_for, remind_days_for, rules_for, small_cell_for
from rad.services import Given
from rad.wording import rule_text
from tests.factories import World, make_world
from tests.rad.builders import Rad, make_rad

SignIn = Callable[[User], Client]
SCALE = (Grade(Decimal("80.5"), "Baik", "good"), Grade(Decimal(0), "Perlu kerja", "bad"))


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    """The last quarter is reported: 9 of 10, so that predikat are given."""
    rad = make_rad(world, deadline=timezone.localdate() - timedelta(days=1))
    for key, person in (("dinsos", "dinsos"), ("dinkes", "dinkes")):
        rad.accept(key, person, Given(value=Decimal(9)))
    rad.accept("hukum", "sekretariat", Given(value=Decimal(9)), proof_note="Surat 1")
    return rad


def typed(*rows: tuple[str, str], **more: str) -> dict[str, str]:
    found = {}
    for number, (floor, name) in enumerate(rows):
        found |= {f"floor_{number}": floor, f"name_{number}": name, f"tone_{number}": "note"}
    return found | more


@pytest.mark.django_db
def test_the_shipped_rules_hold_where_nothing_was_decided(world: World) -> None:
    here = world.task_force
    assert (grades_for(here), small_cell_for(here), remind_days_for(here)) == (GRADES, 5, (-14, -7, -1, 1))
    assert "≥ 91 Sangat Tinggi, ≥ 76 Tinggi, ≥ 66 Sedang, ≥ 51 Rendah, selebihnya Sangat Rendah" in rule_text(
        Scale()
    )


@pytest.mark.django_db
def test_an_own_scale_holds_on_every_surface(rad: Rad, sign_in: SignIn) -> None:
    quarter = rad.period.ordinal if rad.period else 0
    assert quarter
    people = rad.world.people
    services.grades_update(grades=SCALE, by=people["sekretariat"])
    client, plan = sign_in(people["sekda"]), rad.plan
    pages = [reverse("dashboard:dashboard"), plan.get_absolute_url(), reverse("rad:settings")]
    for url in pages:
        page = client.get(url).content.decode()
        assert "≥ 80,5 Baik, selebihnya Perlu kerja" in page, url
        assert "Sangat Tinggi" not in page
    services.report_document_make(period=rad.period, by=people["sekretariat"])
    frozen = ReportDocument.objects.get().snapshot
    assert frozen is not None
    assert "≥ 80,5 Baik, selebihnya Perlu kerja" in frozen.data["rule"]
    if quarter == 4:
        assert "Baik" in client.get(pages[1]).content.decode()
        assert frozen.data["grade"] == "Baik"


@pytest.mark.django_db
def test_another_task_force_keeps_its_own(world: World) -> None:
    other = make_world("16.09", "OKU Selatan")
    services.grades_update(grades=SCALE, by=world.people["sekretariat"])
    services.rules_update(small_cell=9, remind_days=[-3], remind_hour=6, by=world.people["sekretariat"])
    assert grades_for(other.task_force) == GRADES
    assert (small_cell_for(other.task_force), small_cell_for(world.task_force)) == (5, 9)
    assert remind_days_for(world.task_force) == (-3,)


@pytest.mark.django_db
def test_what_would_change_is_shown_before_it_is_kept(rad: Rad, sign_in: SignIn) -> None:
    client, url = sign_in(rad.world.people["sekretariat"]), reverse("rad:grades-update")
    rows = typed(("80,5", "Baik"), ("0", "Perlu kerja"))
    page = client.post(url, rows)
    assert not GradeBand.objects.exists()
    impact = page.context["impact"]
    assert "Simpan skala predikat" in page.content.decode()
    if rad.period and rad.period.ordinal == 4:  # a plan, a strategy, three items with an indicator each
        assert (impact.given, impact.changed) == (8, 8)
        assert "8 dari 8 predikat" in page.content.decode()
    changed = client.post(url, rows | {"floor_0": "79", "dilihat": page.context["seal"]})
    assert not GradeBand.objects.exists(), "what was not shown is not kept"
    assert client.post(url, rows | {"floor_0": "79", "dilihat": changed.context["seal"]}).status_code == 302
    assert [(band.floor, band.name) for band in GradeBand.objects.all()] == [(79, "Baik"), (0, "Perlu kerja")]
    assert AuditEvent.objects.get(action="rad.grades_update").detail == {"floors": ["0", "79"]}
    page = client.get(url).content.decode()
    assert 'value="79"' in page
    assert client.post(reverse("rad:grades-reset")).status_code == 302
    assert grades_for(rad.world.task_force) == GRADES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("91", "Baik")], "2 sampai 10"),
        ([("91", "Baik"), ("50", "Cukup")], "mulai dari 0"),
        ([("91", "Baik"), ("", "Cukup"), ("0", "Kurang")], "berapa persen"),
        ([("91", "Baik"), ("50", ""), ("0", "Kurang")], "nama predikatnya"),
        ([("91", "Baik"), ("91", "Cukup"), ("0", "Kurang")], "sudah dipakai baris lain"),
        ([("91", "Baik"), ("50", "baik"), ("0", "Kurang")], "sudah dipakai baris lain"),
        ([("191", "Baik"), ("0", "Kurang")], "0 sampai 100"),
        ([("91,5555", "Baik"), ("0", "Kurang")], "dua desimal"),
        ([("tinggi", "Baik"), ("0", "Kurang")], "tidak terbaca sebagai angka"),
    ],
)
def test_a_bad_scale_is_refused_with_the_rule_and_kept_as_typed(
    world: World, sign_in: SignIn, rows: list[tuple[str, str]], words: str
) -> None:
    client, url = sign_in(world.people["sekretariat"]), reverse("rad:grades-update")
    page = client.post(url, typed(*rows))
    if "seal" in page.context and page.context.get("seal"):
        page = client.post(url, typed(*rows, dilihat=page.context["seal"]))
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text
    assert f'value="{rows[0][0]}"' in text
    assert not GradeBand.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("small_cell", "2", "lebih besar"), ("small_cell", "21", "lebih kecil"),
        ("before", "14, x", "dipisah koma"),
        ("before", "90", "Paling jauh 60 hari"), ("after", "0", "1 atau lebih"),
        ("remind_hour", "24", "lebih kecil"),
        ("before", "1,2,3,4,5,6,7,8", "Paling banyak 8"),
    ],
)  # fmt: skip
def test_bad_rules_are_refused(world: World, sign_in: SignIn, field: str, value: str, words: str) -> None:
    client = sign_in(world.people["sekretariat"])
    given_ = {"small_cell": "5", "before": "14, 7", "after": "1", "remind_hour": "7"} | {field: value}
    page = client.post(reverse("rad:rules-update"), given_)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert rules_for(world.task_force).pk is None


@pytest.mark.django_db
def test_rules_are_kept_and_shown(world: World, sign_in: SignIn) -> None:
    client, url = sign_in(world.people["sekretariat"]), reverse("rad:rules-update")
    assert 'value="14, 7, 1"' in client.get(url).content.decode()
    sent = {"small_cell": "6", "before": "10, 0", "after": "2 5", "remind_hour": "8"}
    assert client.post(url, sent).status_code == 302
    assert remind_days_for(world.task_force) == (-10, 0, 2, 5)
    page = sign_in(world.people["pengawas"]).get(reverse("rad:settings")).content.decode()
    for words in ("di bawah 6", "10 hari sebelum batas", "pada hari batas lapor", "5 hari sesudah", "08.00"):
        assert words in page, words
    assert "Ubah ambang" not in page
    assert AuditEvent.objects.filter(action="rad.rules_update").count() == 1
    client.post(url, sent)
    assert AuditEvent.objects.filter(action="rad.rules_update").count() == 1, "nothing changed"


@pytest.mark.django_db
def test_only_the_secretariat_decides(world: World) -> None:
    for person in ("dinsos", "sekda", "pengawas", "admin"):
        by = world.people[person]
        with pytest.raises(Denied):
            services.grades_update(grades=SCALE, by=by)
        with pytest.raises(Denied):
            services.grades_reset(by=by)
        with pytest.raises(Denied):
            services.rules_update(small_cell=5, remind_days=[], remind_hour=7, by=by)


@pytest.mark.django_db
def test_the_service_holds_what_the_form_holds(world: World) -> None:
    with pytest.raises(ValidationError):
        services.grades_update(grades=SCALE[:1], by=world.people["sekretariat"])
    twice = (*SCALE, Grade(Decimal(0), "Lain", "bad"))
    with pytest.raises(ValidationError):
        services.grades_update(grades=twice, by=world.people["sekretariat"])


@pytest.mark.django_db
def test_before_a_plan_nothing_would_change(world: World) -> None:
    assert grade_impact(world.people["sekretariat"], SCALE).given == 0


FLOORS = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=8, unique=True)


@given(FLOORS, st.fractions(0, 100))
def test_any_scale_gives_every_value_the_highest_band_it_reaches(
    floors: list[Decimal], value: Fraction
) -> None:
    scale = [Grade(floor, f"P{floor}", "note") for floor in sorted({*floors, Decimal(0)}, reverse=True)]
    found = grade_of(value, grades=scale)
    assert found is not None
    assert found.floor == max(floor for floor in [*floors, Decimal(0)] if Fraction(floor) <= value)
