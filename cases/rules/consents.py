"""Who says yes for a victim, and when a consent still holds."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Case, Consent
from cases.rules.cases import check_handles
from gugus.core.permissions import Denied


def check_speaker(case: Case, *, given: bool, by_guardian: bool, guardian_relation: str) -> None:
    """For a child the guardian agrees; who that is must be written down. Raises ValidationError."""
    if case.is_child and given and not by_guardian:
        raise ValidationError(
            {
                "by_guardian": _(
                    "Korban masih anak: persetujuan dinyatakan walinya. Bila tidak ada wali yang aman, "
                    "jangan catat persetujuan; rujuk lewat jalur anak."
                )
            }
        )
    if by_guardian and not guardian_relation.strip():
        raise ValidationError(
            {"guardian_relation": _("Tulis nama wali dan hubungannya, contoh “Siti Contoh, bibi”.")}
        )


def is_live(consent: Consent, today: date) -> bool:
    """Whether the answer is a yes that still holds on a day of the region."""
    ended = consent.withdrawn_at is not None or (consent.valid_until or today) < today
    return consent.given and not ended


def check_consent_withdraw(user: Any, consent: Consent) -> None:
    """At any time, of a closed case too; what was never given or is gone already cannot be withdrawn."""
    check_handles(user, consent.case)
    if not consent.given:
        raise Denied(_("Yang tercatat ini penolakan; tidak ada persetujuan untuk ditarik."))
    if consent.withdrawn_at is not None:
        raise Denied(_("Persetujuan ini sudah ditarik."))
