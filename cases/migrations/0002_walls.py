"""The second wall: policies, derived grants, the moves of a referral, break-glass (ADR 0017).

Web and worker write content under the policies; grants, headers, offers, history of referrals and
break-glass are written only by the kernel's functions and triggers below, which check state and side
themselves. Read with gugus/core/walls.py.
"""

from django.db import migrations

from gugus.core.walls import GROUPS, HERE, ROLES, USER, WEB, kernel_function, kernel_trigger, unwall, wall


def granted(case: str, right: str) -> str:
    """Probe: one of the acting groups holds the right, now. Scalar, so that it is never hashed."""
    return (
        f"(SELECT true FROM cases_casegrant g WHERE g.content_object_id = {case} "
        f"AND g.permission_id = (SELECT cases_permission('{right}')) AND g.group_id = {GROUPS} "
        "AND (g.expires_at IS NULL OR g.expires_at > now()) LIMIT 1)"
    )


def not_recused(case: str) -> str:
    """A person who stopped handling a case sees nothing of it, whatever their desk holds."""
    return (
        f"(SELECT true FROM cases_recusal r WHERE r.case_id = {case} AND r.lifted_at IS NULL "
        f"AND r.user_id = {USER} LIMIT 1) IS NULL"
    )


def may(right: str, case: str) -> str:
    """`case` is the qualified column: a bare `case_id` would mean the probed table's own."""
    return f"{granted(case, right)} AND {not_recused(case)}"


def view(table: str) -> str:
    return may("view_case", f"{table}.case_id")


def handle(table: str) -> str:
    return may("handle_case", f"{table}.case_id")


def owned(case: str) -> str:
    """The case's owner is acting (through the policy of cases_case)."""
    return f"(SELECT true FROM cases_case o WHERE o.id = {case} AND o.owner_id = {GROUPS} LIMIT 1)"


MINE = f"group_id = {GROUPS}"
HANDLER = f"'penangan' = {ROLES}"

CONTENT = {
    "cases_incident": wall(
        "cases_incident",
        select="(SELECT true FROM cases_case c WHERE c.incident_id = cases_incident.id LIMIT 1)",
        insert=f"created_by_id = {USER} AND task_force_id = {HERE} AND {HANDLER}",
        update=f"(SELECT true FROM cases_case c WHERE c.incident_id = cases_incident.id "
        f"AND c.owner_id = {GROUPS} LIMIT 1)",
    ),
    "cases_case": wall(
        "cases_case",
        select=f"(owner_id = {GROUPS} OR {granted('cases_case.id', 'view_case')}) "
        f"AND {not_recused('cases_case.id')}",
        insert=f"owner_id = {GROUPS} AND task_force_id = {HERE} AND opened_by_id = {USER} AND {HANDLER} "
        "AND status <> 'dimusnahkan' AND (SELECT true FROM members_desk d WHERE d.group_id = cases_case.owner_id "
        "AND d.role = 'penangan' AND d.agency_id = cases_case.lead_agency_id AND d.task_force_id = cases_case.task_force_id LIMIT 1) AND (SELECT cases_incident_open(incident_id))",
        update=f"owner_id = {GROUPS} AND status <> 'dimusnahkan' AND {not_recused('cases_case.id')}",
    ),
    "cases_casegrant": wall("cases_casegrant", select=MINE),
    "cases_recusal": wall(
        "cases_recusal",
        select=f"user_id = {USER} OR {MINE}",
        insert=f"{MINE} AND recorded_by_id = {USER} AND lifted_at IS NULL AND {granted('cases_recusal.case_id', 'view_case')}",
        update=f"{MINE} AND user_id <> {USER}",
    ),
    "cases_caseheader": wall(
        "cases_caseheader", select=f"task_force_id = {HERE} AND 'sekretariat' = {ROLES}"
    ),
    "cases_identity": wall(
        "cases_identity",
        select=may("view_identity", "cases_identity.case_id"),
        insert=f"{may('view_identity', 'cases_identity.case_id')} AND {handle('cases_identity')}",
        update=f"{may('view_identity', 'cases_identity.case_id')} AND {handle('cases_identity')}",
    ),
    "cases_identitynotice": wall(
        "cases_identitynotice",
        select=f"user_id = {USER} AND {view('cases_identitynotice')}",
        insert=f"user_id = {USER} AND {may('view_identity', 'cases_identitynotice.case_id')}",
    ),
    "cases_shelter": wall(
        "cases_shelter",
        select=may("view_shelter", "cases_shelter.case_id"),
        insert=f"{may('view_shelter', 'cases_shelter.case_id')} AND {handle('cases_shelter')}",
        update=f"{may('view_shelter', 'cases_shelter.case_id')} AND {handle('cases_shelter')}",
    ),
    **{
        table: wall(table, select=view(table), insert=handle(table), update=handle(table))
        for table in ("cases_screening", "cases_consent", "cases_stagestate", "cases_disposalrecord")
    },
    **{
        table: wall(
            table, select=view(table), insert=handle(table), update=handle(table), delete=handle(table)
        )
        for table in ("cases_serviceneed", "cases_checklistmark")
    },
    "cases_servicerecord": wall(
        "cases_servicerecord",
        select=f"({MINE} OR {granted('cases_servicerecord.case_id', 'view_case')}) AND {not_recused('cases_servicerecord.case_id')}",
        insert=f"{MINE} AND {handle('cases_servicerecord')}",
        update=f"{MINE} AND {handle('cases_servicerecord')}",
    ),
    "cases_casenote": wall(
        "cases_casenote",
        select=f"(shared OR {MINE}) AND {view('cases_casenote')}",
        insert=f"{MINE} AND written_by_id = {USER} AND {handle('cases_casenote')}",
        update=f"{MINE} AND {handle('cases_casenote')}",
    ),
    "cases_attachment": wall(
        "cases_attachment",
        select=f"(shared OR {MINE}) AND {view('cases_attachment')}",
        insert=f"{MINE} AND uploaded_by_id = {USER} AND {handle('cases_attachment')}",
        update=f"{MINE} AND {handle('cases_attachment')}",
    ),
    "cases_caselink": wall(
        "cases_caselink",
        select=f"{may('view_case', 'cases_caselink.first_id')} AND {may('view_case', 'cases_caselink.second_id')}",
        insert=f"{may('handle_case', 'cases_caselink.first_id')} AND {may('handle_case', 'cases_caselink.second_id')}",
        delete=f"{may('handle_case', 'cases_caselink.first_id')} AND {may('handle_case', 'cases_caselink.second_id')}",
    ),
    "cases_casedraft": wall(
        "cases_casedraft",
        **dict.fromkeys(
            ("select", "insert", "update", "delete"),
            f"user_id = {USER} AND CASE WHEN case_id IS NULL THEN {HANDLER} ELSE {view('cases_casedraft')} END",
        ),
    ),
    "cases_possiblematch": wall(
        "cases_possiblematch",
        select=f"task_force_id = {HERE} AND 'koordinator' = {ROLES}",
        update=f"task_force_id = {HERE} AND 'koordinator' = {ROLES}",
    ),
    "cases_referral": wall(
        "cases_referral",
        select=f"(sender_id = {GROUPS} OR (receiver_id = {GROUPS} AND status IN ('diterima', 'layanan')) "
        f"OR {owned('cases_referral.case_id')}) AND {view('cases_referral')}",
        **dict.fromkeys(
            ("insert", "update", "delete"),
            f"status = 'draf' AND sent_at IS NULL AND sender_id = {GROUPS} AND {handle('cases_referral')}",
        ),
    ),
    "cases_referralevent": wall(
        "cases_referralevent",
        select="(SELECT true FROM cases_referral f WHERE f.id = referral_id LIMIT 1)",
    ),
    "cases_referraloffer": wall(
        "cases_referraloffer",
        select=f"(receiver_id = {GROUPS} OR sender_id = {GROUPS}) AND {not_recused('cases_referraloffer.case_id')}",
    ),
    "cases_breakglass": wall(
        "cases_breakglass",
        select=f"user_id = {USER} OR (task_force_id = {HERE} AND ('pengawas' = {ROLES} OR 'koordinator' = {ROLES})) "
        f"OR {owned('cases_breakglass.case_id')}",
    ),
    "cases_casetrail": wall(
        "cases_casetrail",
        select=f"actor_id = {USER} OR (task_force_id = {HERE} AND 'pengawas' = {ROLES}) OR {owned('cases_casetrail.case_id')}",
        insert=f"actor_id = {USER}",
    ),
    "cases_casedocument": wall(
        "cases_casedocument",
        select=f"{MINE} AND {view('cases_casedocument')}",
        insert=f"{MINE} AND made_by_id = {USER} AND {view('cases_casedocument')}",
        update=f"{MINE} AND {view('cases_casedocument')}",
    ),
    "cases_caseexport": wall(
        "cases_caseexport",
        **dict.fromkeys(
            ("select", "insert", "update", "delete"), f"requested_by_id = {USER} AND {MINE} AND {view('cases_caseexport')}"
        ),
    ),
    "cases_casejob": wall(
        "cases_casejob",
        select=f"requested_by_id = {USER}",
        insert=f"requested_by_id = {USER} AND CASE WHEN case_id IS NULL "
        f"THEN document_id IS NULL AND export_id IS NULL ELSE {view('cases_casejob')} END",
        update=f"requested_by_id = {USER}",
    )
    # The worker finds, starts and ends jobs before it acts as anybody; a job carries keys only.
    + "\nCREATE POLICY cases_casejob_worker ON cases_casejob TO gugus_worker "
    "USING (current_user = 'gugus_worker') WITH CHECK (current_user = 'gugus_worker');",
}

LOOKUP = """
CREATE FUNCTION cases_permission(codename text) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
   WHERE t.app_label = 'cases' AND t.model = 'case' AND p.codename = $1 $$;
"""
LOOKUP_BACK = "DROP FUNCTION cases_permission(text);"

# A consent holds to the end of its last day, by the region's clock; without one, until it is withdrawn.
UNTIL = """
CREATE FUNCTION cases_consent_until(last_day date, task_force uuid) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT (last_day + 1)::timestamp AT TIME ZONE z.timezone FROM members_taskforce t
    JOIN members_region z ON z.code = t.region_id WHERE t.id = task_force AND last_day IS NOT NULL), 'infinity')
$$;
"""
# What a receiver may do: the rights of the consent's scope that one of the services needs.
RIGHTS = """
CREATE FUNCTION cases_rights(services text[], scope text) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT DISTINCT r::text FROM cases_servicetype t CROSS JOIN unnest(t.rights) r
   WHERE t.code = ANY(services)
     AND r = ANY(SELECT unnest(x.rights) FROM cases_consentscope x WHERE x.code = scope)
$$;
"""
RIGHTS_BACK = "DROP FUNCTION cases_rights(text[], text);"
UNTIL_BACK = "DROP FUNCTION cases_consent_until(date, uuid);"
# Whether a case may be opened on an incident: one's own without any case yet, or that of a case one sees.
INCIDENT_OPEN = kernel_function(
    "cases_incident_open",
    "p_incident uuid",
    "boolean",
    """
BEGIN
  RETURN EXISTS (SELECT 1 FROM cases_incident i WHERE i.id = p_incident AND i.created_by_id = gugus_user()
      AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.incident_id = i.id))
    OR EXISTS (SELECT 1 FROM cases_case c JOIN cases_casegrant g ON g.content_object_id = c.id
      WHERE c.incident_id = p_incident AND g.group_id = ANY(gugus_groups())
        AND g.permission_id = cases_permission('view_case') AND (g.expires_at IS NULL OR g.expires_at > now())
        AND NOT EXISTS (SELECT 1 FROM cases_recusal r WHERE r.case_id = c.id AND r.user_id = gugus_user()
                         AND r.lifted_at IS NULL));
END""",
    callers=WEB,
)

# Why a group may do something with a case, right now: the only source of grants.
REASONS = f"""
CREATE VIEW cases_grantreason WITH (security_invoker = true) AS
  SELECT c.id AS case_id, c.owner_id AS group_id, cases_permission(r) AS permission_id,
         NULL::timestamptz AS expires_at
    FROM cases_case c
   CROSS JOIN unnest(ARRAY['view_case', 'handle_case', 'view_identity', 'view_shelter']) r
   WHERE c.status <> 'dimusnahkan' OR r = 'view_case'
UNION ALL
  SELECT f.case_id, f.receiver_id, cases_permission(s.r),
         nullif(cases_consent_until(k.valid_until, c.task_force_id), 'infinity')
    FROM cases_referral f
    JOIN cases_case c ON c.id = f.case_id
   CROSS JOIN LATERAL cases_rights(f.services, f.scope) s(r)
    LEFT JOIN cases_consent k ON k.id = f.consent_id
   WHERE f.kind = 'rujukan' AND f.receiver_id IS NOT NULL AND f.status IN ('diterima', 'layanan')
     AND (f.basis = 'anak' OR (f.basis = 'persetujuan' AND k.kind = 'berbagi' AND k.given
          AND k.withdrawn_at IS NULL AND cases_consent_until(k.valid_until, c.task_force_id) > now()))
UNION ALL
  SELECT b.case_id, b.group_id, cases_permission(r), b.expires_at
    FROM cases_breakglass b CROSS JOIN unnest(ARRAY['view_case', 'view_identity', 'view_shelter']) r
   WHERE b.case_id IS NOT NULL AND b.ended_at IS NULL AND b.expires_at > now();
REVOKE ALL ON cases_grantreason FROM {WEB};
"""
REASONS_BACK = "DROP VIEW cases_grantreason;"

DERIVE = kernel_function(
    "cases_grants_derive",
    "p_case uuid",
    "void",
    """
DECLARE c cases_case;
BEGIN
  SELECT * INTO c FROM cases_case WHERE id = p_case FOR NO KEY UPDATE;
  DELETE FROM cases_casegrant g WHERE g.content_object_id = p_case AND NOT EXISTS (
    SELECT 1 FROM cases_grantreason r
     WHERE r.case_id = p_case AND r.group_id = g.group_id AND r.permission_id = g.permission_id);
  INSERT INTO cases_casegrant (content_object_id, permission_id, group_id, created_at, status, expires_at)
  SELECT p_case, r.permission_id, r.group_id, c.created_at, c.status,
         CASE WHEN bool_or(r.expires_at IS NULL) THEN NULL ELSE max(r.expires_at) END
    FROM cases_grantreason r WHERE r.case_id = p_case GROUP BY r.permission_id, r.group_id
  ON CONFLICT (content_object_id, permission_id, group_id) DO UPDATE
    SET created_at = EXCLUDED.created_at, status = EXCLUDED.status, expires_at = EXCLUDED.expires_at
    WHERE (cases_casegrant.created_at, cases_casegrant.status, cases_casegrant.expires_at)
      IS DISTINCT FROM (EXCLUDED.created_at, EXCLUDED.status, EXCLUDED.expires_at);
END""",
)
HEADER = kernel_function(
    "cases_header_write",
    "p_case uuid",
    "void",
    """
BEGIN
  INSERT INTO cases_caseheader (case_id, code, task_force_id, status, stage, referral_state, due, created_at)
  SELECT c.id, c.code, c.task_force_id, c.status, c.stage,
         coalesce((SELECT f.status FROM cases_referral f WHERE f.case_id = c.id AND f.status <> 'draf'
                    ORDER BY coalesce(f.ended_at, f.answered_at, f.sent_at) DESC LIMIT 1), ''),
         least((SELECT min(CASE f.status WHEN 'dikirim' THEN f.answer_due ELSE f.service_due END)
                  FROM cases_referral f WHERE f.case_id = c.id AND f.status IN ('dikirim', 'diterima')),
               CASE WHEN c.status = 'aktif' AND c.followed_up_at IS NULL THEN c.follow_up_due END),
         c.created_at
    FROM cases_case c WHERE c.id = p_case
  ON CONFLICT (case_id) DO UPDATE
    SET task_force_id = EXCLUDED.task_force_id, status = EXCLUDED.status, stage = EXCLUDED.stage,
        referral_state = EXCLUDED.referral_state, due = EXCLUDED.due;
END""",
)
CODE = kernel_trigger(
    "cases_case_code",
    """
DECLARE letters constant text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'; dice bytea;
BEGIN
  LOOP
    dice := uuid_send(gen_random_uuid());
    NEW.code := 'K' || to_char(NEW.created_at, 'YY') || '-';
    FOR place IN 0..5 LOOP
      NEW.code := NEW.code || substr(letters, get_byte(dice, place) % 32 + 1, 1);
    END LOOP;
    EXIT WHEN NOT EXISTS (SELECT 1 FROM cases_case WHERE code = NEW.code);
  END LOOP;
  RETURN NEW;
END""",
    "BEFORE INSERT ON cases_case",
)
CASE_FOLLOW = kernel_trigger(
    "cases_case_follow",
    """
BEGIN
  PERFORM cases_grants_derive(NEW.id);
  PERFORM cases_header_write(NEW.id);
  UPDATE cases_referraloffer SET age_group = NEW.age_group, sex = NEW.sex WHERE case_id = NEW.id;
  RETURN NULL;
END""",
    "AFTER INSERT OR UPDATE ON cases_case",
)
# What only the kernel may change of a case: who owns it, its code, its beginning.
CASE_GUARD = """
CREATE FUNCTION cases_case_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user <> 'gugus_kernel' AND (
    (NEW.code, NEW.owner_id, NEW.task_force_id, NEW.lead_agency_id, NEW.opened_by_id, NEW.created_at, NEW.incident_id)
    IS DISTINCT FROM
    (OLD.code, OLD.owner_id, OLD.task_force_id, OLD.lead_agency_id, OLD.opened_by_id, OLD.created_at, OLD.incident_id)
    OR NEW.status = 'dimusnahkan') THEN
    RAISE EXCEPTION 'owner, code and beginning of a case are the kernel''s' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_guard_1 BEFORE UPDATE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION cases_case_guard();
"""
CASE_GUARD_BACK = "DROP TRIGGER cases_case_guard_1 ON cases_case; DROP FUNCTION cases_case_guard();"
CONSENT_FOLLOW = kernel_trigger(
    "cases_consent_follow",
    "BEGIN PERFORM cases_grants_derive(NEW.case_id); RETURN NULL; END",
    "AFTER INSERT OR UPDATE ON cases_consent",
)
REFERRAL_FOLLOW = kernel_trigger(
    "cases_referral_follow",
    """
BEGIN
  PERFORM cases_grants_derive(NEW.case_id);
  PERFORM cases_header_write(NEW.case_id);
  IF NEW.receiver_id IS NOT NULL AND (NEW.status = 'dikirim'
      OR (NEW.basis = 'tanpa' AND NEW.status IN ('diterima', 'layanan'))) THEN
    INSERT INTO cases_referraloffer (referral_id, case_id, kind, number, sender_id, receiver_id,
      sender_agency_id, receiver_agency_id, services, urgency, risk, age_group, sex, basis, status, sent_at,
      answer_due)
    SELECT NEW.id, NEW.case_id, NEW.kind, NEW.number, NEW.sender_id, NEW.receiver_id,
      NEW.sender_agency_id, NEW.receiver_agency_id, NEW.services, NEW.urgency, NEW.risk, c.age_group, c.sex,
      NEW.basis, NEW.status, NEW.sent_at, NEW.answer_due
      FROM cases_case c WHERE c.id = NEW.case_id
    ON CONFLICT (referral_id) DO UPDATE
      SET receiver_id = EXCLUDED.receiver_id, receiver_agency_id = EXCLUDED.receiver_agency_id,
          status = EXCLUDED.status, sent_at = EXCLUDED.sent_at, answer_due = EXCLUDED.answer_due;
  ELSE
    DELETE FROM cases_referraloffer WHERE referral_id = NEW.id;
  END IF;
  RETURN NULL;
END""",
    "AFTER INSERT OR UPDATE ON cases_referral",
)

# The same table as cases.enums.REFERRAL_TRANSITIONS; tests/cases/test_walls.py holds them against each other.
MOVES = """
CREATE FUNCTION cases_referral_moves() RETURNS TABLE (move text, source text, target text, side text)
LANGUAGE sql IMMUTABLE AS $$ VALUES
  ('send', 'draf', 'dikirim', 'sender'), ('accept', 'dikirim', 'diterima', 'receiver'),
  ('refuse', 'dikirim', 'ditolak', 'receiver'), ('forward', 'dikirim', 'dikirim', 'receiver'),
  ('start', 'diterima', 'layanan', 'receiver'), ('finish', 'diterima', 'selesai', 'receiver'),
  ('finish', 'layanan', 'selesai', 'receiver'), ('withdraw', 'dikirim', 'ditarik', 'sender'),
  ('withdraw', 'diterima', 'ditarik', 'sender'), ('withdraw', 'layanan', 'ditarik', 'sender')
$$;
"""
MOVES_BACK = "DROP FUNCTION cases_referral_moves();"
MOVE = kernel_function(
    "cases_referral_move",
    "p_referral uuid, p_move text, p_event uuid, p_reason bytea, p_code text, p_due timestamptz, p_receiver int",
    "TABLE (moved boolean, state text)",
    """
DECLARE
  f cases_referral; c cases_case; k cases_consent; d members_desk; target text; side text;
  mine int[] := gugus_groups(); me uuid := gugus_user(); rule cases_casesettings; given text;
BEGIN
  SELECT x.* INTO f FROM cases_referral x WHERE x.id = p_referral;
  SELECT x.* INTO c FROM cases_case x WHERE x.id = f.case_id FOR NO KEY UPDATE;
  SELECT x.* INTO f FROM cases_referral x WHERE x.id = p_referral FOR UPDATE;
  SELECT m.side INTO side FROM cases_referral_moves() m WHERE m.move = p_move LIMIT 1;
  -- Whoever has no part in it learns nothing, not even that it exists.
  IF f.id IS NULL OR me IS NULL OR side IS NULL OR NOT 'penangan' = ANY(gugus_roles())
     OR EXISTS (SELECT 1 FROM cases_recusal r WHERE r.case_id = c.id AND r.user_id = me AND r.lifted_at IS NULL)
  THEN RETURN QUERY SELECT false, NULL::text; RETURN; END IF;
  IF side = 'sender' OR f.receiver_id IS NULL THEN
    IF NOT (f.sender_id = ANY(mine) OR c.owner_id = ANY(mine)) OR NOT EXISTS (
      SELECT 1 FROM cases_casegrant g WHERE g.content_object_id = c.id AND g.group_id = ANY(mine)
         AND g.permission_id = cases_permission('handle_case')
         AND (g.expires_at IS NULL OR g.expires_at > now()))
    THEN RETURN QUERY SELECT false, NULL::text; RETURN; END IF;
  ELSIF NOT f.receiver_id = ANY(mine) OR f.status = 'draf' THEN
    RETURN QUERY SELECT false, NULL::text; RETURN;
  END IF;
  SELECT m.target INTO target FROM cases_referral_moves() m WHERE m.move = p_move AND m.source = f.status;
  IF target IS NULL THEN RETURN QUERY SELECT false, f.status::text; RETURN; END IF;
  IF p_move IN ('refuse', 'withdraw', 'forward') AND coalesce(length(p_reason), 0) = 0 THEN
    RETURN QUERY SELECT false, f.status::text; RETURN;
  END IF;

  IF p_move = 'send' THEN
    SELECT x.* INTO k FROM cases_consent x WHERE x.id = f.consent_id;
    SELECT x.* INTO rule FROM cases_casesettings x WHERE x.task_force_id = c.task_force_id;
    given := CASE
      WHEN f.basis = 'persetujuan' AND k.case_id = c.id AND k.kind = 'berbagi' AND k.given
        AND k.withdrawn_at IS NULL AND cases_consent_until(k.valid_until, c.task_force_id) > now() THEN k.scope
      WHEN f.basis = 'anak' AND c.age_group IN ('0_5', '6_12', '13_17', 'anak')
        AND f.safeguarded_at IS NOT NULL AND coalesce(rule.child_path, true)
        THEN coalesce(rule.child_scope, 'layanan')
      WHEN f.basis = 'tanpa' AND f.kind = 'rujukan' THEN '' END;
    -- Both ends are handlers' desks; nobody but the owner passes on more than their own desk may do.
    IF given IS NULL OR c.status <> 'aktif'
       OR (f.kind = 'alih' AND (NOT c.owner_id = ANY(mine) OR f.receiver_id IS NULL))
       OR NOT EXISTS (SELECT 1 FROM members_desk x WHERE x.group_id = f.sender_id AND x.role = 'penangan'
                        AND x.agency_id = f.sender_agency_id)
       OR (f.receiver_id IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM members_desk x WHERE x.group_id = f.receiver_id AND x.role = 'penangan'
                AND x.agency_id = f.receiver_agency_id))
       OR EXISTS (SELECT 1 FROM cases_rights(f.services, given) r
                   WHERE f.sender_id <> c.owner_id AND NOT EXISTS (
                     SELECT 1 FROM cases_casegrant g WHERE g.content_object_id = c.id
                        AND g.group_id = f.sender_id AND g.permission_id = cases_permission(r)
                        AND (g.expires_at IS NULL OR g.expires_at > now())))
    THEN
      RETURN QUERY SELECT false, f.status::text; RETURN;
    END IF;
    UPDATE cases_referral SET scope = given, sent_at = now(), sent_by_id = me, answer_due = p_due,
      status = target WHERE id = f.id;
  ELSIF p_move = 'accept' AND f.kind = 'alih' THEN
    SELECT x.* INTO d FROM members_desk x WHERE x.group_id = f.receiver_id;
    UPDATE cases_referral SET status = 'selesai', answered_at = now(), answered_by_id = me, ended_at = now()
      WHERE id = f.id;
    UPDATE cases_case SET owner_id = f.receiver_id, lead_agency_id = f.receiver_agency_id,
      task_force_id = d.task_force_id WHERE id = c.id;
    target := 'selesai';
  ELSIF p_move = 'accept' THEN
    UPDATE cases_referral SET status = target, answered_at = now(), answered_by_id = me, service_due = p_due
      WHERE id = f.id;
  ELSIF p_move = 'refuse' THEN
    UPDATE cases_referral SET status = target, answered_at = now(), answered_by_id = me, ended_at = now(),
      refusal = coalesce(p_code, '') WHERE id = f.id;
  ELSIF p_move = 'forward' THEN
    SELECT x.* INTO d FROM members_desk x WHERE x.group_id = p_receiver AND x.role = 'penangan';
    IF d.group_id IS NULL OR d.group_id IN (f.receiver_id, f.sender_id, c.owner_id) THEN
      RETURN QUERY SELECT false, f.status::text; RETURN;
    END IF;
    UPDATE cases_referral SET receiver_id = d.group_id, receiver_agency_id = d.agency_id, sent_at = now(),
      answer_due = p_due, escalated_at = NULL WHERE id = f.id;
  ELSIF p_move = 'start' THEN
    UPDATE cases_referral SET status = target, started_at = now() WHERE id = f.id;
  ELSE
    UPDATE cases_referral SET status = target, ended_at = now() WHERE id = f.id;
  END IF;
  INSERT INTO cases_referralevent (id, referral_id, move, at, by_id, sender_agency_id, receiver_agency_id, reason)
    VALUES (p_event, f.id, p_move, now(), me, f.sender_agency_id, coalesce(d.agency_id, f.receiver_agency_id),
            coalesce(p_reason, ''::bytea));
  RETURN QUERY SELECT true, target;
END""",
    callers=WEB,
)

BREAK_GLASS = kernel_function(
    "cases_break_glass",
    "p_id uuid, p_code text, p_reason bytea, p_hours int",
    "TABLE (outcome text, opened uuid, owner_group int)",
    """
DECLARE c cases_case; own int; me uuid := gugus_user();
BEGIN
  SELECT p.group_id INTO own FROM members_personaldesk p
    WHERE p.user_id = me AND p.task_force_id = gugus_task_force() FOR UPDATE;
  IF own IS NULL OR NOT 'penangan' = ANY(gugus_roles()) OR p_hours NOT BETWEEN 1 AND 4
     OR coalesce(length(p_reason), 0) = 0 THEN
    RETURN QUERY SELECT 'ditolak', NULL::uuid, NULL::int; RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM cases_breakglass b WHERE b.user_id = me AND b.reviewed_at IS NULL) THEN
    RETURN QUERY SELECT 'menunggu', NULL::uuid, NULL::int; RETURN;
  END IF;
  SELECT x.* INTO c FROM cases_case x WHERE x.code = upper(btrim(p_code))
    AND x.task_force_id = gugus_task_force() AND x.status <> 'dimusnahkan'
    AND NOT EXISTS (SELECT 1 FROM cases_recusal r
                     WHERE r.case_id = x.id AND r.user_id = me AND r.lifted_at IS NULL);
  INSERT INTO cases_breakglass (id, task_force_id, user_id, group_id, case_id, reason, opened_at, expires_at,
      outcome, review_note)
    VALUES (p_id, gugus_task_force(), me, own, c.id, p_reason, now(), now() + make_interval(hours => p_hours),
      '', ''::bytea);
  IF c.id IS NOT NULL THEN PERFORM cases_grants_derive(c.id); END IF;
  RETURN QUERY SELECT CASE WHEN c.id IS NULL THEN 'tidak_ada' ELSE 'terbuka' END, c.id, c.owner_id;
END""",
    callers="gugus_web",
)
BREAK_GLASS_END = kernel_function(
    "cases_break_glass_review",
    "p_id uuid, p_outcome text, p_note bytea",
    "boolean",
    """
DECLARE b cases_breakglass; owner int; me uuid := gugus_user();
BEGIN
  SELECT x.* INTO b FROM cases_breakglass x WHERE x.id = p_id FOR UPDATE;
  SELECT c.owner_id INTO owner FROM cases_case c WHERE c.id = b.case_id;
  IF b.id IS NULL OR me IS NULL THEN RETURN false; END IF;
  IF p_outcome = '' AND b.user_id = me AND b.ended_at IS NULL THEN
    UPDATE cases_breakglass SET ended_at = now() WHERE id = b.id;
  ELSIF p_outcome IN ('wajar', 'tidak_wajar') AND b.user_id <> me AND b.reviewed_at IS NULL
    AND (coalesce(owner = ANY(gugus_groups()), false) OR (b.task_force_id = gugus_task_force()
         AND ('pengawas' = ANY(gugus_roles()) OR 'koordinator' = ANY(gugus_roles())))) THEN
    UPDATE cases_breakglass SET outcome = p_outcome, review_note = coalesce(p_note, ''::bytea),
      reviewed_by_id = me, reviewed_at = now(),
      ended_at = CASE WHEN p_outcome = 'tidak_wajar' THEN coalesce(ended_at, now()) ELSE ended_at END
      WHERE id = b.id;
  ELSE
    RETURN false;
  END IF;
  IF b.case_id IS NOT NULL THEN PERFORM cases_grants_derive(b.case_id); END IF;
  RETURN true;
END""",
    callers="gugus_web",
)
EXPIRE = kernel_function(
    "cases_grants_expire",
    "",
    "int",
    """
DECLARE done int := 0; one uuid;
BEGIN
  FOR one IN SELECT DISTINCT g.content_object_id FROM cases_casegrant g WHERE g.expires_at <= now() LOOP
    PERFORM cases_grants_derive(one);
    done := done + 1;
  END LOOP;
  RETURN done;
END""",
    callers="gugus_worker",
)

TRAIL = "REVOKE UPDATE, DELETE, TRUNCATE ON cases_casetrail FROM gugus_web, gugus_worker, gugus_kernel;"
TRAIL_BACK = "GRANT UPDATE, DELETE ON cases_casetrail TO gugus_kernel;"


def drop(*signatures: str) -> str:
    return "\n".join(f"DROP FUNCTION {signature} CASCADE;" for signature in signatures)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0003_context"), ("members", "0003_personal_desk")]
    operations = [
        migrations.RunSQL(LOOKUP, LOOKUP_BACK),
        migrations.RunSQL(UNTIL + RIGHTS, RIGHTS_BACK + UNTIL_BACK),
        migrations.RunSQL(INCIDENT_OPEN, drop("cases_incident_open(uuid)")),
        *[migrations.RunSQL(sql, unwall(table)) for table, sql in CONTENT.items()],
        migrations.RunSQL("", "DROP POLICY IF EXISTS cases_casejob_worker ON cases_casejob;"),
        migrations.RunSQL(REASONS, REASONS_BACK),
        migrations.RunSQL(DERIVE + HEADER, drop("cases_grants_derive(uuid)", "cases_header_write(uuid)")),
        migrations.RunSQL(
            CODE + CASE_FOLLOW + CONSENT_FOLLOW + REFERRAL_FOLLOW,
            drop(
                "cases_case_code()", "cases_case_follow()", "cases_consent_follow()", "cases_referral_follow()"
            ),
        ),
        migrations.RunSQL(CASE_GUARD, CASE_GUARD_BACK),
        migrations.RunSQL(MOVES, MOVES_BACK),
        migrations.RunSQL(
            MOVE, drop("cases_referral_move(uuid, text, uuid, bytea, text, timestamptz, int)")
        ),
        migrations.RunSQL(
            BREAK_GLASS + BREAK_GLASS_END + EXPIRE,
            drop(
                "cases_break_glass(uuid, text, bytea, int)",
                "cases_break_glass_review(uuid, text, bytea)",
                "cases_grants_expire()",
            ),
        ),
        migrations.RunSQL(TRAIL, TRAIL_BACK),
    ]
