"""What happens to rights when an account changes: they stop until two people say they may go on."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from gugus.accounts.enums import MailKind, ResetCause
from gugus.accounts.models import User
from gugus.accounts.services import mail_queue
from gugus.accounts.signals import account_reset
from members.enums import Role
from members.models import Appointment
from members.rules import TRUSTED_ROLES
from members.services import handlers_suspend, head_accounts_unconfirm


@transaction.atomic
def stop_after_reset(sender: Any, user: User, by: User | None, what: str, **kwargs: Any) -> None:
    """A reset of MFA, password or e-mail: whoever now holds the account must be made known again.

    Handlers wait for two people (design.md), heads for a second confirmation. Somebody else's e-mail address
    moved by one keeper would hand over the account itself, so sekretariat and admin wait as well then.
    """
    taken = what == ResetCause.EMAIL and by != user
    colleagues = _colleagues(user)
    handlers_suspend(
        appointments=Appointment.objects.filter(user=user),
        by=by,
        reason="Pengaman akun diatur ulang; kukuhkan ulang.",
        roles={Role.HANDLER, *(TRUSTED_ROLES if taken else ())},
    )
    head_accounts_unconfirm(user=user, by=by)
    for colleague in colleagues:
        mail_queue(kind=MailKind.COLLEAGUE_RESET, recipient=colleague, by=by)


def _colleagues(user: User) -> list[User]:
    """The other handlers of the agencies `user` handles for today: they are told, without a name."""
    handlers = Appointment.objects.in_force().filter(role=Role.HANDLER)
    agencies = handlers.filter(user=user).values("agency")
    people = handlers.filter(agency__in=agencies).exclude(user=user).values("user")
    return list(User.objects.filter(pk__in=people))


@transaction.atomic
def stop_when_disabled(sender: Any, instance: User, **kwargs: Any) -> None:
    """A disabled handler does not come back by one person's enabling the account."""
    if not instance.is_active:
        handlers_suspend(
            appointments=Appointment.objects.filter(user=instance),
            by=None,
            reason="Akun dinonaktifkan; kukuhkan ulang setelah akun aktif.",
        )


def connect() -> None:
    """Listen once per process."""
    account_reset.connect(stop_after_reset, dispatch_uid="members.stop_after_reset")
    post_save.connect(stop_when_disabled, sender=User, dispatch_uid="members.stop_when_disabled")
