"""allauth's forms in our words: no placeholder, a label that says what to type, a hint where it helps.

Named in ACCOUNT_FORMS and MFA_FORMS; what they do stays allauth's.
"""

import hashlib
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.validators import EmailValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gugus.accounts.tokens import token_generator

NEW_PASSWORD_HINT = _(
    "Paling sedikit 12 karakter. Beberapa kata yang tidak berkaitan lebih kuat dan lebih mudah diingat; "
    "huruf besar, angka, dan tanda baca tidak diwajibkan."
)
EMAIL_INVALID = _("Tulis alamat surel yang lengkap, contoh budi@contoh.go.id.")
# A code is good for its own half minute and one before and after; remembered longer than that.
CODE_MEMORY_SECONDS = 120


def word(field: forms.Field, label: Any, hint: Any = "", **attrs: str) -> None:
    """Give a field of allauth our label and hint, and take its placeholder away."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def word_address(field: forms.Field) -> None:
    """One message for every way an address is malformed; Django's own speaks of "email"."""
    field.validators = [EmailValidator(EMAIL_INVALID), *_without_email_validator(field)]


def _without_email_validator(field: forms.Field) -> list[Any]:
    return [each for each in field.validators if not isinstance(each, EmailValidator)]


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], _("Alamat surel"), autocomplete="username")
        word_address(self.fields["login"])
        word(self.fields["password"], _("Kata sandi"))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password"], _("Kata sandi"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], _("Kata sandi sekarang"))
        _word_new(self)

    def clean(self) -> dict[str, Any]:
        return check_twice(self, super(account.PasswordVerificationMixin, self).clean())


class ResetPasswordForm(account.ResetPasswordForm):
    """Asks for a letter. The answer, its status and its work are the same for every address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], _("Alamat surel"), _("Alamat yang Anda pakai untuk masuk."))
        word_address(self.fields["email"])

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address = self.cleaned_data["email"]
        get_adapter().reset_requested(address)
        return address


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new(self)

    def clean(self) -> dict[str, Any]:
        return check_twice(self, super(account.PasswordVerificationMixin, self).clean())


class UserTokenForm(account.UserTokenForm):
    token_generator = token_generator


class OnceMixin:
    """A code signs in once, also a second time within the minute and a half it would be good for."""

    user: Any

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        digest = hashlib.sha256(f"{self.user.pk}|{code.replace(' ', '')}".encode()).hexdigest()
        if not cache.add(f"accounts.code:{digest}", 1, CODE_MEMORY_SECONDS):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


def word_code(field: forms.Field) -> None:
    hint = _("Enam angka dari aplikasi autentikator, atau salah satu kode pemulihan.")
    word(field, _("Kode"), hint, inputmode="numeric", autocomplete="one-time-code")


class AuthenticateForm(OnceMixin, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"])


class ReauthenticateCodeForm(OnceMixin, mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"])


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Enam angka yang sedang tampil di aplikasi.")
        word(self.fields["code"], _("Kode dari aplikasi"), hint, inputmode="numeric")


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["name"], _("Nama kunci sandi"), _("Agar mudah dikenali, contoh: Ponsel kantor."))
        hint = _("Perlu sidik jari, wajah, atau PIN pada perangkat ini.")
        word(self.fields["passwordless"], _("Masuk cukup dengan kunci ini, tanpa kata sandi"), hint)
        self.fields["name"].max_length = 60


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["name"], _("Nama kunci sandi"), _("Agar mudah dikenali, contoh: Ponsel kantor."))


def _word_new(form: forms.Form) -> None:
    word(form.fields["password1"], _("Kata sandi baru"), NEW_PASSWORD_HINT)
    word(form.fields["password2"], _("Ulangi kata sandi baru"))


def check_twice(form: forms.Form, cleaned: dict[str, Any] | None) -> dict[str, Any]:
    """Both boxes must hold the same password; the message stands at the second."""
    cleaned = cleaned or form.cleaned_data
    first, second = cleaned.get("password1"), cleaned.get("password2")
    if first and second and first != second:
        form.add_error("password2", _("Kedua kata sandi baru tidak sama. Ketik ulang keduanya."))
    return cleaned
