"""The rest of the context as functions the row policies read: task force and roles of the one acting."""

from django.db import migrations

CONTEXT = """
CREATE FUNCTION gugus_task_force() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('gugus.task_force', true), '')::uuid $$;
CREATE FUNCTION gugus_roles() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('gugus.roles', true), ''), '{}')::text[] $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_walls")]
    operations = [
        migrations.RunSQL(CONTEXT, "DROP FUNCTION gugus_task_force(); DROP FUNCTION gugus_roles();"),
    ]
