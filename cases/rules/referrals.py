"""Who may refer, answer, pass on and take back, and when. Each check raises Denied with the reason."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import (
    CASE_RIGHTS,
    HANDLE,
    REFERRAL_TRANSITIONS,
    SENDER_MOVES,
    CaseStatus,
    ConsentKind,
    ReferralBasis,
    ReferralKind,
    ReferralStatus,
)
from cases.models import Case, CaseGrant, CaseSettings, Consent, Referral, ReferralOffer
from cases.models.referrals import rights_shared
from cases.rules.cases import check_handler, rights_of
from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition

# What somebody has made sure of before a child is referred without waiting for consent.
SAFEGUARDS = {
    "aman": gettext_lazy("Anak berada di tempat aman, atau rujukan inilah yang mengamankannya."),
    "terlapor": gettext_lazy("Instansi tujuan tidak mempunyai hubungan dengan terlapor."),
    "didengar": gettext_lazy("Anak sudah diberi tahu dan didengar sesuai usia dan keadaannya."),
    "terbaik": gettext_lazy("Berbagi data ini untuk kepentingan terbaik bagi anak."),
}
GONE = gettext_lazy("Rujukan ini sudah tidak menunggu jawaban.")


def check_make(user: Any, case: Case) -> None:
    """A handler whose desk handles this open case."""
    check_handler(user)
    if not handles(user, case):
        raise Denied(_("Anda hanya dapat membaca kasus ini. Rujukan dibuat oleh instansi yang menanganinya."))
    if case.status != CaseStatus.OPEN:
        raise Denied(_("Kasus ini sudah ditutup. Buka kembali kasusnya sebelum merujuk."))


def check_transfer(user: Any, case: Case) -> None:
    """The lead of a case is passed on only by the agency that has it."""
    check_make(user, case)
    if case.owner_id not in user.authority.group_ids:
        raise Denied(_("Penanggung jawab kasus dialihkan oleh instansi penanggung jawabnya sendiri."))


def check_draft(user: Any, referral: Referral) -> None:
    """A draft is the sending desk's, until it is sent."""
    if referral.sender_id not in user.authority.group_ids:
        raise Denied(_("Draf rujukan ini milik instansi lain."))
    if referral.status != ReferralStatus.DRAFT:
        raise Denied(_("Rujukan ini sudah dikirim dan tidak dapat diubah. Tarik rujukannya bila keliru."))


def check_send(user: Any, referral: Referral) -> None:
    """A draft whose basis still stands today; the database asks the same again."""
    check_draft(user, referral)
    check_make(user, referral.case)
    consents = live_consents(user, referral.case).filter(pk=referral.consent_id)
    if referral.basis == ReferralBasis.CONSENT and not consents.exists():
        raise Denied(
            _(
                "Persetujuan berbagi data sudah tidak berlaku. Catat persetujuan baru, atau pilih dasar "
                "berbagi data yang lain."
            )
        )
    if referral.basis == ReferralBasis.CHILD and not child_path(referral.case):
        raise Denied(_("Jalur anak hanya untuk korban di bawah 18 tahun, bila gugus tugas Anda memakainya."))
    if referral.kind == ReferralKind.TRANSFER:
        check_transfer(user, referral.case)
    if not own_rights(referral) >= rights_shared(referral.services, scope_of(referral)):
        raise Denied(
            _(
                "Cakupan ini membuka lebih banyak daripada yang terbaca instansi Anda sendiri. Minta "
                "penanggung jawab kasus yang merujuk, atau pilih cakupan yang lebih sempit."
            )
        )


def check_side(user: Any, thing: Referral | ReferralOffer, name: str) -> None:
    """Who may make a move. A paper letter's receiver is spoken for by its sender."""
    check_handler(user)
    mine = user.authority.group_ids
    if name in SENDER_MOVES or thing.receiver_id is None:
        if thing.sender_id not in mine and not owns(user, thing):
            raise Denied(_("Ini dilakukan oleh instansi pengirim."))
    elif thing.receiver_id not in mine:
        raise Denied(_("Rujukan ini dijawab oleh instansi tujuannya."))


def check_move(user: Any, thing: Referral | ReferralOffer, name: str) -> None:
    """The right side, and a state the move starts from."""
    check_side(user, thing, name)
    check_transition(thing, REFERRAL_TRANSITIONS, name)


def owns(user: Any, thing: Referral | ReferralOffer) -> bool:
    """Whether the user's desk leads the case of a referral; nobody learns it from an offer."""
    return isinstance(thing, Referral) and thing.case.owner_id in user.authority.group_ids


def handles(user: Any, case: Case) -> bool:
    return HANDLE in rights_of(user, case)


def live_consents(user: Any, case: Case) -> Any:
    """Consents to share data that stand today, the newest first."""
    today: date = user.authority.today
    return Consent.objects.visible_to(user).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        case=case,
        kind=ConsentKind.SHARING,
        given=True,
        withdrawn_at__isnull=True,
    )


def child_path(case: Case) -> bool:
    """Whether this victim is referred without waiting for consent: a child, where the region says so."""
    rule = CaseSettings.objects.filter(task_force=case.task_force_id).first()
    return case.is_child and (rule is None or rule.child_path)


def scope_of(referral: Referral) -> str:
    """The scope of a sent referral; of a draft, the one the database would send it with."""
    if referral.status != ReferralStatus.DRAFT:
        return referral.scope
    if referral.basis == ReferralBasis.CONSENT:
        return referral.consent.scope if referral.consent else ""
    if referral.basis == ReferralBasis.NONE:
        return ""
    rule = CaseSettings.objects.filter(task_force=referral.case.task_force_id).first() or CaseSettings()
    return rule.child_scope


def own_rights(referral: Referral) -> frozenset[str]:
    """What the sending desk may do with the case itself: all of it where it leads the case."""
    if referral.sender_id == referral.case.owner_id:
        return CASE_RIGHTS
    held = CaseGrant.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
        content_object=referral.case_id,
        group=referral.sender_id,
    )
    return frozenset(held.values_list("permission__codename", flat=True))
