"""First guesses about an indicator, from the words of its row. A person confirms every one of them."""

import re

from django.utils.translation import gettext_lazy as _

from rad.workbook.labels import PERCENT_UNITS
from rad.workbook.records import Proposal
from rad.workbook.texts import folded

LOWER_IS_BETTER = re.compile(
    r"(?:makin|semakin) (?:kecil|rendah|sedikit|cepat|pendek)[\w ]* (?:makin|semakin) baik"
)
MEAN = re.compile(r"\brata-rata\b|\brerata\b")
NOT_GRADED = re.compile(r"tidak dijadikan dasar (?:menilai|penilaian)|tidak dinilai")
VICTIMS = re.compile(
    r"\b(?:korban|penyintas|ampk|visum|saksi|restitusi|pemulangan|perkara|kasus|laporan polisi|pengaduan|"
    r"rujukan|anak yang)\b"
)
# Work about victims that counts people trained, papers written or rooms built concerns no victim.
ABOUT_STAFF = re.compile(
    r"\b(?:petugas|penyidik|tenaga|kader|dokumen|sop|terlatih|ruang|rumah aman|rancangan|perjanjian|"
    r"kesepakatan)\b"
)
PEOPLE_UNITS = {"persen", "orang", "anak", "kasus", "korban", "jam", "hari", "perkara"}
# What is reached once and stays reached: the year's last figure counts, adding quarters would count twice.
STANDING_UNITS = {
    "kelurahan", "desa", "kecamatan", "sekolah", "puskesmas", "instansi", "unit", "lembaga", "forum",
}  # fmt: skip
STANDING = re.compile(r"\b(?:aktif|mutakhir|berfungsi)\b")
PER_PERIOD = re.compile(r"\bper (?:tahun|triwulan|semester|bulan)\b")

WHY = {
    "percent": _("Satuannya persen: dilaporkan sebagai pembilang dan penyebut."),
    "mean": _("Menyebut rata-rata: angka setahun dihitung sebagai rata-rata."),
    "standing": _("Jumlah yang bertahan: angka terakhir dalam setahun yang dipakai."),
    "sum": _("Jumlah per periode: angka setahun dijumlahkan."),
    "lower": _("Menyebut makin kecil makin baik."),
    "victims": _(
        "Menyebut korban atau kasus: angka rinci hanya untuk instansi pelapor, sekretariat, dan pimpinan."
    ),
    "not_graded": _("Dinyatakan tidak dijadikan dasar penilaian."),
    "na": _("Tanpa kasus, capaiannya N/A dan bukan 0 persen."),
}


def propose(activity: str, indicator: str, unit: str) -> Proposal:
    """Guess how an indicator is counted, graded and shown; ``why`` holds keys of :data:`WHY`."""
    words, unit = folded(indicator), folded(unit)
    percent = unit in PERCENT_UNITS
    aggregation, why = _aggregation(words, unit, percent)
    lower = bool(LOWER_IS_BETTER.search(words))
    victims = _concerns_victims(folded(activity), words, unit)
    graded = not NOT_GRADED.search(words)
    guesses = (
        (lower, "lower"),
        (victims, "victims"),
        (not graded, "not_graded"),
        (percent and victims, "na"),
    )
    return Proposal(
        kind="ratio" if percent else "plain",
        aggregation=aggregation,
        direction="lower" if lower else "higher",
        concerns_victims=victims,
        graded=graded,
        na_without_cases=victims and (percent or aggregation == "mean"),
        why=(why, *(key for holds, key in guesses if holds)),
    )


def _aggregation(words: str, unit: str, percent: bool) -> tuple[str, str]:
    if percent:
        return "ratio", "percent"
    if MEAN.search(words):
        return "mean", "mean"
    if (unit in STANDING_UNITS or STANDING.search(words)) and not PER_PERIOD.search(words):
        return "last", "standing"
    return "sum", "sum"


def _concerns_victims(activity: str, indicator: str, unit: str) -> bool:
    """Figures about people are guarded; "Jumlah petugas terlatih …" counts officers, whatever follows."""
    if unit not in PEOPLE_UNITS:
        return False
    staff, victims = ABOUT_STAFF.search(indicator), VICTIMS.search(indicator)
    if victims:
        return not staff or victims.start() < staff.start()
    return bool(VICTIMS.search(activity) and not staff)
