"""The tree of a draft: whatever is moved, placed, taken out or put back, numbers and codes stay in order."""

from collections.abc import Callable
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

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied
from rad import services
from rad.models import (
    ActionItem,
    ActionItemGrant,
    Indicator,
    ItemComment,
    Party,
    Program,
    RemovedPart,
    Strategy,
    Target,
)
from rad.workbook.texts import roman
from tests.factories import World
from tests.rad.builders import Rad, add_item, agency_party, make_rad

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SignIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    """Two strategies, three programmes, five items."""
    rad = make_rad(world, adopted=False)
    by = rad.secretariat
    second = services.strategy_create(plan=rad.plan, name="Penanganan", by=by)
    for strategy, name in ((Strategy.objects.get(number=1), "Dua"), (second, "Tiga")):
        program = services.program_create(strategy=strategy, name=f"Program {name}", by=by)
        add_item(rad, name, agency_party(world, "Polres"), program)
    return rad


def codes(rad: Rad) -> list[str]:
    items = ActionItem.objects.filter(program__strategy__plan=rad.plan)
    return [f"{item.code} {item.name}" for item in items]


def check_order(rad: Rad) -> None:
    """Siblings are numbered 1 to n; every code says where its item stands."""
    for model, parent in (
        (Strategy, "plan"),
        (Program, "strategy"),
        (ActionItem, "program"),
        (Indicator, "item"),
    ):
        groups: dict[Any, list[int]] = {}
        for key, number in model.objects.order_by("number").values_list(parent, "number"):
            groups.setdefault(key, []).append(number)
        for numbers in groups.values():
            assert numbers == list(range(1, len(numbers) + 1)), model
    for item in ActionItem.objects.select_related("program__strategy"):
        strategy = item.program.strategy
        assert item.code == f"{roman(strategy.number)}.{item.program.number}.{item.number}"


def everything() -> dict[str, list[Any]]:
    """Every row of the matrix, field by field."""
    models = (Strategy, Program, ActionItem, Party, Indicator, Target, ItemComment)
    grants = sorted(map(str, ActionItemGrant.objects.values_list("content_object_id", "group_id")))
    return {m.__name__: sorted(map(str, m.objects.order_by().values_list())) for m in models} | {
        "grants": grants
    }


def test_moving_up_and_down_changes_places_with_the_neighbour(rad: Rad) -> None:
    by = rad.secretariat
    row = services.row_move(row=rad.items["dinkes"], up=True, by=by)
    assert row.code == "I.1.1"
    assert codes(rad)[:3] == ["I.1.1 Kegiatan dinkes", "I.1.2 Kegiatan dinsos", "I.1.3 Kegiatan hukum"]
    assert services.row_move(row=row, up=True, by=by).code == "I.1.1"
    services.row_move(row=Strategy.objects.get(number=1), up=False, by=by)
    assert codes(rad)[0] == "I.1.1 Kegiatan Tiga"
    assert codes(rad)[-1] == "II.2.1 Kegiatan Dua"
    check_order(rad)


def test_placing_puts_at_the_end_and_closes_the_gap(rad: Rad) -> None:
    other = Program.objects.get(name="Program Tiga")
    row = services.row_place(row=rad.items["dinsos"], parent=other, by=rad.secretariat)
    assert (row.code, row.parties.get().label) == ("II.1.2", "Dinas Sosial")
    services.row_place(row=other, parent=Strategy.objects.get(number=1), by=rad.secretariat)
    assert codes(rad)[-1] == "I.3.2 Kegiatan dinsos"
    check_order(rad)


def test_nothing_is_placed_in_another_plan(rad: Rad) -> None:
    other = services.plan_create(
        code="RAD-LAIN", title="Lain", first_year=TODAY.year, last_year=TODAY.year, by=rad.secretariat
    )
    strategy = services.strategy_create(plan=other, name="Asing", by=rad.secretariat)
    with pytest.raises(ValidationError, match="RAD yang sama"):
        services.row_place(row=Program.objects.get(name="Program Dua"), parent=strategy, by=rad.secretariat)


@pytest.mark.parametrize("name", ["strategy", "program", "item", "indicator"])
def test_what_was_removed_comes_back_as_it_was(rad: Rad, name: str) -> None:
    ItemComment.objects.create(item=rad.items["dinsos"], text="Catatan", author=rad.secretariat)
    Target.objects.create(indicator=rad.indicator("dinsos"), year=TODAY.year, quarter=2, value=Decimal("2.5"))
    item = rad.items["dinsos"]
    rows = {
        "strategy": item.program.strategy, "program": item.program, "item": item,
        "indicator": rad.indicator("dinsos"),
    }  # fmt: skip
    before = everything()
    part = services.row_remove(row=rows[name], by=rad.secretariat)
    assert everything() != before
    check_order(rad)
    services.row_restore(part=part, by=rad.secretariat)
    assert everything() == before
    assert not RemovedPart.objects.exists()


def test_a_part_waits_for_what_it_stood_under(rad: Rad) -> None:
    item = rad.items["dinsos"]
    inner = services.row_remove(row=item, by=rad.secretariat)
    outer = services.row_remove(row=Program.objects.get(pk=item.program_id), by=rad.secretariat)
    with pytest.raises(ValidationError, match="juga sudah dihapus"):
        services.row_restore(part=inner, by=rad.secretariat)
    services.row_restore(part=outer, by=rad.secretariat)
    services.row_restore(part=inner, by=rad.secretariat)
    check_order(rad)


def test_the_trail_tells_codes_and_no_words(rad: Rad) -> None:
    services.row_remove(row=rad.items["dinsos"], by=rad.secretariat)
    event = AuditEvent.objects.filter(action="rad.item_remove").get()
    assert (event.object_label, event.actor) == ("I.1.1", rad.secretariat)


def test_a_plan_in_force_is_not_rearranged(rad: Rad) -> None:
    part = services.row_remove(row=rad.items["hukum"], by=rad.secretariat)
    services.plan_adopt(plan=rad.plan, instrument="Perwali", adopted_on=TODAY, by=rad.secretariat)
    row, by = rad.items["dinsos"], rad.secretariat
    acts: list[Callable[[], Any]] = [
        lambda: services.row_move(row=row, up=False, by=by),
        lambda: services.row_place(row=row, parent=Program.objects.get(name="Program Dua"), by=by),
        lambda: services.row_remove(row=row, by=by),
        lambda: services.row_restore(part=part, by=by),
    ]
    for act in acts:
        with pytest.raises(Denied, match="terkunci"):
            act()


@pytest.mark.parametrize("person", ["dinsos", "sekda", "pengawas", "admin"])
def test_only_the_secretariat_rearranges(rad: Rad, person: str) -> None:
    with pytest.raises(Denied):
        services.row_move(row=rad.items["dinsos"], up=False, by=rad.world.people[person])


# --- Property: any order of edits --------------------------------------------------------------------------

EDITS = st.lists(
    st.tuples(
        st.sampled_from(["up", "down", "place", "remove", "restore", "add"]),
        st.sampled_from([Strategy, Program, ActionItem, Indicator]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_after_any_edits_numbers_run_and_codes_follow(rad: Rad, edits: list[Any]) -> None:
    with transaction.atomic():
        for step in edits:
            edit(rad, *step)
            check_order(rad)
        transaction.set_rollback(True)


def edit(rad: Rad, act: str, model: Any, pick: int, other: int) -> None:
    by, rows = rad.secretariat, list(model.objects.order_by("pk"))
    if act == "restore":
        put_back(by)
        return
    if not rows:
        return
    row = rows[pick % len(rows)]
    if act in ("up", "down"):
        services.row_move(row=row, up=act == "up", by=by)
    elif act == "remove":
        services.row_remove(row=row, by=by)
    elif act == "place" and model in (Program, ActionItem):
        parents = list((Strategy if model is Program else Program).objects.order_by("pk"))
        services.row_place(row=row, parent=parents[other % len(parents)], by=by)
    elif act == "add" and model is Program:
        services.item_create(program=row, name=f"Kegiatan {other}", by=by)


def put_back(by: Any) -> None:
    part = RemovedPart.objects.first()
    if part:
        try:
            with transaction.atomic():
                services.row_restore(part=part, by=by)
        except ValidationError:
            assert RemovedPart.objects.filter(pk=part.pk).exists()


# --- Pages -------------------------------------------------------------------------------------------------


def test_the_page_moves_by_buttons_and_gives_the_focus_back(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    url, item = reverse("rad:plan-tree", args=[rad.plan.pk]), rad.items["dinkes"]
    page = client.post(url, {"naik": f"item:{item.pk}"}, follow=True)
    assert page.redirect_chain == [(f"{url}?fokus={item.pk}&tombol=naik", 302)]
    text = page.content.decode()
    # First of its programme now: up is off, so down takes the focus.
    assert f'id="turun-{item.pk}" name="turun" value="item:{item.pk}" autofocus' in text
    assert text.index("I.1.1</b>") < text.index("I.1.2</b>")


def test_htmx_gets_the_tree_alone_and_the_same(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    url, item = reverse("rad:plan-tree", args=[rad.plan.pk]), rad.items["hukum"]
    part = client.post(url, {"naik": f"item:{item.pk}"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<form")
    whole = client.get(f"{url}?fokus={item.pk}&tombol=naik").content.decode()
    begin, end = part.index("<ol"), part.rindex("</ol>")
    assert part[begin:end] in whole


def test_removing_by_page_names_what_goes_and_offers_it_back(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    program = rad.items["dinsos"].program
    url = reverse("rad:program-remove", args=[program.pk])
    assert "Ikut terhapus: 3 kegiatan, 3 indikator dengan targetnya." in client.get(url).content.decode()
    page = client.post(url, follow=True).content.decode()
    assert "I.1 dihapus" in page
    assert "Batalkan penghapusan" in page
    part = RemovedPart.objects.get()
    tree = reverse("rad:plan-tree", args=[rad.plan.pk])
    back = client.post(tree, {"pulihkan": str(part.pk)}, follow=True).content.decode()
    assert "Kegiatan dinsos" in back
    assert client.post(tree, {"pulihkan": str(part.pk)}).status_code == 404


def test_placing_by_page(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    item, there = rad.items["dinsos"], Program.objects.get(name="Program Tiga")
    url = reverse("rad:item-place", args=[item.pk])
    text = client.get(url).content.decode()
    assert "II.1 Program Tiga" in text
    assert "I.1 Program Contoh" not in text
    page = client.post(url, {"parent": str(there.pk)}, follow=True).content.decode()
    assert "II.1.2</b>" in page
    wrong = client.post(url, {"parent": str(item.pk)})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors


@pytest.mark.parametrize(
    "data", [{}, {"naik": "item"}, {"naik": "item:x"}, {"naik": "plan:x"}, {"turun": "item:"}]
)
def test_what_is_no_row_is_not_found(rad: Rad, sign_in: SignIn, data: dict[str, str]) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    assert client.post(reverse("rad:plan-tree", args=[rad.plan.pk]), data).status_code == 404


def test_a_row_of_another_plan_is_not_found(rad: Rad, sign_in: SignIn) -> None:
    other = services.plan_create(
        code="RAD-LAIN", title="Lain", first_year=TODAY.year, last_year=TODAY.year, by=rad.secretariat
    )
    client = sign_in(rad.world.people["sekretariat"])
    data = {"naik": f"item:{rad.items['dinsos'].pk}"}
    assert client.post(reverse("rad:plan-tree", args=[other.pk]), data).status_code == 404


def test_a_large_tree_opens_one_strategy(rad: Rad, sign_in: SignIn) -> None:
    program = Program.objects.get(name="Program Tiga")
    ActionItem.objects.bulk_create(
        ActionItem(program=program, number=n, code=f"II.1.{n}", name=f"Banyak {n}") for n in range(2, 80)
    )
    client = sign_in(rad.world.people["sekretariat"])
    url = reverse("rad:plan-tree", args=[rad.plan.pk])
    first = client.get(url).content.decode()
    assert "Kegiatan dinsos" in first
    assert "Banyak 5" not in first
    assert "Buka 79 kegiatan" in first
    assert "Banyak 5" in client.get(f"{url}?strategi={program.strategy_id}").content.decode()
    key = ActionItem.objects.get(name="Banyak 5").pk
    assert "Banyak 5" in client.get(f"{url}?fokus={key}").content.decode()


def test_an_indicator_takes_quarterly_targets_and_how_it_is_counted(rad: Rad, sign_in: SignIn) -> None:
    client = sign_in(rad.world.people["sekretariat"])
    row, year = rad.indicator("dinsos"), TODAY.year
    Indicator.objects.filter(pk=row.pk).update(victims_confirmed=False)
    url = reverse("rad:indicator-update", args=[row.pk])
    data = {
        "name": "Jumlah", "unit": "orang", "aggregation": "jumlah", "direction": "naik", "graded": "on",
        "weight": "1", f"target_{year}": "10",
    }  # fmt: skip
    assert client.post(url, data | {f"target_{year}_2": "lima"}).context["form"].errors
    typed = {f"target_{year}_2": "5,5", f"target_{year}_4": "10", "cumulative": "on", "about_victims": "on"}
    saved = client.post(url, data | typed)
    assert saved["Location"] == f"{reverse('rad:plan-tree', args=[rad.plan.pk])}?fokus={row.pk}"
    row.refresh_from_db()
    assert (row.cumulative, row.about_victims, row.victims_confirmed) == (True, True, True)
    assert [(t.year, t.quarter, t.value) for t in row.targets.all()] == [
        (year, None, 10), (year, 2, Decimal("5.5")), (year, 4, 10),
    ]  # fmt: skip
    again = client.get(url).content.decode()
    assert again.count('<details class="disclosure stack-item" open>') == 1
