"""Accounts and work enough for a load run, by the services of the demo: everybody has a name of their own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from gugus.demo import openness, stories, structure
from gugus.demo.acting import PASSWORD, account, as_person, person
from gugus.demo.regions import REGIONS, Account, DemoCase, DemoReferral, DemoRegion
from members import services
from members.models import Agency, Seat

LOADED = ("kediri", "oku_selatan", "dki", "jakarta_barat")
PLANS, CASES = REGIONS["kediri"], REGIONS["oku_selatan"]
OFFICES = ("polres", "dinsos", "disnaker")
DESKS = ("polres.ppa", "dinsos.kasus", "uptd.ppa")
EACH = 3
VICTIMS = 20


def gather(data: Path) -> Path:
    """Add the people and their work to loaded regions, once; returns the file that lists them by role."""
    file = data / "people.json"
    if not file.exists():
        listed = _listed()
        _work()
        openness.release(PLANS)
        file.write_text(json.dumps(listed))
    return file


def _listed() -> dict[str, list[dict[str, Any]]]:
    return {
        "sekretariat": [known(PLANS, local) for local in ("sekretariat", "sekretariat2")] + _secretaries(),
        "penghubung": [liaison(local, n) | share(n) for n in range(EACH) for local in OFFICES],
        "penangan": [handler(local, n) | share(n) for n in range(EACH) for local in DESKS],
        "sekda": [known(PLANS, "sekda")],
        "pengawas": [known(PLANS, "pengawas")],
        "provinsi": [known(REGIONS["dki"], "sekda")],
    }


def known(region: DemoRegion, local: str) -> dict[str, str]:
    """An account of the region as a browser needs it."""
    who = person(region, local)
    return {"email": who.email, "name": who.full_name, "password": PASSWORD}


def share(number: int) -> dict[str, int]:
    """Which part of the office's work is this person's."""
    return {"place": number, "people": EACH}


def named(like: Account, number: int) -> Account:
    """Another person in the same office; the first is the demo's own."""
    return replace(like, local=f"{like.local}.{number}", name=f"{like.name} {number}", coordinator=False)


def like(region: DemoRegion, local: str) -> Account:
    return next(each for each in region.accounts if each.local == local)


def _secretaries() -> list[dict[str, str]]:
    """Named by the first secretary, confirmed by the first."""
    made = []
    for number in range(1, EACH):
        who = account(PLANS, f"sekretariat.{number}", f"Sekretaris Contoh {number}")
        since = PLANS.decree.signed
        with as_person(PLANS, "admin") as by:
            waiting = services.appointment_propose(
                by=by, user=who, role="sekretariat", basis="dinas", valid_from=since
            )
        with as_person(PLANS, "sekretariat") as second:
            services.appointment_confirm(appointment=waiting, by=second)
        made.append(known(PLANS, f"sekretariat.{number}"))
    return made


def liaison(local: str, number: int) -> dict[str, str]:
    """By the letter of the agency's head."""
    region = PLANS
    if not number:
        return known(region, local)
    each = named(like(region, local), number)
    account(region, each.local, each.name)
    with as_person(region, "sekretariat") as by:
        agency = Agency.objects.visible_to(by).get(short_name=each.agency)
        seat = Seat.objects.filter(decree__number=region.decree.number, agency=agency, is_head=True).get()
    structure.appoint(region, each, seat)
    return known(region, each.local)


def handler(local: str, number: int) -> dict[str, str]:
    """Proposed by the agency's head, confirmed by the secretariat."""
    region = CASES
    if not number:
        return known(region, local)
    each = named(like(region, local), number)
    account(region, each.local, each.name)
    structure.handler_appoint(region, each)
    return known(region, each.local)


def _work() -> None:
    """Cases, each referred to two agencies that have not answered yet."""
    to = tuple(
        DemoReferral(local, (service,))
        for local, service in (("dinsos.kasus", "rumah_aman"), ("polres.ppa", "penegakan_hukum"))
    )
    place = CASES.cases[0].place
    for number in range(1, VICTIMS + 1):
        told = DemoCase(place, f"Korban Contoh {number}", days_ago=number % 9 + 1)
        case = stories.open_case(CASES, told, [])
        for each in to:
            stories.refer(CASES, told, case, each)
