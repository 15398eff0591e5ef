"""The demo is made by ordinary services, can be loaded twice, and never in production."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q
from django.utils import timezone

from cases.enums import Audience, ReferralStatus
from cases.models import BreakGlass, Case, CaseFigure, CaseHeader, CaseTrail, Incident, Referral, ReleasedCell
from cases.selectors.cases import case_list
from cases.selectors.referrals import referral_list
from cases.services.figures import figures_fill
from gugus.demo.acting import as_person
from gugus.demo.regions import REGIONS, DemoRegion
from meetings.enums import FollowUpStatus, LetterStatus, MeetingStatus, MinutesStatus
from meetings.models import Attendance, FollowUp, InvitationLetter, Meeting
from members.models import Agency, Decree, Region, TaskForce
from rad.models import ActionItem, ActionPlan, ProgressReport
from tests.workers import as_worker, owner

MODELS = (TaskForce, Agency, Decree, ActionItem, ProgressReport, Meeting, FollowUp, Attendance)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "region",
    [
        "oku_selatan",
        pytest.param("bintan", marks=pytest.mark.panjang),
        pytest.param("jakarta_barat", marks=pytest.mark.panjang),
    ],
)
def test_loads_and_loads_again_without_change(region: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", region)
    told = capsys.readouterr().out
    assert f"sekretariat@{region.replace('_', '-')}.example.id" in told
    counts = [model.objects.count() for model in MODELS]
    assert all(counts)
    call_command("load_demo", region)
    assert counts == [model.objects.count() for model in MODELS]


def test_never_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo")
    assert not TaskForce.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_kediri_never_had_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    """No row of any kind about a case, by the kernel's own look (denials of earlier tests stay committed)."""
    before = case_rows()
    call_command("load_demo", "kediri")
    assert case_rows() == before


def case_rows() -> dict[Any, Any]:
    with owner() as other:
        other.execute("SET ROLE gugus_kernel")
        return {
            model: other.execute(f"SELECT count(*) FROM {model._meta.db_table}").fetchone()
            for model in (Case, Incident, Referral, CaseHeader, CaseTrail)
        }


def case_year(region: DemoRegion) -> int:
    """The year its one case is counted in."""
    with as_person(region, region.cases[0].by) as now:
        return case_list(now).values_list("created_at__year", flat=True).get()


@pytest.mark.panjang
@pytest.mark.django_db(transaction=True)
def test_jakarta_barats_one_case_is_told_of_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    """Its single case is suppressed: no figure inside or outside gives Taman Sari a number."""
    call_command("load_demo", "jakarta_barat")
    region = REGIONS["jakarta_barat"]
    with as_worker():
        figures_fill(task_force_id=TaskForce.objects.get(region=region.code).pk)
    place = Region.objects.get(code__startswith=f"{region.code}.", level=3, name="Taman Sari").code
    with as_person(region, "sekretariat") as now:
        rows = CaseFigure.objects.visible_to(now).exclude(audience=Audience.LEADERS)
        assert rows.filter(dimension="wilayah", key=place).exists()
        named = rows.filter(Q(key=place) | Q(other=place))
        year = case_year(region)
        for row in named.filter(first_year__lte=year, last_year__gte=year):
            assert row.count is None, (row, row.first_year)
        assert not named.filter(count__gt=0).exists(), "other years have none"
        left = ReleasedCell.objects.visible_to(now).filter(Q(key=place) | Q(other=place))
        assert left.exists()
        assert not left.filter(count__gt=0).exists()
        shared = rows.filter(
            dimension="wilayah", measure="kasus", first_year=year, last_year=year, count=None
        )
        assert shared.values("key").distinct().count() > 1, "hidden among others"


@pytest.mark.panjang
def test_tangerang_has_its_two_plans_beside_kediri(capsys: pytest.CaptureFixture[str]) -> None:
    """Two task forces' plans side by side, and seven cases from 2020 to 2024 over several kecamatan."""
    call_command("load_demo", "kediri", "tangerang")
    plans = ActionPlan.objects.order_by("first_year").annotate(n=Count("strategies"))
    assert [(p.task_force.region_id, p.first_year, p.last_year, p.n) for p in plans] == [
        ("36.03", 2019, 2023, 5),
        ("36.03", 2024, 2026, 5),
        ("35.71", 2025, 2027, 6),
    ]
    kinds = {p.first_year: set(p.periods.values_list("kind", flat=True)) for p in plans}
    assert kinds[2019] == {"tahun"}
    assert kinds[2024] == {"triwulan"}
    decrees = Decree.objects.filter(task_force__region="36.03").order_by("valid_from")
    assert [d.valid_until.year for d in decrees] == [2023, 2026]
    with as_person(REGIONS["kediri"], "sekretariat") as now:
        assert not CaseHeader.objects.visible_to(now).exists(), "never a case"
    with as_person(REGIONS["tangerang"], "uptd.ppa") as now:
        rows = list(case_list(now).values_list("created_at__year", "region_id"))
    assert [len([y for y, _ in rows if y == year]) for year in range(2020, 2025)] == [2, 1, 1, 2, 1]
    assert len({place for _, place in rows}) == 6


def test_the_articles_cases_and_meeting(capsys: pytest.CaptureFixture[str]) -> None:
    """OKU Selatan's referrals stand in every state."""
    call_command("load_demo", "oku_selatan")
    with as_person(REGIONS["oku_selatan"], "uptd.ppa") as now:
        assert case_list(now).count() == 8
        states = set(referral_list(now).values_list("status", flat=True))
    with as_person(REGIONS["oku_selatan"], "polres.ppa") as now:
        states |= set(referral_list(now).values_list("status", flat=True))
    assert states == set(ReferralStatus.values)
    with as_person(REGIONS["oku_selatan"], "sekretariat") as now:
        late = CaseHeader.objects.visible_to(now).filter(due__lt=timezone.now())
        assert late.exists()
    with as_person(REGIONS["oku_selatan"], "pengawas") as now:
        assert BreakGlass.objects.visible_to(now).filter(reviewed_at=None).count() == 1
    its_meeting(REGIONS["oku_selatan"])


def its_meeting(region: DemoRegion) -> None:
    """The rakor lies on its own day, all minuted; nobody is written to about the past; a draft has no day."""
    with as_person(region, "sekretariat") as now:
        held = Meeting.objects.visible_to(now).get(status=MeetingStatus.HELD)
        assert held.starts_at.year == 2025
        assert held.minutes.status == MinutesStatus.FROZEN
        assert held.chair_lineage, "the Sekda's seat"
        states = set(held.follow_ups.values_list("status", flat=True))
        assert states == {FollowUpStatus.OPEN, FollowUpStatus.SUBMITTED, FollowUpStatus.DONE}
        late = held.follow_ups.filter(status=FollowUpStatus.OPEN, due__lt=timezone.localdate())
        assert late.get().requests.exists(), "late, and more time asked for"
        assert not InvitationLetter.objects.filter(meeting=held, status=LetterStatus.PENDING).exists()
        assert Meeting.objects.visible_to(now).filter(status=MeetingStatus.DRAFT, starts_at=None).exists()
