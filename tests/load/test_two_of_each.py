"""Two web processes and two workers behind one proxy behave as one.

The proxy hands requests out in turns, so what one person does one after the other is answered by the one
and the other web process alternately.
"""

import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gugus.accounts.models import AccountMail
from gugus.core.enums import JobStatus
from gugus.core.models import AuditEvent
from meetings.models import Attachment
from tests.factories import make_world
from tests.files import one_page
from tests.load.conftest import Browser, Pair
from tests.mailbox import Mailbox
from tests.meetings.builders import make_meeting
from tests.workers import Beat

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN, LOST = reverse("account_login"), reverse("account_reset_password")
TIMES = 4
VISITOR = "127.0.0.1"


def test_a_session_is_one_on_both_and_ends_on_both(pair: Pair, browser: Browser) -> None:
    person = make_world().people["dinsos"]
    browser.sign_in(person)
    before = pair.answered("home")
    pages = [browser.get("/") for _time in range(TIMES)]
    assert all(page.status == 200 and person.full_name in page.text for page in pages)
    after = pair.answered("home")
    assert [now - then for now, then in zip(after, before, strict=True)] == [TIMES // 2] * 2
    thief = browser.copy()
    assert thief.get("/").path == "/"
    browser.post(reverse("account_logout"))
    assert all(thief.get("/").path.startswith(SIGN_IN) for _time in range(TIMES))


def test_what_one_takes_the_other_gives(pair: Pair, browser: Browser) -> None:
    """A file, the token of its form, and the message about it, which the next page shows once."""
    world = make_world()
    meeting = make_meeting(world)
    browser.sign_in(world.people["sekretariat"])
    paper = SimpleUploadedFile("paparan.pdf", one_page("Paparan"), "application/pdf")
    add = reverse("meetings:attachment-add", args=[meeting.pk])
    shown = browser.post(add, upload=paper, title="Paparan contoh", kind="bahan")
    assert "Berkas disimpan." in shown.text
    assert "Berkas disimpan." not in browser.get(shown.path).text
    row = Attachment.objects.get()
    read = [browser.get(reverse("meetings:attachment-file", args=[row.pk])) for _time in range(2)]
    assert [each.status for each in read] == [200, 200]
    assert read[0].body == read[1].body
    assert min(pair.answered("meetings:attachment-file")) >= 1


def test_a_lock_counts_on_both(browser: Browser) -> None:
    person = make_world().people["dinsos"]
    for _time in range(6):
        browser.sign_in(person, "salah-salah-salah")
    told = [browser.sign_in(person).text for _time in range(2)]
    assert all("Terlalu banyak percobaan gagal" in text for text in told)
    assert set(AuditEvent.objects.values_list("ip", flat=True)) == {VISITOR}


def test_a_job_is_done_once_whoever_took_it(pair: Pair, browser: Browser, mailbox: Mailbox) -> None:
    people = [*make_world().people.values()][:6]
    for person in people:
        browser.post(LOST, email=person.email)
    jobs = AccountMail.objects.all()
    pair.proxy.wait_for(lambda: jobs.filter(status=JobStatus.DONE).count() == len(people), "six letters")
    assert set(jobs.values_list("attempts", flat=True)) == {1}
    assert Counter(letter.to for letter in mailbox.received) == Counter(each.email for each in people)


@pytest.mark.panjang
def test_what_is_due_runs_once_on_two_workers(pair: Pair) -> None:
    beat = Beat()
    try:
        beat.wait_for(lambda: asked(beat) >= 3, "three times of reminding")
    finally:
        beat.stop()
    pair.proxy.wait_for(lambda: len(reminded(pair)) >= asked(beat), "all that was asked for")
    assert Counter(Counter(reminded(pair)).values()) == {1: asked(beat)}


def asked(beat: Beat) -> int:
    return beat.output().count("Sending due task remind")


def reminded(pair: Pair) -> list[str]:
    """The number of each message that a worker carried out."""
    told = "".join(worker.output() for worker in pair.workers)
    return re.findall(r"task=notices\.remind task_id=(\S+)", told)
