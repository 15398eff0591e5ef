"""Addresses of cases and referrals (design.md "Pages"); one list per idea."""

from django.urls import URLPattern, URLResolver, path

from cases.views import breakglass, cases, recusal, trail

app_name = "cases"

CASES = [
    path("kasus/", cases.CaseListPage.as_view(), name="case-list"),
    path("kasus/<uuid:pk>/", cases.CaseDetailPage.as_view(), name="case-detail"),
    path("kasus/<uuid:pk>/jejak/", trail.CaseTrailPage.as_view(), name="case-trail"),
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

urlpatterns: list[URLPattern | URLResolver] = [*CASES, *EMERGENCY]
