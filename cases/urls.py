"""Addresses of cases (design.md "Pages"); one list per idea."""

from django.urls import URLPattern, URLResolver

app_name = "cases"

urlpatterns: list[URLPattern | URLResolver] = []
