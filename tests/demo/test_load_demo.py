"""The demo is made by ordinary services, can be loaded twice, and never in production."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from members.models import Agency, Decree, TaskForce
from rad.models import ActionItem, ProgressReport

MODELS = (TaskForce, Agency, Decree, ActionItem, ProgressReport)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("region", ["kediri", "oku_selatan"])
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
