"""Addresses as QR codes: drawn as SVG, for paper and for pages, without a picture file."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString


def qr_svg(address: str, *, side: int = 84) -> SafeString:
    """An address as an SVG figure with its alternative text; `side` in CSS pixels."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=1)
    code.add_data(address)
    matrix = code.get_matrix()
    dark = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {0} {0}" width="{3}" height="{3}">'
        '<title>Kode QR menuju {1}</title><path d="{2}"/></svg>',
        len(matrix),
        address,
        dark,
        side,
    )
