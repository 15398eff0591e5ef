"""Ask every address as every role, without leaving a trace, and say in one letter what came of it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from inspect import signature
from urllib.parse import quote

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.views import View

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.core.views import SelectorPage
from tests.access.routes import Route
from tests.scene import Scene

# One letter per role, in this order, in each row of the matrix.
ROLES = (
    "tamu",  # signed out
    "sekretariat",
    "dinsos",  # penghubung of the agency whose things are asked for
    "dinkes",  # penghubung of another agency
    "dinsos_kasus",  # penangan of the agency
    "sekda",  # pimpinan
    "pengawas",
    "admin",
    "hukum",  # penelaah Bagian Hukum
    "asing",  # sekretariat of another task force
    "statistik",  # pengolah data statistik
    "polres_ppa",  # penangan of the agency to which cases of Dinas Sosial are referred
    "dinkes_kasus",  # penangan of an agency that has no part in them
    "koordinator",  # koordinator kasus, penangan of yet another agency
)
METHODS = ("GET", "POST")
OTHER_METHODS = ("PUT", "PATCH", "DELETE")


def letter(response: HttpResponse) -> str:
    """o allowed · x 403 · . 404 · m 405 · L sent to sign in · ! anything else."""
    if response.status_code == 302 and response.url.startswith("/akun/masuk/?next="):
        return "L"
    if response.status_code < 400 or response.status_code in (400, 409, 422):
        return "o"
    if response.status_code == 503 and response.headers["Content-Type"] == "application/json":
        return "o"  # /siap/ answers: no worker runs beside this test
    return {403: "x", 404: ".", 405: "m"}.get(response.status_code, "!")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


FIGURE_READERS = {
    "sekretariat", "dinsos", "dinkes", "dinsos_kasus", "sekda", "pengawas", "statistik", "polres_ppa",
    "dinkes_kasus", "koordinator",
}  # fmt: skip
# Who may read which canary, in any page, file or header.
MAY_READ = {
    "draft_decree": {"sekretariat"},
    "draft_plan": {"sekretariat"},
    "draft_report": {"dinsos", "dinsos_kasus"},
    "answer_run": {"dinsos"},
    "own_evidence": {"dinsos", "dinsos_kasus"},
    "own_file": {"dinsos", "dinsos_kasus"},
    "hidden_evidence": {"dinkes", "dinkes_kasus", "sekretariat", "sekda", "pengawas"},
    "hidden_file": {"dinkes", "dinkes_kasus", "sekretariat", "sekda", "pengawas"},
    "reviewer_note": {"sekretariat", "hukum"},
    "chapter": {"sekretariat"},
    "typed": {"dinsos"},
    "notice": {"dinsos"},
    "draft_meeting": {"sekretariat"},
    "attendance_phone": {"sekretariat"},
    "draft_follow_up": {"sekretariat"},
    "agenda_note": {"sekretariat", "sekda"},
    "meeting_scan": {"sekretariat"},
    "letter": {"sekretariat"},
    "minutes": {"sekretariat"},
    "remark": FIGURE_READERS,
    "evaluation": FIGURE_READERS,
    "recusal": {"dinsos_kasus"},
    "withheld": set(),
    "breakglass": {"dinsos_kasus", "pengawas", "koordinator"},
}


def forms(canary: str) -> list[bytes]:
    """The ways a word may travel: as it is, in capitals, base64, URL-coded."""
    plain = canary.encode()
    return [plain, canary.upper().encode(), base64.b64encode(plain)[:-3], quote(canary).encode()]


def leaks(scene: Scene, role: str, response: HttpResponse) -> list[str]:
    """Canaries in the bytes and headers of an answer that this role may not read."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    sent = body + str(dict(response.headers)).encode()
    may_read = MAY_READ | scene.cases.readers
    return [
        f"{role} reads {name}"
        for name, canary in suspects(scene, sent)
        if role not in may_read[name] and any(form in sent for form in forms(canary))
    ]


def suspects(scene: Scene, sent: bytes) -> Iterator[tuple[str, str]]:
    """The canaries worth looking for: words only where their common beginning is, digits always."""
    words = any(start in sent for start in forms("KENARI")[:2]) or b"S0VOQVJJ" in sent
    for name, canary in scene.canaries.items():
        if words or canary.isdigit():
            yield name, canary


def counts() -> dict[str, int]:
    """Rows of every table of ours but the trail and sessions: a refused request changes none."""
    with connection.cursor() as cursor:
        cursor.execute(counting())
        return dict(cursor.fetchall())


@cache
def counting() -> str:
    ours = ("members", "rad", "accounts", "notices")
    names = [m._meta.db_table for m in apps.get_models() if m._meta.app_label in ours]
    acts = "SELECT 'acts', count(*) FROM core_auditevent WHERE action <> 'core.denied'"
    return " UNION ALL ".join([acts, *(f"SELECT '{n}', count(*) FROM {n}" for n in names)])


class Walker:
    """Clients per role over one scene."""

    def __init__(self, scene: Scene, foreigner: User) -> None:
        self.scene = scene
        self.people = {role: scene.world.people[role] for role in ROLES if role in scene.world.people}
        self.people["asing"] = foreigner
        self.clients = {role: self._client(role) for role in ROLES}
        self.before = counts()

    def _client(self, role: str) -> Client:
        client = Client(raise_request_exception=True)
        if role in self.people:
            client.force_login(
                self.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    def ask(self, role: str, method: str, url: str) -> HttpResponse:
        """The answer; the client forgets what the answer did to its cookies."""
        client = self.clients[role]
        before = client.cookies.output()
        response = client.generic(method, url)
        client.cookies.clear()
        client.cookies.load(before.replace("Set-Cookie: ", ""))
        return response

    def row(self, url: str, method: str) -> tuple[str, list[str]]:
        """The letters of all roles, and complaints about refused requests that changed something."""
        letters, complaints = "", []
        for role in ROLES:
            with undone():
                response = self.ask(role, method, url)
                got = letter(response)
                complaints += leaks(self.scene, role, response)
                if got in "xL.m" and method == "POST" and counts() != self.before:
                    complaints.append(f"{role}: {got} but rows changed")
            letters += got
        return letters, complaints


def address(route: Route, values: dict[str, object]) -> str:
    return reverse(route.name, kwargs={name: values[name] for name in route.parameters})


class Shown:
    """Whether the query behind a page gives a person a row; there is no other way to one (`SelectorPage`)."""

    def __init__(self) -> None:
        self.known: dict[tuple[object, ...], set[str]] = {}

    def __call__(self, person: User | None, url: str, row: str) -> bool:
        """Nobody who is signed out is. Raises LookupError for a page of another kind."""
        view = getattr(resolve(url).func, "view_class", View)
        if not issubclass(view, SelectorPage):
            raise LookupError(f"{url} shows rows without a selector")
        if person is None:
            return False
        one = (row,) if len(signature(view.selector).parameters) == 2 else ()
        key = (person.pk, view.selector, *one)
        if key not in self.known:
            user = User.objects.get(pk=person.pk)
            with acting_as(user):
                found = view.selector(user, *one)
                rows = [found] if one and found else found or ()
                self.known[key] = {str(each.pk) for each in rows}
        return row in self.known[key]
