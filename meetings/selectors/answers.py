"""The one invitation an answer link speaks of."""

from uuid import UUID

from django.core.signing import BadSignature
from django.utils.crypto import constant_time_compare

from meetings.links import token_parts
from meetings.models import Invitation


def invitation_by_token(token: str) -> Invitation | None:
    """None for a token we did not sign, and for one whose key was replaced."""
    try:
        pk, key = token_parts(token)
        rows = Invitation.objects.select_related("meeting__task_force__region", "agency")
        found = rows.filter(pk=UUID(pk)).first()
    except (BadSignature, ValueError):
        return None
    if found is None or not constant_time_compare(found.answer_key, key):
        return None
    return found
