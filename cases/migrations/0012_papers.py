"""Papers that may carry a name, exports with their password until it is used, and the purposes of an export."""

from django.db import migrations, models

import gugus.core.crypto.fields
from gugus.core.walls import kernel_function

PURPOSES = [
    ("korban", "Salinan data atas permintaan korban (UU 27/2022)"),
    ("penyidikan", "Permintaan penyidik"),
    ("persidangan", "Pembuktian di persidangan"),
    ("restitusi", "Permohonan restitusi ke LPSK"),
    ("alih_kasus", "Penyerahan kepada penanggung jawab kasus yang baru"),
]
PURGE = kernel_function(
    "cases_exports_purge",
    "",
    "TABLE (file text)",
    """
BEGIN
  RETURN QUERY
    WITH gone AS (SELECT e.id, e.file::text AS old FROM cases_caseexport e
                   WHERE e.expires_at <= now() AND (e.file <> '' OR length(e.password) > 0) FOR UPDATE)
    UPDATE cases_caseexport e SET file = '', password = ''::bytea FROM gone
     WHERE e.id = gone.id RETURNING gone.old;
END""",
    callers="gugus_worker",
)


def ship(apps, schema_editor):
    apps.get_model("cases", "Term").objects.bulk_create(
        apps.get_model("cases", "Term")(kind="ekspor", code=code, label=label, order=order)
        for order, (code, label) in enumerate(PURPOSES, start=1)
    )


def unship(apps, schema_editor):
    apps.get_model("cases", "Term").objects.filter(kind="ekspor", task_force__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_figures")]
    operations = [
        migrations.AddField(
            "casedocument",
            "with_identity",
            models.BooleanField("menyebut nama korban", default=False),
        ),
        migrations.AddField(
            "caseexport",
            "with_identity",
            models.BooleanField("menyertakan identitas korban", default=False),
        ),
        migrations.AddField(
            "caseexport",
            "password",
            gugus.core.crypto.fields.EncryptedTextField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            "term",
            "kind",
            models.CharField("kosakata", choices=[('proses', 'proses'), ('cara', 'cara'), ('tujuan', 'tujuan eksploitasi'), ('modus', 'modus'), ('terminasi', 'alasan terminasi'), ('penolakan', 'alasan penolakan'), ('hubungan', 'hubungan pelaku dengan korban'), ('tempat', 'jenis tempat kejadian'), ('pasal', 'pasal disangkakan'), ('angkutan', 'alat transportasi'), ('asal', 'asal laporan'), ('ekspor', 'keperluan ekspor')], max_length=12),
        ),
        migrations.RunPython(ship, unship),
        migrations.RunSQL(PURGE, "DROP FUNCTION cases_exports_purge();"),
    ]
