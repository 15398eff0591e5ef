"""Routes of the structure: /anggota/, /sk/, /pustaka/."""

from django.urls import path

from members.views import agencies, appointments, decrees, library, papers, seats, settings

app_name = "members"

AGENCIES = [
    path("anggota/", agencies.AgencyListPage.as_view(), name="agency-list"),
    path("anggota/baru/", agencies.AgencyCreatePage.as_view(), name="agency-create"),
    path("anggota/impor/", agencies.AgencyImportPage.as_view(), name="agency-import"),
    path(
        "anggota/impor/<uuid:pk>/",
        agencies.AgencyImportPreviewPage.as_view(),
        name="agency-import-preview",
    ),
    path("anggota/instansi.xlsx", agencies.AgencyExportView.as_view(), name="agency-export"),
    path("anggota/struktur/", agencies.StructurePage.as_view(), name="structure"),
    path("anggota/pengaturan/", settings.TaskForceSettingsPage.as_view(), name="settings"),
    path("anggota/wilayah/", settings.RegionListPage.as_view(), name="region-list"),
    path("anggota/sub-gugus-tugas/", settings.SubTaskForceListPage.as_view(), name="sub-list"),
    path("anggota/sub-gugus-tugas/baru/", settings.SubTaskForceCreatePage.as_view(), name="sub-create"),
    path(
        "anggota/sub-gugus-tugas/<uuid:pk>/ubah/",
        settings.SubTaskForceUpdatePage.as_view(),
        name="sub-update",
    ),
    path(
        "anggota/sub-gugus-tugas/<uuid:pk>/hapus/",
        settings.SubTaskForceDeletePage.as_view(),
        name="sub-delete",
    ),
    path("anggota/kedudukan/", settings.PositionListPage.as_view(), name="position-list"),
    path("anggota/kedudukan/baru/", settings.PositionCreatePage.as_view(), name="position-create"),
    path("anggota/kedudukan/<uuid:pk>/ubah/", settings.PositionUpdatePage.as_view(), name="position-update"),
    path("anggota/kedudukan/<uuid:pk>/hapus/", settings.PositionDeletePage.as_view(), name="position-delete"),
    path("anggota/<uuid:pk>/", agencies.AgencyDetailPage.as_view(), name="agency-detail"),
    path("anggota/<uuid:pk>/ubah/", agencies.AgencyUpdatePage.as_view(), name="agency-update"),
]

_ONE = "anggota/penetapan/<uuid:pk>/"
APPOINTMENTS = [
    path("anggota/penetapan/", appointments.AppointmentListPage.as_view(), name="appointment-list"),
    path(
        "anggota/penetapan/baru/", appointments.AppointmentProposePage.as_view(), name="appointment-propose"
    ),
    path(_ONE, appointments.AppointmentDetailPage.as_view(), name="appointment-detail"),
    path(f"{_ONE}kukuhkan/", appointments.AppointmentConfirmPage.as_view(), name="appointment-confirm"),
    path(f"{_ONE}tolak/", appointments.AppointmentRejectPage.as_view(), name="appointment-reject"),
    path(f"{_ONE}akhiri/", appointments.AppointmentEndPage.as_view(), name="appointment-end"),
    path(f"{_ONE}tangguhkan/", appointments.AppointmentSuspendPage.as_view(), name="appointment-suspend"),
    path(f"{_ONE}pulihkan/", appointments.AppointmentRestorePage.as_view(), name="appointment-restore"),
]

DECREES = [
    path("sk/", decrees.DecreeListPage.as_view(), name="decree-list"),
    path("sk/baru/", decrees.DecreeCreatePage.as_view(), name="decree-create"),
    path("sk/<uuid:pk>/", decrees.DecreeDetailPage.as_view(), name="decree-detail"),
    path("sk/<uuid:pk>/naskah/", decrees.DecreeTextPage.as_view(), name="decree-text"),
    path("sk/<uuid:pk>/dasar-hukum/", decrees.DecreeGroundsPage.as_view(), name="decree-grounds"),
    path("sk/<uuid:pk>/ajukan/", decrees.DecreeSubmitPage.as_view(), name="decree-submit"),
    path("sk/<uuid:pk>/telaah/", decrees.DecreeReviewPage.as_view(), name="decree-review"),
    path("sk/<uuid:pk>/kembalikan/", decrees.DecreeReturnPage.as_view(), name="decree-return"),
    path("sk/<uuid:pk>/tanda-tangan/", decrees.DecreeSignPage.as_view(), name="decree-sign"),
    path("sk/<uuid:pk>/berlakukan/", decrees.DecreeEnforcePage.as_view(), name="decree-enforce"),
    path("sk/<uuid:pk>/perubahan/", decrees.DecreeAmendPage.as_view(), name="decree-amend"),
    path("sk/<uuid:pk>/masa-baru/", decrees.DecreeCopyPage.as_view(), name="decree-copy"),
    path("sk/<uuid:pk>/cabut/", decrees.DecreeRevokePage.as_view(), name="decree-revoke"),
    path("sk/<uuid:pk>/hapus/", decrees.DecreeDeletePage.as_view(), name="decree-delete"),
    path("sk/<uuid:pk>/kursi/baru/", seats.SeatCreatePage.as_view(), name="seat-create"),
    path("sk/<uuid:pk>/kursi/semua/", seats.SeatAllView.as_view(), name="seat-all"),
    path("sk/kursi/<uuid:pk>/ubah/", seats.SeatUpdatePage.as_view(), name="seat-update"),
    path("sk/kursi/<uuid:pk>/hapus/", seats.SeatDeletePage.as_view(), name="seat-delete"),
    path("sk/kursi/<uuid:pk>/urutan/", seats.SeatMoveView.as_view(), name="seat-move"),
    path("sk/kursi/<uuid:pk>/pejabat/", seats.HolderSetPage.as_view(), name="holder-set"),
    path("sk/pejabat/<uuid:pk>/kukuhkan/", seats.HolderConfirmPage.as_view(), name="holder-confirm"),
    path("sk/pejabat/<uuid:pk>/akhiri/", seats.HolderEndPage.as_view(), name="holder-end"),
    path("sk/<uuid:pk>/dokumen/", papers.DocumentCreateView.as_view(), name="document-create"),
    path("sk/dokumen/<uuid:pk>/", papers.DocumentDetailPage.as_view(), name="document-detail"),
    path("sk/dokumen/<uuid:pk>/ulang/", papers.DocumentRetryView.as_view(), name="document-retry"),
    path("sk/dokumen/<uuid:pk>/unduh/", papers.DocumentFileView.as_view(), name="document-download"),
    path(
        "sk/dokumen/<uuid:pk>/unduh-bertanda-tangan/",
        papers.DocumentFileView.as_view(signed=True),
        name="document-download-signed",
    ),
    path("sk/dokumen/<uuid:pk>/unggah/", papers.SignedUploadPage.as_view(), name="document-upload"),
    path("sk/telaah/<uuid:pk>/pindaian/", papers.ReviewScanView.as_view(), name="review-scan"),
]

LIBRARY = [
    path("pustaka/", library.LegalBasisListPage.as_view(), name="legal-basis-list"),
    path("pustaka/dasar-hukum/baru/", library.LegalBasisCreatePage.as_view(), name="legal-basis-create"),
    path("pustaka/dasar-hukum/<uuid:pk>/", library.LegalBasisPage.as_view(), name="legal-basis-detail"),
    path(
        "pustaka/dasar-hukum/<uuid:pk>/versi-baru/",
        library.LegalBasisUpdatePage.as_view(),
        name="legal-basis-update",
    ),
    path("pustaka/sop/", library.SopListPage.as_view(), name="sop-list"),
    path("pustaka/sop/baru/", library.SopCreatePage.as_view(), name="sop-create"),
    path("pustaka/sop/<uuid:pk>/", library.SopPage.as_view(), name="sop-detail"),
    path("pustaka/sop/<uuid:pk>/versi-baru/", library.SopUpdatePage.as_view(), name="sop-update"),
]

urlpatterns = [*AGENCIES, *APPOINTMENTS, *DECREES, *LIBRARY]
