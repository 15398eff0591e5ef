"""Screening by proses–cara–tujuan: a rule proposes, a person decides."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Screening
from cases.rules.cases import check_handle, check_seen
from cases.rules.screening import propose
from cases.services import trail
from cases.services.cases import followed_up
from gugus.core.services import kept, put


@transaction.atomic
def screening_save(
    *, case: Case, indication: str, note: str, by: Any, version: Any = "", **values: Any
) -> Screening:
    """Keep the elements found and what the person makes of them. `version`: `version_of` what they read.

    Whoever decides otherwise than the rule proposes says why, in the note. Raises Denied; Stale when somebody
    saved in between; ValidationError.
    """
    check_handle(by, case)
    row = Screening.objects.select_for_update().filter(case=case).first() or Screening(case=case)
    check_seen(version_of(row), version)
    elements = {name: values.get(name, ()) for name in ("process", "means", "purpose")}
    proposal = propose(child=case.is_child, **elements)
    if indication != proposal.indication and not note.strip():
        raise ValidationError(
            {
                "note": _("Aturan mengusulkan “%(label)s”. Tulis mengapa Anda memutuskan lain.")
                % {"label": proposal.indication.label}
            }
        )
    put(row, values | {"indication": indication, "note": note})
    row.screened_at, row.screened_by = timezone.now(), by
    kept(row)
    followed_up(case, by)
    codes = {"indication": indication, "proposed": str(proposal.indication)}
    trail.record(by=by, action="cases.screening_save", case=case, **codes)
    return row


def version_of(row: Screening | None) -> str:
    """What tells two states of a screening apart; empty before the first."""
    return "" if row is None or row._state.adding else row.screened_at.isoformat()
