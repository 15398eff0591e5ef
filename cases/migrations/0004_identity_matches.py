"""Reasons for opening more identities than the day's budget, and the search for one person in two cases."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
import gugus.core.crypto.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from gugus.core.walls import HERE, ROLES, USER, kernel_function, unwall, wall

walls = import_module("cases.migrations.0002_walls")

OVER_READ = wall(
    "cases_overread",
    select=f"user_id = {USER} OR (task_force_id = {HERE} AND ('pengawas' = {ROLES} OR 'koordinator' = {ROLES}))",
    insert=f"user_id = {USER} AND task_force_id = {HERE} AND {walls.view('cases_overread')}",
)
# Pairs of one task force with the same blind index, new ones returned to the worker that tells its
# koordinator. Asked by whoever may write the identity; a pair that no longer matches goes, unless decided.
NIK_MATCH = kernel_function(
    "cases_nik_match",
    "p_case uuid",
    "TABLE (match uuid, task_force uuid)",
    """
DECLARE c cases_case; wanted bytea;
BEGIN
  SELECT x.* INTO c FROM cases_case x WHERE x.id = p_case AND x.status <> 'dimusnahkan'
    AND EXISTS (SELECT 1 FROM cases_casegrant g WHERE g.content_object_id = x.id
                   AND g.permission_id = cases_permission('view_identity') AND g.group_id = ANY(gugus_groups())
                   AND (g.expires_at IS NULL OR g.expires_at > now()));
  IF c.id IS NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('cases_nik_match'), hashtext(c.task_force_id::text));
  SELECT i.nik_index INTO wanted FROM cases_identity i WHERE i.case_id = c.id AND octet_length(i.nik_index) = 32;
  DELETE FROM cases_possiblematch m WHERE c.id IN (m.first_id, m.second_id) AND m.status = 'periksa'
    AND NOT EXISTS (SELECT 1 FROM cases_identity i WHERE i.nik_index = wanted AND i.case_id <> c.id
                       AND i.case_id IN (m.first_id, m.second_id));
  RETURN QUERY
    INSERT INTO cases_possiblematch AS m (id, task_force_id, first_id, second_id, first_code, second_code,
        status, note, found_at)
    SELECT gen_random_uuid(), c.task_force_id, a.id, b.id, a.code, b.code, 'periksa', ''::bytea, now()
      FROM cases_identity i JOIN cases_case o ON o.id = i.case_id
      JOIN cases_case a ON a.id = least(o.id, c.id) JOIN cases_case b ON b.id = greatest(o.id, c.id)
     WHERE i.nik_index = wanted AND o.id <> c.id AND o.task_force_id = c.task_force_id
       AND o.status <> 'dimusnahkan'
    ON CONFLICT (task_force_id, first_id, second_id) DO NOTHING
    RETURNING m.id, m.task_force_id;
END""",
    callers="gugus_worker",
)

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_defaults'),
        ('members', '0004_statistics_role'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OverRead',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12, verbose_name='kasus')),
                ('count', models.PositiveIntegerField(verbose_name='kasus ke-')),
                ('reason', gugus.core.crypto.fields.EncryptedTextField(max_length=1000, verbose_name='alasan')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='waktu')),
            ],
            options={
                'verbose_name': 'pembukaan identitas melebihi batas harian',
                'ordering': ['-created_at'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(fields=['nik_index'], name='identity_nik'),
        ),
        migrations.AddField(
            model_name='overread',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.agency', verbose_name='instansi'),
        ),
        migrations.AddField(
            model_name='overread',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='overread',
            name='task_force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.taskforce'),
        ),
        migrations.AddField(
            model_name='overread',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(OVER_READ, unwall("cases_overread")),
        migrations.RunSQL(NIK_MATCH, "DROP FUNCTION cases_nik_match(uuid);"),
    ]
