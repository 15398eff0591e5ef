"""Identity and shelter: masked, opened on record, counted against the day, told when it is too much."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cases.models import CaseJob, CaseSettings, CaseTrail, Identity, OverRead, Shelter
from cases.rules.identity import clean_nik
from cases.selectors.identity import budget_today
from cases.services import identity as services
from cases.watermark import watermark
from gugus.core.permissions import Denied
from gugus.notices.models import Notice
from members.enums import Role
from tests.cases.builders import acting, draft_referral, fresh, give_consent, move, open_case

FIGURES = re.compile(r"\d+")
pytestmark = pytest.mark.django_db
NIK = "3571015708010001"
WORDS = {
    "name": "Bunga Contoh",
    "nickname": "Nga Contoh",
    "nik": NIK,
    "birth_place": "Pare Contoh",
    "birth_date": date(2001, 8, 17),
    "address": "Jalan Contoh 1",
    "phone": "0811-0000-0001",
    "guardian": "Ibu Contoh",
    "safe_contact": "Bibi Contoh, 0811-0000-0002",
}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(world):
    return open_case(world, "dinsos_kasus", "Dinas Sosial")


def write(world, case, by="dinsos_kasus", **changes):
    with acting(world, by) as now:
        seen = services.identity_stamp(Identity.objects.visible_to(now.user).filter(case=case).first())
        return services.identity_save(case=case, by=now.user, seen=seen, **WORDS | changes)


def trail(world, action, by="pengawas"):
    with acting(world, by) as now:
        return list(CaseTrail.objects.visible_to(now.user).filter(action=action).order_by("at"))


@pytest.fixture
def handler(world, case, sign_in):
    """Signed in, the notice confirmed, an identity written."""
    write(world, case)
    client = sign_in(world.people["dinsos_kasus"])
    client.post(reverse("cases:identity-notice", args=[case.pk]))
    return client


def url(name, case, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"cases:{name}", args=[case.pk]) + (f"?{asked}" if asked else "")


def test_what_was_written_is_read_and_the_table_holds_none_of_it(world, case):
    write(world, case)
    with acting(world, "dinsos_kasus") as now:
        row = Identity.objects.visible_to(now.user).get()
        assert {name: getattr(row, name) for name in WORDS} == WORDS | {"birth_date": "2001-08-17"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT i::text FROM cases_identity i")
            stored = cursor.fetchone()[0]
    clear = [text.encode().hex() for text in map(str, WORDS.values())] + [
        str(text) for text in WORDS.values()
    ]
    assert not [text for text in clear if text in stored]


def test_the_first_look_shows_the_notice_and_keeps_that_it_was_read(world, case, sign_in):
    write(world, case)
    client = sign_in(world.people["dinsos_kasus"])
    assert client.get(url("identity", case)).url == url("identity-notice", case)
    assert client.get(url("identity-update", case)).url == url("identity-notice", case)
    assert client.post(url("identity", case, bidang="name")).status_code == 403
    page = client.get(url("identity-notice", case)).content.decode()
    assert "Pasal 24" in page
    assert "Bunga" not in page
    assert client.post(url("identity-notice", case)).url == url("identity", case)
    assert client.get(url("identity", case)).status_code == 200
    assert len(trail(world, "cases.identity_notice_confirm")) == 1
    assert client.get(url("identity-notice", case)).status_code == 200


def test_every_field_is_masked_and_opens_alone_on_record(world, case, handler):
    page = handler.get(url("identity", case)).content.decode()
    shown = {name: str(text) for name, text in WORDS.items()} | {"birth_date": "17 Agustus 2001"}
    assert not [text for text in shown.values() if text in page]
    assert trail(world, "cases.identity_show") == []
    for name, text in shown.items():
        page = handler.post(url("identity", case, bidang=name)).content.decode()
        assert [other for other in shown if shown[other] in page] == [name], name
        assert text in page
        assert "Dibaca oleh" in page
    assert [row.detail["field"] for row in trail(world, "cases.identity_show")] == list(shown)
    page = handler.post(url("identity", case, bidang="semua")).content.decode()
    assert not [text for text in shown.values() if text not in page]
    assert handler.post(url("identity", case, bidang="nik_index")).status_code == 404


def test_filling_the_form_counts_as_opening_everything(world, case, handler):
    page = handler.get(url("identity-update", case)).content.decode()
    assert "Bunga Contoh" in page
    assert [row.detail["field"] for row in trail(world, "cases.identity_show")] == ["semua"]
    form = page.split('name="seen" value="')[1].split('"')[0]
    answer = handler.post(url("identity-update", case), {"name": "Lain Contoh", "seen": form})
    assert answer.url == url("identity", case)
    with acting(world, "dinsos_kasus"):
        assert (Identity.objects.get().name, Identity.objects.get().nik) == ("Lain Contoh", "")
    late = handler.post(url("identity-update", case), {"name": "Terlambat Contoh", "seen": form})
    assert "baru saja diubah orang lain" in late.content.decode()
    assert "Terlambat Contoh" in late.content.decode()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("357101570801000", "16 angka; yang diketik 15"),
        ("35710157080100O1", "16 angka"),
        ("9971015708010001", "provinsi"),
        ("3571013113010001", "Tanggal lahir"),
        ("3571015708010000", "Nomor urut"),
    ],
)
def test_a_wrong_nik_is_refused_beside_its_field(world, case, handler, typed, reason):
    handler.get(url("identity-update", case))
    page = handler.post(url("identity-update", case), {"name": "A Contoh", "nik": typed}).content.decode()
    assert reason in page
    assert typed in page
    with pytest.raises(ValidationError) as refusal:
        clean_nik(typed)
    assert refusal.value.error_dict.keys() == {"nik"}


def test_a_nik_is_kept_as_its_digits(world, case):
    assert write(world, case, nik="3571 0157 0801 0001").nik == NIK
    assert clean_nik(" ") == ""


def test_a_birth_date_to_come_is_refused(world, case):
    with pytest.raises(ValidationError):
        write(world, case, birth_date=date(2999, 1, 1))


def test_one_search_is_queued_whatever_is_written(world, case):
    def count(**changes):
        with acting(world, "dinsos_kasus") as now:
            seen = services.identity_stamp(Identity.objects.get(case=case))
            with CaptureQueriesContext(connection) as queries:
                services.identity_save(case=case, by=now.user, seen=seen, **WORDS | changes)
            return [FIGURES.sub("", query["sql"])[:60] for query in queries.captured_queries]

    write(world, case, nik="")
    twin = open_case(world, "dinsos_kasus", "Dinas Sosial")
    write(world, twin, nik=NIK)
    assert count(nik=NIK) == count(nik="") == count(nik="3571015708010002")
    with acting(world, "dinsos_kasus"):
        assert CaseJob.objects.filter(case=case, task="cases.nik_match").count() == 4
    rows = [row.detail for row in trail(world, "cases.identity_save") if row.case_id == case.pk]
    assert [set(row) for row in rows] == [{"fields"}] * 4


# --- the day's budget


@pytest.fixture
def many(world, sign_in):
    """Four cases with identity, a budget of two, the notices read."""
    CaseSettings.objects.create(task_force=world.task_force, identity_budget=2)
    world.person("koordinator", Role.HANDLER, world.agencies["Dinas Kesehatan"], is_coordinator=True)
    client = sign_in(world.people["dinsos_kasus"])
    rows = [open_case(world, "dinsos_kasus", "Dinas Sosial") for _ in range(4)]
    for row in rows:
        write(world, row)
        client.post(url("identity-notice", row))
    return client, rows


def told(world):
    return {
        notice.recipient.email.split("@")[0]: notice for notice in Notice.objects.select_related("recipient")
    }


def test_beyond_the_budget_a_reason_is_asked_and_those_above_are_told_once(world, many):
    client, (first, second, third, fourth) = many
    for row in (first, second, first):
        assert "Bunga Contoh" in client.post(url("identity", row, bidang="name")).content.decode()
    assert told(world) == {}
    page = client.post(url("identity", third, bidang="name")).content.decode()
    assert "Bunga Contoh" not in page
    assert "Alasan membuka" in page
    assert set(told(world)) == {"pengawas", "koordinator"}
    words = told(world)["pengawas"].title + told(world)["pengawas"].detail
    assert "ke-3" in words
    assert not [secret for secret in ("Contoh", third.code, "dinsos") if secret in words]
    short = client.post(url("identity", third, bidang="name"), {"reason": "perlu"}).content.decode()
    assert "Bunga Contoh" not in short
    given = {"reason": "menyiapkan pemulangan enam korban"}
    assert "Bunga Contoh" in client.post(url("identity", third, bidang="name"), given).content.decode()
    assert "Nga Contoh" in client.post(url("identity", third, bidang="nickname")).content.decode()
    assert "Bunga Contoh" not in client.post(url("identity", fourth, bidang="name")).content.decode()
    assert Notice.objects.count() == 2
    assert len(trail(world, "cases.budget_exceeded")) == 1
    with acting(world, "pengawas") as now:
        (row,) = OverRead.objects.visible_to(now.user)
        assert (row.reason, row.code, row.count) == (given["reason"], third.code, 3)
    with acting(world, "dinkes") as now:
        assert not OverRead.objects.visible_to(now.user).exists()
        assert not OverRead.objects.exists()


def test_the_form_waits_for_a_reason_too(world, many):
    client, rows = many
    for row in rows[:2]:
        client.get(url("identity-update", row))
    answer = client.get(url("identity-update", rows[2]))
    assert answer.url == url("identity", rows[2], bidang="semua")
    assert "Alasan membuka" in client.get(answer.url).content.decode()
    client.post(answer.url, {"reason": "menyiapkan pemulangan enam korban"})
    assert "Bunga Contoh" in client.get(url("identity-update", rows[2])).content.decode()


def test_a_new_day_is_a_new_budget(world, many):
    client, rows = many
    for row in rows[:2]:
        client.post(url("identity", row, bidang="name"))
    with acting(world, "dinsos_kasus") as now:
        assert budget_today(now.user).exceeded_by(rows[2])
        assert not budget_today(now.user).exceeded_by(rows[0])
    with travel(timezone.now() + timedelta(days=1)), acting(world, "dinsos_kasus") as now:
        assert not budget_today(now.user).exceeded_by(rows[2])


# --- who


def test_consent_decides_whether_a_receiver_reads_identity_and_shelter(world, case, sign_in):
    write(world, case)
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    consent = give_consent(world, "dinsos_kasus", case, "layanan")
    referral = draft_referral(world, "dinsos_kasus", case, "Dinas Sosial", "Dinas Kesehatan", consent=consent)
    client = sign_in(world.people["dinkes_kasus"])
    for name in ("identity", "shelter-list", "identity-notice"):
        assert client.get(url(name, case)).status_code == 404
    move(world, "dinsos_kasus", referral, "send")
    assert client.get(url("identity", case)).status_code == 404
    move(world, "dinkes_kasus", referral, "accept")
    assert client.get(url("identity", case)).status_code == 403
    with acting(world, "dinkes_kasus") as now, pytest.raises(Denied):
        services.identity_show(case=case, field="name", by=now.user)
    absent = type(case)(pk=uuid4(), code="K26-AAAAAA")
    assert client.get(url("identity", absent)).status_code == 404


# --- shelter


def test_a_shelter_is_closed_until_asked_for(world, case, sign_in):
    client = sign_in(world.people["dinsos_kasus"])
    fields = {"name": "Rumah Contoh", "address": "Jalan Rahasia 9", "contact": "", "since": "2026-11-01"}
    assert client.post(url("shelter-add", case), fields).status_code == 302
    page = client.get(url("shelter-list", case)).content.decode()
    assert "Rumah Contoh" not in page
    assert "1 November 2026" in page
    with acting(world, "dinsos_kasus"):
        row = Shelter.objects.get()
    page = client.post(url("shelter-list", case, bidang=row.pk)).content.decode()
    assert "Jalan Rahasia 9" in page
    assert "Dibaca oleh" in page
    change = reverse("cases:shelter-update", args=[row.pk])
    assert "Jalan Rahasia 9" in client.get(change).content.decode()
    assert len(trail(world, "cases.shelter_show")) == 2
    wrong = client.post(change, fields | {"until": "2026-10-01"}).content.decode()
    assert "tidak boleh sebelum awalnya" in wrong
    assert client.post(change, fields | {"until": "2026-11-20"}).status_code == 302
    for asked in (uuid4(), "x"):
        assert client.post(url("shelter-list", case, bidang=asked)).status_code == 404


def test_a_watermark_names_reader_moment_and_case(world):
    person = fresh(world.people["dinsos_kasus"])
    at = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
    assert watermark(person, "K26-7QX4M2", at) == (
        f"Dibaca oleh {person.full_name} · 22 November 2026 09.10 WIB · K26-7QX4M2"
    )
