"""Addresses of cases and referrals (design.md "Pages"); one list per idea."""

from django.urls import URLPattern, URLResolver, path

from cases.views import (
    access_report,
    breakglass,
    cases,
    headers,
    recusal,
    settings,
    trail,
    words,
)

app_name = "cases"

CASES = [
    path("kasus/", cases.CaseListPage.as_view(), name="case-list"),
    path("kasus/<uuid:pk>/", cases.CaseDetailPage.as_view(), name="case-detail"),
    path("kasus/<uuid:pk>/jejak/", trail.CaseTrailPage.as_view(), name="case-trail"),
    path("kasus/<uuid:pk>/laporan-akses/", access_report.AccessReportCreate.as_view(), name="access-report"),
    path("kasus/dokumen/<uuid:pk>/berkas/", access_report.PaperFile.as_view(), name="paper-file"),
    path("kasus/<uuid:pk>/berhenti/", recusal.RecusalCreate.as_view(), name="recusal-create"),
    path("kasus/berhenti/<uuid:pk>/pulihkan/", recusal.RecusalLift.as_view(), name="recusal-lift"),
    path("kasus/jejak/", trail.TrailPage.as_view(), name="trail-list"),
]
EMERGENCY = [
    path("kasus/darurat/", breakglass.BreakGlassCreate.as_view(), name="breakglass-create"),
    path("kasus/darurat/daftar/", breakglass.BreakGlassList.as_view(), name="breakglass-list"),
    path("kasus/darurat/<uuid:pk>/tinjau/", breakglass.BreakGlassReview.as_view(), name="breakglass-review"),
    path("kasus/darurat/<uuid:pk>/akhiri/", breakglass.BreakGlassEnd.as_view(), name="breakglass-end"),
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

urlpatterns: list[URLPattern | URLResolver] = [*CASES, *EMERGENCY, *RULES]
