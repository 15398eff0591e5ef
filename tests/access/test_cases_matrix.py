"""URL × method × role × state of a case: what opens follows from rights alone, and the rest is not there.

`POLICY` says per address which rights GET and POST need; `standing` which rights a role has on a case in a
state. Who may not see a case gets 404, whoever sees it but lacks a right 403. Hidden and absent answer byte
for byte the same.
"""

import re
import uuid
from typing import NamedTuple

import pytest

from cases.enums import CASE_RIGHTS, HANDLE, IDENTITY, REFERRAL_TRANSITIONS, SHELTER, VIEW
from tests.access.matrix import values_for
from tests.access.routes import Route, walk
from tests.access.test_matrix import TOKEN
from tests.access.walker import METHODS, Walker, address, letter, undone
from tests.cases.scene import OWNER, RECEIVER, STATES
from tests.scene import Scene

ROLES = (OWNER, RECEIVER)
ACTED_ON = ("dirujuk", "dicabut", "berhenti", "ditutup")  # states in which each POST is tried too
OUTSIDERS = ("dinkes_kasus", "koordinator", "sekretariat", "pengawas")
OWN, OPEN, CLOSED = "own", "open", "closed"
NEVER = frozenset({"no such method"})  # 405 whoever asks
MUTE = frozenset({"no such method once seen"})  # 405 for those who see the case


class Row(NamedTuple):
    """What GET and POST need; `thing` is the model of the row an address names, `seen` what shows it."""

    get: frozenset[str]
    post: frozenset[str]
    thing: str = "Case"
    seen: frozenset[str] = frozenset({VIEW})


def row(get: str, post: str = "", thing: str = "Case", seen: str = VIEW) -> Row:
    return Row(_set(get), _set(post) if post else NEVER, thing, _set(seen))


def _set(words: str) -> frozenset[str]:
    return MUTE if words == "mute" else frozenset(words.split())


WRITE, OWNING = f"{HANDLE} {OPEN}", f"{OWN} {OPEN}"
OVERDUE = "overdue"  # closed longer than its retention: no state of the scene (tests/cases/test_retention.py)
POLICY = {
    "case-detail": row(VIEW),
    "case-update": row(OWNING, OWNING),
    "incident-update": row(OWNING, OWNING),
    "case-close": row(OWNING, OWNING),
    "case-reopen": row(f"{OWN} {CLOSED}", f"{OWN} {CLOSED}"),
    "draft-save": row("mute", WRITE),
    "case-trail": row(OWN),
    "access-report": row(OWN, OWN),
    "recusal-create": row(VIEW, VIEW),
    "screening": row(WRITE, WRITE),
    "consent-list": row(VIEW),
    "consent-create": row(WRITE, WRITE),
    "consent-withdraw": row(HANDLE, HANDLE, "Consent"),
    "need-create": row(WRITE, WRITE),
    "need-met": row(WRITE, WRITE, "ServiceNeed"),
    "need-remove": row(WRITE, WRITE, "ServiceNeed"),
    "service-create": row(WRITE, WRITE),
    "service-update": row(OWNING, OWNING, "ServiceRecord"),
    "note-list": row(VIEW, WRITE),
    "link-create": row(WRITE, WRITE),
    "link-remove": row(WRITE, WRITE, "CaseLink", OWN),
    "stage": row(WRITE, WRITE),
    "checklist": row(VIEW, WRITE),
    "identity": row(IDENTITY),
    "identity-notice": row(IDENTITY, IDENTITY),
    "identity-update": row(f"{IDENTITY} {WRITE}", f"{IDENTITY} {WRITE}"),
    "shelter-list": row(SHELTER),
    "shelter-add": row(f"{SHELTER} {WRITE}", f"{SHELTER} {WRITE}"),
    "shelter-update": row(f"{SHELTER} {WRITE}", f"{SHELTER} {WRITE}", "Shelter", SHELTER),
    "attachment-list": row(VIEW),
    "attachment-add": row(WRITE, WRITE),
    "attachment-file": row(VIEW, "", "Attachment", OWN),
    "attachment-remove": row(WRITE, WRITE, "Attachment", OWN),
    "attachment-share": row(WRITE, WRITE, "Attachment", OWN),
    "paper-detail": row(OWN, "", "CaseDocument", OWN),
    "paper-file": row(OWN, "", "CaseDocument", OWN),
    **{f"disposal-{act}": row(OVERDUE, OVERDUE) for act in ("propose", "approve", "withdraw", "paper")},
    "export-create": row(OWN, OWN),
    "export-detail": row(OWN, "", "CaseExport", OWN),
    "export-file": row(OWN, "", "CaseExport", OWN),
    "referral-create": row(WRITE, WRITE),
    "transfer-create": row(OWNING, OWNING),
}
# A POST without what it asks about is not there, whoever sends it; tests of their own fill it in.
EMPTY_POST = {"identity", "shelter-list"}
# A referral as far as one had part in it (`referral_letters`).
REFERRAL = {
    "referral-detail", "referral-update", "referral-check", "referral-draft-delete", "offer", "letter-create",
    *(f"referral-{move}" for move in REFERRAL_TRANSITIONS if move != "send"),
}  # fmt: skip
QUICK_REFERRAL = {"referral-detail", "referral-accept", "referral-withdraw"}  # the rest in the full tier
# About no one case, or nothing that a state of a case decides; tests/access/matrix.py has their rows.
ELSEWHERE = {
    "match-update", "term-end", "holiday-remove", "recusal-lift", "breakglass-review", "breakglass-end",
    "evaluation-paper", "evaluation-file",
}  # fmt: skip
ROUTES = {
    route.name.removeprefix("cases:"): route
    for route in walk()
    if route.name.startswith("cases:") and "pk" in route.parameters
}
ABSENT = uuid.UUID("00000000-0000-4000-8000-000000000000")


def standing(role: str, state: str) -> frozenset[str]:
    """Rights of a role on the scene's case in a state (tests/cases/scene.py)."""
    owner, receiver = STATES[state]
    if role == OWNER and owner:
        return CASE_RIGHTS | {OWN, CLOSED if state == "ditutup" else OPEN}
    if role == RECEIVER and receiver:
        return frozenset({VIEW, HANDLE, IDENTITY, OPEN})  # the consent's scope is `identitas`
    return frozenset()


def expected(policy: Row, method: str, held: frozenset[str]) -> str:
    needs = policy.get if method == "GET" else policy.post
    if needs is NEVER:
        return "m"
    if not policy.seen <= held:
        return "."
    if needs is MUTE:
        return "m" if policy.post <= held else "x"
    return "o" if needs <= held else "x"


def key_of(scene: Scene, thing: str, state: str) -> uuid.UUID | None:
    """The row of a case in a state; None where the scene has none."""
    if thing == "Case":
        return scene.cases.cases[state].pk
    found = scene.cases.rows[state].get(thing)
    return found.pk if found else None


def url_of(scene: Scene, route: Route, key: object) -> str:
    return address(route, values_for(scene, route) | {"pk": key})


def test_every_address_has_a_policy() -> None:
    assert set(ROUTES) == set(POLICY) | REFERRAL | ELSEWHERE, "an address without a row, or the other way"


@pytest.mark.parametrize("name", sorted(POLICY.keys() & ROUTES.keys()))
def test_rights_decide(walker: Walker, name: str) -> None:
    policy, route, wrong = POLICY[name], ROUTES[name], []
    for state in STATES:
        key = key_of(walker.scene, policy.thing, state)
        if key is None:
            continue
        posts = state in ACTED_ON and name not in EMPTY_POST
        for method in METHODS if posts else METHODS[:1]:
            for role in ROLES:
                with undone():
                    got = letter(walker.ask(role, method, url_of(walker.scene, route, key)))
                want = expected(policy, method, standing(role, state))
                if got != want:
                    wrong.append(f"{method} {state} {role}: expected {want}, got {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(POLICY.keys() & ROUTES.keys()))
def test_hidden_and_absent_answer_alike(walker: Walker, name: str) -> None:
    """Not referred, offered, finished, revoked, refused, recused and never there: the same bytes."""
    policy, route = POLICY[name], ROUTES[name]
    hidden = {state: key_of(walker.scene, policy.thing, state) for state in STATES}
    for role in (*ROLES, OUTSIDERS[0]):
        states = STATES if role in ROLES else ACTED_ON[:1]
        unseen = [hidden[state] for state in states if not policy.seen <= standing(role, state)]
        absent = said(walker, role, route, ABSENT)
        for key in filter(None, unseen):
            assert said(walker, role, route, key) == absent, f"{role} {key}"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in QUICK_REFERRAL else pytest.mark.panjang)
        for name in sorted(REFERRAL & ROUTES.keys())
    ],
)
def test_a_referral_is_there_for_those_who_had_part_in_it(walker: Walker, name: str) -> None:
    """The sender's side while it sees the case, the receiver's unless recused; nobody else learns of one."""
    route, scene = ROUTES[name], walker.scene
    asking = (*ROLES, OUTSIDERS[0])
    absent = {role: said(walker, role, route, ABSENT) for role in asking}
    for state, referral in scene.cases.referrals.items():
        for role in asking:
            with undone():
                got = letter(walker.ask(role, "GET", url_of(scene, route, referral.pk)))
            part = has_part(role, state)
            assert part or got == ".", f"{state} {role}: {got}"
            if got == ".":
                assert said(walker, role, route, referral.pk) == absent[role], f"{state} {role}"
    for move, side in (("accept", RECEIVER), ("withdraw", OWNER)):
        if name == f"referral-{move}":
            with undone():
                url = url_of(scene, route, scene.cases.referrals["ditawarkan"].pk)
                assert {role: letter(walker.ask(role, "GET", url)) for role in ROLES} == {
                    role: "o" if role == side else "x" for role in ROLES
                }


def has_part(role: str, state: str) -> bool:
    if role == OWNER:
        return state == "draf" or STATES[state][0]
    return role == RECEIVER and state not in ("draf", "berhenti_penerima")


@pytest.mark.panjang
@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_sees_any(walker: Walker, role: str) -> None:
    """In no state, at no address, in neither method."""
    for name in sorted(POLICY.keys() & ROUTES.keys()):
        for state in ("dirujuk", "dicabut"):
            key = key_of(walker.scene, POLICY[name].thing, state)
            for method in METHODS if key else ():
                with undone():
                    got = letter(walker.ask(role, method, url_of(walker.scene, ROUTES[name], key)))
                assert got in ".m", f"{method} {name} {state}: {got}"


def said(walker: Walker, role: str, route: Route, key: object) -> tuple[int, bytes, str]:
    """What a role is told, without the token of CSRF and the address it asked for."""
    with undone():
        response = walker.ask(role, "GET", url_of(walker.scene, route, key))
        body = TOKEN.sub(b"", response.content).replace(str(key).encode(), b"")
    headers = re.sub(r"[A-Za-z0-9]{32,}", "", str(sorted(response.headers.items())))
    return response.status_code, body, headers.replace(str(key), "")
