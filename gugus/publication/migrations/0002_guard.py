"""Nothing gets out by one person, even by who writes rows past the portal, and what is out stays as it was.

- Who prepares, proposes, decides or withdraws is the person the transaction acts for (`gugus_user()`), of the
  secretariat or a leader, in the release's own task force.
- Released: by somebody who neither prepared nor proposed it.
- Once proposed, its tables, sections, moment and persons never change; only drafts are deleted.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION publication_release_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $guard$
DECLARE me uuid := gugus_user();
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draf' THEN
      RAISE EXCEPTION 'only a draft is thrown away' USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
  END IF;
  IF me IS NULL OR gugus_task_force() IS DISTINCT FROM NEW.task_force_id
     OR NOT (gugus_roles() && ARRAY['sekretariat', 'pimpinan']) THEN
    RAISE EXCEPTION 'a release is moved by a person who may' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draf' OR NEW.prepared_by_id <> me OR NEW.proposed_by_id IS NOT NULL
       OR NEW.decided_by_id IS NOT NULL OR NEW.withdrawn_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'a release begins as a draft of its preparer' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.task_force_id, NEW.prepared_by_id, NEW.prepared_at)
     IS DISTINCT FROM (OLD.id, OLD.task_force_id, OLD.prepared_by_id, OLD.prepared_at) THEN
    RAISE EXCEPTION 'who prepared it stays' USING ERRCODE = '42501';
  END IF;
  IF OLD.status = 'draf' THEN
    IF NEW.status = 'draf' AND NEW.prepared_by_id = me AND NEW.proposed_by_id IS NULL THEN RETURN NEW; END IF;
    IF NEW.status = 'diajukan' AND NEW.proposed_by_id = me AND NEW.decided_by_id IS NULL THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'one proposes for oneself' USING ERRCODE = '42501';
  END IF;
  IF (NEW.data, NEW.sha256, NEW.sections, NEW.as_of, NEW.proposed_by_id, NEW.proposed_at, NEW.proposed_role)
     IS DISTINCT FROM
     (OLD.data, OLD.sha256, OLD.sections, OLD.as_of, OLD.proposed_by_id, OLD.proposed_at, OLD.proposed_role) THEN
    RAISE EXCEPTION 'what was proposed stays' USING ERRCODE = '42501';
  END IF;
  IF OLD.status = 'diajukan' AND NEW.status = 'dirilis' THEN
    IF NEW.decided_by_id = me AND me NOT IN (OLD.prepared_by_id, OLD.proposed_by_id)
       AND NEW.withdrawn_by_id IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'released by a second person' USING ERRCODE = '42501';
  END IF;
  IF OLD.status = 'diajukan' AND NEW.status = 'ditolak' AND NEW.decided_by_id = me THEN RETURN NEW; END IF;
  IF OLD.status = 'dirilis' AND NEW.status = 'ditarik' AND NEW.withdrawn_by_id = me
     AND (NEW.number, NEW.decided_by_id, NEW.decided_at, NEW.decided_role)
         IS NOT DISTINCT FROM (OLD.number, OLD.decided_by_id, OLD.decided_at, OLD.decided_role) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a release that was decided stays as it is' USING ERRCODE = '42501';
END $guard$;
CREATE TRIGGER publication_release_guard_1 BEFORE INSERT OR UPDATE OR DELETE ON publication_release
  FOR EACH ROW EXECUTE FUNCTION publication_release_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_releases"), ("core", "0003_context")]

    operations = [migrations.RunSQL(GUARD, "DROP FUNCTION publication_release_guard() CASCADE;")]
