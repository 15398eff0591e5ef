"""A leak by each channel, as a careless line of code would make it: the sweep has to see every one."""

import logging
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse

from gugus.celery import app
from gugus.publication.views import public
from tests.access.canaries import Hit
from tests.access.watch import Watch, all_logs, all_statements
from tests.files import one_page


def leak(harvest: Watch, channel: str, told: str) -> set[Hit]:
    """Let `told` out by a channel and look there again."""
    with harvest.apart() as found:
        LEAKS[channel](harvest, told)
    return found


def in_halaman(harvest: Watch, told: str) -> None:
    harvest.seen("dinkes", "contoh", HttpResponse(f"<p>{told.lower()}</p>"))


def in_kepala(harvest: Watch, told: str) -> None:
    harvest.seen("dinkes", "contoh", HttpResponse("-", headers={"X-Contoh": quote(told.encode().hex())}))


def in_galat(harvest: Watch, told: str) -> None:
    harvest.seen("dinkes", "contoh", HttpResponse(told, status=404))


def in_berkas(harvest: Watch, told: str) -> None:
    harvest.seen("dinkes", "contoh", HttpResponse(one_page(told), content_type="application/pdf"))


def in_log(harvest: Watch, told: str) -> None:
    with all_logs() as keeper:
        logging.getLogger("cases.contoh").debug("kasus %s", told)
    harvest.lines("log", keeper.lines)


def in_sql(harvest: Watch, told: str) -> None:
    with all_statements() as statements, connection.cursor() as cursor:
        cursor.execute("SELECT %s", [[told]])
    harvest.lines("sql", statements)


def in_surel(harvest: Watch, told: str) -> None:
    mail.send_mail(f"Kasus {told}", "-", None, ["contoh@contoh.example.id"])
    harvest.mails()


def in_antrean(harvest: Watch, told: str) -> None:
    app.send_task("cases.contoh", kwargs={"pk": told}, queue="bulk")
    harvest.queue()
    with app.connection_for_write() as line:  # the worker of another test would take it
        line.default_channel.queue_purge("bulk")


def in_disk(harvest: Watch, told: str) -> None:
    (Path(harvest.temp) / "contoh.bin").write_bytes(told.encode("utf-16-le"))
    harvest.disk()


def in_dump(harvest: Watch, told: str) -> None:
    """In the cache, in a session, and in plain."""
    cache.set("contoh", {"isi": told})
    harvest.dump()
    places = {hit.where for hit in harvest.sweep.hits}
    assert any(place.startswith("core_cache") for place in places), places
    cache.delete("contoh")
    session = SessionStore()
    session["contoh"] = f"{told} " * 20
    session.save()
    harvest.dump()
    assert "django_session" in {hit.where for hit in harvest.sweep.hits}


def in_terbuka(harvest: Watch, told: str) -> None:
    with patch.object(public, "table_csv", lambda table: told):
        harvest.public()


LEAKS = {
    "terbuka": in_terbuka,
    "halaman": in_halaman,
    "kepala": in_kepala,
    "galat": in_galat,
    "berkas": in_berkas,
    "log": in_log,
    "sql": in_sql,
    "surel": in_surel,
    "antrean": in_antrean,
    "disk": in_disk,
    "dump": in_dump,
}
