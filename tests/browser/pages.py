"""Every page a person can look at, with the roles that see most of it, taken from the access matrix."""

from collections.abc import Iterator

from tests.access.matrix import MATRIX, values_for
from tests.access.routes import Route, walk
from tests.access.walker import ROLES, address
from tests.scene import Scene

# Who sees most of a page; the first one the matrix allows is asked.
FIRST = (
    "sekretariat",
    "dinsos",
    "sekda",
    "pengawas",
    "admin",
    "hukum",
    "dinsos_kasus",
    "koordinator",
    "tamu",
)
# Pages whose templates branch on role: looked at as each of these too.
BRANCHING = {
    "home": ROLES[1:9],
    "dashboard:dashboard": ("sekda", "dinsos", "pengawas"),
    "dashboard:evidence": ("sekda",),
    "rad:plan-detail": ("dinsos", "dinkes", "sekda"),
    "rad:item-detail": ("dinsos", "dinkes"),
    "rad:report-detail": ("dinsos",),
    "rad:report-grid": ("dinsos",),
    "meetings:meeting-detail": ("dinsos", "sekda"),
    "meetings:follow-up-detail": ("dinsos", "sekda"),
    "members:agency-detail": ("dinsos", "sekda"),
    "members:decree-detail": ("dinsos", "sekda"),
    "members:appointment-detail": ("dinsos_kasus", "admin"),
    "accounts:account": ("dinsos_kasus", "sekda"),
}
# Answers that are no page: files, fragments, switches.
NO_PAGE = {
    "cases:paper-file",
    "cases:evaluation-file",
    "gallery",  # its page shows every state at once, faulty ones too; tests/core/test_look.py looks at it
    "health",
    "cases:export-file",
    "members:agency-export",
    "members:document-download",
    "members:document-download-signed",
    "members:review-scan",
    "cases:attachment-file",
    "meetings:attachment-file",
    "rad:answer-book",
    "rad:answer-faults",
    "rad:document-book",
    "rad:document-file",
    "rad:evidence-file",
    "meetings:feed-file",
    "meetings:paper-file",
    "dashboard:brief-file",
    "meetings:paper-signed-file",
    "meetings:proof-file",
    "publication:open-csv",
    "publication:open-json",
    "publication:open-table-csv",
    "mfa_download_recovery_codes",
    "set_language",
    "vulnerability:value-export",
}


def roles_of(route: Route, *, all_roles: bool) -> list[str]:
    letters = zip(ROLES, MATRIX[route.name][0], strict=True)
    allowed = [role for role, letter in letters if letter == "o"]
    if all_roles:
        return allowed
    best = [role for role in FIRST if role in allowed][:1]
    return list(dict.fromkeys(best + [role for role in BRANCHING.get(route.name, ()) if role in allowed]))


def pages(scene: Scene, *, all_roles: bool = False) -> Iterator[tuple[str, str, str]]:
    """(name, role, path) of everything to look at."""
    for route in walk():
        if route.name not in NO_PAGE:
            for role in roles_of(route, all_roles=all_roles):
                if role != "asing":
                    yield route.name, role, address(route, values_for(scene, route))
