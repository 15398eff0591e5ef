"""Take one stone out of either wall, and see that a test notices: `python -m tests.cases.mutations [WORD …]`.

A mutation is SQL or a changed Python function, made in a transaction that is undone. Each is held against
the page of tables, `check_walls`, the list of callable functions, the corners and the state machine at 20
runs, and is killed by the first that complains. Prints a line each, and the survivors; exit 1 when there are
any.
"""

import inspect
import os
import random
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tests.cases.clauses import CLAUSES, FORGOTTEN, NOT_WALLS, REASONS, TWICE

RUNS = 20


@dataclass(frozen=True)
class Mutation:
    name: str
    sql: str = ""
    python: tuple[Any, str, str, str] | None = None  # owner, function, old, new
    table: str = ""


def ask(sql: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def policies() -> Iterator[Mutation]:
    """Each policy dropped, opened, and without each of its clauses."""
    known = ask("SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public'")
    for table, name, qual, check in sorted(known):
        yield Mutation(f"drop {name}", f"DROP POLICY {name} ON {table}", table=table)
        yield Mutation(f"open {name}", altered(table, name, qual and "true", check and "true"), table=table)
        for clause, pattern in CLAUSES.items():
            places = max(len(re.findall(pattern, text or "", re.S)) for text in (qual, check))
            for place in range(places):
                texts = [text and without(text, pattern, place) for text in (qual, check)]
                word = f"{clause}{f' {place + 1}' if places > 1 else ''}"
                yield Mutation(f"{name} without {word}", altered(table, name, *texts), table=table)


def without(text: str, pattern: str, place: int) -> str:
    """`text` with the n-th match made true."""
    found = list(re.finditer(pattern, text, re.S))
    if place >= len(found):
        return text
    return text[: found[place].start()] + "true" + text[found[place].end() :]


def altered(table: str, name: str, qual: str | None, check: str | None) -> str:
    parts = [f"USING ({qual})" if qual else "", f"WITH CHECK ({check})" if check else ""]
    return f"ALTER POLICY {name} ON {table} {' '.join(parts)}"


def functions() -> Iterator[Mutation]:
    for name, old, new in [(name, *change) for name, changes in FORGOTTEN.items() for change in changes]:
        text = ask("SELECT pg_get_functiondef(%s::regproc)", name)[0][0]
        assert old in text, f"{name}: {old}"
        yield Mutation(f"{name}: {old} → {new or '-'}", text.replace(old, new))
    view = ask("SELECT pg_get_viewdef('cases_grantreason'::regclass)")[0][0]
    for pattern, new in REASONS:
        changed = re.sub(pattern, new, view)
        assert changed != view, pattern
        yield Mutation(
            f"cases_grantreason: {pattern} → {new}",
            f"CREATE OR REPLACE VIEW cases_grantreason WITH (security_invoker = true) AS {changed}",
        )


def triggers() -> Iterator[Mutation]:
    for table, name in ask(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND c.relname LIKE 'cases\\_%%' AND t.tgname <> ALL (%s) ORDER BY 1, 2",
        list(NOT_WALLS),
    ):
        yield Mutation(f"drop trigger {name}", f"DROP TRIGGER {name} ON {table}", table=table)


def rights() -> Iterator[Mutation]:
    """Each privilege that was taken away, given back."""
    from gugus.core.walls_check import walled_tables

    with connection.cursor() as cursor:
        tables = walled_tables(cursor)
    for table, role, verb in ask(
        "SELECT t, r, v FROM unnest(%s::text[]) t, unnest(ARRAY['gugus_web', 'gugus_worker']) r, "
        "unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) v WHERE NOT has_table_privilege(r, t, v)",
        tables,
    ):
        yield Mutation(
            f"grant {verb} on {table} to {role}", f"GRANT {verb} ON {table} TO {role}", table=table
        )
    for name, role in ask(
        "SELECT f.oid::regprocedure::text, r FROM pg_proc f, unnest(ARRAY['gugus_web', 'gugus_worker']) r "
        "WHERE f.prosecdef AND f.pronamespace = 'public'::regnamespace "
        "AND NOT has_function_privilege(r, f.oid, 'EXECUTE') ORDER BY 1, 2"
    ):
        yield Mutation(f"grant {name} to {role}", f"GRANT EXECUTE ON FUNCTION {name} TO {role}")
    yield Mutation("grant reasons", "GRANT SELECT ON cases_grantreason TO gugus_web")


def filters() -> Iterator[Mutation]:
    """Each clause of the Django filters forgotten."""
    from cases.models import access, cases, content, papers, referrals, reports, visible
    from gugus.core.permissions import VisibleQuerySet

    def of(owner: Any, function: str, old: str, new: str) -> Mutation:
        return Mutation(
            f"{owner.__name__}.{function}: {old} → {new or '-'}", python=(owner, function, old, new)
        )

    one = cases.CaseQuerySet
    yield of(one, "allowed_to", "not user.is_authenticated or not user.is_active", "False")
    yield of(one, "allowed_to", "Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())", "Q()")
    yield of(one, "allowed_to", "permission__codename=right,", "")
    yield of(one, "allowed_to", "group__in=user.authority.group_ids,", "")
    yield of(one, "allowed_to", '.exclude(pk__in=recused.values("case_id"))', "")
    yield of(one, "allowed_to", ", lifted_at__isnull=True", "")
    yield of(one, "_visible_to", "self.allowed_to(user, VIEW)", "self")
    yield of(VisibleQuerySet, "visible_to", "not user.is_authenticated or not user.is_active", "False")
    for owner, old, new in (
        (cases.OfCaseQuerySet, "self.filter(case__in=Case.objects.visible_to(user))", "self"),
        (cases.Incident.IncidentQuerySet, "self.filter(pk__in=", "self.exclude(pk__in=[]) or self.filter(pk__in="),
        (cases.Recusal.RecusalQuerySet, "Q(user=user) | ", ""),
        (cases.Recusal.RecusalQuerySet, "Q(user=user) | Q(group__in=user.authority.group_ids)", "Q()"),
        (cases.CaseHeader.CaseHeaderQuerySet, 'here.has_role("sekretariat")', "True"),
        (cases.CaseHeader.CaseHeaderQuerySet, "task_force=here.task_force_id", ""),
        (content.IdentityQuerySet, "IDENTITY", "'view_case'"),
        (content.ShelterQuerySet, "SHELTER", "'view_case'"),
        (content.IdentityNotice.OwnNoticeQuerySet, "user=user, ", ""),
        (content.IdentityNotice.OwnNoticeQuerySet, ", case__in=Case.objects.visible_to(user)", ""),
        (content.ServiceRecord.ServiceRecordQuerySet, '.exclude(case__in=recused.values("case_id"))', ""),
        (content.ServiceRecord.ServiceRecordQuerySet, "mine | ", ""),
        (content.CaseNote.CaseNoteQuerySet, "super()._visible_to(user)", "self"),
        (content.CaseNote.CaseNoteQuerySet, ".filter(mine)", ""),
        (content.CaseLink.CaseLinkQuerySet, "first__in=seen, ", ""),
        (content.CaseDraft.OwnDraftQuerySet, ", user=user", ""),
        (content.CaseDraft.OwnDraftQuerySet, "seen, ", ""),
        (content.CaseDraft.OwnDraftQuerySet, 'user.authority.has_role("penangan")', "True"),
        (content.PossibleMatch.MatchQuerySet, "here.coordinates", "True"),
        (content.PossibleMatch.MatchQuerySet, "task_force=here.task_force_id", ""),
        (referrals.ReferralQuerySet, ", case__in=Case.objects.visible_to(user)", ""),
        (referrals.ReferralQuerySet, "sent | taken, ", ""),
        (referrals.ReferralOffer.ReferralOfferQuerySet, "Q(sender__in=mine)", "Q()"),
        (referrals.ReferralEvent.ReferralEventQuerySet, "self.filter(referral__in=Referral.objects.visible_to(user))", "self"),
        (papers.CaseDocument.CaseDocumentQuerySet, ".filter(group__in=user.authority.group_ids)", ""),
        (papers.CaseExport.CaseExportQuerySet, ".filter(requested_by=user)", ""),
        (papers.CaseExport.CaseExportQuerySet, ".filter(group__in=user.authority.group_ids)", ""),
        (papers.CaseJobQuerySet, ".filter(mine)", ""),
        (reports.AccessReport.AccessReportQuerySet, ".filter(case__owner__in=user.authority.group_ids)", ""),
        (access.BreakGlassQuerySet, "Q(user=user) | ", ""),
        (access.BreakGlassQuerySet, 'here.has_role("pengawas") or here.coordinates', "True"),
        (access.BreakGlassQuerySet, "task_force=here.task_force_id", ""),
        (access.CaseTrailQuerySet, 'here.has_role("pengawas")', "True"),
        (access.CaseTrailQuerySet, "Q(actor_id=user.pk) | ", ""),
    ):  # fmt: skip
        yield of(owner, "_visible_to", old, new)
    yield of(referrals, "not_recused", "return rows.exclude", "return rows or rows.exclude")
    for old in ("AND (p.expires_at IS NULL OR p.expires_at > now())", "r.lifted_at IS NULL\n          AND r.user_id = %(user)s",
                "p.group_id = g.id AND ", "AND p.permission_id = (SELECT cases_permission('view_case'))"):  # fmt: skip
        yield Mutation(
            f"page: {old}", python=(visible, "RANGE", old, "false" if old.startswith("r.") else "")
        )


def every() -> list[Mutation]:
    """All but those that TWICE names. Raises AssertionError for a clause or an excuse that fits nothing."""
    found = [*policies(), *functions(), *triggers(), *rights(), *filters()]
    names = "\n".join(m.name for m in found)
    for clause in CLAUSES:
        assert f" without {clause}" in names, clause
    for pattern in TWICE:
        assert re.search(f"^{pattern}$", names, re.M), pattern
    return [m for m in found if not any(re.fullmatch(pattern, m.name) for pattern in TWICE)]


@contextmanager
def made(mutation: Mutation) -> Iterator[None]:
    """The mutation, undone at the end whatever happened."""
    from tests.cases.walls_world import role

    undo = changed_python(*mutation.python) if mutation.python else lambda: None
    try:
        with transaction.atomic():
            if mutation.sql:
                with role("none") as cursor:
                    cursor.execute(mutation.sql)
            yield
            transaction.set_rollback(True)
    finally:
        undo()


def changed_python(owner: Any, name: str, old: str, new: str) -> Callable[[], None]:
    """Put a changed copy of a function (or a text) in place; returns the way back."""
    before = getattr(owner, name)
    if isinstance(before, str):
        assert old in before, old
        after: Any = before.replace(old, new)
    else:
        module = sys.modules[before.__module__]
        text = textwrap.dedent(inspect.getsource(before))
        assert old in text, f"{owner}.{name}: {old}"
        space = dict(vars(module))
        text = text.replace(old, new)
        if inspect.isclass(owner):  # `super()` needs its class
            text = text.replace("super()", "super(__owner__, self)")
            space["__owner__"] = owner
        exec(compile(text, module.__file__ or "", "exec"), space)  # noqa: S102
        after = space[name]
    setattr(owner, name, after)
    return lambda: setattr(owner, name, before)


class Court:
    """Where mutations are tried: first on a scene built before them, then by building and moving under them."""

    def __init__(self) -> None:
        from tests.cases import test_state_machine, test_tables
        from tests.cases.corners import CORNERS
        from tests.cases.tables import Scene
        from tests.cases.walls_world import Stage

        self.tables, self.machine, self.new_scene, self.corners = (
            test_tables,
            test_state_machine,
            Scene,
            CORNERS,
        )
        test_state_machine.stage = self.stage = Stage()
        self.models = {model._meta.db_table: model for model in test_tables.walled_models()}
        self.scene: Any = None

    def standing(self, mutation: Mutation) -> Iterator[tuple[str, Callable[[], None]]]:
        """Tests of a scene that stands already, the quick ones first."""
        if mutation.table in self.models:
            yield "line", lambda: self.line(self.models[mutation.table])
        yield "check_walls", self.walls
        yield "callable", self.tables.check_callable
        if mutation.python:
            yield "first wall", lambda: self.first(self.scene)
            yield "nobody", lambda: self.tables.test_nobody_sees_nothing(self.scene)
            yield "list", lambda: self.tables.test_the_list_holds_what_one_sees(self.scene)
        else:
            for corner in self.corners:
                yield corner.__name__, lambda corner=corner: corner(self.scene)

    def moving(self, mutation: Mutation) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "state machine", lambda: self.machine.run(RUNS)
        yield "new scene", self.played

    def played(self) -> None:
        scene = self.new_scene(self.stage)
        self.tables.test_the_list_holds_what_one_sees(scene)
        self.first(scene)
        self.page(scene)

    def killer(self, mutation: Mutation, tests: Any) -> str:
        """Which test noticed; empty when none did."""
        self.stage.rights.clear()  # filters compiled before the mutation
        with made(mutation):
            for name, test in tests(mutation):
                try:
                    with undone():
                        test()
                except Exception as fault:
                    return f"{name}: {type(fault).__name__}"
        return ""

    def line(self, model: Any) -> None:
        for number, person in enumerate(self.tables.PEOPLE):
            with self.stage.acting(self.scene.people[person]):
                got = self.scene.way(model, person)
            assert got == self.tables.PAGE[model.__name__][number], person

    def page(self, scene: Any) -> None:
        for person in self.tables.PEOPLE:
            self.tables.test_the_page(scene, person)

    def first(self, scene: Any) -> None:
        for person in self.tables.PEOPLE:
            self.tables.test_the_first_wall_alone_says_the_same(scene, person)

    def walls(self) -> None:
        from gugus.core.walls_check import faults

        with connection.cursor() as cursor:
            assert faults(cursor) == []


def judge(mutations: list[Mutation], say: Callable[[str], None] = print) -> list[str]:
    """Names of the survivors. Raises AssertionError when a test is red without any mutation."""
    random.seed(0)
    court, nothing = Court(), Mutation("nothing")
    assert not (red := court.killer(nothing, court.moving)), red
    with undone():
        court.scene = court.new_scene(court.stage)
        assert not (red := court.killer(nothing, court.standing)), red
        alive = tried(court, mutations, court.standing, say)
    return [m.name for m in tried(court, alive, court.moving, say)]


def tried(court: Court, mutations: list[Mutation], tests: Any, say: Callable[[str], None]) -> list[Mutation]:
    alive = []
    for number, mutation in enumerate(mutations, start=1):
        killer = court.killer(mutation, tests)
        alive += [] if killer else [mutation]
        say(f"{number}/{len(mutations)} {mutation.name}: {killer or 'ALIVE'}")
    return alive


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def main(words: list[str]) -> int:
    import tests.environment  # noqa: F401

    os.environ["RUNS"] = str(RUNS)  # the state machine looks for no simpler run
    import django

    django.setup()
    from tests.cases.walls_world import administrator

    with administrator(), transaction.atomic():
        chosen = [m for m in every() if all(word in m.name for word in words)]
        alive = judge(chosen, lambda line: sys.stdout.write(line + "\n"))
        transaction.set_rollback(True)
    sys.stdout.write("\n  ".join([f"{len(chosen)} mutations, {len(alive)} alive", *alive]) + "\n")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
