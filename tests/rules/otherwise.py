"""What could be otherwise than it is: a field of a row in memory, or of the rows a rule looks up.

Only what a rule's own words speak of is changed, and everything is changed back; nothing is saved.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from gugus.accounts.models import User

OURS = ("gugus", "members", "rad", "meetings")
CASES = "cases"
"""Its rows stand behind a wall of their own (tests.cases)."""
TWO: dict[str, tuple[str, dict[str, Any]]] = {
    "User": ("email", {"email__regex": "^(sekretariat|dinsos)@kota-kediri"}),
    "TaskForce": ("region__code", {}),
    "Agency": ("name", {"name__in": ["Dinas Sosial Contoh", "Dinas Kesehatan Contoh"]}),
}
"""What a row may point to instead: how the two are ordered, and found."""
GONE = ""
"""The field of rows that are not there."""
TODAY = "in_force"
"""The way that tells whose appointment counts today; it has tests of its own (members/test_authority.py)."""
TOLD = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.DecimalField)
LOT = re.compile(r"^scrypt.*|[0-9a-f]{8}[0-9a-f-]*")
"""What is another word in every run."""


class Otherwise(NamedTuple):
    """A row, or rows as a query, the field that is changed in it, and what stands there then."""

    what: str
    row: Any
    field: str
    value: Any = None


@contextmanager
def changed(what: Otherwise) -> Iterator[None]:
    """While it is otherwise. Raises DatabaseError for what the database does not let happen."""
    if isinstance(what.row, models.Model):
        before = getattr(what.row, what.field)
        setattr(what.row, what.field, what.value)
        try:
            yield
        finally:
            setattr(what.row, what.field, before)
    else:
        with transaction.atomic():
            _write(what)
            yield
            transaction.set_rollback(True)


def _write(what: Otherwise) -> None:
    if what.field == GONE:
        what.row._raw_delete(what.row.db)
    else:
        what.row.update(**{what.field: what.value})


def is_model(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, models.Model)


@cache
def named() -> dict[str, type[models.Model]]:
    return {model.__name__: model for model in apps.get_models() if model.__module__.startswith(OURS)}


@cache
def words_of(function: Callable[..., Any]) -> frozenset[str]:
    """The words of a rule, of those it calls and of the ways by which it finds rows; `a__b` is two."""
    source = inspect.getsource(function)
    found = {part for word in re.findall(r"\w+", source) for part in word.split("__")}
    called = [function.__globals__.get(word) for word in found]
    called += [ways()[name] for name in re.findall(r"\.(\w+)\(", source) if name in ways()]
    for other in called:
        if other is not function and inspect.isfunction(other) and other.__module__.startswith(OURS):
            found |= {"status"} if other.__name__ == "check_transition" else words_of(other)
    return frozenset(found)


@cache
def ways() -> dict[str, Callable[..., Any]]:
    """The methods by which querysets of ours find rows."""
    found: dict[str, Callable[..., Any]] = {}
    for model in named().values():
        found |= vars(type(model._default_manager.all()))
    return {name: way for name, way in found.items() if name[0] != "_" and name != TODAY}


def in_memory(row: Any, words: frozenset[str], deep: int = 2) -> Iterator[Otherwise]:
    """The row with each field the words name changed, and the rows it points to."""
    for field in fields(type(row), words) if isinstance(row, models.Model) else ():
        for what, value in others(field, [getattr(row, field.attname)]):
            yield Otherwise(f"{field.name}={what}", row, field.attname, value)
        there = getattr(row, field.name) if field.is_relation and deep else None
        if there is not None and not isinstance(there, User):
            for inner in in_memory(there, words, deep - 1):
                yield inner._replace(what=f"{field.name}.{inner.what}")


def looked_up(given: dict[str, Any], words: frozenset[str]) -> Iterator[Otherwise]:
    """Rows the words name: those that belong to a given row, all of a model that belongs to none."""
    seen = set()
    for key, row in given.items():
        for relation in belonging(row, words):
            seen.add(relation.related_model)
            own = {relation.field.name: row}
            yield from rows_changed(
                f"{key}.{relation.name}", relation.related_model._base_manager.filter(**own), words
            )
    for name in sorted(words & set(named())):
        if named()[name] not in seen and not any(isinstance(row, named()[name]) for row in given.values()):
            yield from rows_changed(name, named()[name]._base_manager.all(), words)


def belonging(row: Any, words: frozenset[str]) -> list[Any]:
    """The relations of a row that the words name, by their name or by their model's."""
    every = row._meta.related_objects if isinstance(row, models.Model) else ()
    return [each for each in every if not each.many_to_many and words & names(each)]


def names(relation: Any) -> set[str]:
    there = relation.related_model
    if there._meta.app_label == CASES:
        return set()
    return {relation.get_accessor_name(), relation.name, there.__name__}


def rows_changed(what: str, rows: Any, words: frozenset[str]) -> Iterator[Otherwise]:
    """All of them without each other, and with each field changed that the words name."""
    every = list(rows)
    if not every:
        return
    yield Otherwise(f"no {what}", rows, GONE)
    for field in fields(rows.model, words):
        for told, value in others(field, [getattr(row, field.attname) for row in every]):
            yield Otherwise(f"{what}.{field.name}={told}", rows, field.attname, value)


@cache
def in_order(model: type[models.Model]) -> list[Any]:
    """Keys of all rows, by what stands in them: the same in every run, as no place on disk is."""
    every = [(str(row), contents(row), moments(row), row.pk) for row in model._base_manager.all()]
    return [row[-1] for row in sorted(every)]


def contents(row: models.Model, deep: int = 2) -> list[Any]:
    """What stands in a row and in those it points to, without what is drawn by lot."""
    found: list[Any] = []
    for field in row._meta.concrete_fields:
        there = getattr(row, field.name) if field.is_relation and deep else None
        if there is not None:
            found.append(contents(there, deep - 1))
        elif field.choices or isinstance(field, TOLD):
            found.append([LOT.sub("", str(getattr(row, field.attname)))])
    return found


def moments(row: models.Model) -> list[float]:
    """When what equals another row was written."""
    every = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return [one.timestamp() if isinstance(one, datetime) else 0.0 for one in every]


def fields(model: type[models.Model], words: frozenset[str]) -> list[Any]:
    every = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [field for field in every if words & {field.name, field.attname}]


def others(field: Any, there: list[Any]) -> Iterator[tuple[str, Any]]:
    """What may stand in a field instead of what is there, and its name on the page."""
    if field.null and any(value is not None for value in there):
        yield "None", None
    for told, value in _others(field, there):
        if any(one != value for one in there):
            yield told, value


def _others(field: Any, there: list[Any]) -> list[tuple[str, Any]]:
    """Each choice, moments around now, two who differ."""
    if field.choices:
        return [(str(code), code) for code, _label in field.choices]
    if isinstance(field, models.BooleanField):
        return [("False", False), ("True", True)]
    if isinstance(field, models.DateTimeField):
        now = timezone.now()
        return [("before", now - timedelta(hours=1)), ("after", now + timedelta(hours=1))]
    if isinstance(field, models.DateField):
        return [(f"day{day:+}", timezone.localdate() + timedelta(days=day)) for day in (-1, 0, 1)]
    if field.is_relation:
        return [(str(place), pk) for place, pk in enumerate(elsewhere(field.related_model))]
    return _plain(field, there)


def _plain(field: Any, there: list[Any]) -> list[tuple[str, Any]]:
    if isinstance(field, models.IntegerField):
        return [("more", max(value or 0 for value in there) + 1)]
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return [("empty", "")] + ([] if all(there) else [("filled", "x")])
    return [("empty", type(value)()) for value in there if value and isinstance(value, list | dict)][:1]


@cache
def elsewhere(model: type[models.Model]) -> list[Any]:
    """Keys of two rows that differ: task forces, agencies, a person of the secretariat and of an agency."""
    if model.__name__ not in TWO:
        return []
    order, wanted = TWO[model.__name__]
    return [*model._base_manager.filter(**wanted).order_by(order).values_list("pk", flat=True)[:2]]


def forget() -> None:
    """The keys of a scene that is over."""
    in_order.cache_clear()
    elsewhere.cache_clear()
