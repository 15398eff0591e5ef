"""The seal of the trails: its two tables, and the functions of the kernel that alone write them.

A trigger digests each row as it is written; `core_seal` chains what is committed into numbered blocks, and
`core_seal_check` reads all of it again. The digest covers every column that is not null, so a column added
later as null leaves old digests as they are. Time zone and bytea format are pinned: text must not depend on
who asks.
"""

from django.db import migrations, models

PATH = "SET search_path = pg_catalog, public, pg_temp"
PINNED = f"{PATH} SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET bytea_output = 'hex'"

DIGEST = f"""
CREATE FUNCTION core_seal_digest(wanted text, line jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE {PATH} AS $$
  SELECT sha256(convert_to(wanted || E'\\n' || jsonb_object_agg(key, value)::text, 'UTF8'))
  FROM jsonb_each(line) WHERE value <> 'null'
$$;
CREATE FUNCTION core_seal_hash(
  wanted text, block_number bigint, made timestamptz, rows bigint, before text
) RETURNS text LANGUAGE sql STABLE {PINNED} AS $$
  SELECT encode(sha256(convert_to(concat_ws(
    E'\\n', wanted, block_number, made, rows, before,
    string_agg(s.key || ' ' || encode(s.digest, 'hex'), E'\\n' ORDER BY s.key COLLATE "C")
  ), 'UTF8')), 'hex')
  FROM core_seal s WHERE s.trail = wanted AND s.block = block_number
$$;
"""

ROW = f"""
CREATE FUNCTION core_seal_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
BEGIN
  INSERT INTO core_seal (trail, key, digest, at)
  VALUES (TG_TABLE_NAME, NEW.id::text, core_seal_digest(TG_TABLE_NAME, to_jsonb(NEW)), clock_timestamp());
  RETURN NULL;
END $$;
"""

# Two sealers at once: the second waits, then finds nothing left. At most 10.000 rows go into one block.
SEAL = f"""
CREATE FUNCTION core_seal(wanted text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
DECLARE
  sealed bigint := 0; rows bigint; this bigint; before text; made timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('core_seal'), hashtext(wanted));
  LOOP
    SELECT greatest(
      (SELECT max(b.number) FROM core_sealblock b WHERE b.trail = wanted),
      (SELECT max(s.block) FROM core_seal s WHERE s.trail = wanted), 0) + 1 INTO this;
    UPDATE core_seal SET block = this WHERE id IN (
      SELECT s.id FROM core_seal s WHERE s.trail = wanted AND s.block IS NULL ORDER BY s.id LIMIT 10000);
    GET DIAGNOSTICS rows = ROW_COUNT;
    EXIT WHEN rows = 0;
    SELECT coalesce((SELECT b.hash FROM core_sealblock b WHERE b.trail = wanted AND b.number = this - 1), '')
      INTO before;
    made := clock_timestamp();
    INSERT INTO core_sealblock (trail, number, at, count, previous, hash)
    VALUES (wanted, this, made, rows, before, core_seal_hash(wanted, this, made, rows, before));
    sealed := sealed + rows;
  END LOOP;
  RETURN sealed;
END $$;
"""

# Which tables are trails: those that carry the trigger, and those that ever had a block.
TRAILS = f"""
CREATE FUNCTION core_seal_trails() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
  SELECT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgname = 'core_seal_row' AND c.relnamespace = 'public'::regnamespace
  UNION SELECT DISTINCT b.trail FROM core_sealblock b
  ORDER BY 1
$$;
CREATE FUNCTION core_seal_head(wanted text, at_most bigint)
RETURNS TABLE (number bigint, at timestamptz, hash text) LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
  SELECT b.number, b.at, b.hash FROM core_sealblock b
  WHERE b.trail = wanted AND b.number <= at_most ORDER BY b.number DESC LIMIT 1
$$;
CREATE FUNCTION core_seal_size(wanted text) RETURNS TABLE (blocks bigint, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
  SELECT count(*), coalesce(sum(b.count), 0)::bigint FROM core_sealblock b WHERE b.trail = wanted
$$;
"""

# One snapshot for all questions (STABLE). `since` keeps the page's check of the last day cheap.
CHECK = f"""
CREATE FUNCTION core_seal_check(wanted text, since timestamptz DEFAULT '-infinity')
RETURNS TABLE (kind text, block bigint, key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER {PINNED} AS $$
DECLARE
  first bigint; id_type text;
BEGIN
  SELECT format_type(a.atttypid, a.atttypmod) INTO id_type
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'
  WHERE t.tgname = 'core_seal_row' AND c.relnamespace = 'public'::regnamespace AND c.relname = wanted
    AND t.tgenabled IN ('O', 'A');
  IF id_type IS NULL THEN
    RETURN QUERY SELECT 'unguarded', NULL::bigint, NULL::text;
    RETURN;
  END IF;
  SELECT CASE WHEN since = '-infinity' THEN 0 ELSE coalesce(min(b.number), 9223372036854775807) END INTO first
  FROM core_sealblock b WHERE b.trail = wanted AND b.at >= since;

  RETURN QUERY SELECT 'block_altered', b.number, NULL::text FROM core_sealblock b
  WHERE b.trail = wanted AND b.number >= first AND (
    b.hash <> core_seal_hash(b.trail, b.number, b.at, b.count, b.previous)
    OR b.count <> (SELECT count(*) FROM core_seal s WHERE s.trail = wanted AND s.block = b.number));
  RETURN QUERY SELECT 'chain_broken', b.number, NULL::text FROM core_sealblock b
  LEFT JOIN core_sealblock p ON p.trail = wanted AND p.number = b.number - 1
  WHERE b.trail = wanted AND b.number >= first
    AND (b.previous <> coalesce(p.hash, '') OR (p.id IS NULL AND b.number <> 1));
  RETURN QUERY SELECT DISTINCT 'block_removed', s.block, NULL::text FROM core_seal s
  LEFT JOIN core_sealblock b ON b.trail = wanted AND b.number = s.block
  WHERE s.trail = wanted AND s.block >= first AND b.id IS NULL;
  RETURN QUERY SELECT 'row_unsealed', NULL::bigint, s.key::text FROM core_seal s
  WHERE s.trail = wanted AND s.block IS NULL AND s.at < now() - interval '5 minutes';
  RETURN QUERY EXECUTE format(
    'SELECT CASE WHEN r.id IS NULL THEN ''row_removed'' ELSE ''row_altered'' END, s.block, s.key::text
     FROM core_seal s
     LEFT JOIN public.%1$I r ON r.id = CASE WHEN pg_input_is_valid(s.key, %2$L) THEN s.key::%2$s END
     WHERE s.trail = %3$L AND (s.block IS NULL OR s.block >= $1)
       AND (r.id IS NULL OR core_seal_digest(%3$L, to_jsonb(r)) <> s.digest)', wanted, id_type, wanted)
  USING first;
  RETURN QUERY EXECUTE format(
    'SELECT ''row_foreign'', NULL::bigint, r.id::text FROM public.%1$I r
     WHERE r.at >= $1
       AND NOT EXISTS (SELECT 1 FROM core_seal s WHERE s.trail = %2$L AND s.key = r.id::text)', wanted, wanted)
  USING since;
END $$;
"""

EARLIER_ROWS = """
SELECT set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true);
INSERT INTO core_seal (trail, key, digest, at)
SELECT 'core_auditevent', r.id::text, core_seal_digest('core_auditevent', to_jsonb(r)), clock_timestamp()
FROM core_auditevent r ORDER BY r.id;
CREATE TRIGGER core_seal_row AFTER INSERT ON core_auditevent FOR EACH ROW EXECUTE FUNCTION core_seal_row();
"""
EARLIER_ROWS_BACK = "DROP TRIGGER core_seal_row ON core_auditevent;"

FUNCTIONS = {
    "core_seal_digest(text, jsonb)": "",
    "core_seal_hash(text, bigint, timestamptz, bigint, text)": "",
    "core_seal_row()": "gugus_owner",
    "core_seal(text)": "gugus_worker",
    "core_seal_trails()": "gugus_web, gugus_worker, gugus_backup",
    "core_seal_head(text, bigint)": "gugus_web, gugus_worker, gugus_backup",
    "core_seal_size(text)": "gugus_web, gugus_worker, gugus_backup",
    "core_seal_check(text, timestamptz)": "gugus_web, gugus_worker, gugus_backup",
}
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC, gugus_web, gugus_worker, gugus_kernel;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO {roles};" if roles else "")
    + f"ALTER FUNCTION {name} OWNER TO gugus_kernel;"
    for name, roles in FUNCTIONS.items()
) + """
REVOKE ALL ON core_seal, core_sealblock FROM gugus_web, gugus_worker;
REVOKE UPDATE, DELETE, TRUNCATE ON core_seal, core_sealblock, core_auditevent FROM gugus_kernel;
GRANT UPDATE (block) ON core_seal TO gugus_kernel;
"""
FUNCTIONS_BACK = "SET LOCAL ROLE gugus_kernel;" + "".join(
    f"DROP FUNCTION {name};" for name in reversed(FUNCTIONS)
) + "RESET ROLE;"



class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_context'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trail', models.CharField(max_length=63)),
                ('key', models.CharField(max_length=64)),
                ('digest', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('block', models.PositiveBigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['trail', 'block'], name='seal_block')],
                'constraints': [models.UniqueConstraint(fields=('trail', 'key'), name='seal_row')],
            },
        ),
        migrations.CreateModel(
            name='SealBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trail', models.CharField(max_length=63)),
                ('number', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['trail', 'at'], name='sealblock_at')],
                'constraints': [models.UniqueConstraint(fields=('trail', 'number'), name='sealblock_number')],
            },
        ),
        migrations.RunSQL(DIGEST + ROW + SEAL + TRAILS + CHECK, FUNCTIONS_BACK),
        migrations.RunSQL(EARLIER_ROWS, EARLIER_ROWS_BACK),
        migrations.RunSQL(RIGHTS, "GRANT UPDATE, DELETE ON core_auditevent TO gugus_kernel;"),
    ]
