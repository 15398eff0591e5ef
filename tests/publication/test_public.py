"""The public page: one structure in three forms, off as if it were not there, light, and honest about `*`."""

import gzip
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from gugus.publication.enums import CellState, Section
from gugus.publication.wording import cell_csv, cell_text
from rad import services
from rad.services import Given
from tests.factories import World
from tests.publication.builders import ADDRESS, draft, proposed, released, turn_on, withdraw
from tests.publication.reading import csv_rows, get, json_tables, page_tables
from tests.rad.builders import Rad, add_item, agency_party, make_rad, open_period

pytestmark = pytest.mark.django_db
HOME = f"/terbuka/{ADDRESS}/"
FORMS = ("", "1/", "1/data.csv", "1/data.json", "1/rad/", "1/rad.csv")


@pytest.fixture
def rad(world: World) -> Rad:
    """A plan with a report about two victims, so that something is hidden, and one about activities."""
    rad = make_rad(world, adopted=False)
    program = rad.items["dinsos"].program
    add_item(rad, "korban", agency_party(world, "Polres"), program, unit="korban", about_victims=True)
    rad.plan = services.plan_adopt(
        plan=rad.plan, instrument="Perwali 1", adopted_on=timezone.localdate(), by=rad.secretariat
    )
    open_period(rad)
    rad.accept("korban", "polres", Given(value=Decimal(2)))
    rad.accept("dinsos", "dinsos", Given(value=Decimal(7)))
    turn_on(world, sections=[Section.PLAN, Section.INDICATORS])
    return rad


def test_page_csv_and_json_say_the_same(rad: Rad) -> None:
    row = released(rad.world)
    tables = json_tables(get(f"{HOME}1/data.json").content)
    assert {table.code for table in tables} >= {"rad", "indikator"}
    shown = page_tables(get(HOME).content.decode())
    long = csv_rows(get(f"{HOME}1/data.csv").content)
    for table in tables:
        cells = [
            [cell_text(c, cell) for c, cell in zip(table.columns, line, strict=True)] for line in table.rows
        ]
        assert shown[table.code] == cells
        alone = page_tables(get(f"{HOME}1/{table.code}/").content.decode())
        assert alone[table.code] == cells
        plain = [[cell_csv(cell).removeprefix("'") for cell in line] for line in table.rows]
        assert csv_rows(get(f"{HOME}1/{table.code}.csv").content) == plain
        assert [line[6] for line in long if line[2] == table.code] == [
            cell for line in plain for cell in line
        ]
    assert row.data is not None
    assert json.loads(get(f"{HOME}1/data.json").content)["tabel"] == row.data["tabel"]


def test_a_hidden_figure_has_its_own_sign_in_every_form(rad: Rad) -> None:
    released(rad.world)
    table = next(t for t in json_tables(get(f"{HOME}1/data.json").content) if t.code == "indikator")
    hidden = [row for row in table.rows if CellState.HIDDEN in row]
    assert any(row[1] == "Indikator korban" for row in hidden)
    line = next(
        row for row in csv_rows(get(f"{HOME}1/indikator.csv").content) if row[1] == "Indikator korban"
    )
    assert line[4:] == ["*", "*"]
    states = [row[7] for row in csv_rows(get(f"{HOME}1/data.csv").content) if row[6] == "*"]
    assert set(states) == {"disembunyikan"}
    text = get(HOME).content.decode()
    assert "disembunyikan untuk melindungi orang" in text
    assert all(
        cell not in ("", "None") for rows in page_tables(text).values() for row in rows for cell in row
    )


def test_the_json_is_as_its_schema_says(rad: Rad) -> None:
    released(rad.world)
    schema = json.loads((Path(site.BASE_DIR) / "static/skema/data-terbuka-1.json").read_text())
    Draft202012Validator.check_schema(schema)
    data = json.loads(get(f"{HOME}1/data.json").content)
    assert not list(Draft202012Validator(schema).iter_errors(data))
    data["tabel"][0]["baris"][0]["kode"] = None
    assert list(Draft202012Validator(schema).iter_errors(data)), "an empty cell would pass"
    assert "belum menetapkan ketentuan" in data["ketentuan_pemakaian"]


def absent(path: str) -> tuple[int, bytes, dict[str, str]]:
    response = get(path)
    policy = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
    return response.status_code, response.content, policy


def test_off_withdrawn_unknown_and_never_released_are_one_answer(rad: Rad) -> None:
    """Byte for byte, headers too, at every address of the page."""
    unknown = absent("/terbuka/tidak-ada/")
    assert unknown[0] == 404
    assert [absent(f"{HOME}{form}") for form in FORMS] == [unknown] * len(FORMS)  # on, nothing released
    draft(rad.world)
    proposed(rad.world)
    assert absent(HOME) == unknown
    row = released(rad.world)
    assert {get(f"{HOME}{form}").status_code for form in FORMS} == {200}
    for beside in ("2/", "9/data.json", "1/tidak-ada/", "1/tidak-ada.csv", "?per=2001-01-01", "?per=kemarin"):
        assert absent(f"{HOME}{beside}") == unknown, beside
    turn_on(rad.world, sections=[Section.PLAN], enabled=False)
    assert [absent(f"{HOME}{form}") for form in FORMS] == [unknown] * len(FORMS)
    turn_on(rad.world, sections=[Section.PLAN])
    assert get(HOME).status_code == 200
    withdraw(rad.world, row)
    assert [absent(f"{HOME}{form}") for form in FORMS] == [unknown] * len(FORMS)


def test_a_newer_release_replaces_the_older_which_stays_at_its_number_and_day(rad: Rad) -> None:
    first = released(rad.world)
    before = get(f"{HOME}1/data.json").content
    rad.accept("dinkes", "dinkes", Given(value=Decimal(9)))
    second = released(rad.world)
    assert json.loads(get(f"{HOME}2/data.json").content)["sha256"] == second.sha256 != first.sha256
    assert get(f"{HOME}1/data.json").content == before
    assert "Rilis nomor 2" in get(HOME).content.decode().split("</h1>")[1][:400]
    old = get(f"{HOME}1/").content.decode()
    assert "Ada rilis yang lebih baru" in old
    today = get(f"{HOME}?per={timezone.localdate(second.decided_at)}")
    assert today.status_code == 302
    assert today.url == f"{HOME}2/"
    withdraw(rad.world, second)
    assert "Rilis nomor 1" in get(HOME).content.decode()


def test_no_account_no_script_no_cookie_and_a_short_cache(rad: Rad) -> None:
    released(rad.world)
    response = get(HOME)
    assert response.headers["Cache-Control"] == f"public, max-age={300}"
    assert not response.cookies
    text = response.content.decode()
    assert "<script" not in text
    assert "csrf" not in text
    assert '<meta name="robots" content="noindex">' in text
    again = Client().get(HOME, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    turn_on(rad.world, sections=[Section.PLAN], indexed=True)
    assert "noindex" not in get(HOME).content.decode()


def test_the_first_view_is_light(rad: Rad) -> None:
    """Page, styles and mark together; styles as they travel, compressed by the static server."""
    released(rad.world)
    text = get(HOME).content
    static = [
        Path(site.BASE_DIR) / "static" / name
        for name in re.findall(r"/static/((?:css|img)/(?!boot)[\w./-]+)", text.decode())
    ]
    assert len(text) + sum(len(gzip.compress(path.read_bytes())) for path in static) < 100_000


def test_it_is_throttled(rad: Rad) -> None:
    released(rad.world)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [Client().get(f"{HOME}1/data.csv").status_code for _n in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_queries_do_not_grow_with_releases(rad: Rad) -> None:
    """Two of our own; the rest are the frame's and the throttle's."""
    counts = []
    for _n in range(2):
        released(rad.world)
        get(HOME)
        with CaptureQueriesContext(connection) as queries:
            assert get(HOME).status_code == 200
        counts.append(len([each for each in queries if "publication_" in each["sql"]]))
    assert counts == [2, 2]
