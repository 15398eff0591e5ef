"""A corrected figure keeps its history, and says what it changed, in its slot and in later ones."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from rad import selectors, services
from rad.enums import Aggregation
from rad.guard import EVERYTHING
from rad.models import Correction, ProgressReport, ReportingPeriod, ValueRevision
from rad.selectors import corrections_of, revisions_of, year_data
from rad.services import Given
from tests.factories import World
from tests.rad.builders import Rad, make_rad, open_period

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def rad(world: World) -> Rad:
    """Two quarters: 5 and 4 of 10 accepted for Dinas Sosial."""
    rad = make_rad(world, adopted=False)
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    for ordinal, value in ((1, 5), (2, 4)):
        open_period(rad, ordinal=ordinal)
        rad.accept("dinsos", "dinsos", Given(value=Decimal(value)))
    return rad


def quarter(rad: Rad, ordinal: int) -> ReportingPeriod:
    return ReportingPeriod.objects.get(plan=rad.plan, ordinal=ordinal)


def unlocked(rad: Rad, ordinal: int = 1, reason: str = "Angka ganda") -> ProgressReport:
    report = ProgressReport.objects.get(period=quarter(rad, ordinal), item=rad.items["dinsos"])
    due = TODAY + timedelta(days=3)
    return services.report_unlock(report=report, reason=reason, due=due, by=rad.secretariat)


def corrected(rad: Rad, value: Given, ordinal: int = 1) -> ProgressReport:
    unlocked(rad, ordinal)
    rad.period = quarter(rad, ordinal)
    return rad.accept("dinsos", "dinsos", value)


def test_what_counted_is_kept_when_it_is_opened(rad: Rad) -> None:
    report = unlocked(rad)
    row = ValueRevision.objects.get(report=report)
    people = rad.world.people
    assert (row.value, row.accepted_by, row.opened_by) == (5, people["sekretariat2"], people["sekretariat"])
    assert row.accepted_as
    assert row.reason == "Angka ganda"
    assert year_data(rad.plan, TODAY.year, TODAY).at(1).score.reported == 0


def test_a_correction_says_what_changed_here_and_later(rad: Rad) -> None:
    corrected(rad, Given(value=Decimal(3)))
    note = Correction.objects.get()
    assert [(each["was"]["value"], each["becomes"]["value"]) for each in note.values] == [("5", "3")]
    # One item of three is reported: TW I 5/10 → 3/10, TW II (5+4)/10 → (3+4)/10.
    assert [(each["slot"], each["was"], each["becomes"]) for each in note.scores] == [
        (1, "50", "30"), (2, "90", "70"),
    ]  # fmt: skip
    assert note.reason == "Angka ganda"
    assert note.made_by == rad.world.people["sekretariat2"]
    assert AuditEvent.objects.filter(action="rad.correction_note", object_id=str(note.pk)).count() == 1


def test_the_later_quarter_alone_moves_when_the_later_quarter_is_corrected(rad: Rad) -> None:
    corrected(rad, Given(value=Decimal(1)), ordinal=2)
    assert [each["slot"] for each in Correction.objects.get().scores] == [2]


def test_the_score_after_is_what_the_figures_now_say(rad: Rad) -> None:
    before = year_data(rad.plan, TODAY.year, TODAY)
    old = {slot: before.at(slot, sight=EVERYTHING).score.value for slot in (1, 2)}
    corrected(rad, Given(value=Decimal(7)))
    data = year_data(rad.plan, TODAY.year, TODAY)
    for each in Correction.objects.get().scores:
        assert Fraction(each["was"]) == old[each["slot"]]
        assert Fraction(each["becomes"]) == data.at(each["slot"], sight=EVERYTHING).score.value


def test_nothing_changed_is_no_correction(rad: Rad) -> None:
    corrected(rad, Given(value=Decimal("5.000")))
    assert not Correction.objects.exists()
    assert ValueRevision.objects.count() == 1


def test_a_first_acceptance_is_no_correction(rad: Rad) -> None:
    assert not Correction.objects.exists()
    assert not ValueRevision.objects.exists()


def test_two_rounds_are_each_compared_with_the_one_before(rad: Rad) -> None:
    corrected(rad, Given(value=Decimal(3)))
    report = corrected(rad, Given(value=Decimal(4)))
    notes = corrections_of(rad.plan, TODAY.year, 4, sight=EVERYTHING)
    assert [(c.was, c.becomes) for note in notes for c in note.changes] == [("5", "3"), ("3", "4")]
    rounds = revisions_of(report, full=True)
    assert [list(each.values.values()) for each in rounds] == [["3"], ["5"]]


def test_a_correction_that_only_caps_moves_no_score(world: World) -> None:
    rad = make_rad(world)
    rad.accept("dinsos", "dinsos", Given(value=Decimal(12)))
    ordinal = rad.period.ordinal if rad.period else 0
    corrected(rad, Given(value=Decimal(15)), ordinal=ordinal)
    note = Correction.objects.get()
    assert (len(note.values), note.scores) == (1, [])


def test_only_slots_up_to_the_asked_one_are_told(rad: Rad) -> None:
    corrected(rad, Given(value=Decimal(3)), ordinal=2)
    assert not corrections_of(rad.plan, TODAY.year, 1)
    assert len(corrections_of(rad.plan, TODAY.year, 2)) == 1
    assert not corrections_of(rad.plan, TODAY.year - 1, 4)


def test_pages_show_both_side_by_side(rad: Rad, sign_in: SignIn) -> None:
    report = corrected(rad, Given(value=Decimal(3)))
    client = sign_in(rad.world.people["pengawas"])
    page = client.get(report.get_absolute_url()).content.decode()
    for words in ("Angka sebelum koreksi", "Angka ganda", "Sekretariat2 Contoh", ">5</td>", ">3</td>"):
        assert words in page, words
    period = client.get(f"/rad/periode/{quarter(rad, 2).pk}/").content.decode()
    for words in ("Koreksi atas angka yang sudah diterima", "50,0", "30,0", "90,0", "70,0", "Angka ganda"):
        assert words in period, words


@pytest.fixture
def victims(world: World) -> Rad:
    """A ratio about victims, 7 of 9 accepted and corrected to 8 of 9."""
    rad = make_rad(world, adopted=False)
    services.indicator_update(
        indicator=rad.indicator("dinsos"), by=rad.secretariat, aggregation=Aggregation.RATIO,
        about_victims=True, targets={(TODAY.year, None): Decimal(100)},
    )  # fmt: skip
    rad.plan = services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    open_period(rad, ordinal=1)
    rad.accept("dinsos", "dinsos", Given(numerator=Decimal(7), denominator=Decimal(9)))
    corrected(rad, Given(numerator=Decimal(8), denominator=Decimal(9)))
    return rad


@pytest.mark.parametrize(
    ("person", "sees"),
    [("sekretariat", True), ("sekda", True), ("dinsos", True), ("dinkes", False), ("pengawas", False)],
)
def test_a_correction_about_victims_is_guarded(
    victims: Rad, sign_in: SignIn, person: str, sees: bool
) -> None:
    client = sign_in(victims.world.people[person])
    report = ProgressReport.objects.get()
    for url in (report.get_absolute_url(), f"/rad/periode/{quarter(victims, 1).pk}/"):
        page = client.get(url).content.decode()
        assert ("7 dari 9" in page, "8 dari 9" in page) == (sees, sees), url
        assert ("* disembunyikan" in page) != sees
    note = corrections_of(
        victims.plan, TODAY.year, 4, sight=selectors.sight_for(victims.world.people[person])
    )[0]
    assert bool(note.effects) == sees


def test_paper_tells_no_number_of_a_correction_about_victims(victims: Rad) -> None:
    (note,) = corrections_of(victims.plan, TODAY.year, 4)
    assert [(each.was, each.becomes) for each in note.changes] == [("* disembunyikan", "* disembunyikan")]
    assert note.effects == ()
