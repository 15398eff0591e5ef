"""Work of the RAD outside of the request."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.jobs import JobFailed, Run, job_task
from gugus.documents.content import NotReady
from gugus.documents.enums import DocumentStatus
from gugus.documents.layouts import report_pdf
from rad.documents import document_content, verification_of
from rad.enums import ImportStatus
from rad.selectors import answer_for_job, document_for_job, import_for_job
from rad.services import answer_read as answer_read_now
from rad.services import document_file_keep
from rad.services import import_read as import_read_now

STAGES = {
    "charts": (15, gettext_lazy("Menggambar grafik")),
    "pages": (20, gettext_lazy("Menata halaman")),
    "tags": (75, gettext_lazy("Memberi penanda untuk pembaca layar")),
}
"""Stage of the layout → how far the work is then (per cent of the time, measured), and its words."""


@job_task("rad.report_render", time_limit=600)
def report_render(run: Run) -> None:
    """Render one version of a progress report; a second run finds the file and leaves it."""
    run.progress(5, _("Membaca potret angka"))
    with run.acting():
        document = document_for_job(run.job.pk, run.job.requested_by)
        if document.file:
            return
        try:
            content = document_content(document)
        except NotReady as refusal:
            raise JobFailed(str(refusal)) from refusal
    draft = document.status == DocumentStatus.DRAFT
    proof = None if draft else verification_of(document, settings.SITE_URL)

    def step(stage: str) -> None:
        percent, words = STAGES[stage]
        run.progress(percent, str(words))

    try:
        pdf = report_pdf(content, draft=draft, verification=proof, step=step)
    except NotReady as refusal:
        raise JobFailed(str(refusal)) from refusal
    run.progress(95, _("Menyimpan berkas"))
    with run.acting():
        document_file_keep(document=document, pdf=pdf, by=run.job.requested_by)


@job_task("rad.answer_read")
def answer_read(run: Run) -> None:
    """Read a large workbook into its preview; one that was read or dropped meanwhile is left alone."""
    run.progress(10, _("Membaca sel satu demi satu"))
    with run.acting():
        answer_read_now(run=answer_for_job(run.job.pk), by=run.job.requested_by)


@job_task("rad.import_read", time_limit=180)
def import_read(run: Run) -> None:
    """Read a large matrix; what is wrong with it stands on the page of its run."""
    with run.acting():
        upload = import_for_job(run.job.pk, run.job.requested_by)
        if upload.status != ImportStatus.READING:
            return
        data = upload.upload.read()
    run.progress(20, _("Membaca sel"))
    with run.acting():
        import_read_now(run=upload, data=data, by=run.job.requested_by)
