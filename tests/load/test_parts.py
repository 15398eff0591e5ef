"""What the load run calls a fault, what its proxy passes on, and what its figures say."""

import asyncio
import json
from pathlib import Path

import pytest

from gugus.demo.benchmark import Measure, table
from gugus.demo.load.drive import Driver
from gugus.demo.load.figures import Row, by_journey, faults, percentiles, rate, served
from gugus.demo.load.pages import CONTENT, FOREIGN, SERVER, STATUS, fault_of, form_on, links
from gugus.demo.load.proxy import HEAD_BYTES, Proxy, Refused, asked

PAGE = '<html><span class="menu-desk-word">{}</span></summary><main>{}</main></html>'
MINE = PAGE.format("Budi Contoh", "")
FORM = (
    '<form method="post" action="simpan/"><input type="hidden" name="t" value="1">'
    '<input type="email" name="surel"><input type="checkbox" name="centang">'
    '<textarea name="isi">x</textarea></form>'
)


@pytest.mark.parametrize(
    ("status", "text", "name", "kind"),
    [
        (200, MINE, "Budi Contoh", ""),
        (200, MINE, "Budi Contoh 1", FOREIGN),
        (200, MINE, "", FOREIGN),
        (200, "<html>masuk</html>", "Budi Contoh", CONTENT),
        (200, "<html>masuk</html>", "", ""),
        (200, "<p>potongan</p>", "Budi Contoh", ""),
        (404, "<html>tidak ada</html>", "Budi Contoh", STATUS),
        (500, MINE, "Budi Contoh", SERVER),
        (0, "", "Budi Contoh", SERVER),
    ],
)
def test_what_is_a_fault(status: int, text: str, name: str, kind: str) -> None:
    found = fault_of(status, text, name=name)
    assert found.startswith(kind)
    assert bool(found) == bool(kind)


def test_what_must_stand_on_a_page() -> None:
    assert fault_of(200, MINE, name="Budi Contoh", shows="Dasbor") == f"{CONTENT}: tanpa Dasbor"
    assert fault_of(404, MINE, name="Budi Contoh", ok=(200, 404)) == ""
    assert fault_of(404, MINE, name="Sari Contoh", ok=(200, 404)) == FOREIGN


def test_links_and_forms_of_a_page() -> None:
    assert links('<a href="/rad/1/"><a href="/rad/2/"><a href="/rad/1/">', r"/rad/\d/") == [
        "/rad/1/",
        "/rad/2/",
    ]
    form = form_on(PAGE.format("", FORM), "/rad/1/", holding="surel")
    assert form is not None
    assert (form.action, form.fields) == ("/rad/1/simpan/", {"t": "1", "surel": "", "isi": "x"})
    assert form_on(PAGE.format("", FORM), "/rad/1/", holding="lain") is None


def passed(request: bytes) -> bytes:
    async def read() -> bytes:
        reader = asyncio.StreamReader(limit=HEAD_BYTES)
        reader.feed_data(request)
        reader.feed_eof()
        return await asked(reader, "127.9.9.9")

    return asyncio.run(read())


def test_a_visitor_cannot_write_what_the_proxy_tells() -> None:
    claims = b"x-forwarded-for: 10.0.0.1\r\nX-Request-ID: 1\r\nForwarded: for=1\r\n"
    told = passed(b"POST /a HTTP/1.1\r\nHost: h\r\n" + claims + b"Content-Length: 3\r\n\r\nabc")
    head, _blank, body = told.partition(b"\r\n\r\n")
    assert body == b"abc"
    assert head.lower().count(b"x-forwarded-for") == 1
    assert b"X-Forwarded-For: 127.9.9.9" in head
    assert b"10.0.0.1" not in head
    assert b"for=1" not in head


@pytest.mark.parametrize(
    ("field", "status"),
    [
        (b"Content-Length: 26214401", "413"),
        (b"Content-Length: banyak", "400"),
        (b"Transfer-Encoding: chunked", "411"),
        (b"X: " + b"x" * HEAD_BYTES * 2, "431"),
    ],
)
def test_what_the_proxy_refuses(field: bytes, status: str) -> None:
    with pytest.raises(Refused, match=f"^{status} "):
        passed(b"POST / HTTP/1.1\r\n" + field + b"\r\n\r\n")


def row(ms: float, at: float = 0, fault: str = "", journey: str = "dasbor") -> Row:
    return Row("sekda", journey, "dasbor", ms, at, fault)


def test_figures_of_rows() -> None:
    rows = [row(n * 1000) for n in range(1, 101)]
    assert percentiles(rows) == (50, 95, 99)
    assert percentiles(rows[:1]) == (1, 1, 1)
    assert percentiles([]) == (0, 0, 0)
    assert rate([row(1000, at=10), row(1000, at=11)], [row(500, at=90)]) == 3 / 2.5
    broken = [row(1), row(1, fault=FOREIGN), row(1, fault="Connection refused")]
    assert faults(broken) == {FOREIGN: 1, "lain": 1}
    assert [len(part) for part in by_journey([*broken, row(1, journey="RAD")]).values()] == [1, 3]


@pytest.mark.parametrize(
    ("rates", "broken", "most"),
    [
        ({8: 5, 16: 9, 32: 9.5}, 0, 16),
        ({8: 5, 16: 9, 32: 17}, 0, 32),
        ({8: 5, 16: 9, 32: 17}, 16, 8),
        ({8: 5, 16: 4}, 0, 8),
    ],
)
def test_the_most_people_the_machine_carries(
    monkeypatch: pytest.MonkeyPatch, rates: dict[int, float], broken: int, most: int
) -> None:
    """More of them while they get more done, and none who meets a fault."""

    def run(_driver: Driver, users: int, requests: int) -> list[Row]:
        fault = FOREIGN if users == broken else ""
        return [row(1000 / rates[users], at=n / rates[users], fault=fault) for n in range(requests)]

    monkeypatch.setattr(Driver, "run", run)
    assert Driver("http://127.0.0.1:1", Path("/tidak/ada")).sustained() == most


def test_what_the_web_processes_told(tmp_path: Path) -> None:
    lines = [
        {"message": "request", "route": "rad:plan-list", "method": "GET", "status": 200, "queries": queries}
        for queries in (7, 7, 9)
    ]
    lines += [lines[0] | {"status": 500, "queries": 1}, {"message": "lain"}]
    (tmp_path / "web1.log").write_text("Starting\n" + "\n".join(map(json.dumps, lines)) + "\n")
    told = served([tmp_path / "web1.log"])
    assert (told.usual("rad:plan-list"), told.queries["rad:plan-list"], told.broken) == (7, [7, 7, 9], 1)


def test_a_measure_without_a_limit_is_told_and_kept() -> None:
    told = Measure("beban", 3.0, 1.0, None)
    assert told.kept
    assert told.as_data()["limit"] is None
    assert "lewat batas" not in table([told])
    assert not Measure("galat", 1, 10_000, 0).kept
    assert Measure("galat", 0, 10_000, 0).kept


def test_while_one_web_process_is_away_the_other_is_asked() -> None:
    async def reached() -> bool:
        server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        proxy = Proxy(["127.0.0.1:1", f"127.0.0.1:{port}"])
        for _time in range(2):
            _reader, writer = await proxy._next()
            writer.close()
        server.close()
        return True

    assert asyncio.run(reached())
