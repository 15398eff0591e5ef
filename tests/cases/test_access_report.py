"""Laporan akses data pribadi: everything anybody did, in plain words, for the owner to hand over."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import AccessReport, Case, CaseDocument, CaseJob, CaseTrail
from cases.paper import access_paper
from cases.selectors.access_report import access_report_for_job, receivers_of, service_labels
from cases.selectors.trail import case_trail
from cases.services import trail
from cases.services.access_report import access_report_keep, access_report_make
from cases.services.recusal import recusal_record
from gugus.core.permissions import Denied
from gugus.documents.content import Dossier
from gugus.documents.layouts import secret_pdf
from tests.cases.builders import acting, draft_referral, fresh, give_consent, move, open_case
from tests.documents.reading import findings, open_pdf, words_of
from tests.factories import World

pytestmark = pytest.mark.django_db
REASON = "KENARItahan pelaku mengenal petugas ini"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world: World) -> Case:
    """Referred to Dinas Sosial, and read twice there."""
    case = open_case(world, "polres_ppa", "Polres")
    consent = give_consent(world, "polres_ppa", case)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=consent)
    move(world, "polres_ppa", referral, "send")
    move(world, "dinsos_kasus", referral, "accept")
    for who in ("polres_ppa", "dinsos_kasus", "dinsos_kasus"):
        with acting(world, who) as now:
            trail.record(by=now.user, action="cases.case_read", case=case)
    return case


def make(world: World, case: Case, withheld: tuple[str, ...] = (), reason: str = "") -> AccessReport:
    people = [world.people[key].pk for key in withheld]
    with acting(world, "polres_ppa") as now:
        return access_report_make(case=case, withheld=people, withheld_reason=reason, by=now.user)


def content_of(world: World, report: AccessReport) -> Dossier:
    with acting(world, "polres_ppa") as now:
        job = CaseJob.objects.get(document=report.document)
        row = access_report_for_job(job.pk, now.user)
        assert row is not None
        return access_paper(
            row,
            list(case_trail(now.user, row.case).filter(at__lte=row.created_at).order_by("at")),
            receivers_of(now.user, row.case),
            labels=service_labels(),
            mark="Dibaca oleh Contoh",
        )


def test_it_says_who_when_what_and_why(world: World, case: Case) -> None:
    content = content_of(world, make(world, case))
    first, second = content.sections[2].rows
    assert first[1:3] == (f"{world.people['polres_ppa'].full_name}, Polres", "membaca kasus")
    assert second[2:] == ("membaca kasus, 2 kali", "menangani kasus Anda")
    (receiver,) = content.sections[1].rows
    assert (receiver[0], receiver[2]) == ("Dinas Sosial", "persetujuan Anda atau wali Anda")


def test_whom_naming_endangers_is_left_out_with_a_reason(world: World, case: Case) -> None:
    with pytest.raises(ValidationError, match="membahayakan"):
        make(world, case, withheld=("dinsos_kasus",))
    content = content_of(world, make(world, case, withheld=("dinsos_kasus",), reason=REASON))
    assert [row[1] for row in content.sections[2].rows] == [f"{world.people['polres_ppa'].full_name}, Polres"]
    text = words_of(secret_pdf(content))
    assert "tidak dicantumkan" in text
    assert world.people["dinsos_kasus"].full_name not in text
    assert "KENARI" not in text


def test_refusals_are_told_as_such(world: World, case: Case) -> None:
    with acting(world, "polres_ppa") as now:
        row = CaseTrail(
            actor_id=now.user.pk,
            task_force_id=now.task_force_id,
            action="cases.case_read",
            case_id=case.pk,
            channel="halaman",
        )
        row.denied = True
        row.save()
    told = [row[2] for row in content_of(world, make(world, case)).sections[2].rows]
    assert "mencoba membaca kasus (ditolak)" in told


def test_only_the_owner_makes_it(world: World, case: Case) -> None:
    with acting(world, "dinsos_kasus") as now, pytest.raises(Denied, match="penanggung jawab"):
        access_report_make(case=case, withheld=[], withheld_reason="", by=now.user)


def test_the_paper_is_accessible_and_names_nobody_in_its_data(world: World, case: Case) -> None:
    pdf = secret_pdf(content_of(world, make(world, case)))
    assert findings(pdf) == []
    text = words_of(pdf)
    assert case.code in text
    assert "Dibaca oleh Contoh" in text
    assert world.people["polres_ppa"].full_name not in str(open_pdf(pdf).docinfo)


def test_kept_only_while_its_requester_sees_the_case(world: World, case: Case) -> None:
    other = world.person("polres_dua", "penangan", world.agencies["Polres"])
    report = make(world, case)
    with acting(world, "polres_ppa"):
        job = CaseJob.objects.get(document_id=report.document_id)
    with acting(world, other) as now:
        recusal_record(case=case, user=fresh(world.people["polres_ppa"]), reason="kerabat", by=now.user)
    refused = pytest.raises(Denied, match="tidak lagi melihat")
    with acting(world, "polres_ppa") as now, refused, transaction.atomic():
        access_report_keep(job=job, pdf=b"%PDF-1.4", by=now.user)


class TestPages:
    def test_made_with_one_click_and_fetched_by_the_desk(
        self, world: World, case: Case, sign_in: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        client: Client = sign_in(world.people["polres_ppa"])
        page = reverse("cases:access-report", args=[case.pk])
        assert "Dinsos_Kasus Contoh, Dinas Sosial (2)" in client.get(page).content.decode()
        assert client.post(page).status_code == 302
        assert "menunggu" in client.get(page).content.decode()
        with acting(world, "polres_ppa") as now:
            job = CaseJob.objects.get()
            access_report_keep(job=job, pdf=b"%PDF-1.4 contoh", by=now.user)
        file = reverse("cases:paper-file", args=[job.document_id])
        assert file in client.get(page).content.decode()
        answer = client.get(file)
        assert b"".join(answer.streaming_content) == b"%PDF-1.4 contoh"  # type: ignore[attr-defined]
        assert 'filename="laporan-akses-data-pribadi.pdf"' in answer["Content-Disposition"]
        with acting(world, "polres_ppa") as now:
            stored = CaseDocument.objects.get()
            assert b"contoh" not in Path(stored.file.path).read_bytes(), "encrypted at rest"
            assert CaseTrail.objects.visible_to(now.user).filter(action="cases.paper_file_read").count() == 1

    def test_the_receiver_sees_neither_page_nor_file(self, world: World, case: Case, sign_in: Any) -> None:
        report = make(world, case)
        client: Client = sign_in(world.people["dinsos_kasus"])
        assert client.get(reverse("cases:access-report", args=[case.pk])).status_code == 403
        assert client.get(reverse("cases:paper-file", args=[report.document_id])).status_code == 404
