"""What happened: shared by the cases of one incident, changed through one that one owns."""

from typing import Any

from django.db import transaction

from cases.models import Case, Incident
from cases.rules.cases import check_case_update, check_seen
from cases.services import trail
from gugus.core.services import kept, locked, put


@transaction.atomic
def incident_update(*, case: Case, version: Any, by: Any, **values: Any) -> Incident:
    """Change the incident of a case one owns. `version` is the incident's as the person read it.

    Raises Denied; Stale when somebody saved in between, ValidationError with what is wrong.
    """
    check_case_update(by, case)
    row = locked(case.incident)
    check_seen(row.version, version)
    changed = put(row, values)
    if changed:
        row.version += 1
        kept(row)
        trail.record(by=by, action="cases.incident_update", case=case, fields=changed)
    return row
