"""Addresses of meetings, one list per idea."""

from typing import Any

from django.urls import path

from meetings.views import (
    attendance,
    check_in,
    follow_up_page,
    follow_ups,
    meetings,
    requests,
)

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

follow_up_urls: list[Any] = [
    path("tindak-lanjut/", follow_ups.FollowUpList.as_view(), name="follow-up-list"),
    path("tindak-lanjut/instansi/", follow_ups.AgencyCounts.as_view(), name="follow-up-counts"),
    path("tindak-lanjut/bukti/<uuid:pk>/", follow_up_page.ProofFile.as_view(), name="proof-file"),
    path("tindak-lanjut/<uuid:pk>/", follow_up_page.FollowUpPage.as_view(), name="follow-up-detail"),
    path("tindak-lanjut/<uuid:pk>/ubah/", follow_ups.FollowUpUpdate.as_view(), name="follow-up-update"),
    path("tindak-lanjut/<uuid:pk>/hapus/", follow_ups.FollowUpRemove.as_view(), name="follow-up-remove"),
    path("tindak-lanjut/<uuid:pk>/kabar/", follow_ups.FollowUpNews.as_view(), name="follow-up-note"),
    path("tindak-lanjut/<uuid:pk>/ajukan/", follow_ups.FollowUpSubmit.as_view(), name="follow-up-submit"),
    path("tindak-lanjut/<uuid:pk>/kembalikan/", follow_ups.FollowUpReturn.as_view(), name="follow-up-return"),
    path("tindak-lanjut/<uuid:pk>/memadai/", follow_ups.FollowUpVerify.as_view(), name="follow-up-verify"),
    path("tindak-lanjut/<uuid:pk>/perpanjang/", requests.ExtendAsk.as_view(), name="follow-up-extend"),
    path("tindak-lanjut/<uuid:pk>/hentikan/", requests.DropAsk.as_view(), name="follow-up-drop"),
    path("tindak-lanjut/permintaan/<uuid:pk>/", requests.RequestDecide.as_view(), name="request-decide"),
    path("<uuid:pk>/tindak-lanjut/", follow_ups.MeetingFollowUps.as_view(), name="meeting-follow-ups"),
    path("<uuid:pk>/tindak-lanjut/baru/", follow_ups.FollowUpCreate.as_view(), name="follow-up-create"),
    path("<uuid:pk>/tindak-lanjut/umumkan/", follow_ups.Announce.as_view(), name="follow-up-announce"),
]

urlpatterns: list[Any] = [
    *meeting_urls,
    *attendance_urls,
    *follow_up_urls,
]
