"""The demo is made by ordinary services, can be loaded twice, and never in production."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from members.models import Agency, Decree, TaskForce
from rad.models import ActionItem, ActionPlan, ProgressReport

MODELS = (TaskForce, Agency, Decree, ActionItem, ProgressReport)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("region", ["oku_selatan", "bintan", "jakarta_barat"])
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


def test_tangerang_has_its_two_plans_beside_kediri(capsys: pytest.CaptureFixture[str]) -> None:
    """Two task forces' plans side by side: 2019–2023 by year, 2024–2026 by quarter, five strategies each."""
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
