"""The paper of a progress report: its content from the snapshot, with its pictures and its proof."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image as pillow

from gugus.documents.content import NotReady, ReportContent, Verification
from gugus.documents.images import Image, read_image
from rad import paper
from rad.models import Evidence, ReportDocument
from rad.selectors import snapshot_pictures

PICTURES = 24
"""More photographs make a file nobody can send; the list of evidence still names all."""
PICTURE_SIDE = 1000
"""Pixels of the longer side: 88 mm at 290 dots per inch."""


def document_content(document: ReportDocument) -> ReportContent:
    """What one version says: from its snapshot and nothing later.

    Only the emblem, and photographs whose owner no longer shares them, may differ from one rendering to the
    next. Raises NotReady for a version older than snapshots.
    """
    snapshot = document.snapshot
    if snapshot is None:
        raise NotReady([_("Versi ini dibuat sebelum portal menyimpan potret angka. Buat versi baru.")])
    pictures = {str(row.pk): _picture(row) for row in snapshot_pictures(snapshot.data)[:PICTURES]}
    return paper.report_content(
        snapshot.data, snapshot.number, emblem=_emblem(document.task_force), pictures=pictures
    )


def _picture(evidence: Evidence) -> Image:
    """A stored photograph, made as small as the paper shows it."""
    with evidence.file.open("rb") as stored, pillow.open(stored) as photo:
        photo.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        fresh = BytesIO()
        photo.save(fresh, "JPEG", quality=80, optimize=True)
    return Image(fresh.getvalue(), "image/jpeg", f"Foto bukti: {evidence.title}")


def _emblem(task_force: Any) -> Image | None:
    if not task_force.emblem:
        return None
    try:
        with task_force.emblem.open("rb") as stored:
            return read_image(stored.read(), alt="Lambang daerah")
    except (OSError, ValueError):
        return None


def verification_of(document: ReportDocument, site_url: str) -> Verification:
    """What a final version prints to be checked by."""
    code = document.verification_code
    return Verification(code=code, url=f"{site_url}/verifikasi/{code}/")
