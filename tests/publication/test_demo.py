"""The demo: one region is public by two people's hands, the others are off."""

import pytest
from django.core.management import call_command

from gugus.publication.models import PublicationSettings, Release
from tests.publication.reading import get, json_tables

pytestmark = [pytest.mark.django_db, pytest.mark.panjang]


def test_tangerang_is_public_by_two_people_and_kediri_is_off(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", "kediri", "tangerang")
    row = Release.objects.get()
    assert row.decided_by != row.proposed_by
    assert PublicationSettings.objects.get().task_force == row.task_force
    assert get("/terbuka/tangerang-contoh/").status_code == 200
    assert get("/terbuka/kediri-contoh/").status_code == get("/terbuka/kediri/").status_code == 404
    tables = {table.code for table in json_tables(get("/terbuka/tangerang-contoh/1/data.json").content)}
    assert {"rad", "indikator"} <= tables
    call_command("load_demo", "tangerang")
    assert Release.objects.count() == 1
