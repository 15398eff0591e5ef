"""Figures at two moments, on the page and as a file."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class CompareTable(tables.Table):
    """Rows are dicts; `before`, `after` and the reports handed in stand under the names of their periods.

    A file has a row's `numbers` (before, after, change) instead of their words.
    """

    part = tables.Column(verbose_name=_("Bagian"), visible=False)
    name = tables.Column(verbose_name=_("Nama"))

    class Meta:
        orderable = False
        sequence = ("part", "name", "before", "after", "change", "...")
        attrs = {"caption": _("Capaian per strategi pada kedua periode")}

    def __init__(self, *args: Any, before: str, after: str, **kwargs: Any) -> None:
        handed = _("Laporan masuk %(period)s")
        columns = [
            ("before", tables.Column(verbose_name=before, attrs=NUMBER)),
            ("after", tables.Column(verbose_name=after, attrs=NUMBER)),
            ("change", tables.Column(verbose_name=_("Selisih (poin)"), attrs=NUMBER)),
            ("handed_before", tables.Column(verbose_name=handed % {"period": before}, visible=False)),
            ("handed_after", tables.Column(verbose_name=handed % {"period": after}, visible=False)),
        ]
        super().__init__(*args, extra_columns=columns, **kwargs)

    def render_name(self, value: str, record: dict[str, Any]) -> str | SafeString:
        url = record.get("url")
        return format_html('<a href="{}">{}</a>', url, value) if url else value

    def value_name(self, value: str) -> str:
        return value

    def value_before(self, record: dict[str, Any]) -> Any:
        return record["numbers"][0]

    def value_after(self, record: dict[str, Any]) -> Any:
        return record["numbers"][1]

    def value_change(self, record: dict[str, Any]) -> Any:
        return record["numbers"][2]
