"""The pages of referrals: three to send, five facts to the receiver, and the way back after an answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Identity, Referral, ReferralOffer
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.cases.test_referrals import sent
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db
Enter = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    world.person("rekan_dinsos", Role.HANDLER, world.agencies["Dinas Sosial"])
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    return open_case(world, "polres_ppa", "Polres", age_group="13_17", risk="tinggi", language="KENARIbahasa")


def key_of(world: World, agency: str) -> str:
    return f"meja:{handlers_desk(world, agency).group_id}"


def answers(world: World, **extra: Any) -> dict[str, Any]:
    return {
        "receiver": key_of(world, "Dinas Sosial"),
        "services": ["rehabilitasi_sosial"],
        "urgency": "segera",
        "risk": "tinggi",
        "basis": "tanpa",
        "summary": "Butuh tempat tinggal sementara.",
    } | extra


def the_referral(world: World) -> Referral:
    with acting(world, "polres_ppa"):
        return Referral.objects.select_related("case").get()


def text_of(response: Any) -> str:
    """What a person reads of a page, without markup and head."""
    html = response.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_from_the_case_to_sent(world: World, case: Case, sign_in: Enter) -> None:
    consent = give_consent(world, "polres_ppa", case, scope="identitas")
    client = sign_in(world.people["polres_ppa"])
    form = client.get(reverse("cases:referral-create", args=[case.pk]))
    assert f"persetujuan:{consent.pk}" in form.content.decode()
    response = client.post(form.wsgi_request.path, answers(world, basis=f"persetujuan:{consent.pk}"))
    row = the_referral(world)
    check = reverse("cases:referral-check", args=[row.pk])
    assert (response.status_code, response.url) == (302, check)
    page = text_of(client.get(check))
    now, after = page.split("Yang terbuka setelah diterima")
    assert "identitas: nama, NIK" in after.split("Tetap tertutup")[0]
    assert "tempat aman" in after.split("Tetap tertutup")[1]
    assert "Rehabilitasi sosial" in now
    done = client.post(check, follow=True)
    assert "dikirim ke Dinas Sosial. Batas jawabannya" in done.content.decode()
    assert the_referral(world).status == "dikirim"
    assert "Tarik rujukan" in text_of(done)


def test_without_consent_the_page_says_what_goes_out(world: World, case: Case, sign_in: Enter) -> None:
    client = sign_in(world.people["polres_ppa"])
    client.post(reverse("cases:referral-create", args=[case.pk]), answers(world))
    page = text_of(client.get(reverse("cases:referral-check", args=[the_referral(world).pk])))
    assert "hanya pemberitahuan tanpa identitas" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"services": []}, "Pilih “Layanan yang diminta”"),
        ({"receiver": ""}, "Pilih “Instansi tujuan”"),
        ({"receiver": "meja:999999"}, "tidak ada dalam daftar"),
        ({"basis": "anak", "safeguards": ["aman"]}, "keempat pemeriksaan"),
        ({"basis": f"persetujuan:{uuid4()}"}, "tidak berlaku"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, case: Case, sign_in: Enter, wrong: dict[str, Any], words: str
) -> None:
    client = sign_in(world.people["polres_ppa"])
    response = client.post(reverse("cases:referral-create", args=[case.pk]), answers(world) | wrong)
    assert response.status_code == 200
    assert words in text_of(response)
    assert "Butuh tempat tinggal sementara." in response.content.decode()
    with acting(world, "polres_ppa"):
        assert not Referral.objects.exists()


def test_agencies_elsewhere_are_found_without_a_script(world: World, case: Case, sign_in: Enter) -> None:
    other = make_world("16.09", "OKU Selatan")
    client = sign_in(world.people["polres_ppa"])
    url = reverse("cases:referral-create", args=[case.pk])
    assert "OKU Selatan" not in client.get(url).content.decode()
    found = client.post(url, answers(world, receiver="", search="sosial oku", cari="1"))
    assert "Dinas Sosial, OKU Selatan" in found.content.decode()
    assert "Butuh tempat tinggal sementara." in found.content.decode(), "typed words stay"
    assert "error-summary" not in found.content.decode()
    desk = handlers_desk(other, "Dinas Sosial")
    client.post(url, answers(world, receiver=f"meja:{desk.group_id}", search="sosial oku"))
    assert the_referral(world).receiver_id == desk.group_id


def test_a_draft_is_changed_and_dropped(world: World, case: Case, sign_in: Enter) -> None:
    client = sign_in(world.people["polres_ppa"])
    client.post(reverse("cases:referral-create", args=[case.pk]), answers(world))
    row = the_referral(world)
    change = reverse("cases:referral-update", args=[row.pk])
    assert "Butuh tempat tinggal sementara." in client.get(change).content.decode()
    client.post(change, answers(world, urgency="darurat", receiver=key_of(world, "Dinas Kesehatan")))
    assert (the_referral(world).urgency, the_referral(world).receiver_agency) == (
        "darurat", world.agencies["Dinas Kesehatan"],
    )  # fmt: skip
    response = client.post(reverse("cases:referral-draft-delete", args=[row.pk]), follow=True)
    assert "Draf rujukan dihapus" in response.content.decode()


def test_the_preview_holds_five_facts_and_no_more(world: World, case: Case, sign_in: Enter) -> None:
    """Every other confidential field of case and referral is planted; none is in the receiver's bytes."""
    planted = {"summary": "KENARIringkas", "safety_note": "KENARIselamat", "safeguard_note": "KENARIperiksa"}
    with acting(world, "polres_ppa") as now:
        Identity.objects.create(case=case, name="KENARInama", address="KENARIalamat", updated_by=now.user)
    row = sent(world, case, scope="penuh", **planted)
    client = sign_in(world.people["dinsos_kasus"])
    offer = reverse("cases:offer", args=[row.pk])
    pages = [client.get(reverse(name, args=[row.pk])) for name in (
        "cases:offer", "cases:referral-accept", "cases:referral-refuse", "cases:referral-forward",
    )]  # fmt: skip
    pages += [
        client.get(reverse("cases:referral-list")),
        client.get("/"),
        client.get(offer, {"_export": "csv"}),
    ]
    for page in pages:
        body = page.content.decode() + str(page.headers)
        assert page.status_code == 200
        for secret in ("KENARI", case.code, str(case.pk), "Polres_Ppa", "indikasi TPPO"):
            assert secret not in body, (page.wsgi_request.path, secret)
    facts = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", pages[0].content.decode(), re.S)
    assert [(label, " ".join(value.split())) for label, value in facts] == [
        ("Layanan yang diminta", "Rehabilitasi sosial"),
        ("Kemendesakan", "segera"),
        ("Risiko bagi korban", "sedang"),
        ("Kelompok usia", "13–17 tahun"),
        ("Jenis kelamin", "perempuan"),
    ]


def test_accepting_opens_the_case_page(world: World, case: Case, sign_in: Enter) -> None:
    row = sent(world, case, scope="layanan")
    client = sign_in(world.people["dinsos_kasus"])
    detail = client.get(reverse("cases:referral-detail", args=[row.pk]))
    assert detail.url == reverse("cases:offer", args=[row.pk])
    response = client.post(reverse("cases:referral-accept", args=[row.pk]))
    assert response.url == case.get_absolute_url()
    assert client.get(response.url).status_code == 200


def test_the_slower_colleague_reads_why(world: World, case: Case, sign_in: Enter) -> None:
    row = sent(world, case, scope="layanan")
    move(world, "dinsos_kasus", row, "accept")
    late = sign_in(world.people["rekan_dinsos"]).post(reverse("cases:referral-accept", args=[row.pk]))
    assert late.status_code == 403
    assert re.search(r"sudah diterima oleh Dinsos_Kasus Contoh pukul \d\d\.\d\d", text_of(late))


def test_a_withdrawn_offer_is_gone_and_says_so_only_to_who_was_answering(
    world: World, case: Case, sign_in: Enter
) -> None:
    row = sent(world, case, scope="layanan")
    move(world, "polres_ppa", row, "withdraw", reason="Keliru.")
    for name in ("offer", "referral-detail", "referral-accept"):
        url = reverse(f"cases:{name}", args=[row.pk])
        for person in ("dinsos_kasus", "dinkes_kasus"):
            assert sign_in(world.people[person]).get(url).status_code == 404
    url = reverse("cases:referral-accept", args=[row.pk])
    late = sign_in(world.people["dinsos_kasus"]).post(url)
    assert late.status_code == 403
    assert "sudah tidak menunggu jawaban" in text_of(late)
    assert sign_in(world.people["dinkes_kasus"]).post(url).status_code == 404


def test_hidden_and_absent_referrals_answer_alike(world: World, case: Case, sign_in: Enter) -> None:
    row = sent(world, case, scope="layanan")
    client, absent = sign_in(world.people["dinkes_kasus"]), uuid4()
    token = re.compile(rb"[A-Za-z0-9]{64}")
    for name in ("referral-detail", "offer", "referral-check", "referral-accept", "referral-withdraw"):
        for method in ("get", "post"):
            if method == "post" and name in ("referral-detail", "offer"):
                continue
            hidden, nothing = (
                getattr(client, method)(reverse(f"cases:{name}", args=[pk])) for pk in (row.pk, absent)
            )
            assert (hidden.status_code, nothing.status_code) == (404, 404), (name, method)
            bodies = [
                token.sub(b"", page.content).replace(str(pk).encode(), b"")
                for page, pk in ((hidden, row.pk), (nothing, absent))
            ]
            assert bodies[0] == bodies[1], (name, method)


def test_refusing_and_forwarding_on_their_pages(world: World, case: Case, sign_in: Enter) -> None:
    before = timezone.now() - timedelta(hours=1)
    first, second = sent(world, case, created_at=before), sent(world, case, created_at=before)
    client = sign_in(world.people["dinsos_kasus"])
    refuse = reverse("cases:referral-refuse", args=[first.pk])
    assert "Isi “Penjelasan”" in text_of(client.post(refuse, {"refusal": "penuh"}))
    assert client.post(refuse, {"refusal": "penuh", "reason": "Penuh."}).url == reverse("cases:referral-list")
    forward = reverse("cases:referral-forward", args=[second.pk])
    page = client.post(forward, {"receiver": key_of(world, "Dinas Kesehatan"), "reason": "Perlu dokter."})
    assert page.url == reverse("cases:referral-list")
    with acting(world, "dinkes_kasus"):
        assert ReferralOffer.objects.get().pk == second.pk
    back = text_of(sign_in(world.people["polres_ppa"]).get(reverse("cases:referral-list")))
    assert back.index(first.number) < back.index(second.number), "refused is back on top"


def test_what_was_refused_is_referred_anew_with_everything_filled_in(
    world: World, case: Case, sign_in: Enter
) -> None:
    row = sent(world, case, summary="Butuh pendamping yang paham bahasa Jawa.")
    move(world, "dinsos_kasus", row, "refuse", reason="Penuh.")
    client = sign_in(world.people["polres_ppa"])
    detail = client.get(reverse("cases:referral-detail", args=[row.pk])).content.decode()
    again = f"{reverse('cases:referral-create', args=[case.pk])}?dari={row.pk}"
    assert again in detail
    assert "Penuh." in detail
    assert "Butuh pendamping yang paham bahasa Jawa." in client.get(again).content.decode()
    other = open_case(world, "dinsos_kasus", "Dinas Sosial")
    stranger = sign_in(world.people["dinsos_kasus"])
    page = stranger.get(f"{reverse('cases:referral-create', args=[other.pk])}?dari={row.pk}")
    assert "bahasa Jawa" not in page.content.decode()


def test_transfer_says_what_changes(world: World, case: Case, sign_in: Enter) -> None:
    client = sign_in(world.people["polres_ppa"])
    url = reverse("cases:transfer-create", args=[case.pk])
    assert "tidak lagi dapat membukanya" in text_of(client.get(url))
    data = {
        "receiver": key_of(world, "Dinas Sosial"), "basis": "anak", "summary": "Pindah domisili.",
        "safeguards": ["aman", "terlapor", "didengar", "terbaik"],
    }  # fmt: skip
    check = client.post(url, data).url
    page = text_of(client.get(check))
    assert "Kasus menjadi tanggung jawab instansi tujuan" in page
    client.post(check)
    row = the_referral(world)
    accept = sign_in(world.people["dinsos_kasus"])
    assert "penanggung jawab kasus" in text_of(accept.get(reverse("cases:referral-accept", args=[row.pk])))
    accept.post(reverse("cases:referral-accept", args=[row.pk]))
    assert client.get(case.get_absolute_url()).status_code == 404
    with acting(world, "dinsos_kasus"):
        assert Case.objects.get().lead_agency == world.agencies["Dinas Sosial"]


def test_the_queues_ask_as_often_for_many_as_for_few(world: World, case: Case, sign_in: Enter) -> None:
    def asked(who: str) -> int:
        client = sign_in(world.people[who])
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("cases:referral-list")).status_code == 200
        ours = [q for q in seen if re.search(r'"?(cases|members_agency|members_desk)_?', q["sql"])]
        return len(ours)

    def make() -> None:
        row = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial")
        move(world, "polres_ppa", row, "send")

    make()
    few = {who: asked(who) for who in ("polres_ppa", "dinsos_kasus")}
    for _turn in range(30):
        make()
    assert {who: asked(who) for who in few} == few
    assert max(few.values()) <= 12


def test_to_an_agency_without_accounts_the_letter_is_the_next_act(
    world: World, case: Case, sign_in: Enter
) -> None:
    """Then its answer is written down; nobody is said to open the case."""
    client = sign_in(world.people["polres_ppa"])
    form = reverse("cases:referral-create", args=[case.pk])
    client.post(form, answers(world, receiver=f"surat:{world.agency('Disnaker').pk}"))
    row = the_referral(world)
    client.post(reverse("cases:referral-check", args=[row.pk]))
    detail, letter = (
        reverse(f"cases:{name}", args=[row.pk]) for name in ("referral-detail", "letter-create")
    )
    before = client.get(detail)
    assert (
        f'<a class="button button-primary" href="{letter}">Cetak surat rujukan</a>' in before.content.decode()
    )
    assert before.content.decode().count("button-primary") == 1
    assert "Catat: diterima" in text_of(before)
    client.post(letter, {})
    after = client.get(detail)
    assert f"Surat rujukan {the_referral(world).number}" in text_of(after)
    assert f'<a class="button button-secondary" href="{letter}">' in after.content.decode()
    asked = text_of(client.get(reverse("cases:referral-accept", args=[row.pk])))
    assert "hanya surat rujukan" in asked
    assert "Kasus terbuka bagi" not in asked
