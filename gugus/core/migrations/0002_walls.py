"""What Django cannot say: the append-only trail, the first walled table, and the cache that locks out."""

from django.db import migrations

APPEND_ONLY = """
REVOKE UPDATE, DELETE, TRUNCATE ON core_auditevent FROM gugus_web, gugus_worker;
"""
APPEND_ONLY_BACK = "GRANT UPDATE, DELETE ON core_auditevent TO gugus_web, gugus_worker;"

# The shape row_security.md measured: a scalar setting read once, '' and NULL alike meaning nobody.
CONTEXT = """
CREATE FUNCTION gugus_groups() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('gugus.groups', true), ''), '{}')::int[] $$;
CREATE FUNCTION gugus_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('gugus.user', true), '')::uuid $$;
"""
CONTEXT_BACK = "DROP FUNCTION gugus_groups(); DROP FUNCTION gugus_user();"

PROBE = """
INSERT INTO core_wallprobe (group_id) VALUES (0);
ALTER TABLE core_wallprobe ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_wallprobe FORCE ROW LEVEL SECURITY;
CREATE POLICY probe_groups ON core_wallprobe TO gugus_web, gugus_worker
  USING (group_id = ANY((SELECT gugus_groups())::int[]))
  WITH CHECK (group_id = ANY((SELECT gugus_groups())::int[]));
"""
PROBE_BACK = """
DROP POLICY probe_groups ON core_wallprobe;
ALTER TABLE core_wallprobe NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core_wallprobe DISABLE ROW LEVEL SECURITY;
DELETE FROM core_wallprobe WHERE group_id = 0;
"""

# The table Django's DatabaseCache expects (createcachetable would need the owner at run time).
CACHE = """
CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(CONTEXT, CONTEXT_BACK),
        migrations.RunSQL(PROBE, PROBE_BACK),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache;"),
    ]
