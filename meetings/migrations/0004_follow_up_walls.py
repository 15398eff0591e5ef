"""A follow-up cannot be closed by one person, even by who writes rows past the portal.

- Who submits, judges, asks or decides is the person the transaction acts for (`gugus_user()`), nobody else.
- Done: submitted by one, found adequate by another who wrote no news of it. Ended: on a request another asked.
- What an agency was told stays: its words, its agency, and its day but for a granted extension; it is never
  deleted, and nothing closed moves again. Notes are only added.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION meetings_follow_up_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $guard$
DECLARE me uuid := gugus_user(); did boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.announced_at IS NOT NULL THEN
      RAISE EXCEPTION 'a follow-up its agency was told of is not deleted' USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'berjalan' OR NEW.submitted_by_id IS NOT NULL OR NEW.closed_by_id IS NOT NULL
       OR NEW.due <> NEW.original_due THEN
      RAISE EXCEPTION 'a follow-up begins open' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status IN ('selesai', 'dihentikan') THEN
    RAISE EXCEPTION 'a closed follow-up stays as it is' USING ERRCODE = '42501';
  END IF;
  IF OLD.announced_at IS NULL THEN
    IF NEW.status <> 'berjalan' THEN
      RAISE EXCEPTION 'nobody was told of this follow-up' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.announced_at, NEW.text, NEW.agency_id, NEW.meeting_id, NEW.task_force_id, NEW.original_due,
      NEW.priority, NEW.made_by_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.announced_at, OLD.text, OLD.agency_id, OLD.meeting_id, OLD.task_force_id, OLD.original_due,
      OLD.priority, OLD.made_by_id, OLD.created_at) THEN
    RAISE EXCEPTION 'what an agency was told stays' USING ERRCODE = '42501';
  END IF;
  IF NEW.due <> OLD.due AND NOT EXISTS (
      SELECT FROM meetings_followuprequest r WHERE r.follow_up_id = NEW.id AND r.kind = 'perpanjang'
        AND r.status = 'disetujui' AND r.until = NEW.due) THEN
    RAISE EXCEPTION 'a due day moves by a granted request' USING ERRCODE = '42501';
  END IF;
  IF NEW.status = OLD.status THEN
    IF (NEW.submitted_by_id, NEW.submitted_at, NEW.action_taken, NEW.closed_by_id)
       IS DISTINCT FROM (OLD.submitted_by_id, OLD.submitted_at, OLD.action_taken, OLD.closed_by_id) THEN
      RAISE EXCEPTION 'who did it changes with its state' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF me IS NULL THEN
    RAISE EXCEPTION 'a follow-up is moved by a person' USING ERRCODE = '42501';
  END IF;
  did := EXISTS (SELECT FROM meetings_followupnote n
                 WHERE n.follow_up_id = NEW.id AND n.by_id = me AND n.act IN ('kabar', 'ajukan'));
  IF OLD.status = 'berjalan' AND NEW.status = 'diajukan' THEN
    IF NEW.submitted_by_id IS DISTINCT FROM me OR NOT did THEN
      RAISE EXCEPTION 'one submits for oneself' USING ERRCODE = '42501';
    END IF;
    IF NEW.priority = 'tinggi' AND NOT EXISTS (
        SELECT FROM meetings_followupnote n WHERE n.follow_up_id = NEW.id AND (n.file <> '' OR n.link <> '')) THEN
      RAISE EXCEPTION 'high priority needs a proof' USING ERRCODE = '42501';
    END IF;
  ELSIF OLD.status = 'diajukan' THEN
    IF NEW.status = 'dihentikan' OR OLD.submitted_by_id = me OR did THEN
      RAISE EXCEPTION 'who did it does not judge it' USING ERRCODE = '42501';
    END IF;
    IF NEW.status = 'selesai' AND (NEW.closed_by_id IS DISTINCT FROM me
        OR NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id
        OR NEW.action_taken IS DISTINCT FROM OLD.action_taken) THEN
      RAISE EXCEPTION 'one closes for oneself what another submitted' USING ERRCODE = '42501';
    END IF;
  ELSIF NEW.status <> 'dihentikan' OR NEW.closed_by_id IS DISTINCT FROM me OR NOT EXISTS (
      SELECT FROM meetings_followuprequest r WHERE r.follow_up_id = NEW.id AND r.kind = 'hentikan'
        AND r.status = 'disetujui' AND r.decided_by_id = me AND r.asked_by_id <> me) THEN
    RAISE EXCEPTION 'a follow-up ends on what another person asked' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER meetings_follow_up_guard_1 BEFORE INSERT OR UPDATE OR DELETE ON meetings_followup
  FOR EACH ROW EXECUTE FUNCTION meetings_follow_up_guard();

CREATE FUNCTION meetings_request_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $guard$
DECLARE me uuid := gugus_user();
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a request stays' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'diminta' OR NEW.asked_by_id IS DISTINCT FROM me THEN
      RAISE EXCEPTION 'one asks for oneself' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status <> 'diminta'
     OR (NEW.follow_up_id, NEW.kind, NEW.until, NEW.reason, NEW.asked_by_id)
        IS DISTINCT FROM (OLD.follow_up_id, OLD.kind, OLD.until, OLD.reason, OLD.asked_by_id)
     OR NEW.decided_by_id IS DISTINCT FROM me THEN
    RAISE EXCEPTION 'one decides for oneself what another asked' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER meetings_request_guard_1 BEFORE INSERT OR UPDATE OR DELETE ON meetings_followuprequest
  FOR EACH ROW EXECUTE FUNCTION meetings_request_guard();

CREATE FUNCTION meetings_note_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $guard$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.by_id = gugus_user() THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a step in a story is one''s own, and stays' USING ERRCODE = '42501';
END $guard$;
CREATE TRIGGER meetings_note_guard_1 BEFORE INSERT OR UPDATE OR DELETE ON meetings_followupnote
  FOR EACH ROW EXECUTE FUNCTION meetings_note_guard();
"""
GUARD_BACK = """
DROP FUNCTION meetings_follow_up_guard() CASCADE;
DROP FUNCTION meetings_request_guard() CASCADE;
DROP FUNCTION meetings_note_guard() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_follow_up_story")]

    operations = [migrations.RunSQL(GUARD, GUARD_BACK)]
