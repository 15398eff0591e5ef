"""The web process is killed in the middle of a POST: all of the act or nothing, and once however often asked.

The moment is a table the act writes to, or the session, which is written after the commit: then the act is
done and the person never heard of it.
"""

import pytest

from tests.factories import make_world
from tests.faults.acts import ACTS, SESSION, Act
from tests.faults.kit import CUT, SEEDS, Person, dice, gate, killed_at
from tests.workers import Web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ACTS)
def test_web_killed_in_the_middle_of_a_post(web: Web, name: str, seed: int) -> None:
    act: Act = ACTS[name](make_world())
    person, told = Person(web, act.user), seed % 3 == 2
    table = SESSION if told else dice(seed, name).choice(act.tables)
    with gate(table) as waits, person.posting(act.path, **act.data) as answer:
        killed_at(web, waits)
    assert answer.result().status == CUT
    assert act.done() == told, table
    again = person.post(act.path, **act.data)
    assert again.status in ((302, 403) if told else (302,)), again.text
    assert act.done() == 1
