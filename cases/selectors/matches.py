"""Pairs of cases with the same NIK, for the koordinator kasus."""

from typing import Any

from cases.models import Case, PossibleMatch


def match_list(user: Any) -> Any:
    """Those still to be looked at first, then the newest."""
    return PossibleMatch.objects.visible_to(user).order_by("-status", "-found_at")


def cases_seen(user: Any, match: PossibleMatch) -> dict[Any, Case]:
    """Which of the two the koordinator may open; often neither."""
    rows = Case.objects.visible_to(user).filter(pk__in=[match.first_id, match.second_id])
    return {row.pk: row for row in rows}
