"""One more kind of document; the shape of the table stays."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_personal_desks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decreedocument',
            name='kind',
            field=models.CharField(choices=[('sk', 'Surat Keputusan'), ('sk_perubahan', 'Keputusan perubahan'), ('undangan', 'Surat undangan'), ('daftar_hadir', 'Daftar hadir'), ('notula', 'Notula rapat'), ('surat_rujukan', 'Surat rujukan'), ('laporan_triwulan', 'Laporan triwulan'), ('laporan_semester', 'Laporan semester'), ('laporan_tahunan', 'Laporan tahunan'), ('lembar_ringkas', 'Lembar ringkas Sekda'), ('laporan_akses', 'Laporan akses data pribadi'), ('berita_acara', 'Berita acara pemusnahan')], max_length=20, verbose_name='jenis dokumen'),
        ),
    ]
