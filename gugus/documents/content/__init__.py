"""What each official document says, as plain data.

The domains build these from their rows; layout and PDF know nothing about models.
"""

from gugus.documents.content.attendance import AttendanceContent, AttendanceLine
from gugus.documents.content.brief import (
    BriefContent,
    BriefFigure,
    BriefList,
    BriefQuestion,
    BriefStrategy,
)
from gugus.documents.content.common import Letterhead, NotReady, PageSetup, Verification
from gugus.documents.content.confidential import Dossier, SecretLetter, Section
from gugus.documents.content.decree import (
    AnnexGroup,
    AnnexRow,
    DecreeContent,
    LegalBasisLine,
    NumberedGroup,
    NumberedRow,
)
from gugus.documents.content.evaluation import Counted, EvaluationChapter, EvaluationContent, Grid
from gugus.documents.content.invitation import InvitationContent, Invitee, Signer
from gugus.documents.content.minutes import Commitment, MinutesContent, MinutesPoint
from gugus.documents.content.report import (
    BudgetRow,
    CorrectionNote,
    Figure,
    HeatCell,
    HeatRow,
    Obstacle,
    Proof,
    ReportContent,
    ReportRow,
    StrategySection,
    TrendPoint,
)

__all__ = [
    "AnnexGroup",
    "AnnexRow",
    "AttendanceContent",
    "AttendanceLine",
    "BriefContent",
    "BriefFigure",
    "BriefList",
    "BriefQuestion",
    "BriefStrategy",
    "BudgetRow",
    "Commitment",
    "CorrectionNote",
    "Counted",
    "DecreeContent",
    "Dossier",
    "EvaluationChapter",
    "EvaluationContent",
    "Figure",
    "Grid",
    "HeatCell",
    "HeatRow",
    "InvitationContent",
    "Invitee",
    "LegalBasisLine",
    "Letterhead",
    "MinutesContent",
    "MinutesPoint",
    "NotReady",
    "NumberedGroup",
    "NumberedRow",
    "Obstacle",
    "PageSetup",
    "Proof",
    "ReportContent",
    "ReportRow",
    "SecretLetter",
    "Section",
    "Signer",
    "StrategySection",
    "TrendPoint",
    "Verification",
]
