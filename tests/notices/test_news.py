"""News: what happened is told at once, once, by a letter of its own, and stays until it is hidden."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from gugus.accounts.models import User
from gugus.notices import selectors, services
from gugus.notices.enums import DigestStatus, NoticeKind
from gugus.notices.models import Digest, MailChoice, Notice
from tests.factories import World

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 2, 15, tzinfo=ZoneInfo("Asia/Jakarta"))


def tell(world: World, *keys: str, subject: str = "darurat:1") -> int:
    return services.news_tell(
        people=[world.people[key].pk for key in keys],
        task_force=world.task_force,
        subject=subject,
        title="Akses darurat atas kasus K26-7QX4",
        detail="Berakhir 22 Nov 2026, 05.15 WIB",
        url="/kasus/darurat/",
    )


def run() -> list[Any]:
    """What beat and worker do, once; the letters that went out."""
    mail.outbox.clear()
    services.remind()
    for digest in Digest.objects.filter(status=DigestStatus.PENDING):
        services.digest_send(pk=digest.pk)
    return list(mail.outbox)


def test_news_goes_out_in_the_night_and_once(world: World) -> None:
    with time_machine.travel(NIGHT, tick=False):
        tell(world, "pengawas", "sekda")
        letters = run()
        assert {letter.to[0] for letter in letters} == {
            world.people["pengawas"].email,
            world.people["sekda"].email,
        }
        assert letters[0].subject == "[Portal Gugus Tugas TPPO] Akses darurat atas kasus K26-7QX4"
        assert "  Berakhir 22 Nov 2026, 05.15 WIB\n  http" in letters[0].body
        tell(world, "pengawas", "sekda")
        assert run() == []


def test_more_news_of_a_day_is_a_letter_more(world: World) -> None:
    with time_machine.travel(NIGHT, tick=False):
        tell(world, "pengawas")
        assert len(run()) == 1
        tell(world, "pengawas", subject="darurat:2")
        tell(world, "pengawas", subject="darurat:3")
        (letter,) = run()
    assert letter.subject.endswith("2 hal menunggu Anda")
    assert len(set(Digest.objects.values_list("message_id", flat=True))) == 2


def test_news_is_mailed_to_those_without_digest_too(world: World) -> None:
    MailChoice.objects.create(person=world.people["pengawas"], digest=False)
    tell(world, "pengawas")
    assert len(run()) == 1


def test_a_closed_account_gets_no_letter(world: World) -> None:
    tell(world, "pengawas")
    User.objects.filter(pk=world.people["pengawas"].pk).update(is_active=False)
    assert run() == []


def test_news_stays_at_home_until_hidden_or_old(world: World) -> None:
    person = world.people["pengawas"]
    tell(world, "pengawas")
    run()
    (notice,) = selectors.notices_open(person, [])
    assert notice.kind == NoticeKind.NEWS
    services.notice_dismiss(notice=notice, by=person)
    assert selectors.notices_open(person, []) == []
    tell(world, "pengawas", subject="darurat:2")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        run()
    assert not Notice.objects.filter(done_at=None).exists()
    assert selectors.notices_open(person, []) == []
