"""Buka darurat: one case, one person, hours; told at once, judged by another; a wrong code counts alike."""

import threading
import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import BreakGlass, Case, CaseTrail
from cases.selectors.breakglass import breakglass_list, breakglass_live
from cases.services.breakglass import Opened, breakglass_end, breakglass_open, breakglass_review
from gugus.core.permissions import Denied
from gugus.notices.models import Notice
from members.enums import Role
from members.services.appointments import personal_desk_get
from tests.cases.builders import acting, open_case
from tests.factories import PASSWORD, World, make_world

pytestmark = pytest.mark.django_db
REASON = "KENARIdarurat korban di UGD malam ini, petugas lain tidak menjawab"
UNKNOWN = "K26-ZZZZZZ"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    for key in ("dinsos_kasus", "polres_ppa"):
        personal_desk_get(user=world.people[key], task_force=world.task_force)
    world.person("koordinator", Role.HANDLER, world.agencies["DP3AP2KB"], is_coordinator=True)
    return open_case(world, "polres_ppa", "Polres")


def use(world: World, code: str, who: str = "dinsos_kasus", hours: int = 2) -> Opened:
    with acting(world, who) as now:
        return breakglass_open(code=code, reason=REASON, hours=hours, by=now.user)


def sees(world: World, who: str) -> bool:
    with acting(world, who) as now, connection.cursor() as cursor:
        by_django = Case.objects.visible_to(now.user).exists()
        cursor.execute("SELECT EXISTS (SELECT 1 FROM cases_case)")
        assert cursor.fetchone()[0] == by_django
    return by_django


def row_of(world: World, who: str = "dinsos_kasus") -> BreakGlass:
    with acting(world, who) as now:
        return breakglass_list(now.user).get()


def review(world: World, who: str, outcome: str = "wajar") -> None:
    with acting(world, who) as now:
        breakglass_review(
            row=breakglass_list(now.user).get(), outcome=outcome, note="sudah dicek", by=now.user
        )


def test_opens_one_case_for_one_person(world: World, case: Case) -> None:
    colleague = world.person("dinsos_dua", Role.HANDLER, world.agencies["Dinas Sosial"])
    other = open_case(world, "polres_ppa", "Polres")
    opened = use(world, case.code.lower())
    assert opened.case == case
    with acting(world, "dinsos_kasus") as now:
        assert set(Case.objects.visible_to(now.user)) == {case}
        assert breakglass_live(now.user, case) is not None
    assert not sees(world, colleague.email.split("@")[0])
    assert other != case


def test_ends_by_the_clock(world: World, case: Case) -> None:
    use(world, case.code)
    row = row_of(world)
    assert row.expires_at - row.opened_at == timedelta(hours=2)
    with acting(world, "dinsos_kasus") as now, time_machine.travel(row.expires_at + timedelta(seconds=1)):
        assert not Case.objects.visible_to(now.user).exists()
        assert breakglass_live(now.user, case) is None


def told(world: World) -> dict[str, list[str]]:
    """Titles of notices by the key of the person, without the clock."""
    names = {person.pk: key for key, person in world.people.items()}
    found: dict[str, list[str]] = {}
    for row in Notice.objects.order_by("title"):
        found.setdefault(names[row.recipient_id], []).append(row.title.partition(", berakhir ")[0])
    return found


def test_who_supervises_and_who_owns_hear_at_once(world: World, case: Case) -> None:
    use(world, case.code)
    heard = told(world)
    assert set(heard) == {"pengawas", "koordinator", "polres_ppa"}
    assert case.code in heard["polres_ppa"][0]
    assert not any(case.code in title for key in ("pengawas", "koordinator") for title in heard[key])
    assert "KENARI" not in str([*Notice.objects.values_list("title", "detail", "url")])


def test_a_wrong_code_is_kept_told_and_counted_like_a_right_one(world: World, case: Case) -> None:
    use(world, case.code, who="dinsos_kasus")
    right = {key: titles for key, titles in told(world).items() if key != "polres_ppa"}
    Notice.objects.all().delete()
    assert use(world, UNKNOWN, who="polres_ppa").case is None
    assert told(world) == right
    with acting(world, "pengawas") as now:
        rows = list(CaseTrail.objects.visible_to(now.user).filter(action="cases.breakglass_open"))
        assert len(rows) == 2
        assert breakglass_list(now.user).count() == 2
    for who in ("dinsos_kasus", "polres_ppa"):
        with pytest.raises(Denied, match="belum ditinjau"):
            use(world, case.code, who=who)


def test_a_case_of_another_task_force_is_an_unknown_code(world: World, case: Case) -> None:
    foreign = make_world("16.09", "OKU Selatan")
    there = open_case(foreign, "polres_ppa", "Polres")
    assert use(world, there.code).case is None


def test_only_handlers(world: World, case: Case) -> None:
    for who in ("dinsos", "sekretariat", "pengawas", "sekda"):
        with pytest.raises(Denied, match="penangan kasus"):
            use(world, case.code, who=who)


def test_one_who_stopped_handling_opens_nothing(world: World, case: Case) -> None:
    from cases.services.recusal import recusal_record

    with acting(world, "polres_ppa") as now:
        recusal_record(case=case, user=now.user, reason="kerabat", by=now.user)
    assert use(world, case.code, who="polres_ppa").case is None
    assert not sees(world, "polres_ppa")


@pytest.mark.parametrize("reviewer", ["pengawas", "koordinator", "polres_ppa"])
def test_reviewed_by_another_and_then_free_again(world: World, case: Case, reviewer: str) -> None:
    use(world, case.code)
    with pytest.raises(Denied, match="orang lain"):
        review(world, "dinsos_kasus")
    review(world, reviewer)
    with pytest.raises(Denied, match="sudah ditinjau"):
        review(world, reviewer)
    assert use(world, case.code).case == case


def test_judged_improper_it_ends(world: World, case: Case) -> None:
    use(world, case.code)
    assert sees(world, "dinsos_kasus")
    review(world, "pengawas", outcome="tidak_wajar")
    assert not sees(world, "dinsos_kasus")


def test_given_back_early_it_ends_and_still_waits_for_its_review(world: World, case: Case) -> None:
    use(world, case.code)
    with acting(world, "pengawas") as now, pytest.raises(Denied, match="yang membukanya"):
        breakglass_end(row=breakglass_list(now.user).get(), by=now.user)
    with acting(world, "dinsos_kasus") as now:
        breakglass_end(row=breakglass_list(now.user).get(), by=now.user)
    assert not sees(world, "dinsos_kasus")
    with pytest.raises(Denied, match="belum ditinjau"):
        use(world, case.code)


@pytest.mark.django_db(transaction=True)
def test_one_use_of_two_at_once(world: World, case: Case) -> None:
    """Two browsers of one person at the same moment: one opens, the other hears that a review waits."""
    came: list[str] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            use(world, case.code)
            came.append("terbuka")
        except Denied:
            came.append("ditolak")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["ditolak", "terbuka"]
    with acting(world, "pengawas") as now:
        assert breakglass_list(now.user).count() == 1


PAGE = "/kasus/darurat/"


def confirm(client: Client) -> None:
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def typed(case: Case | None, **extra: Any) -> dict[str, Any]:
    return {"code": case.code if case else UNKNOWN, "reason": REASON, "hours": "1"} | extra


class TestPages:
    def test_asks_for_confirmation_first(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.people["dinsos_kasus"])
        away = client.get(PAGE)
        assert away.status_code == 302
        assert parse_qs(urlsplit(away.url).query) == {"next": [PAGE]}
        confirm(client)
        assert client.get(PAGE).status_code == 200

    def test_opens_the_case_and_shows_the_clock(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.people["dinsos_kasus"])
        confirm(client)
        answer = client.post(PAGE, typed(case))
        assert answer.url == case.get_absolute_url()
        assert client.get(answer.url).status_code == 200
        assert client.get(PAGE).status_code == 403

    def test_an_unknown_code_says_that_it_is_reported(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.people["dinsos_kasus"])
        confirm(client)
        shown = client.post(PAGE, typed(None), follow=True).content.decode()
        assert "Kode register tidak dikenal" in shown
        assert "kode tidak dikenal" in shown

    def test_an_old_confirmation_keeps_what_was_typed(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.people["dinsos_kasus"])
        confirm(client)
        with time_machine.travel(time.time() + 360, tick=True):
            shown = client.post(PAGE, typed(case)).content.decode()
        assert "Konfirmasi diri di tab baru" in shown
        assert REASON in shown
        assert not BreakGlass.objects.exists()
        assert REASON not in str(client.session.items())

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"reason": "pendek"}, "sedikitnya 20 huruf"),
            ({"code": "Siti Contoh"}, "Tulis kode register seperti"),
            ({"hours": "5"}, "hours"),
        ],
    )
    def test_bad_input(self, world: World, case: Case, sign_in: Any, wrong: Any, said: str) -> None:
        client = sign_in(world.people["dinsos_kasus"])
        confirm(client)
        shown = client.post(PAGE, typed(case, **wrong))
        assert shown.status_code == 200
        assert said in shown.content.decode()

    def test_pengawas_reviews(self, world: World, case: Case, sign_in: Any) -> None:
        use(world, case.code)
        client = sign_in(world.people["pengawas"])
        listed = client.get(reverse("cases:breakglass-list")).content.decode()
        assert case.code in listed
        assert REASON not in listed
        page = reverse("cases:breakglass-review", args=[row_of(world).pk])
        assert REASON in client.get(page).content.decode()
        assert client.post(page, {"outcome": "wajar", "note": "dicek"}).status_code == 302
        judged = client.get(reverse("cases:breakglass-list")).content.decode()
        assert "belum ditinjau" not in judged
        assert "dicek" in judged
        assert client.get(page).status_code == 403

    def test_whoever_was_judged_reads_the_word_alone(self, world: World, case: Case, sign_in: Any) -> None:
        use(world, case.code)
        review(world, "pengawas")
        listed = sign_in(world.people["dinsos_kasus"]).get(reverse("cases:breakglass-list"))
        assert "wajar" in listed.content.decode()
        assert "sudah dicek" not in listed.content.decode()

    def test_whoever_has_no_part_in_it_finds_nothing(self, world: World, case: Case, sign_in: Any) -> None:
        use(world, case.code)
        client = sign_in(world.people["sekretariat"])
        assert client.get(reverse("cases:breakglass-list")).status_code == 403
        assert client.get(reverse("cases:breakglass-review", args=[row_of(world).pk])).status_code == 404
