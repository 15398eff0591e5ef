"""The life of a referral through its services: who, when, what is told, and what opens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from cases.enums import CASE_RIGHTS, ReferralBasis, ReferralStatus
from cases.models import Case, CaseGrant, CaseSettings, CaseTrail, Referral, ReferralEvent, ReferralOffer
from cases.rules import referrals as rules
from cases.selectors import referrals as selectors
from cases.selectors.offers import Receiver, receivers
from cases.services import referrals as services
from gugus.core.permissions import Denied, allowed
from gugus.notices.models import Notice
from members.enums import Role
from tests.cases.builders import acting, give_consent, handlers_desk, open_case
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    world.person("rekan_dinsos", Role.HANDLER, world.agencies["Dinas Sosial"])
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    return open_case(world, "polres_ppa", "Polres", age_group="13_17")


def to(world: World, agency: str) -> Receiver:
    return Receiver(world.agencies[agency], handlers_desk(world, agency))


def draft(world: World, case: Case, agency: str = "Dinas Sosial", **given: Any) -> Referral:
    with acting(world, "polres_ppa") as now:
        values = {
            "services": ["rehabilitasi_sosial"],
            "basis": ReferralBasis.NONE,
            "summary": "Butuh konselor perempuan.",
            "urgency": "segera",
        } | given
        return services.referral_draft_save(case=case, by=now.user, receiver=to(world, agency), **values)


def sent(
    world: World, case: Case, agency: str = "Dinas Sosial", *, scope: str = "", **given: Any
) -> Referral:
    if scope:
        consent = give_consent(world, "polres_ppa", case, scope=scope)
        given |= {"basis": ReferralBasis.CONSENT, "consent": consent}
    row = draft(world, case, agency, **given)
    with acting(world, "polres_ppa") as now:
        return services.referral_send(referral=row, by=now.user)


def seen(world: World, who: str, row: Referral) -> Any:
    with acting(world, who) as now:
        return selectors.standing(now.user, row.pk)


def act(world: World, who: str, name: str, row: Referral, **given: Any) -> None:
    with acting(world, who) as now:
        thing = selectors.standing(now.user, row.pk)
        assert thing is not None, f"{who} sees nothing to {name}"
        getattr(services, f"referral_{name}")(thing=thing, by=now.user, **given)


def state(world: World, row: Referral) -> str:
    with acting(world, "polres_ppa"):
        return Referral.objects.get(pk=row.pk).status


def test_a_sent_referral_has_a_number_a_clock_and_a_notice(world: World, case: Case) -> None:
    row = sent(world, case, scope="identitas")
    assert re.fullmatch(r"R-001/POLRES/[IVX]+/20\d\d", row.number)
    assert row.status == ReferralStatus.SENT
    assert row.answer_due > row.sent_at
    told = Notice.objects.filter(subject__startswith="rujukan:")
    assert {notice.recipient for notice in told} == {
        world.people["dinsos_kasus"], world.people["rekan_dinsos"],
    }  # fmt: skip
    for notice in told:
        assert notice.title == f"Rujukan {row.number} menunggu jawaban"
        assert notice.detail.startswith("Batas ")
        for content in ("konselor", case.code, "perempuan", "Rehabilitasi"):
            assert content not in notice.title + notice.detail


def test_the_owners_first_referral_is_the_follow_up_a_transfer_is_not(world: World, case: Case) -> None:
    def followed() -> bool:
        with acting(world, "polres_ppa"):
            return Case.objects.get(pk=case.pk).followed_up_at is not None

    sent(world, case, "Dinas Kesehatan", scope="penuh", kind="alih", services=[], summary="Pindah domisili.")
    assert not followed()
    sent(world, case)
    assert followed()


def test_numbers_run_per_agency_and_year_by_the_regions_pattern(world: World, case: Case) -> None:
    CaseSettings.objects.create(
        task_force=world.task_force, referral_pattern="{nomor}/RJK-{instansi}/{tahun}"
    )
    numbers = [sent(world, case).number for _turn in range(2)]
    assert [number.split("/")[:2] for number in numbers] == [["001", "RJK-POLRES"], ["002", "RJK-POLRES"]]


def test_nobody_draws_anothers_number(world: World, case: Case) -> None:
    with acting(world, "dinsos_kasus"), connection.cursor() as cursor:
        cursor.execute("SELECT cases_referral_number(%s, 2026)", [world.agencies["Polres"].pk])
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT count(*) FROM cases_referralcounter")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("layanan", ["rumah_aman"]),
        ("identitas", ["rumah_aman"]),
        ("identitas", ["konseling"]),
        ("penuh", ["konseling", "visum"]),
        ("penuh", ["rumah_aman"]),
    ],
)
def test_acceptance_opens_what_the_check_page_said(
    world: World, case: Case, scope: str, asked: list[str]
) -> None:
    row = sent(world, case, scope=scope, services=asked)
    with acting(world, "polres_ppa"):
        said = selectors.rights_opened(row)
    act(world, "dinsos_kasus", "accept", row)
    with acting(world, "dinsos_kasus"):
        held = set(CaseGrant.objects.values_list("permission__codename", flat=True))
    assert held == said


def test_a_notice_without_consent_opens_nothing_and_is_served(world: World, case: Case) -> None:
    row = sent(world, case)
    with acting(world, "polres_ppa"):
        assert selectors.rights_opened(row) == frozenset()
    for name in ("accept", "start", "finish"):
        act(world, "dinsos_kasus", name, row)
        assert not isinstance(seen(world, "dinsos_kasus", row), Referral), name
    assert state(world, row) == "selesai"


def test_the_child_path_needs_the_safeguarding_check(world: World, case: Case) -> None:
    with pytest.raises(ValidationError) as error:
        draft(world, case, basis=ReferralBasis.CHILD)
    assert set(error.value.message_dict) == {"safeguards"}
    row = sent(
        world, case, basis=ReferralBasis.CHILD, safeguarded=True, safeguard_note="Sudah di rumah aman."
    )
    assert (row.safeguarded_by, row.scope) == (world.people["polres_ppa"], "layanan")
    act(world, "dinsos_kasus", "accept", row)
    assert isinstance(seen(world, "dinsos_kasus", row), Referral)


def test_a_region_may_do_without_the_child_path(world: World, case: Case) -> None:
    row = draft(world, case, basis=ReferralBasis.CHILD, safeguarded=True)
    CaseSettings.objects.create(task_force=world.task_force, child_path=False)
    with acting(world, "polres_ppa") as now, pytest.raises(Denied, match="Jalur anak"):
        services.referral_send(referral=row, by=now.user)
    assert state(world, row) == "draf"


def test_refused_comes_back_on_top_with_its_reason(world: World, case: Case) -> None:
    before = timezone.now() - timedelta(hours=1)
    first = sent(world, case)
    second = sent(world, case, "Dinas Kesehatan", created_at=before)
    act(world, "dinsos_kasus", "refuse", first, refusal="penuh", reason="Kamar penuh sampai Senin.")
    with acting(world, "polres_ppa") as now:
        rows = list(selectors.sent_list(now.user))
        assert [row.pk for row in rows] == [first.pk, second.pk], "refused and not acted on since"
        (event,) = selectors.referral_events(now.user, rows[0]).filter(move="refuse")
        assert (event.reason, rows[0].refusal) == ("Kamar penuh sampai Senin.", "penuh")
    assert Notice.objects.filter(
        recipient=world.people["polres_ppa"], title=f"Rujukan {first.number} ditolak"
    ).exists()
    draft(world, case, "Dinas Kesehatan")
    with acting(world, "polres_ppa") as now:
        assert [row.pk for row in selectors.sent_list(now.user)] == [second.pk, first.pk]


@pytest.mark.parametrize(("name", "extra"), [("refuse", {"refusal": "penuh"}), ("withdraw", {})])
def test_a_reason_is_required(world: World, case: Case, name: str, extra: dict[str, str]) -> None:
    row = sent(world, case)
    who = "polres_ppa" if name == "withdraw" else "dinsos_kasus"
    with pytest.raises(ValidationError):
        act(world, who, name, row, reason="", **extra)
    assert state(world, row) == "dikirim"


def test_forwarding_begins_the_clock_anew_for_another_desk(world: World, case: Case) -> None:
    row = sent(world, case, scope="layanan")
    act(
        world,
        "dinsos_kasus",
        "forward",
        row,
        receiver=to(world, "Dinas Kesehatan"),
        reason="Perlu dokter dulu.",
    )
    assert seen(world, "dinsos_kasus", row) is None
    assert isinstance(seen(world, "dinkes_kasus", row), ReferralOffer)
    assert Notice.objects.filter(recipient=world.people["dinkes_kasus"]).exists()
    assert Notice.objects.filter(
        recipient=world.people["polres_ppa"], title=f"Rujukan {row.number} diteruskan"
    ).exists()


def test_withdrawing_closes_what_was_open(world: World, case: Case) -> None:
    row = sent(world, case, scope="penuh")
    act(world, "dinsos_kasus", "accept", row)
    assert isinstance(seen(world, "dinsos_kasus", row), Referral)
    act(world, "polres_ppa", "withdraw", row, reason="Korban pindah.")
    assert seen(world, "dinsos_kasus", row) is None
    with acting(world, "dinsos_kasus") as now:
        assert not Case.objects.visible_to(now.user).exists()
        assert selectors.too_late(now.user, row.pk) == "Rujukan ini sudah tidak menunggu jawaban."


def test_who_came_too_late_reads_who_was_faster(world: World, case: Case) -> None:
    row = sent(world, case, scope="layanan")
    late = seen(world, "rekan_dinsos", row)
    act(world, "dinsos_kasus", "accept", row)
    with acting(world, "rekan_dinsos") as now, pytest.raises(Denied) as told:
        services.referral_refuse(thing=late, refusal="penuh", reason="Penuh.", by=now.user)
    assert str(told.value.reason).startswith("Rujukan ini sudah diterima oleh Dinsos_Kasus Contoh pukul ")
    with acting(world, "polres_ppa") as now:
        assert "Dinsos_Kasus" not in selectors.too_late(now.user, row.pk), "a name of another desk"
    with acting(world, "dinkes_kasus") as now:
        assert selectors.too_late(now.user, row.pk) is None
        with pytest.raises(Denied, match="instansi tujuannya"):
            services.referral_accept(thing=late, by=now.user)


def test_a_colleague_reads_who_passed_it_on(world: World, case: Case) -> None:
    row = sent(world, case)
    act(world, "dinsos_kasus", "forward", row, receiver=to(world, "Dinas Kesehatan"), reason="Bukan kami.")
    with acting(world, "rekan_dinsos") as now:
        assert "sudah diteruskan oleh Dinsos_Kasus Contoh" in selectors.too_late(now.user, row.pk)


def test_the_recused_learn_nothing(world: World, case: Case) -> None:
    from cases.models import Recusal

    row = sent(world, case, scope="layanan")
    act(world, "dinsos_kasus", "accept", row)
    with acting(world, "rekan_dinsos") as now:
        Recusal.objects.create(
            case_id=case.pk, user=now.user, group=handlers_desk(world, "Dinas Sosial").group,
            recorded_by=now.user, reason="Kerabat.",
        )  # fmt: skip
    with acting(world, "rekan_dinsos") as now:
        assert selectors.standing(now.user, row.pk) is None
        assert selectors.too_late(now.user, row.pk) is None


def test_transfer_makes_the_receiver_the_lead(world: World, case: Case) -> None:
    row = sent(
        world, case, scope="penuh", kind="alih", services=[], summary="Korban kini berdomisili di wilayahnya."
    )
    with acting(world, "polres_ppa"):
        assert selectors.rights_opened(row) == CASE_RIGHTS
    act(world, "dinsos_kasus", "accept", row)
    with acting(world, "dinsos_kasus") as now:
        assert Case.objects.visible_to(now.user).get().lead_agency == world.agencies["Dinas Sosial"]
    with acting(world, "polres_ppa") as now:
        assert not Case.objects.visible_to(now.user).exists()


def test_a_letter_on_paper_is_answered_by_its_sender(world: World, case: Case) -> None:
    world.agency("RSUD")
    with acting(world, "polres_ppa") as now:
        row = services.referral_draft_save(
            case=case, by=now.user, receiver=Receiver(world.agencies["RSUD"]), basis=ReferralBasis.NONE,
            services=["visum"],
        )  # fmt: skip
        services.referral_send(referral=row, by=now.user)
    assert not Notice.objects.filter(subject__startswith="rujukan:").exists()
    for name in ("accept", "start", "finish"):
        act(world, "polres_ppa", name, row)
    assert state(world, row) == "selesai"


def test_every_move_leaves_one_line_in_the_trail(world: World, case: Case) -> None:
    row = sent(world, case, scope="layanan")
    act(world, "dinsos_kasus", "accept", row)
    act(world, "polres_ppa", "withdraw", row, reason="Keliru.")
    with acting(world, "polres_ppa") as now:
        kept = CaseTrail.objects.visible_to(now.user).filter(case_id=case.pk).order_by("at", "id")
        assert {line.action for line in kept} == {
            "cases.referral_draft", "cases.referral_send", "cases.referral_accept", "cases.referral_withdraw",
        }  # fmt: skip
        assert ReferralEvent.objects.visible_to(now.user).count() == 3


def test_the_database_keeps_reasons_sealed(world: World, case: Case) -> None:
    row = sent(world, case)
    act(world, "dinsos_kasus", "refuse", row, refusal="penuh", reason="KENARI-alasan")
    with acting(world, "polres_ppa"), connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM cases_referralevent WHERE move = 'refuse'")
        assert b"KENARI" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("who", ["dinsos", "sekretariat", "sekda", "pengawas", "admin", "dinkes_kasus"])
def test_others_do_not_know_of_it(world: World, case: Case, who: str) -> None:
    row = sent(world, case, scope="penuh")
    for turn in ("sent", "accepted"):
        with acting(world, who) as now:
            assert selectors.standing(now.user, row.pk) is None, turn
            assert selectors.too_late(now.user, row.pk) is None, turn
            assert not selectors.referral_list(now.user).exists()
            assert not selectors.offer_list(now.user).exists()
        if turn == "sent":
            act(world, "dinsos_kasus", "accept", row)


SIDES = {
    "send": "polres_ppa", "withdraw": "polres_ppa", "accept": "dinsos_kasus", "refuse": "dinsos_kasus",
    "forward": "dinsos_kasus",
}  # fmt: skip


@pytest.mark.parametrize("name", ["withdraw", "accept", "refuse", "forward"])
def test_rules_of_a_waiting_referral(world: World, case: Case, name: str) -> None:
    row = sent(world, case)
    for who in ("polres_ppa", "dinsos_kasus"):
        with acting(world, who) as now:
            thing = selectors.standing(now.user, row.pk)
            assert allowed(rules.check_move, now.user, thing, name) == (SIDES[name] == who), who


def test_only_the_owner_passes_the_lead_on_and_only_handlers_refer(world: World, case: Case) -> None:
    row = sent(world, case, scope="layanan")
    act(world, "dinsos_kasus", "accept", row)
    with acting(world, "dinsos_kasus") as now:
        opened = Case.objects.get(pk=case.pk)
        assert allowed(rules.check_make, now.user, opened)
        assert not allowed(rules.check_transfer, now.user, opened)
        assert selectors.sending_desk(now.user, opened).agency == world.agencies["Dinas Sosial"]
    with acting(world, "dinsos") as now, pytest.raises(Denied, match="penangan"):
        rules.check_make(now.user, case)


def test_whom_one_may_choose(world: World, case: Case) -> None:
    other = make_world("16.09", "OKU Selatan")
    world.agency("RSUD")
    mine = handlers_desk(world, "Polres").group_id
    with acting(world, "polres_ppa") as now:
        found = dict(receivers(now.user, without={mine}))
        assert [row.agency.short_name for row in found["Gugus tugas ini"]] == [
            "Dinas Kesehatan",
            "Dinas Sosial",
        ]
        assert {row.agency.short_name for row in found["Lewat surat (belum ada akun penangan)"]} == {
            "DP3AP2KB", "RSUD",
        }  # fmt: skip
        assert "Gugus tugas lain" not in found, "others only when they are looked for"
        (hit,) = dict(receivers(now.user, without={mine}, search="sosial oku"))["Gugus tugas lain"]
        assert hit.desk == handlers_desk(other, "Dinas Sosial")
        assert hit.label_for(now.task_force_id) == "Dinas Sosial, OKU Selatan"
