"""Cases as a person may see them: the newest by keyset, one with what its pages need, rights on it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case, CaseGrant


def case_list(user: Any) -> QuerySet[Case]:
    """Cases one may open, with what every page about one says."""
    return Case.objects.visible_to(user).select_related("lead_agency", "incident", "region", "task_force")


def rights_of(user: Any, case: Case) -> frozenset[str]:
    """What one's groups of today may do with a visible case; read once per request."""
    kept = user.__dict__.setdefault("_case_rights", {})
    if case.pk not in kept:
        held = CaseGrant.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            content_object=case,
            group__in=user.authority.group_ids,
        )
        kept[case.pk] = frozenset(held.values_list("permission__codename", flat=True))
    return kept[case.pk]
