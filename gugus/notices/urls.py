"""Home: what this person must do."""

from django.urls import path

from gugus.notices.views import HomePage

urlpatterns = [path("", HomePage.as_view(), name="home")]
