from django.db import migrations, models

# A snapshot is never changed: not even a fault of the portal can (as with the audit trail).
FROZEN = "REVOKE UPDATE, DELETE ON rad_snapshot FROM gugus_web, gugus_worker"
FROZEN_BACK = "GRANT UPDATE, DELETE ON rad_snapshot TO gugus_web, gugus_worker"


class Migration(migrations.Migration):
    dependencies = [("rad", "0005_removed_part")]

    operations = [
        migrations.RemoveConstraint("reportdocument", "report_document_version"),
        migrations.AddConstraint(
            "reportdocument",
            models.UniqueConstraint(fields=["period", "kind", "version"], name="report_document_version"),
        ),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
