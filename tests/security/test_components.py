"""The list of components is that of the lock, and what is missing, unknown or undecided is said."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

PROGRAM = Path(settings.BASE_DIR) / "deploy" / "components.py"


@pytest.fixture
def components(tmp_path: Path) -> Iterator[ModuleType]:
    """The program, reading copies that a test may spoil."""
    spec = importlib.util.spec_from_file_location("components", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).write_text((module.ROOT / name).read_text())
    (tmp_path / "list.json").write_text(module.LIST.read_text())
    (tmp_path / "decisions.json").write_text("[]")
    module.ROOT, module.LIST, module.DECISIONS = tmp_path, tmp_path / "list.json", tmp_path / "decisions.json"
    return module


def spoil(components: ModuleType, name: str, old: str, new: str) -> str:
    """Change a copy; what `check` says then."""
    path = components.ROOT / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(components.Fault) as fault:
        components.check()
    return str(fault.value)


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    done = subprocess.run([sys.executable, PROGRAM, "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "components agree with the lock" in done.stdout


def test_it_names_no_place_and_no_person() -> None:
    text = (PROGRAM.parent.parent / "docs" / "sbom.json").read_text()
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert not [word for word in ("/home", "/root", "file:", "http:", "https:", "@localhost") if word in text]
    names = {component["name"] for component in bill["components"]}
    assert {"django", "psycopg", "weasyprint", "cryptography"} <= names
    assert not {"pytest", "ruff", "playwright"} & names
    assert all(component["hashes"] and component["purl"] for component in bill["components"])


def test_another_version_is_found(components: ModuleType) -> None:
    django = next(part for part in components.listed() if part["name"] == "django")
    assert "django: docs/sbom.json is not that" in spoil(
        components, "list.json", f'"{django["version"]}"', '"5.2.7"'
    )


def test_another_hash_is_found(components: ModuleType) -> None:
    first = components.listed()[0]["hashes"][0]["content"]
    assert "is not that of uv.lock" in spoil(components, "list.json", first, "0" * 64)


def test_a_component_too_few_is_found(components: ModuleType) -> None:
    assert "needed by production" in spoil(components, "list.json", '"name": "pikepdf"', '"name": "pikepdv"')


def test_a_dependency_without_a_reason_is_found(components: ModuleType) -> None:
    assert "does not say what it is for" in spoil(
        components, "pyproject.toml", "# reads a PDF's structure tree", ""
    )


def test_a_licence_nobody_looked_at_is_found(components: ModuleType) -> None:
    components.LOOKED_AT.pop("merge3")
    with pytest.raises(components.Fault, match="merge3: licence"):
        components.check()


def test_an_advisory_needs_a_decision_that_still_holds(components: ModuleType) -> None:
    found = {"django": [{"id": "CONTOH-2026-1"}], "celery": []}
    row = {
        "component": "django",
        "advisory": "CONTOH-2026-1",
        "decision": "not reached",
        "until": "9999-01-01",
    }
    with pytest.raises(components.Fault, match="CONTOH-2026-1"):
        components.judged(found)
    components.DECISIONS.write_text(json.dumps([row | {"until": "2020-01-01"}]))
    with pytest.raises(components.Fault, match="CONTOH-2026-1"):
        components.judged(found)
    components.DECISIONS.write_text(json.dumps([row]))
    assert "each decided on" in components.judged(found)


def test_without_a_network_nothing_is_called_safe(components: ModuleType) -> None:
    components.OSV = "http://127.0.0.1:1/"
    with pytest.raises(components.Fault, match="could not be asked"):
        components.audit()
