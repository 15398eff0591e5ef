"""What a task force decides about its meetings, and the types it knows."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gugus.core.permissions import Denied
from meetings.models import MeetingRules, MeetingType
from meetings.selectors.settings import rules_for, type_list
from meetings.services.settings import rules_update, type_add, type_update
from tests.factories import World, make_world
from tests.meetings.builders import acting, make_meeting, meeting_type

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def names(user: Any) -> list[str]:
    return [row.name for row in type_list(user)]


def test_rules_are_kept_and_bounded(world: World) -> None:
    with acting(world, "sekretariat") as now:
        rules_update(by=now.user, quorum_percent=60, follow_up_days=[3, -3, 3])
        for field, value in (("quorum_percent", 0), ("code_minutes", 121), ("agreement_days", 31)):
            with pytest.raises(ValidationError) as caught:
                rules_update(by=now.user, **{field: value})
            assert field in caught.value.error_dict
    row = rules_for(world.task_force)
    assert (row.quorum_percent, row.follow_up_days, row.code_minutes) == (60, [-3, 3], 10)
    with acting(world, "sekda") as now, pytest.raises(Denied):
        rules_update(by=now.user, quorum_percent=1)


@pytest.mark.parametrize(
    "pattern", ["400.2/{unit}", "{urut}/{nama}", "{urut", "{urut.__class__}", "{0}/{urut}"]
)
def test_a_pattern_that_gives_no_number_of_its_own_is_refused(world: World, pattern: str) -> None:
    with acting(world, "sekretariat") as now, pytest.raises(ValidationError, match="Pola harus memuat"):
        rules_update(by=now.user, number_pattern=pattern)
    assert not MeetingRules.objects.exists()


def test_a_type_is_added_renamed_and_retired_here_alone(world: World) -> None:
    other, meeting = make_world("16.09", "OKU Selatan"), make_meeting(world)
    with acting(world, "sekretariat") as now:
        own = type_add(by=now.user, name="Rapat kerja triwulan")
        type_update(type=meeting_type(), by=now.user, name="Rakor lintas sektor")
        type_update(type=meeting_type("fgd"), by=now.user, is_active=False)
        found = names(now.user)
        assert found[-1] == own.name
        assert "Rakor lintas sektor" in found
        assert "Rapat koordinasi (rakor)" not in found
        assert not any("FGD" in name for name in found)
        assert meeting_type() in type_list(now.user, kept=meeting.type_id)
        for name in ("rakor LINTAS sektor", "Rapat kerja triwulan"):
            with pytest.raises(ValidationError, match="sudah ada"):
                type_add(by=now.user, name=name)
        type_update(
            type=MeetingType.objects.get(code="fgd", task_force=world.task_force), by=now.user, is_active=True
        )
        assert any("FGD" in name for name in names(now.user))
    with acting(other, "sekretariat") as now:
        assert "Rapat koordinasi (rakor)" in names(now.user)
        assert "Rapat kerja triwulan" not in names(now.user)


def test_the_page_tells_the_rules_and_the_form_keeps_them(world: World, sign_in: Any) -> None:
    client = sign_in(world.people["sekretariat"])
    body = client.get("/rapat/aturan/").content.decode()
    assert "50 % kursi yang diundang hadir atau diwakili" in body
    assert "7 hari sebelum batas; 1 hari sebelum batas; 1 hari sesudah batas; 7 hari sesudah batas" in body
    typed = {"quorum_percent": 67, "code_minutes": 5, "agreement_days": 4, "before": "5, 0", "after": "2",
             "number_unit": "GT", "number_pattern": "400.2/{urut}/{unit}/{bulan}/{tahun}"}  # fmt: skip
    assert client.post("/rapat/aturan/ubah/", typed).status_code == 302
    row = MeetingRules.objects.get()
    assert (row.quorum_percent, row.follow_up_days) == (67, [-5, 0, 2])
    body = client.post("/rapat/aturan/ubah/", typed | {"after": "nol"}).content.decode()
    assert "Tulis jumlah harinya dengan angka, dipisah koma, contoh 14, 7, 1." in body
    assert "Ubah aturan rapat" not in sign_in(world.people["dinsos"]).get("/rapat/aturan/").content.decode()
