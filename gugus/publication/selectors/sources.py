"""Where each section of a release comes from: one function per section, each through its own gate."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils import translation

from gugus.publication.enums import Section
from gugus.publication.open_data import Table, to_json
from gugus.publication.selectors.board import achievement_tables, coverage_tables, spending_tables
from gugus.publication.selectors.cases import case_tables
from gugus.publication.selectors.now import Now
from gugus.publication.selectors.plan import budget_tables, indicator_tables, plan_tables
from gugus.publication.selectors.settings import settings_for
from gugus.publication.selectors.vulnerability import vulnerability_tables
from gugus.publication.wording import NO_LICENCE

Source = Callable[[Now], list[Table]]

SOURCES: dict[str, Source] = {
    Section.ACHIEVEMENT: achievement_tables,
    Section.SPENDING: spending_tables,
    Section.COVERAGE: coverage_tables,
    Section.CASES: case_tables,
    Section.VULNERABILITY: vulnerability_tables,
    Section.INDICATORS: indicator_tables,
    Section.PLAN: plan_tables,
    Section.PLAN_BUDGET: budget_tables,
}
"""Section → its tables, in the order they are shown."""


def tables_now(user: Any, sections: Collection[str]) -> tuple[Table, ...]:
    """What the public would read if these sections were released now; a section without data has no table."""
    with translation.override("id"):  # kept with the release, whatever language the page is in
        now = Now(user)
        chosen = [source for section, source in SOURCES.items() if section in sections]
        return tuple(table for source in chosen for table in source(now))


def release_data(user: Any, sections: Collection[str]) -> dict[str, Any]:
    """What a release of these sections would freeze now: its tables and the region's terms of re-use."""
    return {
        "tabel": to_json(tables_now(user, sections)),
        "ketentuan": settings_for(user).licence or NO_LICENCE,
    }
