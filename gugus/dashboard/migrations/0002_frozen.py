"""Snapshots stay as they were taken, whoever asks the database; rules of the dashboard and weekly letters."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gugus.dashboard.models.settings
import uuid
from django.conf import settings
from django.db import migrations, models

from gugus.core.walls import kernel_trigger

FROZEN = kernel_trigger(
    "dashboard_snapshot_frozen",
    """
BEGIN
  RAISE EXCEPTION 'a snapshot is frozen' USING ERRCODE = 'check_violation';
END""",
    "BEFORE UPDATE OR DELETE ON dashboard_snapshot",
)


class Migration(migrations.Migration):

    dependencies = [
        ('dashboard', '0001_snapshots'),
        ('members', '0008_disposal_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DashboardRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brief_types', models.JSONField(blank=True, default=gugus.dashboard.models.settings.brief_types, verbose_name='rapat koordinasi')),
                ('brief_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(14)], verbose_name='lembar ringkas dibuat berapa hari sebelum rapat')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Senin'), (1, 'Selasa'), (2, 'Rabu'), (3, 'Kamis'), (4, 'Jumat'), (5, 'Sabtu'), (6, 'Minggu')], default=0, verbose_name='hari surel mingguan')),
                ('hour', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='jam surel mingguan dan lembar ringkas')),
                ('decree_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(730)], verbose_name='SK ditanyakan bila sisa harinya paling banyak')),
                ('low_score', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='strategi ditanyakan bila capaiannya di bawah (%)')),
                ('budget_gap', models.PositiveSmallIntegerField(default=25, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='anggaran ditanyakan bila tertinggal lebih dari (poin persen)')),
                ('task_force', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dashboard_rules', to='members.taskforce')),
            ],
            options={
                'verbose_name': 'aturan dasbor',
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='dashboard_rules_weekday'), models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='dashboard_rules_hour')],
            },
        ),
        migrations.CreateModel(
            name='WeeklyLetter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('status', models.CharField(choices=[('menunggu', 'menunggu dikirim'), ('terkirim', 'terkirim'), ('batal', 'tidak dikirim')], default='menunggu', max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('akun', 'akun tidak aktif'), ('selesai', 'tidak ada lagi yang menunggu'), ('ditolak', 'ditolak peladen surel')], max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='dashboard.snapshot')),
            ],
            options={
                'verbose_name': 'surel mingguan',
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('status', 'menunggu')), fields=['next_try_at'], name='weekly_letter_waiting')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'snapshot'), name='weekly_letter_once'), models.CheckConstraint(condition=models.Q(('status', 'terkirim'), ('sent_at__isnull', True), _connector='XOR'), name='weekly_letter_sent'), models.CheckConstraint(condition=models.Q(('status', 'batal'), ('reason', ''), _connector='XOR'), name='weekly_letter_dropped')],
            },
        ),
        migrations.RunSQL(FROZEN, "DROP FUNCTION dashboard_snapshot_frozen() CASCADE;"),
    ]
