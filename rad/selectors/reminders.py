"""What the RAD asks of whom now, for reminders: read for the system, over whole task forces.

A demand is there as long as something is left to do and is gone once it was handed in, so reminders and
letters ask here again right before they go out. Its words are codes, counts and dates only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.urls import reverse

from gugus.notices.duties import Clock, Demand
from gugus.notices.enums import NoticeKind
from members.models import TaskForce
from members.selectors.posts import Posts, posts_for_system
from rad.enums import HANDED_IN, PeriodStatus, PlanStatus, ReportStatus
from rad.models import ActionItem, ActionItemGrant, ProgressReport, ReportingPeriod, ReportingRules

SHOWN_CODES, SHOWN_AGENCIES = 12, 5
NO_DESK = "tanpa instansi pelapor"


def clocks_for_system() -> dict[UUID, Clock]:
    """When each task force reminds: by its own rules, or by the shipped ones."""
    return {row.pk: _clock(row) for row in TaskForce.objects.select_related("region", "reporting_rules")}


def _clock(task_force: TaskForce) -> Clock:
    own = getattr(task_force, "reporting_rules", None) or ReportingRules()
    return Clock(task_force.region.timezone, own.remind_hour, tuple(map(int, own.remind_days)))


def period_key(period: ReportingPeriod) -> UUID:
    """A period over the versions of its plan: a revision that takes it over reminds nobody twice."""
    plan = period.plan
    return uuid5(plan.task_force_id, f"{plan.code}:{period.kind}:{period.year}:{period.ordinal}")


@dataclass(frozen=True)
class Left:
    """Reports of a period due on one day and not handed in: codes by item, in the order of the matrix."""

    period: ReportingPeriod
    due: date
    returned: bool
    items: dict[UUID, str]

    @property
    def task_force_id(self) -> UUID:
        return self.period.plan.task_force_id

    @property
    def name(self) -> str:
        return f"RAD {self.period} ({self.period.plan.code})"

    def key(self, kind: NoticeKind) -> str:
        """The subject of a demand: the thing and its due day."""
        return f"{kind}:{period_key(self.period)}:{self.due}{':kembali' if self.returned else ''}"


@dataclass(frozen=True)
class Offices:
    """The agencies whose desk reports an item; an item without one is the secretariat's."""

    of_item: dict[UUID, set[UUID]]
    names: dict[UUID, str]
    parents: dict[UUID, UUID | None]

    def split(self, left: Left) -> dict[UUID, list[UUID]]:
        """Items by agency."""
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for item in left.items:
            for agency in self.of_item.get(item, ()):
                found[agency].append(item)
        return found

    def orphans(self, left: Left) -> list[UUID]:
        """Items no desk reports."""
        return [item for item in left.items if not self.of_item.get(item)]


def demands_for_system(task_forces: Collection[UUID] | None = None) -> list[Demand]:
    """Everything asked of anybody now, in some task forces or in all. Eight queries at any size."""
    periods, returned = list(_periods(task_forces)), list(_returned(task_forces))
    if not periods and not returned:
        return []
    offices, left = _offices({row.plan_id for row in _all(periods, returned)}), _unreported(periods)
    posts = posts_for_system({row.plan.task_force_id for row in _all(periods, returned)})
    found = [demand for each in left for demand in _to_report(each, offices, posts)]
    found += [demand for report in returned for demand in _to_mend(report, offices, posts)]
    late = [*left, *_unmended(returned)]
    return found + [demand for each in late for demand in _overdue(each, offices, posts)]


def period_left(period: ReportingPeriod) -> tuple[Left, Offices, Posts]:
    """What is not handed in of one open period, who reports it, and who holds which post today."""
    return _unreported([period])[0], _offices([period.plan_id]), posts_for_system([period.plan.task_force_id])


def _all(periods: Iterable[ReportingPeriod], returned: Iterable[ProgressReport]) -> list[ReportingPeriod]:
    return [*periods, *(report.period for report in returned)]


def _periods(task_forces: Collection[UUID] | None) -> QuerySet[ReportingPeriod]:
    rows = ReportingPeriod.objects.filter(status=PeriodStatus.OPEN, plan__status=PlanStatus.ADOPTED)
    if task_forces is not None:
        rows = rows.filter(plan__task_force__in=task_forces)
    return rows.select_related("plan").order_by("deadline", "pk")


def _returned(task_forces: Collection[UUID] | None) -> QuerySet[ProgressReport]:
    """Returned reports may be mended after their period was closed."""
    rows = ProgressReport.objects.filter(
        status=ReportStatus.RETURNED, period__plan__status=PlanStatus.ADOPTED, return_due__isnull=False
    )
    if task_forces is not None:
        rows = rows.filter(period__plan__task_force__in=task_forces)
    return rows.select_related("period__plan", "item").order_by("return_due", "item__code", "pk")


def _offices(plans: Collection[Any]) -> Offices:
    of_item: dict[UUID, set[UUID]] = defaultdict(set)
    names: dict[UUID, str] = {}
    parents: dict[UUID, UUID | None] = {}
    rows = ActionItemGrant.objects.filter(content_object__program__strategy__plan__in=plans)
    agency = "group__desk__agency"
    for item, key, name, parent in rows.values_list(
        "content_object_id", f"{agency}_id", f"{agency}__short_name", f"{agency}__parent_id"
    ):
        of_item[item].add(key)
        names[key], parents[key] = name, parent
    return Offices(dict(of_item), names, parents)


def _unreported(periods: list[ReportingPeriod]) -> list[Left]:
    """Of each period, what was neither handed in nor returned; what was returned has a due day of its own."""
    items: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = ActionItem.objects.filter(program__strategy__plan__in={row.plan_id for row in periods})
    order = ("program__strategy__number", "program__number", "number")
    for plan, item, code in rows.order_by(*order).values_list("program__strategy__plan_id", "pk", "code"):
        items[plan][item] = code
    settled: dict[UUID, set[UUID]] = defaultdict(set)
    states = {*HANDED_IN, ReportStatus.RETURNED}
    reports = ProgressReport.objects.filter(period__in=periods, status__in=states)
    for period, item in reports.values_list("period_id", "item_id"):
        settled[period].add(item)
    return [
        Left(
            row,
            row.deadline,
            False,
            {item: code for item, code in items[row.plan_id].items() if item not in settled[row.pk]},
        )
        for row in periods
    ]


def _unmended(returned: list[ProgressReport]) -> list[Left]:
    """Returned reports by period and due day."""
    groups: dict[tuple[UUID, Any], list[ProgressReport]] = defaultdict(list)
    for report in returned:
        groups[(report.period_id, report.return_due)].append(report)
    return [
        Left(rows[0].period, due, True, {row.item_id: row.item.code for row in rows})
        for (_period, due), rows in groups.items()
    ]


def _to_report(left: Left, offices: Offices, posts: Posts) -> Iterator[Demand]:
    """One demand a person, over all agencies they report for; the secretariat's is "atas nama"."""
    here, by_person = left.task_force_id, defaultdict(set)
    url = reverse("rad:report-grid", args=[left.period.pk])
    for agency, items in offices.split(left).items():
        for person in posts.desk((here, agency)):
            by_person[person].update(items)
    for person, mine in by_person.items():
        yield _demand(left, person, NoticeKind.REPORT, f"Lapor {left.name}", mine, url)
    orphans, title = offices.orphans(left), f"Lapor atas nama {left.name}"
    for person in posts.secretariat[here] if orphans else ():
        yield _demand(left, person, NoticeKind.BEHALF, title, orphans, f"{url}?atas_nama=1")


def _demand(
    left: Left, person: UUID, kind: NoticeKind, title: str, mine: Collection[UUID], url: str
) -> Demand:
    codes = [code for item, code in left.items.items() if item in mine]
    detail = f"{len(codes)} kegiatan belum diajukan: {_some(codes, SHOWN_CODES)}"
    return Demand(person, left.task_force_id, kind, left.key(kind), left.due, title, detail, url, len(codes))


def _to_mend(report: ProgressReport, offices: Offices, posts: Posts) -> Iterator[Demand]:
    """A returned report, for those who may mend it; returned a second time it is a new thing."""
    period, here = report.period, report.period.plan.task_force_id
    agencies = offices.of_item.get(report.item_id, set())
    people = {person for agency in agencies for person in posts.desk((here, agency))}
    if report.on_behalf:
        people |= posts.secretariat[here]
    returned = f"{report.decided_at:%Y%m%d%H%M%S}" if report.decided_at else ""
    for person in people:
        yield Demand(
            recipient_id=person,
            task_force_id=here,
            kind=NoticeKind.MEND,
            subject=f"{NoticeKind.MEND}:{report.item.lineage}:{period_key(period)}:{report.return_due}:{returned}",
            due=report.return_due or period.deadline,
            title=f"Perbaiki laporan {report.item.code}, RAD {period} ({period.plan.code})",
            detail="Laporan dikembalikan sekretariat; alasannya ada di portal",
            url=reverse("rad:report-form", args=[period.pk, report.item_id]),
            count=1,
        )


def _overdue(left: Left, offices: Offices, posts: Posts) -> Iterator[Demand]:
    """What heads and secretariat are told once the day has passed (the step decides when)."""
    for agency, items in offices.split(left).items():
        for person in posts.heads_of(left.task_force_id, agency, offices.parents[agency]):
            yield _to_head(left, person, agency, items, offices, posts)
    for person in posts.secretariat[left.task_force_id] if left.items else ():
        yield _to_secretariat(left, person, offices)


def _to_head(
    left: Left, person: UUID, agency: UUID, items: list[UUID], offices: Offices, posts: Posts
) -> Demand:
    reads = person in posts.everybody[left.task_force_id]
    url = reverse("rad:period-detail", args=[left.period.pk]) if reads else reverse("home")
    title = f"{offices.names[agency]} terlambat {_what(left)} {left.name}"
    demand = _demand(left, person, NoticeKind.HEAD, title, items, url)
    return replace(demand, subject=f"{demand.subject}:{agency}")


def _to_secretariat(left: Left, person: UUID, offices: Offices) -> Demand:
    url = reverse("notices:period-remind", args=[left.period.pk])
    late = {offices.names[agency]: len(items) for agency, items in offices.split(left).items()}
    if orphans := offices.orphans(left):
        late[NO_DESK] = len(orphans)
    title = f"{len(late)} instansi terlambat {_what(left)} {left.name}"
    detail = _some([f"{name} ({late[name]})" for name in sorted(late)], SHOWN_AGENCIES)
    return replace(_demand(left, person, NoticeKind.SECRETARIAT, title, left.items, url), detail=detail)


def _what(left: Left) -> str:
    return "memperbaiki laporan" if left.returned else "melapor"


def _some(names: list[str], most: int) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", dan {rest} lagi" if rest > 0 else "")
