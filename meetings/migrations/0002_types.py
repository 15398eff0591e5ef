"""Ships the types of gatherings the five articles know (domain.md §7)."""

from typing import Any

from django.db import migrations

TYPES = (
    ("rakor", "Rapat koordinasi (rakor)", False),
    ("rapat-tim", "Rapat tim", False),
    ("fgd", "Diskusi kelompok terpumpun (FGD)", False),
    ("evaluasi", "Rapat evaluasi", False),
    ("supervisi", "Supervisi", False),
    ("sosialisasi", "Sosialisasi", True),
)


def ship(apps: Any, schema_editor: Any) -> None:
    table = apps.get_model("meetings", "MeetingType")
    for order, (code, name, is_outreach) in enumerate(TYPES, start=1):
        table.objects.get_or_create(
            task_force=None, code=code, defaults={"name": name, "is_outreach": is_outreach, "order": order}
        )


def take_back(apps: Any, schema_editor: Any) -> None:
    """Only what nothing uses: the tables are dropped by the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunPython(ship, take_back)]
