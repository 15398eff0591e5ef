"""Work about cases outside of the request. A job acts as the person who asked, with the rights held now; what
beat asks for acts for nobody and goes through the kernel's functions."""

from celery import shared_task
from django.utils.translation import gettext as _

from cases.paper import access_paper
from cases.selectors.access_report import access_report_for_job, receivers_of, service_labels
from cases.selectors.figures import figure_task_forces_for_system
from cases.selectors.trail import case_trail
from cases.services import clocks
from cases.services.access_report import access_report_keep
from cases.services.figures import STATS, figures_fill
from cases.services.matches import matches_find
from cases.watermark import watermark
from gugus.core.jobs import JobFailed, Run, job_task
from gugus.core.permissions import Denied
from gugus.documents.layouts import secret_pdf


@job_task("cases.access_report", time_limit=120)
def access_report(run: Run) -> None:
    """Make the data subject's report; a second run finds the file and leaves it."""
    run.progress(10, _("Membaca jejak"))
    with run.acting():
        user = run.job.requested_by
        report = access_report_for_job(run.job.pk, user)
        if report is None:
            raise JobFailed(_("Anda tidak lagi melihat kasus ini, jadi laporannya tidak dibuat."))
        if report.document.file:
            return
        rows = case_trail(user, report.case).filter(at__lte=report.created_at).order_by("at", "pk")
        paper = access_paper(
            report,
            rows,
            receivers_of(user, report.case),
            labels=service_labels(),
            mark=watermark(user, report.case.code),
        )
    run.progress(50, _("Menata halaman"))
    pdf = secret_pdf(paper)
    with run.acting():
        try:
            access_report_keep(job=run.job, pdf=pdf, by=run.job.requested_by)  # type: ignore[arg-type]
        except Denied as refusal:
            raise JobFailed(str(refusal.reason)) from refusal


@job_task("cases.nik_match", time_limit=60)
def nik_match(run: Run) -> None:
    """Look for the same NIK in other cases of the task force; whoever asked learns nothing."""
    with run.acting():
        matches_find(case_id=run.job.case_id)  # type: ignore[attr-defined]


@shared_task(name="cases.clocks", acks_late=True, time_limit=240)
def cases_clocks() -> None:
    """Every five minutes, by beat: what time does by itself. Whom to tell is `notices.remind`'s."""
    clocks.grants_expire()
    clocks.clocks_escalate()
    clocks.punctuality_store()


@job_task(STATS)
def stats(run: Run) -> None:
    """Count again because somebody asked."""
    with run.acting():
        figures_fill(task_force_id=run.job.task_force_id)


@shared_task(name="cases.stats_all", acks_late=True, time_limit=600)
def stats_all() -> None:
    """Every night, by beat: all task forces' figures."""
    for task_force in figure_task_forces_for_system():
        figures_fill(task_force_id=task_force)
