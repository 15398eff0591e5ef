"""What the secretariat does with a meeting as a whole: change, copy, repeat, call off, throw away, hold."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import PlainForm
from meetings.enums import MeetingStatus, Rhythm
from meetings.forms.meetings import CancelForm, CopyForm, MeetingForm, RepeatForm
from meetings.models import Meeting
from meetings.recurrence import MOST, monthly
from meetings.rules import meetings as rules
from meetings.selectors.meetings import chair_choices
from meetings.services import meetings as services
from meetings.views.frame import MeetingFormPage, MeetingMove
from meetings.wording import day_text


class MeetingUpdate(MeetingFormPage):
    """Everything told of a meeting; the invited are written to when name, time or place changes."""

    rule = rules.check_facts_change
    form_class = MeetingForm
    title = gettext_lazy("Ubah data rapat")
    submit_label = gettext_lazy("Simpan perubahan")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        seat = chair_choices(self.request.user).filter(lineage=self.meeting.chair_lineage).first()
        return super().get_initial() | {"chair_seat": seat}

    def perform(self, form: Any) -> Meeting:
        before = self.meeting.sequence
        row = services.meeting_update(meeting=self.meeting, by=self.request.user, **form.cleaned_data)
        told = _("Perubahan disimpan dan surel perubahan dikirim kepada yang diundang.")
        messages.success(self.request, told if row.sequence > before else _("Perubahan disimpan."))
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invited = self.meeting.status == MeetingStatus.INVITED
        note = _(
            "Undangan sudah dikirim. Bila nama acara, waktu, atau tempat berubah, semua yang diundang "
            "mendapat surel perubahan dan kalendernya ikut berubah."
        )
        return super().get_context_data(**kwargs) | {"note": note if invited else ""}


class MeetingCopy(MeetingFormPage):
    """Last month's meeting as the draft of the next."""

    rule = rules.check_copy
    form_class = CopyForm
    title = gettext_lazy("Salin rapat")
    submit_label = gettext_lazy("Buat salinan")
    success_message = gettext_lazy("Salinan dibuat sebagai draf. Periksa acara dan undangannya.")

    def perform(self, form: Any) -> Meeting:
        return services.meeting_copy(meeting=self.meeting, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.meeting.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _(
            "Data rapat, susunan acara, dan daftar yang diundang ikut disalin; "
            "jawaban, berkas, dan notula tidak."
        )
        return super().get_context_data(**kwargs) | {"note": note}


class MeetingRepeat(MeetingFormPage):
    """A recurring evaluation: the dates either rhythm gives are shown before one is chosen."""

    rule = rules.check_repeat
    form_class = RepeatForm
    template_name = "meetings/meeting_repeat.html"
    title = gettext_lazy("Ulangi tiap bulan")
    submit_label = gettext_lazy("Buat draf rapat berkala")

    def perform(self, form: Any) -> list[Meeting]:
        made = services.meeting_repeat(meeting=self.meeting, by=self.request.user, **form.cleaned_data)
        words = ngettext(
            "%(n)s draf rapat dibuat: %(days)s.", "%(n)s draf rapat dibuat: %(days)s.", len(made)
        )
        days = "; ".join(tanggal(row.local(row.starts_at)) for row in made)
        messages.success(self.request, words % {"n": len(made), "days": days})
        return made

    @cached_property
    def months(self) -> list[dict[str, Any]]:
        """The coming months with the day each rhythm gives."""
        start = self.meeting.local(self.meeting.starts_at)
        pairs = [monthly(start, rhythm, MOST) for rhythm in (Rhythm.WEEKDAY, Rhythm.DATE)]
        return [
            {"number": number, "days": [(day_text(each.start), each.moved) for each in row]}
            for number, row in enumerate(zip(*pairs, strict=True), start=1)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"months": self.months}


class MeetingCancel(MeetingMove):
    rule = rules.check_cancel
    form_class = CancelForm
    title = gettext_lazy("Batalkan rapat")
    submit_label = gettext_lazy("Batalkan rapat")
    note = gettext_lazy(
        "Semua yang diundang mendapat surel pembatalan dan rapat hilang dari kalendernya. "
        "Tidak dapat diurungkan."
    )
    success_message = gettext_lazy("Rapat dibatalkan dan surel pembatalan dikirim.")

    def perform(self, form: Any) -> Meeting:
        return services.meeting_cancel(meeting=self.meeting, by=self.request.user, **form.cleaned_data)


class MeetingDiscard(MeetingMove):
    rule = rules.check_discard
    form_class = PlainForm
    title = gettext_lazy("Hapus draf rapat")
    submit_label = gettext_lazy("Hapus draf")
    note = gettext_lazy("Draf ini belum diundangkan. Acara, daftar undangan, dan berkasnya ikut terhapus.")
    success_message = gettext_lazy("Draf rapat dihapus.")

    def perform(self, form: Any) -> None:
        services.meeting_discard(meeting=self.meeting, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("meetings:meeting-list")

    def get_cancel_url(self) -> str:
        return self.meeting.get_absolute_url()


class MeetingHold(MeetingMove):
    rule = rules.check_hold
    form_class = PlainForm
    title = gettext_lazy("Catat selesai dilaksanakan")
    submit_label = gettext_lazy("Catat selesai")
    note = gettext_lazy(
        "Kehadiran saat ini menjadi catatan kuorum, dan data acara tidak diubah lagi. "
        "Notula tetap dapat disusun."
    )
    success_message = gettext_lazy("Rapat dicatat selesai. Lanjutkan dengan notula dan tindak lanjutnya.")
    extra_context = {"kind": "primary"}

    def perform(self, form: Any) -> Meeting:
        return services.meeting_hold(meeting=self.meeting, by=self.request.user)
