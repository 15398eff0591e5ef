"""Who may do what with an account. Each raises Denied with the reason a person reads."""

from django.utils.translation import gettext as _

from gugus.accounts.models import User
from gugus.core.permissions import Denied

KEEPERS = ("sekretariat", "admin")
SECOND_FACTOR_ROLES = ("penangan", "admin", "pengawas")


def check_users_keep(user: User) -> None:
    """Accounts are kept by the secretariat and the system admin of a task force."""
    if not user.authority.has_role(*KEEPERS):
        raise Denied(_("Akun dikelola oleh sekretariat dan admin sistem."))


def check_user_view(user: User, person: User) -> None:
    """The keepers' page about an account; one's own data stand on "Akun saya"."""
    check_users_keep(user)


def check_user_invite_again(user: User, person: User) -> None:
    check_users_keep(user)
    _refuse_disabled(person)
    if person.is_activated:
        raise Denied(_("Undangan sudah diterima: orang ini sudah membuat kata sandinya."))


def check_user_disable(user: User, person: User) -> None:
    check_users_keep(user)
    _refuse_own(
        user, person, _("Akun sendiri tidak dapat dinonaktifkan. Mintalah rekan sekretariat atau admin.")
    )
    _refuse_disabled(person)


def check_user_enable(user: User, person: User) -> None:
    check_users_keep(user)
    if person.is_active:
        raise Denied(_("Akun ini sudah aktif."))


def check_user_reset_second_factor(user: User, person: User) -> None:
    check_users_keep(user)
    _refuse_own(
        user, person, _("Verifikasi dua langkah Anda sendiri diatur di halaman Akun saya, bukan di sini.")
    )
    _refuse_disabled(person)


def check_user_update(user: User, person: User) -> None:
    """Name, phone and address are mended by somebody else, so that nobody moves their own account alone."""
    check_users_keep(user)
    _refuse_own(user, person, _("Data akun sendiri diubah oleh rekan sekretariat atau admin."))
    _refuse_disabled(person)


def needs_second_factor(user: User) -> bool:
    """Handlers, admin and supervisors (issue "Accounts"); the demo asks nobody, see settings."""
    return user.authority.has_role(*SECOND_FACTOR_ROLES)


def _refuse_own(user: User, person: User, reason: str) -> None:
    if user.pk == person.pk:
        raise Denied(reason)


def _refuse_disabled(person: User) -> None:
    if not person.is_active:
        raise Denied(_("Akun ini sedang dinonaktifkan."))
