"""When a closed case's file may be destroyed, and by whom: two handlers of the agency that leads the case.

A head of agency has no case rows, so the second person is another handler of the same desk (ADR 0017).
"""

from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Func, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import CASE_TRANSITIONS, OPEN_REFERRAL, CaseStatus
from cases.models import Case, CaseSettings, DisposalRecord, Referral
from cases.rules.cases import check_own
from gugus.core.permissions import Denied
from gugus.core.templatetags.gugus import tanggal
from gugus.core.workflow import check_transition

YEARS = CaseSettings._meta.get_field("retention_years").default


def with_retention(cases: Any) -> Any:
    """Cases with `kept_until`: closure plus the years of the task force's JRA (domain.md §6)."""
    own = CaseSettings.objects.filter(task_force=OuterRef("task_force")).values("retention_years")
    years = Coalesce(Subquery(own), YEARS, output_field=IntegerField())
    span = Func(years, template="make_interval(years => %(expressions)s)")
    until = ExpressionWrapper(F("closed_at") + span, output_field=DateTimeField())
    return cases.annotate(kept_until=until)


def record_of(case: Case) -> DisposalRecord | None:
    return DisposalRecord.objects.filter(case=case).select_related("proposed_by", "approved_by").first()


def check_due(case: Case) -> None:
    """Closed, past its retention, and no referral still running."""
    check_transition(case, CASE_TRANSITIONS, "dispose")
    until = with_retention(Case.objects.filter(pk=case.pk)).values_list("kept_until", flat=True).first()
    if until is None or until > timezone.now():
        raise Denied(_("Berkas kasus ini disimpan sampai %(day)s menurut JRA.") % {"day": tanggal(until)})
    if Referral.objects.filter(case=case, status__in=OPEN_REFERRAL).exists():
        raise Denied(_("Rujukan kasus ini masih berjalan. Akhiri atau tarik dahulu rujukannya."))


def check_disposal_propose(user: Any, case: Case) -> None:
    check_own(user, case)
    check_due(case)
    if record_of(case):
        raise Denied(_("Pemusnahan kasus ini sudah diusulkan dan menunggu orang kedua."))


def check_disposal_approve(user: Any, case: Case) -> None:
    """The second person; whoever proposed may not."""
    record = _proposed(user, case)
    if record.proposed_by_id == user.pk:
        raise Denied(_("Pemusnahan disetujui oleh orang kedua: penangan lain dari instansi Anda."))
    check_due(case)


def check_disposal_withdraw(user: Any, case: Case) -> None:
    _proposed(user, case)


def check_disposal_paper(user: Any, case: Case) -> None:
    check_own(user, case)
    if case.status != CaseStatus.DISPOSED:
        raise Denied(_("Berita acara dibuat setelah berkas kasus dimusnahkan."))


def _proposed(user: Any, case: Case) -> DisposalRecord:
    check_own(user, case)
    record = record_of(case)
    if record is None or record.disposed_at:
        raise Denied(_("Pemusnahan kasus ini belum diusulkan, atau sudah dilaksanakan."))
    return record
