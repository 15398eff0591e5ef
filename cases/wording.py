"""Words and tones of cases, said the same on every page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks
from cases.enums import CaseStatus, Indication, ReferralStatus, Risk, StageStatus
from cases.models import Case, Referral

STAGE_TONES = {
    StageStatus.NOT_YET: "draft",
    StageStatus.RUNNING: "note",
    StageStatus.DONE: "good",
    StageStatus.NOT_NEEDED: "locked",
}
STATUS_TONES = {CaseStatus.OPEN: "note", CaseStatus.CLOSED: "locked", CaseStatus.DISPOSED: "locked"}
RISK_TONES = {Risk.LOW: "good", Risk.MEDIUM: "warn", Risk.HIGH: "bad"}
INDICATION_TONES = {Indication.STRONG: "bad", Indication.DEEPEN: "warn", Indication.NONE: "good"}
REFERRAL_TONES = {
    ReferralStatus.DRAFT: "draft",
    ReferralStatus.SENT: "note",
    ReferralStatus.ACCEPTED: "good",
    ReferralStatus.REFUSED: "bad",
    ReferralStatus.IN_SERVICE: "good",
    ReferralStatus.DONE: "locked",
    ReferralStatus.WITHDRAWN: "locked",
}
WARN_BEFORE = timedelta(hours=6)


def about(case: Case) -> str:
    """Who it is about without saying who: `perempuan, 13–17 tahun`."""
    return f"{case.get_sex_display()}, {case.get_age_group_display()}"


def lead(case: Case) -> str:
    """The line under a case's code: `perempuan, 13–17 tahun · risiko tinggi · Rehabilitasi sosial`."""
    risk = _("risiko %(risk)s") % {"risk": case.get_risk_display()}
    return f"{about(case).capitalize()} · {risk} · {case.get_stage_display()}"


def referral_due(referral: Referral) -> Any:
    """When the referral's next step is due: its answer, then the start of the service."""
    if referral.status == ReferralStatus.SENT:
        return referral.answer_due
    return referral.service_due if referral.status == ReferralStatus.ACCEPTED else None


def case_clock(case: Case) -> clocks.Face | None:
    """The clock of "tindak lanjut" while it runs; a closed case has none."""
    if case.follow_up_due is None or case.followed_up_at or case.status != CaseStatus.OPEN:
        return None
    return clocks.face(timezone.now(), case.follow_up_due, WARN_BEFORE)


def next_clock(case: Case, referral: Referral | None) -> clocks.Face | None:
    """The earliest clock that runs on a case: its follow-up, or its referral's next step."""
    due = referral_due(referral) if referral else None
    own = case_clock(case)
    if due is None or (own and own.due <= due):
        return own
    return clocks.face(
        timezone.now(), due, WARN_BEFORE, escalated_at=referral.escalated_at if referral else None
    )
