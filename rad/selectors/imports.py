"""What an uploaded matrix would do: its faults, the names to confirm, and the difference to the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from members.models import Agency
from rad import matching
from rad.enums import PartyKind, PartyRole, PlanStatus
from rad.matching import Certainty, Known, Match, match_parties
from rad.models import ActionItem, ActionPlan, ImportRun, Party
from rad.planned import (
    ALL,
    TEXT,
    Change,
    PlannedItem,
    PlannedStrategy,
    Resolved,
    names_of,
    planned,
    responsible_key,
    text_of,
)
from rad.workbook import Matrix, from_data
from rad.workbook.texts import folded

FIELD_LABELS = {
    "funding": "sumber dana",
    "budget": "pagu",
    "sipd_code": "kode SIPD",
    "places": "lokasi",
    "unit": "satuan",
    "baseline": "baseline",
    "baseline_na": "baseline N/A",
    "note": "keterangan",
}


@dataclass(frozen=True)
class Question:
    """A name a person must confirm. `choices` are (answer, words); `suggested` one of them or ""."""

    name: str
    responsible: bool
    codes: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    suggested: str

    @property
    def key(self) -> str:
        return folded(self.name)


@dataclass
class Preview:
    """Everything the preview page and the command show."""

    run: ImportRun
    matrix: Matrix
    plan: ActionPlan | None
    questions: list[Question] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new_items: int = 0

    @property
    def unchanged(self) -> bool:
        return self.plan is not None and not self.changes and not self.questions

    @property
    def open_columns(self) -> list[Any]:
        """Columns of the file nobody told us to leave out."""
        ignored = self.run.answers.get("columns", [])
        return [column for column in self.matrix.unknown_columns if column.key not in ignored]

    @property
    def blocked(self) -> str:
        """Why nothing may be written yet, or ""."""
        if self.matrix.faults:
            return _(
                "Perbaiki dahulu sel yang bermasalah di berkas, lalu unggah lagi. Belum ada yang disimpan."
            )
        if self.plan and self.plan.status != PlanStatus.DRAFT and self.changes:
            return _("RAD dengan kode ini sudah ditetapkan dan terkunci, sedangkan isi berkas berbeda.")
        return ""


def plan_by_code(task_force_id: Any, code: str) -> ActionPlan | None:
    """The newest version of a plan of this code."""
    return ActionPlan.objects.filter(task_force=task_force_id, code=code).order_by("-version").first()


def agencies_known(task_force_id: Any) -> list[Known]:
    """Agencies of the task force and their units, as names are matched against them."""
    here = Q(task_forces=task_force_id) | Q(parent__task_forces=task_force_id)
    rows = Agency.objects.filter(here).distinct()
    return [Known(r.pk, r.short_name, r.name, tuple(r.aliases), r.parent_id) for r in rows]


def matrix_of(run: ImportRun) -> Matrix:
    matrix = from_data(run.rows)
    if not isinstance(matrix, Matrix):
        raise TypeError("an import run keeps a matrix")
    return matrix


def answer_of(match: Match) -> str:
    """A match as an answer, "" when unsure.

    `instansi:<id>`, `unit:<parent>`, `jabatan:<code>:<agency>`, `semua` or `teks`.
    """
    if match.kind is matching.PartyKind.ALL:
        return "semua"
    if match.kind is matching.PartyKind.TEXT:
        return "teks"
    if match.kind is matching.PartyKind.POST:
        return f"jabatan:{match.target}:{match.parent or ''}"
    if match.target is not None:
        return f"instansi:{match.target}"
    return f"unit:{match.parent}" if match.parent else ""


def answers_now(
    run: ImportRun, matrix: Matrix, known: list[Known]
) -> tuple[dict[str, str], dict[str, Match]]:
    """What is settled per folded name (given before, standing in the plan, or certain), and what is open."""
    names: dict[str, tuple[str, bool]] = {}
    for name, responsible, _code in names_of(matrix):
        before = names.get(folded(name), (name, False))
        names[folded(name)] = (before[0], before[1] or responsible)
    given: dict[str, str] = dict(run.answers.get("parties", {}))
    standing = _standing(run)
    settled, unsettled = {}, {}
    matches = match_parties([name for name, _responsible in names.values()], known)
    for (key, (_name, responsible)), match in zip(names.items(), matches, strict=True):
        if key in given:
            settled[key] = given[key]
        elif key in standing:
            settled[key] = standing[key]
        elif match.needs_person(responsible=responsible):
            unsettled[key] = match
        else:
            settled[key] = answer_of(match)
    return settled, unsettled


def _standing(run: ImportRun) -> dict[str, str]:
    """Names the plan of this code already settled."""
    plan = plan_by_code(run.task_force_id, run.plan_code)
    if plan is None:
        return {}
    rows = Party.objects.filter(item__program__strategy__plan=plan)
    found = {}
    for kind, label, agency in rows.values_list("kind", "label", "agency_id"):
        if kind == PartyKind.AGENCY:
            found[folded(label)] = f"instansi:{agency}"
        elif kind == PartyKind.POST:
            found[folded(label)] = f"jabatan::{agency or ''}"
        else:
            found[folded(label)] = "semua" if kind == PartyKind.ALL else "teks"
    return found


def resolver(settled: Mapping[str, str], units: Mapping[str, UUID] | None = None) -> Any:
    """From a name to what it means. `units` holds agencies made for `unit:` answers, by folded name."""

    def resolve(name: str) -> Resolved:
        kind, _colon, rest = settled.get(folded(name), "teks").partition(":")
        if kind == "instansi":
            return Resolved(PartyKind.AGENCY, UUID(rest))
        if kind == "unit":
            return Resolved(PartyKind.AGENCY, (units or {}).get(folded(name)))
        if kind == "jabatan":
            agency = rest.rpartition(":")[2]
            return Resolved(PartyKind.POST, UUID(agency) if agency else None)
        return ALL if kind == "semua" else TEXT

    return resolve


def import_questions(run: ImportRun, matrix: Matrix, known: list[Known]) -> list[Question]:
    """The names nobody has settled yet, responsible parties first."""
    _settled, unsettled = answers_now(run, matrix, known)
    where: dict[str, list[str]] = {}
    leading: set[str] = set()
    for name, responsible, code in names_of(matrix):
        where.setdefault(folded(name), []).append(code)
        if responsible:
            leading.add(folded(name))
    questions = [
        Question(
            name=match.name,
            responsible=key in leading,
            codes=tuple(dict.fromkeys(where[key])),
            choices=_choices(match, known),
            suggested=_suggested(match, responsible=key in leading),
        )
        for key, match in unsettled.items()
    ]
    return sorted(questions, key=lambda each: (not each.responsible, each.codes))


def _suggested(match: Match, *, responsible: bool) -> str:
    """The first guess; a new unit is proposed only for one that answers for something."""
    answer = answer_of(match)
    return "teks" if answer.startswith("unit:") and not responsible else answer


def _choices(match: Match, known: list[Known]) -> tuple[tuple[str, str], ...]:
    names = {str(each.id): each.short for each in known}
    near = [str(candidate.id) for candidate in match.candidates]
    choices: list[tuple[str, str]] = []
    if (
        match.kind is matching.PartyKind.UNIT
        or match.certainty is Certainty.UNSURE
        or match.kind is matching.PartyKind.TEXT
    ):
        parents = near or ([str(match.parent)] if match.parent else [])
        if match.kind is matching.PartyKind.UNIT and match.target is None:
            choices += [
                (f"unit:{pk}", _("unit baru di bawah %(agency)s") % {"agency": names[pk]}) for pk in parents
            ]
        else:
            choices += [(f"instansi:{pk}", names[pk]) for pk in near]
    if match.target is not None and match.kind is matching.PartyKind.UNIT:
        choices.append((f"instansi:{match.target}", names[str(match.target)]))
    if match.kind is matching.PartyKind.POST:
        answer = answer_of(match)
        answering = names.get(str(match.parent))
        words = (
            _("jabatan, diwakili oleh %(agency)s") % {"agency": answering}
            if answering
            else _("jabatan dalam gugus tugas")
        )
        choices.append((answer, words))
    choices.append(("teks", _("sebutan saja; laporannya diisi sekretariat atas nama pihak itu")))
    return tuple(dict(choices).items())


def import_preview_data(run: ImportRun) -> Preview:
    """What committing this run would do now."""
    matrix, known = matrix_of(run), agencies_known(run.task_force_id)
    plan = plan_by_code(run.task_force_id, run.plan_code)
    questions = [] if matrix.faults else import_questions(run, matrix, known)
    settled, unsettled = answers_now(run, matrix, known)
    settled |= {key: answer_of(match) or "teks" for key, match in unsettled.items()}
    preview = Preview(run, matrix, plan, questions)
    if plan and not matrix.faults:
        preview.changes, preview.new_items = differences(plan, planned(matrix, resolver(settled)), settled)
    return preview


def plan_items(plan: ActionPlan) -> dict[tuple[str, str, str, str], ActionItem]:
    """A plan's items by (strategy, programme, name, responsible), with all that hangs on them."""
    rows = (
        ActionItem.objects.filter(program__strategy__plan=plan)
        .select_related("program__strategy")
        .prefetch_related("parties", "indicators__targets")
    )
    return {
        (
            folded(row.program.strategy.name),
            folded(row.program.name),
            folded(row.name),
            responsible_key(row.parties.all()),
        ): row
        for row in rows
    }


def differences(
    plan: ActionPlan, strategies: tuple[PlannedStrategy, ...], settled: Mapping[str, str]
) -> tuple[list[Change], int]:
    """What the file would change in the plan, and how many items would be new. Nothing is ever deleted."""
    present = plan_items(plan)
    changes: list[Change] = []
    new = 0
    for strategy in strategies:
        for program in strategy.programs:
            for item in program.items:
                row = present.get((folded(strategy.name), folded(program.name), *item.key))
                if row is None:
                    new += 1
                    changes.append(Change(item.code, _("kegiatan baru"), "", item.name))
                else:
                    changes += _item_changes(row, item)
    return changes, new


def _item_changes(row: ActionItem, item: PlannedItem) -> list[Change]:
    changes = _field_changes(row.code, row, item.stated)
    before, after = _party_texts(row.parties.all()), _party_texts(item.parties)
    if before != after:
        changes.append(Change(row.code, _("penanggung jawab dan instansi terkait"), before, after))
    indicators = {folded(each.name): each for each in row.indicators.all()}
    for wanted in item.indicators:
        indicator = indicators.get(folded(wanted.name))
        if indicator is None:
            changes.append(Change(row.code, _("indikator baru"), "", wanted.name))
            continue
        changes += _field_changes(row.code, indicator, wanted.stated)
        targets = {each.year: each.value for each in indicator.targets.all() if each.quarter is None}
        for year, value in wanted.targets.items():
            if targets.get(year) != value:
                label = _("target %(year)s") % {"year": year}
                changes.append(Change(row.code, label, text_of(targets.get(year)), text_of(value)))
    return changes


def _field_changes(code: str, row: Any, stated: Mapping[str, Any]) -> list[Change]:
    return [
        Change(code, FIELD_LABELS[name], text_of(getattr(row, name)), text_of(value))
        for name, value in stated.items()
        if getattr(row, name) != value
    ]


def _party_texts(parties: Any) -> str:
    roles = {PartyRole.RESPONSIBLE: "", PartyRole.SUPPORTING: "terkait: "}
    rows = sorted(parties, key=lambda each: (each.role, each.order))
    return "; ".join(f"{roles[each.role]}{each.label}" for each in rows)
