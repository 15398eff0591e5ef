"""Files to upload and hand out."""

from io import BytesIO

import pikepdf


def one_page(subject: str) -> bytes:
    """A harmless PDF of an empty page that carries a word."""
    pdf, out = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Subject"] = subject
    pdf.save(out)
    return out.getvalue()
