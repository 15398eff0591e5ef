"""Work of the members app outside of the request."""

from django.utils.translation import gettext as _

from gugus.core.jobs import JobFailed, Run, job_task
from gugus.documents.content import NotReady
from gugus.documents.enums import DocumentStatus
from gugus.documents.layouts import decree_pdf
from gugus.documents.services import document_file_store
from members import documents
from members.models import DecreeDocument
from members.services.papers import RENDER


@job_task(RENDER, time_limit=240)
def decree_render(run: Run) -> None:
    """Lay out a reserved version. Run again after a crash it finds the same row: one document, one number."""
    with run.acting():
        document = _document(run)
        if document.file:
            return
        content = documents.decree_content(document.decree)
        proof = documents.verification_of(document)
    run.progress(20, _("Menyusun halaman"))
    try:
        pdf = decree_pdf(content, draft=document.status == DocumentStatus.DRAFT, verification=proof)
    except NotReady as gaps:
        raise JobFailed(str(gaps)) from gaps
    run.progress(90, _("Menyimpan berkas"))
    with run.acting():
        document_file_store(document=document, pdf=pdf, by=run.job.requested_by)


def _document(run: Run) -> DecreeDocument:
    visible = DecreeDocument.objects.visible_to(run.job.requested_by)
    rows = visible.select_related("decree__task_force", "decree__follows")
    document = rows.filter(jobs=run.job.pk).first()
    if document is None:
        raise JobFailed(_("Dokumen ini tidak lagi dapat Anda buka."))
    return document
