"""A round of agreement on minutes, their end, and what the press is told."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.minutes import AnswerForm, MoveForm, ReleaseForm, SettleForm
from meetings.rules.minutes import (
    check_answer,
    check_circulate,
    check_freeze,
    check_release,
    check_reopen,
    check_settle,
)
from meetings.selectors.minutes import answer_list, answering_agency, minutes_list, own_answer, press_text
from meetings.services.minutes import (
    minutes_answer,
    minutes_circulate,
    minutes_freeze,
    minutes_reopen,
    objection_settle,
    release_set,
)
from meetings.views.frame import MeetingFormPage, MeetingMove


class OfMinutes:
    """A page about the minutes of the meeting its address names."""

    selector = staticmethod(minutes_list)
    object: Any
    kwargs: dict[str, Any]

    def setup_objects(self) -> None:
        self.object = get_object_or_404(self.get_queryset(), meeting=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return reverse("meetings:minutes", args=[self.object.meeting_id])

    get_cancel_url = get_success_url


class MinutesMove(OfMinutes, MeetingMove):
    """A move without a question of its own."""

    form_class = MoveForm

    def perform(self, form: Any) -> Any:
        return self.service(minutes=self.object, by=self.request.user)  # type: ignore[misc]


class MinutesCirculate(MinutesMove):
    rule = check_circulate
    service = minutes_circulate
    title = gettext_lazy("Edarkan notula untuk disetujui")
    submit_label = gettext_lazy("Edarkan untuk disetujui")
    success_message = gettext_lazy("Notula diedarkan. Instansi yang diundang diberi tahu di berandanya.")
    note = gettext_lazy(
        "Instansi yang diundang dapat membaca notula ini dan menyatakan setuju atau mengusulkan perbaikan. "
        "Selama diedarkan, isinya tidak berubah."
    )


class MinutesReopen(MinutesMove):
    rule = check_reopen
    service = minutes_reopen
    title = gettext_lazy("Tarik notula untuk diperbaiki")
    submit_label = gettext_lazy("Tarik untuk diperbaiki")
    success_message = gettext_lazy("Notula dapat ditulis lagi. Edarkan lagi setelah diperbaiki.")
    note = gettext_lazy(
        "Jawaban edaran ini tetap tersimpan. Setelah diperbaiki, notula diedarkan sekali lagi."
    )


class MinutesFreeze(MinutesMove):
    rule = check_freeze
    service = minutes_freeze
    title = gettext_lazy("Sahkan notula")
    submit_label = gettext_lazy("Sahkan notula")
    success_message = gettext_lazy(
        "Notula final. Cetak, lalu mintakan tanda tangan notulis dan pimpinan rapat."
    )
    note = gettext_lazy("Sesudah disahkan, isi notula tidak dapat diubah oleh siapa pun.")


class MinutesAnswerPage(OfMinutes, MeetingFormPage):
    """Agree or object, for one's agency."""

    rule = check_answer
    form_class = AnswerForm
    title = gettext_lazy("Jawab edaran notula")
    submit_label = gettext_lazy("Kirim jawaban")
    success_message = gettext_lazy("Jawaban tercatat. Sampai batas waktu, jawaban dapat Anda ubah.")

    def get_initial(self) -> dict[str, Any]:
        row = own_answer(self.request.user, self.object)  # type: ignore[attr-defined]
        return {"verdict": row.verdict, "text": row.text} if row else {}

    def perform(self, form: Any) -> Any:
        return minutes_answer(minutes=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency = answering_agency(self.request.user, self.object)
        lead = _("Atas nama %(agency)s.") % {"agency": agency}
        return super().get_context_data(**kwargs) | {"lead": lead}


class ObjectionSettle(MeetingFormPage):
    """What became of an objection."""

    selector = answer_list
    rule = check_settle
    form_class = SettleForm
    title = gettext_lazy("Tanggapi usul perbaikan")
    submit_label = gettext_lazy("Simpan tanggapan")
    success_message = gettext_lazy("Tanggapan tersimpan dan dapat dibaca instansi pengusul.")

    def setup_objects(self) -> None:
        rows = self.get_queryset().filter(minutes__meeting=self.kwargs["pk"])
        self.object = get_object_or_404(rows, pk=self.kwargs["answer"])

    @property
    def meeting(self) -> Any:
        return self.object.minutes.meeting

    def get_initial(self) -> dict[str, Any]:
        return {"note": self.object.settled_note}

    def perform(self, form: Any) -> Any:
        return objection_settle(answer=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = _("%(agency)s: %(text)s") % {"agency": self.object.agency, "text": self.object.text}
        return super().get_context_data(**kwargs) | {"note": words}

    def get_success_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting.pk])


class PressPage(OfMinutes, MeetingFormPage):
    """The text for the press: filled from public parts the first time, then as somebody wrote it."""

    rule = check_release
    form_class = ReleaseForm
    template_name = "meetings/press.html"
    title = gettext_lazy("Siaran pers")
    submit_label = gettext_lazy("Simpan siaran pers")
    success_message = gettext_lazy("Siaran pers tersimpan.")

    def get_initial(self) -> dict[str, Any]:
        return {"release": self.object.release or press_text(self.object)}

    def perform(self, form: Any) -> Any:
        return release_set(minutes=self.object, by=self.request.user, **form.cleaned_data)
