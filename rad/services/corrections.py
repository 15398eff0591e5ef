"""What is kept when a figure that counted is opened again, and what its correction changed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gugus.core import audit
from rad.models import Correction, IndicatorValue, ProgressReport, ValueRevision
from rad.selectors.corrections import SHAPE, Score, last_revisions, score_changes


@transaction.atomic
def revisions_keep(*, report: ProgressReport, reason: str, by: Any) -> list[ValueRevision]:
    """Keep what counted, with who had accepted it in what seat, before an accepted report is opened again."""
    now = timezone.now()
    return ValueRevision.objects.bulk_create(
        ValueRevision(
            report=report,
            indicator_id=row.indicator_id,
            **{name: getattr(row, name) for name in SHAPE},
            accepted_by_id=report.decided_by_id,
            accepted_as=report.decided_as,
            accepted_at=report.decided_at,
            opened_by=by,
            opened_at=now,
            reason=reason,
        )
        for row in report.values.all()
    )


@transaction.atomic
def correction_note(*, report: ProgressReport, by: Any) -> Correction | None:
    """Note what an acceptance changed of what counted before; None the first time, and if nothing changed."""
    before = {row.indicator.lineage: row for row in last_revisions(report)}
    if not before:
        return None
    now = {row.indicator.lineage: row for row in report.values.select_related("indicator")}
    rows = sorted((before | now).items(), key=lambda each: each[1].indicator.number)
    values = [
        {
            "lineage": str(key),
            "indicator": row.indicator.name,
            "was": shape_of(before.get(key)),
            "becomes": shape_of(now.get(key)),
        }
        for key, row in rows
    ]
    changed = [each for each in values if each["was"] != each["becomes"]]
    if not changed:
        return None
    scores = [_plain(each) for each in score_changes(report, before, by.authority.today)]
    reason = next(iter(before.values())).reason
    row = Correction(
        period=report.period, report=report, values=changed, scores=scores, reason=reason, made_by=by
    )
    row.full_clean(exclude=["scores"])  # none, when a mean stays where it was
    row.save()
    audit.record(by=by, action="rad.correction_note", obj=row, values=len(changed), scores=len(scores))
    return row


def shape_of(row: IndicatorValue | ValueRevision | None) -> dict[str, Any] | None:
    """A value as JSON, numbers as exact text."""
    if row is None:
        return None
    parts = {name: getattr(row, name) for name in SHAPE}
    return {
        name: value if value is None or isinstance(value, bool) else f"{value.normalize():f}"
        for name, value in parts.items()
    }


def _plain(score: Score) -> dict[str, Any]:
    texts = {name: None if value is None else str(value) for name, value in score._asdict().items()}
    return texts | {"slot": score.slot}
