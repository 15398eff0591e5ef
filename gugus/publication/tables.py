"""The list of releases."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import status_word, waktu
from gugus.publication.enums import ReleaseStatus, Section
from gugus.publication.models import Release

TONES = {
    ReleaseStatus.DRAFT: "draft",
    ReleaseStatus.PROPOSED: "note",
    ReleaseStatus.RELEASED: "good",
    ReleaseStatus.REFUSED: "bad",
    ReleaseStatus.WITHDRAWN: "warn",
}
LABELS = dict(Section.choices)


def sections_text(release: Release) -> str:
    return "; ".join(str(LABELS[code]) for code in release.sections if code in LABELS)


class ReleaseTable(tables.Table):
    number = tables.Column(verbose_name=_("Rilis"), linkify=True, empty_values=(), order_by=("number",))
    status = tables.Column(verbose_name=_("Keadaan"))
    as_of = tables.Column(verbose_name=_("Keadaan per"))
    sections = tables.Column(verbose_name=_("Bagian"), orderable=False)
    prepared_by = tables.Column(verbose_name=_("Disiapkan oleh"), order_by="prepared_by__full_name")

    class Meta:
        model = Release
        fields = ("number", "status", "as_of", "sections", "prepared_by")
        order_by = ("-prepared_at",)
        attrs = {"caption": _("Rilis data terbuka")}

    def render_number(self, record: Release) -> str:
        return str(record)

    def render_status(self, record: Release) -> Any:
        return status_word(record.get_status_display(), TONES[ReleaseStatus(record.status)])

    def value_status(self, record: Release) -> str:
        return record.get_status_display()

    def render_as_of(self, value: Any) -> str:
        return waktu(value)

    def render_sections(self, record: Release) -> str:
        return sections_text(record)
