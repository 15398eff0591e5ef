"""Files of a case that a person may open."""

from typing import Any

from cases.models import Attachment, Case


def attachment_list(user: Any) -> Any:
    """Those that were not taken away, newest first."""
    return Attachment.objects.visible_to(user).filter(removed_at=None).select_related("case", "uploaded_by")


def attachments_of(user: Any, case: Case) -> list[Attachment]:
    return list(attachment_list(user).filter(case=case))
