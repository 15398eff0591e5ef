"""What may be published, and the life of a release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class Section(models.TextChoices):
    """Parts of a release, in the order the public page shows them; each has its source in
    `selectors/sources.py`."""

    ACHIEVEMENT = "capaian", _("Capaian RAD seluruhnya dan per strategi")
    SPENDING = "anggaran", _("Realisasi anggaran RAD per strategi")
    COVERAGE = "cakupan", _("Cakupan sosialisasi per wilayah")
    CASES = (
        "kasus",
        _("Angka kasus yang sudah boleh keluar: tahun yang sudah lewat, angka kecil disembunyikan"),
    )
    VULNERABILITY = "kerawanan", _("Urutan wilayah menurut peta kerawanan, tanpa angka kasus")
    INDICATORS = "indikator", _("Capaian tiap indikator RAD")
    PLAN = "rad", _("RAD yang berlaku: strategi, program, kegiatan, penanggung jawab")
    PLAN_BUDGET = "pagu", _("Pagu anggaran tiap kegiatan RAD")


class ReleaseStatus(models.TextChoices):
    DRAFT = "draf", _("draf")
    PROPOSED = "diajukan", _("menunggu keputusan")
    RELEASED = "dirilis", _("dirilis")
    REFUSED = "ditolak", _("ditolak")
    WITHDRAWN = "ditarik", _("ditarik")


RELEASE_TRANSITIONS = {
    "propose": Transition({ReleaseStatus.DRAFT}, ReleaseStatus.PROPOSED, _("Ajukan rilis")),
    "release": Transition({ReleaseStatus.PROPOSED}, ReleaseStatus.RELEASED, _("Rilis untuk umum")),
    "refuse": Transition({ReleaseStatus.PROPOSED}, ReleaseStatus.REFUSED, _("Tolak rilis")),
    "withdraw": Transition({ReleaseStatus.RELEASED}, ReleaseStatus.WITHDRAWN, _("Tarik dari publik")),
}


class CellState(models.TextChoices):
    """Why a cell of a published table has no value; never 0, never empty."""

    HIDDEN = "disembunyikan", _("disembunyikan untuk melindungi orang")
    MISSING = "belum", _("belum ada")
    NOT_APPLICABLE = "tidak_berlaku", _("tidak berlaku, tidak ada kasus")


class ColumnKind(models.TextChoices):
    """How the values of a column are kept: text, whole number, or decimal number as text with a point."""

    TEXT = "teks", _("teks")
    COUNT = "bilangan", _("bilangan bulat")
    DECIMAL = "desimal", _("bilangan desimal")
    PERCENT = "persen", _("persen")
    RUPIAH = "rupiah", _("rupiah")
    YEAR = "tahun", _("tahun")
