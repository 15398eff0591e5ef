"""Letters, sent by the worker."""

from typing import cast

from gugus.accounts.mails import mail_message
from gugus.accounts.models import AccountMail
from gugus.core.jobs import Run, job_task


@job_task("accounts.mail_send", time_limit=60)
def mail_send(run: Run) -> None:
    """Send one letter; a mail server that does not answer is tried again later (core.jobs)."""
    message = mail_message(cast(AccountMail, run.job))
    if message is not None:
        message.send()
