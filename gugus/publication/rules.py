"""Who may publish what. Each check raises Denied with the reason a person reads."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from gugus.publication.enums import RELEASE_TRANSITIONS, ReleaseStatus
from gugus.publication.models import PublicationSettings, Release
from members.enums import Role

DECIDERS = (Role.LEADER, Role.SECRETARIAT)


def check_read(user: Any) -> None:
    """Preparing and deciding are the secretariat's and the leaders' affair."""
    if not user.authority.has_role(*DECIDERS):
        raise Denied(_("Publikasi dikelola oleh sekretariat dan pimpinan gugus tugas."))


def check_manage(user: Any, release: Release | None = None) -> None:
    """Only the secretariat prepares, in the task force it acts in."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Hanya sekretariat gugus tugas yang menyiapkan rilis dan mengatur halaman publik."))
    _check_here(user, release)


def _check_here(user: Any, release: Release | None) -> None:
    if release is not None and release.task_force_id != user.authority.task_force_id:
        raise Denied(_("Rilis ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))


def check_change(user: Any, release: Release) -> None:
    """A draft belongs to who prepared it: another who changed it would have prepared it too."""
    check_manage(user, release)
    if release.status != ReleaseStatus.DRAFT:
        raise Denied(_("Rilis ini sudah diajukan, jadi isinya beku. Siapkan rilis baru."))
    if release.prepared_by_id != user.pk:
        raise Denied(_("Draf ini disiapkan orang lain. Siapkan rilis Anda sendiri."))


def check_propose(user: Any, release: Release) -> None:
    """Proposed by who prepared it, or by a colleague who stands for it."""
    check_manage(user, release)
    check_transition(release, RELEASE_TRANSITIONS, "propose")


def check_decide(user: Any, release: Release) -> None:
    """Somebody else than who prepared or proposed: a leader, or another of the secretariat."""
    check_read(user)
    _check_here(user, release)
    if user.pk in (release.prepared_by_id, release.proposed_by_id):
        raise Denied(
            _(
                "Rilis diputuskan oleh orang kedua: yang menyiapkan atau mengajukannya tidak merilisnya. "
                "Minta pimpinan atau anggota sekretariat lain."
            )
        )


def check_release(user: Any, release: Release, settings: PublicationSettings | None = None) -> None:
    """Decided by a second person, and only what the settings still let out."""
    check_decide(user, release)
    check_transition(release, RELEASE_TRANSITIONS, "release")
    if settings is not None and set(release.sections) - set(settings.sections):
        raise Denied(
            _(
                "Pengaturan tidak lagi membolehkan semua bagian rilis ini. Tolak rilis ini dan siapkan "
                "yang baru."
            )
        )


def check_refuse(user: Any, release: Release) -> None:
    """Anybody who reads it may stop it, its proposer too: stopping publishes nothing."""
    check_read(user)
    _check_here(user, release)
    check_transition(release, RELEASE_TRANSITIONS, "refuse")


def check_withdraw(user: Any, release: Release) -> None:
    """Taking something off the public page is urgent more often than not: one person is enough."""
    check_read(user)
    _check_here(user, release)
    check_transition(release, RELEASE_TRANSITIONS, "withdraw")
