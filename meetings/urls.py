"""Addresses of meetings, one list per idea."""

from typing import Any

from django.urls import path

from meetings.views import attendance, check_in, meetings

app_name = "meetings"

meeting_urls: list[Any] = [
    path("", meetings.MeetingList.as_view(), name="meeting-list"),
    path("baru/", meetings.MeetingCreate.as_view(), name="meeting-create"),
    path("<uuid:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
]

attendance_urls: list[Any] = [
    path("hadir/", check_in.check_in_start, name="check-in-start"),
    path("hadir/<str:code>/", check_in.check_in_page, name="check-in"),
    path("<uuid:pk>/hadir/", attendance.AttendancePage.as_view(), name="attendance"),
    path("<uuid:pk>/hadir/catat/", attendance.AttendanceRecord.as_view(), name="attendance-record"),
    path("<uuid:pk>/hadir/layar/", attendance.WallPage.as_view(), name="wall"),
    path("<uuid:pk>/hadir/cetak/", attendance.CodePrintPage.as_view(), name="code-print"),
    path("kehadiran/<uuid:pk>/ubah/", attendance.AttendanceUpdate.as_view(), name="attendance-update"),
    path("kehadiran/<uuid:pk>/hapus/", attendance.AttendanceRemove.as_view(), name="attendance-remove"),
]

urlpatterns: list[Any] = [
    *meeting_urls,
    *attendance_urls,
]
