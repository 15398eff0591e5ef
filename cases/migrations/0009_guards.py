"""What the first wall's author left ajar, closed: keys of rows that can be probed or moved, and stale offers.

- A foreign key to a row one may not see answers differently for a hidden and an absent row: every such key is
  checked by a restrictive policy when written, and cannot be changed afterwards.
- A person is recused only at a desk they work at, by somebody who is not recused; nobody locks out others.
- A consent once withdrawn stays withdrawn, and what was said in it stays as it was said.
- A sent referral or transfer is accepted only while its basis stands, a transfer only from who still leads.
"""

from importlib import import_module

from django.db import migrations

from gugus.core.walls import WEB, kernel_function

walls = import_module("cases.migrations.0002_walls")

GUARD = """
CREATE FUNCTION cases_keys_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE name text; before jsonb := to_jsonb(OLD); after jsonb := to_jsonb(NEW);
BEGIN
  IF current_user = 'gugus_kernel' THEN RETURN NEW; END IF;
  FOREACH name IN ARRAY TG_ARGV LOOP
    IF before -> name IS DISTINCT FROM after -> name THEN
      RAISE EXCEPTION '% of % cannot be changed', name, TG_TABLE_NAME USING ERRCODE = '42501';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE FUNCTION cases_consent_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user <> 'gugus_kernel' AND OLD.withdrawn_at IS NOT NULL
     AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    RAISE EXCEPTION 'a withdrawn consent stays withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_consent_guard_1 BEFORE UPDATE ON cases_consent
  FOR EACH ROW EXECUTE FUNCTION cases_consent_guard();
"""
KEYS = {
    **dict.fromkeys(
        ("identity", "shelter", "screening", "serviceneed", "stagestate", "checklistmark", "disposalrecord"),
        ("case_id",),
    ),
    "consent": ("case_id", "kind", "given", "scope", "given_on", "valid_until", "recorded_by_id"),
    "recusal": ("case_id", "user_id", "group_id", "recorded_by_id"),
    "servicerecord": ("case_id", "group_id", "referral_id"),
    "casenote": ("case_id", "group_id", "written_by_id"),
    "attachment": ("case_id", "group_id", "uploaded_by_id"),
    "possiblematch": ("task_force_id", "first_id", "second_id", "first_code", "second_code"),
    "referral": ("case_id", "sender_id", "sender_agency_id", "kind"),
    "casedocument": ("case_id", "group_id", "referral_id", "supersedes_id"),
    "caseexport": ("case_id", "group_id", "requested_by_id"),
    "casejob": ("case_id", "requested_by_id"),
}
KEYS_SQL = "\n".join(
    f"CREATE TRIGGER cases_{table}_keys_1 BEFORE UPDATE ON cases_{table} "
    f"FOR EACH ROW EXECUTE FUNCTION cases_keys_guard({', '.join(repr(name) for name in names)});"
    for table, names in KEYS.items()
)
GUARD_BACK = "DROP FUNCTION cases_keys_guard() CASCADE; DROP FUNCTION cases_consent_guard() CASCADE;"


def seen(table: str, column: str, target: str, also: str = "") -> str:
    """The row a key names is one the writer sees."""
    probe = f"SELECT true FROM {target} t WHERE t.id = {table}.{column}{also} LIMIT 1"
    return f"({table}.{column} IS NULL OR ({probe}))"


def also(table: str, verbs: str, rule: str, to: str = WEB) -> str:
    return "\n".join(
        f"CREATE POLICY {table}_{verb.lower()}_keys ON {table} AS RESTRICTIVE FOR {verb} TO {to} WITH CHECK ({rule});"
        for verb in verbs.split()
    )


# The policies of recusals cannot ask the table of recusals itself.
RECUSED = kernel_function(
    "cases_recused",
    "p_case uuid",
    "boolean",
    "BEGIN RETURN EXISTS (SELECT 1 FROM cases_recusal r WHERE r.case_id = p_case AND r.lifted_at IS NULL "
    "AND r.user_id = gugus_user()); END",
    callers=WEB,
)
# Nor can the policies of papers ask the table of papers: a case's paper of one's own desk.
PAPER_OF = kernel_function(
    "cases_paper_of",
    "p_paper uuid, p_case uuid",
    "boolean",
    "BEGIN RETURN EXISTS (SELECT 1 FROM cases_casedocument d WHERE d.id = p_paper AND d.case_id = p_case "
    "AND d.group_id = ANY(gugus_groups())); END",
    callers=WEB,
)
FUNCTIONS_BACK = """
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_recused(uuid);
DROP FUNCTION cases_paper_of(uuid, uuid);
RESET ROLE;
"""
POLICIES = "\n".join(
    [
        also(
            "cases_referral",
            "INSERT UPDATE",
            seen("cases_referral", "consent_id", "cases_consent", " AND t.case_id = cases_referral.case_id"),
        ),
        also(
            "cases_servicerecord",
            "INSERT",
            seen("cases_servicerecord", "referral_id", "cases_referral", " AND t.case_id = cases_servicerecord.case_id"),
        ),
        also(
            "cases_casedocument",
            "INSERT",
            seen("cases_casedocument", "referral_id", "cases_referral", " AND t.case_id = cases_casedocument.case_id")
            + " AND (cases_casedocument.supersedes_id IS NULL "
            "OR cases_paper_of(cases_casedocument.supersedes_id, cases_casedocument.case_id))",
        ),
        # The worker finds jobs before it acts as anybody; only people are asked.
        also(
            "cases_casejob",
            "INSERT UPDATE",
            seen("cases_casejob", "case_id", "cases_case")
            + " AND " + seen("cases_casejob", "document_id", "cases_casedocument")
            + " AND " + seen("cases_casejob", "export_id", "cases_caseexport"),
            to="gugus_web",
        ),
        also(
            "cases_recusal",
            "INSERT",
            "NOT cases_recused(cases_recusal.case_id) AND "
            "(SELECT true FROM members_appointment a JOIN members_desk d ON d.id = a.desk_id "
            "WHERE a.user_id = cases_recusal.user_id AND d.group_id = cases_recusal.group_id LIMIT 1)",
        ),
        also(
            "cases_recusal",
            "UPDATE",
            f"{walls.granted('cases_recusal.case_id', 'view_case')} AND NOT cases_recused(cases_recusal.case_id)",
        ),
    ]
)
POLICIES_BACK = "\n".join(
    f"DROP POLICY {table}_{verb}_keys ON {table};"
    for table, verbs in {
        "cases_referral": "insert update",
        "cases_servicerecord": "insert",
        "cases_casedocument": "insert", "cases_casejob": "insert update", "cases_recusal": "insert update",
    }.items()
    for verb in verbs.split()
)

def changed(text: str, *changes: tuple[str, str]) -> str:
    """`text` with each change made exactly once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


MOVE = changed(
    walls.MOVE,
    (
        "  ELSIF p_move = 'accept' AND f.kind = 'alih' THEN\n",
        """  ELSIF p_move = 'accept' AND ((f.kind = 'alih' AND f.sender_id <> c.owner_id)
      OR (f.basis = 'persetujuan' AND NOT EXISTS (SELECT 1 FROM cases_consent y
            WHERE y.id = f.consent_id AND y.given AND y.withdrawn_at IS NULL
              AND cases_consent_until(y.valid_until, c.task_force_id) > now()))) THEN
    RETURN QUERY SELECT false, f.status::text; RETURN;
  ELSIF p_move = 'accept' AND f.kind = 'alih' THEN
""",
    ),
)
DROP_MOVE = """
SET LOCAL ROLE gugus_kernel;
DROP FUNCTION cases_referral_move(uuid, text, uuid, bytea, text, timestamptz, int);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_access_report"), ("members", "0003_personal_desk")]
    operations = [
        migrations.RunSQL(GUARD + KEYS_SQL, GUARD_BACK),
        migrations.RunSQL(RECUSED + PAPER_OF, FUNCTIONS_BACK),
        migrations.RunSQL(POLICIES, POLICIES_BACK),
        migrations.RunSQL(DROP_MOVE + MOVE, DROP_MOVE + walls.MOVE),
    ]
