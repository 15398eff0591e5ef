"""Rules of the RAD where one clause alone decides."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gugus.core import audit
from gugus.core.permissions import allowed, reason_against
from members.enums import Role
from rad import rules, services
from rad.enums import PlanStatus, ReportStatus
from rad.models import ActionPlan, ProgressReport
from tests.factories import World, somebody
from tests.meetings.builders import acting
from tests.rad.builders import Rad, make_rad

pytestmark = pytest.mark.django_db


@pytest.fixture
def rad(world: World) -> Rad:
    return make_rad(world)


def test_what_the_secretariat_drafts_for_others_it_alone_sees(world: World, rad: Rad) -> None:
    with acting(world, "sekretariat"):
        behalf = rad.save("hukum", "sekretariat", proof_note="Surat contoh")
    with acting(world, "dinsos"):
        own = rad.save("dinsos", "dinsos")
    assert behalf.on_behalf
    for name, rows in (("sekretariat2", {behalf}), ("dinsos", {own}), ("dinkes", set()), ("sekda", set())):
        with acting(world, name) as now:
            assert set(ProgressReport.objects.visible_to(now.user)) == rows, name


def test_only_the_trail_of_this_report_says_who_typed(world: World, rad: Rad) -> None:
    with acting(world, "dinsos"):
        report = rad.save("dinsos", "dinsos")
    with acting(world, "sekretariat2") as now:
        namesake = ActionPlan(pk=report.pk, task_force=rad.plan.task_force)
        audit.record(by=now.user, action="rad.report_accept", obj=report, reports=[str(report.pk)])
        audit.record(by=now.user, action=rules.ANSWERED, obj=rad.plan, reports=[str(uuid4())])
        audit.record(by=now.user, action=rules.SAVED, obj=namesake)
        assert not rules._has_typed(now.user, report)
        audit.record(by=now.user, action=rules.ANSWERED, obj=rad.plan, reports=[str(report.pk)])
        assert rules._has_typed(now.user, report)


def test_a_workbook_is_for_those_with_items_in_this_plan(world: World, rad: Rad) -> None:
    other = services.plan_create(
        by=rad.secretariat, code="LAIN", title="RAD lain", first_year=2026, last_year=2027
    )
    with acting(world, "dinsos") as now:
        assert allowed(rules.check_answer, now.user, rad.period, behalf=False)
        elsewhere = type(rad.period)(plan=other)
        assert not allowed(rules.check_answer, now.user, elsewhere, behalf=False)
    reader = somebody(Role.SUPERVISOR, task_force_id=world.task_force.pk)
    assert "diisi oleh penghubung" in reason_against(rules.check_answer, reader, rad.period, behalf=False)


def test_a_draft_is_remarked_on_by_the_secretariat_alone(world: World) -> None:
    draft = make_rad(world, adopted=False)
    item: Any = draft.items["dinsos"]
    here = world.task_force.pk
    assert allowed(rules.check_comment, somebody(Role.SECRETARIAT, task_force_id=here), item)
    assert not allowed(rules.check_comment, somebody(Role.LIAISON, task_force_id=here), item)
    item.program.strategy.plan.status = PlanStatus.ADOPTED
    assert allowed(rules.check_comment, somebody(Role.LIAISON, task_force_id=here), item)
    assert not allowed(rules.check_comment, somebody(Role.LIAISON), item)


def test_one_draft_of_a_revision_at_a_time(world: World, rad: Rad) -> None:
    clerk = somebody(Role.SECRETARIAT, task_force_id=world.task_force.pk)
    assert allowed(rules.check_plan_revise, clerk, rad.plan)
    with acting(world, "sekretariat") as now:
        draft = services.plan_revise(plan=rad.plan, by=now.user)
    assert not allowed(rules.check_plan_revise, clerk, rad.plan)
    ActionPlan.objects.filter(pk=rad.plan.pk).update(status=PlanStatus.REVISED)
    adopted = {"status": PlanStatus.ADOPTED, "instrument": "Contoh", "adopted_on": timezone.localdate()}
    ActionPlan.objects.filter(pk=draft.pk).update(**adopted)
    assert allowed(rules.check_plan_revise, clerk, rad.plan)


def test_what_was_handed_in_is_not_handed_in_again(world: World, rad: Rad) -> None:
    with acting(world, "dinsos") as now:
        report = rad.save("dinsos", "dinsos")
        for status in ReportStatus:
            report.status = status
            may = status in (ReportStatus.DRAFT, ReportStatus.RETURNED)
            assert allowed(rules.check_report_submit, now.user, report) == may, status
