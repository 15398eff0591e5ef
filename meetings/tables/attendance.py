"""The roll of a meeting: by seat, who came and who did not."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import NOTHING, jam, status_word, waktu
from meetings.selectors.attendance import ABSENT, EXCUSED, PRESENT, REPRESENTED, RollRow
from meetings.wording import office_text

STATES = {
    PRESENT: (_("hadir"), "good"),
    REPRESENTED: (_("diwakili"), "good"),
    EXCUSED: (_("berhalangan"), "warn"),
    ABSENT: (_("tidak hadir"), "bad"),
}
WAITING = (_("belum hadir"), "draft")


class RollTable(tables.Table):
    """NIP and phone are in the file only, and only for the secretariat (`exclude`)."""

    office = tables.Column(verbose_name=_("Undangan"), orderable=False)
    state = tables.Column(verbose_name=_("Kehadiran"), orderable=False)
    name = tables.Column(verbose_name=_("Yang hadir"), empty_values=(), orderable=False)
    at = tables.Column(verbose_name=_("Waktu"), empty_values=(), orderable=False)
    via = tables.Column(verbose_name=_("Cara"), empty_values=(), orderable=False)
    sex = tables.Column(verbose_name=_("L/P"), accessor="attendance__sex", visible=False, default="")
    employee_number = tables.Column(
        verbose_name=_("NIP"), accessor="attendance__employee_number", visible=False, default=""
    )
    phone = tables.Column(verbose_name=_("Nomor HP"), accessor="attendance__phone", visible=False, default="")
    acts = tables.Column(
        verbose_name=_("Tindakan"), empty_values=(), orderable=False, exclude_from_export=True
    )

    class Meta:
        attrs = {"caption": _("Daftar hadir menurut undangan")}

    def __init__(self, *args: Any, meeting: Any = None, **kwargs: Any) -> None:
        self.meeting = meeting
        super().__init__(*args, **kwargs)

    def render_state(self, value: str) -> str:
        word, tone = STATES.get(value, WAITING)
        return status_word(word, tone)

    def value_state(self, value: str) -> str:
        return value

    def render_name(self, record: RollRow) -> str:
        if record.attendance is None:
            return record.invitation.reason if record.invitation and record.invitation.reason else NOTHING
        person = record.attendance
        return format_html(
            '{}<br><span class="muted">{}</span>',
            person.name,
            office_text(person.office, person.organisation),
        )

    def value_name(self, record: RollRow) -> str:
        return record.attendance.name if record.attendance else ""

    def render_at(self, record: RollRow) -> str:
        return jam(record.attendance.at) if record.attendance else NOTHING

    def value_at(self, record: RollRow) -> str:
        return waktu(record.attendance.at) if record.attendance else ""

    def render_via(self, record: RollRow) -> str:
        return str(record.attendance.get_via_display()) if record.attendance else NOTHING

    def value_via(self, record: RollRow) -> str:
        return self.render_via(record) if record.attendance else ""

    def render_acts(self, record: RollRow) -> str:
        if record.attendance:
            url, word = reverse("meetings:attendance-update", args=[record.attendance.pk]), _("Ubah")
        else:
            base = reverse("meetings:attendance-record", args=[self.meeting.pk])
            url, word = f"{base}?undangan={record.invitation.pk}", _("Catat hadir")  # type: ignore[union-attr]
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, word, record.office
        )
