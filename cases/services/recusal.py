"""Stopping to handle a case (berhenti menangani): effective at once, in both walls."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Recusal
from cases.rules.recusal import check_recusal_lift, check_recusal_record
from cases.selectors.recusal import desk_people, own_desk, people_to_recuse
from cases.services import trail
from gugus.notices.services.news import news_tell
from members.models import Desk
from members.selectors.posts import posts_for_system


@transaction.atomic
def recusal_record(*, case: Case, user: Any, reason: str, by: Any) -> Recusal:
    """`user` sees nothing of the case any more, whatever their desk holds; the reason is kept encrypted.

    When the owner's desk is left without anybody, its head and the task force's koordinator are told.
    Raises Denied, and ValidationError for somebody who is not of one's desk or has stopped already.
    """
    check_recusal_record(by, case)
    desk = own_desk(by)
    if desk is None or not people_to_recuse(by, case).filter(pk=user.pk).exists():
        raise ValidationError(
            {"user": _("Pilih penangan dari instansi Anda yang masih menangani kasus ini.")}
        )
    last = desk.group_id == case.owner_id and people_to_recuse(by, case).count() == 1
    row = Recusal(case=case, user=user, group_id=desk.group_id, reason=reason, recorded_by=by)
    row.full_clean()
    trail.record(by=by, action="cases.recusal_record", case=case, user=user.pk)
    row.save()
    if last:
        _tell_nobody_left(case, desk, row)
    return row


def _tell_nobody_left(case: Case, desk: Desk, row: Recusal) -> None:
    posts = posts_for_system({desk.task_force_id})
    people = posts.heads.get((desk.task_force_id, desk.agency_id), set())  # type: ignore[arg-type]
    people = people | posts.coordinators.get(desk.task_force_id, set())
    news_tell(
        people=people - desk_people(desk),
        task_force=desk.task_force_id,
        subject=f"berhenti:{row.pk}",
        title=f"Kasus {case.code} tidak punya penangan",
        detail="Semua penangan instansi penanggung jawab berhenti menanganinya. Usulkan penangan lain.",
        url=reverse("members:appointment-list"),
    )


@transaction.atomic
def recusal_lift(*, recusal: Recusal, by: Any) -> Recusal:
    """Let a colleague handle the case again. Raises Denied for the person themself."""
    check_recusal_lift(by, recusal)
    recusal.lifted_at, recusal.lifted_by = timezone.now(), by
    recusal.full_clean()
    recusal.save(update_fields=["lifted_at", "lifted_by"])
    trail.record(by=by, action="cases.recusal_lift", case=recusal.case, user=recusal.user_id)
    return recusal
