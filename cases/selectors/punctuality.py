"""How many referrals were answered in time: a counter of the task force, broken down by nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.enums import Audience
from cases.figures import TOTAL
from cases.models import CaseFigure
from cases.rules.settings import check_punctuality_read

MEASURE, DIMENSION, ALL, IN_TIME = "tepat_waktu", "rujukan", "jumlah", "tepat"


@dataclass(frozen=True)
class Counters:
    """What a board says of cases: referrals answered in time of those due, and whether there ever was a case.

    `due` is 0 before the first; `counted` tells whether cases were counted at all.
    """

    in_time: int
    due: int
    counted: bool
    none_ever: bool


def punctuality_for(user: Any) -> tuple[int, int] | None:
    """Of this year's referrals whose answer was due or given: how many in time, and how many in all.

    None before the first. Kept by the worker every five minutes (`services.clocks.punctuality_store`).
    Raises Denied for those who may not read it.
    """
    check_punctuality_read(user)
    mine = user.authority
    found = counters_for_system(mine.task_force_id, mine.today.year)
    return (found.in_time, found.due) if found.due else None


def counters_for_system(task_force_id: UUID, year: int) -> Counters:
    """The counters of a task force (one query); in a person's request the database's wall narrows them."""
    clocks = Q(
        audience=Audience.LEADERS, first_year=year, last_year=year, measure=MEASURE, dimension=DIMENSION
    )
    totals = Q(audience=Audience.INSIDE, measure="korban", dimension=TOTAL)
    rows = CaseFigure.objects.filter(clocks | totals, task_force=task_force_id)
    found = list(rows.values_list("measure", "key", "count"))
    answered = {key: count or 0 for measure, key, count in found if measure == MEASURE}
    victims = [count for measure, _key, count in found if measure != MEASURE]
    return Counters(
        in_time=answered.get(IN_TIME, 0),
        due=answered.get(ALL, 0),
        counted=bool(victims),
        none_ever=bool(victims) and all(count == 0 for count in victims),
    )
