"""Which forms keep what is being typed, and how it is read from a request."""

from collections.abc import Mapping
from typing import Any

from cases.forms.cases import CaseForm, CaseOpenForm, IncidentForm
from cases.forms.records import ConsentForm, NoteForm, ScreeningForm, ServiceForm
from gugus.core.views import PlainForm

# By the key of their draft; the first has no case yet.
NEW_CASE = "kasus-baru"
DRAFTED: Mapping[str, type[PlainForm]] = {
    NEW_CASE: CaseOpenForm,
    "kasus": CaseForm,
    "peristiwa": IncidentForm,
    "penapisan": ScreeningForm,
    "persetujuan": ConsentForm,
    "layanan": ServiceForm,
    "catatan": NoteForm,
}


def typed_in(form: type[PlainForm], data: Any) -> dict[str, Any]:
    """What a request holds of a form's fields, valid or not, as `initial` of the form takes it."""
    fields = form.base_fields
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}
