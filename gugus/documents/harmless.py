"""An upload made harmless before it is kept: pictures are drawn anew, a PDF loses whatever acts by itself."""

from io import BytesIO
from typing import Any

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 2**20
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2400
PICTURES = ("JPEG", "PNG", "WEBP")

# Actions that run code, start programs, send or fetch (ISO 32000-2, 12.6.4); plain links to pages stay.
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie",
    "/Sound", "/RichMediaExecute", "/GoTo3DView",
}  # fmt: skip
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
MOST_OBJECTS = 200_000
DEEPEST = 50
END = b"%%EOF"


def harmless_file(upload: UploadedFile) -> tuple[bytes, str]:
    """The bytes to keep and their true type, judged by the content and never by the name.

    Pictures become a JPEG of at most 2400 px without GPS and other data; a PDF loses what acts by itself
    (`harmless_pdf`); both at most 10 MB. Raises ValidationError beside `upload`.
    """
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(
            {"upload": _("Berkas terlalu besar; paling besar 10 MB. Perkecil lalu unggah lagi.")}
        )
    if data.startswith(b"%PDF-"):
        return harmless_pdf(data), "application/pdf"
    return _redrawn(data), "image/jpeg"


def _redrawn(data: bytes) -> bytes:
    """The picture as a fresh JPEG: whatever else the file carried is gone."""
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(
                    {
                        "upload": _(
                            "Gambar terlalu besar (lebih dari 50 megapiksel). Perkecil lalu unggah lagi."
                        )
                    }
                )
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            {
                "upload": _(
                    "Berkas ini bukan foto (JPG, PNG, WEBP) atau PDF yang dapat dibaca. Simpan ulang "
                    "lalu unggah lagi."
                )
            }
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = BytesIO()
    upright.save(fresh, "JPEG", quality=85, optimize=True)
    return fresh.getvalue()


def harmless_pdf(data: bytes) -> bytes:
    """The file as it came when nothing in it acts, so that a signature in it stays whole; else a clean copy.

    Raises ValidationError beside `upload` for what cannot be read, has a password, or is too tangled.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if len(pdf.objects) > MOST_OBJECTS:
                raise ValidationError({"upload": _("PDF ini terlalu rumit. Cetak ulang ke PDF lalu unggah.")})
            found = sum(_cleaned(part) for each in pdf.objects for part in _parts(each))
            if not found and data.rstrip().endswith(END):
                return data
            fresh = BytesIO()
            pdf.save(fresh)
            return fresh.getvalue()
    except pikepdf.PasswordError as error:
        raise ValidationError(
            {"upload": _("PDF ini terkunci kata sandi. Simpan tanpa kata sandi lalu unggah lagi.")}
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise ValidationError(
            {"upload": _("PDF ini rusak atau tidak dapat dibaca. Cetak ulang ke PDF lalu unggah lagi.")}
        ) from error


def _parts(each: Any, depth: int = 0) -> list[Any]:
    """An object and what lies inside it unnumbered. Raises ValueError for a bottomless one."""
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(each, pikepdf.Array):
        inner = list(each)
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        inner = [each[name] for name in dict(each)]
    else:
        return []
    nested = [part for part in inner if isinstance(part, pikepdf.Object) and not part.is_indirect]
    return [each, *(deeper for part in nested for deeper in _parts(part, depth + 1))]


def _cleaned(each: Any) -> int:
    """Take out of one object what acts or hides a file; returns how much."""
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return 0
    found = _without(each, "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent")
    for name in ("/A", "/Next", "/OpenAction", "/PA"):
        target = each.get(name)
        if isinstance(target, pikepdf.Dictionary) and str(target.get("/S", "")) in ACTIONS:
            found += _without(each, name)
    if str(each.get("/S", "")) in ACTIONS and str(each.get("/Type", "")) == "/Action":
        each["/S"] = pikepdf.Name("/GoTo")
        found += 1
    if isinstance(each.get("/Annots"), pikepdf.Array):
        rows = list(each["/Annots"])
        kept = [row for row in rows if str(row.get("/Subtype", "")) not in ANNOTATIONS]
        if len(kept) < len(rows):
            each["/Annots"] = pikepdf.Array(kept)
        found += len(rows) - len(kept)
    return found


def _without(each: Any, *names: str) -> int:
    present = [name for name in names if name in each]
    for name in present:
        del each[name]
    return len(present)
