"""What the yearly evaluation of cases is made from, beside the figures: words, papers, answers in time."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.enums import Audience
from cases.figures import Span
from cases.models import CaseFigure, EvaluationDocument, YearRemark
from cases.selectors.punctuality import ALL, DIMENSION, IN_TIME, MEASURE


def remark_of(user: Any, span: Span) -> YearRemark | None:
    """The newest words on a span of years."""
    rows = YearRemark.objects.visible_to(user).filter(first_year=span[0], last_year=span[1])
    return rows.select_related("written_by").order_by("-written_at").first()


def evaluation_list(user: Any) -> QuerySet[EvaluationDocument]:
    """Printed evaluations, the newest first."""
    rows = EvaluationDocument.objects.visible_to(user).order_by("-created_at")
    return rows.select_related("task_force__region", "task_force__secretariat_agency", "made_by", "job")


def evaluation_for_job(user: Any, job: UUID) -> EvaluationDocument | None:
    """The paper a job makes, as long as whoever asked still reads it."""
    return evaluation_list(user).filter(job=job).first()


def answered_in_time(user: Any, span: Span) -> dict[int, tuple[int, int]]:
    """By year: referrals answered in time, and answered or due; nothing for those who may not know."""
    rows = CaseFigure.objects.visible_to(user).filter(
        task_force=user.authority.task_force_id,
        audience=Audience.LEADERS,
        measure=MEASURE,
        dimension=DIMENSION,
        first_year__gte=span[0] - 1,
        last_year__lte=span[1],
    )
    found: dict[int, dict[str, int]] = {}
    for year, key, count in rows.values_list("first_year", "key", "count"):
        found.setdefault(year, {})[key] = count or 0
    return {year: (each.get(IN_TIME, 0), each[ALL]) for year, each in found.items() if each.get(ALL)}
