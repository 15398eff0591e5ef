"""Routes of publications: management inside, /terbuka/ for everybody."""

from django.urls import path

from gugus.publication.views import management, public

app_name = "publication"
management_urls = [
    path("publikasi/", management.ReleaseList.as_view(), name="release-list"),
    path("publikasi/pengaturan/", management.SettingsPage.as_view(), name="settings"),
    path("publikasi/siapkan/", management.ReleasePrepare.as_view(), name="release-prepare"),
    path("publikasi/<uuid:pk>/", management.ReleaseDetail.as_view(), name="release-detail"),
    path("publikasi/<uuid:pk>/bagian/", management.ReleaseUpdate.as_view(), name="release-update"),
    path("publikasi/<uuid:pk>/hapus/", management.ReleaseDiscard.as_view(), name="release-discard"),
    path("publikasi/<uuid:pk>/ajukan/", management.ReleasePropose.as_view(), name="release-propose"),
    path("publikasi/<uuid:pk>/rilis/", management.ReleaseRelease.as_view(), name="release-release"),
    path("publikasi/<uuid:pk>/tolak/", management.ReleaseRefuse.as_view(), name="release-refuse"),
    path("publikasi/<uuid:pk>/tarik/", management.ReleaseWithdraw.as_view(), name="release-withdraw"),
]
# Public, and stable: these addresses are quoted by others.
public_urls = [
    path("terbuka/<slug:address>/", public.open_page, name="open-page"),
    path("terbuka/<slug:address>/<int:release>/", public.open_release, name="open-release"),
    path("terbuka/<slug:address>/<int:release>/data.csv", public.open_csv, name="open-csv"),
    path("terbuka/<slug:address>/<int:release>/data.json", public.open_json, name="open-json"),
    path("terbuka/<slug:address>/<int:release>/<slug:table>/", public.open_table, name="open-table"),
    path(
        "terbuka/<slug:address>/<int:release>/<slug:table>.csv", public.open_table_csv, name="open-table-csv"
    ),
]
urlpatterns = management_urls + public_urls
