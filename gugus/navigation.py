"""The main navigation, by role; one list, read by the base layout."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

EVERYONE = frozenset({"sekretariat", "penghubung", "penangan", "pimpinan", "pengawas"})
# (label, url name, roles that see it). Paths are fixed by design.md "Pages".
PLACES = [
    (_("Tugas saya"), "home", None),
    (_("Dasbor"), "dashboard:dashboard", EVERYONE),
    (_("Anggota"), "members:agency-list", EVERYONE),
    (_("SK"), "members:decree-list", EVERYONE | {"bagian_hukum"}),
    (_("RAD"), "rad:plan-list", EVERYONE),
    (_("Rapat"), "meetings:meeting-list", EVERYONE),
    (_("Tindak lanjut"), "meetings:follow-up-list", EVERYONE),
    (_("Kerawanan"), "vulnerability:ranking", EVERYONE),
    (_("Kasus"), "cases:case-list", frozenset({"penangan"})),
    (_("Ringkasan kasus"), "cases:header-list", frozenset({"sekretariat"})),
    (_("Jejak kasus"), "cases:trail-list", frozenset({"pengawas"})),
    (_("Rujukan"), "cases:referral-list", frozenset({"penangan"})),
    (_("Angka kasus"), "cases:figures", EVERYONE | {"statistik"}),
    (_("Publikasi"), "publication:release-list", frozenset({"sekretariat", "pimpinan"})),
    (_("Akun"), "accounts:user-list", frozenset({"sekretariat", "admin"})),
    (_("Jejak audit"), "audit-list", frozenset({"pengawas", "sekretariat"})),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Places this person may go, the current one marked by the longest matching path."""
    authority = request.user.authority  # type: ignore[union-attr]
    items: list[dict[str, Any]] = [
        {"label": label, "url": reverse(name)}
        for label, name, roles in PLACES
        if roles is None or authority.has_role(*roles)
    ]
    here = max((i["url"] for i in items if _lies_in(request.path, i["url"])), key=len, default="")
    return [item | {"current": item["url"] == here} for item in items]


def _lies_in(path: str, place: str) -> bool:
    """Whether a page belongs to a place; every path begins like the home page's, which is itself only."""
    return path == place if place == "/" else path.startswith(place)
