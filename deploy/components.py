"""What the portal is built of: the list of components, its agreement with the lock, and known weaknesses.

    python deploy/components.py write    docs/sbom.json anew, from uv.lock (needs uv)
    python deploy/components.py check    list = lock, each dependency has its reason, licences are known
    python deploy/components.py audit    ask osv.dev about each version; fails for what nobody decided on

`write` and `check` use no network.
"""

import datetime
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST, DECISIONS = ROOT / "docs" / "sbom.json", ROOT / "docs" / "advisories.json"
OSV = "https://api.osv.dev/v1/querybatch"
EXPORT = (
    "export --frozen --offline --quiet --no-default-groups "
    "--preview-features sbom-export --format cyclonedx1.5"
)
# Licences that ask nothing of an office that runs the portal, by a word of the name.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Zlib|Unlicense|Public Domain"
)
LOOKED_AT = {
    "merge3": "GPL-2.0-or-later: binds whoever hands the portal on, with its sources, which they have",
    "pyphen": "GPL, LGPL or MPL at one's choice: MPL 1.1",
    "pyrage": "MIT, in its repository; the package's metadata does not say",
}


class Fault(Exception):
    """Something to mend before going on; its text says what."""


def locked() -> dict[str, dict[str, Any]]:
    """Packages of the lock by name."""
    return {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}


def listed() -> list[dict[str, Any]]:
    return json.loads(LIST.read_text())["components"]


def write() -> str:
    """Export the lock, without what differs from run to run and without addresses of files."""
    uv = ROOT / ".venv-uv" / "bin" / "uv"
    made = subprocess.run([uv, *EXPORT.split()], cwd=ROOT, check=True, capture_output=True, text=True)
    LIST.write_text(json.dumps(plain(json.loads(made.stdout)), indent=1, sort_keys=True) + "\n")
    return f"{len(listed())} components in {LIST.relative_to(ROOT)}"


def plain(bill: dict[str, Any]) -> dict[str, Any]:
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    for component in bill["components"]:
        files = component.pop("externalReferences", [])
        component["hashes"] = sorted(
            (each for file in files for each in file["hashes"]), key=lambda h: h["content"]
        )
    return bill


def check() -> str:
    """Raises Fault with everything that is wrong."""
    faults = [*disagreements(), *without_reason(), *licences()]
    if faults:
        raise Fault("\n".join(faults))
    return f"{len(listed())} components agree with the lock, their licences are known"


def disagreements() -> list[str]:
    """Where list and lock differ in versions, hashes or in what production needs."""
    lock, bill = locked(), {component["name"]: component for component in listed()}
    faults = [f"{name}: needed by production, not in docs/sbom.json" for name in needed(lock) - set(bill)]
    faults += [f"{name}: in docs/sbom.json, not needed any more" for name in set(bill) - needed(lock)]
    for name in set(bill) & set(lock):
        if (bill[name]["version"], sums(bill[name])) != (lock[name]["version"], hashes(lock[name])):
            faults.append(
                f"{name}: docs/sbom.json is not that of uv.lock; run: python deploy/components.py write"
            )
    return faults


def needed(lock: dict[str, dict[str, Any]]) -> set[str]:
    """The project's dependencies and theirs, extras included."""
    waiting = [(each["name"], tuple(each.get("extra", []))) for each in lock["gugus"]["dependencies"]]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = one = waiting.pop()
        if one not in seen:
            seen.add(one)
            package = lock[name]
            more = [
                row for extra in extras for row in package.get("optional-dependencies", {}).get(extra, [])
            ]
            waiting += [
                (r["name"], tuple(r.get("extra", []))) for r in [*package.get("dependencies", []), *more]
            ]
    return {name for name, _extras in seen}


def hashes(package: dict[str, Any]) -> set[str]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return {file["hash"].removeprefix("sha256:") for file in files}


def sums(component: dict[str, Any]) -> set[str]:
    return {each["content"] for each in component["hashes"]}


def without_reason() -> list[str]:
    """Direct dependencies whose line in pyproject.toml does not say why they are there."""
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[dependency-groups]")]
    lines = [line.strip() for line in block.splitlines() if line.strip().startswith('"')]
    return [f"{line}: pyproject.toml does not say what it is for" for line in lines if "# " not in line]


def licences() -> list[str]:
    found = {component["name"]: licence(component["name"]) for component in listed()}
    unknown = {name for name, words in found.items() if words is not None and not FREE.search(words)}
    return [
        f"{name}: licence {found[name]!r}, which nobody looked at"
        for name in sorted(unknown - set(LOOKED_AT))
    ]


def licence(name: str) -> str | None:
    """What the installed package says; None for one this machine does not need."""
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    words = about.get("License-Expression") or "; ".join(classifiers) or about.get("License") or ""
    return "GPL alone" if re.search(r"\bA?GPL", words) and not FREE.search(words) else words


def audit() -> str:
    """Raises Fault for an advisory without a decision that still holds, and when nobody could be asked."""
    parts = listed()
    queries = [{"package": {"purl": part["purl"]}} for part in parts]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(OSV, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            results = json.load(answer)["results"]
    except OSError as error:
        raise Fault(
            f"osv.dev could not be asked ({error}): nothing is known about new weaknesses."
        ) from error
    return judged(
        {part["name"]: result.get("vulns", []) for part, result in zip(parts, results, strict=True)}
    )


def judged(found: dict[str, list[dict[str, Any]]]) -> str:
    """A sentence when each advisory is decided on; else Fault with those that are not."""
    known = [(name, each["id"]) for name, rows in found.items() for each in rows]
    open_ones = [
        f"{name}: https://osv.dev/{advisory}" for name, advisory in known if not decided(name, advisory)
    ]
    if open_ones:
        raise Fault("Weaknesses nobody decided on (docs/advisories.json):\n" + "\n".join(open_ones))
    return f"{len(found)} components asked, {len(known)} advisories, each decided on"


def decided(name: str, advisory: str) -> bool:
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    rows = json.loads(DECISIONS.read_text())
    return any((r["component"], r["advisory"]) == (name, advisory) and r["until"] >= today for r in rows)


def main(arguments: list[str]) -> int:
    acts = {"write": write, "check": check, "audit": audit}
    if len(arguments) != 1 or arguments[0] not in acts:
        print(__doc__)
        return 2
    try:
        print(acts[arguments[0]]())
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
