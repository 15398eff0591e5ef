"""Tangerang shows its RAD to the public, released by its Sekda; the other regions leave their page off."""

from gugus.demo.acting import address, as_person
from gugus.demo.regions import DemoRegion
from gugus.publication.enums import Section
from gugus.publication.models import PublicationSettings
from gugus.publication.selectors.sources import release_data
from gugus.publication.services.releases import release_prepare, release_propose, release_release
from gugus.publication.services.settings import settings_update
from rad.paper.codec import fingerprint

OPEN = {"tangerang"}
SECTIONS = [section for section in Section.values if section != Section.PLAN_BUDGET]


def build(region: DemoRegion) -> None:
    """The release of a region that is open."""
    if region.key in OPEN:
        release(region)


def release(region: DemoRegion) -> None:
    """One release: prepared and proposed by the secretariat, released by the Sekda. Done once."""
    with as_person(region, "sekretariat") as by:
        if PublicationSettings.objects.visible_to(by).exists():
            return
        settings_update(
            by=by,
            enabled=True,
            address=f"{region.slug}-contoh",
            contact=f"Sekretariat {region.short_name}, {address(region, 'kontak')}",
            sections=SECTIONS,
        )
        draft = release_prepare(by=by, sections=SECTIONS)
        release_propose(release=draft, by=by, seen=fingerprint(release_data(by, SECTIONS)))
    with as_person(region, "sekda") as by:
        release_release(release=draft, by=by)
