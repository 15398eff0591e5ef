"""Notes of a desk; a shared one is read by every desk that handles the case."""

from typing import Any

from django.db import transaction

from cases.models import Case, CaseNote
from cases.rules.cases import check_handle
from cases.selectors.cases import desk_for
from cases.services import trail
from gugus.core.services import kept


@transaction.atomic
def note_add(*, case: Case, body: str, by: Any, shared: bool = False) -> CaseNote:
    """Write a note; it is not changed afterwards, a later one corrects it. Raises Denied, ValidationError."""
    check_handle(by, case)
    desk = desk_for(by, case)
    mine = {"group": desk.group, "agency": desk.agency, "written_by": by}
    row = kept(CaseNote(case=case, body=body, shared=shared, **mine))
    trail.record(by=by, action="cases.note_add", case=case, shared=shared)
    return row
