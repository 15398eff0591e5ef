"""Log lines: one for each request and task, under one number, and never what a person typed."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from gugus import urls
from gugus.accounts.models import User
from gugus.celery import app
from gugus.operations import logs, numbers
from members.models import MemberJob
from tests.factories import World, user
from tests.workers import Worker

pytestmark = pytest.mark.django_db
CANARY = "KENARI Budi Contoh 3571012345678901"
SignIn = Callable[[User], Client]


@contextmanager
def written(form: str = "json") -> Iterator[list[str]]:
    """What the portal's own handler writes meanwhile, in one of its two forms."""
    stream, lines = io.StringIO(), []
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines() if form == "json" else logs.PlainLines())
    names = [logging.getLogger(), logging.getLogger("gunicorn.error")]
    for logger in names:
        logger.addHandler(handler)
    try:
        yield lines
    finally:
        for logger in names:
            logger.removeHandler(handler)
        lines += stream.getvalue().splitlines()


def objects(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


# Views that fail with what somebody typed


def duplicate(request: HttpRequest) -> HttpResponse:
    """PostgreSQL tells the row that was there before: `Key (email)=(…) already exists.`"""
    User.objects.create(full_name=CANARY, email=request.GET["email"])
    return HttpResponse()


def malformed(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::uuid", [CANARY])
    return HttpResponse()


def raised(request: HttpRequest) -> HttpResponse:
    told = CANARY
    try:
        int(told)
    except ValueError as error:
        raise KeyError(told) from error
    return HttpResponse()


def careless(request: HttpRequest) -> HttpResponse:
    logging.getLogger("pustaka.lain").warning("cannot read %s", CANARY)
    return HttpResponse()


FAILING = [
    path("uji/kembar/", duplicate, name="uji-kembar"),
    path("uji/bentuk/", malformed, name="uji-bentuk"),
    path("uji/galat/", raised, name="uji-galat"),
    path("uji/ceroboh/", careless, name="uji-ceroboh"),
]


class Urls:
    urlpatterns = [*FAILING, *urls.urlpatterns]
    handler500 = urls.handler500


@pytest.fixture
def failing(settings: Any, world: World, sign_in: SignIn) -> Client:
    settings.ROOT_URLCONF = Urls
    settings.SECOND_FACTOR_REQUIRED = False
    client = sign_in(world.people["sekretariat"])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("form", ["json", "plain"])
@pytest.mark.parametrize("name", ["kembar", "bentuk", "galat", "ceroboh"])
def test_what_was_typed_never_reaches_the_log(failing: Client, form: str, name: str) -> None:
    user("Siti Contoh", "kenari.contoh@example.id")
    with written(form) as lines:
        answer = failing.get(f"/uji/{name}/", {"email": "kenari.contoh@example.id", "q": CANARY})
    text = "\n".join(lines)
    assert answer.status_code == (200 if name == "ceroboh" else 500)
    assert f"uji-{name}" in text
    for part in ("KENARI", "kenari", "Budi Contoh", "3571012345678901", "example.id", "/uji/"):
        assert part not in text, part


def test_a_fault_says_its_types_and_places(failing: Client) -> None:
    with written() as lines:
        failing.get("/uji/galat/")
    (fault,) = [each for each in objects(lines) if "error" in each]
    assert (fault["logger"], fault["message"]) == ("django.request", "Internal Server Error")
    assert fault["error"][0] == "KeyError"
    assert "ValueError" in fault["error"]
    assert any("test_logs.py" in place and place.endswith("raised") for place in fault["error"])


def test_a_broken_constraint_is_named_without_its_row(failing: Client) -> None:
    user("Siti Contoh", "kenari.contoh@example.id")
    with written() as lines:
        failing.get("/uji/kembar/", {"email": "kenari.contoh@example.id"})
    (fault,) = [each for each in objects(lines) if "error" in each]
    assert any("23505 accounts_user" in line for line in fault["error"])


def test_the_error_page_tells_the_number_of_its_log_lines(failing: Client) -> None:
    with written() as lines:
        page = failing.get("/uji/galat/").content.decode()
    told = {each["request_id"] for each in objects(lines)}
    assert len(told) == 1
    assert str(UUID(*told)) in page
    assert "sebutkan nomor" in page


# One line a request


def test_one_line_a_request(world: World, sign_in: SignIn) -> None:
    person = world.people["sekretariat"]
    client = sign_in(person)
    with written() as lines:
        client.get("/anggota/", {"q": CANARY})
        client.get(f"/anggota/{uuid4()}/")
        client.get("/tidak-ada/")
        Client().get("/sehat/")
    found = [each for each in objects(lines) if each["message"] == "request"]
    seen = [(each["route"], each["status"], each.get("user")) for each in found]
    assert seen == [
        ("members:agency-list", 200, str(person.pk)),
        ("members:agency-detail", 404, str(person.pk)),
        ("-", 404, str(person.pk)),
        ("health", 200, None),
    ]
    assert len({each["request_id"] for each in found}) == len(found)
    assert found[0]["queries"] > found[3]["queries"] > 0
    assert "KENARI" not in "".join(lines)
    assert all(each["ms"] >= 0 for each in found)


@pytest.mark.parametrize("proxies", [0, 1])
def test_only_our_proxy_names_a_request(settings: Any, proxies: int) -> None:
    settings.TRUSTED_PROXIES = proxies
    given = str(uuid4())
    for sent in (given, "1; DROP TABLE", CANARY, ""):
        with written() as lines:
            Client().get("/sehat/", HTTP_X_REQUEST_ID=sent)
        (told,) = {each["request_id"] for each in objects(lines)}
        assert UUID(told)
        assert (told == given) == (proxies == 1 and sent == given)


# What an exception may say


@given(st.text(min_size=4).filter(lambda text: text not in "builtins.ValueError KeyError"))
def test_no_text_of_an_exception_passes(words: str) -> None:
    class Ours(Exception):
        pass

    for error in (
        ValueError(words),
        KeyError(words),
        UnicodeError(words),
        Ours(words),
        OSError(5, "x", words),
    ):
        assert logs.harmless_text(error) in ("", "x")


def test_what_may_pass_does() -> None:
    assert logs.harmless_text(ImproperlyConfigured("SITE_URL")) == "SITE_URL"
    two = psycopg.OperationalError("connection refused\nDETAIL: KENARI")
    assert logs.harmless_text(two) == "connection refused"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(full_name="a", email=user("b").email)
    assert "KENARI" not in "".join(logs.chain(caught.value))


def test_a_chain_of_causes_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert len(list(logs.chain(first))) == logs.LONGEST_CHAIN


def test_arguments_that_are_exceptions_become_their_type() -> None:
    record = logging.LogRecord("celery.x", 40, "f", 1, "lost: %r", (ValueError(CANARY),), None)
    assert "KENARI" not in logs.message(record)
    other = logging.LogRecord("django.request", 40, "f", 1, "%s: %s", ("Galat", f"/kasus/{CANARY}/"), None)
    assert logs.message(other) == "%s: %s"


# Tasks


def runs(worker: Worker, asked: str) -> list[Any]:
    """The lines of tasks under a number; what other tests left in the queue runs under its own."""
    lines = [line for line in worker.output().splitlines() if line.startswith("{") and line.endswith("}")]
    return [each for each in objects(lines) if each["message"] == "task" and each.get("request_id") == asked]


@pytest.mark.django_db(transaction=True)
def test_a_task_has_one_line_under_the_number_of_its_request(world: World) -> None:
    """Through a real queue and worker: a task that works, one that fails aloud, one that was never known."""
    asked = str(uuid4())
    person = world.people["sekretariat"]
    job = MemberJob.objects.create(
        task="tests.broken", requested_by=person, task_force_id=world.task_force.pk
    )
    worker = Worker(LOG_FORMAT="json")
    try:
        with numbers.numbered(asked):
            app.send_task("core.jobs_sweep", queue="urgent")
            app.send_task("tests.loud", kwargs={"words": CANARY}, queue="urgent")
            app.send_task(job.task, kwargs={"model": "members.memberjob", "pk": str(job.pk)}, queue="bulk")
        worker.wait_for(lambda: len(runs(worker, asked)) == 3, "three runs")
    finally:
        worker.stop()
    told = runs(worker, asked)
    assert {(each["task"], each["state"]) for each in told} == {
        ("core.jobs_sweep", "SUCCESS"),
        ("tests.loud", "FAILURE"),
        ("tests.broken", "SUCCESS"),
    }
    assert next(each for each in told if each["task"] == "core.jobs_sweep")["queries"] > 0
    assert worker.output().count("ZeroDivisionError") >= 1
    for canary in ("KENARI", "rahasia dalam jejak", "3571012345678901"):
        assert canary not in worker.output()
