"""Who works with cases, and what may be done with one now. Each check raises Denied with its reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import CASE_TRANSITIONS, HANDLE, CaseStatus
from cases.models import Case, CaseGrant, DisposalRecord
from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from members.enums import Role


class Stale(ValidationError):
    """Somebody saved the row between this person's reading and saving; nothing was written."""


def rights_of(user: Any, case: Case) -> frozenset[str]:
    """What one's groups of today may do with a visible case; read once per request."""
    kept = user.__dict__.setdefault("_case_rights", {})
    if case.pk not in kept:
        held = CaseGrant.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            content_object=case,
            group__in=user.authority.group_ids,
        )
        kept[case.pk] = frozenset(held.values_list("permission__codename", flat=True))
    return kept[case.pk]


def check_handler(user: Any, *_about: Any) -> None:
    """Cases are the handlers' alone; everybody else has numbers or nothing (design.md)."""
    if not user.authority.has_role(Role.HANDLER):
        raise Denied(_("Kasus hanya dibuka oleh penangan kasus yang ditunjuk instansinya."))


def check_handle(user: Any, case: Case) -> None:
    """Whoever handles the case, while it is open: the owner, and receivers whose scope allows it."""
    check_handles(user, case)
    check_open(case)


def check_handles(user: Any, case: Case) -> None:
    """As `check_handle`, of a closed case too: consent may be withdrawn at any time."""
    if HANDLE not in rights_of(user, case):
        raise Denied(_("Anda dapat membaca kasus ini, tetapi hanya penangannya yang dapat mengubahnya."))


def check_open(case: Case) -> None:
    if case.status != CaseStatus.OPEN:
        raise Denied(_("Kasus ini sudah ditutup. Buka kembali dahulu bila penanganan dilanjutkan."))


def check_own(user: Any, case: Case) -> None:
    """The agency responsible for the case; a receiver writes its own services, notes and stages."""
    if case.owner_id not in user.authority.group_ids:
        raise Denied(_("Bagian ini diubah oleh instansi penanggung jawab kasus."))


def check_case_update(user: Any, case: Case) -> None:
    check_own(user, case)
    check_open(case)


def check_case_close(user: Any, case: Case) -> None:
    check_own(user, case)
    check_transition(case, CASE_TRANSITIONS, "close")


def check_case_reopen(user: Any, case: Case) -> None:
    check_own(user, case)
    check_transition(case, CASE_TRANSITIONS, "reopen")
    if DisposalRecord.objects.filter(case=case).exists():
        raise Denied(_("Pemusnahan kasus ini sudah diusulkan. Batalkan dahulu usulannya."))


def check_seen(now: Any, seen: Any) -> None:
    """Raise Stale unless the row is still as the person read it; both are its version, or a moment."""
    if str(now) != str(seen):
        raise Stale(_("Isian ini diubah orang lain selagi Anda mengisinya. Belum ada yang disimpan."))
