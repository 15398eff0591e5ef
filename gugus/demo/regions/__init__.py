"""The demo's regions by key: offices and events as their articles tell, people and numbers invented."""

from gugus.demo.regions.bintan import BINTAN
from gugus.demo.regions.dki import DKI
from gugus.demo.regions.jakarta_barat import JAKARTA_BARAT
from gugus.demo.regions.kediri import KEDIRI
from gugus.demo.regions.oku_selatan import OKU_SELATAN
from gugus.demo.regions.shapes import (
    Account,
    DemoCase,
    DemoDecree,
    DemoItem,
    DemoPlan,
    DemoReferral,
    DemoRegion,
    Leader,
    Office,
)
from gugus.demo.regions.tangerang import TANGERANG

REGIONS = {region.key: region for region in (KEDIRI, OKU_SELATAN, TANGERANG, BINTAN, DKI, JAKARTA_BARAT)}

__all__ = [
    "REGIONS",
    "Account",
    "DemoCase",
    "DemoDecree",
    "DemoItem",
    "DemoPlan",
    "DemoReferral",
    "DemoRegion",
    "Leader",
    "Office",
]
