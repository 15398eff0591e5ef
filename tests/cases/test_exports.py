"""A copy of a case in an encrypted ZIP: by whom, with what in it, for how long."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.documents import SUMMARY, export_zip, summary_content
from cases.models import (
    Attachment,
    Case,
    CaseDocument,
    CaseExport,
    CaseJob,
    CaseNote,
    CaseTrail,
    Identity,
    IdentityNotice,
    Recusal,
    Shelter,
)
from cases.selectors.papers import export_attachments, export_for_job
from cases.services.exports import LETTERS, case_export, export_keep, exports_purge, password_make
from cases.services.papers import referral_letter_make
from gugus.celery import app
from gugus.core.permissions import Denied
from gugus.documents.layouts import secret_pdf
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.documents.reading import findings, words_of
from tests.factories import World, make_world
from tests.workers import Worker, as_worker

pytestmark = pytest.mark.django_db
NAME, PLACE, NOTE, TITLE = "Melati Contoh", "Rumah Aman Contoh", "Catatan contoh.", "Judul lampiran contoh"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def full_case(world: World) -> Case:
    """With identity, shelter, a note, a file, and the notice of Pasal 24 read."""
    case = open_case(world, "dinsos_kasus", "Dinas Sosial", account="Uraian contoh.")
    desk = handlers_desk(world, "Dinas Sosial").group
    with acting(world, "dinsos_kasus") as now:
        by = now.user
        Identity.objects.create(case=case, name=NAME, nik="3571014107990001", updated_by=by)
        IdentityNotice.objects.create(case=case, user=by)
        Shelter.objects.create(case=case, name=PLACE, since=timezone.localdate(), recorded_by=by)
        CaseNote.objects.create(
            case=case, body=NOTE, group=desk, agency=world.agencies["Dinas Sosial"], written_by=by
        )
        row = Attachment(
            case=case, title=TITLE, group=desk, uploaded_by=by, content_type="application/pdf", size=7,
            sha256="0" * 64,
        )  # fmt: skip
        row.file.save("x", ContentFile(b"isi-pdf"), save=False)
        row.save()
    return case


@pytest.fixture
def case(world: World) -> Case:
    return full_case(world)


def ask(world: World, case: Case, who: str = "dinsos_kasus", **extra: Any) -> tuple[CaseExport, str]:
    with acting(world, who) as now:
        return case_export(case=case, purpose="penyidikan", by=now.user, **extra)


def made(world: World, case: Case, **extra: Any) -> tuple[CaseExport, str]:
    """As the worker does it."""
    export, password = ask(world, case, **extra)
    with acting(world, "dinsos_kasus") as now:
        row = export_for_job(now.user, export.pk)
        assert row is not None
        assert row.password == password
        pdf = secret_pdf(summary_content(row, now.user))
        files = [(each, each.file.open("rb").read()) for each in export_attachments(now.user, case)]
        export_keep(export=row, data=export_zip(pdf, files, row.password), by=now.user)
        return CaseExport.objects.get(pk=export.pk), password


def opened(data: bytes, password: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(BytesIO(data)) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_in_it(world: World, case: Case) -> None:
    export, password = made(world, case)
    with acting(world, "dinsos_kasus"):
        data = export.file.open("rb").read()
    inside = opened(data, password)
    assert set(inside) == {SUMMARY, "lampiran-1.pdf"}
    assert inside["lampiran-1.pdf"] == b"isi-pdf"
    words = words_of(inside[SUMMARY])
    for expected in (
        "RAHASIA",
        case.code,
        "Permintaan penyidik",
        "Uraian contoh.",
        NOTE,
        "Dibaca oleh Dinsos",
    ):
        assert expected in words, expected
    for hidden in (NAME, "3571014107990001", PLACE):
        assert hidden not in words, hidden
    assert findings(inside[SUMMARY]) == []


def test_it_opens_with_its_password_alone(world: World, case: Case) -> None:
    export, password = made(world, case)
    with acting(world, "dinsos_kasus"):
        data = export.file.open("rb").read()
    for wrong in (password.lower(), password[:-1]):
        with pytest.raises(RuntimeError, match="Bad password"):
            opened(data, wrong)
    assert b"isi-pdf" not in data
    with pyzipper.AESZipFile(BytesIO(data)) as archive:
        assert {(info.wz_aes_strength, info.wz_aes_version) for info in archive.infolist()} == {(3, 2)}
        assert TITLE.encode() not in data


def test_the_password_is_kept_only_until_it_is_used(world: World, case: Case) -> None:
    export, password = made(world, case)
    assert export.password == ""
    with acting(world, "dinsos_kasus"), connection.cursor() as cursor:
        for table in ("cases_caseexport", "cases_casejob", "cases_casetrail"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            assert password not in (cursor.fetchone()[0] or "")
    with open(export.file.path, "rb") as raw:
        assert not raw.read().startswith(b"PK"), "sealed on the disk as well"


def test_passwords_are_long_and_never_the_same() -> None:
    drawn = {password_make() for _n in range(200)}
    assert len(drawn) == 200
    assert all(len(each) == 19 and set(each) <= set(LETTERS + "-") for each in drawn)
    assert len(LETTERS) == 32


def test_the_name_only_when_asked_and_the_notice_was_read(world: World, case: Case) -> None:
    export, password = made(world, case, with_identity=True)
    with acting(world, "dinsos_kasus") as now:
        words = words_of(opened(export.file.open("rb").read(), password)[SUMMARY])
        assert NAME in words
        assert "3571014107990001" not in words, "the NIK stays in the portal"
        actions = set(CaseTrail.objects.visible_to(now.user).values_list("action", flat=True))
    assert {"cases.export_make", "cases.export_ready", "cases.identity_show"} <= actions
    unread = open_case(world, "dinsos_kasus", "Dinas Sosial")
    with acting(world, "dinsos_kasus") as now:
        Identity.objects.create(case=unread, name=NAME, updated_by=now.user)
    with pytest.raises(ValidationError, match="Pasal 24"):
        ask(world, unread, with_identity=True)


def test_a_purpose_is_chosen_from_the_vocabulary(world: World, case: Case) -> None:
    with acting(world, "dinsos_kasus") as now, pytest.raises(ValidationError):
        case_export(case=case, purpose="iseng", by=now.user)


def test_only_the_owner_exports(world: World, case: Case) -> None:
    consent = give_consent(world, "dinsos_kasus", case, scope="penuh")
    referral = draft_referral(world, "dinsos_kasus", case, "Dinas Sosial", "Polres", consent=consent)
    move(world, "dinsos_kasus", referral, "send")
    move(world, "polres_ppa", referral, "accept")
    with pytest.raises(Denied, match="penanggung jawab"):
        ask(world, case, "polres_ppa")


def test_who_was_recused_meanwhile_gets_nothing(world: World, case: Case) -> None:
    export, _password = ask(world, case)
    with acting(world, "dinsos_kasus") as now:
        Recusal.objects.create(
            case=case, user=now.user, group=handlers_desk(world, "Dinas Sosial").group, recorded_by=now.user,
            reason="Kenal.",
        )  # fmt: skip
    with acting(world, "dinsos_kasus") as now, pytest.raises(Denied, match="sudah berakhir"):
        export_keep(export=export, data=b"PK", by=now.user)
    with acting(world, "dinsos_kasus"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseexport")
        assert cursor.fetchone() == (0,), "the second wall as well"


def test_pages(world: World, case: Case, sign_in: Any) -> None:
    client: Client = sign_in(world.people["dinsos_kasus"])
    shown = client.post(f"/kasus/{case.pk}/ekspor/", {"purpose": "korban"})
    assert shown.status_code == 200
    with acting(world, "dinsos_kasus"):
        export = CaseExport.objects.get()
        assert export.password in shown.content.decode()
        assert CaseJob.objects.get().export_id == export.pk
    assert "no-store" in shown["Cache-Control"]
    page = client.get(f"/kasus/ekspor/{export.pk}/")
    assert export.password not in page.content.decode()
    assert client.get(f"/kasus/ekspor/{export.pk}/berkas/").status_code == 404, "not made yet"
    wrong = client.post(f"/kasus/{case.pk}/ekspor/", {"purpose": ""})
    assert "Pilih keperluan dari daftar." in wrong.content.decode()
    other: Client = sign_in(world.people["polres_ppa"])
    assert other.get(f"/kasus/ekspor/{export.pk}/").status_code == 404


def test_taking_it_is_recorded_until_it_expires(world: World, case: Case, sign_in: Any) -> None:
    export, _password = made(world, case)
    client: Client = sign_in(world.people["dinsos_kasus"])
    answer = client.get(f"/kasus/ekspor/{export.pk}/berkas/")
    assert answer.content.startswith(b"PK")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with acting(world, "dinsos_kasus"):
        assert CaseTrail.objects.filter(action="cases.export_file_read", case_id=case.pk).count() == 1
        CaseExport.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    late = client.get(f"/kasus/ekspor/{export.pk}/berkas/")
    assert late.status_code == 403
    assert "kedaluwarsa" in late.content.decode()


def test_purging_is_the_workers(world: World, case: Case) -> None:
    with pytest.raises(Exception, match="permission denied"):
        exports_purge()


class TestByTheWorker:
    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def worker(self) -> Iterator[Worker]:
        worker = Worker()
        yield worker
        worker.stop()

    def test_letter_export_and_purge(self, worker: Worker) -> None:
        world = make_world()
        case = full_case(world)
        consent = give_consent(world, "dinsos_kasus", case)
        draft = draft_referral(
            world, "dinsos_kasus", case, "Dinas Sosial", "Polres", consent=consent, number="R-1"
        )
        move(world, "dinsos_kasus", draft, "send")
        with acting(world, "dinsos_kasus") as now:
            referral = type(draft).objects.get(pk=draft.pk)
            paper = referral_letter_make(referral=referral, by=now.user)
        export, password = ask(world, case)

        def finished() -> bool:
            with acting(world, "dinsos_kasus"):
                made_of = [CaseDocument.objects.get(pk=paper.pk), CaseExport.objects.get(pk=export.pk)]
                return all(each.file for each in made_of)

        worker.wait_for(finished, "the letter and the export")
        with acting(world, "dinsos_kasus"):
            file = CaseExport.objects.get(pk=export.pk).file
            assert SUMMARY in opened(file.open("rb").read(), password)
            path = Path(file.path)
            CaseExport.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        app.send_task("cases.exports_purge", queue="bulk")
        worker.wait_for(lambda: not path.exists(), "the expired file to go")

        def forgotten() -> bool:
            with acting(world, "dinsos_kasus"):
                return not CaseExport.objects.get(pk=export.pk).file

        worker.wait_for(forgotten, "the row to say so")

    def test_a_right_that_ended_delivers_nothing(self) -> None:
        """Recused between asking and making: no file, and the job's row says why."""
        world = make_world()
        case = full_case(world)
        export, _password = ask(world, case)
        with acting(world, "dinsos_kasus") as now:
            Recusal.objects.create(
                case=case, user=now.user, group=handlers_desk(world, "Dinas Sosial").group,
                recorded_by=now.user, reason="Kenal.",
            )  # fmt: skip
        worker = Worker()
        try:
            error = worker.wait_for(lambda: error_of(export), "the job to end")
        finally:
            worker.stop()
        assert error == "Akses Anda ke kasus ini sudah berakhir, jadi berkasnya tidak dibuat."


def error_of(export: CaseExport) -> str:
    """As the worker reads it: who has stopped handling no longer sees the job of the case."""
    with as_worker():
        return CaseJob.objects.get(export=export).error
