"""What time does by itself: escalations are recorded, ended access is taken back, the counter is kept."""

from django.db import connection, transaction
from django.utils import timezone

from cases.enums import Audience
from cases.models import CaseFigure
from cases.selectors.punctuality import ALL, DIMENSION, IN_TIME, MEASURE
from cases.selectors.reminders import running_clocks


@transaction.atomic
def clocks_escalate() -> int:
    """Record which referrals were told upwards because their limit passed long enough ago; returns how many.

    For the worker: another role sees no clocks. May run as often as one likes.
    """
    now = timezone.now()
    late = [each for each in running_clocks() if each.row.referral and now > each.due + each.escalate]
    done = 0
    for clock in late:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cases_clock_escalate(%s)", [clock.row.referral])
            fresh: bool = cursor.fetchone()[0]
        done += fresh
    return done


@transaction.atomic
def grants_expire() -> int:
    """Take back access whose time is over, by the kernel; returns of how many cases. For the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_grants_expire()")
        return int(cursor.fetchone()[0])


@transaction.atomic
def punctuality_store() -> int:
    """Keep, per task force and year, how many referrals were due for an answer and how many had it in time.

    For the worker. Counters only: nothing is broken down. Returns how many rows are kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_force, year, total, in_time FROM cases_clock_counts()")
        found = cursor.fetchall()
    for here, year, total, in_time in found:
        for key, count in ((ALL, total), (IN_TIME, in_time)):
            CaseFigure.objects.update_or_create(
                task_force_id=here,
                audience=Audience.LEADERS,
                first_year=year,
                last_year=year,
                measure=MEASURE,
                dimension=DIMENSION,
                key=key,
                other="",
                defaults={"count": count, "as_of": timezone.now()},
            )
    return 2 * len(found)
