"""docs/operasi.md: what it tells one to type exists, and so does what it points at."""

import re
import shlex

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from ruamel.yaml import YAML

ROOT = settings.BASE_DIR
GUIDE = (ROOT / "docs" / "operasi.md").read_text()
SERVICES = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())["services"]
BLOCKS = re.findall(r"^ *```\n(.*?)^ *```", GUIDE, re.DOTALL | re.MULTILINE)
LINES = [line.strip() for block in BLOCKS for line in block.splitlines()]
MANAGED = [line.partition("manage.py ")[2] for line in LINES if "manage.py " in line]
WITHOUT_VALUE = {
    "--detach", "--build", "--wait", "--rm", "--force-recreate", "--no-log-prefix", "--no-color", "-T",
}  # fmt: skip
WITH_VALUE = {"--volume", "--user", "--since"}
VERBS = {"up", "run", "exec", "restart", "stop", "logs", "ps", "cp"}


@pytest.mark.parametrize("line", MANAGED)
def test_commands_and_their_options_exist(line: str) -> None:
    words = shlex.split(re.split(r" [<>|]", line)[0])
    app = get_commands()[words[0]]
    parser = load_command_class(str(app), words[0]).create_parser("manage.py", words[0])
    parser.parse_args(words[1:])


def composed() -> list[list[str]]:
    """What follows `docker compose` in each command of the guide."""
    unquoted = [re.sub(r"'[^']*'", "KUTIPAN", line) for line in LINES]
    parts = [part for line in unquoted for part in re.split(r"&&|\|", line)]
    found = [shlex.split(part.split("# ")[0]) for part in parts if "docker compose" in part]
    return [words[words.index("compose") + 1 :] for words in found]


@pytest.mark.parametrize("words", composed(), ids=" ".join)
def test_services_exist(words: list[str]) -> None:
    verb, *rest = words
    assert verb in VERBS
    rest = [word for word in rest if word not in WITHOUT_VALUE]
    while rest and rest[0] in WITH_VALUE:
        rest = rest[2:]
    named = rest[:1] if verb in ("run", "exec") else [word for word in rest if not word.startswith("-")]
    if verb == "cp":
        named = [rest[0].partition(":")[0]]
    if verb == "logs":
        named = [word for word in named if word in SERVICES or word.isalpha()]
    assert set(named) <= set(SERVICES), named


def test_measures_are_those_the_portal_tells() -> None:
    told = "\n".join(path.read_text() for path in (ROOT / "gugus" / "operations").rglob("*.py"))
    for name in set(re.findall(r"gugus_[a-z_]+", GUIDE)):
        assert f'"{name.removesuffix("_total")}"' in told, name


def test_places_it_points_at_exist() -> None:
    for anchor in re.findall(r"\]\(#([^)]+)\)", GUIDE):
        heads = [
            head.lower().replace(".", "").replace(" ", "-") for head in re.findall(r"^## (.+)$", GUIDE, re.M)
        ]
        assert anchor in heads, anchor
    for file in re.findall(r"deploy/[a-z_]+\.[a-z]+|docs/[a-z]+\.md", GUIDE):
        assert (ROOT / file).exists(), file
