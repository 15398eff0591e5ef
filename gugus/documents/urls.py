"""Routes of the document kernel; the site mounts them at the root. `verifikasi/` is public."""

from django.urls import path

from gugus.documents import views

app_name = "documents"
urlpatterns = [
    path("verifikasi/", views.verification_start, name="verification-start"),
    path("verifikasi/<str:code>/", views.verification, name="verification"),
    path("dokumen/penerbit/", views.AnchorList.as_view(), name="anchor-list"),
    path("dokumen/penerbit/tambah/", views.AnchorCreate.as_view(), name="anchor-create"),
    path("dokumen/penerbit/<int:pk>/tarik/", views.AnchorWithdraw.as_view(), name="anchor-withdraw"),
]
