"""The life of an SK: review, signature, entry into force, change, end, and the next period."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.accounts.models import User
from gugus.core import audit
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import move
from gugus.documents.enums import DocumentStatus
from gugus.documents.services import document_revoke, document_supersede
from members import defaults, rules
from members.enums import DECREE_TRANSITIONS, GIVES_AUTHORITY, ClauseKind, DecreeKind, DecreeStatus
from members.models import Decree, DecreeReview, LegalBasis, Seat
from members.selectors import change_lines, decree_full_name
from members.services.appointments import no_handler_revived
from members.services.decrees import clauses_write, decree_new


def decree_submit(*, decree: Decree, by: User) -> Decree:
    """Hand the draft to Bagian Hukum; what it changes against its predecessor is written down. Denied."""

    def freeze(row: Decree) -> None:
        row.change_summary = "\n".join(change_lines(row))
        row.submitted_at = timezone.now()

    return _moved(decree, "submit", rules.check_decree_submit, by=by, prepare=freeze)


@transaction.atomic
def decree_review_record(
    *,
    decree: Decree,
    by: User,
    officer: str,
    reviewed_on: date,
    approved: bool,
    note: str = "",
    scan: File | None = None,
) -> DecreeReview:
    """Bagian Hukum's finding, by its own account or typed in by the secretariat; a no returns the draft.

    Raises Denied, ValidationError.
    """
    row = _locked(decree)
    rules.check_decree_review(by, row)
    review = DecreeReview(
        decree=row,
        officer=officer,
        reviewed_on=reviewed_on,
        approved=approved,
        note=note,
        scan=scan,
        recorded_by=by,
    )
    review.full_clean()
    review.save()
    audit.record(by=by, action="members.decree_review", obj=row, approved=approved)
    if not approved:
        decree_return(decree=row, by=by)
    return review


def decree_return(*, decree: Decree, by: User) -> Decree:
    """Back to the drafter; reviews so far no longer count. Raises Denied."""
    return _moved(decree, "return", rules.check_decree_return, by=by)


def decree_sign(
    *,
    decree: Decree,
    by: User,
    number: str,
    signed_on: date,
    valid_from: date,
    valid_until: date | None,
    signer_office: str,
    signer_name: str,
) -> Decree:
    """Record number, date, term and signer as Bagian Hukum's register has them. Denied, ValidationError."""

    def write(row: Decree) -> None:
        row.number, row.signed_on = number.strip(), signed_on
        row.valid_from, row.valid_until = valid_from, valid_until
        row.signer_office, row.signer_name = signer_office, signer_name

    return _moved(decree, "sign", rules.check_decree_sign, by=by, prepare=write)


@transaction.atomic
def decree_enforce(*, decree: Decree, by: User) -> Decree:
    """Let the SK give authority from its first day; the one in force before ends the day before.

    A handler whose old appointment would come back to life through it waits for two people again.
    Raises Denied, and ValidationError when it would start before its predecessor, or while one that was
    replaced or revoked for a later day still gives authority.
    """
    row = _locked(decree)
    rules.check_decree_enforce(by, row)
    start = _start(row)
    _check_day_free(row, start)
    with no_handler_revived(task_force=row.task_force, by=by, days=[start]):
        for earlier in _in_force_before(row):
            _end_earlier(earlier, row, by=by)
        move(row, DECREE_TRANSITIONS, "enforce")
        _save(row)
    audit.record(by=by, action="members.decree_enforce", obj=row, since=start)
    return row


def decree_revoke(*, decree: Decree, by: User, revoked_on: date, reason: str) -> Decree:
    """End an SK from `revoked_on` on; rights that rest on it end with it. Raises Denied."""

    def write(row: Decree) -> None:
        if revoked_on <= _start(row):
            raise ValidationError({"revoked_on": _("Tanggal pencabutan harus sesudah SK mulai berlaku.")})
        row.end_note = reason
        row.end_before(revoked_on)
        for document in row.documents.filter(status=DocumentStatus.SIGNED):
            document_revoke(document=document, by=by)

    return _moved(decree, "revoke", rules.check_decree_revoke, by=by, prepare=write, since=revoked_on)


@transaction.atomic
def decree_amend(*, decree: Decree, by: User) -> Decree:
    """A draft that changes the SK in force: its seats carried forward with their lineage. Raises Denied."""
    row = _locked(decree)
    rules.check_decree_amend(by, row)
    name = {"name": row.task_force.name, "decree": decree_full_name(row)}
    title = f"Perubahan atas {name['decree']}"
    draft = decree_new(row.task_force, DecreeKind.AMENDMENT, title[:300], follows=row)
    clauses_write(draft, ClauseKind.CONSIDERATION, [defaults.AMENDMENT_CONSIDERATION % name])
    clauses_write(draft, ClauseKind.DICTUM, [text % name for text in defaults.AMENDMENT_DICTUMS])
    _carry_forward(row, draft, clauses=[ClauseKind.COPY])
    audit.record(by=by, action="members.decree_amend", obj=draft, follows=str(row.pk))
    return draft


@transaction.atomic
def period_copy_forward(*, decree: Decree, by: User) -> Decree:
    """A formation draft for the next period from an old SK: text, grounds and seats. Raises Denied."""
    row = _locked(decree)
    rules.check_decree_copy(by, row)
    title = row.title if row.kind == DecreeKind.FORMATION else f"Pembentukan {row.task_force.name}"
    draft = decree_new(row.task_force, DecreeKind.FORMATION, title, follows=row)
    kinds = list(ClauseKind) if row.kind == DecreeKind.FORMATION else [ClauseKind.COPY]
    _carry_forward(row, draft, clauses=kinds)
    audit.record(by=by, action="members.period_copy_forward", obj=draft, follows=str(row.pk))
    return draft


@transaction.atomic
def decree_delete(*, decree: Decree, by: User) -> None:
    """Throw away a draft without documents. Raises Denied."""
    row = _locked(decree)
    rules.check_decree_delete(by, row)
    audit.record(by=by, action="members.decree_delete", obj=row)
    row.delete()


def _locked(decree: Decree) -> Decree:
    rows = Decree.objects.select_for_update(of=("self",)).select_related("task_force__region")
    return rows.get(pk=decree.pk)


@transaction.atomic
def _moved(
    decree: Decree,
    name: str,
    check: Callable[[User, Decree], None],
    *,
    by: User,
    prepare: Callable[[Decree], None] | None = None,
    **detail: Any,
) -> Decree:
    row = _locked(decree)
    check(by, row)
    if prepare:
        prepare(row)
    move(row, DECREE_TRANSITIONS, name)
    _save(row)
    audit.record(by=by, action=f"members.decree_{name}", obj=row, **detail)
    return row


def _save(row: Decree) -> None:
    row.full_clean()
    row.save()


def _start(row: Decree) -> date:
    if row.valid_from is None:
        raise ValidationError({"valid_from": _("Isi tanggal SK mulai berlaku.")})
    return row.valid_from


def _in_force_before(row: Decree) -> list[Decree]:
    rows = Decree.objects.select_for_update(of=("self",)).filter(
        task_force=row.task_force_id, status=DecreeStatus.IN_FORCE
    )
    return list(rows.exclude(pk=row.pk))


def _check_day_free(row: Decree, start: date) -> None:
    """No two SK give authority on one day."""
    given = Decree.objects.filter(task_force=row.task_force_id, status__in=GIVES_AUTHORITY)
    ended = given.exclude(status=DecreeStatus.IN_FORCE).filter(ends_on__gte=start)
    last = ended.order_by("-ends_on").first()
    if last is not None:
        raise ValidationError(
            _("%(earlier)s masih berlaku sampai %(last)s. SK ini dapat mulai berlaku paling cepat %(day)s.")
            % {
                "earlier": last,
                "last": tanggal(last.ends_on),
                "day": tanggal(last.ends_on + timedelta(days=1)),
            }
        )


def _end_earlier(earlier: Decree, row: Decree, *, by: User) -> None:
    start = _start(row)
    if _start(earlier) >= start:
        raise ValidationError(
            _("SK ini harus mulai berlaku sesudah %(earlier)s, yaitu paling cepat %(day)s.")
            % {
                "earlier": earlier,
                "day": tanggal(_start(earlier) + timedelta(days=1)),
            }
        )
    amends = row.kind == DecreeKind.AMENDMENT and row.follows_id == earlier.pk
    move(earlier, DECREE_TRANSITIONS, "amend" if amends else "replace")
    earlier.end_before(start)
    _save(earlier)
    audit.record(by=by, action=f"members.decree_{earlier.status}", obj=earlier, by_decree=str(row.pk))
    if start <= by.authority.today:
        for document in earlier.documents.filter(status=DocumentStatus.SIGNED):
            document_supersede(document=document, by=by)


def _carry_forward(source: Decree, draft: Decree, *, clauses: list[ClauseKind]) -> None:
    for kind in clauses:
        clauses_write(draft, kind, [row.text for row in source.clauses.filter(kind=kind)])
    Seat.objects.bulk_create(_seat_copy(seat, draft) for seat in source.seats.all())
    for ground in source.grounds.select_related("legal_basis"):
        draft.grounds.create(legal_basis=_newest(ground.legal_basis, draft))


def _seat_copy(seat: Seat, draft: Decree) -> Seat:
    return Seat(
        decree=draft,
        lineage=seat.lineage,
        title=seat.title,
        agency_id=seat.agency_id,
        position_id=seat.position_id,
        sub_task_force_id=seat.sub_task_force_id,
        portal_role=seat.portal_role,
        is_head=seat.is_head,
        order=seat.order,
    )


def _newest(basis: LegalBasis, draft: Decree) -> LegalBasis:
    """The version the library holds today, following corrections of this task force."""
    shelf = LegalBasis.objects.of_task_force(draft.task_force_id)
    while (newer := shelf.filter(follows=basis).order_by("task_force").first()) is not None:
        basis = newer
    return basis
