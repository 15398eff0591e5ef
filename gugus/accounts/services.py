"""Writes about accounts. `by` is who acts; every service keeps an audit event in its own transaction.

Nobody signs up: an account begins with an invitation and is never deleted, only disabled, because the trail
names it for ever.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from gugus.accounts import rules
from gugus.accounts.enums import MailKind, ResetCause
from gugus.accounts.models import AccountMail, User
from gugus.accounts.signals import account_reset
from gugus.core import audit
from gugus.core.context import acting, acting_as
from gugus.core.jobs import enqueue

MAIL_TASK = "accounts.mail_send"


@transaction.atomic
def user_invite(*, by: User, email: str, full_name: str, phone: str = "") -> User:
    """Make an account without a password and send the link that lives three days.

    The secretariat and the admin call this from "Undang pengguna"; a role comes later, by appointment.
    Raises ValidationError when the address is taken, Denied for anybody else.
    """
    rules.check_users_keep(by)
    person = User(email=email, full_name=full_name, phone=phone)
    person.set_unusable_password()
    person.invited_in, person.invited_at = by.authority.task_force_id, timezone.now()
    person.full_clean()
    person.save()
    mail_queue(kind=MailKind.INVITATION, recipient=person, by=by)
    _record(by, "accounts.user_invite", person)
    return person


@transaction.atomic
def user_invite_again(*, by: User, person: User) -> None:
    """Send a new link; the former one stops working. Raises Denied once the invitation was taken up."""
    person = _locked(person)
    rules.check_user_invite_again(by, person)
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])
    mail_queue(kind=MailKind.INVITATION, recipient=person, by=by)
    _record(by, "accounts.user_invite_again", person)


@transaction.atomic
def user_disable(*, by: User, person: User) -> None:
    """Close an account: its sessions end at once; its appointments stay as they are and give nothing."""
    person = _locked(person)
    rules.check_user_disable(by, person)
    person.is_active, person.disabled_at = False, timezone.now()
    person.save(update_fields=["is_active", "disabled_at"])
    ended = user_sessions_end(person=person)
    _record(by, "accounts.user_disable", person, sessions=ended)


@transaction.atomic
def user_enable(*, by: User, person: User) -> None:
    """Open a disabled account again; appointments that still hold give their rights again."""
    person = _locked(person)
    rules.check_user_enable(by, person)
    person.is_active, person.disabled_at = True, None
    person.save(update_fields=["is_active", "disabled_at"])
    _record(by, "accounts.user_enable", person)


@transaction.atomic
def user_reset_second_factor(*, by: User, person: User) -> None:
    """Take away authenticator app, passkeys and recovery codes of somebody who lost them.

    Ends the person's sessions and suspends case access until two people confirm again (design.md).
    """
    person = _locked(person)
    rules.check_user_reset_second_factor(by, person)
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    ended = user_sessions_end(person=person)
    mail_queue(kind=MailKind.SECOND_FACTOR_RESET, recipient=person, by=by)
    _record(by, "accounts.user_reset_second_factor", person, factors=removed, sessions=ended)
    _tell(person, by, ResetCause.SECOND_FACTOR)


@transaction.atomic
def user_update(*, by: User, person: User, email: str, full_name: str, phone: str = "") -> User:
    """Mend name, phone or address. A new address counts as a reset: sessions end, case access waits."""
    person = _locked(person)
    rules.check_user_update(by, person)
    former = person.email
    person.email, person.full_name, person.phone = email, full_name, phone
    person.full_clean()
    person.save(update_fields=["email", "full_name", "phone"])
    moved = person.email != former
    _record(by, "accounts.user_update", person, email_changed=moved)
    if moved:
        _email_moved(person, by, former)
    return person


def _email_moved(person: User, by: User, former: str) -> None:
    user_sessions_end(person=person)
    mail_queue(kind=MailKind.EMAIL_CHANGED, recipient=person, by=by, address=former)
    mail_queue(kind=MailKind.EMAIL_CHANGED, recipient=person, by=by)
    _tell(person, by, ResetCause.EMAIL)


@transaction.atomic
def user_password_reset_done(*, person: User) -> None:
    """After the link of a letter set a password: the first one takes up the invitation, a later one resets.

    Called by the receiver of allauth's signal; `person.had_password` is left there by the adapter.
    """
    ended = user_sessions_end(person=person)
    first = not getattr(person, "had_password", True)
    action = "accounts.invitation_accept" if first else "accounts.password_reset"
    own_act_record(person=person, action=action, sessions=ended)
    if not first:
        _tell(person, person, ResetCause.PASSWORD)


@transaction.atomic
def user_session_end(*, by: User, session: UserSession) -> None:
    """End one of one's own sessions, such as that of a lost phone."""
    if session.user_id != by.pk:
        raise ValueError("a session is ended only by its own account")
    _end([session])
    _record(by, "accounts.session_end", by, sessions=1)


def user_sessions_end(*, person: User, keep: str | None = None) -> int:
    """Delete the sessions of an account, except the one with key `keep`; returns how many."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=keep or ""))
    _end(sessions)
    return len(sessions)


@transaction.atomic
def mail_queue(
    *, kind: MailKind, recipient: User | None, by: User | None = None, address: str = ""
) -> AccountMail:
    """Ask the worker for a letter. Without a recipient the worker does nothing, at the same cost here."""
    task_force_id = by.authority.task_force_id if by is not None else None
    mail = AccountMail.objects.create(
        task=MAIL_TASK,
        kind=kind,
        recipient=recipient,
        address=address,
        requested_by=by,
        task_force_id=task_force_id,
    )
    enqueue(mail)
    return mail


@transaction.atomic
def own_act_record(*, person: User, action: str, ip: str | None = None, **detail: Any) -> None:
    """Keep a person's act on their own account, with the task force and role they hold.

    Around sign-in the request has no person yet, and the trail of the task force would miss the event; after
    the request's commit, where allauth tells of a new factor, its circumstances are gone: hence `ip`.
    """
    now = acting()
    with acting_as(person, task_force_id=now.task_force_id, ip=now.ip or ip, channel="halaman"):
        _record(person, action, person, **detail)


def _end(sessions: list[UserSession]) -> None:
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def _locked(person: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _record(by: User, action: str, person: User, **detail: Any) -> None:
    audit.record(by=by, action=action, obj=person, label=str(person.pk), **detail)


def _tell(person: User, by: User, what: ResetCause) -> None:
    account_reset.send(sender=User, user=person, by=by, what=what)
