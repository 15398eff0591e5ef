"""Files of a case that a person may open."""

from typing import Any

from cases.enums import HANDLE
from cases.models import Attachment, Case, CaseGrant


def attachment_list(user: Any) -> Any:
    """Those that were not taken away, newest first."""
    return Attachment.objects.visible_to(user).filter(removed_at=None).select_related("case", "uploaded_by")


def attachments_of(user: Any, case: Case) -> list[Attachment]:
    return list(attachment_list(user).filter(case=case))


def desk_of(user: Any, case: Case) -> int:
    """The group one writes for: the owner's desk, else the one of one's desks that handles the case.

    Call it after the rule: raises LookupError for somebody who does not handle the case.
    """
    mine = user.authority.group_ids
    if case.owner_id in mine:
        return case.owner_id
    held = CaseGrant.objects.filter(content_object=case, permission__codename=HANDLE, group__in=mine)
    group = held.values_list("group_id", flat=True).order_by("group_id").first()
    if group is None:
        raise LookupError("nobody's desk")
    return group
