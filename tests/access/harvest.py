"""Every byte the portal gives or leaves behind while a scene of cases is walked, told to a `Sweep`.

What the walk does is committed: jobs really go onto the queue, a real worker takes them, and a dump sees
what the tables keep.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BooleanField, DateField, FileField
from django.test import Client
from django.urls import reverse

from cases.views.notes import NoteListPage
from gugus.core.crypto.rotation import sealed_tables
from tests.access.matrix import values_for
from tests.access.planting import as_kernel, planted
from tests.access.routes import walk
from tests.access.walker import ROLES, Shown, Walker, address
from tests.access.watch import REASON, SHEETS, Watch, all_statements, rights_kept
from tests.cases.scene import OWNER, RECEIVER, STATES, word
from tests.files import one_page
from tests.scene import CANARIES, Scene

OTHERS = tuple(role for role in ROLES if role not in (OWNER, RECEIVER))
# In the quick walk, the states in which these two ask for every page of a case.
WALKS = {
    OWNER: ("sendiri", "dirujuk", "berhenti"),
    RECEIVER: ("dirujuk", "ditawarkan", "selesai", "dicabut", "berhenti_penerima"),
}
LAST = ("remove", "withdraw", "close", "delete", "lift", "end", "recusal", "transfer")


class Harvest(Watch):
    """One walk. `full` asks for every page in every state as all who are shown it, and as others in turn, so
    that each asks for each page and in each state (hidden answers are all one: test_cases_matrix.py); the
    quick one as those whose view the state changes, and as others now and then."""

    def __init__(self, walker: Walker, *, full: bool) -> None:
        self.walker, self.scene, self.full = walker, walker.scene, full
        self.regions, self.held = planted()
        super().__init__(self.words(), walker.clients)
        self.posted: list[str] = []
        self.made: list[str] = []
        self.forms = 0
        self.shown = Shown()

    def words(self) -> dict[str, str]:
        """Field and state → word, of all that is confidential about cases."""
        extra = {f"{name}@": CANARIES[name] for name in ("recusal", "breakglass", "withheld")}
        return self.scene.cases.words | extra

    def run(self) -> None:
        """Walk, type, let the worker work, then look at what lies about."""
        with all_statements() as statements, self.watching() as mailbox:
            with rights_kept():
                self.open_identities()
                self.pages()
            self.errors()
            self.journeys()
            self.queue()
            self.work(mailbox)
            self.papers()
        self.lines("sql", statements)
        self.rest()

    # What one asks for

    def at(self, state: str) -> Scene:
        """The scene whose own case is the one in that state."""
        rows, cases = self.scene.cases.rows[state], self.scene.cases
        extra = self.scene.extra | {"case": cases.cases[state], "case_paper": rows["CaseDocument"]}
        referral = cases.referrals.get(state)
        referrals = dict.fromkeys(cases.referrals, referral) if referral else cases.referrals
        own = {"sendiri": cases.rows["sendiri"] | rows}
        return replace(self.scene, extra=extra, cases=replace(cases, rows=own, referrals=referrals))

    def addresses(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every route of the portal once, those of cases in every state, with who asks; then every sheet."""
        seen: set[str] = set()
        for number, (state, route) in enumerate((s, r) for s in STATES for r in walk()):
            values = values_for(self.at(state), route)
            url = address(route, values)
            if url not in seen and route.name != "account_logout":
                seen.add(url)
                about = state if route.name.startswith("cases:") else ""
                yield url, self.roles_for(number, about, url, values)
        for path in SHEETS:
            yield f"{path}?_export=xlsx", ROLES
            yield f"{path}?_export=csv", (OWNER, RECEIVER)

    def roles_for(self, number: int, state: str, url: str, values: dict[str, object]) -> tuple[str, ...]:
        """Whoever is shown the row, and two who are not, in turn; of what is about no case, all.

        In the quick walk those whose view the state changes, and now and then another.
        """
        if not self.full:
            turn = (OTHERS[number // 3 % len(OTHERS)],) if number % 3 == 0 or not state else ()
            return (*(role for role, states in WALKS.items() if state in states), *turn)
        if not state or tuple(values) != ("pk",):
            return ROLES
        people = self.walker.people
        shown = [role for role in ROLES if self.shown(people.get(role), url, str(values["pk"]))]
        hidden = [role for role in ROLES if role not in shown]
        return (*shown, *(hidden[(number + step) % len(hidden)] for step in (0, 5)))

    def pages(self) -> None:
        for url, roles in self.addresses():
            for role in roles:
                self.ask(role, "GET", url)
        for path in SHEETS:
            self.ask(RECEIVER, "GET", f"{path}?q=KENARI")

    def open_identities(self) -> None:
        """Everybody tries to open every identity and shelter, after the notice of Pasal 24."""
        for number, (state, case) in enumerate(self.scene.cases.cases.items()):
            shelter = self.scene.cases.rows[state]["Shelter"].pk
            for role in ROLES if self.full else (OWNER, RECEIVER, OTHERS[number], OTHERS[number - 3]):
                self.ask(role, "POST", reverse("cases:identity-notice", args=[case.pk]))
                for name, asked in (("cases:identity", "semua"), ("cases:shelter-list", shelter)):
                    url = f"{reverse(name, args=[case.pk])}?bidang={asked}"
                    self.ask(role, "POST", url, {"reason": REASON})

    def errors(self) -> None:
        """400, 403, 404, 405 and 500, each where confidential text was at hand."""
        case = self.scene.cases.cases["sendiri"]
        url = reverse("cases:note-list", args=[case.pk])
        typed = self.typed("galat")
        self.ask(OWNER, "PUT", url)
        self.ask(OWNER, "GET", url, HTTP_HOST="jahat.example")
        self.ask("dinkes_kasus", "POST", url, {"body": typed})
        strict = Client(enforce_csrf_checks=True)
        strict.cookies.load(self.walker.clients[OWNER].cookies.output().replace("Set-Cookie: ", ""))
        self.seen("tamu", "POST tanpa token", strict.post(url, {"body": typed}))
        self.broken(url, typed)

    def broken(self, url: str, typed: str) -> None:
        """A view that dies with what it read and what was typed in its variables."""
        whole = NoteListPage.get_context_data

        def fail(view: Any, **kwargs: Any) -> Any:
            context = whole(view, **kwargs)
            notes = [note.body for note in context["notes"]]
            raise RuntimeError(f"{len(notes)} {len(typed)}")

        client = self.walker.clients[OWNER]
        client.raise_request_exception = False
        with patch.object(NoteListPage, "get_context_data", fail):
            for method in ("GET", "POST"):
                assert self.ask(OWNER, method, url, {"shared": "on", "extra": typed}).status_code == 500
        client.raise_request_exception = True

    # What one types

    def typed(self, name: str) -> str:
        """A word nobody has typed before, which only its typist may read."""
        self.sweep.add({f"typed@{name}": word(f"typed@{name}")})
        return word(f"typed@{name}")

    def journeys(self) -> None:
        """The owner's handler fills in and sends every form about the case; refused ones count as well."""
        routes = [route for route in walk() if route.name.startswith("cases:")]
        for route in sorted(routes, key=lambda route: any(end in route.name for end in LAST)):
            url = address(route, values_for(self.scene, route))
            page = self.ask(OWNER, "GET", url)
            form = (page.context or {}).get("form") if page.status_code == 200 else None
            if form is not None:
                answer = self.ask(OWNER, "POST", url, filled(form, self.typed(route.name)))
                self.posted += [route.name] if answer.status_code == 302 else []
                self.forms += 1
        self.paperwork()

    def paperwork(self) -> None:
        """A letter and two exports, asked for by those who may, and the yearly evaluation."""
        letter = reverse("cases:letter-create", args=[self.scene.cases.referrals["dirujuk"].pk])
        self.ask(OWNER, "POST", letter, {"with_identity": "on"})
        export = reverse("cases:export-create", args=[self.scene.cases.cases["dirujuk"].pk])
        self.ask(OWNER, "POST", export, {"purpose": "penyidikan", "with_identity": "on"})
        for name in ("cases:figures-refresh", "cases:evaluation-print"):
            self.ask("sekretariat", "POST", reverse(name))

    def papers(self) -> None:
        """What the worker made, as it is handed out."""
        rows = [row for rows in self.scene.cases.rows.values() for row in rows.values()]
        known = {row.pk for row in rows}
        known |= {self.scene.extra[name].pk for name in ("case_paper", "evaluation_paper")}
        tables = ("cases_casedocument", "cases_caseexport", "cases_evaluationdocument")
        for name, table in zip(("paper", "export", "evaluation"), tables, strict=True):
            with as_kernel() as cursor:
                cursor.execute(f"SELECT id FROM {table}")
                made = {row[0] for row in cursor.fetchall()} - known
            for key in made:
                self.made.append(name)
                for role in ROLES:
                    self.ask(role, "GET", reverse(f"cases:{name}-file", args=[key]))


def confidential() -> frozenset[str]:
    """Names of fields whose content is kept sealed, and of what forms call it."""
    columns = {column for table in sealed_tables() for column in table.columns}
    return frozenset(columns | {"alasan", "upload"})


def filled(form: Any, typed: str) -> dict[str, Any]:
    """An answer to every question: the first choice, yes, a day, a file; the word where it belongs."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        choices = [str(value) for value, _label in getattr(field, "choices", []) if value]
        initial = form.get_initial_for_field(field, name)
        if isinstance(field, FileField):
            page = (
                one_page(typed) + b"\n%" + b" " * 3 * 2**20
            )  # too much for memory: goes by a temporary file
            data[name] = SimpleUploadedFile(f"{typed}.pdf", page, "application/pdf")
        elif isinstance(field, DateField):
            data |= {f"{name}_0": "1", f"{name}_1": "2", f"{name}_2": "2026"}
        elif isinstance(field, BooleanField):
            data[name] = "on"
        elif choices:
            data[name] = initial if initial in choices else choices[0]
        else:
            data[name] = typed if name in confidential() else initial or "1"
    return data
