"""What an uploaded matrix would do: its faults, the names to confirm, and the difference to the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from members.models import Agency
from rad import matching
from rad.enums import PartyKind, PartyRole, PlanStatus
from rad.matching import Certainty, Known, Match, match_parties
from rad.models import ActionItem, ActionPlan, ImportRun, Indicator, Party, RadJob
from rad.planned import (
    ALL,
    TEXT,
    Change,
    PlannedIndicator,
    PlannedItem,
    PlannedStrategy,
    Resolved,
    names_of,
    planned,
    responsible_key,
    text_of,
)
from rad.workbook import Grid, Matrix, as_data, from_data, parse_matrix
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


@dataclass(frozen=True)
class Fresh:
    """An indicator the import would make: where it stands in the file, its item's code, what is proposed."""

    code: str
    planned: PlannedIndicator

    @property
    def about_victims(self) -> bool:
        return bool(self.planned.proposed["about_victims"])


CURABLE = frozenset({"column_missing", "year_missing", "year_unreadable", "strategy_missing"})


@dataclass
class Preview:
    """Everything the preview page and the command show; `settled` is what each folded name now means."""

    run: ImportRun
    matrix: Matrix
    plan: ActionPlan | None
    questions: list[Question] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new_items: int = 0
    fresh: list[Fresh] = field(default_factory=list)
    settled: dict[str, str] = field(default_factory=dict)
    strategies: tuple[PlannedStrategy, ...] = ()

    @property
    def unchanged(self) -> bool:
        return self.plan is not None and not self.changes and not self.questions

    @property
    def open_columns(self) -> tuple[Any, ...]:
        """Columns of the file nobody has explained yet."""
        return self.matrix.unknown_columns

    @property
    def asks_columns(self) -> bool:
        """Whether the next step is to say what columns mean: without it the rest reads as nonsense."""
        return bool(self.open_columns) or any(f.code == "column_missing" for f in self.matrix.faults)

    @property
    def curable(self) -> bool:
        """Whether an answer about columns may cure a fault."""
        return any(fault.code in CURABLE for fault in self.matrix.faults)

    @property
    def victims_proposed(self) -> set[str]:
        """Places of the new indicators whose words speak of victims."""
        return {each.planned.place for each in self.fresh if each.about_victims}

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


def import_for_job(job: UUID, person: Any) -> ImportRun:
    """The run a job reads, with the rights its requester holds now."""
    return ImportRun.objects.visible_to(person).get(jobs=job)


def import_job(run: ImportRun) -> RadJob | None:
    """The latest job of a run, for those who may see the run."""
    return run.jobs.order_by("-created_at").first()


def matrix_of(run: ImportRun) -> Matrix:
    """What the kept cells say with the answers given so far; read once per object and answers.

    Raises StaleData for a run of another version of the portal.
    """
    columns = dict(run.answers.get("columns", {}))
    known: tuple[dict[str, str], Matrix] | None = run.__dict__.get("_matrix")
    if known is None or known[0] != columns:
        known = run.__dict__["_matrix"] = columns, parse_matrix(from_data(run.rows), columns=columns)
    return known[1]


def matrix_keep(run: ImportRun, grid: Grid) -> None:
    """Keep the cells on the run, and what they say with its answers, so that nothing is read twice."""
    run.rows = as_data(grid)
    columns = dict(run.answers.get("columns", {}))
    run.__dict__["_matrix"] = columns, parse_matrix(grid, columns=columns)


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

    @cache
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


def import_questions(matrix: Matrix, unsettled: Mapping[str, Match], known: list[Known]) -> list[Question]:
    """The names nobody has settled yet, responsible parties first."""
    where: dict[str, list[str]] = {}
    leading: set[str] = set()
    for name, responsible, code in names_of(matrix):
        if (key := folded(name)) in unsettled:
            where.setdefault(key, []).append(code)
            if responsible:
                leading.add(key)
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
    """What committing this run would do now. Raises StaleData for a run of another version of the portal."""
    matrix = matrix_of(run)
    plan = plan_by_code(run.task_force_id, run.plan_code)
    preview = Preview(run, matrix, plan)
    if matrix.faults:
        return preview
    known = agencies_known(run.task_force_id)
    settled, unsettled = answers_now(run, matrix, known)
    preview.questions = import_questions(matrix, unsettled, known)
    settled |= {key: answer_of(match) or "teks" for key, match in unsettled.items()}
    strategies = planned(matrix, resolver(settled))
    preview.settled, preview.strategies = settled, strategies
    if plan:
        preview.changes, preview.new_items, preview.fresh = differences(plan, strategies)
    else:
        items = (item for strategy in strategies for program in strategy.programs for item in program.items)
        preview.fresh = [Fresh(item.code, each) for item in items for each in item.indicators]
    return preview


def victims_unconfirmed(plan: ActionPlan) -> QuerySet[Indicator]:
    """A plan's indicators of which nobody has said whether they concern victims, in its order."""
    rows = Indicator.objects.filter(item__program__strategy__plan=plan, victims_confirmed=False)
    return rows.select_related("item")


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
    plan: ActionPlan, strategies: tuple[PlannedStrategy, ...]
) -> tuple[list[Change], int, list[Fresh]]:
    """What the file would change in the plan, how many items and which indicators would be new.

    Nothing is ever deleted.
    """
    present = plan_items(plan)
    changes: list[Change] = []
    fresh: list[Fresh] = []
    new = 0
    for strategy in strategies:
        for program in strategy.programs:
            for item in program.items:
                row = present.get((folded(strategy.name), folded(program.name), *item.key))
                if row is None:
                    new += 1
                    changes.append(Change(item.code, _("kegiatan baru"), "", item.name))
                    fresh += [Fresh(item.code, each) for each in item.indicators]
                else:
                    changes += _item_changes(row, item)
                    names = {folded(each.name) for each in row.indicators.all()}
                    fresh += [Fresh(row.code, e) for e in item.indicators if folded(e.name) not in names]
    return changes, new, fresh


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
        else:
            changes += _indicator_changes(row.code, indicator, wanted)
    return changes


def _indicator_changes(code: str, row: Indicator, wanted: PlannedIndicator) -> list[Change]:
    changes = _field_changes(code, row, wanted.stated)
    targets = {each.year: each.value for each in row.targets.all() if each.quarter is None}
    for year, value in wanted.targets.items():
        if targets.get(year) != value:
            label = _("target %(year)s") % {"year": year}
            changes.append(Change(code, label, text_of(targets.get(year)), text_of(value)))
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
