"""Whether the second wall stands everywhere: read from the database's own catalogue, not from our code.

A table is walled when it belongs to cases, names a case, or points at a walled table; the few open ones are
listed here, each with the reason. `faults` says in plain words what is missing; `manage.py check_walls` and
the suite run it, so a table somebody adds without policies does not pass (assurance.md §4, T5).
"""

from typing import Any

from gugus.core.provision import KERNEL, WEB, WORKER

# Tables of cases that hold nothing about any case.
OPEN = {
    "cases_term": "kosakata",
    "cases_servicetype": "kosakata",
    "cases_consentscope": "kosakata",
    "cases_slarule": "aturan batas waktu",
    "cases_holiday": "hari libur",
    "cases_casesettings": "ambang dan aturan satu gugus tugas",
}
# Unique columns that name no case, drawn at random: nobody chooses one, so nobody can probe for one.
DRAWN = (
    "cases_case.code",
    "cases_casedocument.verification_code",
    "cases_evaluationdocument.verification_code",
)
# What a person types about a case lives in `cases`; a block of the seal tells how much happens there.
KEPT_FROM_ALL = ("core_seal", "core_sealblock")

WALLED = """
WITH RECURSIVE walled AS (
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (
    (c.relname LIKE 'cases\\_%%' AND c.relname <> ALL (%(open)s::text[])) OR c.relname = 'core_wallprobe'
    OR EXISTS (SELECT 1 FROM pg_attribute a
               WHERE a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped))
  UNION
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner
  FROM pg_constraint k JOIN walled w ON k.confrelid = w.oid AND k.contype = 'f'
  JOIN pg_class c ON c.oid = k.conrelid
), policy AS (
  SELECT p.*, p.roles::text[] && %(users)s::text[] AS ours,
         CASE WHEN p.cmd = 'INSERT' THEN p.with_check
              ELSE concat_ws(' AND ', p.qual, p.with_check) END AS rule
  FROM pg_policies p WHERE p.schemaname = 'public'
), inward AS (  -- columns through which one walled table names a row of another
  SELECT w.oid, w.relname, k.conkey, a.attname, t.relname AS target
  FROM walled w JOIN pg_constraint k ON k.conrelid = w.oid AND k.contype = 'f'
  JOIN walled t ON t.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum = k.conkey[1]
)
"""
# A policy asks who is acting, or looks for a row whose own policy does; or lets nobody in.
MENTIONS = (
    r"^false$|gugus_(user|groups|task_force|roles)\(\)|CURRENT_USER = |FROM \(*(cases|core)_|cases_\w+\("
)
THE_KERNEL = "(CURRENT_USER = 'gugus_kernel'::name)"
NAMES = "SELECT relname FROM walled ORDER BY 1"

# What must not be found, and the query that finds it.
RULES: dict[str, str] = {
    "%s: dinding baris tidak dipasang atau tidak dipaksakan (ENABLE dan FORCE ROW LEVEL SECURITY)": """
        SELECT relname FROM walled WHERE NOT (relrowsecurity AND relforcerowsecurity)""",
    "%s: %s boleh %s, tetapi tidak ada kebijakan untuk itu": """
        SELECT w.relname, who, verb FROM walled w, unnest(%(users)s::text[]) who,
          unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) verb
        WHERE CASE WHEN verb = 'DELETE' THEN has_table_privilege(who, w.oid, verb)
                   ELSE has_any_column_privilege(who, w.oid, verb) END AND NOT EXISTS (
          SELECT 1 FROM policy p WHERE p.tablename = w.relname AND p.permissive = 'PERMISSIVE'
            AND p.cmd IN (verb, 'ALL') AND who = ANY (p.roles))""",
    "%s: tidak ada kebijakan membaca; tabel ini tidak terbaca siapa pun": """
        SELECT w.relname FROM walled w WHERE NOT EXISTS (
          SELECT 1 FROM policy p WHERE p.tablename = w.relname AND p.cmd IN ('SELECT', 'ALL') AND p.ours)""",
    "%s: kebijakan %s berlaku bagi PUBLIC": """
        SELECT tablename, policyname FROM policy WHERE 'public' = ANY (roles)""",
    "%s: kebijakan %s tidak menanyakan siapa yang bertindak": """
        SELECT tablename, policyname FROM policy WHERE ours AND permissive = 'PERMISSIVE'
          AND (qual !~ %(mentions)s OR with_check !~ %(mentions)s OR coalesce(qual, with_check) IS NULL)""",
    "%s: kebijakan %s memberi peran kernel lebih dari yang dijalankannya sendiri": """
        SELECT tablename, policyname FROM policy WHERE %(kernel)s = ANY (roles)
          AND (coalesce(qual, with_check) <> %(the_kernel)s
               OR coalesce(with_check, qual) <> %(the_kernel)s)""",
    "%s: peran kernel tidak punya kebijakan; fungsinya tidak melihat satu baris pun tanpa memberi tahu": """
        SELECT relname FROM walled WHERE relname <> 'core_wallprobe' AND NOT EXISTS (
          SELECT 1 FROM policy p
          WHERE p.tablename = relname AND %(kernel)s = ANY (p.roles) AND p.cmd = 'ALL')""",
    "%s: %s boleh %s": """
        SELECT w.relname, who, verb FROM walled w, unnest(%(users)s::text[]) who,
          unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) verb
        WHERE has_table_privilege(who, w.oid, verb)""",
    "%s: dimiliki oleh %s, sehingga dinding tidak mengikat pemiliknya": """
        SELECT w.relname, r.rolname FROM walled w JOIN pg_roles r ON r.oid = w.relowner
        WHERE r.rolname = ANY (%(users)s::text[] || ARRAY[%(kernel)s])""",
    "%s: urutan nomornya terbaca oleh %s dan menunjukkan banyaknya kejadian": """
        SELECT t.relname, who FROM pg_class s
        JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        JOIN pg_class t ON t.oid = d.refobjid, unnest(%(users)s::text[]) who
        WHERE s.relkind = 'S' AND t.relname <> 'core_wallprobe'
          AND (t.oid IN (SELECT oid FROM walled) OR t.relname = ANY (%(kept)s::text[]))
          AND has_sequence_privilege(who, s.oid, 'SELECT, USAGE')""",
    "%s.%s menunjuk %s tanpa diperiksa saat ditulis: galat kunci asing membocorkan keberadaan baris": """
        SELECT i.relname, i.attname, i.target FROM inward i, unnest(ARRAY['INSERT', 'UPDATE']) verb
        WHERE has_any_column_privilege('gugus_web', i.oid, verb)
          AND NOT EXISTS (SELECT 1 FROM policy p WHERE p.tablename = i.relname AND p.ours
                          AND p.cmd IN (verb, 'ALL') AND p.rule ~ ('\\m' || i.attname || '\\M'))
          AND NOT (verb = 'UPDATE' AND EXISTS (
            SELECT 1 FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
            WHERE t.tgrelid = i.oid AND f.proname LIKE '%%_guard' AND t.tgenabled IN ('O', 'A')
              AND concat_ws(' ', replace(encode(t.tgargs, 'escape'), '\\000', ' '), f.prosrc)
                  ~ ('\\m' || i.attname || '\\M')))""",
    "%s: kunci unik %s tidak memuat kasus: galatnya membocorkan keberadaan baris": """
        SELECT w.relname, x.relname FROM walled w JOIN pg_index u ON u.indrelid = w.oid
        JOIN pg_class x ON x.oid = u.indexrelid
        WHERE u.indisunique AND NOT u.indisprimary AND has_any_column_privilege('gugus_web', w.oid, 'INSERT')
          AND NOT EXISTS (SELECT 1 FROM inward i WHERE i.oid = w.oid AND i.conkey[1] = ANY (u.indkey::int2[]))
          AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = w.oid AND u.indnatts = 1
                          AND u.indkey[0] = a.attnum
                          AND w.relname || '.' || a.attname = ANY (%(drawn)s::text[]))""",
    "%s: fungsi SECURITY DEFINER harus milik gugus_kernel, bukan %s": """
        SELECT f.oid::regprocedure::text, r.rolname FROM pg_proc f JOIN pg_roles r ON r.oid = f.proowner
        WHERE f.pronamespace = 'public'::regnamespace AND f.prosecdef AND r.rolname <> %(kernel)s""",
    "%s: fungsi SECURITY DEFINER tanpa search_path yang dipatok (… , pg_temp)": """
        SELECT f.oid::regprocedure::text FROM pg_proc f
        WHERE f.pronamespace = 'public'::regnamespace AND f.prosecdef AND NOT EXISTS (
          SELECT 1 FROM unnest(f.proconfig) c WHERE c ~ '^search_path=[^$]*public, pg_temp$')""",
    "%s: fungsi SECURITY DEFINER boleh dijalankan oleh PUBLIC": """
        SELECT f.oid::regprocedure::text FROM pg_proc f,
          aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
        WHERE f.pronamespace = 'public'::regnamespace AND f.prosecdef AND a.grantee = 0
          AND a.privilege_type = 'EXECUTE'""",
    "%s: tampilan (view) membaca dengan hak pemiliknya; pakai security_invoker, jangan materialized": """
        SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND (
          c.relkind = 'm' OR (c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}')
                              && ARRAY['security_invoker=true', 'security_invoker=on']))""",
    "%s: peran ini tidak boleh melewati dinding, menjadi superuser, atau (kernel) masuk sendiri": """
        SELECT rolname FROM pg_roles WHERE rolname = ANY (%(users)s::text[] || ARRAY[%(kernel)s])
          AND (rolsuper OR rolbypassrls OR (rolname = %(kernel)s AND rolcanlogin))""",
    "%s: peran ini menjadi anggota %s dan meminjam haknya": """
        SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
        JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY (%(users)s::text[] || ARRAY[%(kernel)s])""",
    "%s: boleh membuat benda di skema public": """
        SELECT who FROM unnest(%(users)s::text[]) who WHERE has_schema_privilege(who, 'public', 'CREATE')""",
    "%s: disebut terbuka, tetapi tabelnya tidak ada": """
        SELECT o FROM unnest(%(open)s::text[]) o WHERE to_regclass('public.' || o) IS NULL""",
    "%s: dijaga urutannya, tetapi tabelnya tidak ada": """
        SELECT o FROM unnest(%(kept)s::text[]) o WHERE to_regclass('public.' || o) IS NULL""",
}


def _values() -> dict[str, Any]:
    return {
        "open": list(OPEN),
        "drawn": list(DRAWN),
        "kept": list(KEPT_FROM_ALL),
        "users": [WEB, WORKER],
        "kernel": KERNEL,
        "the_kernel": THE_KERNEL,
        "mentions": MENTIONS,
    }


def faults(cursor: Any) -> list[str]:
    """Every hole in the wall, in plain words; empty when there is none. Any role may ask."""
    found = set()
    for text, query in RULES.items():
        cursor.execute(WALLED + query, _values())
        found |= {text % tuple(row) for row in cursor.fetchall()}
    return sorted(found)


def walled_tables(cursor: Any) -> list[str]:
    """The tables the wall must stand around, by name."""
    cursor.execute(WALLED + NAMES, _values())
    return [row[0] for row in cursor.fetchall()]
