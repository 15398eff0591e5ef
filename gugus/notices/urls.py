"""Home: what this person must do; reminders of it, and the letters that carry them."""

from django.urls import include, path

from gugus.notices import views

own = [
    path("pengingat/<uuid:pk>/", views.NoticeOpenView.as_view(), name="notice-open"),
    path("pengingat/<uuid:pk>/sembunyikan/", views.NoticeDismissView.as_view(), name="notice-dismiss"),
    path("surel/", views.MailChoicePage.as_view(), name="mail-choice"),
    path("ingatkan/<uuid:pk>/", views.PeriodRemindPage.as_view(), name="period-remind"),
]

urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    path("tugas/", include((own, "notices"))),
]
