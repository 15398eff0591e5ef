"""Secrets and people's words stay out of logs, fault pages and letters about faults."""

import base64
import logging
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter

from gugus.core import pages
from gugus.core.reports import QuietReporter
from tests.factories import PASSWORD, World

WORD = "KENARItypedSecret7"


def secrets() -> list[str]:
    """All that must never be printed, as it is and in base64."""
    keys = [key for _name, key in settings.ENV.identity_keys] + [settings.ENV.index_key]
    database = settings.DATABASES["default"]["PASSWORD"]
    plain = [settings.SECRET_KEY, database, settings.CELERY_BROKER_URL.partition("@")[0].rpartition(":")[2]]
    return (
        [word for word in plain if word]
        + [base64.b64encode(key).decode() for key in keys]
        + [key.hex() for key in keys]
    )


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, world: World) -> Client:
    """A client whose home page dies with a secret and a person's word at hand."""

    def fail(*args: Any, **kwargs: Any) -> Any:
        note, key = WORD, settings.SECRET_KEY  # noqa: F841 - what a variable of a frame would show
        raise RuntimeError(f"cannot keep {WORD}")

    monkeypatch.setattr(pages, "trail_list", fail)
    monkeypatch.setattr(pages.TrailPage, "selector", staticmethod(fail))
    client = Client(raise_request_exception=False)
    client.force_login(world.people["sekretariat"])
    return client


def fault_report(broken: Client) -> QuietReporter:
    answer = broken.get(reverse("audit-list"), {"q": WORD})
    return QuietReporter(answer.wsgi_request, *answer.exc_info)


@pytest.mark.django_db
def test_a_fault_shows_nothing_and_a_number_of_nothing(broken: Client) -> None:
    answer = broken.get(reverse("audit-list"), {"q": "x"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert WORD not in page
    assert not [
        word for word in ("Traceback", "RuntimeError", "gugus/core", "Django", *secrets()) if word in page
    ]


@pytest.mark.django_db
def test_the_log_of_a_fault_holds_no_secret(broken: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        broken.post(reverse("account_login"), {"login": "a@contoh.id", "password": PASSWORD})
        broken.get(reverse("audit-list"))
    assert "Internal Server Error" in caplog.text
    assert not [word for word in (PASSWORD, *secrets()) if word in caplog.text]


@pytest.mark.django_db
def test_a_letter_to_admins_names_the_place_only(broken: Client) -> None:
    """Nobody gets such letters unless a builder sets ADMINS; then they tell files and lines."""
    with override_settings(ADMINS=[("Ani Contoh", "ani@contoh.example.id")]):
        answer = broken.get(reverse("audit-list"), {"q": WORD})
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error", (), answer.exc_info
        )
        record.request = answer.wsgi_request
        AdminEmailHandler(include_html=True).emit(record)
    sent = [letter for letter in mail.outbox if "ani@contoh.example.id" in letter.to]
    assert sent
    for letter in sent:
        whole = letter.body + "".join(str(part) for part in letter.alternatives)
        assert "gugus/core/views.py" in whole
        assert "RuntimeError" in whole
        assert not [word for word in (WORD, broken.cookies["sessionid"].value, *secrets()) if word in whole]


@pytest.mark.django_db
def test_the_reporter_in_use_is_the_quiet_one(broken: Client) -> None:
    report = fault_report(broken)
    assert settings.DEFAULT_EXCEPTION_REPORTER == "gugus.core.reports.QuietReporter"
    loud = ExceptionReporter(report.request, report.exc_type, report.exc_value, report.tb)
    assert WORD in loud.get_traceback_html()
    for text in (report.get_traceback_html(), report.get_traceback_text()):
        assert WORD not in text
        assert "RuntimeError" in text


def test_settings_tell_no_secret_when_printed() -> None:
    assert not [word for word in secrets() if word in repr(settings.ENV)]


@pytest.mark.django_db
def test_a_line_break_makes_no_second_entry(capfd: pytest.CaptureFixture[str], world: World) -> None:
    """What is typed into an address cannot write a line of its own into the log, nor move the cursor."""
    client = Client(raise_request_exception=False)
    for path in ("/tidak-ada%0aERROR%20palsu%20masuk%0d%1b[2J/", "/tidak-ada/?q=a%0aERROR%20palsu"):
        client.get(path, HTTP_HOST="jahat\nERROR palsu")
        client.get(path)
    out = "".join(capfd.readouterr())
    assert not [line for line in out.splitlines() if line.startswith("ERROR palsu")]
    assert "\x1b" not in out
