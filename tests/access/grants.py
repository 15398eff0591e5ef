"""Who may read which confidential row, from the tables alone: reasons for grants, posts of today, recusals.

Asked as the kernel, so neither the policies nor the portal's own filters have a say in it.
"""

from typing import Any

from tests.access.planting import as_kernel

WITH = """
WITH person AS MATERIALIZED (SELECT id, email FROM accounts_user WHERE is_active),
post AS MATERIALIZED (
  SELECT a.user_id, a.task_force_id, a.role, a.is_coordinator, a.desk_id
    FROM members_appointment a JOIN person u ON u.id = a.user_id
    JOIN members_taskforce t ON t.id = a.task_force_id JOIN members_region z ON z.code = t.region_id
   WHERE a.status = 'dikukuhkan' AND (now() AT TIME ZONE z.timezone)::date
         BETWEEN a.valid_from AND coalesce(a.valid_until, 'infinity')),
member AS MATERIALIZED (
  SELECT p.user_id, d.group_id FROM post p JOIN members_desk d ON d.id = p.desk_id
  UNION
  SELECT p.user_id, i.group_id FROM post p JOIN members_desk d ON d.id = p.desk_id
    JOIN members_desk i ON i.id = d.implies_id
  UNION
  SELECT p.user_id, o.group_id FROM post p JOIN members_personaldesk o USING (user_id, task_force_id)
   WHERE p.role = 'penangan'),
holds AS MATERIALIZED (
  SELECT DISTINCT m.user_id, g.case_id, p.codename
    FROM member m JOIN cases_grantreason g ON g.group_id = m.group_id
    JOIN auth_permission p ON p.id = g.permission_id
   WHERE (g.expires_at IS NULL OR g.expires_at > now()) AND NOT EXISTS (
         SELECT 1 FROM cases_recusal x
          WHERE x.case_id = g.case_id AND x.user_id = m.user_id AND x.lifted_at IS NULL))
"""


def holds(right: str, case: str = "r.case_id") -> str:
    return (
        f"EXISTS (SELECT 1 FROM holds h WHERE h.user_id = u.id AND h.case_id = {case}"
        f" AND h.codename = '{right}')"
    )


def at(group: str) -> str:
    """The person works at the desk of that group."""
    return f"EXISTS (SELECT 1 FROM member m WHERE m.user_id = u.id AND m.group_id = {group})"


OWNS = f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = r.case_id AND {at('c.owner_id')})"
COORDINATES = (
    "EXISTS (SELECT 1 FROM post p WHERE p.user_id = u.id AND p.task_force_id = r.task_force_id"
    " AND p.is_coordinator)"
)
SUPERVISES = COORDINATES.replace("p.is_coordinator", "(p.is_coordinator OR p.role = 'pengawas')")
VIEW = holds("view_case")
REFERRED = (
    f"{holds('view_case', 'f.case_id')} AND ({at('f.sender_id')} OR {OWNS.replace('r.case_id', 'f.case_id')}"
    f" OR {at('f.receiver_id')} AND f.status IN ('diterima', 'layanan'))"
)
# Table → when person `u` may read row `r` of it.
READS = {
    "cases_accessreport": f"{VIEW} AND {OWNS}",
    "cases_attachment": f"{VIEW} AND (r.shared OR {at('r.group_id')})",
    "cases_breakglass": f"r.user_id = u.id OR {SUPERVISES} OR {VIEW} AND {OWNS}",
    "cases_case": holds("view_case", "r.id"),
    "cases_casedocument": f"{VIEW} AND r.made_by_id = u.id",
    "cases_casedraft": f"{VIEW} AND r.user_id = u.id",
    "cases_caseexport": f"{VIEW} AND r.requested_by_id = u.id",
    "cases_caselink": f"{holds('view_case', 'r.first_id')} AND {holds('view_case', 'r.second_id')}",
    "cases_casenote": f"{VIEW} AND (r.shared OR {at('r.group_id')})",
    "cases_consent": VIEW,
    "cases_identity": holds("view_identity"),
    "cases_incident": "EXISTS (SELECT 1 FROM cases_case c WHERE c.incident_id = r.id"
    f" AND {holds('view_case', 'c.id')})",
    "cases_overread": f"r.user_id = u.id OR {SUPERVISES}",
    "cases_possiblematch": COORDINATES,
    "cases_recusal": f"r.user_id = u.id OR {at('r.group_id')}",
    "cases_referral": f"EXISTS (SELECT 1 FROM cases_referral f WHERE f.id = r.id AND {REFERRED})",
    "cases_referralevent": "EXISTS (SELECT 1 FROM cases_referral f WHERE f.id = r.referral_id"
    f" AND {REFERRED})",
    "cases_screening": VIEW,
    "cases_serviceneed": VIEW,
    "cases_servicerecord": f"{VIEW} OR {at('r.group_id')} AND NOT EXISTS (SELECT 1 FROM cases_recusal x"
    " WHERE x.case_id = r.case_id AND x.user_id = u.id AND x.lifted_at IS NULL)",
    "cases_shelter": holds("view_shelter"),
}
# Kept sealed for the worker alone until the file is made.
NOBODY = {"cases_caseexport.password"}
# Table → the case its row is about, where it has no `case_id` of its own.
CASE = {
    "cases_case": "r.id",
    "cases_caselink": "r.first_id",
    "cases_incident": "(SELECT c.id FROM cases_case c WHERE c.incident_id = r.id LIMIT 1)",
    "cases_possiblematch": "r.first_id",
    "cases_referralevent": "(SELECT f.case_id FROM cases_referral f WHERE f.id = r.referral_id)",
}


def asked(sql: str) -> list[tuple[Any, ...]]:
    with as_kernel() as cursor:
        cursor.execute(sql)  # type: ignore[call-overload]
        return cursor.fetchall()


def readers(table: str) -> set[tuple[str, str]]:
    """(row, account) of all who may read the row."""
    sql = f"{WITH} SELECT r.id::text, u.email FROM {table} r CROSS JOIN person u WHERE {READS[table]}"
    return {(row, email) for row, email in asked(sql)}


def rights() -> set[tuple[str, str, str]]:
    """(account, case, right) of all rights on cases."""
    sql = f"{WITH} SELECT u.email, h.case_id::text, h.codename FROM holds h JOIN person u ON u.id = h.user_id"
    return set(asked(sql))  # type: ignore[arg-type]


def cases_of(table: str) -> dict[str, tuple[str, str]]:
    """Row → its case and that case's region; rows of no case are left out."""
    case = CASE.get(table, "r.case_id")
    sql = (
        f"SELECT r.id::text, c.id::text, t.region_id FROM {table} r JOIN cases_case c ON c.id = {case}"
        " JOIN members_taskforce t ON t.id = c.task_force_id"
    )
    return {row: (key, region) for row, key, region in asked(sql)}
