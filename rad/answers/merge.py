"""Three ways at once: what the file said at first, what it says now, and what the portal says now.

Per cell: changed in the file alone → taken; changed in the portal alone → kept; changed in both to the same
→ nothing to do; changed in both differently → a person chooses. Pure: the portal's side comes as `Standing`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rad.answers.faults import CellFault
from rad.answers.reading import Reading
from rad.answers.table import FIGURES, HEADS, ITEM_WORDS, shown
from rad.answers.values import EMPTY, NA

FILE, PORTAL = "file", "portal"
PAIR = ("numerator", "denominator")


@dataclass(frozen=True)
class Standing:
    """One row as the portal has it now. `blocked`: why its report cannot be written, empty when it can."""

    row: str
    item: str
    code: str
    indicator: str
    ratio: bool
    na_allowed: bool
    unit: str
    whole: bool
    values: Mapping[str, str]
    blocked: str = ""
    behalf: bool = False
    proof: str = ""


@dataclass(frozen=True)
class Change:
    """One cell: `was` is the portal's value, `becomes` the file's, both as people read them."""

    key: str
    row: str
    field: str
    sheet: str
    cell: str
    code: str
    indicator: str
    column: str
    was: str
    becomes: str
    plain: str


@dataclass(frozen=True)
class Conflict(Change):
    """Changed on both sides; `before` is what both began with, `choice` what was decided, if anything."""

    before: str = ""
    choice: str = ""
    item: str = ""


@dataclass(frozen=True)
class Fault:
    """A cell that stops the whole file from being saved."""

    key: str
    row: str
    field: str
    sheet: str
    cell: str
    code: str
    indicator: str
    column: str
    value: str
    rule: str
    example: str


@dataclass(frozen=True)
class Note:
    """Something the file asks for that is left as it is, and why. `cells` counts what is left alone."""

    code: str
    text: str
    cells: int = 0


@dataclass
class Merged:
    """What saving the file would do. `unchanged` counts cells that stay as they are."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unchanged: int = 0
    writes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def open_conflicts(self) -> list[Conflict]:
        return [each for each in self.conflicts if not each.choice]

    @property
    def items(self) -> int:
        """How many items would be written."""
        return len({each.code for each in self.changes})


def conflict_key(row: str, column: str, ours: str) -> str:
    """A decision holds for the portal's value it was made about, and for no later one."""
    return f"{row}:{column}:{hashlib.sha256(ours.encode()).hexdigest()[:10]}"


def merge(
    reading: Reading, standings: Mapping[str, Standing], choices: Mapping[str, str], gone: Callable[[], str]
) -> Merged:
    """Merge a file's edits into the portal; `gone` says why rows are no longer the person's to write."""
    merger = _Merger(reading, choices)
    faulty = {(each.row, each.column) for each in reading.faults if each.row}
    touched = {*reading.edits, *(row for row, _column in faulty)}
    for row in sorted(touched, key=lambda key: reading.lines.get(key, 0)):
        standing = standings.get(row)
        if standing is None:
            merger.skip("", gone(), len(reading.edits.get(row, ())) or 1)
        else:
            merger.row(standing)
    for fault in reading.faults:
        standing = standings.get(fault.row)
        if (standing is None and fault.row) or (standing and standing.blocked):
            continue
        merger.fault(fault, standing)
    merger.proofs(standings)
    return merger.done()


class _Merger:
    def __init__(self, reading: Reading, choices: Mapping[str, str]) -> None:
        self.reading, self.choices = reading, choices
        self.result = Merged()
        self.skipped: dict[tuple[str, str], int] = {}
        self.broken = {(each.row, each.column) for each in reading.faults}

    def row(self, standing: Standing) -> None:
        base = self.reading.stamp.rows[standing.row].base
        edits = self.reading.edits.get(standing.row, {})
        wanted = self._wanted(standing, base, edits)
        if standing.blocked:
            broken = sum(row == standing.row for row, _column in self.broken)
            if wanted or broken:
                self.skip(standing.code, standing.blocked, len(wanted) + broken)
            return
        decided = {name: self._decide(standing, name, base, text) for name, text in wanted.items()}
        self._figures(standing, decided)
        self._words(standing, decided)

    def _wanted(
        self, standing: Standing, base: Mapping[str, str], edits: Mapping[str, str]
    ) -> dict[str, str]:
        """What the file changes of the baseline and the portal does not say already."""
        theirs = dict(edits)
        if standing.ratio and not edits.keys().isdisjoint(PAIR):
            pair = [edits.get(name, base.get(name, EMPTY)) for name in PAIR]
            theirs |= dict(zip(PAIR, _no_case(pair, na_allowed=standing.na_allowed), strict=True))
        return {
            name: text
            for name, text in theirs.items()
            if text != base.get(name, EMPTY) and text != standing.values.get(name, EMPTY)
        }

    def _decide(self, standing: Standing, name: str, base: Mapping[str, str], text: str) -> Change:
        """The cell as a change, or as a conflict where the portal moved too."""
        ours, before = standing.values.get(name, EMPTY), base.get(name, EMPTY)
        facts: dict[str, Any] = {
            "row": standing.row,
            "field": name,
            "sheet": self.reading.sheet,
            "cell": self.reading.place(standing.row, name),
            "code": standing.code,
            "indicator": "" if name in ITEM_WORDS else standing.indicator,
            "column": HEADS[name],
            "was": shown(name, ours),
            "becomes": shown(name, text),
            "plain": text,
        }
        if ours == before:
            return Change(key=f"{standing.row}:{name}", **facts)
        key = conflict_key(standing.row, name, ours)
        choice = self.choices.get(key, "")
        return Conflict(key=key, before=shown(name, before), choice=choice, item=standing.item, **facts)

    def _figures(self, standing: Standing, decided: Mapping[str, Change]) -> None:
        """Numbers belong together: both parts of a ratio are right, or neither is written."""
        mine = [each for name, each in decided.items() if name in FIGURES]
        if not mine:
            return
        self._keep_conflicts(mine)
        undecided = any(isinstance(each, Conflict) and not each.choice for each in mine)
        if undecided or any((standing.row, name) in self.broken for name in FIGURES):
            self.result.changes += [each for each in mine if not isinstance(each, Conflict)]
            return
        if not (written := _taken(mine)):
            return
        final = {name: written.get(name, standing.values.get(name, EMPTY)) for name in FIGURES}
        if found := _wrong(standing, final):
            name, code, facts = found
            self.fault(self._cell_fault(standing, name, final[name], code, facts), standing)
            return
        self._write(standing, mine, written)

    def _words(self, standing: Standing, decided: Mapping[str, Change]) -> None:
        mine = [each for name, each in decided.items() if name in ITEM_WORDS]
        self._keep_conflicts(mine)
        open_ = [each for each in mine if isinstance(each, Conflict) and not each.choice]
        self._write(standing, [each for each in mine if each not in open_], _taken(mine))

    def _keep_conflicts(self, cells: Iterable[Change]) -> None:
        self.result.conflicts += [each for each in cells if isinstance(each, Conflict)]

    def _write(self, standing: Standing, cells: Iterable[Change], written: Mapping[str, str]) -> None:
        self.result.changes += [each for each in cells if not isinstance(each, Conflict)]
        if written:
            self.result.writes.setdefault(standing.row, {}).update(written)

    def _cell_fault(
        self, standing: Standing, name: str, value: str, code: str, facts: Mapping[str, str]
    ) -> CellFault:
        place = self.reading.place(standing.row, name)
        return CellFault(standing.row, name, place, shown(name, value), code, tuple(facts.items()))

    def proofs(self, standings: Mapping[str, Standing]) -> None:
        """What is written for somebody else rests on a letter or chat, named once per item."""
        for item in {standings[row].item for row in self.result.writes if standings[row].behalf}:
            rows = [each for each in standings.values() if each.item == item]
            given = [self.result.writes.get(each.row, {}).get("proof_note") for each in rows]
            if any(given) or (rows[0].proof and None in given and "" not in given):
                continue
            stamped = self.reading.stamp.rows
            first = next(
                (e for e in rows if e.row in stamped and "proof_note" in stamped[e.row].columns), None
            )
            if first and (first.row, "proof_note") not in self.broken:
                self.fault(self._cell_fault(first, "proof_note", "", "proof_missing", {}), first)

    def skip(self, code: str, reason: str, cells: int) -> None:
        self.skipped[(code, reason)] = self.skipped.get((code, reason), 0) + cells

    def fault(self, fault: CellFault, standing: Standing | None) -> None:
        self.result.faults.append(
            Fault(
                key=f"{fault.row}:{fault.column}:{fault.cell}",
                row=fault.row,
                field=fault.column,
                sheet=self.reading.sheet,
                cell=fault.cell,
                code=standing.code if standing else "",
                indicator=standing.indicator if standing and fault.column not in ITEM_WORDS else "",
                column=HEADS.get(fault.column, ""),
                value=fault.value,
                rule=fault.rule,
                example=fault.example,
            )
        )

    def done(self) -> Merged:
        result = self.result
        result.notes = [
            Note(code, _("tidak diubah karena: %(reason)s") % {"reason": reason}, cells)
            for (code, reason), cells in self.skipped.items()
        ]
        result.notes += [Note("", text) for text in self.reading.remarks]
        touched = len(result.changes) + len(result.conflicts) + len(result.faults)
        result.unchanged = max(self.reading.cells - touched, 0)
        return result


def _taken(cells: Iterable[Change]) -> dict[str, str]:
    """What is to be written: all changes, and of conflicts those decided for the file."""
    return {each.field: each.plain for each in cells if not isinstance(each, Conflict) or each.choice == FILE}


def _no_case(pair: list[str], *, na_allowed: bool) -> list[str]:
    """N/A in either part says N/A for both; 0 of 0 means that there was no case, where that may be."""
    if NA in pair or (na_allowed and pair == ["0", "0"]):
        return [NA, EMPTY]
    return pair


def _wrong(standing: Standing, final: Mapping[str, str]) -> tuple[str, str, dict[str, str]] | None:
    """Why a row's numbers cannot be written as they would stand: the column, the code and its facts."""
    if NA in final.values() and not standing.na_allowed:
        return next(name for name in FIGURES if final[name] == NA), "na_not_allowed", {}
    return _wrong_ratio(final) if standing.ratio else _wrong_value(standing, final["value"])


def _wrong_value(standing: Standing, text: str) -> tuple[str, str, dict[str, str]] | None:
    if standing.whole and text not in (EMPTY, NA) and "." in text:
        return "value", "fraction", {"unit": standing.unit}
    return None


def _wrong_ratio(final: Mapping[str, str]) -> tuple[str, str, dict[str, str]] | None:
    part, whole = final["numerator"], final["denominator"]
    if part == NA and whole:
        return "denominator", "half", {}
    if part == NA or not (part or whole):
        return None
    if not (part and whole) or whole == NA:
        return ("denominator" if part else "numerator"), "half", {}
    if Decimal(whole) <= 0:
        return "denominator", "whole_zero", {}
    if Decimal(part) > Decimal(whole):
        facts = {"part": shown("numerator", part), "whole": shown("denominator", whole)}
        return "numerator", "part_over_whole", facts
    return None
