"""Words of accounts: the letters they get, and why an account's trust starts anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailKind(models.TextChoices):
    """Every letter an account may get; the label is its subject, the text is `accounts/mail/<value>.txt`.

    Values of security notices are allauth's own template names, so that the adapter only looks them up.
    """

    INVITATION = "invitation", _("Undangan menggunakan portal")
    PASSWORD_RESET_KEY = "password_reset_key", _("Tautan mengganti kata sandi")
    PASSWORD_RESET = "password_reset", _("Kata sandi Anda telah diganti")
    PASSWORD_CHANGED = "password_changed", _("Kata sandi Anda telah diubah")
    TOTP_ACTIVATED = "totp_activated", _("Aplikasi autentikator diaktifkan")
    TOTP_DEACTIVATED = "totp_deactivated", _("Aplikasi autentikator dinonaktifkan")
    WEBAUTHN_ADDED = "webauthn_added", _("Kunci sandi ditambahkan")
    WEBAUTHN_REMOVED = "webauthn_removed", _("Kunci sandi dihapus")
    RECOVERY_CODES = "recovery_codes_generated", _("Kode pemulihan baru dibuat")
    SECOND_FACTOR_RESET = "second_factor_reset", _("Verifikasi dua langkah Anda disetel ulang")
    EMAIL_CHANGED = "email_changed", _("Alamat surel akun Anda diubah")
    COLLEAGUE_RESET = "colleague_reset", _("Pengamanan akun rekan penangan disetel ulang")


class ResetCause(models.TextChoices):
    """What was reset; a handler's case access waits until two people confirm again (design.md)."""

    PASSWORD = "kata_sandi", _("kata sandi diganti lewat surel")
    SECOND_FACTOR = "dua_langkah", _("verifikasi dua langkah disetel ulang")
    EMAIL = "surel", _("alamat surel diubah")


class UserState(models.TextChoices):
    """How an account stands, as shown in the list; worked out from its columns, never stored."""

    ACTIVE = "aktif", _("aktif")
    INVITED = "diundang", _("diundang")
    EXPIRED = "kedaluwarsa", _("undangan kedaluwarsa")
    DISABLED = "nonaktif", _("dinonaktifkan")


# Words of the trail for what happens to accounts (gugus.core.trail_words.register).
ACTIONS = {
    "accounts.login": _("masuk"),
    "accounts.logout": _("keluar"),
    "accounts.login_failed": _("gagal masuk"),
    "accounts.password_change": _("mengubah kata sandi sendiri"),
    "accounts.password_reset": _("mengganti kata sandi lewat surel"),
    "accounts.invitation_accept": _("menerima undangan"),
    "accounts.factor_add": _("menambah verifikasi dua langkah"),
    "accounts.factor_remove": _("menghapus verifikasi dua langkah"),
    "accounts.recovery_codes_renew": _("membuat kode pemulihan baru"),
    "accounts.session_end": _("mengakhiri sesi sendiri"),
    "accounts.user_invite": _("mengundang pengguna"),
    "accounts.user_invite_again": _("mengirim ulang undangan"),
    "accounts.user_update": _("mengubah data akun"),
    "accounts.user_disable": _("menonaktifkan akun"),
    "accounts.user_enable": _("mengaktifkan kembali akun"),
    "accounts.user_reset_second_factor": _("menyetel ulang verifikasi dua langkah"),
}
