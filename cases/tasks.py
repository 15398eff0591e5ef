"""Work about cases outside of the request. A job acts as the person who asked, with the rights held now; what
beat asks for acts for nobody and goes through the kernel's functions."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents import disposal_content, export_zip, letter_content, summary_content
from cases.enums import Audience
from cases.evaluation_paper import evaluation_content
from cases.paper import access_paper
from cases.selectors.access_report import access_report_for_job, receivers_of, service_labels
from cases.selectors.disposal import disposal_of
from cases.selectors.evaluation import evaluation_for_job, remark_of
from cases.selectors.figures import figure_task_forces_for_system, figures_between, labels
from cases.selectors.papers import export_attachments, export_for_job, paper_for_job
from cases.selectors.trail import case_trail
from cases.services import clocks
from cases.services import evaluation as evaluations
from cases.services.access_report import access_report_keep
from cases.services.disposal import disposal_paper_keep, disposed_files_purge
from cases.services.exports import export_keep
from cases.services.exports import exports_purge as exports_purge_now
from cases.services.figures import STATS, figures_fill
from cases.services.matches import matches_find
from cases.services.papers import letter_keep
from cases.watermark import watermark
from gugus.core.jobs import JobFailed, Run, job_task
from gugus.core.permissions import Denied
from gugus.documents.layouts import evaluation_pdf, secret_pdf

GONE = gettext_lazy("Akses Anda ke kasus ini sudah berakhir, jadi berkasnya tidak dibuat.")
MAX_EXPORT_BYTES = 100 * 2**20


@contextmanager
def told_why() -> Iterator[None]:
    """A right that ended while the work ran: nothing is kept, and the job says why."""
    try:
        yield
    except Denied as refusal:
        raise JobFailed(str(refusal.reason)) from refusal


def check_size(total: int) -> None:
    """Raises JobFailed for more bytes than one file in memory should have."""
    if total > MAX_EXPORT_BYTES:
        raise JobFailed(
            _(
                "Lampiran kasus ini %(size)s MB; batas satu ekspor 100 MB. Unduh lampiran yang besar satu "
                "per satu, lalu hapus yang tidak perlu."
            )
            % {"size": total // 2**20}
        )


@job_task("cases.access_report", time_limit=120)
def access_report(run: Run) -> None:
    """Make the data subject's report; a second run finds the file and leaves it."""
    run.progress(10, _("Membaca jejak"))
    with run.acting():
        user = run.job.requested_by
        report = access_report_for_job(run.job.pk, user)
        if report is None:
            raise JobFailed(str(GONE))
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
    with run.acting(), told_why():
        access_report_keep(job=run.job, pdf=pdf, by=run.job.requested_by)  # type: ignore[arg-type]


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


@job_task(evaluations.RENDER, time_limit=120)
def evaluation(run: Run) -> None:
    """Render the yearly evaluation from what has left the task force; a second run finds the file."""
    by = run.job.requested_by
    with run.acting():
        paper = evaluation_for_job(by, run.job.pk)
        if paper is None:
            raise JobFailed(_("Dokumen ini tidak lagi dapat Anda buka."))
        if paper.file:
            return
        span = (paper.first_year, paper.last_year)
        figures = figures_between(by, audience=Audience.OUTSIDE, span=span)
        if figures.total("korban") is None:
            raise JobFailed(
                _("Angka tahun ini belum keluar. Portal mengeluarkannya pada malam pertama sesudahnya.")
            )
        content = evaluation_content(paper, figures, labels(by), remark_of(by, span))
    run.progress(40, _("Menata halaman"))
    pdf = evaluation_pdf(content)
    with run.acting(), told_why():
        evaluations.evaluation_keep(paper=paper, pdf=pdf, by=by)


@job_task("cases.referral_letter", time_limit=120)
def referral_letter(run: Run) -> None:
    """Render a surat rujukan; rights are asked before reading and again before the file is handed over."""
    run.progress(10, _("Membaca rujukan"))
    by = run.job.requested_by
    with run.acting():
        paper = paper_for_job(by, run.job.document_id)  # type: ignore[attr-defined]
        if paper is None:
            raise JobFailed(str(GONE))
        if paper.file:
            return
        content = letter_content(paper, by)
    run.progress(40, _("Menata halaman"))
    pdf = secret_pdf(content)
    run.progress(90, _("Menyimpan berkas"))
    with run.acting(), told_why():
        letter_keep(paper=paper, pdf=pdf, by=by)


@job_task("cases.disposal_minutes", time_limit=120)
def disposal_minutes(run: Run) -> None:
    """Render a berita acara pemusnahan for its two signatures."""
    by = run.job.requested_by
    with run.acting():
        paper = paper_for_job(by, run.job.document_id)  # type: ignore[attr-defined]
        record = disposal_of(by, paper.case) if paper else None
        if paper is None or record is None:
            raise JobFailed(str(GONE))
        if paper.file:
            return
        content = disposal_content(record, by)
    run.progress(40, _("Menata halaman"))
    pdf = secret_pdf(content)
    with run.acting(), told_why():
        disposal_paper_keep(paper=paper, pdf=pdf, by=by)


@job_task("cases.export", time_limit=300)
def export(run: Run) -> None:
    """Make the encrypted ZIP of a case: its summary as PDF and every file the exporter reads."""
    run.progress(10, _("Membaca kasus"))
    by = run.job.requested_by
    with run.acting():
        row = export_for_job(by, run.job.export_id)  # type: ignore[attr-defined]
        if row is None:
            raise JobFailed(str(GONE))
        if row.file:
            return
        content, password = summary_content(row, by), row.password
        found = export_attachments(by, row.case)
        check_size(sum(each.size for each in found))
        files = [(each, each.file.open("rb").read()) for each in found]
    run.progress(40, _("Menata ringkasan"))
    summary = secret_pdf(content)
    run.progress(80, _("Menyandikan berkas"))
    data = export_zip(summary, files, password)
    with run.acting(), told_why():
        export_keep(export=row, data=data, by=by)


@shared_task(name="cases.exports_purge", acks_late=True, time_limit=120)
def exports_purge() -> None:
    """Every hour, by beat: expired exports lose their files, and nothing of a destroyed case is left over."""
    exports_purge_now()
    disposed_files_purge()
