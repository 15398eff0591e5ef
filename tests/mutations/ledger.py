"""Which test misses which stone: ledger.json, test → function → what is taken out. Written by the command."""

import json
import re
from pathlib import Path

from tests.mutations.stones import Stone

PATH = Path(__file__).with_name("ledger.json")
EXCUSED: dict[str, str] = {
    r"meetings\.models\.follow_ups:FollowUpQuerySet\._visible_to never if mine\.has_role\(\*READERS\)": (
        "those readers see every meeting that can have a follow-up, and so the same rows by the last line, "
        "with a longer query"
    ),
}
"""Stones that say again what another says, or that nothing can tell: a pattern of their names, and why."""


def read() -> dict[str, str]:
    """Stone → test."""
    pages = json.loads(PATH.read_text()) if PATH.exists() else {}
    return {
        f"{function} {what}": test
        for test, held in pages.items()
        for function, whats in held.items()
        for what in whats
    }


def write(killers: dict[str, str], there: list[Stone]) -> None:
    """Keep what is still in the code."""
    names = sorted({stone.name for stone in tried(there)})
    killers = {name: killers[name] for name in names if name in killers}
    pages: dict[str, dict[str, list[str]]] = {}
    for stone, test in sorted(killers.items()):
        function, what = stone.split(" ", 1)
        pages.setdefault(test, {}).setdefault(function, []).append(what)
    PATH.write_text(json.dumps(pages, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def tried(found: list[Stone]) -> list[Stone]:
    """All but the excused."""
    return [stone for stone in found if not any(re.fullmatch(pattern, stone.name) for pattern in EXCUSED)]
