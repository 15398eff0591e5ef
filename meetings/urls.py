"""Addresses of meetings, one list per idea."""

from typing import Any

app_name = "meetings"

urlpatterns: list[Any] = []
