"""Meetings: their list, one at a glance, its beginning."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.views import CreatePage, ListPage
from meetings.filters.meetings import MeetingFilter
from meetings.forms.meetings import MeetingForm
from meetings.rules.common import check_manage, check_read
from meetings.selectors.meetings import meetings_in_turn
from meetings.services import meetings as services
from meetings.tables.meetings import MeetingTable
from meetings.views.frame import MeetingPage, crumbs, manages
from meetings.wording import span_text


class MeetingList(ListPage):
    """What comes next, what waits without a date, what was."""

    selector = meetings_in_turn
    rule = check_read
    table_class = MeetingTable
    filterset_class = MeetingFilter
    title = gettext_lazy("Rapat")
    template_name = "meetings/meeting_list.html"
    export_name = "rapat"
    empty = {
        "title": gettext_lazy("Belum ada rapat"),
        "text": gettext_lazy(
            "Rapat koordinasi, FGD, sosialisasi, dan supervisi tampil di sini begitu diundangkan."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra: dict[str, Any] = {
            "place": self.request.user.authority.task_force_name,
            "lead": _("Yang terdekat di atas, lalu rencana tanpa tanggal, lalu yang sudah lewat."),
        }
        if manages(self.request.user):
            extra["button"] = Button(
                label=_("Buat rapat"), url=reverse("meetings:meeting-create"), kind="primary"
            )
        return super().get_context_data(**kwargs) | extra


class MeetingCreate(CreatePage):
    rule = check_manage
    form_class = MeetingForm
    service = services.meeting_create
    template_name = "meetings/meeting_create.html"
    title = gettext_lazy("Buat rapat")
    submit_label = gettext_lazy("Simpan draf rapat")
    success_message = gettext_lazy("Draf rapat disimpan. Susun acaranya, lalu kirim undangan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs()}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("meetings:meeting-list")


class MeetingDetail(MeetingPage):
    """When, where, who is who, the agenda, how the invited answered, and what this reader may do next."""

    template_name = "meetings/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "status": context["meeting_status"],
            "tone": context["meeting_tone"],
            "place": str(self.object.type),
            "facts": facts(self.object),
            "agenda": self.object.agenda.select_related("speaker_agency"),
        }


def facts(meeting: Any) -> list[dict[str, Any]]:
    """When and where, and each office in its own row; what nobody filled in is not there."""
    rows = [
        (_("Waktu"), span_text(meeting), ""),
        (_("Tempat"), meeting.place, ""),
        (_("Wilayah"), meeting.region and region_text(meeting.region), ""),
        (_("Tautan daring"), meeting.link, meeting.link),
        (_("Penyelenggara"), meeting.host and meeting.host.name, ""),
        (_("Bekerja sama dengan"), meeting.co_host, ""),
        (_("Dibuka oleh"), meeting.opener, ""),
        (_("Pimpinan rapat"), meeting.chair, ""),
        (_("Penyaji"), presenters(meeting), ""),
        (_("Notulis"), meeting.minute_taker and meeting.minute_taker.full_name, ""),
        (_("Maksud dan tujuan"), meeting.purpose, ""),
        (_("Alasan dibatalkan"), meeting.cancel_reason, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def presenters(meeting: Any) -> str:
    """Offices that present a point of the agenda, each once, one a line."""
    names = [item.speaker or str(item.speaker_agency or "") for item in meeting.agenda.all()]
    return "\n".join(dict.fromkeys(filter(None, names)))


def region_text(region: Any) -> str:
    """`Desa Contoh, Kecamatan Contoh`."""
    return f"{region}, {region.parent}" if region.parent_id and region.level > 2 else str(region)
