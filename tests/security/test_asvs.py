"""docs/asvs.md holds every rule of OWASP ASVS 5.0 at levels 1 and 2, each with what fulfils it or a signed reason.

Also the rules that one look at the sources decides.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LIST = ROOT / "docs" / "asvs.md"
# The level of each rule, section by section, in the standard's own order (version 5.0.0: 70, 183 and 92 rules).
STANDARD = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123", "2.1": "122",
    "2.2": "112", "2.3": "12223", "2.4": "23", "3.1": "3", "3.2": "113", "3.3": "12223",
    "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333", "4.1": "12233", "4.2": "23333",
    "4.3": "22", "4.4": "1222", "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222", "6.1": "122",
    "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222", "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223",
    "7.6": "22", "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23", "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222", "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222",
    "11.5": "23", "11.6": "23", "11.7": "33", "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233", "14.1": "22",
    "14.2": "12223333", "14.3": "122", "15.1": "12233", "15.2": "12233", "15.3": "1222222",
    "15.4": "3333", "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|")
SIGNED = re.compile(r"^(Not applicable|Accepted): .+ \(signed: (developer|IT office|dinas)\)$")
REFERENCE = re.compile(r"`([^`]+)`")
APPS = ("gugus", "members", "rad", "meetings", "cases")


def rows() -> list[tuple[str, str, str, str]]:
    return [
        ROW.fullmatch(line).groups() for line in LIST.read_text().splitlines() if re.match(r"\| \d", line)
    ]


def rules() -> dict[str, str]:
    """Number → level, of the standard's levels 1 and 2."""
    return {
        f"{section}.{number}": level
        for section, levels in STANDARD.items()
        for number, level in enumerate(levels, 1)
        if level != "3"
    }


@cache
def written_in(path: Path) -> frozenset[str]:
    """Names of the tests of a file, those of classes as `Class::name`; read, not imported."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        before = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {before + each.name for each in inside if isinstance(each, ast.FunctionDef)}
    return frozenset(found)


@cache
def headings(path: Path) -> frozenset[str]:
    lines = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return frozenset(re.sub(r"[^\w-]", "", line.lower().replace(" ", "-")) for line in lines)


def exists(reference: str) -> bool:
    """A test (`tests/….py::name`), a section (`docs/….md#heading`) or a file that is there."""
    path, test, section = (
        ROOT / re.split(r"::|#", reference, maxsplit=1)[0],
        "::" in reference,
        "#" in reference,
    )
    if not path.is_file():
        return False
    if test:
        return reference.partition("::")[2] in written_in(path)
    return not section or reference.partition("#")[2] in headings(path)


def complaint(evidence: str) -> str:
    """What is wrong with a line's evidence, or nothing."""
    pointers = [word for word in REFERENCE.findall(evidence) if re.search(r"[/.]", word) and ":/" not in word]
    if missing := [word for word in pointers if not exists(word)]:
        return f"not there: {missing}"
    plain = re.fullmatch(r"(`[^`]+`(, )?)+", evidence)
    return "" if (plain and pointers) or SIGNED.match(evidence) else "neither evidence nor a signed reason"


def test_the_standard_is_whole() -> None:
    levels = "".join(STANDARD.values())
    assert (levels.count("1"), levels.count("2"), levels.count("3")) == (70, 183, 92)


def test_every_rule_has_its_line_and_no_other() -> None:
    assert {number: level for number, level, _words, _evidence in rows()} == rules()
    assert len(rows()) == 253


def test_every_line_has_evidence_or_a_signed_reason() -> None:
    faults = {number: complaint(evidence) for number, _level, _words, evidence in rows()}
    assert not {number: fault for number, fault in faults.items() if fault}


def test_the_head_of_the_list_counts_right() -> None:
    kinds = [evidence.partition(":")[0] for _number, _level, _words, evidence in rows()]
    excused, accepted = kinds.count("Not applicable"), kinds.count("Accepted")
    told = (
        f"{len(kinds) - excused - accepted} met, {accepted} accepted with a reason, {excused} not applicable"
    )
    assert told in LIST.read_text()


@pytest.mark.parametrize(
    "evidence",
    [
        "`tests/security/test_asvs.py::test_that_never_was`",
        "`tests/no_such_file.py::test_x`",
        "`docs/security.md#no-such-heading`",
        "Not applicable: no such thing",
        "Accepted: nobody signs (signed: nobody)",
        "",
    ],
)
def test_a_hollow_line_is_found(evidence: str) -> None:
    assert complaint(evidence)


def sources() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "demo" not in path.parts]


def calls(path: Path) -> set[str]:
    """Names called in a file: `eval`, `pickle.loads`, `hashlib.md5`."""
    found = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
    }
    return {name for name in found if len(name) < 60}


def test_nothing_is_evaluated() -> None:
    """No code, pickle, YAML object or template is ever made of words (1.3.2, 1.3.7, 1.5.2)."""
    banned = {"eval", "exec", "compile", "pickle.loads", "pickle.load", "yaml.load", "marshal.loads", "Template",
              "template.Template", "engines", "os.system", "os.popen", "mark_safe", "__import__"}  # fmt: skip
    found = {str(path.relative_to(ROOT)): calls(path) & banned for path in sources()}
    assert not {path: names for path, names in found.items() if names}
    assert "shell=True" not in "".join(path.read_text() for path in sources())


def test_ciphers_come_from_libraries() -> None:
    """Ciphers are those of `cryptography`; no weak hash, no block mode without a seal (11.2.1, 11.3.1, 11.4.1)."""
    text = {path: path.read_text() for path in sources()}
    banned = re.compile(
        r"hashlib\.(md5|sha1)|hashes\.(MD5|SHA1)\b|modes\.(ECB|CBC|CTR)|\bARC4\b|TripleDES|PKCS1v15"
    )
    assert not [str(path) for path, words in text.items() if banned.search(words)]
    assert not [
        str(path) for path, words in text.items() if re.search(r"^(import|from) random\b", words, re.M)
    ]


def test_scripts_write_text_and_store_nothing() -> None:
    """Our scripts make no markup of words, keep nothing in the browser and hear no other window."""
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|localStorage|sessionStorage|indexedDB|postMessage|eval\(|new Function|__proto__"
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    assert scripts
    assert not {
        path.name: re.findall(banned, path.read_text())
        for path in scripts
        if re.search(banned, path.read_text())
    }


def test_no_form_takes_all_fields() -> None:
    """Fields are named one by one: no form writes whatever a request brings (15.3.3)."""

    def below(kind: type) -> set[type]:
        return {each for child in kind.__subclasses__() for each in (child, *below(child))}

    ours = [form for form in below(forms.BaseModelForm) if form.__module__.split(".")[0] in APPS]
    assert not [form for form in ours if getattr(form._meta, "fields", None) in (None, "__all__")]
    assert '"__all__"' not in "".join(path.read_text() for path in sources())
