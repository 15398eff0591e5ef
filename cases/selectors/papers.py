"""Papers and exports a person may see, what a letter may say, and what is in a case's dossier."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cases.enums import IDENTITY, VIEW, ReferralBasis
from cases.models import (
    Attachment,
    Case,
    CaseDocument,
    CaseExport,
    CaseJob,
    CaseNote,
    Consent,
    Identity,
    IdentityNotice,
    Referral,
    Screening,
    ServiceNeed,
    ServiceRecord,
    StageState,
)
from cases.models.referrals import rights_shared


def referral_list(user: Any) -> QuerySet[Referral]:
    """Referrals a letter may be made of."""
    return Referral.objects.visible_to(user).select_related(
        "case__task_force", "case__lead_agency", "sender_agency", "consent"
    )


def paper_list(user: Any) -> QuerySet[CaseDocument]:
    """Papers of one's own desks about cases one sees."""
    rows = CaseDocument.objects.visible_to(user)
    return rows.select_related("case__task_force", "referral", "task_force", "made_by")


def letters_of(user: Any, referral: Referral) -> QuerySet[CaseDocument]:
    return paper_list(user).filter(referral=referral).order_by("-created_at")


def export_list(user: Any) -> QuerySet[CaseExport]:
    """One's own exports of cases one still sees."""
    return CaseExport.objects.visible_to(user).select_related("case__lead_agency", "case__task_force")


def exports_of(user: Any, case: Case) -> QuerySet[CaseExport]:
    return export_list(user).filter(case=case).order_by("-created_at")


def job_of(user: Any, thing: CaseDocument | CaseExport) -> CaseJob | None:
    """The person's own job that makes a paper or an export."""
    name = "document" if isinstance(thing, CaseDocument) else "export"
    return CaseJob.objects.visible_to(user).filter(**{name: thing}).order_by("-created_at").first()


def paper_for_job(user: Any, key: UUID | None) -> CaseDocument | None:
    """The paper a job is about, if the requester still sees its case."""
    rows = paper_list(user).select_related(
        "referral__case", "referral__sender_agency", "referral__receiver_agency",
        "referral__sent_by", "referral__consent",
    )  # fmt: skip
    return rows.filter(pk=key).first()


def export_for_job(user: Any, key: UUID | None) -> CaseExport | None:
    return export_list(user).filter(pk=key).first()


def letter_rights(referral: Referral) -> frozenset[str]:
    """What the receiver may be told on paper: what consent's scope and services share; of a notice nothing.

    A consent that was withdrawn or has ended shares nothing any more.
    """
    if referral.basis == ReferralBasis.NONE:
        return frozenset()
    if referral.basis == ReferralBasis.CONSENT and not _is_live(referral.consent):
        return frozenset()
    return rights_shared(referral.services, referral.scope)


def _is_live(consent: Consent | None) -> bool:
    ends = consent.valid_until if consent else None
    today = timezone.localdate()
    return consent is not None and consent.given and consent.withdrawn_at is None and (ends or today) >= today


def may_name(user: Any, referral: Referral) -> bool:
    """Whether a letter may carry the name: the victim's consent covers it, and the writer reads it."""
    return {VIEW, IDENTITY} <= letter_rights(referral) and may_open(user, referral.case)


def may_open(user: Any, case: Case) -> bool:
    """Whether the person reads the identity and has confirmed the notice of UU 21/2007 Pasal 24."""
    told = IdentityNotice.objects.visible_to(user).filter(case=case)
    return told.exists() and Identity.objects.visible_to(user).filter(case=case).exists()


def identity_for_paper(user: Any, case: Case) -> Identity | None:
    return Identity.objects.visible_to(user).filter(case=case).first() if may_open(user, case) else None


def dossier_rows(user: Any, case: Case) -> dict[str, Any]:
    """Everything the person reads of a case but identity, shelter, and cases linked to it."""
    models: dict[str, Any] = {
        "screening": Screening,
        "stages": StageState,
        "needs": ServiceNeed,
        "services": ServiceRecord,
        "consents": Consent,
        "referrals": Referral,
        "notes": CaseNote,
    }
    return {name: list(model.objects.visible_to(user).filter(case=case)) for name, model in models.items()}


def export_attachments(user: Any, case: Case) -> list[Attachment]:
    """Files of the case the person reads, oldest first, as they are numbered in an export."""
    rows = Attachment.objects.visible_to(user).filter(case=case, removed_at=None)
    return list(rows.order_by("created_at", "pk"))
