"""Ask a rule, or a filter, for everybody about every row there is, and write the answers as lines of a page.

A rule is also asked what it would say were a row otherwise: in each other state, with a flag turned, a
moment moved, somebody else named in it, as far as the rule speaks of that field. Only what is then answered
otherwise makes a line. Rows are changed in memory and changed back; nothing is saved.
"""

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.permissions import Denied, VisibleQuerySet
from members.enums import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
OURS = ("gugus", "members", "rad", "meetings")
MODULES = ("members.rules", "rad.rules", "meetings.rules", *(
    f"gugus.{app}.rules"
    for app in ("accounts", "dashboard", "documents", "notices", "operations", "publication", "vulnerability")
))  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "role": [Role.HANDLER, Role.LIAISON, Role.SECRETARIAT, Role.ADMIN],
    "own": [True, False],
    "behalf": [True, False],
}
"""What stands for a parameter that is no row."""
MOST = (0, 6, 4, 2, 2)
"""Rows of one kind that are asked about, alone and beside others; those that differ in what they have."""

YES = frozenset("o+")
OPENED = 2
"""So many ways in, where nobody may as it is, are looked around in."""


class Otherwise(NamedTuple):
    """A row, the field that is changed in it, and what stands there then."""

    what: str
    row: models.Model
    field: str
    value: Any


def pages() -> list[str]:
    return [*rules(), *filters()]


def path_of(name: str) -> Path:
    """The file of a page: of its app's rules, or of all filters."""
    return PAGES / f"{name.partition('.rules')[0] if ':' in name else 'filters'}.json"


def known(name: str) -> list[str]:
    """The page as it was read and kept."""
    return json.loads(path_of(name).read_text())[name]


def page(name: str, people: list[User]) -> list[str]:
    """The page as the code answers now."""
    somebody.cache_clear()
    fresh = [User.objects.get(pk=person.pk) for person in people]
    return page_of_rule(name, fresh) if ":" in name else page_of_filter(name, fresh)


def rules() -> list[str]:
    """`module:function` of every public rule that asks about a person and rows, sorted."""
    found = []
    for module in modules():
        for name, function in vars(importlib.import_module(module)).items():
            own = inspect.isfunction(function) and function.__module__ == module and name[0] != "_"
            if own and askable(function):
                found.append(f"{module}:{name}")
    return sorted(found)


@cache
def modules() -> list[str]:
    """The rules of the apps, a package as its files."""
    names: list[str] = []
    for name in MODULES:
        path = ROOT / name.replace(".", "/")
        parts = sorted(path.glob("[a-z]*.py")) if path.is_dir() else []
        names += [f"{name}.{part.stem}" for part in parts] or [name]
    return names


def askable(function: Callable[..., Any]) -> bool:
    asked = parameters(function)
    return bool(asked) and all(kinds or name in VALUES for name, kinds in asked.items())


def parameters(function: Callable[..., Any]) -> dict[str, list[Any]]:
    """The models of each parameter that must be given or names some; empty for what is no row."""
    found = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            kinds = kinds_of(parameter, function.__globals__)
            if kinds or parameter.default is parameter.empty:
                found[parameter.name] = kinds
    return found


def kinds_of(parameter: inspect.Parameter, where: dict[str, Any]) -> list[Any]:
    """The models its annotation names; None among them for an optional one. A `user` is a person."""
    if parameter.name == "user":
        return [User]
    note = parameter.annotation
    words = re.findall(r"\w+", note if isinstance(note, str) else getattr(note, "__name__", str(note)))
    found = [kind for word in words if is_model(kind := where.get(word) or named().get(word))]
    return [*found, None] if found and "None" in words else found


def is_model(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, models.Model)


@cache
def named() -> dict[str, type[models.Model]]:
    return {model.__name__: model for model in apps.get_models() if model.__module__.startswith(OURS)}


def rows(model: type[models.Model] | None) -> list[Any]:
    """Rows that differ in what a rule may ask: choices, flags, and whether something is there."""
    if model is None:
        return [None]
    seen: dict[str, Any] = {}
    as_written = RawSQL(f"{model._meta.db_table}.ctid", [])  # noqa: S611
    every = sorted(model._base_manager.order_by(as_written)[:500], key=str)
    for place, row in enumerate(every):
        seen.setdefault(signature(row) if len(every) > MOST[1] else f"{place:03}", row)
    return [seen[key] for key in sorted(seen)][: MOST[1]]


def signature(row: models.Model) -> str:
    told = []
    for field in row._meta.concrete_fields:
        own = field.name == "task_force"
        value = getattr(row, field.name if own else field.attname)
        told.append(str(value) if own or field.choices or isinstance(value, bool) else value is None)
    return str(told)


def label(value: Any) -> str:
    if isinstance(value, models.Model):
        state = getattr(value, "status", None)
        return type(value).__name__ + (f"[{state}]" if state else "")
    return str(value)


@cache
def words_of(function: Callable[..., Any]) -> frozenset[str]:
    """The words of a rule and of those it calls."""
    found = set(re.findall(r"\w+", inspect.getsource(function)))
    for word in list(found):
        called = function.__globals__.get(word)
        if called is not function and inspect.isfunction(called) and called.__module__.startswith(OURS):
            found |= {"status"} if called.__name__ == "check_transition" else words_of(called)
    return frozenset(found)


def otherwise(row: Any, words: frozenset[str], deep: int = 2) -> Iterator[Otherwise]:
    """The row with each field the words name changed, and the rows it points to."""
    for field in row._meta.concrete_fields if isinstance(row, models.Model) else ():
        if not words & {field.name, field.attname} or field.primary_key:
            continue
        for value in others(field, getattr(row, field.attname)):
            yield Otherwise(f"{field.name}={shown(value)}", row, field.attname, value)
        there = getattr(row, field.name) if field.is_relation and deep else None
        if there is not None and not isinstance(there, User):
            for inner in otherwise(there, words, deep - 1):
                yield inner._replace(what=f"{field.name}.{inner.what}")


def others(field: Any, value: Any) -> list[Any]:
    """What may stand in a field instead, moments before and after now, people by their place in PEOPLE."""
    nothing = [None] if field.null and value is not None else []
    if field.choices:
        return [*nothing, *(code for code, _label in field.choices if code != value)]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateTimeField):
        return [*nothing, timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)]
    if isinstance(field, models.DateField):
        return [*nothing, *(timezone.localdate() + timedelta(days=day) for day in (-1, 0, 1))]
    if field.is_relation and field.related_model is User:
        return [*nothing, *somebody()]
    return nothing


@cache
def somebody() -> list[Any]:
    """Two who differ: of the secretariat, and a liaison."""
    found = User.objects.filter(email__regex="^(sekretariat|dinsos)@kota-kediri").order_by("email")
    return [*found.values_list("pk", flat=True)]


def shown(value: Any) -> str:
    if hasattr(value, "year"):
        today = timezone.localdate() if not hasattr(value, "hour") else timezone.now()
        return "now" if value == today else "before" if value < today else "after"
    return str(somebody().index(value)) if value in somebody() else str(value)


@contextmanager
def changed(what: Otherwise) -> Iterator[None]:
    before = getattr(what.row, what.field)
    setattr(what.row, what.field, what.value)
    try:
        yield
    finally:
        setattr(what.row, what.field, before)


def letter(function: Callable[..., Any], given: dict[str, Any]) -> str:
    """o allowed · x refused · v wrong input · + yes, or some · . no, or none · ! no such row can be."""
    try:
        with transaction.atomic():
            answer = function(**given)
    except Denied:
        return "x"
    except ValidationError:
        return "v"
    except (ObjectDoesNotExist, AttributeError, ValueError):
        return "!"
    return "o" if answer is None else "+" if answer else "."


def page_of_rule(name: str, people: list[User]) -> list[str]:
    """The different answers of one rule, a line each: what it was asked about, a letter for each person."""
    module, _, called = name.partition(":")
    function = getattr(importlib.import_module(module), called)
    asked = parameters(function)
    first = "user" if "user" in asked else ""
    about = [key for key in asked if key != first]
    choices = [VALUES.get(key) or [row for kind in asked[key] for row in rows(kind)] for key in about]
    lines = set()
    for values in product(*(some[: MOST[len(about)]] for some in choices)):
        lines |= set(answers(function, dict(zip(about, values, strict=True)), people if first else []))
    return sorted(lines)


def answers(function: Callable[..., Any], given: dict[str, Any], people: list[User]) -> Iterator[str]:
    """One line for the rows as they are, and one for each change that changes the answers.

    Where nobody may, what lets somebody in is kept while everything else is changed too.
    """
    told = " ".join(label(value) for value in given.values())
    usual = asked_of(function, given, people)
    yield f"{told}: {usual}"
    opened = 0
    for change, answer in differing(function, given, people, usual):
        yield f"{told}, {change.what}: {answer}"
        if opened < OPENED and not YES & set(usual) and YES & set(answer):
            opened += 1
            with changed(change):
                for other, then in differing(function, given, people, answer):
                    yield f"{told}, {change.what}, {other.what}: {then}"


def differing(
    function: Callable[..., Any], given: dict[str, Any], people: list[User], usual: str
) -> Iterator[tuple[Otherwise, str]]:
    for key, row in given.items():
        for change in list(otherwise(row, words_of(function))):
            with changed(change):
                answer = asked_of(function, given, people)
            if answer != usual:
                yield change._replace(what=f"{key}.{change.what}"), answer


def asked_of(function: Callable[..., Any], given: dict[str, Any], people: list[User]) -> str:
    if not people:
        return letter(function, given)
    return "".join(letter(function, {"user": person} | given) for person in people)


def filters() -> list[str]:
    """Models whose rows are seen by rule, but those of cases, which stand behind a wall of their own."""
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), VisibleQuerySet) and model._meta.app_label != "cases"
    )


def page_of_filter(name: str, people: list[User]) -> list[str]:
    """How many rows of each state each person sees."""
    model = apps.get_model(name)
    known = model._base_manager.all()
    has_state = any(field.name == "status" for field in model._meta.concrete_fields)
    states = sorted(set(known.values_list("status", flat=True))) if has_state else [None]
    lines = []
    for state in states:
        of_state = {"status": state} if state is not None else {}
        seen = [model._default_manager.visible_to(person).filter(**of_state).count() for person in people]
        lines.append(f"{label(state)}: {' '.join(map(str, seen))}")
    return lines
