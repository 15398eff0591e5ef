"""The lists of snapshots and of papers."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gugus.core.enums import JobStatus
from gugus.core.templatetags.gugus import NOTHING, status_word, tanggal, waktu
from gugus.dashboard.models import BriefDocument, Snapshot


def about_text(snapshot: Any) -> str:
    """What one was taken for; a meeting's title only for those who may know the meeting."""
    if snapshot.period_id:
        return str(snapshot.period)
    meeting = snapshot.meeting
    if not meeting or not meeting.starts_at:
        return ""
    day = tanggal(meeting.local(meeting.starts_at).date())
    return f"{meeting.title}, {day}" if getattr(snapshot, "meeting_known", False) else day


class SnapshotTable(tables.Table):
    number = tables.Column(verbose_name=_("Nomor"))
    as_of = tables.Column(verbose_name=_("Keadaan per"))
    occasion = tables.Column(verbose_name=_("Diambil"))
    about = tables.Column(verbose_name=_("Rapat atau periode"), empty_values=(), orderable=False)
    code = tables.Column(verbose_name=_("Kode"), orderable=False)

    class Meta:
        model = Snapshot
        fields = ("number", "as_of", "occasion", "about", "code")
        attrs = {"caption": _("Potret angka dasbor")}

    def render_number(self, record: Snapshot) -> Any:
        return format_html('<a class="roomy" href="{}">{}</a>', record.get_absolute_url(), record)

    def value_number(self, record: Snapshot) -> int:
        return record.number

    def render_as_of(self, record: Snapshot) -> str:
        return waktu(record.as_of)

    def value_as_of(self, record: Snapshot) -> str:
        return waktu(record.as_of)

    def render_about(self, record: Snapshot) -> str:
        return about_text(record) or NOTHING

    def value_about(self, record: Snapshot) -> str:
        return about_text(record)

    def render_code(self, value: str) -> Any:
        return format_html('<span class="nowrap">{}</span>', value)


class BriefTable(tables.Table):
    created_at = tables.Column(verbose_name=_("Dibuat"))
    snapshot = tables.Column(verbose_name=_("Potret"), orderable=False)
    occasion = tables.Column(
        verbose_name=_("Untuk"), accessor="snapshot__get_occasion_display", orderable=False
    )
    state = tables.Column(verbose_name=_("Keadaan"), empty_values=(), orderable=False)

    class Meta:
        model = BriefDocument
        fields = ("created_at", "snapshot", "occasion", "state")
        attrs = {"caption": _("Lembar ringkas")}

    def render_created_at(self, record: BriefDocument) -> Any:
        url = reverse("dashboard:brief-detail", args=[record.pk])
        return format_html('<a class="roomy" href="{}">{}</a>', url, waktu(record.created_at))

    def value_created_at(self, record: BriefDocument) -> str:
        return waktu(record.created_at)

    def render_state(self, record: BriefDocument) -> Any:
        return status_word(*state_of(record))

    def value_state(self, record: BriefDocument) -> str:
        return str(state_of(record)[0])


def state_of(paper: BriefDocument) -> tuple[Any, str]:
    """Whether the file is there, and the tone of it."""
    if paper.file:
        return _("siap"), "good"
    failed = any(job.status == JobStatus.FAILED for job in paper.jobs.all())
    return (_("gagal dibuat"), "bad") if failed else (_("sedang dibuat"), "note")
