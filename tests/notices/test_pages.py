"""Reminders on their pages: the inbox under "Tugas saya", the choice of letters, and asking by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from gugus.notices import selectors, services
from gugus.notices.enums import NoticeKind
from gugus.notices.models import Digest, Notice
from members.models import Seat, SeatHolder
from rad.models import ReportingPeriod, ReportingRules
from tests.factories import World, make_world, user
from tests.rad.builders import Rad, make_rad
from tests.rad.test_queries import grow, queries
from tests.scene import CANARIES, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def rad(world: World) -> Rad:
    """A quarter due in a week; letters go out at any hour."""
    rad = make_rad(world, deadline=timezone.localdate() + timedelta(days=7))
    ReportingRules.objects.create(task_force=world.task_force, remind_hour=0)
    services.remind()
    return rad


def own(rad: Rad, key: str = "dinsos") -> Notice:
    return Notice.objects.get(recipient=rad.world.people[key])


def test_a_reminder_is_new_until_opened_and_leads_to_its_work(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    assert "1 baru" in client.get(reverse("home")).content.decode()
    answer = client.get(own(rad).get_absolute_url())
    assert answer.url == reverse("rad:report-grid", args=[rad.period.pk])
    page = client.get(reverse("home")).content.decode()
    assert "sudah dibuka" in page
    assert "1 baru" not in page


def test_putting_it_away_leaves_the_duty(rad: Rad, sign_in: Any) -> None:
    client = sign_in(rad.world.people["dinsos"])
    client.post(reverse("notices:notice-dismiss", args=[own(rad).pk]))
    page = client.get(reverse("home")).content.decode()
    assert f"Lapor RAD {rad.period}" in page
    assert f"Lapor RAD {rad.period} (RAD-UJI)" not in page
    services.remind()
    assert own(rad).dismissed_at


def test_a_done_duty_takes_its_reminder_along(rad: Rad) -> None:
    person = rad.world.people["dinsos"]
    rad.submit("dinsos", "dinsos")
    assert selectors.notices_open(person, selectors.duties_for(person)) == []


def test_a_reminder_of_another_task_force_opens_there(rad: Rad, sign_in: Any) -> None:
    person = rad.world.people["dinsos"]
    other = make_rad(make_world("35.73", "Kota Malang"), deadline=timezone.localdate() + timedelta(days=7))
    other.world.appoint(person, "penghubung", other.world.agencies["Dinas Sosial"])
    ReportingRules.objects.create(task_force=other.world.task_force, remind_hour=0)
    services.remind()
    client = sign_in(person)
    assert "GT TPPO Kota Malang · 1 kegiatan" in client.get(reverse("home")).content.decode()
    there = Notice.objects.get(recipient=person, task_force=other.world.task_force)
    page = client.get(there.get_absolute_url(), follow=True)
    assert page.status_code == 200
    assert str(other.period.pk) in page.redirect_chain[-1][0]
    assert "Anda sekarang bertugas di GT TPPO Kota Malang." in page.content.decode()


def test_a_head_without_a_role_reads_their_reminder_at_home(rad: Rad, sign_in: Any) -> None:
    """The holder of a head seat need not have an appointment: there is no other page for them."""
    head = user("Kepala Contoh")
    seat = Seat.objects.get(agency=rad.world.agencies["Dinas Sosial"], is_head=True)
    SeatHolder.objects.create(
        task_force=rad.world.task_force,
        lineage=seat.lineage,
        name=head.full_name,
        user=head,
        valid_from=timezone.localdate() - timedelta(days=9),
        set_by=rad.world.people["sekretariat"],
        confirmed_by=rad.world.people["sekretariat2"],
        confirmed_at=timezone.now(),
    )
    ReportingPeriod.objects.update(deadline=timezone.localdate() - timedelta(days=2))
    services.remind()
    client, notice = sign_in(head), Notice.objects.get(recipient=head)
    assert "Dinas Sosial terlambat melapor" in client.get(reverse("home")).content.decode()
    assert client.get(notice.get_absolute_url(), follow=True).status_code == 200
    assert sign_in(rad.world.people["dinkes"]).get(notice.get_absolute_url()).status_code == 404


def test_letters_are_turned_off_and_on(rad: Rad, sign_in: Any) -> None:
    person = rad.world.people["dinsos"]
    client, url = sign_in(person), reverse("notices:mail-choice")
    for choice in (False, True):
        assert client.post(url, {"digest": str(choice)}).status_code == 302
        assert selectors.mail_choice_of(person) is choice
    page = client.post(url, {}).content.decode()
    assert "Pilih “Surel pengingat”." in page
    assert selectors.mail_choice_of(person) is True


def test_the_secretariat_sees_who_was_told_and_asks(world: World, sign_in: Any) -> None:
    rad = make_rad(world, deadline=timezone.localdate() + timedelta(days=30))
    world.people["dinkes"].appointments.update(status="berakhir", end_reason="Pindah")
    client, url = sign_in(rad.secretariat), reverse("notices:period-remind", args=[rad.period.pk])
    before = client.get(url).content.decode()
    assert "Dinsos Contoh" in before
    assert "belum ada penghubung" in before
    page = client.post(url, follow=True).content.decode()
    assert "Surel dikirim kepada 1 orang." in page
    assert "surel menunggu dikirim" in page
    services.digest_send(pk=Digest.objects.get().pk)
    assert [letter.to for letter in mail.outbox] == [[world.people["dinsos"].email]]
    again = client.post(url, follow=True).content.decode()
    assert "lewat surel dan portal" in again
    assert "1 orang sudah diingatkan hari ini dan tidak diingatkan lagi." in again


def test_asking_nobody_says_why(world: World, sign_in: Any) -> None:
    rad = make_rad(world)
    for key in ("dinsos", "dinkes"):
        rad.submit(key, key)
    client, url = sign_in(rad.secretariat), reverse("notices:period-remind", args=[rad.period.pk])
    assert "Semua instansi sudah melapor" in client.get(url).content.decode()
    assert "semua sudah melapor" in client.post(url).content.decode()


@pytest.mark.parametrize(("person", "name"), [("sekretariat", "remind"), ("dinsos", "home")])
def test_queries_do_not_grow(rad: Rad, sign_in: Any, person: str, name: str) -> None:
    url = {"remind": reverse("notices:period-remind", args=[rad.period.pk]), "home": reverse("home")}[name]
    client = sign_in(rad.world.people[person])
    client.get(url)
    few = queries(client, url)
    grow(rad, 60)
    many = queries(client, url)
    assert len(few) == len(many)
    assert len(many) <= 12, "\n".join(many)


def test_the_system_reads_all_demands_in_few_queries(rad: Rad, django_assert_max_num_queries: Any) -> None:
    grow(rad, 60)
    with django_assert_max_num_queries(13):
        assert selectors.demands()


def test_no_word_people_wrote_is_in_a_reminder_or_letter() -> None:
    """The scene's drafts, evidence and reviews are canaries; its reminders and letters know none of them."""
    scene = make_scene()
    Notice.objects.all().delete()
    ReportingRules.objects.create(task_force=scene.world.task_force, remind_hour=0)
    services.remind()
    for digest in Digest.objects.all():
        services.digest_send(pk=digest.pk)
    told = [f"{n.title} {n.detail} {n.url} {n.subject}" for n in Notice.objects.all()]
    told += [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert len(mail.outbox) >= 4
    assert {n.kind for n in Notice.objects.all()} == {
        NoticeKind.REPORT,
        NoticeKind.BEHALF,
        NoticeKind.MEETING,
        NoticeKind.FOLLOW_UP,
        NoticeKind.FOLLOW_UP_CHECK,
    }
    assert not [canary for canary in CANARIES.values() if any(canary in text for text in told)]
