"""The roll of a meeting and the wall: who came, how many, and the code to say so."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.permissions import allowed, reason_against
from gugus.core.views import ListPage, PlainForm
from gugus.documents.enums import DocumentKind
from gugus.documents.qr import qr_svg
from meetings.enums import AttachmentKind
from meetings.forms.attendance import PRIVATE, AttendanceForm
from meetings.models import CheckInCode, Meeting
from meetings.rules.attendance import (
    check_attendance,
    check_attendance_change,
    check_wall,
    may_read_phones,
)
from meetings.rules.common import check_change
from meetings.selectors.attendance import attendance_list, code_shown, quorum, quorum_taken, roll
from meetings.selectors.papers import papers_of
from meetings.services import attendance as services
from meetings.tables.attendance import RollTable
from meetings.views.frame import Framed, MeetingFormPage, MeetingMove, MeetingPage, act
from meetings.views.papers import paper_rows


class AttendancePage(Framed, ListPage):
    """The roll by seat; its head count moves by itself."""

    table_class = RollTable
    table_pagination = {"per_page": 100}
    template_name = "meetings/attendance.html"
    title = gettext_lazy("Kehadiran")
    export_name = "daftar-hadir"
    empty = {
        "title": gettext_lazy("Belum ada yang diundang atau hadir"),
        "text": gettext_lazy("Tambahkan undangan, atau catat langsung siapa yang datang."),
    }

    @cached_property
    def object(self) -> Any:
        return get_object_or_404(self.selector(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def rows(self) -> list[Any]:
        return roll(self.object)

    def get_table_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        hidden = () if may_read_phones(user) else PRIVATE
        acts = () if allowed(check_attendance, user, self.object) else ("acts",)
        return super().get_table_kwargs() | {"exclude": (*hidden, *acts), "meeting": self.object}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return render(request, "meetings/_attendance_count.html", count_of(self.object, self.rows))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        context = super().get_context_data(**kwargs) | count_of(meeting, self.rows)
        if may_read_phones(user) or meeting.minute_taker_id == user.pk:
            context["button"] = act(
                user, _("Catat hadir"), "attendance-record", check_attendance, meeting, kind="primary"
            )
            context["secondary"] = [
                act(user, _("Layar rapat"), "wall", check_attendance, meeting),
                act(user, _("Cetak kode hari ini"), "code-print", check_wall, meeting),
            ]
        papers = self._papers() if may_read_phones(user) else {}
        return context | {"taken": quorum_taken(meeting)} | papers

    def _papers(self) -> dict[str, Any]:
        """The sheet to sign or with who came, and the way to bring its scan back; the secretariat's."""
        user, meeting = self.request.user, self.object
        kind = DocumentKind.ATTENDANCE.value
        make = reverse("meetings:paper-create", args=[meeting.pk, kind])
        scan = reverse("meetings:attachment-add", args=[meeting.pk])
        why = reason_against(check_change, user, meeting)
        return {
            "paper_buttons": [
                Button(label=_("Buat daftar hadir (PDF)"), url=make, method="post", reason=why),
                Button(
                    label=_("Unggah pindaian bertanda tangan"),
                    url=f"{scan}?jenis={AttachmentKind.ATTENDANCE_SCAN.value}",
                    reason=why,
                ),
            ],
            "papers": paper_rows(papers_of(user, meeting, kind)),
        }


def count_of(meeting: Meeting, rows: list[Any]) -> dict[str, Any]:
    """What `meetings/_attendance_count.html` shows."""
    return {
        "quorum": quorum(meeting, rows),
        "came": sum(row.came for row in rows),
        "live": not meeting.is_over,
        "poll_url": reverse("meetings:attendance", args=[meeting.pk]),
    }


class AttendanceRecord(MeetingFormPage):
    """Somebody by hand, from the door or from the signed sheet."""

    rule: Any = check_attendance
    form_class = AttendanceForm
    title = gettext_lazy("Catat hadir")
    submit_label = gettext_lazy("Catat hadir")
    success_message = gettext_lazy("Kehadiran dicatat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        return {"invitation": self.request.GET.get("undangan", "")}

    def perform(self, form: Any) -> Any:
        return services.attendance_record(meeting=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("meetings:attendance", args=[self.meeting.pk])


class AttendanceUpdate(AttendanceRecord):
    selector = attendance_list
    rule = check_attendance_change
    title = gettext_lazy("Ubah kehadiran")
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Kehadiran diubah.")
    template_name = "meetings/attendance_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"attendance": self.object}

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in AttendanceForm.base_fields if name != "invitation"]
        return {name: getattr(self.object, name) for name in names} | {
            "invitation": str(self.object.invitation_id or "")
        }

    def perform(self, form: Any) -> Any:
        return services.attendance_update(attendance=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("meetings:attendance-remove", args=[self.object.pk])
        return super().get_context_data(**kwargs) | {"remove_url": url}


class AttendanceRemove(MeetingMove):
    selector = attendance_list
    rule = check_attendance_change
    form_class = PlainForm
    title = gettext_lazy("Hapus dari daftar hadir")
    submit_label = gettext_lazy("Hapus dari daftar hadir")
    note = gettext_lazy("Hanya untuk yang tercatat keliru. Penghapusan ini dicatat dalam jejak audit.")
    success_message = gettext_lazy("Dihapus dari daftar hadir.")

    def perform(self, form: Any) -> None:
        services.attendance_remove(attendance=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("meetings:attendance", args=[self.meeting.pk])

    get_cancel_url = get_success_url


class WallPage(MeetingPage):
    """For the projector: the code as QR and in letters, how many came, whether that is a quorum."""

    rule = check_attendance
    template_name = "meetings/wall.html"

    def get_template_names(self) -> list[str]:
        return ["meetings/wall.html#wall" if self.request.headers.get("HX-Request") else "meetings/wall.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        closed = reason_against(check_wall, user, meeting)
        code = None if closed else services.code_current(meeting=meeting, by=user)
        return (
            super().get_context_data(**kwargs)
            | shown(code)
            | count_of(meeting, roll(meeting))
            | {
                "closed": closed,
                "wall_url": reverse("meetings:wall", args=[meeting.pk]),
            }
        )


def shown(code: CheckInCode | None) -> dict[str, Any]:
    """A code as people see it: its address as QR, its letters in two halves, the address to type it at."""
    if code is None:
        return {"code": None}
    site = settings.SITE_URL.rstrip("/")
    start = site + reverse("meetings:check-in-start")
    return {
        "code": code,
        "letters": f"{code.code[:3]} {code.code[3:]}",
        "qr": qr_svg(site + reverse("meetings:check-in", args=[code.code]), side=320),
        "typed_at": start.partition("://")[2],
    }


class CodePrintPage(MeetingPage):
    """A sheet with a code for today, for a room without a projector; made by POST, shown until midnight."""

    rule = check_attendance
    template_name = "meetings/wall_print.html"
    http_method_names = ["get", "head", "post", "options"]
    title = gettext_lazy("Kode kehadiran hari ini")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        meeting: Any = self.get_object()
        services.code_print(meeting=meeting, by=request.user)
        return redirect("meetings:code-print", pk=meeting.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        url = reverse("meetings:code-print", args=[meeting.pk])
        closed = reason_against(check_wall, user, meeting)
        code = code_shown(meeting, printed=True)
        button = Button(label=_("Buat kode hari ini"), url=url, method="post", kind="primary", reason=closed)
        return super().get_context_data(**kwargs) | shown(code) | {"make": button}
