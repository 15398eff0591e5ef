"""What people do: ask those who are late, and keep their own list of reminders and letters."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.notices import rules
from gugus.notices.models import MailChoice, Notice
from gugus.notices.selectors import clocks, demands_of_period
from gugus.notices.services.digests import digests_form, digests_queue
from gugus.notices.services.notices import notice_of


@dataclass(frozen=True)
class Asked:
    """How many people were asked by hand: now by e-mail, in the portal only, or already today."""

    mailed: int
    shown: int
    before: int


@transaction.atomic
def period_remind(*, period: Any, by: Any) -> Asked:
    """Ask everybody with reports of an open period left, at most once a day each.

    Who was sent a digest today finds it under "Tugas saya", and in tomorrow's digest if nothing is done.
    Raises ValidationError when nobody is left to ask.
    """
    rules.check_period_remind(by, period)
    now, today = timezone.now(), by.authority.today
    wanted = demands_of_period(period)
    if not wanted:
        raise ValidationError(
            _(
                "Tidak ada yang dapat diingatkan: semua sudah melapor, atau instansinya belum mempunyai "
                "penghubung."
            )
        )
    start = clocks()[period.plan.task_force_id].midnight(now)
    told = Notice.objects.filter(subject__in={each.subject for each in wanted}, created_at__gte=start)
    before = set(told.values_list("recipient_id", flat=True))
    fresh = [
        notice_of(each, asked_on=today, asked_by=by, created_at=now)
        for each in wanted
        if each.recipient_id not in before
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    mailed = len(digests_form(now=now, people={row.recipient_id for row in fresh}))
    digests_queue(now=now)
    audit.record(by=by, action="notices.period_remind", obj=period, people=len(fresh), mailed=mailed)
    return Asked(mailed, len(fresh) - mailed, len(wanted) - len(fresh))


@transaction.atomic
def notice_read(*, notice: Notice, by: Any) -> None:
    """Opened: no longer new. Not an act for the trail, which would only tell who reads when."""
    Notice.objects.visible_to(by).filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def notice_dismiss(*, notice: Notice, by: Any) -> None:
    """Put away by its addressee; what it is about stays to be done."""
    Notice.objects.visible_to(by).filter(pk=notice.pk, dismissed_at=None).update(dismissed_at=timezone.now())


@transaction.atomic
def mail_choice_set(*, digest: bool, by: Any, weekly: bool | None = None) -> MailChoice:
    """Turn one's own daily digest on or off, and the leaders' weekly letter unless `weekly` is None; letters
    about what is overdue below one come all the same."""
    values = {"digest": digest} | ({} if weekly is None else {"weekly": weekly})
    choice, _made = MailChoice.objects.update_or_create(person=by, defaults=values)
    audit.record(
        by=by,
        action="notices.mail_choice_set",
        label=str(by.pk),
        digest=choice.digest,
        weekly=choice.weekly,
    )
    return choice
