"""Two writers of one text: a three-way merge by lines that keeps every line of both.

Pure. A merge never chooses between two people's words: where both changed the same line, both stand in the
text between marks that a person has to take out (`has_marks`), and minutes with marks are not circulated.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from merge3 import Merge3

Lines = Sequence[str]
MARK = "[Dua tulisan:"
THEIRS = MARK + " {name}]"
MINE = MARK + " {name}]"
END = "[Akhir dua tulisan: pilih atau gabungkan, lalu hapus baris bertanda kurung siku]"
GONE = "(baris ini dihapus)"
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Merged:
    """The text that holds both; `conflict` where both changed the same lines and a person must choose."""

    text: str
    conflict: bool = False


def merge(base: str, theirs: str, mine: str, *, their_name: str, my_name: str) -> Merged:
    """What `mine` becomes on top of `theirs`, both written from `base`.

    Lines both added at one place follow each other, theirs first.
    """
    if mine in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    lines: list[str] = []
    conflict = False
    three = Merge3(_lines(base), _lines(theirs), _lines(mine))
    for kind, *groups in three.merge_groups():
        if kind != "conflict":
            lines += groups[0]
            continue
        both = _both(*groups)
        conflict = conflict or both is None
        lines += _marked(groups[1], groups[2], their_name, my_name) if both is None else both
    return Merged("\n".join(lines), conflict)


def has_marks(text: str) -> bool:
    """Whether somebody still has to choose between two texts."""
    return any(line.startswith((MARK, END)) for line in text.split("\n"))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _both(base: Lines, theirs: Lines, mine: Lines) -> list[str] | None:
    """Both changes where they do not touch: one only added lines around what the other changed."""
    if not any(line.strip() for line in base):
        return [*theirs, *mine]
    for around, other in ((theirs, mine), (mine, theirs)):
        for at in range(len(around) - len(base) + 1):
            if list(around[at : at + len(base)]) == list(base):
                return [*around[:at], *other, *around[at + len(base) :]]
    return None


def _marked(theirs: Lines, mine: Lines, their_name: str, my_name: str) -> list[str]:
    first, second = THEIRS.format(name=their_name), MINE.format(name=my_name)
    return [first, *(theirs or [GONE]), second, *(mine or [GONE]), END]


@dataclass(frozen=True)
class Piece:
    """Some words of a comparison: `same`, `gone` or `new`."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The way from one text to another in reading order: unchanged lines, and words within changed ones."""
    pieces: list[Piece] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        pieces += [Piece("same", gone)] if tag == "equal" else _words(WORD.findall(gone), WORD.findall(come))
    return pieces


def _words(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(before[a:b]))
        if d > c:
            yield Piece("new", "".join(after[c:d]))
