"""Who may do what with plans, periods, reports and workbooks, and what becomes of it, in plain Python.

Written from design.md ("rad", "Who may see what", "Excel") and the words of the enums, not from the rules: no
database and no clock.
"""

from collections.abc import Iterable

from tests.machines import Row

READERS = {"sekretariat", "penghubung", "penangan", "pimpinan", "pengawas"}
VERIFIERS = {"sekretariat", "pimpinan", "pengawas"}
MOVES = {
    "submit": ({"draf", "dikembalikan"}, "diajukan"), "withdraw": ({"diajukan"}, "draf"),
    "return": ({"diajukan"}, "dikembalikan"), "accept": ({"diajukan"}, "diterima"),
    "lock": ({"diterima"}, "dikunci"), "unlock": ({"diterima", "dikunci"}, "dikembalikan"),
}  # fmt: skip


class Model:
    """Rows: Person (name, force, role, agency, active, appointed), Plan (force, code, status, replaces,
    adopted, lines, confirmed, first, last), Period (plan, kind, year, ordinal, status), Report (line, period,
    status, behalf, drafted, submitted, typed, filled), Evidence (report, shared), Import (force, status,
    code), Answer (by, period, behalf, status, readable).

    A line is an item over all versions of its plan; `agencies` names who answers for it.
    """

    def __init__(self, agencies: dict[str, set[str]]) -> None:
        self.agencies = agencies
        self.plans: list[Row] = []
        self.periods: list[Row] = []
        self.reports: list[Row] = []
        self.evidence: list[Row] = []
        self.imports: list[Row] = []
        self.answers: list[Row] = []

    # Who somebody is ----------------------------------------------------------------------------------------

    def works(self, p: Row) -> bool:
        return p.active and p.appointed

    def is_(self, p: Row, force: str, *roles: str) -> bool:
        return self.works(p) and p.force == force and p.role in roles

    def own(self, p: Row, plan: Row, line: str) -> bool:
        """Whether a person's agency answers for an item; handlers may do what their liaisons may."""
        agency = self.is_(p, plan.force, "penghubung", "penangan") and p.agency in self.agencies[line]
        return agency and line in plan.lines

    def reports_item(self, p: Row, plan: Row, line: str) -> bool:
        return self.is_(p, plan.force, "sekretariat") or self.own(p, plan, line)

    # Plans and periods --------------------------------------------------------------------------------------

    def may_plan(self, p: Row, plan: Row, act: str) -> bool:
        drafts = [d for d in self.plans if d.replaces is plan and d.status == "draf"]
        return (
            self.is_(p, plan.force, "sekretariat")
            and {
                "adopt": plan.status == "draf" and plan.confirmed,
                "discard": plan.status == "draf",
                "revise": plan.status == "ditetapkan" and not drafts,
                "open": plan.status == "ditetapkan",
            }[act]
        )

    def adopt(self, plan: Row) -> list[str]:
        """The version before is replaced; what was open of it goes on under the new one."""
        plan.status, old = "ditetapkan", plan.replaces
        if old is None:
            return ["plan_adopt"]
        old.status, events = "direvisi", ["plan_supersede", "plan_adopt"]
        for period in [q for q in self.periods if q.plan is old and q.status == "dibuka"]:
            period.status = "ditutup"
            fresh = Row(
                plan=plan,
                kind=period.kind,
                year=period.year,
                ordinal=period.ordinal,
                status="dibuka",
                pk=None,
            )
            self.periods.append(fresh)
            self.carry(period, fresh)
            events.append("period_carry")
        return events

    def carry(self, source: Row, to: Row) -> None:
        """Nothing is reported twice: reports move with their state; what the version dropped stays."""
        for r in self.reports:
            if r.period is source and r.line in to.plan.lines:
                r.period = to

    def may_period(self, p: Row, period: Row, act: str) -> bool:
        return (
            self.is_(p, period.plan.force, "sekretariat")
            and {
                "close": period.status == "dibuka",
                "reopen": period.status == "ditutup" and period.plan.status == "ditetapkan",
                "lock": period.status == "ditutup",
            }[act]
        )

    def end_period(self, period: Row, act: str) -> list[str]:
        """Close or open it again, or lock all that was accepted in it; returns the acts the trail shows."""
        if act == "lock":
            accepted = [r for r in self.reports if r.period is period and r.status == "diterima"]
            for r in accepted:
                r.status = "dikunci"
            return ["report_lock"] * len(accepted)
        period.status = {"close": "ditutup", "reopen": "dibuka"}[act]
        return [f"period_{act}"]

    def openable(self, plan: Row, kind: str, year: int, ordinal: int) -> bool:
        """Within the plan's years, once, and one kind a year over all versions."""
        line = [
            q for q in self.periods if (q.plan.force, q.plan.code, q.year) == (plan.force, plan.code, year)
        ]
        twice = any(q.plan is plan and q.ordinal == ordinal for q in line)
        return plan.first <= year <= plan.last and not twice and all(q.kind == kind for q in line)

    def open(self, plan: Row, kind: str, year: int, ordinal: int) -> Row:
        fresh = Row(plan=plan, kind=kind, year=year, ordinal=ordinal, status="dibuka", pk=None)
        for q in self.periods:
            if (q.plan.force, q.plan.code, q.year, q.ordinal) == (plan.force, plan.code, year, ordinal):
                self.carry(q, fresh)
        self.periods.append(fresh)
        return fresh

    def runs(self, period: Row) -> bool:
        """Whether something new may be reported in a period."""
        return period.status == "dibuka" and period.plan.status == "ditetapkan"

    # Reports ------------------------------------------------------------------------------------------------

    def may_begin(self, p: Row, period: Row, line: str) -> bool:
        return self.reports_item(p, period.plan, line) and self.runs(period)

    def may_edit(self, p: Row, r: Row) -> bool:
        """A draft while its period runs, by its side; a returned report also after the period is closed."""
        if not self.reports_item(p, r.period.plan, r.line):
            return False
        side = r.behalf or self.own(p, r.period.plan, r.line)
        return r.status == "dikembalikan" or (r.status == "draf" and side and self.runs(r.period))

    def saved(self, p: Row, r: Row | None, period: Row, line: str, *, filled: bool) -> Row:
        """A report typed into; by whose side is told by who typed last."""
        if r is None:
            r = Row(
                line=line, period=period, status="draf", drafted=p, submitted=None, typed=set(), filled=False
            )
            self.reports.append(r)
        r.behalf, r.filled = not self.own(p, period.plan, line), r.filled or filled
        r.typed.add(p)
        return r

    def may_report(self, p: Row, r: Row, act: str) -> bool:
        if r.status not in MOVES[act][0]:
            return False
        if act == "submit":
            return self.may_edit(p, r)
        if act == "withdraw":
            side = r.behalf or self.own(p, r.period.plan, r.line)
            return side and self.may_begin(p, r.period, r.line)
        another = p not in {r.drafted, r.submitted} | r.typed
        return self.is_(p, r.period.plan.force, "sekretariat") and (act != "accept" or another)

    def move(self, p: Row, r: Row, act: str) -> None:
        r.status = MOVES[act][1]
        r.submitted = p if act == "submit" else r.submitted

    def may_share(self, p: Row, e: Row) -> bool:
        """Its owner: the reporting agency, or the secretariat for what it typed itself."""
        plan = e.report.period.plan
        behalf = e.report.behalf and self.is_(p, plan.force, "sekretariat")
        return self.own(p, plan, e.report.line) or behalf

    # Workbooks ----------------------------------------------------------------------------------------------

    def may_import(self, p: Row, run: Row, act: str) -> bool:
        waits = {
            "read": True,
            "commit": run.status == "pratinjau",
            "cancel": run.status in ("dibaca", "pratinjau"),
        }
        return self.is_(p, run.force, "sekretariat") and waits[act]

    def imported(self, run: Row, act: str, *, good: bool) -> tuple[list[str], bool]:
        """Returns the acts the trail shows, and whether a plan begins; read twice is read once."""
        if act == "read":
            waits = run.status == "dibaca"
            run.status = ("pratinjau" if good else "ditolak") if waits else run.status
            return ["import_preview"] if waits else [], False
        run.status = {"commit": "selesai", "cancel": "dibatalkan"}[act]
        fresh = act == "commit" and all((d.force, d.code) != (run.force, run.code) for d in self.plans)
        return [f"import_{act}", *(["victims_confirm"] if fresh else [])], fresh

    def began(self, plan: Row) -> None:
        """A plan from a workbook, whose every item is that of Dinas Sosial."""
        self.plans.append(plan)
        self.agencies |= {line: {"Dinas Sosial"} for line in plan.lines}

    def read(self, run: Row) -> None:
        """A waiting upload becomes a preview; not for who reports no more, nor what is no workbook."""
        if run.status == "dibaca":
            still = self.answers_for(run.by, run.period, behalf=run.behalf)
            run.status = "pratinjau" if run.readable and still else "ditolak"

    def answers_for(self, p: Row, period: Row, *, behalf: bool) -> bool:
        """Who sends workbooks of a period: who answers for an item of it, and the secretariat "atas nama"."""
        if behalf:
            return self.is_(p, period.plan.force, "sekretariat")
        return any(self.own(p, period.plan, line) for line in period.plan.lines)

    def may_answer(self, p: Row, run: Row, act: str) -> bool:
        """An upload is its uploader's, as long as they may still report."""
        waits = {"commit": run.status == "pratinjau", "cancel": run.status in ("dibaca", "pratinjau")}
        return p is run.by and self.answers_for(p, run.period, behalf=run.behalf) and waits[act]

    # What is seen -------------------------------------------------------------------------------------------

    def sees(self, p: Row) -> dict[str, set]:
        plans = {d for d in self.plans if self.sees_plan(p, d)}
        reports = {r for r in self.reports if r.period.plan in plans and self.sees_report(p, r)}
        return {
            "plans": plans,
            "items": {(d, line) for d in plans for line in d.lines},
            "periods": {q for q in self.periods if q.plan in plans},
            "reports": reports,
            "evidence": {e for e in self.evidence if e.report in reports and self.sees_evidence(p, e)},
            "imports": self.mine(self.imports, lambda run: self.is_(p, run.force, "sekretariat")),
            "answers": self.mine(self.answers, lambda run: run.by is p and self.works(p)),
        }

    def mine(self, rows: Iterable[Row], may: object) -> set[Row]:
        return {row for row in rows if may(row)}  # type: ignore[operator]

    def sees_plan(self, p: Row, plan: Row) -> bool:
        """Drafts are the secretariat's; what was in force is everybody's of the task force but its admin."""
        return self.is_(p, plan.force, *READERS) and (plan.status != "draf" or p.role == "sekretariat")

    def sees_report(self, p: Row, r: Row) -> bool:
        """A draft: own agency, who began it, and the secretariat what is typed "atas nama"."""
        mine = self.own(p, r.period.plan, r.line) or r.drafted is p
        return r.status != "draf" or mine or (r.behalf and p.role == "sekretariat")

    def sees_evidence(self, p: Row, e: Row) -> bool:
        """Own agency and those who verify; others what its owner shares."""
        return e.shared or p.role in VERIFIERS or self.own(p, e.report.period.plan, e.report.line)
