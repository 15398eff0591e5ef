"""Cases of one's own desk whose retention is over, and what became of those that were destroyed."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.enums import CaseStatus
from cases.models import Case, CaseDocument, DisposalRecord
from cases.rules.disposal import record_of, with_retention
from cases.selectors.papers import paper_list
from gugus.documents.enums import DocumentKind


def disposal_list(user: Any) -> QuerySet[Case]:
    """Past retention or destroyed, each with `kept_until` and its record; the oldest closure first."""
    rows = with_retention(Case.objects.visible_to(user).filter(owner__in=user.authority.group_ids))
    over = Q(status=CaseStatus.CLOSED, kept_until__lte=timezone.now())
    rows = rows.filter(over | Q(status=CaseStatus.DISPOSED)).order_by("closed_at", "pk")
    return rows.select_related("disposal__proposed_by", "disposal__approved_by")


def disposal_of(user: Any, case: Case) -> DisposalRecord | None:
    """The proposal or the proof of a case one sees."""
    return record_of(case) if Case.objects.visible_to(user).filter(pk=case.pk).exists() else None


def disposal_papers(user: Any, case: Case) -> QuerySet[CaseDocument]:
    """Berita acara made so far by one's desk."""
    return paper_list(user).filter(case=case, kind=DocumentKind.DISPOSAL).order_by("-created_at")
