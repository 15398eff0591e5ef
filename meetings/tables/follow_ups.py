"""Lists of follow-ups, and how agencies stand."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import angka, status_word, tanggal
from meetings.enums import Priority
from meetings.models import FollowUp
from meetings.wording import follow_up_left, follow_up_standing

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class FollowUpTable(tables.Table):
    """What, whose, until when, how it stands; the meeting it comes from."""

    text = tables.Column(verbose_name=_("Tindak lanjut"))
    agency = tables.Column(verbose_name=_("Penanggung jawab"), order_by="agency__short_name")
    due = tables.Column(verbose_name=_("Batas waktu"))
    original_due = tables.Column(verbose_name=_("Batas semula"), visible=False)
    status = tables.Column(verbose_name=_("Keadaan"), order_by=("-is_late", "status", "due"))
    priority = tables.Column(verbose_name=_("Prioritas"), visible=False)
    meeting = tables.Column(verbose_name=_("Rapat"), order_by=("meeting__starts_at", "meeting__title"))
    action_taken = tables.Column(verbose_name=_("Yang sudah dilakukan"), visible=False)

    class Meta:
        model = FollowUp
        fields = ("text", "agency", "due", "original_due", "status", "priority", "meeting", "action_taken")
        order_by = ("due",)
        attrs = {"caption": _("Tindak lanjut rapat")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def render_text(self, record: FollowUp) -> Any:
        marks = [gettext("prioritas tinggi")] if record.priority == Priority.HIGH else []
        if not record.announced_at:
            marks.append(gettext("belum diberitahukan"))
        mark = format_html(' <span class="muted">{}</span>', ", ".join(marks)) if marks else ""
        return format_html('<div><a href="{}">{}</a>{}</div>', record.get_absolute_url(), record.text, mark)

    def value_text(self, record: FollowUp) -> str:
        return record.text

    def render_agency(self, record: FollowUp) -> Any:
        office = format_html('<br><span class="muted">{}</span>', record.office) if record.office else ""
        return format_html("<div>{}{}</div>", record.agency, office)

    def value_agency(self, record: FollowUp) -> str:
        return f"{record.agency}, {record.office}" if record.office else str(record.agency)

    def render_due(self, record: FollowUp) -> Any:
        left = follow_up_left(record, self.today)
        words = format_html('<br><span class="muted">{}</span>', left) if left else ""
        return format_html("<div>{}{}</div>", tanggal(record.due), words)

    def value_due(self, record: FollowUp) -> date:
        return record.due

    def render_status(self, record: FollowUp) -> Any:
        return status_word(*follow_up_standing(record, self.today))

    def value_status(self, record: FollowUp) -> str:
        return follow_up_standing(record, self.today)[0]

    def render_meeting(self, record: FollowUp) -> Any:
        meeting = record.meeting
        day = tanggal(meeting.local(meeting.starts_at)) if meeting.starts_at else ""
        return format_html(
            '<div><a href="{}">{}</a><br><span class="muted">{}</span></div>',
            meeting.get_absolute_url(), meeting, day,
        )  # fmt: skip

    def value_meeting(self, record: FollowUp) -> str:
        return str(record.meeting)


class CountTable(tables.Table):
    """How agencies stand: what is unfinished and late as bars on one scale, the rest as numbers."""

    agency = tables.Column(verbose_name=_("Instansi"))
    open = tables.Column(verbose_name=_("Belum selesai"))
    late = tables.Column(verbose_name=_("Terlambat"))
    high = tables.Column(verbose_name=_("Prioritas tinggi"), attrs=NUMBER)
    done = tables.Column(verbose_name=_("Selesai"), attrs=NUMBER)
    on_time = tables.Column(verbose_name=_("Selesai tepat waktu"), attrs=NUMBER)

    class Meta:
        attrs = {"caption": _("Tindak lanjut per instansi")}

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        self.most = max([1, *(row.open for row in data)])
        super().__init__(data, *args, **kwargs)

    def render_agency(self, record: Any) -> Any:
        url = reverse("meetings:follow-up-list")
        return format_html(
            '<a href="{}?keadaan=belum&amp;instansi={}">{}</a>', url, record.agency_id, record.agency
        )

    def value_agency(self, record: Any) -> str:
        return str(record.agency)

    def render_open(self, value: int) -> str:
        return self.bar(value)

    def value_open(self, value: int) -> int:
        return value

    render_late, value_late = render_open, value_open

    def bar(self, value: int) -> str:
        context = {"value": value * 100 / self.most, "text": angka(value)}
        return render_to_string("rad/_bar.html", context)
