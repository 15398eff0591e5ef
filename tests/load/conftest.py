"""Two of each process behind one proxy, and somebody at a browser in front of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from gugus.accounts.models import User
from tests.factories import PASSWORD
from tests.mailbox import Mailbox
from tests.workers import Process, Web, Worker, answers, free_address

LOAD = {"DJANGO_SETTINGS_MODULE": "gugus.demo.load.settings"}


class Proxy(Process):
    """The proxy of a load run before two web processes of the suite."""

    name, role = "proxy", "web"

    def __init__(self, *webs: Web) -> None:
        self.webs, self.bind = webs, free_address()
        self.address = f"http://{self.bind}"
        super().__init__()

    def command(self) -> list[str]:
        return ["gugus.demo.load.proxy", self.bind, *(web.bind for web in self.webs)]

    def is_ready(self) -> bool:
        return answers(self.address)


@dataclass
class Pair:
    proxy: Proxy
    webs: list[Web]
    workers: list[Worker]

    def answered(self, route: str) -> list[int]:
        """How many requests for a page each web process has told in its log."""
        return [web.output().count(f"route={route} ") for web in self.webs]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def pair(mailbox: Mailbox) -> Iterator[Pair]:
    running: list[Process] = []
    try:
        for number in (1, 2):
            running.append(Web(**LOAD))
            running.append(Worker(EMAIL_URL=mailbox.url, node=f"pekerja{number}"))
        webs = [each for each in running if isinstance(each, Web)]
        proxy = Proxy(*webs)
        running.append(proxy)
        yield Pair(proxy, webs, [each for each in running if isinstance(each, Worker)])
    finally:
        for each in reversed(running):
            each.stop()


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Browser:
    """Cookies, redirects and the token of a form, as a person's browser keeps them."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.address + path))

    def post(self, path: str, **data: Any) -> Answer:
        """Opens the page first: its token is the other web process's to check."""
        self.get(path)
        fields = {"csrfmiddlewaretoken": self.cookie(settings.CSRF_COOKIE_NAME)} | data
        return self._ask(Request(self.address + path, encode_multipart(BOUNDARY, fields)))

    def copy(self) -> "Browser":
        """Whoever got hold of the cookies."""
        other = Browser(self.address)
        for cookie in self.jar:
            other.jar.set_cookie(copy(cookie))
        return other

    def sign_in(self, person: User, password: str = PASSWORD) -> Answer:
        return self.post(reverse("account_login"), login=person.email, password=password)

    def cookie(self, name: str) -> str:
        return next((str(each.value) for each in self.jar if each.name == name), "")

    def _ask(self, request: Request) -> Answer:
        request.add_header("Content-Type", MULTIPART_CONTENT)
        try:
            with self.opener.open(request) as found:
                return Answer(found.status, found.url.removeprefix(self.address), found.read())
        except HTTPError as error:
            return Answer(error.code, str(error.url).removeprefix(self.address), error.read())


@pytest.fixture
def browser(pair: Pair) -> Browser:
    return Browser(pair.proxy.address)
