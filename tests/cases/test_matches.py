"""One person in two cases: found by the kernel, told to the koordinator kasus, and to nobody else."""

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from cases.models import CaseJob, CaseTrail, PossibleMatch
from cases.services import identity, matches
from gugus.notices.models import Notice
from members.enums import Role
from tests.cases.builders import acting, fresh, open_case
from tests.factories import make_world
from tests.workers import Worker

pytestmark = pytest.mark.django_db(transaction=True)
NIK, OTHER = "3571015708010001", "3571015708010002"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(scope="module")
def worker():
    running = Worker()
    yield running
    running.stop()


@pytest.fixture
def found(world, worker):
    """Write a case with a NIK, wait for its search, and give the case."""
    world.person("koordinator", Role.HANDLER, world.agencies["Dinas Kesehatan"], is_coordinator=True)

    def write(nik, case=None, place=world):
        case = case or open_case(place, "dinsos_kasus", "Dinas Sosial")
        with acting(place, "dinsos_kasus") as now:
            seen = identity.identity_stamp(getattr(case, "saved", None))
            case.saved = identity.identity_save(case=case, by=now.user, seen=seen, name="A Contoh", nik=nik)

        def done():
            with acting(place, "dinsos_kasus"):
                jobs = list(CaseJob.objects.filter(case=case))
                return all(job.is_finished for job in jobs) and {job.status for job in jobs}

        assert worker.wait_for(done, "the search") == {"done"}
        return case

    return write


def pairs(world, key):
    with acting(world, key) as now:
        rows = PossibleMatch.objects.visible_to(now.user)
        assert set(rows) == set(PossibleMatch.objects.all())
        return {frozenset((row.first_code, row.second_code)) for row in rows}


def test_the_koordinator_alone_learns_of_it(world, found, sign_in):
    first, _other, empty = found(NIK), found(OTHER), found("")
    assert pairs(world, "koordinator") == set()
    twin, second_empty = found("3571 0157 0801 0001"), found("")
    assert pairs(world, "koordinator") == {frozenset((first.code, twin.code))}
    for key in world.people.keys() - {"koordinator"}:
        assert pairs(world, key) == set()
    (notice,) = Notice.objects.all()
    assert notice.recipient == world.people["koordinator"]
    words = notice.title + notice.detail
    assert not [word for word in (first.code, twin.code, "Contoh", NIK) if word in words]
    assert notice.url == reverse("cases:match-list")
    with acting(world, "dinsos_kasus") as now:
        mine = CaseTrail.objects.visible_to(now.user)
        acts = {
            row.pk: sorted(mine.filter(case_id=row.pk).values_list("action", flat=True))
            for row in (first, twin, empty, second_empty)
        }
    assert len({tuple(each) for each in acts.values()}) == 1
    page = sign_in(world.people["koordinator"]).get(reverse("cases:match-list")).content.decode()
    assert first.code in page
    assert twin.code in page


def test_an_answer_is_kept_and_may_be_changed(world, found, sign_in):
    found(NIK), found(NIK)
    client = sign_in(world.people["koordinator"])
    with acting(world, "koordinator"):
        row = PossibleMatch.objects.get()
    address = reverse("cases:match-update", args=[row.pk])
    assert "tidak terbuka untuk Anda" in client.get(address).content.decode()
    for status, decided in (("sama", True), ("berbeda", True), ("periksa", False)):
        send = {"status": status, "note": "catatan contoh"}
        assert client.post(address, send).url == reverse("cases:match-list")
        with acting(world, "koordinator"):
            row.refresh_from_db()
            assert (row.status, row.note, row.decided_at is not None) == (status, "catatan contoh", decided)
    assert client.post(address, {"status": "lain"}).status_code == 200
    assert sign_in(world.people["dinsos_kasus"]).get(address).status_code == 404
    with acting(world, "dinsos_kasus") as now:
        assert not CaseTrail.objects.visible_to(now.user).filter(action="cases.match_decide").exists()


def test_a_corrected_nik_takes_an_open_pair_away_but_not_a_settled_one(world, found):
    first, second, third = found(NIK), found(NIK), found(NIK)
    assert len(pairs(world, "koordinator")) == 3
    with acting(world, "koordinator") as now:
        settled = PossibleMatch.objects.get(first__in=[first, third], second__in=[first, third])
        matches.match_decide(match=settled, status="sama", by=now.user)
    found(OTHER, case=first)
    assert pairs(world, "koordinator") == {
        frozenset((second.code, third.code)), frozenset((first.code, third.code)),
    }  # fmt: skip
    found(OTHER, case=first)
    assert Notice.objects.count() == 3


def test_other_task_forces_are_not_compared(world, found):
    far = make_world("16.09", "OKU Selatan")
    found(NIK)
    found(NIK, place=far)
    assert pairs(world, "koordinator") == set()


def test_neither_web_nor_a_stranger_may_ask(world, found):
    first, second = found(NIK), found(NIK)
    with acting(world, "dinsos_kasus"), pytest.raises(ProgrammingError), transaction.atomic():
        matches.matches_find(case_id=first.pk)
    with acting(world, "koordinator"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_possiblematch")
        assert cursor.fetchone()[0] == 1
    with psycopg.connect(django_settings.ENV.database_url("worker")) as stranger:
        person, here = world.people["polres_ppa"].pk, world.task_force.pk
        groups = "{" + ",".join(map(str, fresh(world.people["polres_ppa"]).authority.group_ids)) + "}"
        stranger.execute(
            "SELECT set_config('gugus.user', %s, true), set_config('gugus.groups', %s, true), "
            "set_config('gugus.task_force', %s, true)", [str(person), groups, str(here)],
        )  # fmt: skip
        assert stranger.execute("SELECT * FROM cases_nik_match(%s)", [second.pk]).fetchall() == []
