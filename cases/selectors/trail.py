"""Who opened what, as the owner's handlers, pengawas and the data subject's report read it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case, CaseTrail
from members.models import Agency


def trail_list(user: Any) -> QuerySet[CaseTrail]:
    """Entries one may read, with `actor_name` and `agency_name`: the trail itself keeps no names."""
    people = get_user_model().objects.filter(pk=OuterRef("actor_id")).values("full_name")[:1]
    agencies = Agency.objects.filter(pk=OuterRef("agency_id")).values("short_name")[:1]
    return CaseTrail.objects.visible_to(user).annotate(
        actor_name=Subquery(people), agency_name=Subquery(agencies)
    )


def task_force_trail(user: Any) -> QuerySet[CaseTrail]:
    """What pengawas reads: the acts in their task force, on whichever case."""
    return trail_list(user).filter(task_force_id=user.authority.task_force_id)


def case_trail(user: Any, case: Case) -> QuerySet[CaseTrail]:
    """Everything anybody did with one case, denials included."""
    return trail_list(user).filter(case_id=case.pk)
