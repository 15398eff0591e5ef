"""A web process, a mail server and a worker that writes to it, shared by the tests of one file; and the count
of the faults at the end.
"""

from collections.abc import Iterator
from itertools import groupby

import pytest

from tests.mailbox import Mailbox
from tests.workers import Web, Worker


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(post_office: Mailbox) -> Mailbox:
    post_office.clear()
    return post_office


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.stop()


@pytest.fixture(scope="module")
def worker(post_office: Mailbox) -> Iterator[Worker]:
    """Patient with a mail server for a second only, not for the twenty of the real setting."""
    worker = Worker(pool=2, EMAIL_URL=f"{post_office.url}?timeout=1")
    yield worker
    worker.stop()


def fault(report: pytest.TestReport) -> str:
    return report.nodeid.partition("::")[2].partition("[")[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line a fault: how often it was met; how often anything was lost, doubled or half done; seconds."""
    ended = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    met = sorted((report for report in ended if "tests/faults/" in report.nodeid), key=fault)
    for name, reports in groupby(met, key=fault):
        runs = list(reports)
        red, seconds = sum(run.failed for run in runs), sum(run.duration for run in runs)
        terminalreporter.write_line(f"{name}: {len(runs)} runs, {red} red, {seconds:.0f} s")
