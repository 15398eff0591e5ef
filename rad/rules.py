"""Who may do what with the RAD, and when. Each check raises Denied with the reason a person reads."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.models import AuditEvent
from gugus.core.permissions import Denied, holds
from gugus.core.workflow import check_transition
from gugus.documents.enums import DocumentKind
from members.enums import Role
from rad.enums import (
    ANSWER_TRANSITIONS,
    IMPORT_TRANSITIONS,
    PERIOD_TRANSITIONS,
    PLAN_TRANSITIONS,
    REPORT_ITEM,
    REPORT_TRANSITIONS,
    Aggregation,
    PeriodKind,
    PeriodStatus,
    PlanStatus,
    ReportStatus,
)
from rad.models import (
    ActionItem,
    ActionPlan,
    AnswerRun,
    Evidence,
    ImportRun,
    Indicator,
    ItemComment,
    ProgressReport,
    ReportingPeriod,
)
from rad.models.plans import READERS
from rad.wording import slot_of
from rad.workbook.labels import COUNT_UNITS
from rad.workbook.texts import folded

EDITABLE = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
SAVED = "rad.report_save"
ANSWERED = "rad.answer_commit"
SETTLED = {
    ReportStatus.SUBMITTED: gettext_lazy(
        "Laporan ini sudah diajukan dan sedang diperiksa. Tarik kembali dahulu bila ada yang harus diubah."
    ),
    ReportStatus.ACCEPTED: gettext_lazy(
        "Laporan ini sudah diterima dan angkanya dihitung. Minta sekretariat membukanya untuk koreksi."
    ),
    ReportStatus.LOCKED: gettext_lazy(
        "Laporan ini dikunci sekretariat. Hanya sekretariat yang dapat membukanya lagi, dengan alasan, lewat "
        "“Buka untuk koreksi”."
    ),
}


def check_read(user: Any) -> None:
    """The RAD is read by everybody of the task force except its system admin."""
    if not user.authority.has_role(*READERS):
        raise Denied(
            _("RAD hanya dapat dibaca oleh anggota gugus tugas. Akun Anda tidak mempunyai peran dalam RAD.")
        )


def check_manage(user: Any, *_about: Any) -> None:
    """Only the secretariat manages plans, periods, imports and papers."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Hanya sekretariat gugus tugas yang dapat mengelola RAD."))


def check_manage_plan(user: Any, plan: ActionPlan) -> None:
    """The secretariat, for a plan of the task force it now acts in."""
    check_manage(user)
    check_plan_here(user, plan)


def check_plan_here(user: Any, plan: ActionPlan) -> None:
    if plan.task_force_id != user.authority.task_force_id:
        raise Denied(_("RAD ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))


def check_plan_edit(user: Any, plan: ActionPlan) -> None:
    """A matrix that was fixed by law is not edited; a revision is a new version."""
    check_manage_plan(user, plan)
    if plan.status != PlanStatus.DRAFT:
        raise Denied(_("Matriks RAD ini sudah ditetapkan dan terkunci. Perubahan dibuat sebagai versi baru."))


def check_plan_adopt(user: Any, plan: ActionPlan) -> None:
    """A draft, once a person has confirmed of every indicator whether it concerns victims."""
    check_manage_plan(user, plan)
    check_transition(plan, PLAN_TRANSITIONS, "adopt")
    if Indicator.objects.filter(item__program__strategy__plan=plan, victims_confirmed=False).exists():
        raise Denied(
            _(
                "Ada indikator yang baru diduga menyangkut korban. Pastikan dahulu lewat “Pastikan "
                "indikator korban”, lalu tetapkan RAD."
            )
        )


def check_plan_revise(user: Any, plan: ActionPlan) -> None:
    """Only the plan in force is revised, and by one draft at a time."""
    check_manage_plan(user, plan)
    if plan.status != PlanStatus.ADOPTED:
        raise Denied(_("Versi baru dibuat dari RAD yang sedang berlaku."))
    if plan.revisions.filter(status=PlanStatus.DRAFT).exists():
        raise Denied(_("Rancangan versi baru RAD ini sudah ada. Lanjutkan rancangan itu, atau hapus dahulu."))


def check_plan_discard(user: Any, plan: ActionPlan) -> None:
    """A draft only; what was fixed by law is kept."""
    check_manage_plan(user, plan)
    if plan.status != PlanStatus.DRAFT:
        raise Denied(_("Hanya rancangan yang dapat dihapus. RAD yang sudah ditetapkan tetap disimpan."))


def check_period_open(user: Any, plan: ActionPlan) -> None:
    """Periods belong to a plan in force."""
    check_manage_plan(user, plan)
    if plan.status != PlanStatus.ADOPTED:
        raise Denied(_("Periode lapor baru dapat dibuka setelah RAD ditetapkan."))


def check_period_manage(user: Any, period: ReportingPeriod) -> None:
    """Deadlines and papers of a period."""
    check_manage_plan(user, period.plan)


def report_kinds(period: ReportingPeriod) -> list[DocumentKind]:
    """The reports a period may close with: its own, and the longer ones that end with it.

    Quarter II also ends semester I; quarter IV ends semester II and the year; semester II ends the year.
    """
    slot = slot_of(period.kind, period.ordinal)
    ends = {
        DocumentKind.QUARTER_REPORT: period.kind == PeriodKind.QUARTER,
        DocumentKind.SEMESTER_REPORT: period.kind != PeriodKind.YEAR and slot % 2 == 0,
        DocumentKind.YEAR_REPORT: slot == 4,
    }
    return [kind for kind, fits in ends.items() if fits]


def check_report_kind(period: ReportingPeriod, kind: str) -> None:
    """Raises ValidationError naming what the period can close with."""
    kinds = report_kinds(period)
    if kind not in kinds:
        raise ValidationError(
            {
                "kind": _("Pada %(period)s dapat dibuat: %(kinds)s.")
                % {"period": period, "kinds": ", ".join(str(each.label) for each in kinds)}
            }
        )


def check_period_close(user: Any, period: ReportingPeriod) -> None:
    check_manage_plan(user, period.plan)
    check_transition(period, PERIOD_TRANSITIONS, "close")


def check_period_reopen(user: Any, period: ReportingPeriod) -> None:
    """A period of the version in force; one that stayed with an earlier version is opened anew there."""
    check_manage_plan(user, period.plan)
    check_transition(period, PERIOD_TRANSITIONS, "reopen")
    if period.plan.status != PlanStatus.ADOPTED:
        raise Denied(
            _(
                "Periode ini milik versi lama RAD. Buka periode yang sama pada versi yang berlaku; "
                "laporannya ikut pindah."
            )
        )


def check_import_open(run: ImportRun) -> None:
    """A finished or cancelled preview is not committed again."""
    check_transition(run, IMPORT_TRANSITIONS, "commit")


def check_import_manage(user: Any, run: ImportRun) -> None:
    """The secretariat, for an upload of the task force it now acts in."""
    check_manage(user)
    if run.task_force_id != user.authority.task_force_id:
        raise Denied(_("Impor ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))


def check_import_cancel(user: Any, run: ImportRun) -> None:
    check_import_manage(user, run)
    check_transition(run, IMPORT_TRANSITIONS, "cancel")


def check_report_item(user: Any, item: ActionItem) -> None:
    """An agency reports its own items; the secretariat any, "atas nama"."""
    behalf = user.authority.has_role(Role.SECRETARIAT) and _here(user, item)
    if not (behalf or holds(user, REPORT_ITEM, item)):
        raise Denied(
            _("Kegiatan ini dilaporkan oleh instansi lain. Anda dapat membacanya, tidak mengisinya.")
        )


def _here(user: Any, item: ActionItem) -> bool:
    return item.program.strategy.plan.task_force_id == user.authority.task_force_id


def check_reports_something(user: Any, *, behalf: bool) -> None:
    """The grid is for those with something to report; raised when it is empty."""
    check_read(user)
    if not behalf and not user.authority.agency_ids and not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Laporan RAD diisi oleh penghubung instansi. Anda dapat membacanya di halaman RAD."))


def check_period_is_open(period: ReportingPeriod) -> None:
    if period.status != PeriodStatus.OPEN:
        raise Denied(
            _("Periode %(period)s sudah ditutup. Hubungi sekretariat bila perlu dibuka kembali.")
            % {"period": period}
        )
    if period.plan.status != PlanStatus.ADOPTED:
        raise Denied(_("RAD ini tidak sedang berlaku, sehingga tidak dilaporkan lagi."))


def check_report_write(user: Any, item: ActionItem, period: ReportingPeriod) -> None:
    """Whether a person may begin or go on with the report of an item in a period."""
    check_report_item(user, item)
    check_period_is_open(period)


def check_report_fill(
    user: Any, item: ActionItem, period: ReportingPeriod, report: ProgressReport | None
) -> None:
    """Whether a person may type into the report of an item and period now, begun or not."""
    if report is None:
        check_report_write(user, item, period)
    else:
        check_report_edit(user, report)


def check_report_edit(user: Any, report: ProgressReport) -> None:
    """Drafts and returned reports are edited by those who may report the item."""
    check_report_item(user, report.item)
    check_report_state(report, own=holds(user, REPORT_ITEM, report.item))


def check_report_state(report: ProgressReport, *, own: bool) -> None:
    """What editing asks of the report itself; `own`: one of the person's desks reports the item.

    The secretariat does not write into the draft an agency is working on.
    """
    if report.status == ReportStatus.DRAFT and not report.on_behalf and not own:
        raise Denied(_("Instansi penanggung jawab sedang menyusun draf laporan ini. Tunggu sampai diajukan."))
    if report.status not in EDITABLE:
        raise Denied(SETTLED[ReportStatus(report.status)])
    if report.status == ReportStatus.DRAFT:
        check_period_is_open(report.period)


def check_report_submit(user: Any, report: ProgressReport) -> None:
    """Whoever may still edit it hands it in."""
    check_report_edit(user, report)


def check_report_withdraw(user: Any, report: ProgressReport) -> None:
    """Taking back is for the side that submitted; the secretariat returns with a reason instead."""
    check_report_write(user, report.item, report.period)
    if not report.on_behalf and not holds(user, REPORT_ITEM, report.item):
        raise Denied(_("Hanya instansi yang mengajukan dapat menarik laporannya. Kembalikan bila perlu."))
    check_transition(report, REPORT_TRANSITIONS, "withdraw")


def check_report_return(user: Any, report: ProgressReport) -> None:
    check_manage_plan(user, report.period.plan)
    check_transition(report, REPORT_TRANSITIONS, "return")


def check_report_accept(user: Any, report: ProgressReport) -> None:
    """Who typed or submitted a report never accepts it (design.md "Who may see what")."""
    check_manage_plan(user, report.period.plan)
    check_transition(report, REPORT_TRANSITIONS, "accept")
    if user.pk in (report.drafted_by_id, report.submitted_by_id) or _has_typed(user, report):
        raise Denied(
            _(
                "Anda ikut mengisi atau mengajukan laporan ini; penerimaannya harus oleh petugas "
                "sekretariat lain."
            )
        )


def _has_typed(user: Any, report: ProgressReport) -> bool:
    """Whether the trail knows the person as one who saved this report, now or in an earlier round."""
    about = Q(object_type=report._meta.label_lower, object_id=str(report.pk), action=SAVED)
    by_file = Q(action=ANSWERED, detail__reports__contains=[str(report.pk)])
    return AuditEvent.objects.filter(about | by_file, actor=user).exists()


def check_report_lock(user: Any, report: ProgressReport) -> None:
    check_manage_plan(user, report.period.plan)
    check_transition(report, REPORT_TRANSITIONS, "lock")


def check_period_lock(user: Any, period: ReportingPeriod) -> None:
    """All accepted reports of a period are locked together once it is closed."""
    check_manage_plan(user, period.plan)
    if period.status != PeriodStatus.CLOSED:
        raise Denied(_("Tutup periode ini dahulu; setelah itu laporan yang diterima dapat dikunci bersama."))


def check_report_unlock(user: Any, report: ProgressReport) -> None:
    check_manage_plan(user, report.period.plan)
    check_transition(report, REPORT_TRANSITIONS, "unlock")


def check_answer(user: Any, period: ReportingPeriod, *, behalf: bool) -> None:
    """Workbooks go to and come from those who report; "atas nama" is for the secretariat."""
    if behalf:
        check_period_manage(user, period)
        return
    check_reports_something(user, behalf=False)
    mine = ActionItem.objects.granted(user, REPORT_ITEM)
    if not mine.filter(program__strategy__plan=period.plan_id).exists():
        raise Denied(_("RAD ini tidak memuat kegiatan yang dilaporkan oleh instansi Anda."))


def check_answer_own(user: Any, run: AnswerRun) -> None:
    """An upload is its uploader's, as long as they may still report."""
    if run.made_by_id != user.pk or run.task_force_id != user.authority.task_force_id:
        raise Denied(_("Unggahan ini milik orang lain."))
    check_answer(user, run.period, behalf=run.behalf)


def check_answer_commit(user: Any, run: AnswerRun) -> None:
    check_answer_own(user, run)
    check_transition(run, ANSWER_TRANSITIONS, "commit")


def check_answer_cancel(user: Any, run: AnswerRun) -> None:
    check_answer_own(user, run)
    check_transition(run, ANSWER_TRANSITIONS, "cancel")


def check_evidence_change(user: Any, evidence: Evidence) -> None:
    """Evidence is added and removed while its report may be edited."""
    check_report_edit(user, evidence.report)


def check_evidence_share(user: Any, evidence: Evidence) -> None:
    """Its owner decides who else sees it: the reporting agency, or the secretariat for what it typed."""
    if holds(user, REPORT_ITEM, evidence.report.item):
        return
    behalf = evidence.report.on_behalf and user.authority.has_role(Role.SECRETARIAT)
    if behalf and _here(user, evidence.report.item):
        return
    raise Denied(_("Hanya instansi pemilik bukti yang dapat membagikannya."))


def check_comment(user: Any, item: ActionItem) -> None:
    """Everybody who reads the plan may remark on it; on a draft that is the secretariat alone."""
    check_read(user)
    plan = item.program.strategy.plan
    check_plan_here(user, plan)
    if plan.status == PlanStatus.DRAFT:
        check_manage(user)


def check_comment_withdraw(user: Any, comment: ItemComment) -> None:
    """Only its writer takes a remark back, once."""
    if comment.author_id != user.pk:
        raise Denied(_("Hanya penulisnya yang dapat menarik komentar ini."))
    if comment.withdrawn_at:
        raise Denied(_("Komentar ini sudah ditarik."))


def reports_own(user: Any, item: ActionItem) -> bool:
    """Whether one of the person's desks reports this item."""
    return holds(user, REPORT_ITEM, item)


def may_see_details(user: Any, *, own: bool) -> bool:
    """Numerators and denominators that concern victims: own agency, secretariat and pimpinan only."""
    return own or user.authority.has_role(Role.SECRETARIAT, Role.LEADER)


def counts_whole(indicator: Indicator) -> bool:
    """Whether its unit is counted one by one: a fraction is a misread thousand, except in a mean."""
    return folded(indicator.unit) in COUNT_UNITS and indicator.aggregation != Aggregation.MEAN


def check_whole(indicator: Indicator, value: Decimal | None) -> None:
    """The same on the page, in a workbook and in the service. Raises ValidationError."""
    if value is not None and counts_whole(indicator) and value % 1:
        raise ValidationError(
            _("“%(name)s” dihitung utuh per %(unit)s: isi angka bulat, contoh 1.250 atau 1250.")
            % {"name": indicator.name, "unit": indicator.unit}
        )
