"""Who may do what at which address: the policy on one page, and what the tests hold the portal to.

A row is (GET, POST), one letter per role in the order of `walker.ROLES`:

    tamu sekretariat dinsos dinkes penangan sekda pengawas admin hukum asing

o allowed · x refused with a reason (403) · . unknown to this role (404) · m no such method · L sign in first.
The thing asked for belongs to Dinas Sosial (or to the secretariat) of the scene's task force; `asing` is the
secretariat of another one.
"""

from tests.access.routes import Route
from tests.scene import Scene

MATRIX: dict[str, tuple[str, str]] = {}
PUBLIC: frozenset[str] = frozenset()


def values_for(scene: Scene, route: Route) -> dict[str, object]:
    """The parameters of an address: the scene's own thing of the kind the address names."""
    return {name: value_of(scene, route.name, name) for name in route.parameters}


def value_of(scene: Scene, route: str, parameter: str) -> object:
    if parameter in OTHER:
        return OTHER[parameter](scene, route)
    for prefix, pick in THINGS.items():
        if route.startswith(prefix):
            return getattr(pick(scene), "pk", pick(scene))
    raise LookupError(f"{route}: what is {parameter}?")


OTHER = {
    "uidb36": lambda scene, route: "1",
    "key": lambda scene, route: "set-password",
    "code": lambda scene, route: "0000-0000",
    "period": lambda scene, route: scene.period.pk,
    "item": lambda scene, route: scene.items["Dinas Sosial"].pk,
    "model": lambda scene, route: "members.memberjob",
}

THINGS = {
    "accounts:user": lambda s: s.world.people["dinkes"],
    "accounts:session-end": lambda s: 1,
    "mfa_": lambda s: 1,
    "core:job": lambda s: s.extra["decree_job"],
    "documents:anchor": lambda s: s.extra["anchor"],
    "members:agency-import": lambda s: s.extra["agency_import"],
    "members:agency": lambda s: s.world.agencies["Dinas Sosial"],
    "members:appointment": lambda s: s.extra["proposal"],
    "members:document-create": lambda s: s.draft,
    "members:document": lambda s: s.extra["decree_document"],
    "members:decree-review": lambda s: s.review,
    "members:decree-return": lambda s: s.review,
    "members:decree-sign": lambda s: s.review,
    "members:decree-amend": lambda s: s.world.decree,
    "members:decree-copy": lambda s: s.world.decree,
    "members:decree-revoke": lambda s: s.world.decree,
    "members:decree-detail": lambda s: s.world.decree,
    "members:decree": lambda s: s.draft,
    "members:seat-all": lambda s: s.draft,
    "members:seat-create": lambda s: s.draft,
    "members:seat": lambda s: s.seat,
    "members:holder-set": lambda s: s.seat,
    "members:holder": lambda s: s.extra["holder"],
    "members:review-scan": lambda s: s.extra["sent_review"],
    "members:legal-basis": lambda s: s.extra["law"],
    "members:sop": lambda s: s.extra["sop"],
    "members:position": lambda s: s.extra["position"],
    "members:sub": lambda s: s.extra["sub"],
    "rad:evidence": lambda s: s.evidence["own"],
    "rad:import": lambda s: s.extra["rad_import"],
    "rad:report-submit": lambda s: s.reports["draft"],
    "rad:report-detail": lambda s: s.reports["draft"],
    "rad:report-": lambda s: s.reports["sent"],  # of Dinas Sosial as well, submitted in the second quarter
    "rad:period-create": lambda s: s.plan,
    "rad:period": lambda s: s.period,
    "rad:document-create": lambda s: s.period,
    "rad:document": lambda s: s.extra["rad_document"],
    "rad:item-create": lambda s: s.items["Dinas Sosial"].program,
    "rad:indicator-create": lambda s: s.items["Dinas Sosial"],
    "rad:item": lambda s: s.items["Dinas Sosial"],
    "rad:indicator": lambda s: s.indicators["Dinas Sosial"],
    "rad:strategy-create": lambda s: s.plan,
    "rad:strategy": lambda s: s.items["Dinas Sosial"].program.strategy,
    "rad:program-create": lambda s: s.items["Dinas Sosial"].program.strategy,
    "rad:program": lambda s: s.items["Dinas Sosial"].program,
    "rad:plan": lambda s: s.plan,
}
