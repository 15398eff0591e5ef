"""Who writes on the yearly evaluation of cases, and who prints it. It is read like the figures."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import EvaluationDocument
from gugus.core.permissions import Denied
from members.enums import Role


def check_remark_write(user: Any) -> None:
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Catatan evaluasi kasus ditulis oleh sekretariat."))


# "tujuh kasus", "3 orang korban", "seorang anak"; a year before the word is none.
_COUNTS = re.compile(
    r"\b(\d{1,3}|satu|se|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|\w+ (?:belas|puluh))"
    r"(?:orang)? *(?:orang )?(?:kasus|korban|peristiwa|orang|anak|perempuan|laki-laki|rujukan)\b",
    re.IGNORECASE,
)
COUNT_FOUND = gettext_lazy(
    "Tulisan ini menyebut jumlah: “%(words)s”. Naskahnya keluar dari gugus tugas, jadi hapus jumlah itu; "
    "angka yang boleh keluar sudah ada di tabel. Contoh: “Rujukan malam hari terlambat”."
)


def check_no_counts(**texts: str) -> None:
    """Raises ValidationError beside a field that tells a count: a hidden one would leave with it."""
    found = {name: _COUNTS.search(text) for name, text in texts.items()}
    errors = {name: COUNT_FOUND % {"words": match[0]} for name, match in found.items() if match}
    if errors:
        raise ValidationError(errors)


def check_evaluation_print(user: Any) -> None:
    if not user.authority.has_role(Role.SECRETARIAT, Role.LEADER):
        raise Denied(_("Naskah evaluasi kasus dibuat oleh sekretariat atau pimpinan."))


def check_evaluation_span(document: EvaluationDocument, today_year: int) -> None:
    """Only years that are over leave the task force."""
    if document.last_year >= today_year:
        raise Denied(
            _(
                "Naskah hanya dibuat untuk tahun yang sudah selesai, contoh %(year)s. Tahun yang masih "
                "berjalan dievaluasi di halaman ini."
            )
            % {"year": today_year - 1}
        )
