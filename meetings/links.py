"""The signed address in an invitee's letter: which invitation and its key, and nothing else."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from meetings.models import Invitation

SALT = "meetings.answer"


def answer_token(invitation: Invitation) -> str:
    """The same for the same key; a new key (services.invitations) ends it."""
    return Signer(salt=SALT).sign(f"{invitation.pk.hex}.{invitation.answer_key}")


def token_parts(token: str) -> tuple[str, str]:
    """Invitation and key of a token. Raises BadSignature for anything we did not sign."""
    pk, dot, key = Signer(salt=SALT).unsign(token).partition(".")
    if not (pk and dot and key):
        raise BadSignature
    return pk, key


def answer_url(invitation: Invitation) -> str:
    path = reverse("meetings:answer", args=[answer_token(invitation)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"
