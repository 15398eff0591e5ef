"""Handlers confirmed before groups of one existed get theirs with the migration, once."""

from importlib import import_module

import pytest
from django.apps import apps

from members.enums import AppointmentStatus, Role
from members.models import PersonalDesk
from members.services.appointments import personal_desk_get
from tests.factories import World

pytestmark = pytest.mark.django_db


def test_handlers_of_before_get_a_group_of_one(world: World) -> None:
    agency = world.agencies["Dinas Sosial"]
    paused = world.person("ditangguhkan", Role.HANDLER, agency, status=AppointmentStatus.SUSPENDED)
    world.person("diusulkan", Role.HANDLER, agency, status=AppointmentStatus.PROPOSED, decided_by=None)
    before = personal_desk_get(user=world.people["polres_ppa"], task_force=world.task_force)
    for _turn in range(2):
        import_module("members.migrations.0007_personal_desks").make(apps, None)
    made = {row.user: row for row in PersonalDesk.objects.select_related("user", "group")}
    assert set(made) == {world.people["polres_ppa"], world.people["dinsos_kasus"], paused}
    assert made[before.user] == before
    for person, row in made.items():
        assert row == personal_desk_get(user=person, task_force=world.task_force)
        assert row.group.name == f"{world.task_force.slug}:sendiri:{person.pk}"
