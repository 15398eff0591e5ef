"""Referrals as their two desks read them: one, those of a case, and the queues."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Case as When
from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models import When as If
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import CASE_RIGHTS, LIVE_REFERRAL, ReferralBasis, ReferralKind, ReferralStatus
from cases.models import (
    Case,
    CaseGrant,
    Referral,
    ReferralEvent,
    ReferralOffer,
    ServiceNeed,
)
from cases.models.referrals import rights_shared
from cases.rules.referrals import GONE, scope_of
from gugus.core.templatetags.gugus import jam, waktu
from members.enums import Role
from members.models import Desk

NAMED = ("case", "sender_agency", "receiver_agency", "sent_by", "answered_by", "safeguarded_by", "consent")


def referral_list(user: Any) -> QuerySet[Referral]:
    """Referrals one may read whole: the sender's and the owner's, the receiver's once accepted."""
    return Referral.objects.visible_to(user).select_related(*NAMED)


def offer_list(user: Any) -> QuerySet[ReferralOffer]:
    """The minimal previews of one's desks."""
    return ReferralOffer.objects.visible_to(user).select_related("sender_agency", "receiver_agency")


def standing(user: Any, pk: UUID) -> Referral | ReferralOffer | None:
    """A referral as far as one may know it: whole, as the preview, or not at all."""
    return referral_list(user).filter(pk=pk).first() or offer_list(user).filter(pk=pk).first()


def offer_get(user: Any, pk: UUID) -> ReferralOffer | None:
    return offer_list(user).filter(pk=pk).first()


def opened_case(user: Any, thing: Referral | ReferralOffer) -> Case | None:
    """The case a referral opened to the person, if it did."""
    return Case.objects.visible_to(user).filter(pk=thing.case_id).first()


def case_referrals(user: Any, case: Case) -> list[Referral]:
    """Referrals of one case, for its page: what runs first, then the newest."""
    ended = When(If(ended_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(referral_list(user).filter(case=case).order_by(ended, "-created_at"))


def waiting_offers(user: Any) -> QuerySet[ReferralOffer]:
    """What waits for one's own desks' answer, the nearest limit first."""
    mine = offer_list(user).filter(receiver__in=user.authority.group_ids, status=ReferralStatus.SENT)
    return mine.order_by(F("answer_due").asc(nulls_last=True), "sent_at", "pk")


def kept_offers(user: Any) -> QuerySet[ReferralOffer]:
    """Notices without consent that one's desks accepted and still answer for."""
    mine = offer_list(user).filter(receiver__in=user.authority.group_ids, status__in=LIVE_REFERRAL)
    return mine.order_by("-sent_at", "pk")


def taken_list(user: Any) -> QuerySet[Referral]:
    """Referrals one's desks accepted and have not ended."""
    mine = user.authority.group_ids
    rows = referral_list(user).filter(receiver__in=mine, status__in=LIVE_REFERRAL)
    return rows.order_by(F("service_due").asc(nulls_last=True), "-answered_at", "pk")


def draft_list(user: Any) -> QuerySet[Referral]:
    return referral_list(user).filter(sender__in=user.authority.group_ids, status=ReferralStatus.DRAFT)


def sent_list(user: Any) -> QuerySet[Referral]:
    """What one's desks sent: refused ones nobody acted on since are back on top, then what runs, by limit."""
    later = Referral.objects.filter(case=OuterRef("case"), created_at__gt=OuterRef("ended_at"))
    later = later.exclude(pk=OuterRef("pk"))
    rows = referral_list(user).filter(sender__in=user.authority.group_ids)
    back = If(status=ReferralStatus.REFUSED, case__status="aktif", acted_on=False, then=Value(0))
    runs = If(ended_at__isnull=True, then=Value(1))
    order = When(back, runs, default=Value(2), output_field=IntegerField())
    return (
        rows.exclude(status=ReferralStatus.DRAFT)
        .annotate(acted_on=Exists(later), rank=order)
        .order_by("rank", F("answer_due").asc(nulls_last=True), "-sent_at", "pk")
    )


def referral_events(user: Any, referral: Referral) -> QuerySet[ReferralEvent]:
    rows = ReferralEvent.objects.visible_to(user).filter(referral=referral)
    return rows.select_related("by", "sender_agency", "receiver_agency").order_by("-at", "-pk")


@dataclass(frozen=True)
class Answer:
    """The last move of a referral as one who came too late may know it; `who` only of one's own desk."""

    state: str
    move: str
    at: datetime
    who: Any = None


def last_answer(pk: UUID) -> Answer | None:
    """None for whoever had no part in it. The database asks who is acting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, move, at, who FROM cases_referral_answer(%s)", [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    return Answer(*row[:3], who=get_user_model().objects.filter(pk=row[3]).first() if row[3] else None)


TOLD = {
    "send": gettext_lazy("Rujukan ini sudah dikirim oleh %(who)s %(at)s."),
    "accept": gettext_lazy("Rujukan ini sudah diterima oleh %(who)s %(at)s."),
    "refuse": gettext_lazy("Rujukan ini sudah ditolak oleh %(who)s %(at)s."),
    "forward": gettext_lazy("Rujukan ini sudah diteruskan oleh %(who)s %(at)s."),
}


def too_late(user: Any, pk: UUID) -> str | None:
    """Why nothing can be answered any more: the colleague who was faster and when, or that it no longer
    waits. None for whoever has no part in it."""
    answer = last_answer(pk)
    if answer is None:
        return None
    if answer.who is None or answer.move not in TOLD:
        return str(GONE)
    today = timezone.localdate(answer.at, user.timezone) == user.authority.today
    at = _("pukul %s") % jam(answer.at) if today else _("pada %s") % waktu(answer.at)
    who = _("Anda sendiri") if answer.who == user else answer.who
    return str(TOLD[answer.move]) % {"who": who, "at": at}


def sending_desk(user: Any, case: Case) -> Desk:
    """The desk through which the person handles a case: the owner's before one that was referred to.

    Raises Desk.DoesNotExist when they handle it through none.
    """
    mine = Desk.objects.filter(group__in=user.authority.group_ids, role=Role.HANDLER)
    held = CaseGrant.objects.filter(content_object=case, permission__codename="handle_case")
    rows = mine.filter(group__in=held.values("group_id")).select_related("agency", "task_force__region")
    return sorted(rows, key=lambda row: row.group_id != case.owner_id)[0] if rows else rows.get()


def rights_opened(referral: Referral) -> frozenset[str]:
    """What the receiver of a referral may do with the case once it has accepted."""
    if referral.kind == ReferralKind.TRANSFER:
        return CASE_RIGHTS
    if referral.basis == ReferralBasis.NONE or referral.receiver_id is None:
        return frozenset()
    return rights_shared(referral.services, scope_of(referral))


def referral_start(user: Any, case: Case, source: str) -> dict[str, Any]:
    """What a new referral's form starts with: what the victim still needs, or what was refused before."""
    needs = ServiceNeed.objects.visible_to(user).filter(case=case, met_at__isnull=True)
    start: dict[str, Any] = {"services": list(needs.values_list("service", flat=True)), "risk": case.risk}
    before = referral_list(user).filter(case=case, pk=source).first() if is_uuid(source) else None
    if before is not None:
        names = ("services", "urgency", "risk", "summary", "safety_note")
        start |= {name: getattr(before, name) for name in names}
    return start


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
