"""Ask a rule, or a filter, for everybody about every row there is, and write the answers as lines of a page.

A rule is also asked what it would say were something otherwise (`tests.rules.otherwise`): a row in each other
state, with a flag turned, a moment moved, somebody else named in it; the rows it looks up gone, or changed.
Only what is then answered otherwise makes a line. Nothing is saved.
"""

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.permissions import Denied, VisibleQuerySet
from gugus.documents.enums import DocumentKind
from meetings.enums import RequestKind
from members.enums import Role
from tests.rules.otherwise import (
    GONE,
    Otherwise,
    changed,
    elsewhere,
    in_memory,
    in_order,
    is_model,
    looked_up,
    named,
    names,
    rows_changed,
    words_of,
)
from tests.rules.people import INVITED

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
MODULES = ("members.rules", "rad.rules", "meetings.rules", *(
    f"gugus.{app}.rules"
    for app in ("accounts", "dashboard", "documents", "notices", "operations", "publication", "vulnerability")
))  # fmt: skip
VALUES: dict[str, list[Any]] = {
    "role": [Role.HANDLER, Role.LIAISON, Role.SECRETARIAT, Role.ADMIN],
    "own": [True, False],
    "behalf": [True, False],
    "kind": [*RequestKind, DocumentKind.INVITATION, DocumentKind.ATTENDANCE, DocumentKind.MINUTES],
    "until": [None, -1, 0, 1, 400],
}
"""What stands for a parameter that is no row; a number is so many days from today."""
MOST = (0, 6, 4, 2, 2)
"""Rows of one kind that are asked about, alone and beside others; those that differ in what they have."""

YES = frozenset("o+123456789")
OPENED = 2
"""So many ways in, where nobody may as it is, are looked around in."""


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


def rows(model: type[models.Model] | None) -> list[Any]:
    """Rows that differ in what a rule may ask: choices, flags, and whether something is there."""
    if model is None:
        return [None]
    if model is User:
        return [*User.objects.filter(Q(pk__in=elsewhere(User)) | Q(email=INVITED)).order_by("email")]
    seen: dict[str, Any] = {}
    every = model._base_manager.in_bulk(in_order(model))
    for place, key in enumerate(in_order(model)):
        row = every[key]
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
    return f"day{(value - timezone.localdate()).days:+}" if isinstance(value, date) else str(value)


def letter(function: Callable[..., Any], given: dict[str, Any]) -> str:
    """o allowed · x refused · v wrong input · + yes, or some · . no, or none · ! no such row can be."""
    try:
        answer = function(**given)
    except Denied:
        return "x"
    except ValidationError:
        return "v"
    except (ObjectDoesNotExist, AttributeError, ValueError, KeyError, TypeError):
        return "!"
    return "o" if answer is None else told(answer)


def told(answer: Any) -> str:
    """Yes or no; of many how many, of choices the first letter."""
    if isinstance(answer, str) and answer:
        return answer[0].upper()
    if isinstance(answer, models.QuerySet):
        return str(min(answer.count(), 9))
    return "+" if answer else "."


def page_of_rule(name: str, people: list[User]) -> list[str]:
    """The different answers of one rule, a line each: what it was asked about, a letter for each person."""
    module, _, called = name.partition(":")
    function = getattr(importlib.import_module(module), called)
    asked = parameters(function)
    first = "user" if "user" in asked else ""
    about = [key for key in asked if key != first]
    lines = set()
    for values in product(*(choices(key, asked[key], MOST[len(about)]) for key in about)):
        lines |= set(answers(function, dict(zip(about, values, strict=True)), people if first else []))
    return sorted(lines)


def choices(name: str, kinds: list[Any], most: int) -> list[Any]:
    """What a parameter may be."""
    if name not in VALUES:
        return [row for kind in kinds for row in rows(kind)][:most]
    today = timezone.localdate()
    return [today + timedelta(days=one) if type(one) is int else one for one in VALUES[name]]


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
    for change in list(changes(given, words_of(function))):
        answer = asked_otherwise(change, lambda: asked_of(function, given, people))
        if answer not in (None, usual):
            yield change, answer


def changes(given: dict[str, Any], words: frozenset[str]) -> Iterator[Otherwise]:
    for key, row in given.items():
        for change in in_memory(row, words):
            yield change._replace(what=f"{key}.{change.what}")
    yield from looked_up(given, words)


def asked_otherwise(change: Otherwise, ask: Callable[[], Any]) -> Any:
    """None where the database does not let it be otherwise."""
    try:
        with changed(change):
            return ask()
    except DatabaseError:
        return None


def asked_of(function: Callable[..., Any], given: dict[str, Any], people: list[User]) -> str:
    """A letter for each person. Raises DatabaseError, and what stood before still stands."""
    each = [{"user": person} | given for person in people] or [given]
    with transaction.atomic():
        return "".join(letter(function, one) for one in each)


def filters() -> list[str]:
    """Models whose rows are seen by rule, but those of cases, which stand behind a wall of their own."""
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), VisibleQuerySet) and model._meta.app_label != "cases"
    )


def page_of_filter(name: str, people: list[User]) -> list[str]:
    """How many rows of each state each person sees, and how many were something otherwise."""
    model = apps.get_model(name)
    usual = seen(model, people)
    lines = {f"{state}: {numbers}" for state, numbers in usual.items()}
    for change in filter_changes(model):
        then = asked_otherwise(change, lambda: seen(model, people)) or {}
        lines |= {
            f"{state}, {change.what}: {numbers}"
            for state, numbers in then.items()
            if numbers != usual.get(state)
        }
    return sorted(lines)


def filter_changes(model: type[models.Model]) -> Iterator[Otherwise]:
    words = words_of(type(model._default_manager.all())._visible_to)
    for relation in model._meta.related_objects:
        if words & names(relation):
            yield from rows_changed(relation.name, relation.related_model._base_manager.all(), words)
    own = rows_changed(model.__name__, model._base_manager.all(), words)
    yield from (change for change in own if change.field != GONE)


def seen(model: type[models.Model], people: list[User]) -> dict[Any, str]:
    known = model._base_manager.all()
    has_state = any(field.name == "status" for field in model._meta.concrete_fields)
    states = sorted(set(known.values_list("status", flat=True))) if has_state else [None]
    return {label(state): " ".join(str(sees(model, person, state)) for person in people) for state in states}


def sees(model: type[models.Model], person: User, state: Any) -> int:
    of_state = {} if state is None else {"status": state}
    return model._default_manager.visible_to(person).filter(**of_state).count()
