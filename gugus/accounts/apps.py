"""Accounts: people, their sign-in and their sessions."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gugus.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from gugus.accounts import receivers
        from gugus.accounts.enums import ACTIONS
        from gugus.core import trail_words

        receivers.connect()
        trail_words.register(ACTIONS)
