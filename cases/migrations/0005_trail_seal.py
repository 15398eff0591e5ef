"""The case trail is sealed like the audit trail (core 0004): each row is digested as it is written."""

from django.db import migrations

SEALED = """
SET LOCAL ROLE gugus_kernel;
GRANT EXECUTE ON FUNCTION core_seal_row() TO gugus_owner;
RESET ROLE;
CREATE TRIGGER core_seal_row AFTER INSERT ON cases_casetrail FOR EACH ROW EXECUTE FUNCTION core_seal_row();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_identity_matches"), ("core", "0004_seal")]
    operations = [migrations.RunSQL(SEALED, "DROP TRIGGER core_seal_row ON cases_casetrail;")]
