"""Lists of cases."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from cases.models import Case


class CaseTable(tables.Table):
    code = tables.Column(verbose_name=_("Kode"), linkify=True)
    kind = tables.Column(verbose_name=_("Jenis"))
    stage = tables.Column(verbose_name=_("Tahap"))

    class Meta:
        model = Case
        fields = ("code", "kind", "stage")
