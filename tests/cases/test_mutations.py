"""Of all mutations every so-manieth in the quick tier, and all of them in the full one: none lives."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cases import mutations
from tests.cases.walls_world import administrator

EACH = 60


@pytest.fixture
def administered(
    django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setenv("RUNS", str(mutations.RUNS))
    with django_db_blocker.unblock(), administrator(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_stone_taken_out_is_missed(administered: None) -> None:
    chosen = mutations.every()
    assert len(chosen) > 900
    assert mutations.judge(chosen[::EACH], say=lambda line: None) == []


@pytest.mark.panjang
def test_every_stone_taken_out_is_missed(administered: None) -> None:
    assert mutations.judge(mutations.every(), say=lambda line: None) == []
