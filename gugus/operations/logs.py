"""Log lines for people and for machines, without personal data (settings.LOGGING, LOG_FORMAT).

What an exception or another library says may hold what somebody typed: PostgreSQL quotes the row that broke
a constraint, Python the text that was no number, Django the address with its ids. So an exception is told as
its type and its places in the code, and other libraries' messages as their templates without arguments. The
few classes whose text cannot hold a person's words keep it.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

from gugus.env import ROOT, EnvError
from gugus.operations.numbers import number

# Loggers whose arguments are known to be codes, keys and counts: our own, and the queue's, whose messages
# carry ids only (assurance.md §2.26).
TRUSTED = ("gugus", "members", "rad", "meetings", "cases", "celery", "kombu", "__main__")
LONGEST_CHAIN = 5


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says, in order; `fields` of the record (`extra=`) stand on the same level."""
    told = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": message(record),
        "request_id": number(),
        **getattr(record, "fields", {}),
    }
    if record.exc_info and record.exc_info[1]:
        told["error"] = list(chain(record.exc_info[1]))
    return {key: value for key, value in told.items() if value != ""}


def message(record: logging.LogRecord) -> str:
    """The text of a record; of an untrusted logger its template, of an exception as argument its type."""
    if status := getattr(record, "status_code", None):  # Django's, whose arguments are the address
        return HTTPStatus(status).phrase
    if record.name.partition(".")[0] not in TRUSTED:
        return str(record.msg)
    if not isinstance(record.args, tuple):
        return record.getMessage()
    plain = tuple(kind(each) if isinstance(each, BaseException) else each for each in record.args)
    return str(record.msg) % plain if plain else str(record.msg)


def chain(error: BaseException) -> Iterator[str]:
    """An exception and what caused it: a line each for its type, and for every place it went through."""
    current: BaseException | None = error
    for _turn in range(LONGEST_CHAIN):
        if current is None:
            return
        yield f"{kind(current)} {harmless_text(current)}".rstrip()
        yield from places(current.__traceback__)
        current = current.__cause__ or current.__context__


def kind(error: BaseException) -> str:
    """The class, as one would import it."""
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def harmless_text(error: BaseException) -> str:
    """What of an exception's text cannot hold anybody's words: codes, names of tables, connection faults."""
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return (str(error).splitlines() or [""])[0]
    if isinstance(error, psycopg.Error):
        found = (error.sqlstate, error.diag.table_name, error.diag.constraint_name)
        return " ".join(part for part in found if part)
    if isinstance(error, OSError):
        return error.strerror or ""
    return str(error) if isinstance(error, ImproperlyConfigured | EnvError) else ""


def places(trace: TracebackType | None) -> Iterator[str]:
    """File, line and function of each frame; never what its variables held."""
    for frame, line in walk_tb(trace):
        yield f"  {short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"


def short(path: str) -> str:
    """A source file as the project or the library knows it."""
    tail = path.partition("/site-packages/")[2]
    return tail or (str(Path(path).relative_to(ROOT)) if path.startswith(f"{ROOT}/") else Path(path).name)


class JsonLines(JsonFormatter):
    """One JSON object a line."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data.update(facts(record))


class PlainLines(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        told = facts(record)
        error = told.pop("error", [])
        head = [told.pop(key) for key in ("time", "level", "logger", "message")]
        rest = [f"{key}={value}" for key, value in told.items()]
        return "\n".join([" ".join(map(str, head + rest)), *error])
