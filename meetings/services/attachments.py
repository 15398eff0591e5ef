"""Files of a meeting: made harmless, kept apart from the web, taken away again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked
from gugus.documents.harmless import harmless_file
from meetings.enums import AttachmentKind
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.rules.attachments import check_attachment_change
from meetings.rules.common import check_change


@transaction.atomic
def attachment_add(
    *,
    meeting: Meeting,
    by: Any,
    upload: UploadedFile,
    title: str,
    kind: str = AttachmentKind.MATERIAL,
    agenda_item: AgendaItem | None = None,
    with_letter: bool = False,
) -> Attachment:
    """Keep a picture or PDF with a meeting, perhaps with one point of its agenda or its letter.

    Its own name and what is hidden in it are lost (`harmless_file`). Only a PDF goes with a letter. Raises
    ValidationError beside `upload`, `title`, `agenda_item` or `with_letter`.
    """
    check_change(by, meeting)
    if agenda_item is not None and agenda_item.meeting_id != meeting.pk:
        raise ValidationError({"agenda_item": _("Pilih mata acara dari rapat ini.")})
    data, content_type = harmless_file(upload)
    if with_letter and content_type != "application/pdf":
        raise ValidationError({"with_letter": _("Lampiran surat undangan harus berkas PDF.")})
    row = Attachment(
        meeting=meeting,
        agenda_item=agenda_item,
        kind=kind,
        title=title,
        content_type=content_type,
        with_letter=with_letter,
        added_by=by,
    )
    row.file.save("berkas", ContentFile(data), save=False)
    kept(row)
    audit.record(
        by=by,
        action="meetings.attachment_add",
        obj=row,
        label=meeting.trail_name,
        kind=kind,
        type=content_type,
    )
    return row


@transaction.atomic
def attachment_remove(*, attachment: Attachment, by: Any) -> None:
    """Take a file away; its bytes go when the transaction holds."""
    row = locked(attachment)
    check_attachment_change(by, row)
    audit.record(
        by=by, action="meetings.attachment_remove", obj=row, label=row.meeting.trail_name, kind=row.kind
    )
    storage, name = row.file.storage, str(row.file.name)
    row.delete()
    transaction.on_commit(lambda: storage.delete(name))
