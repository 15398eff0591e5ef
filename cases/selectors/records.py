"""What hangs on a case: stages, consents, needs, services, notes, the steps of its SOP."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.enums import LIVE_REFERRAL, Stage, StageStatus
from cases.models import (
    Case,
    CaseNote,
    ChecklistMark,
    Consent,
    Referral,
    Screening,
    ServiceNeed,
    ServiceRecord,
)
from cases.rules.consents import is_live
from members.models import Sop
from members.selectors import sop_list


def screening_of(user: Any, case: Case) -> Screening | None:
    return Screening.objects.visible_to(user).filter(case=case).first()


def stages_of(case: Case) -> dict[Stage, StageStatus]:
    """How far each of the six stages of a visible case is; one nobody touched has not begun."""
    found = {row.stage: row.status for row in case.stagestates.all()}
    return {stage: StageStatus(found.get(stage, StageStatus.NOT_YET)) for stage in Stage}


def consent_list(user: Any) -> QuerySet[Consent]:
    return Consent.objects.visible_to(user).select_related("case", "recorded_by", "withdrawn_by")


def consents_of(user: Any, case: Case) -> list[Consent]:
    """All answers of a victim, newest first."""
    return list(consent_list(user).filter(case=case))


def live_consents(user: Any, case: Case, kind: str) -> list[Consent]:
    """The answers of one kind that are a yes and still hold."""
    today = user.authority.today
    return [row for row in consents_of(user, case) if row.kind == kind and is_live(row, today)]


def referrals_on(consent: Consent, user: Any) -> int:
    """How many running referrals rest on a consent, and so end with it."""
    rows = Referral.objects.visible_to(user).filter(consent=consent, status__in=LIVE_REFERRAL)
    return rows.count()


def need_list(user: Any) -> QuerySet[ServiceNeed]:
    return ServiceNeed.objects.visible_to(user).select_related("case")


def needs_of(user: Any, case: Case) -> list[ServiceNeed]:
    return list(need_list(user).filter(case=case))


def record_list(user: Any) -> QuerySet[ServiceRecord]:
    return ServiceRecord.objects.visible_to(user).select_related("agency", "case")


def records_of(user: Any, case: Case) -> list[ServiceRecord]:
    """Services given to a victim, by all agencies, newest first."""
    return list(ServiceRecord.objects.visible_to(user).filter(case=case).select_related("agency"))


def own_records(user: Any) -> QuerySet[ServiceRecord]:
    """What one's desks have given; `seen` says whether the case itself may still be opened.

    The case is not joined: of one that may not be opened nothing but the record's own number is shown.
    """
    seen = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
    rows = ServiceRecord.objects.visible_to(user).filter(group__in=user.authority.group_ids)
    return rows.select_related("agency").annotate(seen=Exists(seen))


def receiving_referral(user: Any, case: Case, service: str) -> Referral | None:
    """The running referral under which one's desk gives a service."""
    rows = Referral.objects.visible_to(user).filter(case=case, status__in=LIVE_REFERRAL)
    return rows.filter(receiver__in=user.authority.group_ids, services__contains=[service]).first()


def note_list(user: Any) -> QuerySet[CaseNote]:
    return CaseNote.objects.visible_to(user).select_related("agency", "written_by")


def notes_of(user: Any, case: Case) -> QuerySet[CaseNote]:
    """One's own desk's notes and the shared ones of others, newest first."""
    return note_list(user).filter(case=case)


@dataclass(frozen=True)
class Step:
    """One step of an SOP, ticked or not. `key` names it in the form."""

    key: str
    stage: str
    sop: Sop
    text: str
    mark: ChecklistMark | None


def steps_of(user: Any, case: Case) -> list[Step]:
    """The steps of the library's SOPs for the stages of a case, then ticked ones of earlier versions.

    A tick belongs to an SOP's code and the step's words: a new version keeps the ticks of steps it keeps.
    """
    rows = ChecklistMark.objects.visible_to(user).filter(case=case).select_related("sop", "done_by")
    marks = {(mark.sop.code, mark.step): mark for mark in rows}
    found = []
    for sop in sop_list(user).exclude(stage="").order_by("code"):
        for number, text in enumerate(lines(sop)):
            found.append(Step(f"{sop.pk}:{number}", sop.stage, sop, text, marks.pop((sop.code, text), None)))
    old = [Step(str(mark.pk), mark.stage, mark.sop, mark.step, mark) for mark in marks.values()]
    return [*found, *old]


def lines(sop: Sop) -> list[str]:
    """The steps of an SOP: one per line, each once, as long as a tick can keep them."""
    return list(dict.fromkeys(line.strip()[:300] for line in sop.steps.splitlines() if line.strip()))
