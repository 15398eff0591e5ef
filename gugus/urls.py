"""Every address of the portal; paths are fixed by design.md "Pages"."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler500 = "gugus.core.pages.server_error"

urlpatterns = [
    path("", include("gugus.core.urls")),
    path("", include("gugus.accounts.urls")),
    path("", include("gugus.documents.urls")),
    path("", include("gugus.notices.urls")),
    path("dasbor/", include("gugus.dashboard.urls")),
    path("kerawanan/", include("gugus.vulnerability.urls")),
    path("", include("gugus.publication.urls")),
    path("", include("gugus.operations.urls")),
    path("rad/", include("rad.urls")),
    path("rapat/", include("meetings.urls")),
    path("", include("cases.urls")),
    path("", include("members.urls")),
    path("bahasa/", login_not_required(set_language), name="set_language"),
]
