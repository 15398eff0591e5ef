"""Telling the other desk at once: number and clock, never content."""

from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from cases.models import Referral, ReferralOffer
from gugus.core.templatetags.gugus import waktu
from gugus.notices.services.news import news_tell
from members.models import Desk
from members.selectors.posts import posts_for_system


def tell(*, desk: Group | int | None, subject: str, title: str, url: str, detail: str = "", by: Any) -> int:
    """Tell the handlers of a desk in office today, but the one who acts. Returns how many.

    `desk` is its group or the group's key; nobody is told of a letter on paper (None). `subject` names the
    event for ever. `title` and `detail` are plain Indonesian of numbers and clocks. Must run in the act's
    transaction.
    """
    row = Desk.objects.filter(group=desk).first() if desk else None
    if row is None or row.agency_id is None:
        return 0
    people = posts_for_system([row.task_force_id]).handlers[(row.task_force_id, row.agency_id)] - {by.pk}
    return news_tell(
        people=people, task_force=row.task_force_id, subject=subject, title=title, detail=detail, url=url
    )


def tell_of(
    *,
    thing: Referral | ReferralOffer,
    desk: Group | int | None,
    event: Any,
    words: str,
    by: Any,
    due: Any = None,
) -> int:
    """Tell a desk of one move of a referral; `words` say what happened ("menunggu jawaban Anda")."""
    with translation.override("id"):
        detail = f"Batas {waktu(due)}." if due else ""
    return tell(
        desk=desk,
        subject=f"rujukan:{event}",
        title=" ".join(f"Rujukan {thing.number} {words}".split()),
        detail=detail,
        url=reverse("cases:referral-detail", args=[thing.pk]),
        by=by,
    )
