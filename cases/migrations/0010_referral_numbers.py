"""The number of a referral letter, and who answered first: for whoever came too late."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from gugus.core.walls import kernel_function, unwall, wall

# Counting is the kernel's: a number others can read tells how much happens.
COUNTER = wall("cases_referralcounter", select="false")
NUMBER = kernel_function(
    "cases_referral_number",
    "p_agency uuid, p_year int",
    "int",
    """
DECLARE drawn int;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM members_desk d WHERE d.agency_id = p_agency AND d.role = 'penangan'
                   AND d.group_id = ANY(gugus_groups())) THEN
    RETURN NULL;
  END IF;
  INSERT INTO cases_referralcounter AS n (id, agency_id, year, last)
    VALUES (gen_random_uuid(), p_agency, p_year, 1)
    ON CONFLICT (agency_id, year) DO UPDATE SET last = n.last + 1 RETURNING n.last INTO drawn;
  RETURN drawn;
END""",
    callers="gugus_web",
)
# The last move of a referral, for its two desks; its author only for those of the author's own desk. A desk
# that passed it on still learns which colleague did.
ANSWER = kernel_function(
    "cases_referral_answer",
    "p_referral uuid",
    "TABLE (state text, move text, at timestamptz, who uuid)",
    """
DECLARE
  f cases_referral; e cases_referralevent; colleague boolean;
  mine int[] := gugus_groups(); me uuid := gugus_user();
BEGIN
  SELECT x.* INTO f FROM cases_referral x WHERE x.id = p_referral AND x.status <> 'draf';
  IF f.id IS NULL OR me IS NULL
     OR EXISTS (SELECT 1 FROM cases_recusal r
                 WHERE r.case_id = f.case_id AND r.user_id = me AND r.lifted_at IS NULL) THEN
    RETURN;
  END IF;
  SELECT x.* INTO e FROM cases_referralevent x WHERE x.referral_id = f.id ORDER BY x.at DESC, x.ctid DESC LIMIT 1;
  colleague := EXISTS (
    SELECT 1 FROM members_appointment a JOIN members_desk d ON d.id = a.desk_id
     WHERE a.user_id = e.by_id AND d.role = 'penangan' AND d.group_id = ANY(mine)
       AND (d.group_id IN (f.sender_id, f.receiver_id) OR e.move = 'forward'));
  IF colleague OR f.receiver_id = ANY(mine) OR f.sender_id = ANY(mine) THEN
    RETURN QUERY SELECT f.status::text, e.move::text, e.at, CASE WHEN colleague THEN e.by_id END;
  END IF;
END""",
    callers="gugus_web",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_guards"), ("members", "0004_statistics_role")]
    operations = [
        migrations.AddField(
            model_name="casesettings",
            name="referral_pattern",
            field=models.CharField(
                default="R-{nomor}/{instansi}/{bulan}/{tahun}",
                max_length=60,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\{nomor\\}.*\\{tahun\\}",
                        "Pola memuat {nomor} lalu {tahun}, contoh R-{nomor}/{instansi}/{bulan}/{tahun}.",
                    )
                ],
                verbose_name="pola nomor surat rujukan",
            ),
        ),
        migrations.CreateModel(
            name="ReferralCounter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.agency"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year"), name="referral_counter_once")
                ],
            },
        ),
        *[
            migrations.AlterField(
                model_name=name,
                name="services",
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.SlugField(max_length=40),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="layanan diminta",
                ),
            )
            for name in ("referral", "referraloffer")
        ],
        # Ordering by the referral or case itself would join what the reader may not see.
        migrations.AlterModelOptions(
            name="referraloffer",
            options={
                "default_permissions": (),
                "ordering": ["-sent_at", "-referral_id"],
                "verbose_name": "tawaran rujukan",
            },
        ),
        migrations.AlterModelOptions(
            name="caseheader",
            options={
                "default_permissions": (),
                "ordering": ["-created_at", "-case_id"],
                "verbose_name": "ringkasan kasus",
            },
        ),
        migrations.RunSQL(COUNTER, unwall("cases_referralcounter")),
        migrations.RunSQL(
            NUMBER + ANSWER,
            "DROP FUNCTION cases_referral_number(uuid, int); DROP FUNCTION cases_referral_answer(uuid);",
        ),
    ]
