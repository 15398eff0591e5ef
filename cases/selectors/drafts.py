"""What a person is typing about a case: theirs alone, encrypted, under the wall."""

import json
from typing import Any

from cases.models import Case, CaseDraft


def draft_of(user: Any, case: Case | None, key: str) -> CaseDraft | None:
    """The draft of one form, if any."""
    return CaseDraft.objects.visible_to(user).filter(case=case, key=key).first()


def typed(draft: CaseDraft | None) -> dict[str, Any]:
    """What was typed, by field."""
    return json.loads(draft.fields) if draft and draft.fields else {}
