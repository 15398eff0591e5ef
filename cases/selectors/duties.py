"""What cases ask of a person today, for "Tugas saya": numbers and clocks, nothing of a victim."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import clocks
from cases.enums import HANDLE, CaseStatus, ClockStep, MatchStatus, ReferralStatus
from cases.models import Case, PossibleMatch, Referral, ReferralOffer
from cases.selectors.breakglass import breakglass_to_review
from cases.selectors.sla import REFERRAL_STEPS, SlaBook, book_for, referral_due, warning
from gugus.core.templatetags.gugus import waktu
from gugus.notices.duties import Duty
from members.enums import Role

MOST = 10


def duties_for(user: Any) -> list[Duty]:
    """Referrals to answer, refusals to act on, cases to follow up, emergencies and matches to judge."""
    duties: list[Duty] = []
    if user.authority.has_role(Role.HANDLER):
        duties += [*_offers(user), *_taken(user), *_refused(user), *_follow_ups(user)]
    if user.authority.coordinates:
        duties += _matches(user)
    return [*duties, *_reviews(user)]


def _offers(user: Any) -> Iterator[Duty]:
    """Offered to one's desk and not answered."""
    rows = ReferralOffer.objects.visible_to(user).filter(
        receiver__in=user.authority.group_ids, status=ReferralStatus.SENT
    )
    offers = list(rows.order_by("answer_due", "sent_at")[:MOST])
    book = _book(user, offers)
    for offer in offers:
        face = _face(book, ClockStep.ANSWER, offer.urgency, offer.sent_at, offer.answer_due)
        yield _duty(
            user,
            title=_("Jawab rujukan %(number)s") % {"number": offer.number or _("tanpa nomor")},
            url=reverse("cases:referral-detail", args=[offer.pk]),
            status=_("menunggu jawaban"),
            face=face,
        )


def _taken(user: Any) -> Iterator[Duty]:
    """Accepted by one's desk and not begun; sent on paper by one's desk and not answered."""
    mine = user.authority.group_ids
    begin = Q(receiver__in=mine, status=ReferralStatus.ACCEPTED)
    on_paper = Q(receiver=None, sender__in=mine, status__in=REFERRAL_STEPS)
    found = list(Referral.objects.visible_to(user).filter(begin | on_paper).order_by("sent_at")[:MOST])
    book = _book(user, found)
    for referral in found:
        waits = referral.status == ReferralStatus.SENT
        title = _("Catat jawaban rujukan %(number)s") if waits else _("Mulai layanan rujukan %(number)s")
        yield _duty(
            user,
            title=title % {"number": referral.number or _("tanpa nomor")},
            url=referral.get_absolute_url(),
            status=_("menunggu jawaban") if waits else _("belum dimulai"),
            face=referral_due(referral, book=book),
        )


def _refused(user: Any) -> Iterator[Duty]:
    """Sent by one's desk, refused, and not tried anew: the victim still waits for the service."""
    later = Referral.objects.filter(case=OuterRef("case"), created_at__gt=OuterRef("created_at"))
    rows = Referral.objects.visible_to(user).filter(
        sender__in=user.authority.group_ids,
        status=ReferralStatus.REFUSED,
        case__status=CaseStatus.OPEN,
    )
    for referral in rows.exclude(Exists(later)).select_related("receiver_agency")[:MOST]:
        yield Duty(
            title=_("Rujuk kembali: %(number)s ditolak") % {"number": referral.number or _("tanpa nomor")},
            url=reverse("cases:referral-detail", args=[referral.pk]),
            due=_day(user, referral.answered_at),
            status=_("ditolak"),
            tone="bad",
            note=referral.receiver_agency.short_name,
            limit=_("ditolak %(moment)s") % {"moment": waktu(referral.answered_at)},
        )


def _follow_ups(user: Any) -> Iterator[Duty]:
    """Cases of one's desk whose first follow-up is not recorded."""
    rows = Case.objects.allowed_to(user, HANDLE).filter(
        owner__in=user.authority.group_ids,
        status=CaseStatus.OPEN,
        followed_up_at=None,
        follow_up_due__isnull=False,
    )
    found = list(rows.order_by("follow_up_due")[:MOST])
    book = _book(user, found)
    for case in found:
        yield _duty(
            user,
            title=_("Tindak lanjuti kasus %(code)s") % {"code": case.code},
            url=case.get_absolute_url(),
            status=_("belum ditindaklanjuti"),
            face=_face(book, ClockStep.FOLLOW_UP, "", case.created_at, case.follow_up_due),
        )


def _reviews(user: Any) -> list[Duty]:
    waiting = breakglass_to_review(user).count()
    if not waiting:
        return []
    title = ngettext("Tinjau %(n)s akses darurat", "Tinjau %(n)s akses darurat", waiting) % {"n": waiting}
    return [Duty(title, reverse("cases:breakglass-list"), None, _("menunggu tinjauan"), "warn")]


def _matches(user: Any) -> list[Duty]:
    waiting = PossibleMatch.objects.visible_to(user).filter(status=MatchStatus.OPEN).count()
    if not waiting:
        return []
    words = ngettext(
        "Periksa %(n)s kemungkinan korban yang sama", "Periksa %(n)s kemungkinan korban yang sama", waiting
    )
    return [Duty(words % {"n": waiting}, reverse("cases:match-list"), None, _("perlu diperiksa"), "note")]


def _book(user: Any, rows: list[Any]) -> SlaBook | None:
    """The rules of the reader's task force, when there is a clock to tell."""
    return book_for(user.authority.task_force_id) if rows else None


def _face(
    book: SlaBook | None, step: str, urgency: str, began: datetime, due: datetime | None
) -> clocks.Face | None:
    if book is None or due is None:
        return None
    return clocks.face(timezone.now(), due, warning(book.rule_at(step, urgency, began)))


def _duty(user: Any, *, title: str, url: str, status: str, face: clocks.Face | None) -> Duty:
    if face is None:
        return Duty(title, url, None, status, "note")
    limit = _("%(left)s, batas %(moment)s") % {"left": face.remaining, "moment": waktu(face.due)}
    return Duty(title, url, _day(user, face.due), status, face.tone, limit=limit)


def _day(user: Any, moment: datetime | None) -> Any:
    """The region's day of a moment."""
    return moment and moment.astimezone(ZoneInfo(user.authority.timezone)).date()
