"""The number of a published cell tells nobody how often figures were counted anew."""

from django.db import migrations

QUIET = "REVOKE ALL ON SEQUENCE cases_casefigure_id_seq FROM gugus_web, gugus_worker;"
QUIET_BACK = "GRANT USAGE, SELECT ON SEQUENCE cases_casefigure_id_seq TO gugus_web, gugus_worker;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_grant_indexes")]
    operations = [migrations.RunSQL(QUIET, QUIET_BACK)]
