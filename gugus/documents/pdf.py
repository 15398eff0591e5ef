"""HTML template to PDF/UA-1, closed to network and file system."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from gugus.documents.images import Image
from gugus.documents.tags import complete_tags

SHIPPED = {
    "shipped:paper.css": ("documents/paper.css", "text/css"),
    "shipped:attendance.css": ("documents/attendance.css", "text/css"),
    "shipped:brief.css": ("documents/brief.css", "text/css"),
    "shipped:confidential.css": ("documents/confidential.css", "text/css"),
    "shipped:evaluation.css": ("documents/evaluation.css", "text/css"),
    "shipped:letter.css": ("documents/letter.css", "text/css"),
    "shipped:decree.css": ("documents/decree.css", "text/css"),
    "shipped:minutes.css": ("documents/minutes.css", "text/css"),
    "shipped:progress_report.css": ("documents/progress_report.css", "text/css"),
    "shipped:draft.svg": ("documents/draft.svg", "image/svg+xml"),
}
EMBLEM = "office:emblem"
VARIANT = "pdf/ua-1"


class FetchRefused(RuntimeError):
    """A template or picture asked for something outside of the allow-list."""


class DoesNotFit(RuntimeError):
    """A sheet that must be one page is longer in each of its variants."""


class AllowListFetcher(URLFetcher):
    """Answers from a fixed set of bytes; every other address is refused and remembered.

    Nothing is opened: no file, socket or data URI, so redirects and attachments have no way out
    (CVE-2026-55073, GHSA-983w-rhvv-gwmv).
    """

    def __init__(self, resources: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._resources = dict(resources)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Bytes of an allowed address, or `FetchRefused`."""
        if url not in self._resources:
            self.refused.append(url[:80])
            raise FetchRefused(f"address outside of the allow-list: {url[:80]}")
        body, media_type = self._resources[url]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


Step = Callable[[str], None]
"""Told before each stage of the work: "pages" (layout), "tags" (drawing and the structure tree)."""


def render_pdf(template: str, context: dict[str, Any], *, draft: bool, lang: str = "id") -> bytes:
    """PDF/UA-1 bytes of a template; raise `FetchRefused` if it reaches outside.

    `context["emblem"]`, an `Image` or None, is the only image from outside of the code.
    """
    emblem: Image | None = context.get("emblem")
    html = render_html(template, context, draft=draft, lang=lang)
    return html_to_pdf(html, images={EMBLEM: emblem} if emblem else {})


def render_html(template: str, context: dict[str, Any], *, draft: bool, lang: str = "id") -> str:
    """The page WeasyPrint lays out. It shows `context["emblem"]` as `{{ emblem_url }}`; a draft carries the
    mark DRAF on each page."""
    page = {**context, "draft": draft, "lang": lang, "emblem_url": EMBLEM if context.get("emblem") else ""}
    with translation.override(lang):
        return render_to_string(template, page)


def html_to_pdf(html: str, *, images: Mapping[str, Image] | None = None, step: Step | None = None) -> bytes:
    """Lay out finished HTML with the shipped files and the given images only."""
    tell = step or (lambda stage: None)
    fetcher = AllowListFetcher(allowed_resources(images or {}))
    tell("pages")
    laid_out = HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    tell("tags")
    return _written(laid_out, fetcher)


def one_page_pdf(htmls: Iterable[str], *, images: Mapping[str, Image] | None = None) -> bytes:
    """The first of these pages that needs one sheet only; they come from roomy to tight.

    Raises `DoesNotFit` when even the last runs over.
    """
    fetcher = AllowListFetcher(allowed_resources(images or {}))
    for html in htmls:
        laid_out = HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
        if len(laid_out.pages) == 1:
            return _written(laid_out, fetcher)
    raise DoesNotFit("no variant fits on one page")


def _written(laid_out: Any, fetcher: AllowListFetcher) -> bytes:
    """The bytes of pages laid out, with their tags completed."""
    pdf: bytes = laid_out.write_pdf(pdf_variant=VARIANT, finisher=complete_tags)
    if fetcher.refused:  # WeasyPrint itself would draw on without the picture or style
        raise FetchRefused(f"addresses outside of the allow-list: {', '.join(fetcher.refused)}")
    return pdf


def allowed_resources(images: Mapping[str, Image]) -> dict[str, tuple[bytes, str]]:
    """The whole allow-list of one rendering."""
    shipped = {
        url: (render_to_string(name).encode(), media_type) for url, (name, media_type) in SHIPPED.items()
    }
    return shipped | {url: (image.data, image.media_type) for url, image in images.items()}
