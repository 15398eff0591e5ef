"""Addresses for the monitoring server."""

from django.urls import path

from gugus.operations import views

app_name = "operations"
urlpatterns = [
    path("siap/", views.ready, name="ready"),
    path("metrik/", views.metrics, name="metrics"),
]
