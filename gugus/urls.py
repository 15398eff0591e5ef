"""Every address of the portal; paths are fixed by design.md "Pages"."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("gugus.documents.urls")),
    path("bahasa/", login_not_required(set_language), name="set_language"),
]
