"""The case's stage is the furthest that runs, whoever says so: a receiver may not write the case itself."""

from django.db import migrations, models

from gugus.core.walls import kernel_trigger

FOLLOW = kernel_trigger(
    "cases_stage_follow",
    """
DECLARE chain constant text[] := ARRAY['pengaduan','kesehatan','sosial','hukum','pemulangan','reintegrasi'];
  furthest text;
BEGIN
  SELECT s.stage INTO furthest FROM cases_stagestate s
   WHERE s.case_id = NEW.case_id AND s.status IN ('berjalan', 'selesai')
   ORDER BY s.status = 'berjalan' DESC, array_position(chain, s.stage::text) DESC LIMIT 1;
  UPDATE cases_case SET stage = coalesce(furthest, 'pengaduan')
   WHERE id = NEW.case_id AND stage <> coalesce(furthest, 'pengaduan');
  RETURN NULL;
END""",
    "AFTER INSERT OR UPDATE ON cases_stagestate",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_trail_seal")]
    operations = [
        migrations.AddField("incident", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField(
            "servicerecord",
            "number",
            models.CharField("nomor rujukan atau kode kasus", max_length=80, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION cases_stage_follow() CASCADE;"),
    ]
