"""What the people of the story do with their hands: they post a page as a browser would, from its HTML."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from gugus.accounts.models import User

UNSENT = ("submit", "file", "checkbox", "radio")


class Fields(HTMLParser):
    """The form controls of a page as a browser would send them back untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._text: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {key: value or "" for key, value in attrs}
        name = at.get("name", "")
        if tag == "textarea":
            self._text, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in at:
            self.values[self._select] = at.get("value", "")
        elif tag == "input" and name and (at.get("type") not in UNSENT or "checked" in at):
            self.values[name] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.values[self._text] = self.values[self._text].removeprefix("\n").removesuffix("\n")
            self._text = None
        if tag == "select":
            self._select = None


def enter(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fields_of(client: Client, url: str) -> dict[str, Any]:
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return Fields(page.content.decode()).values


def post(client: Client, url: str, data: dict[str, Any], expect: int = 302) -> Any:
    answer = client.post(url, data)
    assert answer.status_code == expect, (url, answer.status_code, words(answer.content))
    return answer


def words(html: bytes) -> str:
    """What a reader of a page sees, spaces made one."""
    text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", html.decode())
    return re.sub(r"\s+", " ", text.replace("\xa0", " ").replace("&nbsp;", " "))


def day(name: str, value: date) -> dict[str, str]:
    """A date as its three boxes."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def name_ending(fields: dict[str, Any], ending: str) -> str:
    """The one field whose name ends so: a prefix is the page's own affair."""
    (found,) = [name for name in fields if name.endswith(ending)]
    return found
