from django.db import migrations

# One default for all rows would make them one thing: every row of a first version begins its own line.
OWN = "UPDATE rad_{table} SET lineage = id"


class Migration(migrations.Migration):
    dependencies = [("rad", "0002_reporting")]

    operations = [
        migrations.RunSQL(OWN.format(table=table), migrations.RunSQL.noop)
        for table in ("strategy", "program", "actionitem", "indicator")
    ]
