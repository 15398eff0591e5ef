"""A plan's life: revised, replaced, copied, thrown away; nothing is lost and nothing counts twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.core.permissions import Denied
from rad import selectors, services
from rad.enums import COUNTED, PartyKind, PeriodStatus, PlanStatus, ReportStatus
from rad.models import (
    ActionItem,
    ActionItemGrant,
    ActionPlan,
    Evidence,
    Indicator,
    IndicatorValue,
    ItemComment,
    PeriodChapter,
    Program,
    ProgressReport,
    RemovedPart,
    ReportDraft,
    ReportingPeriod,
    Strategy,
    Target,
)
from rad.services import Given
from rad.services.items import PartyGiven
from rad.views.versions import next_code
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period
from tests.rad.test_queries import queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
KEYS = ("dinsos", "dinkes", "hukum")


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def adopt(plan: ActionPlan, rad: Rad) -> ActionPlan:
    return services.plan_adopt(plan=plan, instrument="Perwali 2", adopted_on=TODAY, by=rad.secretariat)


def revised(rad: Rad) -> ActionPlan:
    """The next version, adopted without a change."""
    return adopt(services.plan_revise(plan=rad.plan, by=rad.secretariat), rad)


def twin(row: Any, plan: ActionPlan) -> Any:
    """The same thing in another version."""
    paths = {
        Strategy: "plan",
        ActionItem: "program__strategy__plan",
        Indicator: "item__program__strategy__plan",
    }
    return type(row).objects.get(lineage=row.lineage, **{paths[type(row)]: plan})


def shape(plan: ActionPlan, *, lineage: bool = True, shift: int = 0) -> list[Any]:
    """A matrix as plain values, to compare two of them."""
    found: list[Any] = []
    rows = Indicator.objects.filter(item__program__strategy__plan=plan).order_by(
        "item__program__strategy__number", "item__program__number", "item__number", "number"
    )
    for row in rows:
        item, program = row.item, row.item.program
        fields = [f.name for f in row._meta.concrete_fields if f.name not in ("id", "item", "lineage")]
        found.append(
            [
                program.strategy.name, program.name, item.code, item.name, item.budget, item.funding,
                [(p.role, p.kind, p.label, p.agency_id) for p in item.parties.all()],
                [(t.year + shift, t.quarter, t.value) for t in row.targets.all()],
                [getattr(row, name) for name in fields],
                [row.lineage, item.lineage, program.lineage, program.strategy.lineage] if lineage else "",
            ]
        )  # fmt: skip
    return found


def test_a_revision_copies_every_row_as_the_same_thing(rad: Rad) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    assert (draft.version, draft.replaces, draft.status, draft.code) == (2, rad.plan, "draf", "RAD-UJI")
    assert shape(draft) == shape(rad.plan)
    assert not ActionItemGrant.objects.filter(content_object__program__strategy__plan=draft).exists()


def test_one_draft_at_a_time_and_only_of_the_plan_in_force(rad: Rad) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    with pytest.raises(Denied, match="sudah ada"):
        services.plan_revise(plan=rad.plan, by=rad.secretariat)
    with pytest.raises(Denied, match="sedang berlaku"):
        services.plan_revise(plan=draft, by=rad.secretariat)
    adopt(draft, rad)
    with pytest.raises(Denied, match="sedang berlaku"):
        services.plan_revise(plan=rad.plan, by=rad.secretariat)


def test_the_new_version_replaces_the_old_with_its_open_periods(rad: Rad) -> None:
    report = rad.accept("dinsos", "dinsos")
    old_period = rad.period
    plan = revised(rad)
    old = ActionPlan.objects.get(pk=rad.plan.pk)
    assert (old.status, plan.status) == (PlanStatus.REVISED, PlanStatus.ADOPTED)
    old_period.refresh_from_db()
    period = plan.periods.get()
    assert (old_period.status, period.status) == (PeriodStatus.CLOSED, PeriodStatus.OPEN)
    assert (period.kind, period.year, period.ordinal, period.deadline) == (
        old_period.kind, old_period.year, old_period.ordinal, old_period.deadline,
    )  # fmt: skip
    report.refresh_from_db()
    assert (report.period, report.item) == (period, twin(rad.items["dinsos"], plan))
    assert report.values.get().indicator == twin(rad.indicator("dinsos"), plan)


def test_all_that_hangs_on_a_report_comes_along(rad: Rad) -> None:
    by = rad.world.people["dinsos"]
    report = rad.save("dinsos", "dinsos", narrative="Sedang disusun.")
    proof = Evidence.objects.create(
        report=report, title="Foto", evidence_on=TODAY, link="https://contoh.example.id/", added_by=by
    )
    draft = ReportDraft.objects.create(
        period=rad.period, item=rad.items["dinsos"], person=by, fields={"narasi": "Baru"}
    )
    note = ItemComment.objects.create(item=rad.items["dinsos"], period=rad.period, text="Baik", author=by)
    chapter = PeriodChapter.objects.create(period=rad.period, introduction="Awal", updated_by=rad.secretariat)
    plan = revised(rad)
    period, item = plan.periods.get(), twin(rad.items["dinsos"], plan)
    for row in (report, proof, draft, note, chapter):
        row.refresh_from_db()
    assert (report.status, report.narrative, proof.report) == ("draf", "Sedang disusun.", report)
    assert (draft.period, draft.item, note.period, note.item) == (period, item, period, item)
    assert chapter.period == period
    # The liaison goes on where they were.
    services.report_save(item=item, period=period, by=by, narrative="Selesai.")
    report.refresh_from_db()
    assert report.narrative == "Selesai."


def test_what_the_new_version_dropped_stays_with_the_old(rad: Rad) -> None:
    kept, dropped = rad.accept("dinsos", "dinsos"), rad.accept("dinkes", "dinkes")
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    services.row_remove(row=twin(rad.items["dinkes"], draft), by=rad.secretariat)
    adopt(draft, rad)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert kept.period.plan == draft
    assert (dropped.period, dropped.item, dropped.status) == (rad.period, rad.items["dinkes"], "diterima")
    assert not RemovedPart.objects.exists()


def test_closed_periods_stay_and_still_count(rad: Rad) -> None:
    rad.accept("dinsos", "dinsos", Given(value=Decimal(4)))
    services.period_close(period=rad.period, by=rad.secretariat)
    before = selectors.year_data(rad.plan, TODAY.year, TODAY)
    plan = revised(rad)
    assert not plan.periods.exists()
    after = selectors.year_data(plan, TODAY.year, TODAY)
    assert after.at(4).score == before.at(4).score
    assert after.at(4).score.value == Decimal(40)
    assert [row.cells for row in selectors.lateness(plan, TODAY.year, TODAY)[1]] == [
        row.cells for row in selectors.lateness(rad.plan, TODAY.year, TODAY)[1]
    ]


def test_the_old_versions_own_figures_do_not_fall(rad: Rad) -> None:
    """Reports moved on with their open period; the old version still shows what it had reached."""
    rad.accept("dinsos", "dinsos", Given(value=Decimal(10)))
    before = selectors.year_data(rad.plan, TODAY.year, TODAY).at(4).score
    revised(rad)
    assert selectors.year_data(rad.plan, TODAY.year, TODAY).at(4).score == before


def test_what_a_revision_adds_is_not_overdue_in_the_past(rad: Rad) -> None:
    for key, person in (("dinsos", "dinsos"), ("dinkes", "dinkes")):
        rad.accept(key, person, Given(value=Decimal(10)))
    rad.accept("hukum", "sekretariat", Given(value=Decimal(10)), proof_note="Surat 1")
    slot = rad.period.ordinal
    ReportingPeriod.objects.update(deadline=TODAY - timedelta(days=5))
    services.period_close(period=ReportingPeriod.objects.get(), by=rad.secretariat)
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    program = Program.objects.get(strategy__plan=draft)
    add_item(rad, "polres", agency_party(rad.world, "Polres"), program)
    plan = adopt(draft, rad)
    data = selectors.year_data(plan, TODAY.year, TODAY)
    assert data.at(slot).score.value == Decimal(100)
    row = next(r for r in selectors.lateness(plan, TODAY.year, TODAY)[1] if r.label == "Polres")
    assert (row.late, list(row.cells.values())) == (0, [(0, 0)])


def test_a_closed_period_is_opened_anew_with_its_reports(rad: Rad) -> None:
    report = rad.accept("dinsos", "dinsos")
    services.period_close(period=rad.period, by=rad.secretariat)
    rad.plan = revised(rad)
    with pytest.raises(Denied, match="versi lama"):
        services.period_reopen(period=ReportingPeriod.objects.get(), by=rad.secretariat)
    period = open_period(rad)
    report.refresh_from_db()
    assert (report.period, report.item.program.strategy.plan) == (period, rad.plan)
    assert IndicatorValue.objects.count() == 1


def test_a_year_keeps_its_kind_of_period_over_a_revision(rad: Rad) -> None:
    services.period_close(period=rad.period, by=rad.secretariat)
    plan = revised(rad)
    with pytest.raises(ValidationError, match="satu jenis periode"):
        services.period_open(
            plan=plan, kind="semester", year=TODAY.year, ordinal=1, deadline=TODAY, by=rad.secretariat
        )


def test_a_version_without_the_year_of_an_open_period_is_refused(rad: Rad) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    draft = services.plan_update(plan=draft, first_year=TODAY.year + 1, by=rad.secretariat)
    with pytest.raises(ValidationError, match="masih dibuka"), transaction.atomic():
        adopt(draft, rad)
    assert ActionPlan.objects.get(pk=rad.plan.pk).status == PlanStatus.ADOPTED


def test_a_version_is_not_older_than_the_one_it_replaces(rad: Rad) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    with pytest.raises(ValidationError, match="Versi sebelumnya ditetapkan"):
        services.plan_adopt(
            plan=draft, instrument="Perwali 2", adopted_on=TODAY - timedelta(days=40), by=rad.secretariat
        )


def test_the_agency_keeps_its_evidence_and_mends_its_old_reports(rad: Rad) -> None:
    """The old version's rights stay with those who reported it; nothing new is reported there."""
    by = rad.world.people["dinsos"]
    report = rad.accept("dinsos", "dinsos")
    Evidence.objects.create(
        report=report, title="Foto", evidence_on=TODAY, link="https://contoh.example.id/", added_by=by
    )
    services.period_close(period=rad.period, by=rad.secretariat)
    revised(rad)
    assert Evidence.objects.visible_to(by).count() == 1
    with pytest.raises(Denied):
        rad.save("hukum", "sekretariat", proof_note="Surat 1")
    services.report_unlock(report=report, reason="Periksa lagi", due=TODAY, by=rad.secretariat)
    assert [duty.note for duty in selectors.duties_for(by)] == ["Periksa lagi"]
    values = {rad.indicator("dinsos").pk: Given(value=Decimal(7))}
    again = services.report_save(item=rad.items["dinsos"], period=rad.period, by=by, values=values)
    services.report_submit(report=again, by=by)


def test_history_and_the_last_value_reach_over_versions(rad: Rad) -> None:
    by = rad.world.people["dinsos"]
    rad.accept("dinsos", "dinsos", Given(value=Decimal(3)))
    services.period_close(period=rad.period, by=rad.secretariat)
    rad.plan = revised(rad)
    item = twin(rad.items["dinsos"], rad.plan)
    history = selectors.item_history(by, item, own=True)
    assert [list(row.values.values()) for row in history] == [["3"]]
    services.period_open(
        plan=rad.plan, kind="triwulan", year=TODAY.year + 1, ordinal=1, deadline=TODAY, by=rad.secretariat
    )
    period = rad.plan.periods.get()
    assert selectors.grid_for(by, period).items[0].cells[0].previous.startswith("3 · ")


def test_unsure_indicators_hold_the_adoption_back(world: World) -> None:
    rad = make_rad(world, adopted=False)
    Indicator.objects.filter(item=rad.items["dinsos"]).update(victims_confirmed=False)
    with pytest.raises(Denied, match="menyangkut korban"):
        adopt(rad.plan, rad)


def test_a_draft_is_thrown_away_and_nothing_else(rad: Rad) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    with pytest.raises(Denied, match="Hanya rancangan"):
        services.plan_discard(plan=rad.plan, by=rad.secretariat)
    services.plan_discard(plan=draft, by=rad.secretariat)
    assert [plan.pk for plan in ActionPlan.objects.all()] == [rad.plan.pk]
    assert Indicator.objects.count() == 3
    assert services.plan_revise(plan=rad.plan, by=rad.secretariat).version == 2


@pytest.mark.parametrize("act", ["plan_revise", "plan_discard", "plan_copy"])
def test_only_the_secretariat_of_the_plan_manages_versions(rad: Rad, act: str) -> None:
    words: dict[str, Any] = {}
    if act == "plan_copy":
        words = {"code": "X", "title": "X", "first_year": 2030, "last_year": 2031}
    for person in ("dinsos", "sekda", "pengawas", "admin"):
        with pytest.raises(Denied):
            getattr(services, act)(plan=rad.plan, by=rad.world.people[person], **words)


def test_a_copy_is_a_plan_of_its_own(rad: Rad) -> None:
    """Next years' plan: the same matrix, targets moved with the years, nobody else's history."""
    row = rad.indicator("dinsos")
    Target.objects.bulk_create(
        Target(indicator=row, year=year, quarter=quarter, value=value)
        for year, quarter, value in ((TODAY.year, 2, 3), (TODAY.year + 1, None, 30))
    )
    first = rad.plan.last_year + 1
    years = {"first_year": first, "last_year": first + 1}
    copy = services.plan_copy(plan=rad.plan, code="RAD-BARU", title="Baru", **years, by=rad.secretariat)
    assert (copy.version, copy.replaces, copy.status) == (1, None, "draf")
    same, kept = shape(rad.plan, lineage=False, shift=3), set(range(first, first + 2))
    for line in same:
        line[7] = [target for target in line[7] if target[0] in kept]
    assert shape(copy, lineage=False) == same
    assert [t[0] for t in shape(copy)[0][7]] == [first + 1, first + 1]
    lineages = Counter(Indicator.objects.values_list("lineage", flat=True))
    assert set(lineages.values()) == {1}
    with pytest.raises(ValidationError, match="sudah dipakai"), transaction.atomic():
        services.plan_copy(
            plan=rad.plan,
            code="RAD-BARU",
            title="Lagi",
            first_year=first,
            last_year=first,
            by=rad.secretariat,
        )


# --- Property: random years, random revisions --------------------------------------------------------------


def accepted(rad: Rad) -> Counter[Any]:
    """Every value that counts, by what it is a value of; nothing else may decide a figure."""
    rows = IndicatorValue.objects.filter(report__status__in=COUNTED)
    return Counter(
        rows.values_list("indicator__lineage", "report__period__year", "report__period__ordinal", "value")
    )


def words(rad: Rad) -> Counter[Any]:
    """All reports, whatever their state, with their item and quarter."""
    return Counter(
        ProgressReport.objects.values_list("pk", "item__lineage", "period__ordinal", "status", "narrative")
    )


def edit(draft: ActionPlan, rad: Rad, step: tuple[str, int]) -> None:
    """One random change of the draft."""
    name, pick = step
    items = list(ActionItem.objects.filter(program__strategy__plan=draft))
    item = items[pick % len(items)]
    by = rad.secretariat
    if name == "drop" and len(items) > 1:
        services.row_remove(row=item, by=by)
    elif name == "up":
        services.row_move(row=item, up=True, by=by)
    elif name == "rename":
        services.item_update(item=item, name=f"Kegiatan {pick}", by=by)
    elif name == "party":
        services.item_update(item=item, responsible=[agency_party(rad.world, "Polres")], by=by)
    elif name == "add":
        party = PartyGiven(PartyKind.TEXT, f"Camat {pick}")
        add_item(rad, f"baru{pick}", party, item.program)


STEPS = st.lists(
    st.tuples(st.sampled_from(["drop", "up", "rename", "party", "add", "none"]), st.integers(0, 9)),
    max_size=4,
)
# Per quarter and item: not begun, draft, submitted or accepted with a value; then whether it is closed.
QUARTER = st.tuples(st.tuples(*[st.sampled_from(["", "draf", "ajukan", "terima"])] * 3), st.booleans())


def report(rad: Rad, key: str, how: str, value: int) -> None:
    person = {"dinsos": "dinsos", "dinkes": "dinkes"}.get(key, "sekretariat")
    act: dict[str, Callable[..., Any]] = {"draf": rad.save, "ajukan": rad.submit, "terima": rad.accept}
    act[how](key, person, Given(value=Decimal(value)), proof_note="Surat 1")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(QUARTER, min_size=1, max_size=3), st.lists(STEPS, min_size=1, max_size=2))
def test_no_revision_loses_or_doubles_a_value(rad: Rad, quarters: list[Any], revisions: list[Any]) -> None:
    with transaction.atomic():
        _play(rad, quarters, revisions)
        transaction.set_rollback(True)


def _play(rad: Rad, quarters: list[Any], revisions: list[Any]) -> None:
    plan = ActionPlan.objects.get(pk=rad.plan.pk)
    ReportingPeriod.objects.all().delete()
    for ordinal, (states, closed) in enumerate(quarters, start=1):
        open_period(rad, ordinal=ordinal)
        for number, (key, how) in enumerate(zip(KEYS, states, strict=True)):
            if how:
                report(rad, key, how, ordinal * 3 + number)
        if closed:
            services.period_close(period=rad.period, by=rad.secretariat)
    for steps in revisions:
        values, reports = accepted(rad), words(rad)
        before = selectors.year_data(plan, TODAY.year, TODAY)
        draft = services.plan_revise(plan=plan, by=rad.secretariat)
        for step in steps:
            edit(draft, rad, step)
        old, plan = plan, adopt(draft, rad)
        assert (accepted(rad), words(rad)) == (values, reports)
        _check_figures(plan, values)
        after = selectors.year_data(plan, TODAY.year, TODAY)
        assert selectors.year_data(old, TODAY.year, TODAY).at(4).score == before.at(4).score
        if all(name in ("up", "rename", "party", "none") for name, _pick in steps):
            assert [after.at(slot).score for slot in (1, 2, 3, 4)] == [
                before.at(slot).score for slot in (1, 2, 3, 4)
            ]
        assert not ProgressReport.objects.filter(
            status=ReportStatus.DRAFT, period__status=PeriodStatus.OPEN
        ).exclude(period__plan=plan).exists()  # fmt: skip


def _check_figures(plan: ActionPlan, values: Counter[Any]) -> None:
    """What the figures rest on is every accepted value of the indicators the version holds, once."""
    data = selectors.year_data(plan, TODAY.year, TODAY)
    lines = {row.lineage: row.pk for row in data.indicators}
    used = Counter(
        (row.lineage, TODAY.year, entry.slot, entry.value)
        for row in data.indicators
        for entry in data.measures[row.pk].entries
    )
    assert used == Counter({key: count for key, count in values.items() if key[0] in lines})


# --- Pages -------------------------------------------------------------------------------------------------

SignIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def read(client: Client, url: str) -> str:
    """A page's text as one reads it."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_version_by_page_from_beginning_to_force(rad: Rad, sign_in: SignIn) -> None:
    office, liaison = (sign_in(rad.world.people[key]) for key in ("sekretariat", "dinsos"))
    old = rad.plan.get_absolute_url()
    assert "Buat versi baru" in read(office, old)
    started = office.post(reverse("rad:plan-revise", args=[rad.plan.pk]))
    draft = ActionPlan.objects.get(version=2)
    assert started["Location"] == reverse("rad:plan-tree", args=[draft.pk])
    new = draft.get_absolute_url()
    assert "Rancangan versi 2." in read(office, new)
    listed = read(office, reverse("rad:plan-list"))
    assert "rancangan versi 2" in listed
    assert listed.count('<tr role="row"') == 2
    assert liaison.get(new).status_code == 404
    assert "rancangan" not in read(liaison, reverse("rad:plan-list"))
    adopt(draft, rad)
    lines = read(liaison, old)
    assert "Versi lama." in lines
    assert "Digantikan versi 2 dengan Perwali 2 pada" in lines
    assert new in lines
    assert old in read(liaison, reverse("rad:plan-list"))
    assert "Versi lama." not in read(liaison, new)
    assert "Versi lama." in read(liaison, rad.items["dinsos"].get_absolute_url())
    assert "Versi lama." not in read(liaison, twin(rad.items["dinsos"], draft).get_absolute_url())


def test_throwing_a_draft_away_says_that_it_is_for_good(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    url = reverse("rad:plan-discard", args=[draft.pk])
    assert "tidak dapat dibatalkan" in read(client, url)
    assert client.post(url)["Location"] == rad.plan.get_absolute_url()
    assert not ActionPlan.objects.filter(version=2).exists()


def test_copying_by_page_proposes_the_next_years(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    url = reverse("rad:plan-copy", args=[rad.plan.pk])
    initial = client.get(url).context["form"].initial
    assert (initial["first_year"], initial["last_year"]) == (TODAY.year + 2, TODAY.year + 4)
    taken = client.post(url, initial)
    assert "sudah dipakai" in taken.content.decode()
    made = client.post(url, initial | {"code": "RAD-LANJUT"})
    plan = ActionPlan.objects.get(code="RAD-LANJUT")
    assert made["Location"] == plan.get_absolute_url()
    assert Indicator.objects.filter(item__program__strategy__plan=plan).count() == 3


def test_years_in_a_code_move_on() -> None:
    assert next_code("RAD-2024-2026", 3) == "RAD-2027-2029"
    assert next_code("RAD 12024", 3) == "RAD 12024"


def changed(rad: Rad) -> ActionPlan:
    """A draft with one change of each kind."""
    draft, by = services.plan_revise(plan=rad.plan, by=rad.secretariat), rad.secretariat
    rows = {key: twin(item, draft) for key, item in rad.items.items()}
    services.item_update(item=rows["dinsos"], budget=Decimal(1500000), by=by)
    services.item_update(item=rows["dinsos"], responsible=[agency_party(rad.world, "Polres")], by=by)
    indicator = rows["dinsos"].indicators.get()
    targets = {(TODAY.year, None): Decimal(12), (TODAY.year, 3): Decimal(5)}
    services.indicator_update(indicator=indicator, unit="orang", targets=targets, by=by)
    services.row_remove(row=rows["dinkes"], by=by)
    other = services.program_create(strategy=Strategy.objects.get(plan=draft), name="Program Lain", by=by)
    services.row_place(row=ActionItem.objects.get(pk=rows["hukum"].pk), parent=other, by=by)
    return services.plan_update(plan=draft, title="RAD Contoh Perubahan", by=by)


def test_differences_name_every_change_once(rad: Rad) -> None:
    draft = changed(rad)
    rows = selectors.plan_differences(rad.plan, draft)
    found = [(row.kind.value, row.where, row.what, row.before, row.after) for row in rows]
    year = TODAY.year
    assert sorted(found) == sorted([
        ("diubah", "RAD", "Judul", "RAD Contoh", "RAD Contoh Perubahan"),
        ("diubah", "I.1.1", "Pagu (Rp)", "", "Rp1.500.000"),
        ("diubah", "I.1.1", "Penanggung jawab", "Dinas Sosial", "Polres"),
        ("diubah", "I.1.1 · 1", "Satuan", "kegiatan", "orang"),
        ("diubah", "I.1.1 · 1", f"Target {year}", "10", "12"),
        ("diubah", "I.1.1 · 1", f"Target TW III {year}", "", "5"),
        ("dihapus", "I.1.2", "Kegiatan", "Kegiatan dinkes", ""),
        ("dihapus", "I.1.2 · 1", "Indikator", "Indikator dinkes", ""),
        ("dipindah", "I.2.1", "Kode", "I.1.3", "I.2.1"),
        ("ditambah", "I.2", "Program", "", "Program Lain"),
    ])  # fmt: skip


def test_an_unchanged_version_has_no_differences(rad: Rad, sign_in: SignIn) -> None:
    draft = services.plan_revise(plan=rad.plan, by=rad.secretariat)
    assert selectors.plan_differences(rad.plan, draft) == []
    client = sign_in(rad.world.people["sekretariat"])
    assert "Tidak ada perbedaan" in read(client, reverse("rad:plan-diff", args=[draft.pk]))
    assert "Belum ada versi lain" in read(client, reverse("rad:plan-diff", args=[services.plan_copy(
        plan=draft, code="RAD-SATU", title="Satu", first_year=2030, last_year=2031, by=rad.secretariat
    ).pk]))  # fmt: skip


def test_differences_are_filtered_and_exported_as_shown(rad: Rad, sign_in: SignIn) -> None:
    draft = changed(rad)
    client = sign_in(rad.world.people["sekretariat"])
    url = reverse("rad:plan-diff", args=[draft.pk])
    page = read(client, f"{url}?jenis=dihapus")
    assert "Kegiatan dinkes" in page
    assert "Program Lain" not in page
    lines = client.get(f"{url}?jenis=dihapus&_export=csv").content.decode().splitlines()
    assert lines[0] == "Kode,Nama,Jenis,Bagian,Semula,Menjadi"
    assert len(lines) == 3
    assert lines[1].startswith("I.1.2,Kegiatan dinkes,dihapus,Kegiatan,Kegiatan dinkes,")
    other = read(client, f"{reverse('rad:plan-diff', args=[rad.plan.pk])}?terhadap={draft.pk}")
    assert "Program Lain" in other
    assert sign_in(rad.world.people["dinsos"]).get(url).status_code == 404


def test_pages_of_versions_ask_no_more_for_more_rows(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    draft = changed(rad)
    urls = [reverse(name, args=[draft.pk]) for name in ("rad:plan-diff", "rad:plan-tree", "rad:plan-detail")]
    urls += [rad.plan.get_absolute_url(), reverse("rad:plan-list")]
    for url in urls:
        client.get(url)
    few = [len(queries(client, url)) for url in urls]
    program = Program.objects.filter(strategy__plan=draft).first()
    items = ActionItem.objects.bulk_create(
        ActionItem(program=program, number=n, code=f"I.1.{n}", name=f"Kegiatan {n}") for n in range(100, 350)
    )
    Indicator.objects.bulk_create(
        Indicator(item=item, name="Jumlah", unit="orang", aggregation="jumlah") for item in items
    )
    assert [len(queries(client, url)) for url in urls] == few
    assert max(few) <= 12, few
