"""What a page of the portal must be, and what a person finds on it: links and forms.

Kept apart from locust, so that the suite can ask the same.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

KEY = r"[0-9a-f]{8}-[0-9a-f-]{27}"
HEADER = re.compile(r'class="menu-desk-word">([^<]*)</span></summary>')
TYPED = ".//input[not(@type = 'checkbox' or @type = 'radio' or @type = 'file' or @type = 'submit')]"
SIGN_IN = "/akun/masuk/"
SERVER, FOREIGN, STATUS, CONTENT = "galat server", "halaman orang lain", "status", "isi"
"""The kinds of fault, each the beginning of its text."""


def fault_of(status: int, text: str, *, name: str, ok: tuple[int, ...] = (200,), shows: str = "") -> str:
    """Why this is not the page asked for; empty when it is. `name` is who is signed in, "" for nobody."""
    if status >= 500 or status == 0:
        return f"{SERVER}: {status}"
    if status not in ok:
        return f"{STATUS}: {status}"
    shown = HEADER.search(text)
    if shown and shown.group(1) != name:
        return FOREIGN
    if name and not shown and status == 200 and "<html" in text:
        return f"{CONTENT}: bukan halaman {name}"
    return f"{CONTENT}: tanpa {shows}" if shows and shows not in text else ""


def links(text: str, pattern: str) -> list[str]:
    """Addresses on a page that match, each once, in the order of the page."""
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', text)))


@dataclass(frozen=True)
class Form:
    """A form as a browser would send it untouched."""

    action: str
    fields: dict[str, str]


def form_on(text: str, address: str, *, holding: str = "") -> Form | None:
    """The page's own first form that is sent by POST, or the first that holds a control so named."""
    document = html.fromstring(text)
    for form in document.xpath("//main//form[translate(@method, 'POST', 'post') = 'post']"):
        fields = {control.name: "" for control in form.xpath(TYPED) if control.name}
        fields |= {name: str(value) for name, value in form.form_values()}
        if not holding or holding in fields:
            return Form(urljoin(address, form.action or ""), fields)
    return None
