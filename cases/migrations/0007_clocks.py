"""Shipped limits of time and holidays, and what the worker may ask about running clocks.

Limits: certain where the law itself says so; the rest is practice or analogy and is marked for checking.
Holidays: only those of a fixed date; the movable ones are set each year by joint decree and added on a page.
"""

from datetime import date

from django.db import migrations

from gugus.core.walls import kernel_function

SURE, UNSURE = "pasti", "periksa"
PROBOLINGGO = "Praktik UPTD PPA Kota Probolinggo: 3 hari kerja"
# step, urgency, amount, unit, warn hours, escalate hours, source, certainty
RULES = [
    ("tindak_lanjut", "", 3, "hari_kerja", 12, 24, PROBOLINGGO, UNSURE),
    ("jawab", "", 3, "hari_kerja", 12, 24, PROBOLINGGO, UNSURE),
    ("jawab", "segera", 72, "jam", 12, 12, "Disamakan dengan 3×24 jam dalam UU 12/2022 Pasal 41", UNSURE),
    ("jawab", "darurat", 24, "jam", 6, 3, "Disamakan dengan 1×24 jam dalam UU 12/2022 Pasal 42", UNSURE),
    ("layanan", "", 7, "hari", 24, 24, "UU 21/2007 Pasal 52 dan Pasal 53", SURE),
    ("lapor_polisi", "", 72, "jam", 12, 12, "UU 12/2022 Pasal 41", SURE),
]
FIXED = [
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Hari Kemerdekaan Republik Indonesia"),
    (12, 25, "Hari Raya Natal"),
]
YEARS = range(2020, 2061)


def ship(apps, schema_editor):
    rule, holiday = apps.get_model("cases", "SlaRule"), apps.get_model("cases", "Holiday")
    names = ("step", "urgency", "amount", "unit", "warn_hours", "escalate_hours", "source", "certainty")
    rule.objects.bulk_create(rule(**dict(zip(names, row))) for row in RULES)
    holiday.objects.bulk_create(
        holiday(day=date(year, month, day), name=name) for year in YEARS for month, day, name in FIXED
    )


def unship(apps, schema_editor):
    for name in ("SlaRule", "Holiday"):
        apps.get_model("cases", name).objects.filter(task_force__isnull=True).delete()


CLOCK = "CASE f.status WHEN 'dikirim' THEN f.answer_due ELSE f.service_due END"
# Keys, codes and moments only: what reminders may say. Who stopped handling a case is told nothing of it.
DUE = kernel_function(
    "cases_due_clocks",
    "p_sexual text[]",
    "TABLE (referral uuid, of_case uuid, number text, step text, urgency text, task_force uuid, "
    "began timestamptz, due timestamptz, sender int, receiver int, owner int, receiver_agency uuid, "
    "recused uuid[])",
    f"""
BEGIN
  RETURN QUERY
  WITH gone AS (SELECT r.case_id, array_agg(r.user_id) AS people FROM cases_recusal r
                 WHERE r.lifted_at IS NULL GROUP BY r.case_id)
  SELECT f.id, c.id, f.number::text, CASE f.status WHEN 'dikirim' THEN 'jawab' ELSE 'layanan' END,
         f.urgency::text, c.task_force_id, CASE f.status WHEN 'dikirim' THEN f.sent_at ELSE f.answered_at END,
         {CLOCK}, f.sender_id, f.receiver_id, c.owner_id, f.receiver_agency_id,
         coalesce(g.people, ARRAY[]::uuid[])
    FROM cases_referral f JOIN cases_case c ON c.id = f.case_id LEFT JOIN gone g ON g.case_id = c.id
   WHERE f.status IN ('dikirim', 'diterima') AND {CLOCK} IS NOT NULL
  UNION ALL
  SELECT NULL, c.id, c.code::text, 'tindak_lanjut', '', c.task_force_id, c.created_at, c.follow_up_due,
         NULL, NULL, c.owner_id, NULL, coalesce(g.people, ARRAY[]::uuid[])
    FROM cases_case c LEFT JOIN gone g ON g.case_id = c.id
   WHERE c.status = 'aktif' AND c.followed_up_at IS NULL AND c.follow_up_due IS NOT NULL
  UNION ALL
  SELECT NULL, c.id, c.code::text, 'lapor_polisi', '', c.task_force_id, c.created_at, NULL,
         NULL, NULL, c.owner_id, NULL, coalesce(g.people, ARRAY[]::uuid[])
    FROM cases_case c JOIN cases_screening s ON s.case_id = c.id LEFT JOIN gone g ON g.case_id = c.id
   WHERE c.status = 'aktif' AND s.purpose::text[] && p_sexual AND NOT EXISTS (
     SELECT 1 FROM cases_stagestate t
      WHERE t.case_id = c.id AND t.stage = 'hukum' AND t.status IN ('berjalan', 'selesai'));
END""",
    callers="gugus_worker",
)
ESCALATE = kernel_function(
    "cases_clock_escalate",
    "p_referral uuid",
    "boolean",
    f"""
BEGIN
  UPDATE cases_referral f SET escalated_at = now()
   WHERE f.id = p_referral AND f.status IN ('dikirim', 'diterima') AND {CLOCK} < now()
     AND (f.escalated_at IS NULL OR f.escalated_at <= {CLOCK});
  RETURN FOUND;
END""",
    callers="gugus_worker",
)
# Of the referrals of a year whose answer was due or given: how many, and how many were answered in time.
COUNTS = kernel_function(
    "cases_clock_counts",
    "",
    "TABLE (task_force uuid, year int, total bigint, in_time bigint)",
    """
BEGIN
  RETURN QUERY
  SELECT c.task_force_id, extract(year FROM f.sent_at AT TIME ZONE r.timezone)::int, count(*),
         count(*) FILTER (WHERE f.answered_at <= f.answer_due)
    FROM cases_referral f JOIN cases_case c ON c.id = f.case_id
    JOIN members_taskforce t ON t.id = c.task_force_id JOIN members_region r ON r.code = t.region_id
   WHERE f.answer_due IS NOT NULL
     AND (f.answered_at IS NOT NULL OR (f.status = 'dikirim' AND f.answer_due < now()))
   GROUP BY 1, 2;
END""",
    callers="gugus_worker",
)
BACK = "".join(
    f"DROP FUNCTION {name};"
    for name in ("cases_due_clocks(text[])", "cases_clock_escalate(uuid)", "cases_clock_counts()")
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_stages")]
    operations = [
        migrations.RunPython(ship, unship),
        migrations.RunSQL(DUE + ESCALATE + COUNTS, BACK),
    ]
