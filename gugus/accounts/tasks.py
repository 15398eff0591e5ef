"""Letters, sent by the worker."""

from typing import cast

from gugus.accounts.mails import mail_message
from gugus.accounts.models import AccountMail
from gugus.core.jobs import Run, job_task
from gugus.core.letters import SEND_SECONDS, UNSENT


@job_task("accounts.mail_send", time_limit=SEND_SECONDS)
def mail_send(run: Run) -> None:
    """Send one letter; a mail server that is away or refuses is tried again later (core.jobs), under the same
    Message-ID, for it may have taken the letter."""
    message = mail_message(cast(AccountMail, run.job))
    if message is not None:
        try:
            message.send()
        except UNSENT as away:
            # By its name alone: the error itself quotes the address.
            raise ConnectionError(type(away).__name__) from None
