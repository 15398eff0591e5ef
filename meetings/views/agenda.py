"""The agenda: written as rows of one page, printed for those in the room and for the public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from meetings.forms.agenda import AgendaForm
from meetings.rules.agenda import check_agenda, reads_notes
from meetings.selectors.agenda import agenda_of
from meetings.services.agenda import Point, agenda_set
from meetings.views.frame import MeetingFormPage, MeetingPage
from meetings.wording import timetable


class AgendaPage(MeetingFormPage):
    """All points on one page. "Tambah baris" keeps what is typed and adds rows without saving."""

    rule = check_agenda
    form_class = AgendaForm
    template_name = "meetings/agenda_form.html"
    title = gettext_lazy("Susunan acara")
    submit_label = gettext_lazy("Simpan susunan acara")
    success_message = gettext_lazy("Susunan acara disimpan.")

    @cached_property
    def points(self) -> list[Any]:
        return agenda_of(self.meeting)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"points": self.points}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "tambah" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = AgendaForm(user=request.user, points=self.points, typed=request.POST, more=2)
        return self.render_to_response(self.get_context_data(form=form))

    def perform(self, form: Any) -> list[Any]:
        points = [Point(**item) for item in form.cleaned_data["items"]]
        return agenda_set(meeting=self.meeting, by=self.request.user, items=points)


class AgendaSheet(MeetingPage):
    """The agenda to print, from the same rows: everything, or what may be announced."""

    public = False
    template_name = "meetings/agenda_sheet.html"
    title = gettext_lazy("Susunan acara")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, other = self.meeting, "agenda-sheet" if self.public else "agenda-public"
        return super().get_context_data(**kwargs) | {
            "rows": timetable(meeting, agenda_of(meeting, public=self.public)),
            "public": self.public,
            "notes": reads_notes(self.request.user) and not self.public,
            "other": reverse(f"meetings:{other}", args=[meeting.pk]),
        }
