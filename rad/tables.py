"""Lists of the RAD."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import status_word
from rad.enums import DiffKind, PlanStatus
from rad.models import ActionPlan

DIFF_TONES = {
    DiffKind.ADDED: "good",
    DiffKind.DROPPED: "bad",
    DiffKind.CHANGED: "note",
    DiffKind.MOVED: "warn",
    DiffKind.NUMBERED: "draft",
}


def version_words(plan: ActionPlan) -> str:
    """`rancangan versi 3`, `versi 1`."""
    words = _("rancangan versi %(n)s") if plan.status == PlanStatus.DRAFT else _("versi %(n)s")
    return str(words) % {"n": plan.version}


class PlanTable(tables.Table):
    title = tables.Column(verbose_name=_("RAD"), linkify=True)
    code = tables.Column(verbose_name=_("Kode"))
    years = tables.Column(verbose_name=_("Tahun"), order_by=("first_year", "last_year"), empty_values=())
    item_count = tables.Column(
        verbose_name=_("Kegiatan"), attrs={"td": {"class": "number"}, "th": {"class": "number"}}
    )
    status = tables.Column(verbose_name=_("Status"))
    version = tables.Column(verbose_name=_("Versi"))

    class Meta:
        model = ActionPlan
        fields = ("title", "code", "years", "item_count", "status", "version")
        order_by = ("-years", "code")

    def __init__(self, *args: Any, versions: Any = None, **kwargs: Any) -> None:
        """`versions`: all of them by code; an export, which has no links, does without."""
        self.versions: dict[str, list[ActionPlan]] = versions or {}
        super().__init__(*args, **kwargs)

    def render_years(self, record: ActionPlan) -> str:
        return f"{record.first_year}–{record.last_year}"

    value_years = render_years

    def render_version(self, record: ActionPlan) -> str:
        """Its own number, then the way to the others: a draft first, then what it replaced."""
        others = [row for row in self.versions[record.code] if row.pk != record.pk]
        links = [(row.get_absolute_url(), version_words(row)) for row in others]
        return format_html(
            "<div>{}{}</div>", record.version, format_html_join("", '<br><a href="{}">{}</a>', links)
        )

    def value_version(self, record: ActionPlan) -> int:
        return record.version

    def render_status(self, record: ActionPlan) -> str:
        tone = {"draf": "draft", "ditetapkan": "good"}.get(record.status, "locked")
        return status_word(record.get_status_display(), tone)

    def value_status(self, record: ActionPlan) -> str:
        return str(record.get_status_display())


class DifferenceTable(tables.Table):
    """Differences of two versions; the page draws was → becomes, an export gives them a column each."""

    where = tables.Column(verbose_name=_("Kode"), order_by="order")
    name = tables.Column(verbose_name=_("Nama"))
    kind = tables.Column(verbose_name=_("Jenis"))
    what = tables.Column(verbose_name=_("Bagian"))
    change = tables.Column(
        verbose_name=_("Perubahan"), orderable=False, empty_values=(), exclude_from_export=True
    )
    before = tables.Column(verbose_name=_("Semula"), visible=False)
    after = tables.Column(verbose_name=_("Menjadi"), visible=False)

    class Meta:
        empty_text = ""

    def render_kind(self, record: Any) -> str:
        return status_word(record.kind.label, DIFF_TONES[record.kind])

    def value_kind(self, record: Any) -> str:
        return str(record.kind.label)

    def render_change(self, record: Any) -> str:
        return render_to_string("components/diff_cell.html", {"before": record.before, "after": record.after})
