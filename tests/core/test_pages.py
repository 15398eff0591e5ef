"""Pages of the kernel: trail, jobs, choice of task force, health, and faults."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.enums import ACTIONS
from gugus.accounts.models import AccountMail, User
from gugus.core import audit, trail_words
from gugus.core.context import acting_as
from gugus.core.enums import JobStatus
from gugus.core.middleware import TASK_FORCE_KEY
from gugus.core.models import AuditEvent
from gugus.core.pages import job_url
from gugus.documents.enums import DOCUMENT_TRANSITIONS
from members.enums import APPOINTMENT_TRANSITIONS, DECREE_TRANSITIONS
from rad.enums import PERIOD_TRANSITIONS, REPORT_TRANSITIONS
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _without_second_step(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def act(person: User, action: str = "accounts.user_invite", at: datetime | None = None) -> AuditEvent:
    """One event of a person, in their task force, at a moment."""
    with acting_as(person):
        event = audit.record(by=person, action=action, label="contoh")
    if at is None:
        return event
    values = {f.name: getattr(event, f.name) for f in AuditEvent._meta.concrete_fields if f.name != "id"}
    return AuditEvent.objects.create(**values | {"at": at})


def shown(client: Client, **query: str) -> list[AuditEvent]:
    page = client.get(reverse("audit-list"), query)
    assert page.status_code == 200
    return [row.record for row in page.context["table"].rows]


# The trail


@pytest.mark.parametrize("key", ["pengawas", "sekretariat"])
def test_the_trail_shows_the_events_of_ones_task_force_only(world: World, sign_in: SignIn, key: str) -> None:
    other = make_world("16.09", "OKU Selatan")
    mine, foreign = act(world.people["dinsos"]), act(other.people["dinsos"])
    found = shown(sign_in(world.people[key]))
    assert mine in found
    assert foreign not in found


@pytest.mark.parametrize("key", ["admin", "sekda", "dinsos", "dinsos_kasus"])
def test_others_do_not_read_the_trail(world: World, sign_in: SignIn, key: str) -> None:
    answer = sign_in(world.people[key]).get(reverse("audit-list"))
    assert answer.status_code == 403
    assert "dibaca oleh pengawas dan sekretariat" in answer.content.decode()


def test_the_trail_is_filtered_by_act_actor_and_local_day(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["pengawas"])
    evening = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)  # 23.59 WIB on the 20th
    late = act(world.people["dinsos"], at=evening)
    night = act(world.people["dinsos"], at=evening + timedelta(minutes=1))
    other = act(world.people["dinkes"], "core.denied", at=evening)
    assert night in shown(client, since="2026-11-21")
    assert late not in shown(client, since="2026-11-21")
    boxes = {"until_day": "20", "until_month": "11", "until_year": "2026"}
    assert late in shown(client, **boxes)
    assert night not in shown(client, **boxes)
    assert other in shown(client, action="core.denied", **boxes)
    assert late not in shown(client, action="core.denied", **boxes)
    by_person = shown(client, actor=str(world.people["dinkes"].pk))
    assert {event.actor for event in by_person} == {world.people["dinkes"]}


def test_a_wrong_day_is_explained(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.people["pengawas"]).get(reverse("audit-list"), {"since": "2026-31-31"})
    assert "Periksa hari dan bulannya" in page.content.decode()


def test_the_trail_speaks_in_words_and_names_accounts(world: World, sign_in: SignIn) -> None:
    person = world.people["dinkes"]
    with acting_as(world.people["admin"]):
        audit.record(
            by=world.people["admin"], action="accounts.user_disable", obj=person, label=str(person.pk)
        )
    page = sign_in(world.people["pengawas"]).get(reverse("audit-list")).content.decode()
    assert "menonaktifkan akun" in page
    assert person.full_name in page
    assert str(person.pk) not in page.split("<table")[1]
    assert AuditEvent.objects.get(action="accounts.user_disable").object_label == str(person.pk)


def test_every_act_has_words() -> None:
    """Codes written out in services, and those a workflow's name completes."""
    sources = [
        path
        for app in ("gugus", "members", "rad", "meetings", "cases")
        for path in (ROOT / app).rglob("*.py")
    ]
    text = "\n".join(path.read_text() for path in sources)
    codes = set(re.findall(r'action="([a-z_]+\.[a-z_]+)"', text)) | set(ACTIONS) | set(trail_words.WORDS)
    codes |= {f"members.decree_{name}" for name in (*DECREE_TRANSITIONS, "diubah", "diganti")}
    codes |= {f"members.appointment_{name}" for name in APPOINTMENT_TRANSITIONS}
    codes |= {f"documents.{name}" for name in DOCUMENT_TRANSITIONS}
    codes |= {f"rad.report_{name}" for name in REPORT_TRANSITIONS}
    codes |= {f"rad.period_{name}" for name in PERIOD_TRANSITIONS}
    assert len(codes) > 80
    assert {code for code in codes if trail_words.action_words(code) == code} == set()
    assert {code for code in codes if "%" in trail_words.action_words(code)} == set()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("rad.report_submit", "mengajukan laporan"),
        ("rad.report_document_make", "meminta dokumen laporan"),
        ("members.seat_holder_confirm", "mengukuhkan pemegang kursi"),
        ("documents.render", "membuat berkas dokumen"),
        ("accounts.login", "masuk"),
        ("rad.report_sing", "rad.report_sing"),
        ("unknown", "unknown"),
    ],
)
def test_nouns_and_verbs_make_words(code: str, words: str) -> None:
    assert trail_words.action_words(code) == words


def test_the_trail_asks_the_same_number_of_queries_at_any_size(world: World, sign_in: SignIn) -> None:
    client, counts = sign_in(world.people["pengawas"]), []
    client.get(reverse("audit-list"))
    for extra in (0, 80):
        for _n in range(extra):
            act(world.people["dinsos"])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("audit-list")).status_code == 200
        counts.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_the_trail_is_exported_in_words(world: World, sign_in: SignIn) -> None:
    act(world.people["dinsos"])
    answer = sign_in(world.people["pengawas"]).get(reverse("audit-list"), {"_export": "csv"})
    text = answer.content.decode("utf-8-sig")
    assert "mengundang pengguna" in text
    assert world.people["dinsos"].full_name in text


# The choice of task force


def test_one_acts_in_the_task_force_chosen(world: World, sign_in: SignIn) -> None:
    other = make_world("16.09", "OKU Selatan")
    person = world.people["dinsos"]
    other.appoint(person, "sekretariat")
    client = sign_in(person)
    for here in (world, other):
        answer = client.post(reverse("accounts:task-force-switch"), {"task_force": str(here.task_force.pk)})
        assert answer.headers["Location"] == reverse("home")
        assert client.session[TASK_FORCE_KEY] == str(here.task_force.pk)
        page = client.get(reverse("accounts:account"))
        assert page.context["authority"].task_force_id == here.task_force.pk
    assert client.get(reverse("accounts:user-list")).status_code == 200
    kept = AuditEvent.objects.filter(action="core.task_force_switch").count()
    assert kept == 2


@pytest.mark.parametrize("wanted", ["foreign", "", "bukan-kode", "absent"])
def test_a_task_force_one_holds_nothing_in_is_refused(world: World, sign_in: SignIn, wanted: str) -> None:
    other = make_world("16.09", "OKU Selatan")
    value = {"foreign": str(other.task_force.pk), "absent": str(uuid4())}.get(wanted, wanted)
    client = sign_in(world.people["dinsos"])
    assert client.post(reverse("accounts:task-force-switch"), {"task_force": value}).status_code == 404
    assert TASK_FORCE_KEY not in client.session
    page = client.get(reverse("accounts:account"))
    assert page.context["authority"].task_force_id == world.task_force.pk


def test_the_switch_is_a_post_and_asks_to_sign_in(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.people["dinsos"]).get(reverse("accounts:task-force-switch")).status_code == 405
    assert Client().post(reverse("accounts:task-force-switch")).status_code == 302


# Jobs


def job_of(person: User, **values: object) -> AccountMail:
    return AccountMail.objects.create(
        task="accounts.mail_send", kind="totp_activated", recipient=person, requested_by=person, **values
    )


def test_a_job_shows_how_far_it_is_to_its_owner_only(world: World, sign_in: SignIn) -> None:
    owner, other = world.people["sekretariat"], world.people["sekretariat2"]
    job = job_of(owner, status=JobStatus.RUNNING, progress=40, message="Halaman 2 dari 5")
    page = sign_in(owner).get(job_url(job))
    assert page.status_code == 200
    assert 'value="40"' in page.content.decode()
    assert "Halaman 2 dari 5" in page.content.decode()
    assert sign_in(other).get(job_url(job)).status_code == 404
    assert sign_in(other).post(job_url(job)).status_code == 404
    assert Client().get(job_url(job)).status_code == 302


def test_the_fragment_is_a_part_of_the_page(world: World, sign_in: SignIn) -> None:
    owner = world.people["sekretariat"]
    job = job_of(owner, status=JobStatus.RUNNING, progress=40)
    client = sign_in(owner)
    part = client.get(job_url(job), headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith("<div")
    assert "<html" not in part
    assert f'id="job-{job.pk}"' in part
    assert f'hx-get="{job_url(job)}"' in part
    whole = client.get(job_url(job)).content.decode()
    assert "".join(part.split()) in "".join(whole.split())


def test_failed_work_is_asked_for_again_and_running_work_is_not(world: World, sign_in: SignIn) -> None:
    owner = world.people["sekretariat"]
    job = job_of(owner, status=JobStatus.FAILED, error="Surel tidak terkirim.", finished_at=timezone.now())
    client = sign_in(owner)
    page = client.get(job_url(job)).content.decode()
    assert "Surel tidak terkirim." in page
    assert "Coba lagi" in page
    assert client.post(job_url(job)).headers["Location"] == job_url(job)
    job.refresh_from_db()
    assert (job.status, job.error) == (JobStatus.PENDING, "")
    assert AuditEvent.objects.filter(action="core.job_retry", object_id=str(job.pk)).count() == 1
    assert client.post(job_url(job)).status_code == 403


@pytest.mark.parametrize("model", ["accounts.user", "core.auditevent", "nichts.da", "kata", "a.b.c"])
def test_what_is_no_job_has_no_such_page(world: World, sign_in: SignIn, model: str) -> None:
    url = reverse("core:job", kwargs={"model": model, "pk": world.people["dinsos"].pk})
    assert sign_in(world.people["dinsos"]).get(url).status_code == 404


# Health and faults


def test_health_says_nothing_but_yes() -> None:
    answer = Client().get("/sehat/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert "no-store" in answer.headers["Cache-Control"]


AWAY = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for path in ("/sehat/", "/akun/masuk/"):
    answer = client.get(path, headers={"host": "localhost"})
    print(answer.status_code, len(answer.content), answer.headers.get("Retry-After", "-"))
    page = answer.content.decode()
    print("Pusat data belum dapat dihubungi" in page, "Traceback" in page)
"""


def test_without_a_database_every_page_says_503_and_health_nothing() -> None:
    env = os.environ | {"DATABASE_URL": "postgresql://gugus_web@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AWAY],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.split("\n")
    assert lines[0] == "503 0 -"
    assert lines[2].startswith("503 ")
    assert lines[2].endswith(" 30")
    assert lines[3] == "True False"


def test_a_request_that_makes_no_sense_is_answered_in_indonesian(world: World) -> None:
    answer = Client().get("/akun/masuk/", headers={"host": "evil.example.com"})
    assert answer.status_code == 400
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()
