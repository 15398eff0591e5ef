"""An emblem the office uploads: recognised by its content, never fetched."""

from dataclasses import dataclass
from io import BytesIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _
from PIL import Image as pillow

from gugus.documents.refusals import Refused

MAX_IMAGE_BYTES = 1024 * 1024
MAX_IMAGE_PIXELS = 4000
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ACTIVE_SVG = {"script", "foreignObject", "image", "use", "style", "a", "animate", "set"}


class ImageRefused(Refused):
    """The upload is no usable emblem; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Image:
    """Picture bytes with their true type and the text a screen reader speaks."""

    data: bytes
    media_type: str
    alt: str


def read_image(data: bytes, *, alt: str) -> Image:
    """Recognise PNG, JPEG or a plain SVG by content; raise `ImageRefused` otherwise."""
    if len(data) > MAX_IMAGE_BYTES:
        raise ImageRefused(_("Gambar lambang terlalu besar. Batasnya 1 MB."))
    for start, media_type in SIGNATURES.items():
        if data.startswith(start):
            _check_raster(data)
            return Image(data, media_type, alt)
    _check_svg(data)
    return Image(data, "image/svg+xml", alt)


def _check_raster(data: bytes) -> None:
    """Decodable, and small enough in pixels: a picture of a few kilobytes can unpack to gigabytes."""
    try:
        with pillow.open(BytesIO(data)) as picture:
            too_large = max(picture.size) > MAX_IMAGE_PIXELS
            if not too_large:
                picture.load()
    except (OSError, ValueError, SyntaxError, pillow.DecompressionBombError) as fault:
        raise ImageRefused(_("Gambar PNG atau JPEG ini rusak. Simpan ulang lalu unggah lagi.")) from fault
    if too_large:
        raise ImageRefused(_("Gambar lambang paling besar 4.000 × 4.000 piksel. Perkecil lalu unggah lagi."))


def _check_svg(data: bytes) -> None:
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise ImageRefused(_("Berkas bukan gambar PNG, JPEG, atau SVG yang dapat dibaca.")) from fault
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    if root.tag.rpartition("}")[2] != "svg" or names & ACTIVE_SVG:
        raise ImageRefused(_("SVG memuat skrip atau acuan ke berkas lain. Simpan ulang sebagai PNG."))
