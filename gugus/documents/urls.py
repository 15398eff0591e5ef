"""Public routes of the document kernel; the site mounts them at the root."""

from django.urls import path

from gugus.documents import views

app_name = "documents"
urlpatterns = [
    path("verifikasi/", views.verification_start, name="verification-start"),
    path("verifikasi/<str:code>/", views.verification, name="verification"),
]
