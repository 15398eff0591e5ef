"""The life of a referral: drafted, sent, answered, passed on, served, ended, taken back.

Every move after the draft is one call of `cases_referral_move`, which locks the case and asks state, side and
consent itself: of two people who try at the same time exactly one wins, the other reads why.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import REFERRAL_TRANSITIONS, ClockStep, ReferralBasis, ReferralKind
from cases.models import Case, CaseSettings, Consent, Referral, ReferralEvent, ReferralOffer
from cases.models.vocabulary import REFERRAL_PATTERN
from cases.rules import referrals as rules
from cases.selectors.offers import Receiver
from cases.selectors.referrals import referral_list, sending_desk, too_late
from cases.selectors.sla import due_for
from cases.services.cases import followed_up
from cases.services.notices import tell_of
from cases.services.trail import record
from gugus.core.crypto import seal
from gugus.core.permissions import Denied
from gugus.core.services import kept, locked, put

Thing = Referral | ReferralOffer
MONTHS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@transaction.atomic
def referral_draft_save(
    *,
    case: Case,
    receiver: Receiver,
    by: Any,
    basis: str,
    consent: Consent | None = None,
    safeguarded: bool = False,
    referral: Referral | None = None,
    kind: str = ReferralKind.REFERRAL,
    **fields: Any,
) -> Referral:
    """Keep a draft of a referral (or of a transfer of the lead) of the person's own desk.

    `fields`: services, urgency, risk, summary, safety_note, safeguard_note. `safeguarded` says that `by` has
    made sure of all `rules.SAFEGUARDS`. Raises Denied for a case not handled, ValidationError for what is
    wrong field by field.
    """
    row = _draft(case, by, referral, kind)
    _basis_set(row, basis, consent, safeguarded, by)
    row.receiver_id = receiver.desk.group_id if receiver.desk else None
    row.receiver_agency = receiver.agency
    put(row, fields)
    kept(row)
    record(by=by, action="cases.referral_draft", case=case, referral=row.pk, basis=row.basis)
    return row


def _draft(case: Case, by: Any, referral: Referral | None, kind: str) -> Referral:
    if referral is not None:
        row = locked(referral)
        rules.check_draft(by, row)
        return row
    check = rules.check_transfer if kind == ReferralKind.TRANSFER else rules.check_make
    check(by, case)
    desk = sending_desk(by, case)
    return Referral(case=case, kind=kind, sender_id=desk.group_id, sender_agency=desk.agency, created_by=by)


def _basis_set(row: Referral, basis: str, consent: Consent | None, safeguarded: bool, by: Any) -> None:
    child = basis == ReferralBasis.CHILD
    if child and not safeguarded:
        raise ValidationError({"safeguards": _("Centang semua pemeriksaan keselamatan anak.")})
    row.basis = basis
    row.consent = consent if basis == ReferralBasis.CONSENT else None
    row.safeguarded_at, row.safeguarded_by = (timezone.now(), by) if child else (None, None)


@transaction.atomic
def referral_draft_delete(*, referral: Referral, by: Any) -> None:
    """Drop a draft nobody else has seen. Raises Denied once it was sent."""
    row = locked(referral)
    rules.check_draft(by, row)
    record(by=by, action="cases.referral_draft_delete", case=row.case, referral=row.pk)
    # Nothing hangs on a draft; Django's own delete would look in tables the web role may not touch.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_referral WHERE id = %s", [row.pk])


@transaction.atomic
def referral_send(*, referral: Referral, by: Any) -> Referral:
    """Give a draft its number and put it into the receiver's queue; its clock begins now.

    Of the owner's desk it is a first follow-up of the case; a transfer is not, it hands the duty on.

    Raises Denied where the basis no longer stands, or a colleague was faster.
    """
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=referral.pk, status="draf").first()
    if row is None:
        raise Denied(too_late(by, referral.pk) or rules.GONE)
    rules.check_send(by, row)
    row.number = number_next(row, by)
    row.save(update_fields=["number"])
    due = answer_due(row, by)
    event = _move(row, "send", by, due=due)
    record(by=by, action="cases.referral_send", case=row.case, referral=row.pk, basis=row.basis)
    if row.kind == ReferralKind.REFERRAL:
        followed_up(row.case, by)
    words = "menunggu jawaban" if row.kind == ReferralKind.REFERRAL else "menawarkan alih penanggung jawab"
    tell_of(thing=row, desk=row.receiver_id, event=event, words=words, due=due, by=by)
    return referral_list(by).get(pk=row.pk)


def number_next(referral: Referral, by: Any) -> str:
    """The next number of the sending agency's letters this year; a number drawn and not used is lost."""
    today = by.authority.today
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_referral_number(%s, %s)", [referral.sender_agency_id, today.year])
        number = cursor.fetchone()[0]
    rule = CaseSettings.objects.filter(task_force=referral.case.task_force_id).first()
    parts = {
        "{nomor}": f"{number:03}",
        "{instansi}": referral.sender_agency.short_name.upper().replace(" ", "-"),
        "{bulan}": MONTHS[today.month],
        "{tahun}": str(today.year),
    }
    text = rule.referral_pattern if rule else REFERRAL_PATTERN
    for name, value in parts.items():
        text = text.replace(name, value)
    return text[:80]


def answer_due(thing: Thing, by: Any, step: str = ClockStep.ANSWER) -> datetime | None:
    """When a step that begins now must be done, by the rules of the person's task force."""
    return due_for(step, thing.urgency, timezone.now(), by.authority.task_force_id)


@transaction.atomic
def referral_accept(*, thing: Thing, by: Any) -> None:
    """Take a victim on; what the consent's scope and the services share opens at once. Of a transfer: the
    case becomes the receiver's. Raises Denied with who was faster."""
    due = answer_due(thing, by, ClockStep.SERVICE) if thing.kind == ReferralKind.REFERRAL else None
    _answer(thing, "accept", by, words="diterima", due=due)


@transaction.atomic
def referral_refuse(*, thing: Thing, refusal: str, reason: str, by: Any) -> None:
    """Send it back to the sender's queue, with a term of the vocabulary and a reason in words."""
    _answer(thing, "refuse", by, words="ditolak", reason=reason, code=refusal)


@transaction.atomic
def referral_start(*, thing: Thing, by: Any) -> None:
    """The service has begun: its clock stops."""
    _answer(thing, "start", by, words="mulai dilayani")


@transaction.atomic
def referral_finish(*, thing: Thing, by: Any) -> None:
    """The service is done; what the referral opened closes, one's own record of the service stays."""
    _answer(thing, "finish", by, words="selesai dilayani")


@transaction.atomic
def referral_withdraw(*, thing: Thing, reason: str, by: Any) -> None:
    """Take it back, whatever the receiver made of it; what it opened closes at once."""
    event = _checked(thing, "withdraw", by, reason=reason)
    tell_of(thing=thing, desk=thing.receiver_id, event=event, words="ditarik pengirimnya", by=by)


@transaction.atomic
def referral_forward(*, thing: Thing, receiver: Receiver, reason: str, by: Any) -> None:
    """Pass an unanswered referral on to another desk; its clock begins anew, the sender is told."""
    if receiver.desk is None:
        raise ValidationError({"receiver": _("Teruskan ke instansi yang punya penangan di portal.")})
    due = answer_due(thing, by)
    event = _checked(thing, "forward", by, reason=reason, due=due, receiver=receiver.desk.group_id)
    tell_of(thing=thing, desk=receiver.desk.group_id, event=event, words="menunggu jawaban", due=due, by=by)
    tell_of(thing=thing, desk=thing.sender_id, event=event, words="diteruskan", by=by)


def _answer(thing: Thing, name: str, by: Any, *, words: str, **given: Any) -> None:
    """A move of the receiver's; the sender is told."""
    event = _checked(thing, name, by, **given)
    tell_of(thing=thing, desk=thing.sender_id, event=event, words=words, by=by)


def _checked(thing: Thing, name: str, by: Any, **given: Any) -> UUID:
    move_check(thing=thing, name=name, by=by)
    if given.get("reason") == "":
        raise ValidationError({"reason": _("Tulis alasannya.")})
    event = _move(thing, name, by, **given)
    case = Case(pk=thing.case_id)  # by its key alone: the preview tells no code
    record(by=by, action=f"cases.referral_{name}", case=case, label=thing.number, referral=thing.pk)
    return event


def move_check(*, thing: Thing, name: str, by: Any) -> None:
    """Raises Denied for the wrong side, and where somebody was faster: who and when."""
    rules.check_side(by, thing, name)
    if thing.status not in REFERRAL_TRANSITIONS[name].sources:
        raise Denied(too_late(by, thing.pk) or rules.GONE)


def _move(
    thing: Thing,
    name: str,
    by: Any,
    *,
    reason: str = "",
    code: str = "",
    due: datetime | None = None,
    receiver: int | None = None,
) -> UUID:
    """The move itself, in the database. Raises Denied when it came too late, Referral.DoesNotExist for
    whoever has no part in it."""
    event = uuid4()
    place = {"table": ReferralEvent._meta.db_table, "column": "reason", "row": str(event)}
    sealed = seal(reason.encode(), **place) if reason else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT moved, state FROM cases_referral_move(%s, %s, %s, %s, %s, %s, %s)",
            [thing.pk, name, event, sealed, code, due, receiver],
        )
        moved, state = cursor.fetchone()
    if moved:
        return event
    why = too_late(by, thing.pk)
    if state is None and why is None:
        raise Referral.DoesNotExist
    if name == "forward" and state == thing.status:
        raise ValidationError({"receiver": _("Tidak dapat diteruskan ke instansi itu. Pilih yang lain.")})
    if state in REFERRAL_TRANSITIONS[name].sources:
        raise Denied(_("Dasar berbagi data rujukan ini tidak berlaku lagi."))
    raise Denied(why or rules.GONE)
