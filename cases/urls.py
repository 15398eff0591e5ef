"""Addresses of cases and referrals (design.md "Pages"); one list per idea."""

from django.urls import URLPattern, URLResolver, path

from cases.views import (
    access_report,
    attachments,
    breakglass,
    cases,
    consents,
    detail,
    disposal,
    drafts,
    evaluation,
    exports,
    figures,
    headers,
    identity,
    matches,
    notes,
    offers,
    papers,
    records,
    recusal,
    referrals,
    screening,
    settings,
    shelter,
    stages,
    trail,
    words,
)

app_name = "cases"

CASES = [
    path("kasus/", cases.CaseListPage.as_view(), name="case-list"),
    path("kasus/baru/", cases.CaseCreate.as_view(), name="case-create"),
    path("kasus/cari/", cases.CaseFind.as_view(), name="case-find"),
    path("kasus/draf/<slug:key>/", drafts.DraftSaveNew.as_view(), name="draft-save-new"),
    path("kasus/<uuid:pk>/", detail.CaseDetailPage.as_view(), name="case-detail"),
    path("kasus/<uuid:pk>/ubah/", cases.CaseUpdate.as_view(), name="case-update"),
    path("kasus/<uuid:pk>/peristiwa/", cases.IncidentUpdate.as_view(), name="incident-update"),
    path("kasus/<uuid:pk>/tutup/", cases.CaseClose.as_view(), name="case-close"),
    path("kasus/<uuid:pk>/buka/", cases.CaseReopen.as_view(), name="case-reopen"),
    path("kasus/<uuid:pk>/draf/<slug:key>/", drafts.DraftSave.as_view(), name="draft-save"),
    path("kasus/<uuid:pk>/jejak/", trail.CaseTrailPage.as_view(), name="case-trail"),
    path(
        "kasus/<uuid:pk>/jejak/laporan-akses/",
        access_report.AccessReportCreate.as_view(),
        name="access-report",
    ),
    path("kasus/<uuid:pk>/berhenti/", recusal.RecusalCreate.as_view(), name="recusal-create"),
    path("kasus/berhenti/<uuid:pk>/pulihkan/", recusal.RecusalLift.as_view(), name="recusal-lift"),
    path("kasus/jejak/", trail.TrailPage.as_view(), name="trail-list"),
]
CONTENT = [
    path("kasus/<uuid:pk>/penapisan/", screening.ScreeningPage.as_view(), name="screening"),
    path("kasus/<uuid:pk>/persetujuan/", consents.ConsentListPage.as_view(), name="consent-list"),
    path("kasus/<uuid:pk>/persetujuan/baru/", consents.ConsentCreate.as_view(), name="consent-create"),
    path("kasus/persetujuan/<uuid:pk>/tarik/", consents.ConsentWithdraw.as_view(), name="consent-withdraw"),
    path("kasus/<uuid:pk>/kebutuhan/", records.NeedCreate.as_view(), name="need-create"),
    path("kasus/kebutuhan/<uuid:pk>/terpenuhi/", records.NeedMet.as_view(), name="need-met"),
    path("kasus/kebutuhan/<uuid:pk>/hapus/", records.NeedRemove.as_view(), name="need-remove"),
    path("kasus/<uuid:pk>/layanan/", records.ServiceCreate.as_view(), name="service-create"),
    path("kasus/layanan/<uuid:pk>/", records.ServiceUpdate.as_view(), name="service-update"),
    path("kasus/layanan/", records.OwnServicesPage.as_view(), name="service-own-list"),
    path("kasus/<uuid:pk>/catatan/", notes.NoteListPage.as_view(), name="note-list"),
    path("kasus/<uuid:pk>/terkait/", notes.LinkCreate.as_view(), name="link-create"),
    path("kasus/terkait/<uuid:pk>/lepas/", notes.LinkRemove.as_view(), name="link-remove"),
    path("kasus/<uuid:pk>/tahap/", stages.StagePage.as_view(), name="stage"),
    path("kasus/<uuid:pk>/langkah/", stages.ChecklistPage.as_view(), name="checklist"),
]
EMERGENCY = [
    path("kasus/darurat/", breakglass.BreakGlassCreate.as_view(), name="breakglass-create"),
    path("kasus/darurat/daftar/", breakglass.BreakGlassList.as_view(), name="breakglass-list"),
    path("kasus/darurat/<uuid:pk>/tinjau/", breakglass.BreakGlassReview.as_view(), name="breakglass-review"),
    path("kasus/darurat/<uuid:pk>/akhiri/", breakglass.BreakGlassEnd.as_view(), name="breakglass-end"),
]
FIGURES = [
    path("kasus/angka/", figures.FiguresPage.as_view(), name="figures"),
    path("kasus/angka/hitung/", figures.FiguresRefreshView.as_view(), name="figures-refresh"),
]
EVALUATION = [
    path("kasus/evaluasi/", evaluation.EvaluationPage.as_view(), name="evaluation"),
    path("kasus/evaluasi/catatan/", evaluation.RemarkWrite.as_view(), name="evaluation-remark"),
    path("kasus/evaluasi/cetak/", evaluation.EvaluationPrint.as_view(), name="evaluation-print"),
    path("kasus/evaluasi/naskah/<uuid:pk>/", evaluation.EvaluationPaper.as_view(), name="evaluation-paper"),
    path("kasus/evaluasi/naskah/<uuid:pk>/pdf/", evaluation.EvaluationFile.as_view(), name="evaluation-file"),
]
RULES = [
    path("kasus/ringkas/", headers.HeaderListPage.as_view(), name="header-list"),
    path("kasus/aturan/", settings.SettingsPage.as_view(), name="settings"),
    path("kasus/aturan/ambang/", settings.SettingsUpdate.as_view(), name="settings-update"),
    path("kasus/aturan/batas/<slug:step>/<slug:urgency>/", settings.SlaUpdate.as_view(), name="sla-update"),
    path(
        "kasus/aturan/batas/<slug:step>/<slug:urgency>/bawaan/",
        settings.SlaReset.as_view(),
        name="sla-reset",
    ),
    path("kasus/aturan/istilah/", words.WordsPage.as_view(), name="word-list"),
    path("kasus/aturan/istilah/tambah/", words.TermAdd.as_view(), name="term-add"),
    path("kasus/aturan/istilah/<uuid:pk>/akhiri/", words.TermEnd.as_view(), name="term-end"),
    path("kasus/aturan/libur/", settings.HolidayPage.as_view(), name="holiday-list"),
    path("kasus/aturan/libur/tambah/", settings.HolidayAdd.as_view(), name="holiday-add"),
    path("kasus/aturan/libur/<uuid:pk>/hapus/", settings.HolidayRemove.as_view(), name="holiday-remove"),
]

IDENTITY = [
    path("kasus/<uuid:pk>/identitas/", identity.IdentityPage.as_view(), name="identity"),
    path(
        "kasus/<uuid:pk>/identitas/peringatan/", identity.IdentityNoticePage.as_view(), name="identity-notice"
    ),
    path("kasus/<uuid:pk>/identitas/ubah/", identity.IdentityUpdate.as_view(), name="identity-update"),
    path("kasus/<uuid:pk>/tempat-aman/", shelter.ShelterList.as_view(), name="shelter-list"),
    path("kasus/<uuid:pk>/tempat-aman/tambah/", shelter.ShelterAdd.as_view(), name="shelter-add"),
    path("kasus/tempat-aman/<uuid:pk>/ubah/", shelter.ShelterUpdate.as_view(), name="shelter-update"),
    path("kasus/identitas-melebihi-batas/", identity.OverReadList.as_view(), name="over-read-list"),
]
ATTACHMENTS = [
    path("kasus/<uuid:pk>/lampiran/", attachments.AttachmentList.as_view(), name="attachment-list"),
    path("kasus/<uuid:pk>/lampiran/tambah/", attachments.AttachmentAdd.as_view(), name="attachment-add"),
    path("kasus/lampiran/<uuid:pk>/", attachments.AttachmentFile.as_view(), name="attachment-file"),
    path("kasus/lampiran/<uuid:pk>/hapus/", attachments.AttachmentRemove.as_view(), name="attachment-remove"),
    path("kasus/lampiran/<uuid:pk>/bagikan/", attachments.AttachmentShare.as_view(), name="attachment-share"),
]
MATCHES = [
    path("kasus/kemungkinan-sama/", matches.MatchList.as_view(), name="match-list"),
    path("kasus/kemungkinan-sama/<uuid:pk>/", matches.MatchUpdate.as_view(), name="match-update"),
]
PAPERS = [
    path("rujukan/<uuid:pk>/surat/", papers.LetterCreate.as_view(), name="letter-create"),
    path("kasus/dokumen/<uuid:pk>/", papers.PaperPage.as_view(), name="paper-detail"),
    path("kasus/dokumen/<uuid:pk>/berkas/", papers.PaperFile.as_view(), name="paper-file"),
    path("kasus/<uuid:pk>/ekspor/", exports.ExportCreate.as_view(), name="export-create"),
    path("kasus/ekspor/<uuid:pk>/", exports.ExportPage.as_view(), name="export-detail"),
    path("kasus/ekspor/<uuid:pk>/berkas/", exports.ExportFile.as_view(), name="export-file"),
]
DISPOSAL = [
    path("kasus/pemusnahan/", disposal.DisposalList.as_view(), name="disposal-list"),
    path("kasus/<uuid:pk>/pemusnahan/usul/", disposal.DisposalPropose.as_view(), name="disposal-propose"),
    path("kasus/<uuid:pk>/pemusnahan/setujui/", disposal.DisposalApprove.as_view(), name="disposal-approve"),
    path("kasus/<uuid:pk>/pemusnahan/batal/", disposal.DisposalWithdraw.as_view(), name="disposal-withdraw"),
    path("kasus/<uuid:pk>/pemusnahan/berita-acara/", disposal.DisposalPaper.as_view(), name="disposal-paper"),
]

REFERRALS = [
    path("kasus/<uuid:pk>/rujukan/baru/", referrals.ReferralCreate.as_view(), name="referral-create"),
    path("kasus/<uuid:pk>/alih/", referrals.TransferCreate.as_view(), name="transfer-create"),
    path("rujukan/", referrals.ReferralList.as_view(), name="referral-list"),
    path("rujukan/<uuid:pk>/", referrals.ReferralDetail.as_view(), name="referral-detail"),
    path("rujukan/<uuid:pk>/ubah/", referrals.ReferralUpdate.as_view(), name="referral-update"),
    path("rujukan/<uuid:pk>/periksa/", referrals.ReferralCheck.as_view(), name="referral-check"),
    path("rujukan/<uuid:pk>/hapus/", referrals.DraftDelete.as_view(), name="referral-draft-delete"),
    path("rujukan/<uuid:pk>/tawaran/", offers.OfferPage.as_view(), name="offer"),
    path("rujukan/<uuid:pk>/terima/", offers.ReferralAccept.as_view(), name="referral-accept"),
    path("rujukan/<uuid:pk>/tolak/", offers.ReferralRefuse.as_view(), name="referral-refuse"),
    path("rujukan/<uuid:pk>/teruskan/", offers.ReferralForward.as_view(), name="referral-forward"),
    path("rujukan/<uuid:pk>/mulai/", offers.ReferralStart.as_view(), name="referral-start"),
    path("rujukan/<uuid:pk>/selesai/", offers.ReferralFinish.as_view(), name="referral-finish"),
    path("rujukan/<uuid:pk>/tarik/", offers.ReferralWithdraw.as_view(), name="referral-withdraw"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *CASES,
    *CONTENT,
    *EMERGENCY,
    *FIGURES,
    *EVALUATION,
    *RULES,
    *IDENTITY,
    *ATTACHMENTS,
    *MATCHES,
    *REFERRALS,
    *PAPERS,
    *DISPOSAL,
]
