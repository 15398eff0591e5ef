"""Uses of break-glass, for those who review them and for the clock on the case's page."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import BreakGlass, Case, CaseTrail
from cases.selectors.recusal import desk_people
from members.models import Desk
from members.selectors.posts import posts_for_system


def breakglass_list(user: Any) -> QuerySet[BreakGlass]:
    """Uses one may know of; the case itself only where one may see it."""
    return BreakGlass.objects.visible_to(user).select_related("user", "reviewed_by", "task_force__region")


def breakglass_waiting(user: Any) -> BreakGlass | None:
    """One's own last use, while nobody has reviewed it."""
    return breakglass_list(user).filter(user=user, reviewed_at=None).first()


def breakglass_live(user: Any, case: Case) -> BreakGlass | None:
    """Through which emergency access one reads this case now, for `cases/_breakglass.html`."""
    rows = BreakGlass.objects.visible_to(user).filter(user=user, case=case, ended_at=None)
    return rows.filter(expires_at__gt=timezone.now()).first()


def breakglass_to_review(user: Any) -> QuerySet[BreakGlass]:
    """What waits for this person's judgement: those of others, whether the code was right or not."""
    if not (user.authority.has_role("pengawas") or user.authority.coordinates):
        return BreakGlass.objects.none()
    return breakglass_list(user).filter(reviewed_at=None).exclude(user=user).order_by("opened_at")


def breakglass_codes(user: Any) -> dict[str, str]:
    """Register codes by use, as the trail keeps them: whoever reviews may not open the case itself."""
    rows = CaseTrail.objects.visible_to(user).filter(action="cases.breakglass_open").exclude(label="")
    return {detail["use"]: label for detail, label in rows.values_list("detail", "label")}


def people_to_tell(task_force_id: UUID) -> set[UUID]:
    """Who hears of every use, right code or wrong: pengawas and koordinator kasus of the task force."""
    posts = posts_for_system({task_force_id})
    return posts.supervisors.get(task_force_id, set()) | posts.coordinators.get(task_force_id, set())


def owner_people(group_id: int) -> set[UUID]:
    """The handlers of the desk that owns the case."""
    desk = Desk.objects.filter(group=group_id).first()
    return desk_people(desk) if desk else set()
