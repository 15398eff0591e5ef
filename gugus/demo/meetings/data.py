"""The gatherings of every region of the demo, by its key."""

from gugus.demo.meetings import bintan, jakarta_barat, kediri, oku_selatan, tangerang

GATHERINGS = {
    "kediri": kediri.GATHERINGS,
    "oku_selatan": oku_selatan.GATHERINGS,
    "tangerang": tangerang.GATHERINGS,
    "bintan": bintan.GATHERINGS,
    "jakarta_barat": jakarta_barat.GATHERINGS,
}
