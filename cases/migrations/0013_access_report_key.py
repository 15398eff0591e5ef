"""A data subject's report names a paper of its own case and desk: no key of another's can be tried."""

from importlib import import_module

from django.db import migrations

guards = import_module("cases.migrations.0009_guards")
OWN_PAPER = guards.also("cases_accessreport", "INSERT", "cases_paper_of(document_id, case_id)")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_papers")]
    operations = [
        migrations.RunSQL(OWN_PAPER, "DROP POLICY cases_accessreport_insert_keys ON cases_accessreport;")
    ]
