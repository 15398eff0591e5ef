"""How many referrals were answered in time: a counter of the task force, broken down by nothing."""

from typing import Any

from cases.enums import Audience
from cases.models import CaseFigure
from cases.rules.settings import check_punctuality_read

MEASURE, DIMENSION, ALL, IN_TIME = "tepat_waktu", "rujukan", "jumlah", "tepat"


def punctuality_for(user: Any) -> tuple[int, int] | None:
    """Of this year's referrals whose answer was due or given: how many in time, and how many in all.

    None before the first. Kept by the worker every five minutes (`services.clocks.punctuality_store`).
    Raises Denied for those who may not read it.
    """
    check_punctuality_read(user)
    year, here = user.authority.today.year, user.authority.task_force_id
    rows = CaseFigure.objects.visible_to(user).filter(
        task_force=here,
        audience=Audience.LEADERS,
        first_year=year,
        last_year=year,
        measure=MEASURE,
        dimension=DIMENSION,
    )
    found = dict(rows.values_list("key", "count"))
    return (found[IN_TIME] or 0, found[ALL] or 0) if found.get(ALL) else None
