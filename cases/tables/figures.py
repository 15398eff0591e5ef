"""Figures about cases as rows of a workbook."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _


class FigureTable(tables.Table):
    """One count a line, with its bounds; what is hidden is a word, never a number."""

    measure = tables.Column(_("Yang dihitung"))
    dimension = tables.Column(_("Menurut"))
    key = tables.Column(_("Rincian"), empty_values=())
    other = tables.Column(_("Kelompok usia"), empty_values=())
    first = tables.Column(_("Tahun pertama"))
    last = tables.Column(_("Tahun terakhir"))
    count = tables.Column(_("Jumlah"))

    def value_count(self, value: Any) -> Any:
        return value
