"""Disposal of a closed case after its retention: proposed by one handler, done by another, in one function.

- `cases_dispose` asks everything again itself: nobody destroys a file early, alone, or of another desk.
- The case keeps its code, dates and closure, and what published figures count (sex, age group, kind, stage,
  region, services): a total of a past year does not fall because a file was destroyed.
- The record is written by the function alone; web may propose, and take a proposal back.
"""

from importlib import import_module

from django.db import migrations, models

from gugus.core.walls import USER, WEB, kernel_function

walls = import_module("cases.migrations.0002_walls")
guards = import_module("cases.migrations.0009_guards")
figures = import_module("cases.migrations.0011_figures")

OWNED = f"{walls.owned('cases_disposalrecord.case_id')} AND {walls.handle('cases_disposalrecord')}"
HANDLED = walls.handle("cases_disposalrecord")
RECORD = f"""
DROP POLICY cases_disposalrecord_insert ON cases_disposalrecord;
DROP POLICY cases_disposalrecord_update ON cases_disposalrecord;
REVOKE UPDATE ON cases_disposalrecord FROM {WEB};
GRANT DELETE ON cases_disposalrecord TO gugus_web;
CREATE POLICY cases_disposalrecord_insert ON cases_disposalrecord FOR INSERT TO {WEB} WITH CHECK (
  proposed_by_id = {USER} AND approved_by_id IS NULL AND disposed_at IS NULL AND number = '' AND {OWNED});
CREATE POLICY cases_disposalrecord_delete ON cases_disposalrecord FOR DELETE TO gugus_web USING (
  disposed_at IS NULL AND {OWNED});
"""
RECORD_BACK = f"""
DROP POLICY cases_disposalrecord_insert ON cases_disposalrecord;
DROP POLICY cases_disposalrecord_delete ON cases_disposalrecord;
REVOKE DELETE ON cases_disposalrecord FROM gugus_web;
GRANT UPDATE ON cases_disposalrecord TO {WEB};
CREATE POLICY cases_disposalrecord_insert ON cases_disposalrecord FOR INSERT TO {WEB} WITH CHECK ({HANDLED});
CREATE POLICY cases_disposalrecord_update ON cases_disposalrecord FOR UPDATE TO {WEB}
  USING ({HANDLED}) WITH CHECK ({HANDLED});
"""
# Rows that go whole, in the order their keys allow. Services go apart: other agencies keep their own.
GONE = (
    "accessreport", "casejob", "caseexport", "casedocument", "attachment", "identity", "identitynotice",
    "shelter", "screening", "serviceneed", "stagestate", "checklistmark", "casenote", "casedraft", "overread",
    "referraloffer",
)  # fmt: skip
DISPOSE = kernel_function(
    "cases_dispose",
    "p_record uuid",
    "jsonb",
    f"""
DECLARE
  r cases_disposalrecord; c cases_case; me uuid := gugus_user(); years int; zone text; name text; n int;
  files text[]; given text[]; destroyed jsonb := '{{}}'; result jsonb;
BEGIN
  SELECT x.* INTO r FROM cases_disposalrecord x WHERE x.id = p_record;
  SELECT x.* INTO c FROM cases_case x WHERE x.id = r.case_id FOR UPDATE;
  SELECT x.* INTO r FROM cases_disposalrecord x WHERE x.id = p_record FOR UPDATE;
  SELECT x.retention_years INTO years FROM cases_casesettings x WHERE x.task_force_id = c.task_force_id;
  IF r.id IS NULL OR me IS NULL OR r.proposed_by_id = me OR r.disposed_at IS NOT NULL
     OR NOT 'penangan' = ANY(gugus_roles()) OR NOT c.owner_id = ANY(gugus_groups()) OR cases_recused(c.id)
     OR c.status <> 'ditutup' OR r.proposed_at < c.closed_at
     OR c.closed_at + make_interval(years => coalesce(years, 10)) > now()
     OR EXISTS (SELECT 1 FROM cases_referral f
                 WHERE f.case_id = c.id AND f.status IN ('dikirim', 'diterima', 'layanan'))
  THEN RETURN NULL; END IF;

  SELECT array_agg(DISTINCT x.file) FILTER (WHERE x.file <> '') INTO files FROM (
    SELECT a.file FROM cases_attachment a WHERE a.case_id = c.id
    UNION ALL SELECT unnest(ARRAY[d.file, d.signed_file]) FROM cases_casedocument d WHERE d.case_id = c.id
    UNION ALL SELECT e.file FROM cases_caseexport e WHERE e.case_id = c.id) x;
  SELECT array_agg(DISTINCT s.service::text) INTO given FROM cases_servicerecord s WHERE s.case_id = c.id;

  FOREACH name IN ARRAY ARRAY[{", ".join(repr(table) for table in GONE)}] LOOP
    EXECUTE format('DELETE FROM %I WHERE case_id = $1', 'cases_' || name) USING c.id;
    GET DIAGNOSTICS n = ROW_COUNT;
    destroyed := destroyed || jsonb_build_object(name, n);
  END LOOP;
  DELETE FROM cases_servicerecord s WHERE s.case_id = c.id AND s.group_id = c.owner_id;
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('servicerecord', n);
  UPDATE cases_referral f SET consent_id = NULL, summary = ''::bytea, safety_note = ''::bytea,
    safeguard_note = ''::bytea WHERE f.case_id = c.id;
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('referral', n);
  UPDATE cases_referralevent v SET reason = ''::bytea
    FROM cases_referral f WHERE f.id = v.referral_id AND f.case_id = c.id;
  DELETE FROM cases_consent k WHERE k.case_id = c.id;
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('consent', n);
  DELETE FROM cases_caselink l WHERE c.id IN (l.first_id, l.second_id);
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('caselink', n);
  DELETE FROM cases_possiblematch m WHERE c.id IN (m.first_id, m.second_id);
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('possiblematch', n);
  UPDATE cases_breakglass b SET reason = ''::bytea, review_note = ''::bytea,
    ended_at = CASE WHEN b.expires_at > now() THEN coalesce(b.ended_at, now()) ELSE b.ended_at END
    WHERE b.case_id = c.id;
  UPDATE cases_recusal x SET reason = ''::bytea WHERE x.case_id = c.id;
  UPDATE cases_incident i SET account = ''::bytea, route = ''::bytea, place_kind = '', modus = '{{}}',
    transport = '{{}}', articles = '{{}}', occurred_on = NULL, version = i.version + 1
    WHERE i.id = c.incident_id AND NOT EXISTS (
      SELECT 1 FROM cases_case o WHERE o.incident_id = i.id AND o.id <> c.id AND o.status <> 'dimusnahkan');
  GET DIAGNOSTICS n = ROW_COUNT;
  destroyed := destroyed || jsonb_build_object('incident', n);
  UPDATE cases_case x SET accessibility = ''::bytea, closure_note = ''::bytea, language = '', source = '',
    simfoni_number = '', status = 'dimusnahkan', version = x.version + 1 WHERE x.id = c.id;

  SELECT z.timezone INTO zone FROM members_taskforce t JOIN members_region z ON z.code = t.region_id
    WHERE t.id = c.task_force_id;
  result := jsonb_build_object('rows', destroyed, 'files', to_jsonb(coalesce(files, '{{}}')),
    'services', to_jsonb(coalesce(given, '{{}}')));
  UPDATE cases_disposalrecord x SET approved_by_id = me, disposed_at = now(), counts = result,
    number = 'BA-PM/' || c.code || '/' || to_char(now() AT TIME ZONE zone, 'YYYY') WHERE x.id = r.id;
  RETURN result;
END""",
    callers="gugus_web",
)
# What a process killed between the commit and the deleting left behind.
FILES = kernel_function(
    "cases_disposed_files",
    "",
    "TABLE (file text)",
    """
BEGIN
  RETURN QUERY SELECT jsonb_array_elements_text(d.counts -> 'files') FROM cases_disposalrecord d
    WHERE d.disposed_at > now() - interval '7 days';
END""",
    callers="gugus_worker",
)
DISPOSE_BACK = """
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_dispose(uuid);
DROP FUNCTION cases_disposed_files();
RESET ROLE;
"""
COUNTS = guards.changed(
    figures.COUNTS,
    ("WHERE c.task_force_id = p_task_force AND c.status <> 'dimusnahkan'),", "WHERE c.task_force_id = p_task_force),"),
    (
        "WHERE c.task_force_id = p_task_force AND c.status <> 'dimusnahkan' AND f.status",
        "WHERE c.task_force_id = p_task_force AND f.status",
    ),
    (
        "SELECT 'layanan', 'layanan', s.service::text, '', v.y, count(DISTINCT v.id)::int\n"
        "    FROM victims v JOIN cases_servicerecord s ON",
        "SELECT 'layanan', 'layanan', s.service, '', v.y, count(DISTINCT v.id)::int\n"
        "    FROM victims v JOIN (SELECT g.case_id, g.service::text AS service FROM cases_servicerecord g\n"
        "      UNION ALL SELECT d.case_id, jsonb_array_elements_text(d.counts -> 'services')\n"
        "        FROM cases_disposalrecord d WHERE d.disposed_at IS NOT NULL) s ON",
    ),
)
DROP_COUNTS = "SET LOCAL ROLE gugus_kernel; DROP FUNCTION cases_counts(uuid); RESET ROLE;"
KINDS = [
    ("sk", "Surat Keputusan"),
    ("sk_perubahan", "Keputusan perubahan"),
    ("undangan", "Surat undangan"),
    ("daftar_hadir", "Daftar hadir"),
    ("notula", "Notula rapat"),
    ("surat_rujukan", "Surat rujukan"),
    ("laporan_triwulan", "Laporan triwulan"),
    ("laporan_semester", "Laporan semester"),
    ("laporan_tahunan", "Laporan tahunan"),
    ("lembar_ringkas", "Lembar ringkas Sekda"),
    ("laporan_akses", "Laporan akses data pribadi"),
    ("berita_acara", "Berita acara pemusnahan"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_quiet_figures")]
    operations = [
        migrations.AlterField(
            "casedocument", "kind", models.CharField("jenis dokumen", choices=KINDS, max_length=20)
        ),
        migrations.AlterField("disposalrecord", "counts", models.JSONField(blank=True, default=dict)),
        migrations.RunSQL(RECORD, RECORD_BACK),
        migrations.RunSQL(DISPOSE + FILES, DISPOSE_BACK),
        migrations.RunSQL(DROP_COUNTS + COUNTS, DROP_COUNTS + figures.COUNTS),
    ]
