"""Files of a case: made harmless, encrypted on the disk, opened one by one and on record."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cases.models import Attachment, Case
from cases.rules import identity as rules
from cases.rules.cases import check_handle
from cases.selectors.cases import desk_for
from cases.services import trail
from gugus.core.services import kept, locked
from gugus.documents.harmless import harmless_file


@transaction.atomic
def attachment_add(
    *, case: Case, title: str, upload: UploadedFile, by: Any, shared: bool = False
) -> Attachment:
    """Keep a picture or PDF with a case, for one's own desk or for all who handle it.

    Its own name and everything hidden in it are lost (`harmless_file`). Raises ValidationError, Denied.
    """
    check_handle(by, case)
    data, content_type = harmless_file(upload)
    row = Attachment(
        case=case,
        title=title,
        shared=shared,
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        group=desk_for(by, case).group,
        uploaded_by=by,
    )
    row.file.save("lampiran", ContentFile(data), save=False)
    kept(row)
    trail.record(case=case, action="cases.attachment_add", by=by, type=content_type, shared=shared)
    return row


def attachment_content(*, attachment: Attachment) -> bytes:
    """The bytes as they were uploaded, decrypted. Raises Unreadable for a file altered on the disk."""
    with attachment.file.open("rb") as file:
        return file.read()


@transaction.atomic
def attachment_share(*, attachment: Attachment, shared: bool, by: Any) -> Attachment:
    """Open it to every agency that handles the case, or to one's own alone."""
    row = locked(attachment)
    rules.check_attachment_change(by, row)
    if row.shared != shared:
        row.shared = shared
        kept(row)
        trail.record(case=row.case, action="cases.attachment_share", by=by, object=row.pk, shared=shared)
    return row


@transaction.atomic
def attachment_remove(*, attachment: Attachment, by: Any) -> None:
    """Take a file away: its row stays as a mark, its bytes go when the transaction holds."""
    row = locked(attachment)
    rules.check_attachment_change(by, row)
    storage, name = row.file.storage, str(row.file.name)
    row.file, row.title, row.removed_at = "", "", timezone.now()
    row.save(update_fields=["file", "title", "removed_at"])
    trail.record(case=row.case, action="cases.attachment_remove", by=by, object=row.pk)
    transaction.on_commit(lambda: storage.delete(name))
