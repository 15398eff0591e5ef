"""Writing and opening the identity and the shelter of a victim.

Opening is an act: it is recorded with the field's name in the same transaction, and counted against the
handler's day. Going beyond the day's budget is never blocked, because a life may hang on it; it is told to
those who supervise, and asks for a reason.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CaseJob, Identity, IdentityNotice, OverRead, Shelter
from cases.rules import identity as rules
from cases.selectors import identity as selectors
from cases.services import trail
from gugus.core.crypto import blind_index
from gugus.core.jobs import enqueue
from gugus.core.permissions import Denied
from gugus.core.services import kept, locked, put
from gugus.core.templatetags.gugus import jam
from gugus.notices.services.news import news_tell
from members.models import Agency
from members.selectors.posts import Posts, posts_for_system

MATCH_TASK = "cases.nik_match"
ALL = "semua"


@transaction.atomic
def identity_save(
    *, case: Case, by: Any, seen: str = "", birth_date: date | None = None, nik: str = "", **texts: str
) -> Identity:
    """Write the identity of a case; `seen` is `identity_stamp` of the version the form was filled from.

    Always queues one search for the same NIK, whether there is a NIK or not and whatever it finds: the
    typist's screen, trail and queries are the same. Raises ValidationError, Denied.
    """
    rules.check_identity_edit(by, case)
    rules.check_birth_date(birth_date, by.authority.today)
    row = Identity.objects.select_for_update(of=("self",)).filter(case=case).first()
    if identity_stamp(row) != seen:
        raise ValidationError(
            _("Identitas ini baru saja diubah orang lain. Buka lagi halamannya, lalu ubah yang perlu.")
        )
    row = row or Identity(case=case)
    day = birth_date.isoformat() if birth_date else ""
    changed = put(row, {**texts, "nik": rules.clean_nik(nik), "birth_date": day})
    row.nik_index, row.updated_by = blind_index(row.nik), by
    _inserted_once(row)
    trail.record(case=case, action="cases.identity_save", by=by, fields=sorted(changed))
    job = CaseJob.objects.create(
        task=MATCH_TASK, case=case, requested_by=by, task_force_id=by.authority.task_force_id
    )
    enqueue(job)
    return row


def identity_stamp(row: Identity | None) -> str:
    """Names the version of an identity; "" while there is none."""
    return row.updated_at.isoformat() if row is not None else ""


def _inserted_once(row: Identity) -> None:
    try:
        with transaction.atomic():
            kept(row)
    except IntegrityError:
        raise ValidationError(
            _("Identitas ini baru saja diisi orang lain. Buka lagi halamannya, lalu ubah yang perlu.")
        ) from None


@transaction.atomic
def notice_confirm(*, case: Case, by: Any) -> None:
    """Keep that the person has read the notice of UU 21/2007 Pasal 24 before seeing this identity."""
    rules.check_identity_read(by, case)
    if not selectors.notice_was_read(by, case):
        IdentityNotice.objects.create(case=case, user=by)
        trail.record(case=case, action="cases.identity_notice_confirm", by=by)


@transaction.atomic
def identity_show(*, case: Case, field: str, by: Any, reason: str = "") -> bool:
    """Record that a field (or `ALL`) is shown to `by`; False when the day's budget asks for a reason first.

    Raises Denied without the right, or before the notice was confirmed.
    """
    rules.check_identity_read(by, case)
    if not selectors.notice_was_read(by, case):
        raise Denied(_("Baca dahulu peringatan Pasal 24 untuk kasus ini."))
    return _shown(case=case, action=selectors.IDENTITY_SHOW, field=field, by=by, reason=reason)


@transaction.atomic
def shelter_show(*, shelter: Shelter, by: Any, reason: str = "") -> bool:
    """As `identity_show`, for one shelter as a whole."""
    rules.check_shelter_read(by, shelter.case)
    return _shown(case=shelter.case, action=selectors.SHELTER_SHOW, field=ALL, by=by, reason=reason)


def _shown(*, case: Case, action: str, field: str, by: Any, reason: str) -> bool:
    budget = selectors.budget_today(by)
    over = budget.exceeded_by(case)
    if over and not budget.told:
        _alarm(case, by, budget)
    if over and not reason:
        return False
    if over:
        kept(
            OverRead(
                case=case,
                code=case.code,
                task_force_id=by.authority.task_force_id,
                agency_id=min(by.authority.handler_agency_ids, default=None),
                user=by,
                count=len(budget.cases) + 1,
                reason=reason,
            )
        )
    trail.record(case=case, action=action, by=by, field=field, over_budget=over)
    return True


def _alarm(case: Case, by: Any, budget: selectors.Budget) -> None:
    """Tell the agency's head, the koordinator kasus and the pengawas, once a day and person."""
    here, count = by.authority.task_force_id, len(budget.cases) + 1
    trail.record(case=case, action=selectors.EXCEEDED, by=by, count=count, limit=budget.limit)
    posts = posts_for_system([here])
    above = posts.coordinators[here] | posts.supervisors[here]
    told = {"task_force": here, "subject": f"identitas_lebih:{by.pk}:{by.authority.today}"}
    words = {
        "title": "Batas harian membuka identitas korban terlampaui",
        "detail": f"Kasus ke-{count} hari ini dibuka pukul {jam(timezone.now())}; batasnya {budget.limit}.",
    }
    news_tell(people=above - {by.pk}, url=reverse("cases:over-read-list"), **told, **words)
    news_tell(people=_heads(posts, by) - above - {by.pk}, url=reverse("home"), **told, **words)


def _heads(posts: Posts, by: Any) -> set[UUID]:
    """Who heads the handler's agency; of a unit without a head, its parent's."""
    here = by.authority.task_force_id
    rows = Agency.objects.filter(pk__in=by.authority.handler_agency_ids)
    return {
        person
        for agency, parent in rows.values_list("pk", "parent_id")
        for person in posts.heads.get((here, agency)) or posts.heads.get((here, parent), set())
    }


@transaction.atomic
def shelter_save(*, case: Case, by: Any, shelter: Shelter | None = None, **values: Any) -> Shelter:
    """Record where the victim is kept safe, or change it. Raises ValidationError, Denied."""
    rules.check_shelter_edit(by, case)
    row = locked(shelter) if shelter else Shelter(case=case, recorded_by=by)
    changed = put(row, values)
    kept(row)
    action = "cases.shelter_save" if shelter else "cases.shelter_add"
    trail.record(case=case, action=action, by=by, fields=sorted(changed))
    return row
