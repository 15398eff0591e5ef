"""No confidential word leaves by any way but those it may take; and each way is shown to be watched."""

import gzip
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO

import psycopg
import pytest
from django.core import signing
from django.test import override_settings
from openpyxl import Workbook

from tests.access.canaries import Hit, Sweep, disguises, unpacked
from tests.access.careless import LEAKS, leak
from tests.access.harvest import Harvest
from tests.access.planting import plant_rest
from tests.access.walker import ROLES, Walker
from tests.cases.scene import OWNER, RECEIVER, word
from tests.conftest import empty
from tests.factories import make_world
from tests.scene import make_scene

OWN, BOTH, REVIEW = {OWNER}, {OWNER, RECEIVER}, {OWNER, "koordinator", "pengawas"}
# Field → channel → who may read it there, if the state of the case lets them (tests/cases/scene.py). All that
# is not written here is forbidden: in headers, error pages, logs, letters, queue, statements, tables, files.
ALLOWED: dict[str, dict[str, set[str]]] = {
    "breakglass": {"halaman": REVIEW},
    "cases_attachment.file": {"berkas": OWN},
    "cases_attachment.title": {"halaman": OWN},
    "cases_breakglass.review_note": {"halaman": REVIEW},
    "cases_case.accessibility": {"halaman": BOTH, "berkas": OWN},
    "cases_case.closure_note": {"halaman": BOTH},
    "cases_casedocument.file": {"berkas": OWN},
    "cases_caseexport.file": {"berkas": OWN},
    "cases_caselink.note": {"halaman": OWN},
    "cases_casenote.body": {"halaman": OWN},
    "cases_consent.guardian_relation": {"halaman": BOTH},
    "cases_consent.note": {"halaman": BOTH},
    "cases_identity.address": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.birth_date": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.birth_place": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.guardian": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.name": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.nickname": {"halaman": BOTH},
    "cases_identity.nik": {"halaman": BOTH},
    "cases_identity.phone": {"halaman": BOTH, "berkas": OWN},
    "cases_identity.safe_contact": {"halaman": BOTH, "berkas": OWN},
    "cases_incident.account": {"halaman": BOTH},
    "cases_incident.route": {"halaman": BOTH},
    "cases_overread.reason": {"halaman": REVIEW, "berkas": REVIEW},
    "cases_possiblematch.note": {"halaman": {"koordinator"}},
    "cases_recusal.reason": {"halaman": OWN},
    "cases_referral.safeguard_note": {"halaman": OWN},
    "cases_referral.safety_note": {"halaman": BOTH, "berkas": OWN},
    "cases_referral.summary": {"halaman": BOTH, "berkas": OWN},
    "cases_referralevent.reason": {"halaman": OWN},
    "cases_screening.note": {"halaman": BOTH},
    "cases_serviceneed.note": {"halaman": BOTH},
    "cases_servicerecord.result": {"halaman": BOTH},
    "cases_shelter.address": {"halaman": OWN},
    "cases_shelter.contact": {"halaman": OWN},
    "cases_shelter.name": {"halaman": OWN},
    "recusal": {"halaman": OWN},
    "typed": {"halaman": OWN},
}


@pytest.fixture(
    scope="module", params=[False, pytest.param(True, marks=pytest.mark.panjang)], ids=["ringkas", "penuh"]
)
def harvest(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Harvest]:
    """One walk for all tests; it commits, so its rows are removed at the end."""
    with django_db_blocker.unblock(), override_settings(SECOND_FACTOR_REQUIRED=False):
        try:
            foreigner = make_world("16.09", "OKU Selatan").people["sekretariat"]
            scene = make_scene()
            plant_rest(scene)
            harvest = Harvest(Walker(scene, foreigner), full=request.param)
            harvest.run()
            yield harvest
        finally:
            clear()


def clear() -> None:
    """All rows, and the words the scene added to the shipped vocabulary."""
    empty()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in ("cases_term", "cases_holiday"):
            owner.execute(f"DELETE FROM {table} WHERE task_force_id IS NOT NULL")


def may_read(harvest: Harvest, hit: Hit) -> bool:
    """What the table allows and the state of the case lets this role see."""
    named = ALLOWED.get(hit.place, {}).get(hit.channel, set())
    return hit.role in named & harvest.scene.cases.readers.get(f"{hit.place}@{hit.state}", named)


def test_every_confidential_field_holds_a_canary(harvest: Harvest) -> None:
    """Each sealed column and file of each region with cases, whatever table a later issue adds."""
    regions, held = harvest.regions, harvest.held
    words = set(harvest.words().values())
    bare = [place for place, texts in held.items() if not any(w in text for text in texts for w in words)]
    assert not bare, f"no canary in {bare}: plant one in tests/cases/scene.py"
    assert len(held) >= 40
    assert regions >= 1
    assert len(words) >= regions * len(held), "fewer canaries than the regions with cases hold fields"
    assert len(words) == len(harvest.words()), "two fields share a word"


def test_no_canary_leaves(harvest: Harvest) -> None:
    forbidden = [hit for hit in harvest.sweep.hits if not may_read(harvest, hit)]
    assert not forbidden, "\n".join(sorted(f"{hit}" for hit in forbidden))


def test_the_walk_saw_something(harvest: Harvest) -> None:
    """Every channel was looked at, forms were taken, messages waited, letters came, papers were made."""
    assert all(harvest.sweep.looked[channel] for channel in LEAKS), dict(harvest.sweep.looked)
    assert {role for role, _status in harvest.answers} == set(ROLES)
    assert {status for _role, status in harvest.answers} >= {200, 302, 400, 403, 404, 405, 500}
    assert {"cases:note-list", "cases:attachment-add", "cases:breakglass-review"} <= set(harvest.posted)
    assert len(harvest.posted) >= 12
    assert harvest.forms >= 25
    assert harvest.messages >= 3
    assert harvest.letters
    assert {"paper", "export", "evaluation"} <= set(harvest.made)


def test_the_canaries_sing_where_they_may(harvest: Harvest) -> None:
    """The receiver of an accepted referral reads the name; of one offered, refused or withdrawn nothing."""
    read = {(hit.place, hit.state) for hit in harvest.sweep.hits if hit.role == RECEIVER}
    assert {("cases_identity.name", "dirujuk"), ("cases_referral.summary", "dirujuk")} <= read
    assert not {state for _place, state in read} - {"dirujuk", "berhenti"}
    own = {hit.place for hit in harvest.sweep.hits if hit.role == OWNER}
    assert {"cases_shelter.name", "cases_attachment.file", "typed"} <= own


@pytest.mark.parametrize("channel", LEAKS)
def test_a_planted_leak_is_found(harvest: Harvest, channel: str) -> None:
    found = leak(harvest, channel, harvest.words()["cases_identity.name@sendiri"])
    assert ("cases_identity.name", "sendiri") in {(hit.place, hit.state) for hit in found}
    assert not any(may_read(harvest, hit) for hit in found)


CONTOH = {
    "name@a": word("satu"),
    "nik@a": "3571014107991234",
    "phone@a": "081287654321",
    "born@a": "1903-07-01",
}


@pytest.mark.parametrize("name", CONTOH)
@pytest.mark.parametrize("kind", disguises("x"))
def test_every_disguise_is_known(name: str, kind: str) -> None:
    before = b"x" * (int(kind[-1]) if "base64" in kind else 1)
    sweep = Sweep(CONTOH)
    assert name in sweep.found(before + disguises(CONTOH[name])[kind] + b"yz")
    assert not Sweep(CONTOH).found(disguises("KENARILAIN")[kind])


def test_what_is_packed_is_opened() -> None:
    told = CONTOH["name@a"]
    book, sheet, archive = Workbook(), BytesIO(), BytesIO()
    book.active["A1"] = told
    book.save(sheet)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("dalam.xlsx", sheet.getvalue())
    packed = [
        sheet.getvalue(),
        archive.getvalue(),
        gzip.compress(told.encode()),
        signing.dumps({"x": told * 9}, compress=True).encode().join([b"messages=.", b";"]),
    ]
    for data in packed:
        assert any(told.encode() in part for part in unpacked(data)), data[:20]
    assert Sweep(CONTOH).found(b"Lahir: 1 Juli 1903") == {"born@a"}
