"""What the data subject's report is made from, and the reports made so far."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from cases.models import AccessReport, Case, CaseDocument, Referral, ServiceType
from cases.selectors.trail import case_trail

RECEIVED = ("diterima", "layanan", "selesai")


def case_document_list(user: Any) -> QuerySet[CaseDocument]:
    """Papers of one's desk about cases one sees."""
    return CaseDocument.objects.visible_to(user).select_related("case")


def access_report_list(user: Any, case: Case) -> list[AccessReport]:
    """Reports of a case, the newest first, each with the job that makes it (`job`)."""
    rows = AccessReport.objects.visible_to(user).filter(case=case, document__in=case_document_list(user))
    found = list(rows.select_related("document__made_by").prefetch_related("document__jobs"))
    for row in found:
        row.job = max(row.document.jobs.all(), key=lambda job: job.created_at, default=None)
    return found


def access_report_for_job(job_pk: UUID, user: Any) -> AccessReport | None:
    """The report a job makes, as long as its requester still sees the case."""
    rows = AccessReport.objects.visible_to(user).filter(
        document__jobs=job_pk, document__in=case_document_list(user)
    )
    return rows.select_related("case", "document__task_force__region").first()


def access_people(user: Any, case: Case) -> list[tuple[str, str]]:
    """Who stands in the trail of a case, as choices: key and `Siti Contoh, Polres (12 baris)`."""
    rows = case_trail(user, case).order_by().exclude(actor_id=None)
    counted = rows.values_list("actor_id", "actor_name", "agency_name").annotate(Count("pk"))
    found: dict[UUID, tuple[str, int]] = {}
    for person, name, agency, times in counted:
        words = ", ".join(filter(None, [name, agency]))
        found[person] = (words, found.get(person, ("", 0))[1] + times)
    return sorted(
        ((str(person), f"{words} ({times})") for person, (words, times) in found.items()),
        key=lambda choice: choice[1],
    )


def receivers_of(user: Any, case: Case) -> QuerySet[Referral]:
    """Referrals by which an agency got the case."""
    rows = Referral.objects.visible_to(user).filter(case=case, status__in=RECEIVED)
    return rows.select_related("receiver_agency").order_by("sent_at")


def service_labels() -> dict[str, str]:
    """Words of all services, those no longer offered included."""
    return dict(ServiceType.objects.values_list("code", "label"))
