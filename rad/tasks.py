"""Work of the RAD outside of the request."""

from django.conf import settings
from django.utils.translation import gettext as _

from gugus.core.jobs import JobFailed, Run, job_task
from gugus.documents.content import NotReady
from gugus.documents.enums import DocumentStatus
from gugus.documents.layouts import report_pdf
from rad.documents import report_content, verification_of
from rad.selectors import document_for_job
from rad.services import document_file_keep


@job_task("rad.report_render")
def report_render(run: Run) -> None:
    """Render one version of a progress report; a second run finds the file and leaves it."""
    with run.acting():
        document = document_for_job(run.job.pk, run.job.requested_by)
        if document.file:
            return
        content = report_content(document, run.job.requested_by.authority.today)
    draft = document.status == DocumentStatus.DRAFT
    run.progress(30, _("Menata halaman"))
    proof = None if draft else verification_of(document, settings.SITE_URL)
    try:
        pdf = report_pdf(content, draft=draft, verification=proof)
    except NotReady as refusal:
        raise JobFailed(str(refusal)) from refusal
    run.progress(90, _("Menyimpan berkas"))
    with run.acting():
        document_file_keep(document=document, pdf=pdf, by=run.job.requested_by)
