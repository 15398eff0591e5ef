"""Input of the RAD's pages; one file per topic."""

from rad.forms.fields import FigureField
from rad.forms.imports import ImportAnswerForm, ImportForm
from rad.forms.plans import (
    ConfirmForm,
    DeadlineForm,
    DocumentForm,
    IndicatorForm,
    ItemForm,
    NameForm,
    PeriodForm,
    PlanAdoptForm,
    PlanEditForm,
    PlanForm,
)
from rad.forms.reports import EvidenceForm, ReportForm, SendBackForm

__all__ = [
    "ConfirmForm",
    "DeadlineForm",
    "DocumentForm",
    "EvidenceForm",
    "FigureField",
    "ImportAnswerForm",
    "ImportForm",
    "IndicatorForm",
    "ItemForm",
    "NameForm",
    "PeriodForm",
    "PlanAdoptForm",
    "PlanEditForm",
    "PlanForm",
    "ReportForm",
    "SendBackForm",
]
