"""A corrected figure beside what it was, as rows of a page."""

from typing import Any

from rad import rules, selectors


def earlier_values(user: Any, report: Any, *, own: bool) -> dict[str, Any] | None:
    """The values of a report beside those that counted before each reopening; None when there was none."""
    rounds = selectors.revisions_of(report, full=rules.may_see_details(user, own=own))
    if not rounds:
        return None
    now = {row.indicator.lineage: row for row in selectors.report_values(report)}
    return {
        "rounds": rounds,
        "rows": [
            {
                "name": each.name,
                "now": selectors.shown(user, now[each.lineage], own=own) if each.lineage in now else "–",
                "before": [one.values.get(each.lineage, "–") for one in rounds],
            }
            for each in report.item.indicators.all()
        ],
    }
