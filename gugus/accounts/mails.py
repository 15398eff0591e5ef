"""The text of a letter: plain, neutral, with nothing about a person but the addressee's own name."""

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.accounts.enums import MailKind
from gugus.accounts.models import AccountMail, User
from gugus.accounts.tokens import RESET_TIMEOUT, token_generator
from gugus.core.letters import message_id

WITH_LINK = (MailKind.INVITATION, MailKind.PASSWORD_RESET_KEY)


def mail_message(mail: AccountMail) -> EmailMessage | None:
    """The letter of a row, its key made now; None when nobody is to get it any more."""
    person = mail.recipient
    if person is None or not _still_due(mail.kind, person):
        return None
    text = render_to_string(f"accounts/mail/{mail.kind}.txt", mail_context(mail.kind, person))
    subject = _("[Portal Gugus Tugas TPPO] %(subject)s") % {"subject": mail.get_kind_display()}
    return EmailMessage(
        subject,
        text.strip() + "\n",
        to=[mail.address or person.email],
        headers={"Message-ID": message_id("akun", mail.pk)},
    )


def mail_context(kind: str, person: User) -> dict[str, Any]:
    """What the templates know: the addressee, the portal's address, and the link where there is one."""
    context: dict[str, Any] = {"person": person, "site_url": settings.SITE_URL, "now": timezone.now()}
    if kind in WITH_LINK:
        context["link"] = password_link(person)
        context["hours"] = int(RESET_TIMEOUT.total_seconds() // 3600)
        context["days"] = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    return context


def password_link(person: User) -> str:
    """The one-time address where a password is set."""
    key = {"uidb36": user_pk_to_url_str(person), "key": token_generator.make_token(person)}
    return settings.SITE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)


def _still_due(kind: str, person: User) -> bool:
    """A link is sent only to an open account: an invitation before, a reset after it was taken up."""
    if kind in WITH_LINK:
        return person.is_active and person.is_activated == (kind == MailKind.PASSWORD_RESET_KEY)
    return True
