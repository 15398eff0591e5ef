"""A world of handlers for the state machine, and what both walls say of it, each wall alone.

The connection signs in as the database's administrator and works as `gugus_web`: so the same transaction can
ask the first wall without the second (row security bound off), and let time pass for rows.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from cases.models import (
    BreakGlass,
    Case,
    CaseHeader,
    Consent,
    Identity,
    Incident,
    Recusal,
    Referral,
    ReferralEvent,
    ReferralOffer,
)
from cases.models.visible import page_sql
from gugus.core.context import Acting, acting_as, context_of
from gugus.core.crypto import sealed_value
from gugus.demo import servers
from gugus.env import parse_database_url
from gugus.operations.backup.database import named
from members.enums import AgencyKind, Basis, Role
from members.services.appointments import personal_desk_get
from tests.cases import builders
from tests.cases.model import Row
from tests.environment import DATA_DIR
from tests.factories import World, make_world

DESKS = {
    "Polres": "kediri",
    "Dinas Sosial": "kediri",
    "Dinas Kesehatan": "kediri",
    "DP3AP2KB": "kediri",
    "Polres OKU": "oku",
}
ABROAD = ("asing", "sekretariat", "pengawas")
NAMED = r"%\((\w+)\)s"
WATCHED = {
    "cases": (Case, "pk", "SELECT id FROM cases_case"),
    "identities": (Identity, "case_id", "SELECT case_id FROM cases_identity"),
    "headers": (CaseHeader, "case_id", "SELECT case_id FROM cases_caseheader"),
    "offers": (ReferralOffer, "referral_id", "SELECT referral_id FROM cases_referraloffer"),
    "referrals": (Referral, "pk", "SELECT id FROM cases_referral"),
}
# Each person's rows in plain SQL as the web role, in one round trip; plans are kept, contexts are not.
SEEN = """
CREATE FUNCTION tests_seen(contexts text[]) RETURNS TABLE (who int, what text, key uuid)
LANGUAGE plpgsql AS $$
BEGIN
  FOR n IN 1..array_length(contexts, 1) LOOP {context} {rows} END LOOP;
END $$
"""
STATES = """
SELECT u.id, (u.is_active, a.valid_until, d.ended_on)::text FROM accounts_user u
JOIN members_appointment a ON a.user_id = u.id JOIN members_decree d ON d.task_force_id = a.task_force_id
"""
CONTEXT = (
    "PERFORM "
    + ", ".join(
        f"set_config('gugus.{name}', contexts[n][{place}], true)"
        for place, name in enumerate(("user", "groups", "task_force", "roles"), start=1)
    )
    + ";"
)
ROWS = " ".join(
    f"RETURN QUERY SELECT n, '{what}', x.* FROM ({sql}) x;" for what, (_m, _k, sql) in WATCHED.items()
)


@contextmanager
def administrator(database: str = "") -> Iterator[None]:
    """Django's connection signed in as the administrator, working as the web role."""
    settings, before = connection.settings_dict, dict(connection.settings_dict)
    url = named(servers.ensure_postgres(DATA_DIR, durable=False)["admin"], database or before["NAME"])
    connection.close()
    settings.update(
        {
            key: value
            for key, value in parse_database_url(url).items()
            if key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        }
    )
    settings["OPTIONS"] = {**before["OPTIONS"], "options": "-c role=gugus_web"}
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@contextmanager
def role(name: str) -> Iterator[Any]:
    """The transaction's role for a while: `none` is the administrator, whom no wall binds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield cursor
        cursor.execute("SET LOCAL ROLE gugus_web")


class Stage:
    """The real side of the model: the same people and moves, by the database."""

    def __init__(self) -> None:
        self.worlds = {"kediri": make_world(), "oku": make_world("16.09", "OKU Selatan")}
        self.people: dict[Row, Any] = {}
        self.agencies: dict[str, Any] = {}
        self.keys: dict[Row, Any] = {}
        self._people()
        self.rights: dict[Any, Any] = {}
        self.states: dict[Any, Any] = {}
        with role("none") as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off")
            cursor.execute(SEEN.format(context=CONTEXT, rows=ROWS))
            cursor.execute("GRANT EXECUTE ON FUNCTION tests_seen(text[]) TO gugus_web")
        self.groups = {name: self.desk(name).group_id for name in DESKS}

    def _people(self) -> None:
        here, there = self.worlds["kediri"], self.worlds["oku"]
        there.agency("Polres OKU", AgencyKind.VERTICAL)
        self.agencies = {**here.agencies, "Polres OKU": there.agencies["Polres OKU"]}
        for key, agency in (
            ("rekan_polres", "Polres"),
            ("ketiga", "Polres"),
            ("keempat", "Polres"),
            ("rekan_dinsos", "Dinas Sosial"),
            ("dinkes_kasus", "Dinas Kesehatan"),
            ("rekan_dinkes", "Dinas Kesehatan"),
        ):
            here.person(key, Role.HANDLER, here.agencies[agency])
        here.person("koordinator", Role.HANDLER, here.agencies["DP3AP2KB"], is_coordinator=True)
        there.person("asing", Role.HANDLER, there.agencies["Polres OKU"], is_coordinator=True)
        for force, world in self.worlds.items():
            for key, person in world.people.items():
                held = person.appointments.first()
                if held and (force == "kediri" or key in ABROAD):
                    self._add(world, force, person, held)

    def _add(self, world: World, force: str, person: Any, held: Any) -> None:
        handles = held.role == Role.HANDLER
        if handles:
            personal_desk_get(user=person, task_force=world.task_force)
        row = Row(
            name=person.full_name,
            force=force,
            desk=held.agency.short_name if handles else "",
            role=held.role,
            coordinates=held.is_coordinator,
            by_decree=held.basis == Basis.SEAT,
            appointed=True,
            active=True,
        )
        self.people[row] = person

    def desk(self, name: str) -> Any:
        return builders.handlers_desk(self.worlds[DESKS[name]], self.agencies[name])

    @contextmanager
    def acting(self, p: Row) -> Iterator[Any]:
        with acting_as(
            builders.fresh(self.people[p]), task_force_id=self.worlds[p.force].task_force.pk
        ) as now:
            yield now

    def attempt(self, act: Any) -> Any:
        """The outcome of a statement, or False when the wall refused it."""
        try:
            with transaction.atomic():
                return act()
        except DatabaseError as refused:
            if getattr(refused.__cause__, "sqlstate", "") == "42501":
                return False
            raise

    # What people do.
    def open(self, p: Row, file: Row, pk: UUID | None = None) -> bool:
        def act() -> bool:
            with self.acting(p) as now:
                force = self.worlds[p.force].task_force
                incident = Incident.objects.create(task_force=force, created_by=self.people[p])
                case = Case(
                    pk=pk or uuid4(),
                    task_force=force,
                    owner_id=self.groups[file.owner],
                    lead_agency=self.agencies[file.owner],
                    incident=incident,
                    opened_by=self.people[p],
                    kind="tppo",
                    sex="perempuan",
                    age_group="13_17" if file.child else "25_44",
                )
                case.save(force_insert=True)
                Identity.objects.create(case=case, name="Contoh", updated_by=self.people[p])
                case.refresh_from_db(fields=["code"])
                self.keys[file] = case
                return now.user is not None

        return self.attempt(act)

    def consent(self, p: Row, consent: Row) -> bool:
        def act() -> bool:
            with self.acting(p):
                today = timezone.localdate()
                self.keys[consent] = Consent.objects.create(
                    case=self.keys[consent.file],
                    kind="berbagi",
                    given=True,
                    scope=consent.scope,
                    given_on=today,
                    valid_until=today + timedelta(days=1) if consent.ends else None,
                    recorded_by=self.people[p],
                )
                return True

        return self.attempt(act)

    def withdraw_consent(self, p: Row, consent: Row) -> bool:
        with self.acting(p):
            rows = Consent.objects.filter(pk=self.keys[consent].pk, withdrawn_at=None)
            return bool(rows.update(withdrawn_at=timezone.now(), withdrawn_by=self.people[p]))

    def draft(self, p: Row, r: Row, *, safeguarded: bool = True) -> bool:
        def act() -> bool:
            with self.acting(p):
                self.keys[r] = Referral.objects.create(
                    case=self.keys[r.file],
                    kind=r.kind,
                    sender_id=self.groups[r.sender],
                    sender_agency=self.agencies[r.sender],
                    receiver_id=self.groups[r.receiver],
                    receiver_agency=self.agencies[r.receiver],
                    basis=r.basis,
                    services=r.services,
                    consent=self.keys[r.consent] if r.consent else None,
                    created_by=self.people[p],
                    safeguarded_at=timezone.now() if r.basis == "anak" and safeguarded else None,
                )
                return True

        return self.attempt(act)

    def move(
        self, p: Row, r: Row, name: str, to: str = "", *, reason: bool = True
    ) -> tuple[bool, str | None]:
        row = ReferralEvent(pk=uuid4(), reason="Contoh alasan." if reason else "")
        with self.acting(p), connection.cursor() as cursor:
            values = [
                self.keys[r].pk,
                name,
                row.pk,
                sealed_value(row, "reason"),
                "",
                None,
                self.groups.get(to),
            ]
            cursor.execute("SELECT * FROM cases_referral_move(%s, %s, %s, %s, %s, %s, %s)", values)
            return cursor.fetchone()

    def close(self, p: Row, file: Row, status: str) -> bool:
        with self.acting(p):
            ended = (
                {"closure": "pulih", "closed_at": timezone.now()}
                if status == "ditutup"
                else {"closure": "", "closed_at": None}
            )
            return bool(Case.objects.filter(pk=self.keys[file].pk).update(status=status, **ended))

    def stop(self, p: Row, who: Row, file: Row) -> bool:
        def act() -> bool:
            with self.acting(p):
                Recusal.objects.create(
                    case=self.keys[file],
                    user=self.people[who],
                    group_id=self.groups[p.desk],
                    recorded_by=self.people[p],
                    reason="Contoh alasan.",
                )
                return True

        return self.attempt(act)

    def lift(self, p: Row, who: Row, file: Row) -> bool:
        with self.acting(p):
            rows = Recusal.objects.filter(case_id=self.keys[file].pk, user=self.people[who], lifted_at=None)
            return bool(self.attempt(lambda: rows.update(lifted_at=timezone.now(), lifted_by=self.people[p])))

    def break_glass(
        self, p: Row, glass: Row, file: Row | None, *, hours: int = 4, reason: str = "Contoh alasan."
    ) -> str:
        row = BreakGlass(pk=uuid4(), reason=reason)
        self.keys[glass] = row
        code = self.keys[file].code if file else "K00-SALAH1"
        values = [row.pk, code, sealed_value(row, "reason"), hours]
        with self.acting(p), connection.cursor() as cursor:
            cursor.execute("SELECT outcome FROM cases_break_glass(%s, %s, %s, %s)", values)
            return cursor.fetchone()[0]

    def review(self, p: Row, glass: Row, outcome: str) -> bool:
        with self.acting(p), connection.cursor() as cursor:
            row = BreakGlass(pk=self.keys[glass].pk, review_note="Contoh.")
            values = [row.pk, outcome, sealed_value(row, "review_note")]
            cursor.execute("SELECT cases_break_glass_review(%s, %s, %s)", values)
            return cursor.fetchone()[0]

    # What happens to people and to time.
    def decree(self, force: str, in_force: bool) -> None:
        row = self.worlds[force].decree
        row.ended_on = None if in_force else timezone.localdate() - timedelta(days=1)
        type(row).objects.filter(pk=row.pk).update(ended_on=row.ended_on)

    def appointed(self, p: Row, on: bool) -> None:
        day = None if on else timezone.localdate() - timedelta(days=1)
        self.people[p].appointments.update(valid_until=day)

    def active(self, p: Row, on: bool) -> None:
        type(self.people[p]).objects.filter(pk=self.people[p].pk).update(is_active=on)

    def pass_time(self, days: int, *, glasses: bool = True, consents: bool = True) -> None:
        """As if it had been written earlier; no trigger fires, as none does when time passes."""
        shift = "make_interval(days => %(days)s)"
        mine = "group_id IN (SELECT group_id FROM members_personaldesk)"
        with role("none") as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            if glasses:
                cursor.execute(
                    f"UPDATE cases_breakglass SET opened_at = opened_at - {shift}, expires_at = expires_at - {shift}; "
                    f"UPDATE cases_casegrant SET expires_at = expires_at - {shift} WHERE {mine}",
                    {"days": days},
                )
            if consents:
                cursor.execute(
                    "UPDATE cases_consent SET given_on = given_on - %(days)s::int, "
                    "valid_until = valid_until - %(days)s::int; "
                    f"UPDATE cases_casegrant SET expires_at = expires_at - {shift} WHERE NOT {mine}",
                    {"days": days},
                )
            cursor.execute("SET LOCAL session_replication_role = origin")

    def sweep(self) -> None:
        with role("gugus_worker") as cursor:
            cursor.execute("SELECT cases_grants_expire()")

    # What the walls say.
    def raw(self) -> dict[Row, dict[str, set]]:
        self.read_states()
        people = list(self.people)
        contexts = [list(self.context(p)) for p in people]
        with connection.cursor() as cursor:
            cursor.execute("SELECT who, what, key FROM tests_seen(%s::text[])", [contexts])
            rows = cursor.fetchall()
            cursor.execute(
                "SELECT set_config('gugus.user', '', true), set_config('gugus.groups', '{}', true)"
            )
        return self._sets([(people[who - 1], what, key) for who, what, key in rows])

    def django(self) -> dict[Row, dict[str, set]]:
        """The first wall alone: the filters of Django, with row security out of the way."""
        connection.connection.prepare_threshold = 10**6  # only what asks for it is prepared
        with role("none"), connection.connection.pipeline():
            asked = [
                (p, psycopg.Cursor(connection.connection).execute(*self.filters(p), prepare=True))
                for p in self.people
            ]
        connection.connection.prepare_threshold = None
        return self._sets([(p, *row) for p, cursor in asked for row in cursor.fetchall()])

    def _sets(self, rows: list[tuple]) -> dict[Row, dict[str, set]]:
        found = {p: {what: set() for what in (*WATCHED, "page")} for p in self.people}
        for p, what, key in rows:
            assert key not in found[p][what], "a row twice"
            found[p][what].add(key)
        return found

    def user(self, p: Row) -> Any:
        user = builders.fresh(self.people[p])
        user.acting_in(self.worlds[p.force].task_force.pk)
        return user

    def read_states(self) -> None:
        """The rows that decide who is what today, of everybody at once."""
        with connection.cursor() as cursor:
            cursor.execute(STATES)
            self.states = dict(cursor.fetchall())

    def known(self, p: Row) -> tuple[Any, Any]:
        """The person's rights of today and the filters made of them, read anew when those rows changed."""
        key = (p, self.states[self.people[p].pk])
        if key not in self.rights:
            user = self.user(p)
            now = Acting(user=user if user.is_active else None, task_force_id=user.authority.task_force_id)
            self.rights[key] = (context_of(now), compiled(user))
        return self.rights[key]

    def context(self, p: Row) -> Any:
        return self.known(p)[0]

    def filters(self, p: Row) -> tuple[str, list]:
        return self.known(p)[1]


def compiled(user: Any) -> tuple[str, list]:
    """The rows of each model visible to somebody, and the page of the list, as one statement."""
    parts, values = [], []
    for what, (model, key, _sql) in WATCHED.items():
        try:
            sql, given = model.objects.visible_to(user).order_by().values_list(key).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT '{what}', x.* FROM ({sql}) x")
        values += given
    known = {
        "groups": sorted(user.authority.group_ids) if user.is_active else [],
        "user": user.pk,
        "size": 500,
    }
    names = re.findall(NAMED, page_sql())
    parts.append(f"SELECT 'page', x.* FROM ({re.sub(NAMED, '%s', page_sql())}) x")
    return " UNION ALL ".join(parts), values + [known[name] for name in names]
