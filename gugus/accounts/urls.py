"""Addresses of sign-in and accounts: allauth's pages that are used, under Indonesian paths, and our own.

There is no page to sign up and none to keep several addresses: what is not listed here does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from gugus.accounts import auth_views, views
from gugus.core.pages import TaskForceSwitchView

sign_in = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", auth_views.LogoutPage.as_view(), name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/ubah/", account.password_change, name="account_change_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sandi/baru/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        auth_views.NewPasswordPage.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sesi/", auth_views.SessionsPage.as_view(), name="usersessions_list"),
]

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("kode/", mfa.authenticate, name="mfa_authenticate"),
    path("konfirmasi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("aplikasi/aktifkan/", totp.activate_totp, name="mfa_activate_totp"),
    path("aplikasi/nonaktifkan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kode-pemulihan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode-pemulihan/buat/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kode-pemulihan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci/konfirmasi/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/masuk/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("kunci/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("kunci/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

own = [
    path("akun/", views.AccountPage.as_view(), name="account"),
    path("akun/sesi/<int:pk>/akhiri/", views.SessionEndView.as_view(), name="session-end"),
    path("akun/pengguna/", views.UserListPage.as_view(), name="user-list"),
    path("akun/pengguna/undang/", views.UserInvitePage.as_view(), name="user-invite"),
    path("akun/pengguna/<uuid:pk>/", views.UserDetailPage.as_view(), name="user-detail"),
    path("akun/pengguna/<uuid:pk>/ubah/", views.UserUpdatePage.as_view(), name="user-update"),
    path("akun/pengguna/<uuid:pk>/undang/", views.UserInviteAgainPage.as_view(), name="user-invite-again"),
    path("akun/pengguna/<uuid:pk>/nonaktifkan/", views.UserDisablePage.as_view(), name="user-disable"),
    path("akun/pengguna/<uuid:pk>/aktifkan/", views.UserEnablePage.as_view(), name="user-enable"),
    path(
        "akun/pengguna/<uuid:pk>/dua-langkah/", views.UserResetFactorPage.as_view(), name="user-reset-factor"
    ),
    path("gugus-tugas/", TaskForceSwitchView.as_view(), name="task-force-switch"),
]

urlpatterns = [
    path("akun/", include(sign_in)),
    path("akun/dua-langkah/", include(second_factor)),
    path("", include((own, "accounts"))),
]
