"""Hostile input at every address: no answer of 5xx, no trace, no leak, nothing hidden shown."""

import re
import traceback
from collections.abc import Iterator
from random import Random
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from tests.access.matrix import MATRIX, values_for
from tests.access.routes import Route, walk
from tests.access.walker import METHODS, ROLES, Walker, address, leaks, letter, undone
from tests.security.hostile import ELSEWHERE, HEADER, PATHS, TAG, Fields, Hostile, Sent

# A column named with a dot: the table library warns whoever builds the page, not whoever asks.
pytestmark = pytest.mark.filterwarnings("ignore:Use '__' to separate path components:DeprecationWarning")
SEED = "22 November 2026"
ROUTES = walk()
TRACES = re.compile(
    rb"Traceback \(most|psycopg\.|django\.db\.|site-packages|File \"/|SELECT \"|relation \"|SECRET_KEY"
)


class Fuzzer:
    """Sends hostile requests to one scene and keeps what should not have come back."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.found: list[str] = []
        self.sent = 0

    def send(self, role: str, sent: Sent) -> HttpResponse | None:
        """The answer, or None for an exception, which is a finding. Nothing stays."""
        client, self.sent = self.walker.clients[role], self.sent + 1
        before = client.cookies.output()
        with undone():
            try:
                answer = client.generic(sent.method, sent.url, sent.body, sent.kind, **sent.headers)
                self.judge(role, sent, answer)
            except Exception:
                answer = None
                self.found.append(f"{role} {sent}\n{traceback.format_exc(limit=-6)}")
        client.cookies.clear()
        client.cookies.load(before.replace("Set-Cookie: ", ""))
        return answer

    def signed_out(self) -> list[str]:
        """Whose session ended under way: what was asked for them since was asked by nobody."""
        home = reverse("home")
        return [role for role in self.walker.people if letter(self.walker.ask(role, "GET", home)) == "L"]

    def nothing_found(self) -> None:
        assert not self.signed_out()
        assert not self.found, f"{len(self.found)} of {self.sent}\n" + "\n\n".join(self.found)

    def judge(self, role: str, sent: Sent, answer: HttpResponse) -> None:
        """Readiness may say 503: no worker and no beat run beside this test."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.streaming:
            answer.streaming_content = [body]
        silent = answer.status_code == 503 and urlsplit(sent.url).path == reverse("operations:ready")
        told = [fault for fault in faults(answer, body) if not (silent and fault == "answered 503")]
        self.found += [f"{role} {sent}\n    {fault}" for fault in told]
        self.found += [f"{role} {sent}\n    {leak}" for leak in leaks(self.walker.scene, role, answer)]

    def learn(self, role: str, url: str) -> Fields | None:
        """The fields of the page as this role sees it."""
        answer = self.send(role, Sent("GET", url))
        html = answer is not None and answer.headers.get("Content-Type", "").startswith("text/html")
        return Fields(answer.content.decode()) if html else None

    def walled(self, route: Route, role: str, method: str, sent: Sent) -> None:
        """Whatever is sent, what the matrix says is not there for a role is not there."""
        answer = self.send(role, sent)
        hidden = MATRIX[route.name][METHODS.index(method)][ROLES.index(role)] == "."
        if hidden and answer is not None and answer.status_code not in (400, 404):
            self.found.append(f"{role} {sent}\n    {answer.status_code} where the matrix says 404")

    def route(self, route: Route, roles: list[str], seed: str) -> None:
        """All of one address: learnt, asked and sent as each of these roles."""
        url, hostile = address(route, values_for(self.walker.scene, route)), Hostile(f"{seed} {route.name}")
        for role in roles:
            fields = self.learn(role, url)
            for method, draw in (("GET", hostile.get), ("POST", hostile.post)):
                self.walled(route, role, method, draw(url, fields))
        for bent in bent_addresses(route, values_for(self.walker.scene, route), hostile.random):
            self.send(roles[0], Sent(hostile.random.choice(METHODS), bent))

    def once(self, route: Route, role: str) -> None:
        """One request, with the names the address's own form declares."""
        url, hostile = address(route, values_for(self.walker.scene, route)), Hostile(f"{SEED} {route.name}")
        acts = MATRIX[route.name][1][ROLES.index(role)] == "o"
        method, draw = ("POST", hostile.post) if acts else ("GET", hostile.get)
        self.walled(route, role, method, draw(url, Fields.declared(url)))


def faults(answer: HttpResponse, body: bytes) -> Iterator[str]:
    """What no answer may be or hold, whoever asked."""
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    if trace := TRACES.search(body):
        yield f"shows {trace.group()!r}"
    if TAG.encode() in body and answer.headers["Content-Type"].startswith("text/html"):
        yield "markup came back as markup"
    if HEADER in answer.headers or any("\n" in value for value in answer.headers.values()):
        yield "a header was injected"
    if not stays(answer.headers.get("Location", "")):
        yield f"sends to {answer.headers['Location']}"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "has no nosniff"
    if body and re.match(r"text/[^;]*$", answer.headers.get("Content-Type", "text/")):
        yield "does not say its character set"


def stays(location: str) -> bool:
    """Whether a browser that follows this remains here: it reads a backslash as a slash, skips controls."""
    read = re.sub(r"[\x00-\x20]", "", location).replace("\\", "/")
    whole = urlsplit(urljoin("http://testserver/akun/", read))
    return (whole.scheme, whole.netloc) == ("http", "testserver")


def bent_addresses(route: Route, values: dict[str, object], random: Random) -> Iterator[str]:
    """The address with one parameter spoiled; those the URLconf refuses are asked as they would be typed."""
    for name in route.parameters:
        bad = random.choice(PATHS)
        try:
            yield reverse(route.name, kwargs=values | {name: bad})
        except NoReverseMatch:
            known = reverse(route.name, kwargs=values)
            yield known.replace(str(values[name]), bad, 1)


def allowed(route: Route, random: Random) -> str:
    """A role the matrix lets in, by either method; the most hostile request is one of a colleague."""
    rows = MATRIX[route.name]
    inside = [role for place, role in enumerate(ROLES) if "o" in (rows[0][place], rows[1][place])]
    return random.choice(inside or list(ROLES))


def test_every_address_stands_hostile_input(walker: Walker) -> None:
    """Each address once, by the method that does most, as somebody drawn from those who may."""
    fuzzer, random = Fuzzer(walker), Random(SEED)
    for route in ROUTES:
        fuzzer.once(route, allowed(route, random))
    assert fuzzer.sent == len(ROUTES)
    fuzzer.nothing_found()


@pytest.mark.panjang
@pytest.mark.parametrize("part", range(8))
def test_every_address_stands_hostile_input_as_every_role(walker: Walker, part: int) -> None:
    fuzzer = Fuzzer(walker)
    for route in ROUTES[part::8]:
        fuzzer.route(route, list(ROLES), f"{SEED}, panjang")
    fuzzer.nothing_found()


@pytest.mark.parametrize(
    ("body", "headers", "fault"),
    [
        (b"Traceback (most recent call last)", {}, "shows"),
        (TAG.encode(), {}, "markup"),
        (b"", {HEADER: "ya"}, "injected"),
        (b"", {"Location": f"//{ELSEWHERE}/"}, "sends to"),
        (b"", {"Location": "javascript:alert(1)"}, "sends to"),
        (b"", {"X-Content-Type-Options": ""}, "nosniff"),
        (b"a", {"Content-Type": "text/csv"}, "character set"),
    ],
)
def test_the_judge_sees(body: bytes, headers: dict[str, str], fault: str) -> None:
    answer = HttpResponse(body, headers={"X-Content-Type-Options": "nosniff"} | headers)
    assert fault in "".join(faults(answer, body))
