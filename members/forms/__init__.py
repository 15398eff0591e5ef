"""Input of the structure's pages; every choice comes from what the person may see."""

from members.forms.decrees import (
    DecreeTextForm,
    GroundsForm,
    HolderEndForm,
    HolderForm,
    ReviewForm,
    RevokeForm,
    SeatForm,
    SignedUploadForm,
    SignForm,
)
from members.forms.people import AppointmentForm, ReasonForm
from members.forms.structure import (
    AgencyForm,
    AgencyImportForm,
    LegalBasisForm,
    PositionForm,
    SopForm,
    SubTaskForceForm,
    TaskForceForm,
)

__all__ = [
    "AgencyForm",
    "AgencyImportForm",
    "AppointmentForm",
    "DecreeTextForm",
    "GroundsForm",
    "HolderEndForm",
    "HolderForm",
    "LegalBasisForm",
    "PositionForm",
    "ReasonForm",
    "ReviewForm",
    "RevokeForm",
    "SeatForm",
    "SignForm",
    "SignedUploadForm",
    "SopForm",
    "SubTaskForceForm",
    "TaskForceForm",
]
