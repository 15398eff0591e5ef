"""What papers of meetings share: their code to be checked by."""

from django.conf import settings
from django.urls import reverse

from gugus.documents.content import Verification
from meetings.models import MeetingDocument


def verification_of(paper: MeetingDocument) -> Verification:
    """Code and address that a final version prints."""
    path = reverse("documents:verification", args=[paper.verification_code])
    return Verification(paper.verification_code, f"{settings.SITE_URL.rstrip('/')}{path}")
