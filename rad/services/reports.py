"""What is reported: saved as a draft, submitted, returned or accepted, locked, corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.nik import check_no_nik
from gugus.core.permissions import Denied, holds
from gugus.core.services import kept, locked, put
from gugus.core.workflow import move
from members.enums import Role
from rad import rules
from rad.enums import REPORT_ITEM, REPORT_TRANSITIONS, ReportStatus
from rad.models import (
    ActionItem,
    Indicator,
    IndicatorValue,
    ProgressReport,
    ReportDraft,
    ReportingPeriod,
)
from rad.selectors import seat_titles
from rad.services.corrections import correction_note, revisions_keep

TEXTS = ("narrative", "obstacles", "follow_up", "proof_note")


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed for one indicator: a value, or numerator and denominator, or N/A."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False

    def fields(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "not_applicable": self.not_applicable,
        }


@transaction.atomic
def report_save(
    *,
    item: ActionItem,
    period: ReportingPeriod,
    by: Any,
    values: Mapping[UUID, Given | None] | None = None,
    **texts: Any,
) -> ProgressReport:
    """Keep a draft, or mend a returned report. A None value empties that indicator; others stay.

    `texts` are narrative, obstacles, follow_up, realised_budget (rupiah) and proof_note. What the secretariat
    types for somebody else is marked "atas nama" and needs `proof_note`. Raises Denied for a foreign item, a
    closed period or a report already submitted, ValidationError for a NIK in a text. What the person had
    typed before saving (`ReportDraft`) is done with.
    """
    rules.check_report_item(by, item)
    check_no_nik(**{name: texts.get(name) or "" for name in TEXTS})
    report = _open_report(item, period, by, texts)
    changed = put(report, {"on_behalf": not holds(by, REPORT_ITEM, item), **texts})
    if changed:
        kept(report)
    changed += _values_set(report, values or {})
    if changed:
        audit.record(by=by, action=rules.SAVED, obj=report, fields=changed)
    ReportDraft.objects.visible_to(by).filter(item=item, period=period).delete()
    return report


def _open_report(
    item: ActionItem, period: ReportingPeriod, by: Any, texts: Mapping[str, Any]
) -> ProgressReport:
    """The locked report of an item and period, begun when there is none."""
    report = ProgressReport.objects.select_for_update(of=("self",)).filter(item=item, period=period).first()
    if report:
        rules.check_report_edit(by, report)
        return report
    rules.check_report_write(by, item, locked(period))
    if item.program.strategy.plan_id != period.plan_id:
        raise Denied(_("Kegiatan ini bukan bagian dari RAD periode tersebut."))
    on_behalf = not holds(by, REPORT_ITEM, item)
    note = str(texts.get("proof_note") or "")
    return kept(ProgressReport(item=item, period=period, drafted_by=by, on_behalf=on_behalf, proof_note=note))


def _values_set(report: ProgressReport, values: Mapping[UUID, Given | None]) -> list[str]:
    """Write what differs; returns the numbers of the indicators that changed."""
    present = {row.indicator_id: row for row in report.values.all()}
    changed = []
    for indicator in report.item.indicators.filter(pk__in=values):
        given, row = values[indicator.pk], present.get(indicator.pk)
        if given is None:
            if row is None:
                continue
            row.delete()
        else:
            row = row or IndicatorValue(report=report, indicator=indicator)
            if not put(row, given.fields()) and row.pk:
                continue
            _value_keep(row, indicator, given)
        changed.append(f"indikator {indicator.number}")
    return changed


def _value_keep(row: IndicatorValue, indicator: Indicator, given: Given) -> None:
    if not given.not_applicable and indicator.is_ratio == (given.value is not None):
        raise ValidationError(
            _("“%(name)s” diisi dengan %(shape)s.")
            % {
                "name": indicator.name,
                "shape": _("pembilang dan penyebut") if indicator.is_ratio else _("satu angka"),
            }
        )
    if given.not_applicable and not indicator.na_allowed:
        raise ValidationError(
            _("“%(name)s” tidak dapat diisi N/A: isi angkanya, 0 bila tidak ada.") % {"name": indicator.name}
        )
    rules.check_whole(indicator, given.value)
    kept(row)


@transaction.atomic
def report_submit(*, report: ProgressReport, by: Any) -> ProgressReport:
    """Hand a complete report to the secretariat. Raises ValidationError naming what is still empty."""
    row = locked(report)
    rules.check_report_submit(by, row)
    filled = set(row.values.values_list("indicator_id", flat=True))
    missing = [each.name for each in row.item.indicators.all() if each.pk not in filled]
    if missing:
        raise ValidationError(
            _("%(code)s belum lengkap. Isi dahulu: %(names)s.")
            % {"code": row.item.code, "names": "; ".join(missing)}
        )
    move(row, REPORT_TRANSITIONS, "submit")
    row.submitted_by, row.submitted_at = by, timezone.now()
    kept(row)
    audit.record(by=by, action="rad.report_submit", obj=row, on_behalf=row.on_behalf)
    return row


@transaction.atomic
def reports_submit(*, reports: Iterable[ProgressReport], by: Any) -> list[ProgressReport]:
    """Submit several at once, all or none."""
    return [report_submit(report=report, by=by) for report in reports]


@transaction.atomic
def report_withdraw(*, report: ProgressReport, by: Any) -> ProgressReport:
    """Take a submitted report back into a draft, before the secretariat has decided."""
    row = locked(report)
    rules.check_report_withdraw(by, row)
    return _moved(row, "withdraw", by)


@transaction.atomic
def report_return(*, report: ProgressReport, reason: str, due: date, by: Any) -> ProgressReport:
    """Send a report back with the reason and the day by which it is to be mended."""
    row = locked(report)
    rules.check_report_return(by, row)
    return _sent_back(row, "return", reason, due, by)


@transaction.atomic
def report_unlock(*, report: ProgressReport, reason: str, due: date, by: Any) -> ProgressReport:
    """Open an accepted or locked report for correction; until it is accepted again it does not count.

    What counted is kept beside it (ValueRevision).
    """
    row = locked(report)
    rules.check_report_unlock(by, row)
    revisions_keep(report=row, reason=reason, by=by)
    return _sent_back(row, "unlock", reason, due, by)


def _sent_back(row: ProgressReport, name: str, reason: str, due: date, by: Any) -> ProgressReport:
    if due < by.authority.today:
        raise ValidationError({"due": _("Batas perbaikan sudah lewat. Pilih hari ini atau sesudahnya.")})
    check_no_nik(reason=reason)
    row.return_reason, row.return_due = reason, due
    _decide(row, by)
    return _moved(row, name, by, due=due)


@transaction.atomic
def report_accept(*, report: ProgressReport, by: Any) -> ProgressReport:
    """Count the report. Never by a person who typed or submitted it (rules.check_report_accept).

    After a correction, what it changed is noted (Correction).
    """
    row = locked(report)
    rules.check_report_accept(by, row)
    _decide(row, by)
    _moved(row, "accept", by, decided_as=row.decided_as)
    correction_note(report=row, by=by)
    return row


def reports_accept(
    *, reports: Iterable[ProgressReport], by: Any
) -> tuple[list[ProgressReport], list[tuple[ProgressReport, str]]]:
    """Accept what may be accepted; the rest comes back with the reason why it was skipped."""
    accepted, skipped = [], []
    for report in reports:
        try:
            accepted.append(report_accept(report=report, by=by))
        except Denied as denied:
            skipped.append((report, str(denied.reason)))
    return accepted, skipped


@transaction.atomic
def report_lock(*, report: ProgressReport, by: Any) -> ProgressReport:
    """Close an accepted report, as after the yearly report was sent."""
    row = locked(report)
    rules.check_report_lock(by, row)
    return _moved(row, "lock", by)


@transaction.atomic
def reports_lock(*, period: ReportingPeriod, by: Any) -> list[ProgressReport]:
    """Lock every accepted report of a closed period."""
    rules.check_period_lock(by, locked(period))
    rows = ProgressReport.objects.filter(period=period, status=ReportStatus.ACCEPTED)
    return [report_lock(report=row, by=by) for row in rows]


def _decide(row: ProgressReport, by: Any) -> None:
    row.decided_by, row.decided_at = by, timezone.now()
    row.decided_as = seat_of(by)


def seat_of(person: Any) -> str:
    """In what seat somebody decides, as printed beside the value: their seats of today, else their roles."""
    with translation.override("id"):  # kept with the report, whatever language the page is in
        roles = [str(Role(role).label) for role in sorted(person.authority.roles) if role in Role.values]
    words = seat_titles(person) or [", ".join(roles).capitalize()]
    return f"{', '.join(words)}, {person.authority.task_force_name}"[:160]


def _moved(row: ProgressReport, name: str, by: Any, **detail: Any) -> ProgressReport:
    move(row, REPORT_TRANSITIONS, name)
    kept(row)
    audit.record(by=by, action=f"rad.report_{name}", obj=row, **detail)
    return row
