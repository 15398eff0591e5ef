"""A mail server and a worker that writes to it, shared by the tests of one file."""

from collections.abc import Iterator

import pytest

from tests.mailbox import Mailbox
from tests.workers import Worker


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(post_office: Mailbox) -> Mailbox:
    post_office.clear()
    return post_office


@pytest.fixture(scope="module")
def worker(post_office: Mailbox) -> Iterator[Worker]:
    """Patient with a mail server for a second only, not for the twenty of the real setting."""
    worker = Worker(pool=2, EMAIL_URL=f"{post_office.url}?timeout=1")
    yield worker
    worker.stop()
