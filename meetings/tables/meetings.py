"""The list of meetings."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import NOTHING, status_word
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from meetings.wording import MEETING_TONES, span_text


class MeetingTable(tables.Table):
    """When, what, where; in the order of the selector until another is asked for."""

    starts_at = tables.Column(verbose_name=_("Waktu"), empty_values=())
    title = tables.Column(verbose_name=_("Acara"))
    place = tables.Column(verbose_name=_("Tempat"), empty_values=())
    host = tables.Column(verbose_name=_("Penyelenggara"), default=NOTHING)
    status = tables.Column(verbose_name=_("Status"))
    type = tables.Column(verbose_name=_("Jenis"), visible=False)

    class Meta:
        model = Meeting
        fields = ("starts_at", "title", "type", "place", "host", "status")
        attrs = {"caption": _("Rapat dan kegiatan gugus tugas")}

    def render_starts_at(self, record: Meeting) -> Any:
        day, comma, clock = span_text(record).rpartition(", ")
        return format_html('{}{}<span class="nowrap">{}</span>', day, comma, clock)

    def value_starts_at(self, record: Meeting) -> str:
        return span_text(record)

    def render_title(self, record: Meeting) -> Any:
        return format_html(
            '<div><a href="{}">{}</a><br><span class="muted">{}</span></div>',
            record.get_absolute_url(),
            record.title,
            record.type,
        )

    def value_title(self, record: Meeting) -> str:
        return record.title

    def render_place(self, record: Meeting) -> str:
        return record.place or (str(_("daring")) if record.link else NOTHING)

    def value_place(self, record: Meeting) -> str:
        return record.place or record.link

    def render_status(self, record: Meeting) -> str:
        return status_word(record.get_status_display(), MEETING_TONES[MeetingStatus(record.status)])

    def value_status(self, record: Meeting) -> str:
        return str(record.get_status_display())
