"""What is being typed about a case, kept before it is saved: encrypted, one's own, in no trail."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseDraft
from cases.rules.cases import check_handle, check_handler
from cases.selectors.drafts import draft_of
from gugus.core.services import kept

LONGEST = 20_000


@transaction.atomic
def case_draft_keep(*, case: Case | None, key: str, fields: Mapping[str, Any], by: Any) -> CaseDraft | None:
    """Keep what was typed into a form, in place of what was kept before; nothing typed, nothing kept.

    Raises Denied where the person may not fill in the form, ValidationError for texts too long to keep.
    """
    check_handler(by)
    if case is not None:
        check_handle(by, case)
    given = {name: value for name, value in fields.items() if value}
    if not given:
        case_draft_discard(case=case, key=key, by=by)
        return None
    text = json.dumps(given).replace("\\u0000", "")
    if len(text) > LONGEST:
        raise ValidationError(_("Isian terlalu panjang untuk disimpan sebagai draf. Ringkas dahulu."))
    row = draft_of(by, case, key) or CaseDraft(user=by, case=case, key=key)
    row.fields = text
    return kept(row)


@transaction.atomic
def case_draft_discard(*, case: Case | None, key: str, by: Any) -> None:
    """Forget what the person typed into a form."""
    CaseDraft.objects.visible_to(by).filter(case=case, key=key).delete()
