"""What publications ask of a person today, for "Tugas saya"."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.templatetags.gugus import waktu
from gugus.notices.duties import Duty
from gugus.publication.enums import ReleaseStatus
from gugus.publication.selectors.releases import release_list


def duties_for(user: Any) -> list[Duty]:
    """Releases that wait for a second person, asked of those who may be it (one query)."""
    rows = release_list(user).filter(status=ReleaseStatus.PROPOSED)
    return [
        Duty(
            title=_("Putuskan rilis data terbuka"),
            url=row.get_absolute_url(),
            due=None,
            status=row.get_status_display(),
            tone="note",
            note=_("Diajukan %(at)s") % {"at": waktu(row.proposed_at)},
        )
        for row in rows.exclude(prepared_by=user).exclude(proposed_by=user)
    ]
