"""Addresses of meetings, one list per idea."""

from typing import Any

from django.urls import path

from meetings.views import (
    agenda,
    answers,
    attachments,
    attendance,
    calendar,
    check_in,
    feeds,
    follow_up_page,
    follow_ups,
    invitations,
    meetings,
    minutes,
    minutes_round,
    moves,
    outreach,
    papers,
    requests,
    revisions,
    settings,
)

app_name = "meetings"

meeting_urls: list[Any] = [
    path("", meetings.MeetingList.as_view(), name="meeting-list"),
    path("baru/", meetings.MeetingCreate.as_view(), name="meeting-create"),
    path("<uuid:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("<uuid:pk>/ubah/", moves.MeetingUpdate.as_view(), name="meeting-update"),
    path("<uuid:pk>/salin/", moves.MeetingCopy.as_view(), name="meeting-copy"),
    path("<uuid:pk>/ulang/", moves.MeetingRepeat.as_view(), name="meeting-repeat"),
    path("<uuid:pk>/batal/", moves.MeetingCancel.as_view(), name="meeting-cancel"),
    path("<uuid:pk>/hapus/", moves.MeetingDiscard.as_view(), name="meeting-discard"),
    path("<uuid:pk>/selesai/", moves.MeetingHold.as_view(), name="meeting-hold"),
]
agenda_urls: list[Any] = [
    path("<uuid:pk>/acara/", agenda.AgendaPage.as_view(), name="agenda"),
    path("<uuid:pk>/acara/lembar/", agenda.AgendaSheet.as_view(), name="agenda-sheet"),
    path("<uuid:pk>/acara/umum/", agenda.AgendaSheet.as_view(public=True), name="agenda-public"),
]
attachment_urls: list[Any] = [
    path("<uuid:pk>/berkas/", attachments.AttachmentList.as_view(), name="attachment-list"),
    path("<uuid:pk>/berkas/baru/", attachments.AttachmentAdd.as_view(), name="attachment-add"),
    path("berkas/<uuid:pk>/", attachments.AttachmentFile.as_view(), name="attachment-file"),
    path("berkas/<uuid:pk>/hapus/", attachments.AttachmentRemove.as_view(), name="attachment-remove"),
]
outreach_urls: list[Any] = [
    path("cakupan/", outreach.CoveragePage.as_view(), name="coverage"),
    path("<uuid:pk>/sosialisasi/", outreach.OutreachPage.as_view(), name="outreach"),
]
settings_urls: list[Any] = [
    path("aturan/", settings.SettingsPage.as_view(), name="settings"),
    path("aturan/ubah/", settings.RulesUpdate.as_view(), name="rules-update"),
    path("aturan/jenis/baru/", settings.TypeAdd.as_view(), name="type-add"),
    path("aturan/jenis/<uuid:pk>/", settings.TypeUpdate.as_view(), name="type-update"),
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

_ONE = "<uuid:pk>/undangan/"
invitation_urls: list[Any] = [
    path(_ONE, invitations.InvitationList.as_view(), name="invitation-list"),
    path(f"{_ONE}pilih/", invitations.InvitationAdd.as_view(), name="invitation-add"),
    path(f"{_ONE}tamu/", invitations.InvitationGuest.as_view(), name="invitation-guest"),
    path(f"{_ONE}kirim/", invitations.MeetingInvite.as_view(), name="meeting-invite"),
    path(f"{_ONE}penanda-tangan/", invitations.LetterSigner.as_view(), name="letter-signer"),
    path(f"{_ONE}nomor/", invitations.LetterNumber.as_view(), name="letter-number"),
    path("undangan/<uuid:pk>/tarik/", invitations.InvitationWithdraw.as_view(), name="invitation-withdraw"),
    path("undangan/<uuid:pk>/pesan/", invitations.InvitationMessage.as_view(), name="invitation-message"),
    path("undangan/<uuid:pk>/jawab/", answers.InvitationAnswer.as_view(), name="invitation-answer"),
    path("undangan/surel/<uuid:pk>/kirim-lagi/", invitations.LetterAgain.as_view(), name="letter-again"),
    path("jawab/<str:token>/", answers.AnswerByLink.as_view(), name="answer"),
]

paper_urls: list[Any] = [
    path("<uuid:pk>/naskah/<slug:kind>/", papers.PaperCreate.as_view(), name="paper-create"),
    path("naskah/<uuid:pk>/", papers.PaperPage.as_view(), name="paper-detail"),
    path("naskah/<uuid:pk>/unduh/", papers.PaperFile.as_view(), name="paper-file"),
    path(
        "naskah/<uuid:pk>/unduh-bertanda-tangan/",
        papers.PaperFile.as_view(signed=True),
        name="paper-signed-file",
    ),
    path("naskah/<uuid:pk>/unggah/", papers.PaperUpload.as_view(), name="paper-upload"),
    path("naskah/<uuid:pk>/ulang/", papers.PaperRetry.as_view(), name="paper-retry"),
]

calendar_urls: list[Any] = [
    path("kalender/", calendar.CalendarPage.as_view(), name="calendar"),
    path("kalender/langganan/", feeds.FeedPage.as_view(), name="feed"),
    path("kalender/<str:key>.ics", feeds.feed_file, name="feed-file"),
]

minutes_urls: list[Any] = [
    path("<uuid:pk>/notula/", minutes.MinutesPage.as_view(), name="minutes"),
    path("<uuid:pk>/notula/mulai/", minutes.MinutesStart.as_view(), name="minutes-start"),
    path("<uuid:pk>/notula/edarkan/", minutes_round.MinutesCirculate.as_view(), name="minutes-circulate"),
    path("<uuid:pk>/notula/jawab/", minutes_round.MinutesAnswerPage.as_view(), name="minutes-answer"),
    path("<uuid:pk>/notula/tarik/", minutes_round.MinutesReopen.as_view(), name="minutes-reopen"),
    path("<uuid:pk>/notula/sahkan/", minutes_round.MinutesFreeze.as_view(), name="minutes-freeze"),
    path("<uuid:pk>/notula/siaran-pers/", minutes_round.PressPage.as_view(), name="press"),
    path(
        "<uuid:pk>/notula/usul/<uuid:answer>/",
        minutes_round.ObjectionSettle.as_view(),
        name="objection-settle",
    ),
    path("<uuid:pk>/notula/<uuid:part>/simpan/", minutes.PartSave.as_view(), name="part-save"),
    path("<uuid:pk>/notula/<uuid:part>/versi/", revisions.RevisionList.as_view(), name="revision-list"),
    path(
        "<uuid:pk>/notula/<uuid:part>/versi/<int:version>/",
        revisions.RevisionDetail.as_view(),
        name="revision-detail",
    ),
    path(
        "<uuid:pk>/notula/<uuid:part>/versi/<int:version>/pulihkan/",
        revisions.PartRestore.as_view(),
        name="part-restore",
    ),
]

urlpatterns: list[Any] = [
    *calendar_urls,
    *meeting_urls,
    *agenda_urls,
    *attachment_urls,
    *outreach_urls,
    *settings_urls,
    *attendance_urls,
    *follow_up_urls,
    *invitation_urls,
    *paper_urls,
    *minutes_urls,
]
