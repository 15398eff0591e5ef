"""A group of one for handlers confirmed before there were such groups, or break-glass never opens for them."""

from django.db import migrations


def make(apps, schema_editor):
    """The same rows as `members.services.personal_desk_get`."""
    Appointment = apps.get_model("members", "Appointment")
    PersonalDesk = apps.get_model("members", "PersonalDesk")
    Group = apps.get_model("auth", "Group")
    handlers = Appointment.objects.filter(role="penangan", status__in=["dikukuhkan", "ditangguhkan"])
    pairs = handlers.order_by().values_list("user_id", "task_force_id", "task_force__slug").distinct()
    for user, task_force, slug in pairs:
        if PersonalDesk.objects.filter(user_id=user, task_force_id=task_force).exists():
            continue
        group, _made = Group.objects.get_or_create(name=f"{slug}:sendiri:{user}")
        PersonalDesk.objects.create(user_id=user, task_force_id=task_force, group=group)


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("members", "0006_document_kinds")]
    # The way back keeps the groups: an empty one harms nobody, a used one holds rights on record.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
