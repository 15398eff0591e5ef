"""Keys of the links in letters: an invitation lives three days, a password reset one hour, each works once.

A key is bound to the password, the address and the last sign-in of the account (Django), and to the moment of
the last invitation, so that a new invitation ends the former link.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

RESET_TIMEOUT = timedelta(hours=1)


class AccountTokenGenerator(PasswordResetTokenGenerator):
    """`settings.PASSWORD_RESET_TIMEOUT` bounds both kinds; a reset is held to RESET_TIMEOUT as well."""

    key_salt = "gugus.accounts.tokens.AccountTokenGenerator"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        invited = user.invited_at.isoformat() if user.invited_at else ""
        return f"{super()._make_hash_value(user, timestamp)}{invited}"

    def check_token(self, user: Any, token: str | None) -> bool:
        if user is None or not user.is_active or not super().check_token(user, token):
            return False
        return not user.has_usable_password() or self._age(token or "") <= RESET_TIMEOUT

    def _age(self, token: str) -> timedelta:
        made = base36_to_int(token.split("-")[0])
        return timedelta(seconds=self._num_seconds(self._now()) - made)

    def _now(self) -> datetime:
        return super()._now()


token_generator = AccountTokenGenerator()
