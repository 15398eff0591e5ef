"""Accounts: people, their sign-in and their sessions."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gugus.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from gugus.accounts import receivers
        from gugus.accounts.enums import ACTIONS
        from gugus.accounts.factors import factors_left, factors_rotate
        from gugus.core import trail_words
        from gugus.core.crypto.rotation import ELSEWHERE, Elsewhere

        receivers.connect()
        trail_words.register(ACTIONS)
        ELSEWHERE.append(Elsewhere("verifikasi dua langkah", factors_rotate, factors_left))
