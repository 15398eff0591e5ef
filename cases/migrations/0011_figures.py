"""Counts for published figures: read raw by the worker alone, kept only as they may be shown."""

from django.db import migrations, models

from gugus.core.walls import HERE, ROLES, kernel_function, unwall, wall

READERS = "gugus_roles() && ARRAY['sekretariat','pimpinan','pengawas','penangan','penghubung','statistik']"
FIGURES = (
    wall(
        "cases_casefigure",
        select=f"(SELECT {READERS}) AND ((task_force_id = {HERE} AND (audience <> 'pimpinan' "
        f"OR 'sekretariat' = {ROLES} OR 'pimpinan' = {ROLES})) OR (audience = 'keluar' AND task_force_id = ANY("
        f"(SELECT array_agg(t.id) FROM members_taskforce t WHERE t.parent_id = {HERE})::uuid[])))",
    )
    + """
GRANT INSERT, UPDATE, DELETE ON cases_casefigure TO gugus_worker;
CREATE POLICY cases_casefigure_worker ON cases_casefigure TO gugus_worker
  USING (current_user = 'gugus_worker') WITH CHECK (current_user = 'gugus_worker');
"""
)
FIGURES_BACK = "DROP POLICY cases_casefigure_worker ON cases_casefigure;\n" + unwall("cases_casefigure")
# Who was counted where: calendar years of the region; a place is the kecamatan of the incident, else of the
# handling. Files that were destroyed count no more.
COUNTS = kernel_function(
    "cases_counts",
    "p_task_force uuid",
    "TABLE (measure text, dimension text, key text, other text, year int, n int)",
    """
DECLARE zone text; here text;
BEGIN
  SELECT z.timezone, z.code INTO zone, here FROM members_taskforce t JOIN members_region z ON z.code = t.region_id
    WHERE t.id = p_task_force;
  RETURN QUERY
  WITH victims AS (
    SELECT c.id, c.incident_id, c.kind::text AS kind, c.stage::text AS stage, c.sex::text AS sex,
           c.age_group::text AS age, extract(year FROM c.created_at AT TIME ZONE zone)::int AS y,
           CASE WHEN r.code IS NULL OR r.code = here THEN 'tidak_dicatat'
                WHEN left(r.code, length(here) + 1) <> here || '.' THEN 'luar'
                ELSE left(r.code, length(here) + 3) END AS place
      FROM cases_case c JOIN cases_incident i ON i.id = c.incident_id
      LEFT JOIN members_region r ON r.code = coalesce(i.region_id, c.region_id)
     WHERE c.task_force_id = p_task_force AND c.status <> 'dimusnahkan'),
  incidents AS (SELECT DISTINCT ON (v.incident_id) v.incident_id, v.y, v.place FROM victims v
     ORDER BY v.incident_id, v.y, v.place),
  moved AS (
    SELECT f.status::text AS status, extract(year FROM f.sent_at AT TIME ZONE zone)::int AS y
      FROM cases_referral f JOIN cases_case c ON c.id = f.case_id
     WHERE c.task_force_id = p_task_force AND c.status <> 'dimusnahkan' AND f.status <> 'draf')
  SELECT 'korban', 'jumlah', '', '', v.y, count(*)::int FROM victims v GROUP BY v.y
  UNION ALL SELECT 'kasus', 'jumlah', '', '', i.y, count(*)::int FROM incidents i GROUP BY i.y
  UNION ALL SELECT 'rujukan', 'jumlah', '', '', m.y, count(*)::int FROM moved m GROUP BY m.y
  UNION ALL SELECT 'rujukan', 'status', m.status, '', m.y, count(*)::int FROM moved m GROUP BY m.status, m.y
  UNION ALL SELECT 'kasus', 'wilayah', i.place, '', i.y, count(*)::int FROM incidents i GROUP BY i.place, i.y
  UNION ALL SELECT 'korban', 'wilayah', v.place, '', v.y, count(*)::int FROM victims v GROUP BY v.place, v.y
  UNION ALL SELECT 'korban', 'jenis', v.kind, '', v.y, count(*)::int FROM victims v GROUP BY v.kind, v.y
  UNION ALL SELECT 'korban', 'tahap', v.stage, '', v.y, count(*)::int FROM victims v GROUP BY v.stage, v.y
  UNION ALL SELECT 'korban', 'kelamin_usia', v.sex, v.age, v.y, count(*)::int FROM victims v
    GROUP BY v.sex, v.age, v.y
  UNION ALL SELECT 'layanan', 'layanan', s.service::text, '', v.y, count(DISTINCT v.id)::int
    FROM victims v JOIN cases_servicerecord s ON s.case_id = v.id GROUP BY s.service, v.y;
END""",
    callers="gugus_worker",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_referral_numbers")]
    operations = [
        migrations.AlterField(
            model_name="casefigure",
            name="audience",
            field=models.CharField(
                choices=[
                    ("pimpinan", "pimpinan dan sekretariat"),
                    ("dalam", "di dalam gugus tugas"),
                    ("keluar", "keluar gugus tugas"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(FIGURES, FIGURES_BACK),
        migrations.RunSQL(COUNTS, "DROP FUNCTION cases_counts(uuid);"),
    ]
