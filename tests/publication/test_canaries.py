"""What people wrote about their work or about victims, and who they are, is in no form of what is public."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.services import figures as case_figures
from gugus.publication.enums import Section
from rad import services
from rad.enums import PartyKind
from rad.models import ActionItem
from rad.services import Given
from rad.services.items import PartyGiven
from tests.access.canaries import Sweep
from tests.access.watch import Watch
from tests.cases.scene import add_people, make_cases, word
from tests.factories import World
from tests.files import one_page
from tests.publication.builders import ADDRESS, acting, draft, proposed, released, turn_on
from tests.publication.reading import get
from tests.rad.builders import Rad, add_item, make_rad, open_period
from tests.workers import as_worker

pytestmark = pytest.mark.django_db
TEXTS = ("narrative", "obstacles", "follow_up")
PLANTED = (*TEXTS, "party", "note", "evidence", "evidence_file", "comment", "draft", "returned", "correction")


@pytest.fixture
def full(world: World) -> Rad:
    """A year's work with a canary in every text a person typed, and cases; all that may be public is."""
    rad = make_rad(world, adopted=False)
    program = rad.items["dinsos"].program
    add_item(rad, "orang", PartyGiven(PartyKind.TEXT, word("party")), program, note=word("note"))
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=rad.secretariat
    )
    open_period(rad)
    texts = {name: word(name) for name in TEXTS}
    first = rad.submit("dinsos", "dinsos", Given(value=Decimal(6)), **texts)
    services.report_return(report=first, reason=word("returned"), due=rad.period.deadline, by=rad.secretariat)
    _prove(rad)
    report = rad.accept("dinsos", "dinsos", Given(value=Decimal(7)), **texts)
    services.report_unlock(
        report=report, reason=word("correction"), due=rad.period.deadline, by=rad.secretariat
    )
    rad.accept("dinsos", "dinsos", Given(value=Decimal(8)), **texts)
    rad.save("dinkes", "dinkes", Given(value=Decimal(1)), narrative=word("draft"))
    services.comment_add(
        item=ActionItem.objects.get(pk=rad.items["dinsos"].pk),
        text=word("comment"),
        by=world.people["dinsos"],
    )
    turn_on(world, sections=Section.values)
    return rad


def _prove(rad: Rad) -> None:
    services.evidence_add(
        item=rad.items["dinsos"], period=rad.period, title=word("evidence"), evidence_on=timezone.localdate(),
        upload=SimpleUploadedFile("a.pdf", one_page(word("evidence_file")), "application/pdf"),
        by=rad.world.people["dinsos"],
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_nothing_anybody_typed_gets_out(full: Rad) -> None:
    world = full.world
    add_people(world)
    cases = make_cases(world)
    with as_worker():
        case_figures.figures_fill(task_force_id=world.task_force.pk)
    for row in (draft(world), proposed(world)):
        assert get(f"/terbuka/{ADDRESS}/{row.number or 1}/").status_code == 404
    released(world)
    watch = Watch(cases.words | {f"{name}@rad": word(name) for name in PLANTED}, {"tamu": Client()})
    watch.public()
    assert watch.sweep.looked["terbuka"] > 5_000
    assert not watch.sweep.hits
    told = get(f"/terbuka/{ADDRESS}/1/data.json").content.decode()
    told += get(f"/terbuka/{ADDRESS}/").content.decode()
    names = {person.full_name for person in world.people.values()}
    assert not [name for name in names if name in told]
    assert not [person.email for person in world.people.values() if person.email in told]


def test_the_search_hears_what_may_be_public(full: Rad) -> None:
    """An activity's name is part of the plan: planted there, a word is found in every form."""
    item = full.items["dinsos"]
    type(item).objects.filter(pk=item.pk).update(name=f"Kegiatan {word('terbuka')}")
    released(full.world)
    for form in ("", "1/", "1/data.csv", "1/data.json", "1/rad/", "1/rad.csv"):
        sweep = Sweep({"item@rad": word("terbuka")})
        assert sweep.look("terbuka", "tamu", form, get(f"/terbuka/{ADDRESS}/{form}").content), form


def test_those_who_decide_see_no_more_than_the_public_will(full: Rad, sign_in: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    row = proposed(full.world)
    page = sign_in(full.world.people["sekda"]).get(row.get_absolute_url()).content
    sweep = Sweep({f"{name}@rad": word(name) for name in PLANTED})
    assert not sweep.look("halaman", "sekda", "pratinjau", page)
    with acting(full.world, "sekda") as now:
        assert now.user.authority.has_role("pimpinan")
