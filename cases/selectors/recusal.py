"""Who handles a case at one's own desk, and who stopped."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.models import Case, Recusal
from gugus.accounts.models import User
from members.models import Desk
from members.selectors.posts import posts_for_system


def recusal_list(user: Any) -> QuerySet[Recusal]:
    """Recusals one may know of: one's own and those of one's desks."""
    return Recusal.objects.visible_to(user).select_related("case", "user", "recorded_by", "lifted_by")


def recusals_of(user: Any, case: Case) -> list[Recusal]:
    """Who stopped handling a case at one's desk, and not back yet."""
    return list(recusal_list(user).filter(case=case, lifted_at=None).order_by("created_at"))


def own_desk(user: Any) -> Desk | None:
    """The handlers' desk one works at in the task force one acts in."""
    desks = Desk.objects.filter(role="penangan", group__in=user.authority.group_ids)
    return desks.select_related("agency").order_by("pk").first()


def desk_people(desk: Desk) -> set[UUID]:
    """Everybody who handles cases at a desk today."""
    here = desk.task_force_id
    return posts_for_system({here}).handlers.get((here, desk.agency_id), set())  # type: ignore[arg-type]


def people_to_recuse(user: Any, case: Case) -> QuerySet[User]:
    """Handlers of one's desk who have not stopped handling the case; oneself included."""
    desk = own_desk(user)
    if desk is None:
        return User.objects.none()
    gone = [row.user_id for row in recusals_of(user, case)]
    return User.objects.filter(pk__in=desk_people(desk), is_active=True).exclude(pk__in=gone)


def is_last(user: Any, case: Case) -> bool:
    """Whether one more recusal leaves the owner's desk without anybody for this case."""
    desk = own_desk(user)
    return desk is not None and desk.group_id == case.owner_id and people_to_recuse(user, case).count() <= 1
