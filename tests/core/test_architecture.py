"""The shape of the code, held by tests: one way to rows, one home for each idea (style.md, six locks)."""

import ast
import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from gugus.celery import app
from gugus.core.permissions import VisibleQuerySet
from tests.conftest import LONG

ROOT = settings.BASE_DIR
APPS = ("gugus", "members", "rad", "meetings", "cases")
# Files that may touch a manager: what reads and writes for all others. Rules answer yes or no, not rows.
MAY_QUERY = {
    "models",
    "selectors",
    "services",
    "rules",
    "permissions",
    "jobs",
    "audit",
    "provision",
    "guard",
    "receivers",
    "trail",
}
# Tables a person never lists: reached only through their parent's visible rows, or by the kernel.
WITHOUT_RULE = {
    "cases.casegrant",
    "cases.referralcounter",
    "core.seal",
    "core.sealblock",
    "core.wallprobe",
    "documents.trustanchor",
    "members.decreelegalbasis",
    "members.desk",
    "members.memberjob",
    "members.personaldesk",
    "members.seatholder",
    "rad.actionitemgrant",
    "rad.party",
    "rad.target",
}


def sources() -> list[Path]:
    return [
        path
        for name in APPS
        for path in sorted((ROOT / name).rglob("*.py"))
        if "migrations" not in path.parts and "demo" not in path.parts and "commands" not in path.parts
    ]


MANAGERS = ("objects", "_default_manager", "_base_manager")


OURS = {model.__name__ for model in apps.get_models() if model.__module__.split(".")[0] in APPS}
# What may follow a manager anywhere: rows a person may see, or none at all.
HARMLESS = ("visible_to", "none")


def names_a_model(node: ast.expr) -> bool:
    """`Agency.objects`, `models.Agency.objects`, `type(row).objects`; not a PDF's `file.objects`."""
    if isinstance(node, ast.Call):
        return True
    return getattr(node, "id", getattr(node, "attr", "")) in OURS | {"model", "cls"}


def harmless(tree: ast.AST) -> set[int]:
    """The managers that are asked only for `HARMLESS` things, by the id of their node."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in HARMLESS
    }


def may_query(path: Path) -> bool:
    return any(part.removesuffix(".py") in MAY_QUERY for part in path.relative_to(ROOT).parts)


@pytest.mark.parametrize(
    "path", [p for p in sources() if not may_query(p)], ids=lambda p: str(p.relative_to(ROOT))
)
def test_rows_are_fetched_through_selectors(path: Path) -> None:
    """No `.objects`, `_default_manager` or `get_object_or_404(Model…)` outside the layers that query."""
    found, tree = [], ast.parse(path.read_text())
    spared = harmless(tree)
    for node in ast.walk(tree):
        if id(node) in spared:
            continue
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and names_a_model(node.value):
            found.append(f"line {node.lineno}: .{node.attr}")
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "get_object_or_404":
            first = node.args[0]
            if isinstance(first, ast.Name) and first.id[:1].isupper():
                found.append(f"line {node.lineno}: get_object_or_404({first.id})")
    assert not found, found


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_skips_escaping_or_csrf(path: Path) -> None:
    text = path.read_text()
    assert ("csrf_exempt" in text) <= ("csrf_protect" in text), "CSRF is put off only to be checked later"
    for banned in ("is_superuser:", "ContentType.objects", ".raw("):
        assert banned not in text, banned


def test_every_model_says_who_sees_it() -> None:
    ours = [m for m in apps.get_models() if m.__module__.split(".")[0] in APPS]
    unruled = {
        model._meta.label_lower
        for model in ours
        if not isinstance(model._default_manager.get_queryset(), VisibleQuerySet)
    }
    assert unruled - WITHOUT_RULE == set()


def test_visibility_of_every_model_can_be_asked() -> None:
    """A queryset without `_visible_to` would crash in production, not here: so ask each."""
    for model in apps.get_models():
        if isinstance(model._default_manager.get_queryset(), VisibleQuerySet):
            assert (
                type(model._default_manager.get_queryset())._visible_to is not VisibleQuerySet._visible_to
            ), model


def test_beat_names_tasks_that_exist() -> None:
    for name in apps.get_app_configs():
        if name.name.split(".")[0] in APPS and importlib.util.find_spec(f"{name.name}.tasks"):
            importlib.import_module(f"{name.name}.tasks")
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


def test_object_rights_go_to_groups_only() -> None:
    for model in apps.get_models():
        assert not model.__name__.endswith("UserObjectPermission") or model._meta.app_label == "guardian"


def test_no_admin_site() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert not [path for path in sources() if path.name == "admin.py"]


def test_money_is_decimal_and_times_carry_a_zone() -> None:
    assert settings.USE_TZ
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            floats = [f.name for f in model._meta.get_fields() if isinstance(f, models.FloatField)]
            assert not floats, (model, floats)


def test_files_that_begin_first_are_there() -> None:
    """A name no file has would let a long file begin last, and say nothing."""
    assert not [name for name in LONG if not (ROOT / "tests" / f"{name}.py").exists()]
