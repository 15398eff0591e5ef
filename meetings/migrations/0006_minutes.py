"""Final minutes stay as they are, whoever asks the database and however."""

from django.db import migrations, models

from gugus.core.walls import kernel_trigger

REFUSE = "RAISE EXCEPTION 'the minutes are final' USING ERRCODE = 'check_violation';"

MINUTES = kernel_trigger(
    "meetings_minutes_final",
    f"""
BEGIN
  IF OLD.status = 'final' THEN
    IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - 'release') <> (to_jsonb(NEW) - 'release') THEN {REFUSE} END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END""",
    "BEFORE UPDATE OR DELETE ON meetings_minutes",
)
PARTS = kernel_trigger(
    "meetings_minutes_part_final",
    f"""
BEGIN
  IF EXISTS (SELECT 1 FROM meetings_minutes m WHERE m.status = 'final' AND m.id IN
             (CASE WHEN TG_OP <> 'INSERT' THEN OLD.minutes_id END,
              CASE WHEN TG_OP <> 'DELETE' THEN NEW.minutes_id END)) THEN {REFUSE} END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END""",
    "BEFORE INSERT OR UPDATE OR DELETE ON meetings_minutespart",
    "BEFORE INSERT OR UPDATE OR DELETE ON meetings_minutesanswer",
)
REVISIONS = kernel_trigger(
    "meetings_revision_final",
    f"""
BEGIN
  IF EXISTS (SELECT 1 FROM meetings_minutespart p JOIN meetings_minutes m ON m.id = p.minutes_id
             WHERE m.status = 'final' AND p.id IN
             (CASE WHEN TG_OP <> 'INSERT' THEN OLD.part_id END,
              CASE WHEN TG_OP <> 'DELETE' THEN NEW.part_id END)) THEN {REFUSE} END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END""",
    "BEFORE INSERT OR UPDATE OR DELETE ON meetings_partrevision",
)
NAMES = (
    "meetings_minutes_final",
    "meetings_minutes_part_final",
    "meetings_revision_final",
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_letters")]

    operations = [
        migrations.AddField("partrevision", "page", models.CharField(blank=True, max_length=32)),
        migrations.RunSQL(
            MINUTES + PARTS + REVISIONS,
            "".join(f"DROP FUNCTION {name}() CASCADE;" for name in NAMES),
        ),
    ]
