"""Cases, walled: one file per idea. Every table with case content lies under forced row security (0002)."""

from cases.models.access import BreakGlass, CaseTrail, OverRead
from cases.models.cases import Case, CaseGrant, CaseHeader, Incident, Recusal
from cases.models.content import (
    Attachment,
    CaseDraft,
    CaseLink,
    CaseNote,
    ChecklistMark,
    Consent,
    DisposalRecord,
    Identity,
    IdentityNotice,
    PossibleMatch,
    Screening,
    ServiceNeed,
    ServiceRecord,
    Shelter,
    StageState,
)
from cases.models.evaluation import EvaluationDocument, YearRemark
from cases.models.papers import CaseDocument, CaseExport, CaseFigure, CaseJob
from cases.models.referrals import Referral, ReferralCounter, ReferralEvent, ReferralOffer
from cases.models.released import FrozenYear, ReleasedCell
from cases.models.reports import AccessReport
from cases.models.vocabulary import (
    CaseSettings,
    ConsentScope,
    Holiday,
    ServiceType,
    SlaRule,
    Term,
)

__all__ = [
    "AccessReport",
    "Attachment",
    "BreakGlass",
    "Case",
    "CaseDocument",
    "CaseDraft",
    "CaseExport",
    "CaseFigure",
    "CaseGrant",
    "CaseHeader",
    "CaseJob",
    "CaseLink",
    "CaseNote",
    "CaseSettings",
    "CaseTrail",
    "ChecklistMark",
    "Consent",
    "ConsentScope",
    "DisposalRecord",
    "EvaluationDocument",
    "FrozenYear",
    "Holiday",
    "Identity",
    "IdentityNotice",
    "Incident",
    "OverRead",
    "PossibleMatch",
    "Recusal",
    "Referral",
    "ReferralCounter",
    "ReferralEvent",
    "ReferralOffer",
    "ReleasedCell",
    "Screening",
    "ServiceNeed",
    "ServiceRecord",
    "ServiceType",
    "Shelter",
    "SlaRule",
    "StageState",
    "Term",
    "YearRemark",
]
