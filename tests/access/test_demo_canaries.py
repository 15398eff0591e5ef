"""The demo's cases are read by those whom the grants name, and by nobody else, on any way out."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.test import override_settings
from django.urls import reverse

from gugus.core.crypto.rotation import sealed_tables
from gugus.demo.regions import REGIONS, DemoRegion
from tests.access.canaries import Hit
from tests.access.careless import LEAKS, leak
from tests.access.demo import Everybody, bare, load, plant
from tests.access.grants import NOBODY, READS, asked, cases_of, readers, rights
from tests.access.planting import as_kernel
from tests.access.test_canaries import ALLOWED, clear

pytestmark = pytest.mark.panjang
PAGES = ("halaman", "berkas")
RECUSED = "SELECT u.email, r.case_id::text FROM cases_recusal r JOIN accounts_user u ON u.id = r.user_id"


class Told:
    """The walk, and what the tables say about it."""

    def __init__(self, regions: list[DemoRegion]) -> None:
        self.regions, self.words = regions, plant()
        self.bare = bare(regions)
        self.rights = rights()
        self.readers = {table.name: readers(table.name) for table in sealed_tables()}
        self.cases = {table.name: cases_of(table.name) for table in sealed_tables()}
        self.everybody = Everybody(self.words)
        self.everybody.run()

    def may_read(self, hit: Hit) -> bool:
        """In a page or a file, by an account that the row is open to."""
        table = hit.place.partition(".")[0]
        named = (hit.state, hit.role) in self.readers[table] and hit.place not in NOBODY
        return named and hit.channel in PAGES

    @property
    def read(self) -> set[tuple[str, str, str]]:
        """(account, case, column) of all that was read."""
        hits = self.everybody.sweep.hits
        about = {hit: self.cases[hit.place.partition(".")[0]].get(hit.state, ("", ""))[0] for hit in hits}
        return {(hit.role, about[hit], hit.place) for hit in hits if hit.channel in PAGES}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Told]:
    """One walk for all tests; it commits, so its rows are removed at the end."""
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR_REQUIRED=False):
        try:
            yield Told(load())
        finally:
            clear()


def test_every_region_with_cases_holds_a_word_in_every_field(told: Told) -> None:
    """Not fewer words than regions with cases have fields; each is another's."""
    fields = [f for table in sealed_tables() for f in (*table.columns, *(name for name, _s in table.files))]
    assert {table.name for table in sealed_tables()} == set(READS), "say in grants.py who reads a new table"
    assert len(told.regions) == len(asked("SELECT DISTINCT task_force_id FROM cases_case"))
    assert not told.bare, "a region without a row in a table with confidential fields"
    assert len(fields) >= 40
    assert len(told.words) >= len(told.regions) * len(fields)
    assert len(set(told.words.values())) == len(told.words), "two rows share a word"


def test_grants_are_what_their_reasons_say(told: Told) -> None:
    columns = "content_object_id, group_id, permission_id"
    reasons = "SELECT DISTINCT case_id, group_id, permission_id FROM cases_grantreason"
    assert set(asked(f"SELECT {columns} FROM cases_casegrant")) == set(asked(reasons))


def test_nobody_reads_what_no_grant_opens(told: Told) -> None:
    forbidden = [hit for hit in told.everybody.sweep.hits if not told.may_read(hit)]
    assert not forbidden, "\n".join(sorted(f"{hit}" for hit in forbidden)[:50])


def test_everybody_asked_and_was_answered(told: Told) -> None:
    """All accounts of all regions, every channel but the statements; and whoever may read did."""
    walked = told.everybody
    accounts = {email for (email,) in asked("SELECT email FROM accounts_user WHERE is_active")}
    assert {who for who, _status in walked.answers} == accounts | {"tamu"}
    assert all(any(f"@{region.slug}." in email for email in accounts) for region in REGIONS.values())
    assert all(walked.sweep.looked[channel] for channel in LEAKS if channel != "sql"), walked.sweep.looked
    assert not walked.wrong, "a hidden row is answered otherwise than one that never was"
    assert walked.messages
    assert walked.letters
    read = told.read
    opened = {(who, case) for who, case, _field in read}
    assert {(who, case) for who, case, _right in told.rights} <= opened
    for right, field in (("view_identity", "cases_identity.name"), ("view_shelter", "cases_shelter.name")):
        there = {case for case, _region in told.cases[field.partition(".")[0]].values()}
        able = {(who, case) for who, case, held in told.rights if held == right and case in there}
        assert able <= {(who, case) for who, case, name in read if name == field}, field
    shown = {place for place in ALLOWED if "." in place}
    for region in told.regions:
        here = {case for case, code in told.cases["cases_case"].values() if code == region.code}
        assert shown <= {field for _who, case, field in read if case in here}, region.key


@pytest.mark.parametrize("channel", LEAKS)
def test_a_planted_leak_is_found(told: Told, channel: str) -> None:
    name = next(name for name in told.words if name.startswith("cases_identity.name@"))
    found = leak(told.everybody, channel, told.words[name])
    assert name in {f"{hit.place}@{hit.state}" for hit in found}
    assert not any(told.may_read(hit) for hit in found)


def test_a_grant_without_a_reason_is_found(told: Told) -> None:
    """One stray row opens both walls at once; what it shows is not allowed by any reason."""
    walked, able = told.everybody, {(who, case) for who, case, _right in told.rights}
    handlers, cases = {who for who, _case in able}, {case for _who, case in able}
    who, case = min(set(product(handlers, cases)) - able - set(asked(RECUSED)))
    with walked.apart() as found, stray_grant(case, who):
        assert walked.ask(who, "GET", reverse("cases:case-detail", args=[case])).status_code == 200
    assert found
    assert not any(told.may_read(hit) for hit in found)


@contextmanager
def stray_grant(case: str, who: str) -> Iterator[None]:
    with as_kernel() as cursor:
        cursor.execute(
            "INSERT INTO cases_casegrant (content_object_id, group_id, permission_id, created_at, status)"
            " SELECT c.id, d.group_id, cases_permission('view_case'), c.created_at, c.status"
            " FROM cases_case c, members_appointment a JOIN members_desk d ON d.id = a.desk_id"
            " JOIN accounts_user u ON u.id = a.user_id WHERE c.id = %s AND u.email = %s"
            " AND a.role = 'penangan' RETURNING id",
            [case, who],
        )
        rows = cursor.fetchall()
    try:
        yield
    finally:
        with as_kernel() as cursor:
            cursor.execute("DELETE FROM cases_casegrant WHERE id = ANY(%s)", [[key for (key,) in rows]])
