"""Addresses of the RAD."""

from django.urls import path

from rad.views import documents, evidence, imports, items, matrix, moves, papers, plans, report, reports

app_name = "rad"

urlpatterns = [
    path("", plans.PlanList.as_view(), name="plan-list"),
    path("baru/", plans.PlanCreate.as_view(), name="plan-create"),
    path("impor/", imports.ImportCreate.as_view(), name="import-create"),
    path("impor/<uuid:pk>/", imports.ImportPage.as_view(), name="import-detail"),
    path("impor/<uuid:pk>/batal/", imports.ImportCancel.as_view(), name="import-cancel"),
    path("verifikasi/", moves.QueuePage.as_view(), name="report-queue"),
    path("lapor/", reports.ReportStart.as_view(), name="report-start"),
    path("lapor/<uuid:period>/", reports.GridPage.as_view(), name="report-grid"),
    path("lapor/<uuid:period>/periksa/", reports.CheckPage.as_view(), name="report-check"),
    path("lapor/<uuid:period>/<uuid:item>/", reports.ReportFormPage.as_view(), name="report-form"),
    path("lapor/<uuid:period>/<uuid:item>/bukti/", evidence.EvidenceCreate.as_view(), name="evidence-create"),
    path("laporan/<uuid:pk>/", report.ReportPage.as_view(), name="report-detail"),
    path("laporan/<uuid:pk>/ajukan/", moves.ReportSubmit.as_view(), name="report-submit"),
    path("laporan/<uuid:pk>/tarik/", moves.ReportWithdraw.as_view(), name="report-withdraw"),
    path("laporan/<uuid:pk>/kembalikan/", moves.ReportReturn.as_view(), name="report-return"),
    path("laporan/<uuid:pk>/terima/", moves.ReportAccept.as_view(), name="report-accept"),
    path("laporan/<uuid:pk>/kunci/", moves.ReportLock.as_view(), name="report-lock"),
    path("laporan/<uuid:pk>/koreksi/", moves.ReportUnlock.as_view(), name="report-unlock"),
    path("bukti/<uuid:pk>/berkas/", evidence.EvidenceFile.as_view(), name="evidence-file"),
    path("bukti/<uuid:pk>/hapus/", evidence.EvidenceRemove.as_view(), name="evidence-remove"),
    path("bukti/<uuid:pk>/bagikan/", evidence.EvidenceShare.as_view(), name="evidence-share"),
    path("kegiatan/<uuid:pk>/", items.ItemPage.as_view(), name="item-detail"),
    path("kegiatan/<uuid:pk>/ubah/", matrix.ItemUpdate.as_view(), name="item-update"),
    path("kegiatan/<uuid:pk>/indikator/baru/", matrix.IndicatorCreate.as_view(), name="indicator-create"),
    path("indikator/<uuid:pk>/ubah/", matrix.IndicatorUpdate.as_view(), name="indicator-update"),
    path("strategi/<uuid:pk>/ubah/", matrix.StrategyUpdate.as_view(), name="strategy-update"),
    path("strategi/<uuid:pk>/program/baru/", matrix.ProgramCreate.as_view(), name="program-create"),
    path("program/<uuid:pk>/ubah/", matrix.ProgramUpdate.as_view(), name="program-update"),
    path("program/<uuid:pk>/kegiatan/baru/", matrix.ItemCreate.as_view(), name="item-create"),
    path("periode/<uuid:pk>/", papers.PeriodPage.as_view(), name="period-detail"),
    path("periode/<uuid:pk>/ubah/", papers.PeriodUpdate.as_view(), name="period-update"),
    path("periode/<uuid:pk>/teks/", papers.ChapterPage.as_view(), name="period-chapter"),
    path("periode/<uuid:pk>/tutup/", papers.PeriodClose.as_view(), name="period-close"),
    path("periode/<uuid:pk>/buka/", papers.PeriodReopen.as_view(), name="period-reopen"),
    path("periode/<uuid:pk>/pdf/", papers.DocumentCreate.as_view(), name="document-create"),
    path("dokumen/<uuid:pk>/", documents.DocumentPage.as_view(), name="document-detail"),
    path("dokumen/<uuid:pk>/berkas/", documents.DocumentFile.as_view(), name="document-file"),
    path("dokumen/<uuid:pk>/buku/", documents.DocumentBook.as_view(), name="document-book"),
    path("<uuid:pk>/", plans.PlanPage.as_view(), name="plan-detail"),
    path("<uuid:pk>/ubah/", plans.PlanUpdate.as_view(), name="plan-update"),
    path("<uuid:pk>/tetapkan/", plans.PlanAdopt.as_view(), name="plan-adopt"),
    path("<uuid:pk>/strategi/baru/", matrix.StrategyCreate.as_view(), name="strategy-create"),
    path("<uuid:pk>/periode/baru/", papers.PeriodCreate.as_view(), name="period-create"),
]
