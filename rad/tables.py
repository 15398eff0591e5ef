"""Lists of the RAD."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import status_word
from rad.models import ActionPlan


class PlanTable(tables.Table):
    title = tables.Column(verbose_name=_("RAD"), linkify=True)
    code = tables.Column(verbose_name=_("Kode"))
    years = tables.Column(verbose_name=_("Tahun"), order_by=("first_year", "last_year"), empty_values=())
    item_count = tables.Column(
        verbose_name=_("Kegiatan"), attrs={"td": {"class": "number"}, "th": {"class": "number"}}
    )
    status = tables.Column(verbose_name=_("Status"))

    class Meta:
        model = ActionPlan
        fields = ("title", "code", "years", "item_count", "status")
        order_by = ("-years", "code")

    def render_years(self, record: ActionPlan) -> str:
        return f"{record.first_year}–{record.last_year}"

    value_years = render_years

    def render_status(self, record: ActionPlan) -> str:
        tone = {"draf": "draft", "ditetapkan": "good"}.get(record.status, "locked")
        return status_word(record.get_status_display(), tone)

    def value_status(self, record: ActionPlan) -> str:
        return str(record.get_status_display())
