"""Surat rujukan: what it says and to whom, and that it is handed to nobody else."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.documents import letter_content
from cases.models import Case, CaseDocument, CaseTrail, Identity, IdentityNotice, Referral
from cases.selectors.papers import paper_for_job
from cases.services.papers import letter_keep, referral_letter_make
from gugus.core.permissions import Denied
from gugus.documents.codes import new_code
from gugus.documents.layouts import secret_pdf
from gugus.documents.models import Document
from members.enums import Role
from tests.cases.builders import acting, draft_referral, give_consent, move, open_case
from tests.documents.reading import findings, open_pdf, words_of
from tests.factories import World

pytestmark = pytest.mark.django_db
NAME = "Melati Contoh"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of CSRF, masked anew in every answer


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    case = open_case(world, "dinsos_kasus", "Dinas Sosial", accessibility="Kursi roda contoh")
    with acting(world, "dinsos_kasus") as now:
        Identity.objects.create(case=case, name=NAME, birth_date="1999-07-01", updated_by=now.user)
        IdentityNotice.objects.create(case=case, user=now.user)
    return case


def sent(world: World, case: Case, scope: str = "identitas", **extra: Any) -> Referral:
    consent = give_consent(world, "dinsos_kasus", case, scope=scope) if scope else None
    values = {"services": ["penegakan_hukum"], "summary": "Butuh pendamping contoh.", "number": "R-012/DS"}
    referral = draft_referral(
        world, "dinsos_kasus", case, "Dinas Sosial", "Polres", consent=consent, **values | extra
    )
    assert move(world, "dinsos_kasus", referral, "send")[0]
    with acting(world, "dinsos_kasus"):
        return Referral.objects.get(pk=referral.pk)


def letter(world: World, referral: Referral, *, with_identity: bool = False) -> tuple[CaseDocument, bytes]:
    with acting(world, "dinsos_kasus") as now:
        made = referral_letter_make(referral=referral, by=now.user, with_identity=with_identity)
        paper = paper_for_job(now.user, made.pk)
        assert paper is not None
        return paper, secret_pdf(letter_content(paper, now.user))


def test_the_letter_has_a_code_and_no_name(world: World, case: Case) -> None:
    paper, pdf = letter(world, sent(world, case))
    words = words_of(pdf)
    for expected in (
        "RAHASIA", "Nomor : R-012/DS", "Sifat : Rahasia", "Yth. Kepala Polres Contoh", case.code,
        "Butuh pendamping contoh.", "Kursi roda contoh", "dinyatakan oleh korban sendiri", "Dibaca oleh",
        "DINAS SOSIAL CONTOH", "Kepala Dinas Sosial Contoh,",
    ):  # fmt: skip
        assert expected in words, expected
    assert NAME not in words
    assert paper.title == "Surat rujukan R-012/DS"
    assert findings(pdf) == []


def test_each_page_names_its_reader(world: World, case: Case) -> None:
    long = "\n".join("Kebutuhan contoh nomor sekian." for _n in range(60))
    _paper, pdf = letter(world, sent(world, case, summary=long))
    pages = len(open_pdf(pdf).pages)
    words = words_of(pdf)
    assert pages > 1
    mark = f"Dibaca oleh {world.people['dinsos_kasus'].full_name} · "
    assert words.count(mark) == words.count("RAHASIA") == pages


def test_nothing_about_the_victim_in_the_metadata(world: World, case: Case) -> None:
    _paper, pdf = letter(world, sent(world, case), with_identity=True)
    document = open_pdf(pdf)
    said = f"{dict(document.docinfo)} {document.open_metadata()}"
    assert "Surat rujukan R-012/DS" in said
    assert NAME not in said
    assert case.code not in said


def test_the_name_only_where_consent_and_service_cover_it(world: World, case: Case) -> None:
    assert NAME in words_of(letter(world, sent(world, case), with_identity=True)[1])
    for extra in ({"scope": "layanan"}, {"services": ["konseling"]}):
        with pytest.raises(Exception, match="tidak mencakup identitas"):
            letter(world, sent(world, case, **extra), with_identity=True)


def test_a_name_on_paper_is_an_opening_on_record(world: World, case: Case) -> None:
    letter(world, sent(world, case), with_identity=True)
    with acting(world, "dinsos_kasus"):
        actions = set(CaseTrail.objects.values_list("action", flat=True))
    assert {"cases.identity_show", "cases.paper_create"} <= actions


def test_a_notice_without_consent_says_no_more_than_its_preview(world: World, case: Case) -> None:
    referral = sent(world, case, scope="", safety_note="Terlapor tetangga contoh.")
    words = words_of(letter(world, referral)[1])
    for hidden in (case.code, NAME, "Butuh pendamping contoh.", "Terlapor tetangga", "Kursi roda contoh"):
        assert hidden not in words, hidden
    for shown in ("Penegakan hukum", "biasa", "sedang", "perempuan", "25–44 tahun"):
        assert shown in words, shown


def test_a_consent_taken_back_takes_the_letter_back_to_the_preview(world: World, case: Case) -> None:
    referral = sent(world, case)
    with acting(world, "dinsos_kasus") as now:
        made = referral_letter_make(referral=referral, by=now.user, with_identity=True)
        referral.consent.withdrawn_at, referral.consent.withdrawn_by = timezone.now(), now.user
        referral.consent.save()
        paper = paper_for_job(now.user, made.pk)
        assert paper is not None
        words = words_of(secret_pdf(letter_content(paper, now.user)))
        with pytest.raises(Denied, match="tidak mencakup identitas"):
            letter_keep(paper=paper, pdf=b"%PDF", by=now.user)
    assert NAME not in words
    assert case.code not in words


def test_who_lost_the_case_gets_nothing(world: World, case: Case) -> None:
    from cases.models import Recusal
    from tests.cases.builders import handlers_desk

    paper, pdf = letter(world, sent(world, case))
    with acting(world, "dinsos_kasus") as now:
        Recusal.objects.create(
            case=case, user=now.user, group=handlers_desk(world, "Dinas Sosial").group,
            recorded_by=now.user, reason="Kenal.",
        )  # fmt: skip
    with acting(world, "dinsos_kasus") as now, pytest.raises(Denied, match="sudah berakhir"):
        letter_keep(paper=paper, pdf=pdf, by=now.user)


@pytest.mark.parametrize("who", ["polres_ppa", "sekretariat"])
def test_only_the_sender_makes_it(world: World, case: Case, who: str) -> None:
    referral = sent(world, case)
    move(world, "polres_ppa", referral, "accept")
    with acting(world, who) as now, pytest.raises(Denied):
        referral_letter_make(referral=referral, by=now.user)


def test_the_way_to_it_is_on_the_senders_page(world: World, case: Case, sign_in: Any) -> None:
    referral = sent(world, case)
    move(world, "polres_ppa", referral, "accept")
    way = f'href="/rujukan/{referral.pk}/surat/"'
    for who, there in (("dinsos_kasus", True), ("polres_ppa", False)):
        page = sign_in(world.people[who]).get(f"/rujukan/{referral.pk}/")
        assert (way in page.content.decode()) == there, who


def test_a_draft_has_no_letter(world: World, case: Case) -> None:
    draft = draft_referral(world, "dinsos_kasus", case, "Dinas Sosial", "Polres")
    with acting(world, "dinsos_kasus") as now, pytest.raises(Denied, match="Kirim dahulu"):
        referral_letter_make(referral=draft, by=now.user)


def kept(world: World, referral: Referral) -> CaseDocument:
    paper, pdf = letter(world, referral)
    with acting(world, "dinsos_kasus") as now:
        letter_keep(paper=paper, pdf=pdf, by=now.user)
        return CaseDocument.objects.get(pk=paper.pk)


def test_it_lies_encrypted_and_goes_to_its_reader_alone(world: World, case: Case, sign_in: Any) -> None:
    colleague = world.person("dinsos_dua", Role.HANDLER, world.agencies["Dinas Sosial"])
    paper = kept(world, sent(world, case))
    with open(paper.file.path, "rb") as raw:
        assert b"%PDF" not in raw.read()
    client: Client = sign_in(world.people["dinsos_kasus"])
    answer = client.get(f"/kasus/dokumen/{paper.pk}/berkas/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="surat-rujukan-r-012-ds.pdf"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    other: Client = sign_in(colleague)
    assert other.get(f"/kasus/dokumen/{paper.pk}/").status_code == 200
    assert other.get(f"/kasus/dokumen/{paper.pk}/berkas/").status_code == 403
    stranger: Client = sign_in(world.people["polres_ppa"])
    assert stranger.get(f"/kasus/dokumen/{paper.pk}/berkas/").status_code == 404


@pytest.mark.parametrize("who", ["", "sekretariat", "polres_ppa", "dinsos_kasus"])
def test_the_public_page_knows_no_paper_of_a_case(
    world: World, case: Case, client: Client, sign_in: Any, who: str
) -> None:
    """Even one marked as signed, asked for by whoever made it: the same bytes as for a code never given."""
    paper = kept(world, sent(world, case))
    with acting(world, "dinsos_kasus"):
        paper.signed_file, paper.signed_sha256 = paper.file, paper.sha256
        paper.signed_recorded_at, paper.status = timezone.now(), "ditandatangani"
        paper.save()
    asking = sign_in(world.people[who]) if who else client
    answers = []
    for code in (paper.verification_code, new_code()):
        answer = asking.get(f"/verifikasi/{code}/")
        assert answer.status_code == 404
        answers.append(TOKEN.sub(b"", answer.content.replace(code.encode(), b"")))
    assert answers[0] == answers[1]
    assert b"tidak dikenal" in answers[0].lower()


def test_the_kernels_trail_hears_nothing_of_it(world: World, case: Case) -> None:
    from gugus.core.models import AuditEvent

    kept(world, sent(world, case))
    assert not AuditEvent.objects.filter(object_type="cases.casedocument").exists()
    assert issubclass(CaseDocument, Document)
