"""The frame and the shared components: complete in the gallery, light, and free of inline code."""

import copy
import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from gugus.core.components import Button
from gugus.core.gallery import gallery

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OWN = [TEMPLATES / "base.html", *TEMPLATES.glob("[45]*.html")]
OWN += [
    path
    for folder in ("components", "forms", "gallery", "django_tables2")
    for path in TEMPLATES.rglob(f"{folder}/**/*.html")
]
PAGES = {"list_page.html", "form_page.html", "confirm_page.html", "plain_page.html"}
MISSING = "!!MISSING!!"


@pytest.fixture
def strict(settings: Any) -> None:
    """A variable no one gave shows itself."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = MISSING
    settings.TEMPLATES = templates


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().get("/akun/galeri/?status=draf")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def page(strict: None, request_: HttpRequest) -> str:
    return gallery(request_).content.decode()


def test_the_gallery_lacks_no_variable(page: str) -> None:
    assert MISSING not in page
    assert "Galat: Galeri komponen" in page


def test_every_component_is_shown_in_the_gallery() -> None:
    names = {path.name for path in TEMPLATES.glob("components/*.html")} - PAGES
    included = {
        name
        for path in [
            *TEMPLATES.glob("gallery/*.html"),
            *TEMPLATES.glob("components/*.html"),
            TEMPLATES / "base.html",
            TEMPLATES / "django_tables2" / "table.html",
        ]
        for name in re.findall(r'include "components/(\w+\.html)"', path.read_text())
    }
    assert names - included == set()


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_opens_with_what_it_needs_and_holds_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("{# ")
    assert len(text.splitlines()) < 150
    assert re.findall(r"\s(?:style|on[a-z]+)=|<style|<script(?! src)|https?://(?!www\.w3\.org)", text) == []


def test_ids_are_there_once_and_labels_find_their_control(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert set(re.findall(r'\s(?:for|aria-describedby)="([^" ]+)"', page)) <= set(ids)


def test_drawings_use_points_and_never_commas(page: str) -> None:
    numbers = re.findall(r'\s(?:x|y|x1|x2|width|height|value)="([\d.,%]+)"', page)
    assert len(numbers) > 50
    assert [number for number in numbers if "," in number] == []


def test_the_first_view_is_light(page: str) -> None:
    styles = ("css/bootstrap-reboot.min.css", "css/tokens.css", "css/site.css")
    scripts = ("django_htmx/htmx-2.min.js", "js/site.js")
    linked = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page))
    assert linked == {*styles, *scripts}
    assert sum(map(weight, scripts)) <= 30_000
    assert len(gzip.compress(page.encode())) + sum(map(weight, {*styles, *scripts})) <= 100_000


def weight(name: str) -> int:
    """Bytes of a static file as sent, compressed."""
    path = finders.find(name)
    assert path, name
    return len(gzip.compress(Path(path).read_bytes()))


@pytest.mark.parametrize("code", ["403", "404"])
def test_error_pages_stand_in_the_frame(strict: None, request_: HttpRequest, code: str) -> None:
    html = render_to_string(f"{code}.html", {"exception": "Alasan tertulis."}, request_)
    assert MISSING not in html
    assert ("Alasan tertulis." in html) == (code == "403")


@pytest.mark.parametrize("code", ["403_csrf", "500", "503", "507"])
def test_error_pages_of_a_broken_portal_need_nothing(strict: None, code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert MISSING not in html
    assert "isian Anda masih ada" in html


def button(**given: Any) -> str:
    return render_to_string(
        "components/action_button.html", {"button": Button(label="Ajukan", url="/x/", **given)}
    )


def test_a_button_is_a_link_a_form_or_a_reason() -> None:
    assert '<a class="button button-secondary" href="/x/">' in button()
    assert '<form class="act" method="post" action="/x/">' in button(method="post")
    refused = button(method="post", reason="Masa lapor sudah ditutup.")
    assert "disabled" in refused
    assert "Masa lapor sudah ditutup." in refused
    assert "/x/" not in refused


def job(state: str) -> str:
    return render_to_string(
        "components/job_progress.html", {"job_id": 7, "state": state, "label": "SK", "poll_url": "/p/"}
    )


@pytest.mark.parametrize(
    ("state", "asks"), [("pending", True), ("running", True), ("done", False), ("failed", False)]
)
def test_a_job_is_asked_after_until_it_ends(state: str, asks: bool) -> None:
    assert ("hx-get" in job(state)) == asks
    assert ("Muat ulang" in job(state)) == asks


def test_a_masked_value_is_not_in_the_page_until_asked() -> None:
    context = {"label": "Nama", "reveal_url": "/buka/", "value": ""}
    hidden = render_to_string("components/masked_field.html", context)
    assert 'method="post"' in hidden
    assert "tampilkan" in hidden
    assert "Contoh" in render_to_string("components/masked_field.html", context | {"value": "Contoh"})


def test_the_frame_offers_the_switch_only_to_those_with_a_choice(strict: None, request_: HttpRequest) -> None:
    one = render_to_string("base.html", {"task_forces": [(1, "Kota A")]}, request_)
    assert "Ganti wilayah" not in one
    assert MISSING not in one
