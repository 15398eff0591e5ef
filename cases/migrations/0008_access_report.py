"""The data subject's report, under the wall of its case: for the owner's handlers."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import gugus.core.crypto.fields
import uuid
from django.db import migrations, models

from gugus.core.walls import unwall, wall

walls = import_module("cases.migrations.0002_walls")
OF_OWNER = f"{walls.owned('cases_accessreport.case_id')} AND {walls.view('cases_accessreport')}"
WALL = wall("cases_accessreport", select=OF_OWNER, insert=OF_OWNER)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_clocks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casedocument',
            name='kind',
            field=models.CharField(choices=[('sk', 'Surat Keputusan'), ('sk_perubahan', 'Keputusan perubahan'), ('undangan', 'Surat undangan'), ('daftar_hadir', 'Daftar hadir'), ('notula', 'Notula rapat'), ('surat_rujukan', 'Surat rujukan'), ('laporan_triwulan', 'Laporan triwulan'), ('laporan_semester', 'Laporan semester'), ('laporan_tahunan', 'Laporan tahunan'), ('lembar_ringkas', 'Lembar ringkas Sekda'), ('laporan_akses', 'Laporan akses data pribadi')], max_length=20, verbose_name='jenis dokumen'),
        ),
        migrations.CreateModel(
            name='AccessReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('withheld', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None, verbose_name='yang ditahan')),
                ('withheld_reason', gugus.core.crypto.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='alasan menahan')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='access_report', to='cases.casedocument')),
            ],
            options={
                'verbose_name': 'laporan akses data pribadi',
                'ordering': ['-created_at', '-id'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(WALL, unwall("cases_accessreport")),
    ]
