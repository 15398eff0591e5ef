"""Lists of the document kernel."""

from datetime import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.templatetags.gugus import tanggal
from gugus.documents.models import TrustAnchor


class AnchorTable(tables.Table):
    """Issuers the office trusts or trusted."""

    sha256 = tables.Column(attrs={"td": {"class": "address"}})
    withdrawn_at = tables.Column(verbose_name=gettext_lazy("Keadaan"), empty_values=())

    class Meta:
        model = TrustAnchor
        fields = ("name", "sha256", "valid_until", "added_at", "withdrawn_at")
        order_by = "name"
        attrs = {"caption": gettext_lazy("Penerbit tanda tangan elektronik yang dipercaya")}

    def render_valid_until(self, value: datetime) -> str:
        return tanggal(value)

    def render_added_at(self, value: datetime) -> str:
        return tanggal(value)

    def render_withdrawn_at(self, value: datetime | None, record: TrustAnchor) -> str | SafeString:
        if value:
            return _("ditarik %(day)s") % {"day": tanggal(value)}
        url = reverse("documents:anchor-withdraw", args=[record.pk])
        return format_html('{} · <a href="{}">{} {}</a>', _("dipercaya"), url, _("Tarik"), record.name)

    def value_withdrawn_at(self, value: datetime | None) -> str:
        """Plain words for the exported workbook."""
        return _("ditarik %(day)s") % {"day": tanggal(value)} if value else _("dipercaya")
