"""Accounts: people, their sign-in and their sessions."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gugus.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from gugus.accounts import signals

        signals.connect()
