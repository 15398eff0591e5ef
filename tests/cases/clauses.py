"""The stones of the second wall: what `tests.cases.mutations` takes out of policies, functions and views."""

# Tested elsewhere: the seal (tests/core/test_seal.py), the stage (test_cases.py). Nobody may update a record
# of disposal.
NOT_WALLS = ("core_seal_row", "cases_stage_follow_1", "cases_disposalrecord_keys_1")
# Clauses that say again what another clause or policy says: belt beside braces, no test can tell.
TWICE = {
    r"cases_accessreport_\w+ without (expiry|right)": "only the owner's desk, whose right to view never ends",
    r"cases_disposalrecord_(insert|delete) without (expiry|right)": "so too, until the case is destroyed; "
    "then its one record stands already and can not be deleted",
    r"cases_(accessreport_\w+|disposalrecord_(insert|delete)) without recusal": "the owner's case is looked "
    "for under its own policy, which asks",
    r"cases_(identity|shelter)_(insert|update) without recusal \d": "recusal is asked with either right",
    r"cases_grantreason: .*rujukan.*": "a transfer is over once it is accepted",
    r"cases_case_insert without (role|force)": "a desk of handlers in its own task force is asked for",
    r"cases_casejob_insert without (expiry|right|recusal)": "the policy of keys asks for the case too",
}
# In probes of grants the group is asked twice, the second time by the policy of cases_casegrant: it can not
# be told apart and is not tried.
GROUP = r"\((?!g\.)(?:\w+\.)?\w+ = ANY \(\( SELECT gugus_groups\(\) AS gugus_groups\)::integer\[\]\)\)"
CLAUSES = {
    "recusal": r"\(\( SELECT true\s+FROM cases_recusal r\s+WHERE .*?LIMIT 1\) IS NULL\)",
    "lifted": r"\(r\.lifted_at IS NULL\)",
    "expiry": r"\(\(g\.expires_at IS NULL\) OR \(g\.expires_at > now\(\)\)\)",
    "group": GROUP,
    "user": r"\((?:\w+\.)?\w+ = \( SELECT gugus_user\(\) AS gugus_user\)\)",
    "role": r"\('\w+'::text = ANY \(\( SELECT gugus_roles\(\) AS gugus_roles\)::text\[\]\)\)",
    "force": r"\((?:\w+\.)?\w+ = \( SELECT gugus_task_force\(\) AS gugus_task_force\)\)",
    "right": r"\(g\.permission_id = \( SELECT cases_permission\('\w+'::text\) AS cases_permission\)\)",
}
# What the kernel's functions must not forget: function, words, what stands there instead.
FORGOTTEN = {
    "cases_referral_move": [
        ("NOT f.receiver_id = ANY(mine) OR f.status = 'draf'", "f.status = 'draf'"),
        ("NOT f.receiver_id = ANY(mine) OR f.status = 'draf'", "NOT f.receiver_id = ANY(mine)"),
        ("NOT (f.sender_id = ANY(mine) OR c.owner_id = ANY(mine)) OR NOT EXISTS", "NOT EXISTS"),
        ("AND m.source = f.status", ""),
        ("OR NOT 'penangan' = ANY(gugus_roles())", ""),
        ("r.case_id = c.id AND r.user_id = me AND r.lifted_at IS NULL", "false"),
        ("p_move IN ('refuse', 'withdraw', 'forward')", "false"),
        ("AND k.withdrawn_at IS NULL AND cases_consent_until", "AND cases_consent_until"),
        ("AND cases_consent_until(k.valid_until, c.task_force_id) > now() THEN k.scope", "THEN k.scope"),
        ("c.age_group IN ('0_5', '6_12', '13_17', 'anak')", "true"),
        ("AND f.safeguarded_at IS NOT NULL", ""),
        ("given IS NULL OR c.status <> 'aktif'", "c.status <> 'aktif'"),
        ("given IS NULL OR c.status <> 'aktif'", "given IS NULL"),
        ("NOT c.owner_id = ANY(mine) OR f.receiver_id IS NULL", "f.receiver_id IS NULL"),
        ("WHERE f.sender_id <> c.owner_id AND NOT EXISTS", "WHERE false AND NOT EXISTS"),
        ("x.group_id = f.receiver_id AND x.role = 'penangan'", "x.group_id = f.receiver_id"),
        ("f.kind = 'alih' AND f.sender_id <> c.owner_id", "false"),
        ("AND y.given AND y.withdrawn_at IS NULL", "AND y.given"),
        ("AND cases_consent_until(y.valid_until, c.task_force_id) > now()", ""),
        ("d.group_id IN (f.receiver_id, f.sender_id, c.owner_id)", "false"),
    ],
    "cases_rights": [
        ("AND r = ANY(SELECT unnest(x.rights) FROM cases_consentscope x WHERE x.code = scope)", ""),
        ("t.code = ANY(services)", "true"),
    ],
    "cases_consent_until": [
        ("(last_day + 1)", "(last_day + 9)"),
    ],
    "cases_grants_derive": [
        ("DELETE FROM cases_casegrant g WHERE", "DELETE FROM cases_casegrant g WHERE false AND"),
        ("CASE WHEN bool_or(r.expires_at IS NULL) THEN NULL ELSE max(r.expires_at) END", "NULL"),
        ("bool_or(r.expires_at IS NULL)", "bool_and(r.expires_at IS NULL)"),
    ],
    "cases_break_glass": [
        ("b.user_id = me AND b.reviewed_at IS NULL", "false"),
        ("AND x.task_force_id = gugus_task_force()", ""),
        ("r.case_id = x.id AND r.user_id = me AND r.lifted_at IS NULL", "false"),
        ("p_hours NOT BETWEEN 1 AND 4", "false"),
        ("OR coalesce(length(p_reason), 0) = 0", ""),
    ],
    "cases_break_glass_review": [
        ("AND b.user_id <> me", ""),
        ("coalesce(owner = ANY(gugus_groups()), false)", "true"),
        ("AND NOT cases_recused(b.case_id)", ""),
        ("b.task_force_id = gugus_task_force()", "true"),
        ("THEN coalesce(ended_at, now()) ELSE ended_at END", "THEN ended_at ELSE ended_at END"),
    ],
    "cases_recused": [
        ("r.user_id = gugus_user()", "false"),
    ],
    "cases_incident_open": [
        ("i.created_by_id = gugus_user()", "true"),
        ("AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.incident_id = i.id)", ""),
        ("g.group_id = ANY(gugus_groups())", "true"),
        ("cases_permission('handle_case')", "cases_permission('view_case')"),
        ("(g.expires_at IS NULL OR g.expires_at > now())", "true"),
        ("AND r.lifted_at IS NULL", "AND false"),
    ],
    "cases_case_guard": [
        ("current_user <> 'gugus_kernel'", "false"),
    ],
    "cases_keys_guard": [
        ("current_user = 'gugus_kernel'", "true"),
    ],
    "cases_consent_guard": [
        ("OLD.withdrawn_at IS NOT NULL", "false"),
    ],
}
# The view of reasons for grants, as PostgreSQL writes it.
REASONS = [
    (r"f\.kind\)::text = 'rujukan'::text", "f.kind)::text <> ''::text"),
    (r"'diterima'::character varying", "'selesai'::character varying, 'diterima'::character varying"),
    (r"\(k\.withdrawn_at IS NULL\)", "true"),
    (r"\(cases_consent_until\(k\.valid_until, c\.task_force_id\) > now\(\)\)", "true"),
    (r"\(b\.ended_at IS NULL\)", "true"),
    (r"\(b\.expires_at > now\(\)\)", "true"),
    (
        r"'view_shelter'::text\]\) r\(r\)\s*$|, 'view_identity'::text, 'view_shelter'::text",
        ", 'view_shelter'::text",
    ),
]
