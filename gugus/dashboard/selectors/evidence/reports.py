"""The newest report behind an item, who accepted it in what seat, and how many proofs a person may open."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from rad.models import Evidence, ProgressReport
from rad.selectors.figures import ReportFact


def newest_reports(user: Any, facts: Iterable[ReportFact]) -> dict[UUID, ProgressReport]:
    """By lineage of the item, with `proofs` (one query); a report the person may not see is left out."""
    newest = {fact.item: fact.pk for fact in sorted(facts, key=lambda fact: fact.slot)}
    proofs = Evidence.objects.visible_to(user).filter(report=OuterRef("pk")).order_by().values("report")
    rows = (
        ProgressReport.objects.visible_to(user)
        .filter(pk__in=newest.values())
        .select_related("period", "decided_by")
        .annotate(proofs=Coalesce(Subquery(proofs.annotate(n=Count("pk")).values("n")), 0))
    )
    found = {row.pk: row for row in rows}
    return {item: found[pk] for item, pk in newest.items() if pk in found}
