"""The renderer reaches nothing outside of its allow-list."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from gugus.documents.images import Image
from gugus.documents.pdf import EMBLEM, AllowListFetcher, FetchRefused, html_to_pdf
from tests.documents.reading import open_pdf

PAGE = '<html lang="id"><head><title>Uji</title>{head}</head><body><p>isi</p>{body}</body></html>'


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that counts who comes, and redirects `/pindah` to a file."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(302 if self.path == "/pindah" else 200)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}", hits
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="stylesheet" href="{url}/a.css">', ""),
        ('<link rel="stylesheet" href="{url}/pindah">', ""),
        ('<style>@import "{url}/b.css";</style>', ""),
        ("<style>@font-face {{ font-family: x; src: url({url}/c.woff) }} p {{ font-family: x }}</style>", ""),
        ("<style>p {{ background: url({url}/d.png) }}</style>", ""),
        ('<link rel="attachment" href="{url}/e.pdf">', ""),
        ("", '<img src="{url}/f.png" alt="x">'),
        ("", '<a rel="attachment" href="{url}/g.pdf">berkas</a>'),
        ("", '<object data="{url}/h.svg"></object>'),
        (
            "",
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/i.png" width="9" height="9"/></svg>',
        ),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_nothing_is_fetched(
    head: str, body: str, scheme: str, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, hits = server
    if scheme == "file":
        url = tmp_path.as_uri()
        for name in ("a.css", "pindah", "b.css", "c.woff", "d.png", "e.pdf", "f.png", "g.pdf", "h.svg"):
            (tmp_path / name).write_text("rahasia-di-berkas")
    html = PAGE.format(head=head.format(url=url), body=body.format(url=url))
    with pytest.raises(FetchRefused):
        html_to_pdf(html)
    assert hits == []


@pytest.mark.parametrize(
    "url",
    ["data:text/css,p{color:red}", "ftp://contoh/x", "shipped:../decree.css", "office:emblem", "SHIPPED:x"],
)
def test_other_addresses_are_refused_too(url: str) -> None:
    with pytest.raises(FetchRefused):
        html_to_pdf(PAGE.format(head=f'<link rel="stylesheet" href="{url}">', body=""))


def test_emblem_that_points_outside_is_refused(server: tuple[str, list[str]]) -> None:
    url, hits = server
    markup = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/x.png" width="9" height="9"/></svg>'
    emblem = Image(markup.encode(), "image/svg+xml", "Lambang")
    with pytest.raises(FetchRefused):
        html_to_pdf(PAGE.format(head="", body='<img src="office:emblem" alt="x">'), images={EMBLEM: emblem})
    assert hits == []


def test_fetcher_opens_nothing_even_when_asked_as_an_opener() -> None:
    with pytest.raises(FetchRefused):
        AllowListFetcher({}).open("file:///etc/hostname")


def test_a_page_without_outside_addresses_is_made() -> None:
    document = open_pdf(html_to_pdf(PAGE.format(head="", body="")))
    assert document.docinfo["/Title"] == "Uji"
    assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
