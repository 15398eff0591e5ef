"""Addresses of cases and referrals (design.md "Pages"); one list per idea."""

from django.urls import URLPattern, URLResolver, path

from cases.views import cases

app_name = "cases"

CASES = [
    path("kasus/", cases.CaseListPage.as_view(), name="case-list"),
    path("kasus/<uuid:pk>/", cases.CaseDetailPage.as_view(), name="case-detail"),
]

urlpatterns: list[URLPattern | URLResolver] = [*CASES]
