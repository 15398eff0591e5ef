"""Addresses of meetings, one list per idea."""

from typing import Any

from django.urls import path

from meetings.views import meetings

app_name = "meetings"

meeting_urls: list[Any] = [
    path("", meetings.MeetingList.as_view(), name="meeting-list"),
    path("baru/", meetings.MeetingCreate.as_view(), name="meeting-create"),
    path("<uuid:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
]

urlpatterns: list[Any] = [
    *meeting_urls,
]
