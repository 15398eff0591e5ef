"""What was corrected after it had counted, and what that made of the plan, as a reader may see it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from rad.aggregation import Entry
from rad.enums import PlanStatus
from rad.guard import EVERYTHING, PUBLIC, Sight
from rad.models import ActionPlan, Correction, Indicator, ProgressReport, ValueRevision
from rad.selectors.figures import YearData
from rad.selectors.versions import of_line
from rad.selectors.years import year_data
from rad.wording import GUARDED, percent_text, slot_label, slot_of, value_text

SHAPE = ("value", "numerator", "denominator", "not_applicable")


class Score(NamedTuple):
    """The plan's mean up to a slot before and after a correction, exact, in per cent."""

    slot: int
    was: Fraction | None
    becomes: Fraction | None


@dataclass(frozen=True)
class Change:
    """One thing that was and becomes, as read by people."""

    what: str
    was: str
    becomes: str


@dataclass(frozen=True)
class CorrectionNote:
    """A correction as one reader sees it."""

    report: ProgressReport
    changes: tuple[Change, ...]
    effects: tuple[Change, ...]
    reason: str
    made_by: Any
    made_at: datetime
    hidden: bool = False
    """Whether this reader may not see the numbers."""

    @property
    def period(self) -> str:
        return str(self.report.period)

    @property
    def code(self) -> str:
        return self.report.item.code


@dataclass(frozen=True)
class Round:
    """What counted before one reopening: texts by the indicator's lineage, who had accepted, why reopened."""

    values: dict[UUID, str]
    accepted_by: Any
    accepted_as: str
    accepted_at: datetime
    opened_by: Any
    opened_at: datetime
    reason: str


def last_revisions(report: ProgressReport) -> list[ValueRevision]:
    """What counted when the report was last opened again."""
    rows = list(report.revisions.select_related("indicator").order_by("-opened_at", "indicator__number"))
    return [row for row in rows if row.opened_at == rows[0].opened_at]


def score_changes(report: ProgressReport, before: dict[UUID, ValueRevision], today: date) -> list[Score]:
    """How a correction moved the plan's mean in its slot and the later ones of the year.

    Both means are made of the year as it is now, once with what counted before in the place of the report, in
    the newest version of the plan that was ever in force. Slots that did not move are left out.
    """
    period = report.period
    slot = slot_of(period.kind, period.ordinal)
    plan = ActionPlan.objects.filter(**of_line(period.plan)).exclude(status=PlanStatus.DRAFT)
    data = year_data(plan.order_by("-version")[0], period.year, today)
    old = with_values(data, slot, {key: entry_of(row, slot) for key, row in before.items()})
    found = [
        Score(at, old.at(at, sight=EVERYTHING).score.value, data.at(at, sight=EVERYTHING).score.value)
        for at in sorted(data.periods)
        if at >= slot
    ]
    return [each for each in found if each.was != each.becomes]


def entry_of(row: ValueRevision, slot: int) -> Entry:
    return Entry(slot, row.value, row.numerator, row.denominator, row.not_applicable)


def with_values(data: YearData, slot: int, entries: dict[UUID, Entry]) -> YearData:
    """The year as it would be with other accepted values (by lineage) in one slot."""
    measures = dict(data.measures)
    for row in data.indicators:
        if row.lineage in entries:
            others = tuple(each for each in measures[row.pk].entries if each.slot != slot)
            measures[row.pk] = replace(measures[row.pk], entries=(*others, entries[row.lineage]))
    return replace(data, measures=measures)


def corrections_of(
    plan: ActionPlan, year: int, upto_slot: int, *, sight: Sight = PUBLIC
) -> list[CorrectionNote]:
    """Corrections of a year's slots up to one, in any version of a plan the caller may see, oldest first.

    Where an item with an indicator about victims was corrected, others than its own agency, sekretariat and
    pimpinan read neither the values nor what they did to the plan's mean, which would tell them. One query.
    """
    rows = Correction.objects.filter(**of_line(plan, "period__plan__"), period__year=year)
    rows = rows.select_related("period", "report__period", "report__item", "made_by").order_by(
        "made_at", "pk"
    )
    victims = Indicator.objects.filter(item=OuterRef("report__item"), about_victims=True)
    rows = rows.annotate(guarded=Exists(victims))
    found = [row for row in rows if slot_of(row.period.kind, row.period.ordinal) <= upto_slot]
    return [_note(row, sight) for row in found]


def _note(row: Any, sight: Sight) -> CorrectionNote:
    hide = row.guarded and not sight.sees(row.report.item_id)
    changes = tuple(
        Change(each["indicator"], _text(each["was"], hide=hide), _text(each["becomes"], hide=hide))
        for each in row.values
    )
    effects = tuple(
        Change(slot_label(each["slot"]), _percent(each["was"]), _percent(each["becomes"]))
        for each in row.scores
    )
    effects = () if hide else effects
    return CorrectionNote(row.report, changes, effects, row.reason, row.made_by, row.made_at, hidden=hide)


def _text(shape: dict[str, Any] | None, *, hide: bool) -> str:
    if hide:
        return str(GUARDED)
    if shape is None:
        return "–"
    row = {key: Decimal(value) if isinstance(value, str) else value for key, value in shape.items()}
    return value_text(SimpleNamespace(**row), ratio=row["denominator"] is not None)


def _percent(text: str | None) -> str:
    return percent_text(None if text is None else Fraction(text))


def revisions_of(report: ProgressReport, *, full: bool) -> list[Round]:
    """What counted before each reopening of a report the caller may see, newest first.

    `full`: whether this reader sees what was reported about victims (rules.may_see_details).
    """
    rows = report.revisions.select_related("indicator", "accepted_by", "opened_by")
    rows = rows.order_by("-opened_at", "indicator__number")
    return [_round(list(group), full=full) for _at, group in groupby(rows, key=lambda row: row.opened_at)]


def _round(rows: list[ValueRevision], *, full: bool) -> Round:
    values = {
        row.indicator.lineage: str(GUARDED)
        if row.indicator.about_victims and not full
        else value_text(row, ratio=row.indicator.is_ratio)
        for row in rows
    }
    one = rows[0]
    return Round(
        values, one.accepted_by, one.accepted_as, one.accepted_at, one.opened_by, one.opened_at, one.reason
    )
