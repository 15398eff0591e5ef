"""The demo's five regions with a word of its own in every sealed column and file, asked for by everybody."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    AccessReport,
    Attachment,
    Case,
    CaseDocument,
    CaseDraft,
    CaseExport,
    CaseLink,
    CaseNote,
    OverRead,
    Shelter,
)
from cases.selectors.breakglass import breakglass_to_review
from cases.selectors.cases import case_list, desks_of
from cases.services.breakglass import breakglass_review
from gugus.accounts.models import User
from gugus.core.crypto import seal, sealed_storage
from gugus.core.crypto.rotation import Table, sealed_tables
from gugus.demo import stories
from gugus.demo.acting import as_person, person
from gugus.demo.regions import REGIONS, DemoCase, DemoReferral, DemoRegion
from tests.access.grants import asked, cases_of
from tests.access.planting import as_kernel
from tests.access.routes import Route, walk
from tests.access.walker import Shown
from tests.access.watch import REASON, SHEETS, Watch, rights_kept
from tests.cases.scene import word
from tests.files import one_page

BY, SECOND, THIRD = "uptd.ppa", "polres.ppa", "dinsos.kasus"
SHAPES = {
    "cases_identity.nik": lambda name, number: f"357101410799{number:04}",
    # Days of two digits: "1 Mei 1903" would be found in "21 Mei 1903".
    "cases_identity.birth_date": lambda name, number: str(date(1903, 1 + number // 19, 10 + number % 19)),
    "cases_identity.phone": lambda name, number: f"0812{7_000_000 + number:08}",
}


def load() -> list[DemoRegion]:
    """All regions, as `script/demo` loads them; those with cases get a row in every sealed table."""
    call_command("load_demo", *REGIONS, stdout=StringIO())
    regions = [region for region in REGIONS.values() if region.cases]
    for region in regions:
        _fill(region)
    return regions


def _fill(region: DemoRegion) -> None:
    """What the region's own story does not tell: three more cases, with all that may be kept of one."""
    place = region.cases[0].place
    with as_person(region, BY) as by:
        before = set(case_list(by).values_list("pk", flat=True))
    refer = (
        DemoReferral(SECOND, ("penegakan_hukum",), "layanan"),
        DemoReferral(THIRD, ("rehabilitasi_sosial",), "diterima"),
    )
    urgent = "" if any(told.emergency for told in region.cases) else THIRD
    child = DemoReferral(SECOND, ("penegakan_hukum",), "selesai", basis="anak")
    told = (
        DemoCase(place, "Kasus Contoh", days_ago=3, age="13_17", referrals=refer, recused=THIRD),
        DemoCase(place, "Kasus Contoh Lain", days_ago=2, emergency=urgent),
        DemoCase(place, "Anak Contoh", days_ago=1, age="6_12", referrals=(child,), closure="pulih"),
    )
    stories.build(replace(region, cases=told))
    with as_person(region, BY) as by:
        case, other, _closed = case_list(by).exclude(pk__in=before).order_by("created_at")
        _keep(case, by)
        _hand_out(case, by)
        first, second = sorted((case, other), key=lambda row: row.pk)
        CaseLink(first=first, second=second, note="-", made_by=by).save(force_insert=True)
    with as_person(region, SECOND) as other_desk:
        _keep(case_list(other_desk).get(pk=case.pk), other_desk)
    _found(first, second, person(region, "sekretariat"), case, by)
    with as_person(region, "pengawas") as judge:
        for use in breakglass_to_review(judge):
            breakglass_review(row=use, outcome="wajar", note="-", by=judge)


def _keep(case: Case, by: User) -> None:
    """Notes and files of a desk, one of each shared; a draft, and a reason for opening too many."""
    desk = desks_of(by)[0]
    mine: dict[str, Any] = {"case": case, "group": desk.group}
    for shared in (False, True):
        CaseNote(body="-", shared=shared, agency=desk.agency, written_by=by, **mine).save(force_insert=True)
        Attachment(
            title="-", shared=shared, uploaded_by=by, content_type="application/pdf", size=1,
            sha256="0" * 64, **mine,
        ).save(force_insert=True)  # fmt: skip
    CaseDraft(user=by, case=case, key="catatan", fields="{}").save(force_insert=True)
    OverRead(
        case=case, code=case.code, task_force=case.task_force, agency=desk.agency, user=by, count=31,
        reason="-",
    ).save(force_insert=True)  # fmt: skip


def _hand_out(case: Case, by: User) -> None:
    """A shelter, a letter, an export, and a data subject's report."""
    mine: dict[str, Any] = {"case": case, "group": desks_of(by)[0].group}
    Shelter(case=case, name="-", since=by.authority.today, recorded_by=by).save(force_insert=True)
    paper = CaseDocument(
        made_by=by, task_force=case.task_force, kind="laporan_akses", title="Laporan", file="-",
        sha256="0" * 64, signed_file="-", signed_sha256="0" * 64, signed_recorded_at=timezone.now(), **mine,
    )  # fmt: skip
    paper.save(force_insert=True)
    AccessReport(case=case, document=paper, withheld_reason="-").save(force_insert=True)
    week = timezone.now() + timedelta(days=7)
    CaseExport(requested_by=by, purpose="korban", expires_at=week, **mine).save(force_insert=True)


def _found(first: Case, second: Case, gone: User, case: Case, colleague: User) -> None:
    """As the kernel finds two victims of one NIK; and somebody of the colleague's desk who stopped."""
    with as_kernel() as cursor:
        cursor.execute(
            "INSERT INTO cases_possiblematch (id, task_force_id, first_id, second_id, first_code,"
            " second_code, status, note, found_at) VALUES (%s, %s, %s, %s, %s, %s, 'periksa', '', now())",
            [uuid4(), first.task_force_id, first.pk, second.pk, first.code, second.code],
        )
        cursor.execute(
            "INSERT INTO cases_recusal (id, case_id, user_id, group_id, reason, recorded_by_id, created_at)"
            " VALUES (%s, %s, %s, %s, '', %s, now())",
            [uuid4(), case.pk, gone.pk, case.owner_id, colleague.pk],
        )


def plant() -> dict[str, str]:
    """Seal a word of its own into every column and file of every row: `table.column@row` → word."""
    words: dict[str, str] = {}
    for table in sealed_tables():
        with as_kernel() as cursor:
            cursor.execute(f"SELECT {table.key} FROM {table.name} ORDER BY 1")  # type: ignore[arg-type]
            for number, (key,) in enumerate(cursor.fetchall()):
                held = dict(_sealed(table, str(key), number, words))
                sets = ", ".join(f'"{column}" = %s' for column in held)
                cursor.execute(
                    f"UPDATE {table.name} SET {sets} WHERE {table.key} = %s",  # type: ignore[arg-type]
                    [*held.values(), key],
                )
    return words


def _sealed(table: Table, key: str, number: int, words: dict[str, str]) -> Iterator[tuple[str, bytes | str]]:
    for column in (*table.columns, *(name for name, _storage in table.files)):
        place = f"{table.name}.{column}"
        told = SHAPES.get(place, lambda name, _number: word(name))(f"{place}@{key}", number)
        words[f"{place}@{key}"] = told
        if column not in table.columns:
            yield column, sealed_storage().save(f"cases/{uuid4()}.bin", ContentFile(one_page(told)))
        else:
            text = json.dumps({"body": told}) if place == "cases_casedraft.fields" else told
            yield column, seal(text.encode(), table=table.name, column=column, row=key)


# Pages of no single row that may show something of a case: asked for by everybody.
ABOUT = ("cases:", "home", "dashboard:", "audit-list", "notices:", "accounts:account", "documents:anchor")


class Everybody(Watch):
    """Every active account, and one signed out, asks for every case by its address.

    For every page of every row that the page's own query gives the account, and in turn for the others: each
    account asks for each case, each role for each page. What is hidden has to be answered as if not there.
    """

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(words, {"tamu": Client()})
        self.people: dict[str, User | None] = {"tamu": None}
        for user in User.objects.filter(is_active=True).order_by("email"):
            self.people[user.email], self.clients[user.email] = user, Client()
            self.clients[user.email].force_login(
                user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        self.cases = asked("SELECT id::text, code FROM cases_case ORDER BY 1")
        self.shelters = asked("SELECT id::text, case_id::text FROM cases_shelter")
        self.shown = Shown()
        self.wrong: set[str] = set()
        self.pages: dict[str, list[str]] = {}
        for route in walk():
            if route.name.startswith("cases:") and route.parameters == ("pk",) and keys(route):
                self.pages[route.name] = keys(route)
        self.jobs = [key for (key,) in asked("SELECT id::text FROM cases_casejob ORDER BY 1")]

    def run(self) -> None:
        with self.watching() as mailbox:
            with rights_kept():
                for number, who in enumerate(self.clients):
                    self.open_identities(who)
                    self.rows(number, who)
                    self.lists(number, who)
            self.queue()
            self.work(mailbox)
        self.rest()

    def open_identities(self, who: str) -> None:
        """Masked until asked for by POST; and a code is typed, never part of an address."""
        finds = self.ask(who, "GET", reverse("cases:case-find")).status_code == 200
        for case, code in self.cases:
            notice = reverse("cases:identity-notice", args=[case])
            if self.shown(self.people[who], notice, case):
                self.ask(who, "POST", notice)
            url = f"{reverse('cases:identity', args=[case])}?bidang=semua"
            self.ask(who, "POST", url, {"reason": REASON})
            if finds:
                self.ask(who, "POST", reverse("cases:case-find"), {"code": code})
        for shelter, case in self.shelters:
            url = f"{reverse('cases:shelter-list', args=[case])}?bidang={shelter}"
            self.ask(who, "POST", url, {"reason": REASON})

    def rows(self, number: int, who: str) -> None:
        for place, (name, rows) in enumerate(self.pages.items()):
            url = reverse(name, args=[uuid4()])
            shown = {row for row in rows if self.shown(self.people[who], url, row)}
            hidden = [row for row in rows if row not in shown]
            turn = hidden[(number + place) % len(hidden)] if hidden and not (number + place) % 3 else None
            for row in [row for row in rows if row in shown or row == turn]:
                url = reverse(name, args=[row])
                status = self.ask(who, "GET", url).status_code
                if row in hidden and status not in (302 if who == "tamu" else 404, 405):
                    self.wrong.add(f"{who} {url} {status}")

    def lists(self, number: int, who: str) -> None:
        """Pages of no single row, those of no case in turn; sheets and searches; a job of somebody's."""
        opened = set()
        for place, route in enumerate(route for route in walk() if not route.parameters):
            about = route.name.startswith(ABOUT) or not (number + place) % 9
            if about and route.name != "account_logout":
                url = reverse(route.name)
                opened |= {url} if self.ask(who, "GET", url).status_code == 200 else set()
        for path in opened & set(SHEETS):
            for query in ("_export=xlsx", "_export=csv", "q=KENARI", f"q={self.cases[0][1]}"):
                self.ask(who, "GET", f"{path}?{query}")
        self.ask(who, "GET", reverse("core:job", args=["cases.casejob", self.jobs[number % len(self.jobs)]]))


# Beginning of a route's name → table whose rows its address names; all others name a case.
NAMED = {
    "cases:attachment-file": "cases_attachment",
    "cases:attachment-remove": "cases_attachment",
    "cases:attachment-share": "cases_attachment",
    "cases:match": "cases_possiblematch",
    "cases:shelter-update": "cases_shelter",
    "cases:recusal-lift": "cases_recusal",
    "cases:breakglass": "cases_breakglass",
    "cases:referral-create": "cases_case",
    "cases:referral": "cases_referral",
    "cases:offer": "cases_referral",
    "cases:letter": "cases_referral",
    "cases:consent-withdraw": "cases_consent",
    "cases:need-create": "cases_case",
    "cases:need": "cases_serviceneed",
    "cases:service-update": "cases_servicerecord",
    "cases:link-remove": "cases_caselink",
    "cases:paper": "cases_casedocument",
    "cases:export-create": "cases_case",
    "cases:export": "cases_caseexport",
}


def keys(route: Route) -> list[str]:
    """Of all rows the address of a page may name; of words and holidays, which are about no case, none."""
    if route.name.startswith(("cases:term", "cases:holiday")):
        return []
    table = next((table for start, table in NAMED.items() if route.name.startswith(start)), "cases_case")
    return [key for (key,) in asked(f"SELECT id::text FROM {table} ORDER BY 1")]


def bare(regions: list[DemoRegion]) -> list[str]:
    """Sealed tables of which a region with cases has no row."""
    codes = {region.code for region in regions}
    return [
        f"{table.name} {code}"
        for table in sealed_tables()
        for code in codes - {code for _case, code in cases_of(table.name).values()}
    ]
