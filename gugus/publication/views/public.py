"""/terbuka/…/: what a region released, for anybody, as page, CSV and JSON of one frozen structure.

Off, withdrawn and unknown are one answer, byte for byte. Nothing here asks who reads; a short time in caches
keeps a withdrawal from lasting.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gugus.documents.throttle import throttled
from gugus.publication.downloads import document, document_text, long_csv, table_csv
from gugus.publication.open_data import Table
from gugus.publication.selectors.public import Edition, edition_public, number_on
from gugus.publication.views.shown import LARGE, shown_table, shown_tables

SECONDS = 300
"""How long a copy may stand in caches: a withdrawal is known after so long at the latest."""
PAGE_ROWS = 100


class Unknown(Exception):
    """There is nothing here for the public; why is nobody's business."""


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view of what is released: open to all, throttled, cached for a while, with one way to be absent."""

    @login_not_required
    @require_safe
    @throttled(limit=60, seconds=60)
    @wraps(view)
    def shown(request: HttpRequest, address: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, address, **kwargs)
        except Unknown:
            response = render(request, "publication/unknown.html", status=404)
            response["Cache-Control"] = "no-store"
            return response

    return shown


def _edition(address: str, release: int | None = None) -> Edition:
    """Raises Unknown."""
    found = edition_public(address, release)
    if found is None:
        raise Unknown
    return found


def _table(edition: Edition, code: str) -> Table:
    """Raises Unknown."""
    found = edition.table(code)
    if found is None:
        raise Unknown
    return found


def _kept(request: HttpRequest, edition: Edition, response: HttpResponse, part: str) -> HttpResponse:
    """Let caches hold it for a while; who asks again with its tag is told that nothing changed."""
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    newest = edition.earlier[0].number if edition.earlier else 0
    stamp = f"{edition.settings.updated_at.timestamp():.0f}-{newest}-{translation.get_language()}"
    response["ETag"] = f'"{edition.release.sha256[:16]}-{part}-{stamp}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _page(request: HttpRequest, edition: Edition, template: str, part: str, **more: Any) -> HttpResponse:
    if not edition.settings.indexed:
        more["noindex"] = True
    with timezone.override(edition.zone):
        response = render(request, template, {"edition": edition, "release": edition.release} | more)
    return _kept(request, edition, response, part)


@public
def open_page(request: HttpRequest, address: str) -> HttpResponse:
    """The newest release; `?per=2026-06-30` leads to the one the public read on that day."""
    if "per" in request.GET:
        number = number_on(address, _day(request.GET["per"]))
        if number is None:
            raise Unknown
        return redirect("publication:open-release", address=address, release=number)
    return _release_page(request, _edition(address))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unknown from None
    if day.year == date.max.year:  # its last day has no morning after, by which a release is looked up
        raise Unknown
    return day


@public
def open_release(request: HttpRequest, address: str, release: int) -> HttpResponse:
    """One release by its number, for ever, unless it is withdrawn."""
    return _release_page(request, _edition(address, release))


def _release_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    tables = shown_tables([table for table in edition.tables if len(table.rows) <= LARGE])
    large = [
        {"code": t.code, "title": t.title, "total": len(t.rows)}
        for t in edition.tables
        if len(t.rows) > LARGE
    ]
    return _page(request, edition, "publication/open.html", "halaman", tables=tables, large=large)


@public
def open_table(request: HttpRequest, address: str, release: int, table: str) -> HttpResponse:
    """One table alone; a long one by pages."""
    edition = _edition(address, release)
    found = _table(edition, table)
    page = Paginator(found.rows, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = shown_table(found, page.object_list)
    part = f"{found.code}-{page.number}"
    return _page(request, edition, "publication/open_table.html", part, table=shown, page_obj=page)


@public
def open_table_csv(request: HttpRequest, address: str, release: int, table: str) -> HttpResponse:
    edition = _edition(address, release)
    found = _table(edition, table)
    return _file(request, edition, table_csv(found), f"{found.code}.csv", "text/csv")


@public
def open_csv(request: HttpRequest, address: str, release: int) -> HttpResponse:
    """Every cell of every table, one a line."""
    edition = _edition(address, release)
    text = long_csv(edition.release, edition.tables)
    return _file(request, edition, text, "data.csv", "text/csv")


@public
def open_json(request: HttpRequest, address: str, release: int) -> HttpResponse:
    edition = _edition(address, release)
    data = document(
        edition.release, edition.tables, licence=edition.licence, contact=edition.settings.contact
    )
    return _file(request, edition, document_text(data), "data.json", "application/json")


def _file(request: HttpRequest, edition: Edition, text: str, name: str, kind: str) -> HttpResponse:
    """A download, named after region and release; readable from other sites, since anybody may have it."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    filename = f"{edition.settings.address}-{edition.release.number}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Access-Control-Allow-Origin"] = "*"
    if not edition.settings.indexed:
        response["X-Robots-Tag"] = "noindex"
    return _kept(request, edition, response, name)
