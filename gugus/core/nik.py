"""Numbers built like a NIK in what people type: no text of the portal but a sealed identity holds one."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from lokal import is_valid_nik

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")
NIK_FOUND = gettext_lazy(
    "Tulisan ini memuat NIK seseorang. Laporan dibaca banyak instansi, jadi hapus NIK itu; "
    "sebut jumlah atau kelompoknya saja, contoh “dua anak perempuan 13–17 tahun”."
)


def find_nik(text: str) -> list[str]:
    """Numbers in the text that are built like a NIK (Kemendagri region, date of birth, serial)."""
    if len(text) < 16:
        return []
    return [found for found in _SIXTEEN_DIGITS.findall(text) if is_valid_nik(found)]


def without_nik(text: str) -> str:
    for found in find_nik(text):
        text = text.replace(found, f"{found[:4]}…{found[-2:]}")
    return text


def check_no_nik(**texts: str) -> None:
    """Raises ValidationError beside each field whose text holds a NIK: many read it."""
    errors = {name: NIK_FOUND for name, text in texts.items() if text and find_nik(text)}
    if errors:
        raise ValidationError(errors)
