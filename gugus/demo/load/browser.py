"""Somebody at a browser, for locust: an address of one's own, sign-in by form, and an eye on each page."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

from locust import HttpUser, constant, task
from locust.exception import RescheduleTask
from requests.adapters import HTTPAdapter

from gugus.demo.load.pages import CONTENT, SIGN_IN, Form, fault_of, form_on

SECONDS = 120
VISITORS = count(1)


def comes_for(name: str, weight: int = 1) -> Callable[[Callable[[Any], None]], Any]:
    """A thing people come for; what goes wrong on the way ends it, and is counted under its name."""

    def decorate(body: Callable[[Any], None]) -> Any:
        @wraps(body)
        def play(person: "Person") -> None:
            person.journey = name
            body(person)

        return task(weight)(play)

    return decorate


class FromAddress(HTTPAdapter):
    """Connections from an address of this machine's own network: 127.0.0.0/8 has enough for everybody."""

    def __init__(self, number: int) -> None:
        self.source = f"127.{1 + number // 62500 % 250}.{number // 250 % 250}.{1 + number % 250}"
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self.source, 0), **kwargs)


class Person(HttpUser):
    """One account at one browser; nobody pauses, so each stands for many who do."""

    abstract = True
    wait_time = constant(0)
    role = ""
    journey = "masuk"
    name = ""
    turns: dict[str, Any] = {}

    def on_start(self) -> None:
        self.come()
        options = self.environment.parsed_options
        people = json.loads(Path(options.people).read_text())
        mine = people[self.role]
        self.account = mine[next(self.turns.setdefault(self.role, count())) % len(mine)]
        with suppress(RescheduleTask):  # it is counted, and so is every page that follows
            self.sign_in()

    def come(self) -> None:
        """A new visitor: another address, no cookies."""
        self.client.cookies.clear()
        self.client.mount("http://", FromAddress(next(VISITORS)))

    def mine(self, key: str) -> bool:
        """Deals the work of an office out among its people, so that two never do the same thing."""
        return int(key[:8], 16) % self.account["people"] == self.account["place"]

    def sign_in(self) -> None:
        self.journey, self.name = "masuk", ""
        form = self.form(SIGN_IN, "halaman masuk", holding="login")
        self.name = self.account["name"]
        answers = {"login": self.account["email"], "password": self.account["password"]}
        self.send(form, "kirim kata sandi", **answers)

    def sign_out(self) -> None:
        token = self.client.cookies.get("csrftoken", "")
        self.name = ""
        self.ask("POST", "/akun/keluar/", "keluar", data={"csrfmiddlewaretoken": token})

    def get(self, path: str, page: str, **wanted: Any) -> str:
        """Open a page; what is not the page asked for ends the journey."""
        return str(self.ask("GET", path, page, **wanted).text)

    def form(self, path: str, page: str, *, holding: str = "") -> Form:
        """The form of a page that has one. Raises LookupError."""
        found = form_on(self.get(path, page), path, holding=holding)
        if found is None:
            raise LookupError(f"{page}: tanpa formulir")
        return found

    def send(self, form: Form, page: str, **answers: Any) -> Any:
        """Send a form; one that comes back to be corrected is a fault."""
        fields = form.fields | answers
        return self.ask("POST", form.action, page, data=fields, left=form.action)

    def ask(
        self,
        method: str,
        path: str,
        page: str,
        *,
        ok: tuple[int, ...] = (200,),
        shows: str = "",
        begins: bytes = b"",
        left: str = "",
        **more: Any,
    ) -> Any:
        """One request with its redirects; `begins` are the first bytes of a file, `left` the page left."""
        about: dict[str, Any] = {"name": page, "catch_response": True, "timeout": SECONDS}
        with self.client.request(method, path, context=self.about, **about, **more) as answer:
            text = "" if begins else answer.text or ""
            fault = fault_of(answer.status_code, text, name=self.name, ok=ok, shows=shows)
            if not fault and not answer.content.startswith(begins):
                fault = f"{CONTENT}: berkas lain"
            if not fault and left and not answer.history:
                fault = f"{CONTENT}: formulir kembali"
            if fault:
                answer.failure(fault)
                raise RescheduleTask
            answer.success()
        return answer

    @property
    def about(self) -> dict[str, str]:
        return {"role": self.role, "journey": self.journey}
