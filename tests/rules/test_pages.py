"""Who may do what with what, and who sees how many: the pages of all rules and filters, read by eye once.

A page (`tests/rules/pages/`) holds a line for each different answer: what the rule was asked about, and a
letter for each of PEOPLE. `WRITE_PAGES=1` writes them anew; what changed then is read before it is kept.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from gugus.accounts.models import User
from meetings.models import FollowUp, Meeting
from members.models import Agency, Appointment, Seat, SeatHolder
from tests.rules import asking
from tests.rules.otherwise import forget, in_order
from tests.rules.people import standing


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[User]]:
    with django_db_blocker.unblock(), standing() as found:
        yield found


@pytest.mark.parametrize("name", asking.pages())
def test_the_page(people: list[User], name: str) -> None:
    lines, path = asking.page(name, people), asking.path_of(name)
    if os.environ.get("WRITE_PAGES"):
        known = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps(known | {name: lines}, indent=1, sort_keys=True) + "\n")
    assert lines == asking.known(name)


def test_nothing_is_left_over() -> None:
    told = {name for path in asking.PAGES.iterdir() for name in json.loads(path.read_text())}
    assert told == set(asking.pages())


@pytest.mark.parametrize("model", [Agency, Appointment, FollowUp, Meeting, Seat, SeatHolder])
def test_no_page_hangs_on_where_rows_lie(people: list[User], model: Any) -> None:
    before = in_order(model)
    with transaction.atomic():
        field = model._meta.concrete_fields[1].attname
        for key in before[::-2]:
            model._base_manager.filter(pk=key).update(**{field: F(field)})
        forget()
        assert in_order(model) == before
        transaction.set_rollback(True)
