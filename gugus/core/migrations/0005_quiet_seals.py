"""The numbers of seals tell how much happens in walled tables: nobody but the kernel reads them."""

from django.db import migrations

QUIET = "REVOKE ALL ON SEQUENCE core_seal_id_seq, core_sealblock_id_seq FROM gugus_web, gugus_worker;"
QUIET_BACK = "GRANT USAGE, SELECT ON SEQUENCE core_seal_id_seq, core_sealblock_id_seq TO gugus_web, gugus_worker;"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_seal")]
    operations = [migrations.RunSQL(QUIET, QUIET_BACK)]
