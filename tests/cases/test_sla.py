"""Limits of time as data: what is shipped, what a region sets, holidays, and the pages of both."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.enums import ClockStep
from cases.forms.settings import read_line
from cases.models import CaseSettings, Holiday, SlaRule
from cases.selectors.settings import settings_for
from cases.selectors.sla import book_for, due_for, sla_lines
from cases.services.settings import Added, holiday_remove, holidays_add, settings_update
from cases.services.sla import sla_rule_reset, sla_rule_save
from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WIB = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=WIB)
RULE: dict[str, Any] = {
    "amount": 48,
    "unit": "jam",
    "warn_hours": 6,
    "escalate_hours": 12,
    "source": "SOP contoh",
    "certainty": "periksa",
}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def secretary(world: World) -> User:
    return world.people["sekretariat"]


def save(by: User, step: str = "jawab", urgency: str = "", **values: Any) -> SlaRule:
    given = RULE | {"valid_from": by.authority.today} | values
    return sla_rule_save(by=by, step=step, urgency=urgency, **given)


@pytest.mark.parametrize(
    ("step", "urgency", "due"),
    [
        ("jawab", "darurat", "2026-11-21 14:30:00"),
        ("jawab", "segera", "2026-11-23 14:30:00"),
        ("jawab", "biasa", "2026-11-25 23:59:59"),
        ("layanan", "biasa", "2026-11-27 23:59:59"),
        ("layanan", "darurat", "2026-11-27 23:59:59"),
        ("tindak_lanjut", "", "2026-11-25 23:59:59"),
        ("lapor_polisi", "", "2026-11-23 14:30:00"),
    ],
)
def test_shipped_limits(world: World, step: str, urgency: str, due: str) -> None:
    expected = datetime.fromisoformat(due).replace(tzinfo=WIB)
    assert due_for(step, urgency, FRIDAY, world.task_force) == expected
    assert due_for(step, urgency, FRIDAY, world.task_force.pk) == expected


def test_shipped_sources_are_sure_only_where_a_law_says_it() -> None:
    sure = set(SlaRule.objects.filter(task_force=None, certainty="pasti").values_list("source", flat=True))
    assert sure == {"UU 12/2022 Pasal 41", "UU 21/2007 Pasal 52 dan Pasal 53"}


def test_the_regions_own_limit_comes_before_the_shipped_one(world: World, secretary: User) -> None:
    other = make_world("35.73", "Kota Malang")
    save(secretary, urgency="darurat", amount=12)
    now = datetime.now(tz=WIB)
    assert due_for("jawab", "darurat", now, world.task_force) == now + timedelta(hours=12)
    assert due_for("jawab", "darurat", now, other.task_force) == now + timedelta(hours=24)
    save(secretary, urgency="", amount=6, warn_hours=1)
    assert due_for("jawab", "darurat", now, world.task_force) == now + timedelta(hours=12), "named first"
    assert due_for("jawab", "biasa", now, world.task_force) == now + timedelta(hours=6)


def test_a_change_is_a_new_row_and_the_old_one_ends_the_day_before(world: World, secretary: User) -> None:
    today = secretary.authority.today
    first = save(secretary)
    later = save(secretary, amount=72, valid_from=today + timedelta(days=10))
    between = save(secretary, amount=60, valid_from=today + timedelta(days=5))
    ends = [SlaRule.objects.get(pk=row.pk).valid_until for row in (first, between, later)]
    assert ends == [today + timedelta(days=4), today + timedelta(days=9), None]
    again = save(secretary, amount=50)
    assert (again.pk, again.valid_until) == (first.pk, today + timedelta(days=4))
    sla_rule_reset(by=secretary, step="jawab", urgency="")
    assert not SlaRule.objects.filter(task_force=world.task_force).exists()
    actions = list(AuditEvent.objects.filter(action__startswith="cases.").values_list("action", flat=True))
    assert sorted(actions) == ["cases.sla_rule_reset"] + ["cases.sla_rule_save"] * 4


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_rule_a_day_whatever_is_changed(
    world: World, secretary: User, changes: list[tuple[int, bool]]
) -> None:
    """A plain list of days is kept beside: each saved row counts from its day until the next one's."""
    SlaRule.objects.filter(task_force=world.task_force).delete()
    today, starts = secretary.authority.today, dict[int, int]()
    for number, (day, reset) in enumerate(changes, start=1):
        if reset and day == 0:
            sla_rule_reset(by=secretary, step="jawab", urgency="")
            starts.clear()
        else:
            save(secretary, amount=100 + number, valid_from=today + timedelta(days=day))
            starts[day] = 100 + number
    book = book_for(world.task_force)
    for day in range(12):
        held = [amount for start, amount in sorted(starts.items()) if start <= day]
        rule = book.rule("jawab", "biasa", today + timedelta(days=day))
        assert rule is not None
        assert rule.amount == (held[-1] if held else 3)
        living = SlaRule.objects.filter(task_force=world.task_force).on(today + timedelta(days=day))
        assert living.count() == bool(held)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ({"amount": 5, "warn_hours": 5}, "warn_hours"),
        ({"amount": 0, "unit": "hari"}, "amount"),
    ],
)
def test_bad_limits_are_refused_beside_their_field(
    secretary: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        save(secretary, **{"unit": "jam", "warn_hours": 0} | values)
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize("key", ["dinsos_kasus", "pengawas", "sekda", "dinsos", "admin"])
def test_only_the_secretariat_sets_rules(world: World, key: str) -> None:
    person = world.people[key]
    for act in (
        lambda: save(person),
        lambda: sla_rule_reset(by=person, step="jawab", urgency=""),
        lambda: holidays_add(rows=[], by=person),
        lambda: settings_update(by=person, **values()),
    ):
        with pytest.raises(Denied):
            act()


def values(**extra: Any) -> dict[str, Any]:
    return {
        "inside_cell": 5,
        "outside_cell": 11,
        "identity_budget": 20,
        "child_path": False,
        "child_scope": "layanan",
        "referral_pattern": "R-{nomor}/{instansi}/{bulan}/{tahun}",
        "retention_years": 12,
    } | extra


def test_holidays_move_working_days_of_their_region_only(world: World, secretary: User) -> None:
    other = make_world("35.73", "Kota Malang")
    monday = date(2026, 11, 23)
    rows = [(monday, "Hari jadi"), (date(2026, 12, 25), "Natal")]
    assert holidays_add(rows=rows, by=secretary) == Added(1, 1), "25 December is shipped"
    assert holidays_add(rows=rows, by=secretary) == Added(0, 2)
    assert due_for("jawab", "biasa", FRIDAY, world.task_force).date() == date(2026, 11, 26)
    assert due_for("jawab", "biasa", FRIDAY, other.task_force).date() == date(2026, 11, 25)
    assert due_for("layanan", "biasa", FRIDAY, world.task_force).date() == date(2026, 11, 27)
    holiday_remove(holiday=Holiday.objects.get(task_force=world.task_force), by=secretary)
    assert due_for("jawab", "biasa", FRIDAY, world.task_force).date() == date(2026, 11, 25)


def test_a_national_holiday_is_not_the_regions_to_remove(secretary: User) -> None:
    with pytest.raises(ValidationError):
        holiday_remove(holiday=Holiday.objects.get(task_force=None, day=date(2026, 8, 17)), by=secretary)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "line",
    [
        "20 Maret 2026 Hari Raya Idulfitri",
        "20-3-2026\tHari Raya Idulfitri",
        "20/03/2026; Hari Raya Idulfitri",
        "2026-03-20 – Hari Raya Idulfitri",
        "20 mar 2026: Hari Raya Idulfitri",
    ],
)
def test_lines_people_paste(line: str) -> None:
    assert read_line(line, TODAY) == (date(2026, 3, 20), "Hari Raya Idulfitri")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Idulfitri 20 Maret 2026", "mulai dengan tanggal"),
        ("20 Maret 2026", "tulis juga nama"),
        ("31 April 2026 Contoh", "tanggal “31 April 2026” tidak ada"),
        ("20 Foo 2026 Contoh", "tidak ada"),
        ("20 Maret 2206 Contoh", "tahun 2206 terlalu jauh"),
        ("20 Maret 2026 " + "x" * 121, "terlalu panjang"),
    ],
)
def test_lines_that_cannot_be_read_say_why(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_line(line, TODAY)


def test_a_pasted_list_is_kept_or_comes_back_with_its_faults(
    world: World, secretary: User, sign_in: SignIn
) -> None:
    client, url = sign_in(secretary), reverse("cases:holiday-add")
    response = client.post(url, {"lines": "20 Maret 2027 Idulfitri\n\nbesok libur"})
    text = response.content.decode()
    assert "Baris 3: mulai dengan tanggal" in text
    assert "20 Maret 2027 Idulfitri" in text
    assert not Holiday.objects.filter(task_force=world.task_force).exists()
    response = client.post(url, {"lines": "20 Maret 2027 Idulfitri\n25 Desember 2027 Natal"}, follow=True)
    assert "1 hari libur ditambahkan." in response.content.decode()
    assert "1 sudah ada di daftar." in response.content.decode()
    assert "Idulfitri" in client.get(reverse("cases:holiday-list"), {"tahun": 2027}).content.decode()


def test_settings_of_a_region(world: World, secretary: User) -> None:
    assert settings_for(world.task_force).identity_budget == 30
    settings_update(by=secretary, **values())
    own = CaseSettings.objects.get(task_force=world.task_force)
    assert (own.identity_budget, own.child_path, own.retention_years) == (20, False, 12)
    with pytest.raises(ValidationError) as caught:
        settings_update(by=secretary, **values(outside_cell=4))
    assert list(caught.value.message_dict) == ["outside_cell"]


def test_every_step_is_on_the_page_with_its_limit(world: World, secretary: User, sign_in: SignIn) -> None:
    save(secretary, urgency="segera", valid_from=secretary.authority.today + timedelta(days=3), amount=36)
    lines = sla_lines(secretary)
    assert len(lines) == 4 * len(ClockStep)
    text = sign_in(secretary).get(reverse("cases:settings")).content.decode()
    for words in (
        "24 jam",
        "72 jam",
        "3 hari kerja",
        "7 hari",
        "36 jam",
        "perlu diperiksa",
        "Tanpa aturan tersendiri",
    ):
        assert words in text, words
    reader = sign_in(world.people["pengawas"]).get(reverse("cases:settings")).content.decode()
    assert "7 hari" in reader
    assert reverse("cases:settings-update") not in reader


def test_a_limit_is_changed_and_reset_on_its_page(world: World, secretary: User, sign_in: SignIn) -> None:
    client, today = sign_in(secretary), secretary.authority.today
    url = reverse("cases:sla-update", args=["jawab", "darurat"])
    assert "24" in client.get(url).content.decode()
    boxes = {"valid_from_day": today.day, "valid_from_month": today.month, "valid_from_year": today.year}
    data = RULE | boxes | {"amount": 12}
    assert "Batas waktu disimpan." in client.post(url, data, follow=True).content.decode()
    assert SlaRule.objects.get(task_force=world.task_force).amount == 12
    assert "aturan daerah" in client.get(reverse("cases:settings")).content.decode()
    client.post(reverse("cases:sla-reset", args=["jawab", "darurat"]))
    assert not SlaRule.objects.filter(task_force=world.task_force).exists()
    assert client.get(reverse("cases:sla-update", args=["jawab", "kapan"])).status_code == 404
