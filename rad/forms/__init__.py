"""Input of the RAD's pages; one file per topic."""

from rad.forms.answers import SIDES, AnswerChoiceForm, AnswerUploadForm
from rad.forms.fields import FigureField
from rad.forms.imports import (
    MOST_ASKED,
    ImportAnswerForm,
    ImportColumnsForm,
    ImportForm,
    VictimsForm,
    meaning,
)
from rad.forms.papers import ChapterForm, DocumentForm
from rad.forms.plans import (
    ConfirmForm,
    DeadlineForm,
    IndicatorForm,
    ItemForm,
    NameForm,
    PeriodForm,
    PlaceForm,
    PlanAdoptForm,
    PlanEditForm,
    PlanForm,
)
from rad.forms.reports import CommentForm, EvidenceForm, ProofForm, ReportForm, SendBackForm, report_form
from rad.forms.settings import GradesForm, RulesForm

__all__ = [
    "MOST_ASKED",
    "SIDES",
    "AnswerChoiceForm",
    "AnswerUploadForm",
    "ChapterForm",
    "CommentForm",
    "ConfirmForm",
    "DeadlineForm",
    "DocumentForm",
    "EvidenceForm",
    "FigureField",
    "GradesForm",
    "ImportAnswerForm",
    "ImportColumnsForm",
    "ImportForm",
    "IndicatorForm",
    "ItemForm",
    "NameForm",
    "PeriodForm",
    "PlaceForm",
    "PlanAdoptForm",
    "PlanEditForm",
    "PlanForm",
    "ProofForm",
    "ReportForm",
    "RulesForm",
    "SendBackForm",
    "VictimsForm",
    "meaning",
    "report_form",
]
