"""What beat does for the dashboard: freeze what is due, once, with the paper or the letters it is for."""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.services import locked
from gugus.dashboard.enums import Occasion
from gugus.dashboard.models import Snapshot
from gugus.dashboard.selectors.due import Due, due_list, is_taken
from gugus.dashboard.services.briefs import brief_reserve
from gugus.dashboard.services.letters import letters_write
from gugus.dashboard.services.snapshots import snapshot_take
from gugus.documents.text import long_date
from gugus.notices.services.news import news_tell
from members.selectors.posts import posts_for_system

log = logging.getLogger(__name__)


def due_take(*, now: datetime | None = None) -> int:
    """Take every snapshot whose time has come; returns how many.

    May run at any time and as often as one likes: what was done is in the rows. A region whose figures
    cannot be read does not hold up the others.
    """
    taken, at = 0, now or timezone.now()
    for due in due_list(at):
        try:
            taken += _take(due, at)
        except Exception:
            log.exception("snapshot of %s for %s not taken", due.task_force.pk, due.occasion)
    return taken


@transaction.atomic
def _take(due: Due, now: datetime) -> bool:
    """One snapshot with what it is for, unless another run was first."""
    locked(due.task_force)
    if is_taken(due):
        return False
    snapshot = snapshot_take(
        task_force=due.task_force, occasion=due.occasion, meeting=due.meeting, period=due.period, now=now
    )
    if due.occasion == Occasion.MEETING:
        _brief(snapshot)
    if due.occasion == Occasion.WEEK:
        letters_write(snapshot=snapshot)
    return True


def _brief(snapshot: Snapshot) -> None:
    """The paper before a meeting, made for a secretary of today, and a word to the leaders.

    Without a secretary there is the snapshot alone: nobody could stand for the paper.
    """
    here, meeting = snapshot.task_force_id, snapshot.meeting
    posts = posts_for_system([here])
    people = User.objects.filter(pk__in=posts.secretariat.get(here, set()), is_active=True)
    secretary = people.order_by("pk").first()
    if secretary is None or meeting is None or meeting.starts_at is None:
        return
    job = brief_reserve(snapshot=snapshot, by=secretary)
    day = long_date(meeting.local(meeting.starts_at).date())
    news_tell(
        people=posts.leaders.get(here, set()),
        task_force=here,
        subject=f"ringkas:{snapshot.pk}",
        title=f"Lembar ringkas untuk rapat {day} siap dibaca",
        detail=f"Potret angka nomor {snapshot.number}, dengan yang perlu ditanyakan dalam rapat",
        url=reverse("dashboard:brief-detail", args=[job.document_id]),
    )
