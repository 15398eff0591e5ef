"""A world with one of everything, for walking every address: SK in each state, a plan with reports, evidence.

Confidential texts are canaries: random words that may only show where the matrix allows (tests/access).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.context import acting_as
from members import services as members
from members.enums import Role
from members.models import Decree, Seat
from rad import services as rad
from rad.enums import Aggregation
from rad.models import ActionItem, ActionPlan, Evidence, Indicator, ProgressReport, ReportingPeriod
from rad.services.items import PartyGiven
from tests.factories import World, make_world

CANARIES = {
    "draft_decree": "KENARIsk7Q",
    "draft_plan": "KENARIrad4X",
    "draft_report": "KENARIdraf9Z",
    "hidden_evidence": "KENARIbukti2W",
    "hidden_file": "KENARIberkas5V",
    "reviewer_note": "KENARItelaah8K",
}


@dataclass
class Scene:
    """The world and what stands in it."""

    world: World
    legal: User
    draft: Decree
    review: Decree
    plan: ActionPlan
    draft_plan: ActionPlan
    items: dict[str, ActionItem] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    period: Any = None
    reports: dict[str, ProgressReport] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    seat: Any = None
    extra: dict[str, Any] = field(default_factory=dict)

    def person(self, key: str) -> User:
        """The account, read anew."""
        return User.objects.get(pk=self.world.people[key].pk)


def acting(world: World, key: str) -> Any:
    return acting_as(User.objects.get(pk=world.people[key].pk), task_force_id=world.task_force.pk)


def make_scene() -> Scene:
    """Built through services, each by somebody who may."""
    world = make_world()
    legal = world.person("hukum", Role.LEGAL)
    with acting(world, "sekretariat") as now:
        draft, review = _decrees(now.user)
        plan, draft_plan = _plans(now.user)
        scene = Scene(world, legal, draft, review, plan, draft_plan)
        for key in ("Dinas Sosial", "Dinas Kesehatan"):
            scene.items[key], scene.indicators[key] = _item(plan, world.agencies[key], now.user)
        scene.items["atas nama"], scene.indicators["atas nama"] = _item(plan, None, now.user)
        today = timezone.localdate()
        rad.plan_adopt(plan=plan, instrument="Perwali 9/2025", adopted_on=today, by=now.user)
        plan.refresh_from_db()
        scene.period = rad.period_open(
            plan=plan, kind="triwulan", year=today.year, ordinal=1, deadline=today + timedelta(days=9), by=now.user
        )
        scene.seat = Seat.objects.filter(decree=draft).first()
    _reports(scene)
    return scene


def _decrees(by: User) -> tuple[Decree, Decree]:
    draft = members.decree_create(by=by, title=f"Naskah {CANARIES['draft_decree']}")
    review = members.decree_create(by=by, title="Naskah yang ditelaah")
    for decree in (draft, review):
        members.seats_create_for_agencies(decree=decree, by=by)
    members.decree_submit(decree=review, by=by)
    members.decree_review_record(
        decree=review,
        by=by,
        officer="Hukma Contoh",
        reviewed_on=timezone.localdate(),
        approved=True,
        note=CANARIES["reviewer_note"],
    )
    review.refresh_from_db()
    return draft, review


def _plans(by: User) -> tuple[ActionPlan, ActionPlan]:
    year = timezone.localdate().year
    plan = rad.plan_create(code="rad-contoh", title="RAD contoh", first_year=year, last_year=year + 1, by=by)
    other = rad.plan_create(
        code="rad-draf", title=f"RAD {CANARIES['draft_plan']}", first_year=year, last_year=year, by=by
    )
    return plan, other


def _item(plan: ActionPlan, agency: Any, by: User) -> tuple[ActionItem, Indicator]:
    strategy = rad.strategy_create(plan=plan, name="Strategi contoh", by=by)
    program = rad.program_create(strategy=strategy, name="Program contoh", by=by)
    party = PartyGiven("instansi", agency.short_name, agency.pk) if agency else PartyGiven("teks", "Camat")
    item = rad.item_create(program=program, name="Kegiatan contoh", by=by, responsible=[party])
    indicator = rad.indicator_create(
        item=item,
        by=by,
        name="Jumlah kegiatan",
        unit="kegiatan",
        aggregation=Aggregation.SUM,
        targets={(year, None): Decimal(8) for year in plan.years},
    )
    return item, indicator


def _reports(scene: Scene) -> None:
    """Dinas Sosial has a draft; Dinas Kesehatan has submitted, with hidden and shared evidence."""
    world = scene.world
    with acting(world, "dinsos") as now:
        scene.reports["draft"] = _report(scene, "Dinas Sosial", now.user, CANARIES["draft_report"])
    with acting(world, "dinkes") as now:
        report = _report(scene, "Dinas Kesehatan", now.user, "Terlaksana.")
        for key, title, shared in (("hidden", CANARIES["hidden_evidence"], False), ("shared", "Foto umum", True)):
            scene.evidence[key] = _evidence(report, title, now.user)
            if shared:
                rad.evidence_share(evidence=scene.evidence[key], shared=True, by=now.user)
        rad.report_submit(report=report, by=now.user)
        report.refresh_from_db()
        scene.reports["submitted"] = report


def _report(scene: Scene, agency: str, by: User, narrative: str) -> ProgressReport:
    indicator = scene.indicators[agency]
    period: ReportingPeriod = scene.period
    return rad.report_save(
        item=scene.items[agency],
        period=period,
        by=by,
        values={indicator.pk: rad.Given(value=Decimal(2))},
        narrative=narrative,
    )


def _evidence(report: ProgressReport, title: str, by: User) -> Evidence:
    body = f"%PDF-1.4\n% {CANARIES['hidden_file']}\n%%EOF\n".encode()
    return rad.evidence_add(
        item=report.item,
        period=report.period,
        title=title,
        evidence_on=timezone.localdate(),
        upload=SimpleUploadedFile("daftar-hadir.pdf", body, "application/pdf"),
        by=by,
    )
