"""What each of the seven numbers means, exactly; printed beside it wherever it stands.

Common to all: `today` is the region's calendar day; `year` the calendar year asked for (this one unless
asked), for what concerns the RAD clamped to the plan's years; "the plan" is `rad.selectors.plan_in_force`;
"the slot" is `YearData.latest_slot` of that year.

* **capaian**: `YearData.at(slot, sight)` with sight EVERYTHING for leaders, PUBLIC for members, OUTSIDE (no
  indicator about victims) for the outside. HIDDEN when `rad.guard` hides the plan's mean, or for the outside
  when no other indicator has one; MISSING without plan or mean.
* **anggaran**: value = Σ `realised_budget` of reports that are accepted or locked, of any version of the plan
  (same task force and code), whose period lies in the year and ends in a slot that the plan knows and that is
  not after the slot. whole = Σ `ActionItem.budget` over the items of the plan in force. The matrix states one
  pagu per item, without a year (the import adds up what a matrix states by year), so the whole is not divided
  by years and is named as the pagu of the matrix. Empty amounts count as nothing. MISSING without plan or
  where no item states a pagu above 0. By strategy: money goes where the report's item (by lineage) stands in
  the plan in force; what belongs to no item of it stands in a row of its own with key "lain".
* **pelaporan**: parties are `rad.selectors.heat_rows` of the plan and the year's periods. whole = those asked
  for at least one item in any of these periods; value = those with an overdue item (`HeatRow.late`); fact
  `silent` = of these, those that handed in nothing in any of the periods. NONE when no deadline of the year
  has passed; MISSING without plan or period.
* **tindak-lanjut**: told follow-ups (`announced_at`) of the task force, whatever the year. whole = open or
  submitted; value = open and due before today; fact `high` = of the whole, those of high priority. NONE when
  the whole is 0.
* **rujukan**: leaders only, else HIDDEN. value, whole = `cases.selectors.punctuality` of the year. Where the
  whole is 0: NONE if cases were counted (fact `cases`: "nihil" when there never was one, else "ada"), MISSING
  if they were not (fact `cases`: "belum"). Members are told `cases` too, the outside is not.
* **cakupan**: `meetings.selectors.outreach.coverage_of` of the year: value = units (desa and kelurahan, in a
  province kecamatan) with a sosialisasi held there, whole = units. Facts: `areas_reached` = areas (kecamatan)
  with a reached unit, `areas`, `planned` units, `people`, `events`, `level` of the units. MISSING without
  units.
* **sk**: the decree in force today that ends last. value = days from today to its last day, None without an
  end. Facts: `number`, `ends_on` (ISO), `seats` = seats of all decrees in force today, `empty` = of these,
  those that nobody holds today (no `SeatHolder` of today: what the members' pages call kursi kosong). MISSING
  without decree in force.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.dashboard.board import BOARD_VERSION
from gugus.dashboard.enums import FigureCode
from rad.aggregation import RULE_VERSION


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number says, how it is made, from what, and since which version of the rules."""

    title: Any
    says: Any
    formula: Any
    source: Any
    version: str = str(BOARD_VERSION)


DEFINITIONS = {
    FigureCode.ACHIEVEMENT: Definition(
        FigureCode.ACHIEVEMENT.label,
        _("Sejauh mana target RAD tahun ini tercapai, sampai triwulan terakhir yang sudah dapat dinilai."),
        _(
            "Realisasi dibagi target tiap indikator (paling tinggi 100 %), dirata-ratakan per kegiatan "
            "menurut bobot, lalu dirata-ratakan atas semua kegiatan. Yang lewat batas lapor dihitung 0; "
            "N/A tidak dihitung. Untuk provinsi dan publik, indikator tentang korban tidak dihitung dan "
            "tidak ditampilkan."
        ),
        _("Laporan kegiatan yang sudah diterima atau dikunci sekretariat."),
        f"{BOARD_VERSION}.{RULE_VERSION}",
    ),
    FigureCode.BUDGET: Definition(
        FigureCode.BUDGET.label,
        _("Belanja kegiatan RAD yang dilaporkan tahun ini, dibandingkan dengan pagu dalam matriks RAD."),
        _(
            "Jumlah realisasi anggaran tahun ini dibagi jumlah pagu semua kegiatan. Matriks mencatat satu "
            "pagu per kegiatan tanpa tahun; untuk RAD beberapa tahun, pagunya dapat berlaku untuk seluruh "
            "masa RAD."
        ),
        _("Realisasi anggaran dalam laporan yang sudah diterima atau dikunci, dan pagu dalam matriks RAD."),
    ),
    FigureCode.REPORTING: Definition(
        FigureCode.REPORTING.label,
        _("Penanggung jawab yang melewati batas lapor tahun ini, dari semua yang diminta melapor."),
        _(
            "Satu penanggung jawab dihitung satu kali bila satu saja kegiatannya belum diajukan sesudah "
            "batas lapor. “Belum melapor sama sekali” berarti tidak satu pun laporan masuk tahun ini."
        ),
        _("Laporan yang sudah diajukan, diterima, atau dikunci, dan batas tiap periode lapor."),
    ),
    FigureCode.FOLLOW_UPS: Definition(
        FigureCode.FOLLOW_UPS.label,
        _("Tindak lanjut rapat yang lewat batas waktunya, dari semua yang belum selesai."),
        _(
            "Lewat batas bila masih berjalan dan batas waktunya sebelum hari ini. Yang sudah diajukan "
            "selesai menunggu pemeriksaan dan tidak dihitung lewat. Perpanjangan yang disetujui mengubah "
            "batas waktunya."
        ),
        _("Tindak lanjut yang sudah diberitahukan kepada instansinya."),
    ),
    FigureCode.REFERRALS: Definition(
        FigureCode.REFERRALS.label,
        _(
            "Rujukan kasus tahun ini yang dijawab instansi penerima dalam batas waktu, dari semua yang "
            "harus dijawab."
        ),
        _(
            "Dihitung rujukan tahun ini yang sudah dijawab atau sudah lewat batas jawabnya. Batas jawab "
            "mengikuti aturan waktu gugus tugas menurut tingkat risiko."
        ),
        _("Jam rujukan yang dihitung portal tiap lima menit; hanya jumlah, tidak ada rincian kasus."),
    ),
    FigureCode.COVERAGE: Definition(
        FigureCode.COVERAGE.label,
        _("Desa dan kelurahan yang sudah menerima sosialisasi tahun ini, dari semua yang ada di wilayah."),
        _(
            "Satu desa atau kelurahan dihitung satu kali bila sedikitnya satu sosialisasi sudah "
            "dilaksanakan di sana. Sosialisasi untuk satu kecamatan tidak dihitung sebagai semua desanya."
        ),
        _("Rapat jenis sosialisasi yang berstatus dilaksanakan, menurut tempatnya."),
    ),
    FigureCode.DECREE: Definition(
        FigureCode.DECREE.label,
        _("Berapa hari lagi SK gugus tugas memberi wewenang, dan kursi yang tidak terisi."),
        _(
            "Hari dari hari ini sampai hari terakhir SK yang berlaku; bila ada beberapa, yang berakhir "
            "paling akhir. Kursi kosong adalah kursi dalam SK yang berlaku yang hari ini tidak ada "
            "pejabatnya."
        ),
        _("SK yang berlaku, lampirannya, dan daftar pejabat pengisi kursi."),
    ),
}


def definition(code: FigureCode | str) -> Definition:
    """Of one number. Raises ValueError for a code that is none."""
    return DEFINITIONS[FigureCode(code)]
