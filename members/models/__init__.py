"""The structure of a task force as data; one file per idea."""

from members.models.agencies import Agency, Desk, PersonalDesk, Position, SubTaskForce
from members.models.appointments import Appointment
from members.models.decrees import (
    Decree,
    DecreeClause,
    DecreeDocument,
    DecreeLegalBasis,
    DecreeReview,
    MemberJob,
    Seat,
    SeatHolder,
)
from members.models.imports import AgencyImport
from members.models.library import LegalBasis, Sop
from members.models.regions import Region, TaskForce

__all__ = [
    "Agency",
    "AgencyImport",
    "Appointment",
    "Decree",
    "DecreeClause",
    "DecreeDocument",
    "DecreeLegalBasis",
    "DecreeReview",
    "Desk",
    "LegalBasis",
    "MemberJob",
    "PersonalDesk",
    "Position",
    "Region",
    "Seat",
    "SeatHolder",
    "Sop",
    "SubTaskForce",
    "TaskForce",
]
