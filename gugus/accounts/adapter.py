"""What allauth asks of the portal: nobody signs up, letters go through the worker, secrets are encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.accounts import lockout
from gugus.accounts.enums import MailKind
from gugus.accounts.models import User
from gugus.accounts.rules import needs_second_factor
from gugus.accounts.selectors import MAIN_FACTORS, user_by_address
from gugus.accounts.services import mail_queue
from gugus.core.middleware import client_ip

# Only this limit has its own clock; the others are told as a whole number of minutes.
WAIT = gettext_lazy("Terlalu banyak percobaan gagal. Tunggu 30 menit, lalu coba lagi.")


class AccountAdapter(DefaultAccountAdapter):
    """E-mail accounts by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Akun ini sedang dinonaktifkan. Hubungi sekretariat gugus tugas."),
        "email_password_mismatch": gettext_lazy(
            "Alamat surel atau kata sandi tidak cocok. Periksa keduanya."
        ),
        "incorrect_password": gettext_lazy("Kata sandi tidak cocok. Periksa huruf besar dan kecilnya."),
        "enter_current_password": gettext_lazy("Kata sandi Anda yang sekarang tidak cocok."),
        "incorrect_code": gettext_lazy("Kode tidak cocok. Ketik enam angka yang sedang tampil di aplikasi."),
        "invalid_password_reset": gettext_lazy("Tautan ini sudah dipakai atau kedaluwarsa."),
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> Any:
        return client_ip(request) or "127.0.0.1"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def set_password(self, user: Any, password: str) -> None:
        """Remembers whether this is the first password (an invitation taken up) or a later one."""
        user.had_password = user.has_usable_password()
        super().set_password(user, password)

    # Letters

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Security notices, without address and browser of the act: a letter may be read by others."""
        mail_queue(kind=MailKind(template_prefix.rpartition("/")[2]), recipient=user, by=user)

    def reset_requested(self, address: str) -> None:
        """Queue the link, or the same work for nobody, so that known and unknown look alike."""
        mail_queue(kind=MailKind.PASSWORD_RESET_KEY, recipient=user_by_address(address))

    # Lock-out

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return lockout.pair(self.get_client_ip(request), str(credentials.get("email") or ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked pair of address and account, saying how long. Raises ValidationError."""
        name = self._get_login_attempts_cache_key(request, **credentials)
        if minutes := lockout.minutes_left(name):
            raise locked_error(minutes)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Start the full 30 minutes with the sixth failure."""
        name = self._get_login_attempts_cache_key(request, **credentials)
        usage = getattr(self, "_login_failed_rl_usage", None)
        if usage is not None and not self._may_fail_again(request, name):
            lockout.lock(name)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever opened the link of a letter need not wait for a lock of their own making."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        lockout.unlock(self._get_login_attempts_cache_key(request, **credentials))

    def _may_fail_again(self, request: HttpRequest, name: str) -> bool:
        from allauth.core.internal import ratelimit

        usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", key=name, dry_run=True
        )
        return bool(usage)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors; their secrets lie encrypted, under a key derived from the identity keys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Peran Anda memerlukan verifikasi dua langkah. Tambahkan kunci sandi dahulu, lalu nonaktifkan."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Kode pemulihan dibuat setelah verifikasi dua langkah aktif."
        ),
        "incorrect_code": gettext_lazy("Kode tidak cocok atau kunci sandi tidak dikenal. Coba lagi."),
    }

    def encrypt(self, text: str) -> str:
        return secret_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return secret_box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last factor of somebody whose role needs one stays."""
        user: User = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=MAIN_FACTORS).exclude(pk=authenticator.pk)
        return not (settings.SECOND_FACTOR_REQUIRED and needs_second_factor(user)) or others.exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Kunci sandi %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


def secret_box() -> MultiFernet:
    """The first key encrypts, all decrypt, as for identity fields."""
    return MultiFernet(factor_boxes())


def factor_boxes() -> list[Fernet]:
    """One for each identity key, the newest first; another purpose, so another key."""
    return [Fernet(_derived(key)) for _key_id, key in settings.ENV.identity_keys]


def _derived(key: bytes) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gugus.accounts.second-factor")
    return base64.urlsafe_b64encode(hkdf.derive(key))


def locked_error(minutes: int) -> ValidationError:
    """How long a locked pair waits, in whole minutes."""
    text = ngettext(
        "Terlalu banyak percobaan gagal. Coba lagi dalam %(minutes)s menit.",
        "Terlalu banyak percobaan gagal. Coba lagi dalam %(minutes)s menit.",
        minutes,
    )
    return ValidationError(text % {"minutes": minutes}, code="too_many_login_attempts")
