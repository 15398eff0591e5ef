"""Letters as the worker sends them, and a person's way through sign-in."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from gugus.accounts.models import AccountMail, User
from gugus.accounts.tasks import mail_send
from gugus.core.enums import JobStatus
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    """Locks of one test are not those of the next."""
    cache.clear()


@pytest.fixture
def deliver() -> Callable[[], list[EmailMessage]]:
    """Do the worker's part: send every letter that waits, and give those sent."""

    def send() -> list[EmailMessage]:
        mail.outbox.clear()
        for row in AccountMail._base_manager.filter(status=JobStatus.PENDING):
            mail_send(model=row._meta.label_lower, pk=str(row.pk))
        return list(mail.outbox)

    return send


@pytest.fixture
def enter() -> Callable[..., Client]:
    """Type address and password on the sign-in page, as a person does."""

    def sign_in(person: User | str, password: str = PASSWORD, client: Client | None = None) -> Client:
        visitor = client or Client()
        address = person if isinstance(person, str) else person.email
        visitor.post(reverse("account_login"), {"login": address, "password": password})
        return visitor

    return sign_in


def link_in(message: EmailMessage) -> str:
    """The path of the one link with a key in a letter."""
    found = re.findall(r"https?://[^/\s]+(/akun/sandi/baru/\S+)", message.body)
    assert len(found) == 1
    return found[0]


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:account")).status_code == 200
