"""Addresses of the kernel's pages."""

from django.urls import include, path

from gugus.core import pages
from gugus.core.gallery import gallery

own = [path("pekerjaan/<str:model>/<uuid:pk>/", pages.JobPage.as_view(), name="job")]

urlpatterns = [
    path("jejak/", pages.TrailPage.as_view(), name="audit-list"),
    path("sehat/", pages.health, name="health"),
    path("akun/galeri/", gallery, name="gallery"),
    path("", include((own, "core"))),
]
