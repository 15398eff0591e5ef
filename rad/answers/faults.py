"""What can be wrong with a cell of a reporting workbook: the rule it breaks and an example that keeps it.

Codes are stored, words are made when shown. Codes of single numbers and formulas are `rad.workbook.faults`'.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rad.workbook.faults import WORDINGS as OF_CELLS
from rad.workbook.faults import Wording

_NUMBER = _("Contoh: 1.250 atau 20,5.")
_PAIR = _("Contoh: pembilang 3, penyebut 4.")

WORDINGS: dict[str, Wording] = {
    "negative": Wording(_("Angka negatif. Realisasi tidak boleh kurang dari 0."), _("Contoh: 0 atau 5.")),
    "number_range": Wording(
        _("Sel berisi rentang angka. Realisasi harus satu angka."), _("Contoh: 15, bukan 10–15.")
    ),
    "percent": Wording(
        _("Angka berupa persen. Tanda persen hanya untuk indikator bersatuan persen."), _NUMBER
    ),
    "money_na": Wording(
        _("Realisasi anggaran harus berupa angka. Kosongkan bila belum ada, tulis 0 bila memang nihil."),
        _("Contoh: 150.000.000."),
    ),
    "fraction": Wording(
        _("Pecahan untuk satuan yang dihitung utuh (%(unit)s). Angka harus bulat."),
        _("Contoh: 1250 untuk 1.250 %(unit)s."),
    ),
    "na_not_allowed": Wording(
        _("Indikator ini tidak dapat diisi N/A. Isi angkanya, tulis 0 bila memang tidak ada."),
        _("Contoh: 0."),
    ),
    "half": Wording(_("Pembilang dan penyebut harus diisi dua-duanya."), _PAIR),
    "whole_zero": Wording(_("Penyebut harus lebih dari 0."), _PAIR),
    "part_over_whole": Wording(
        _("Pembilang (%(part)s) tidak boleh lebih besar daripada penyebut (%(whole)s)."), _PAIR
    ),
    "not_this_shape": Wording(
        _("Sel ini tidak dipakai: indikator ini diisi di kolom %(columns)s."),
        _("Contoh: kosongkan sel ini, lalu isi kolom %(columns)s."),
    ),
    "not_this_row": Wording(
        _("Kolom %(column)s diisi sekali per kegiatan, di baris %(line)s."),
        _("Contoh: pindahkan isinya ke baris %(line)s."),
    ),
    "text_long": Wording(
        _("Teks terlalu panjang: %(length)s huruf. Batas kolom %(column)s %(limit)s huruf."),
        _("Contoh: ringkas teks ini, dan lampirkan uraiannya sebagai bukti."),
    ),
    "nik": Wording(
        _("Teks memuat NIK seseorang. Laporan dibaca banyak instansi dan tidak boleh memuat data pribadi."),
        _("Contoh: tulis “dua anak perempuan 13–17 tahun”."),
    ),
    "proof_missing": Wording(
        _("Dasar laporan atas nama wajib diisi: surat atau pesan yang menjadi sumber angka ini."),
        _("Contoh: surat Bagian Hukum 100.3/12/2026 tanggal 3 Oktober 2026."),
    ),
    "merged": Wording(
        _("Sel ini digabung dengan sel lain. Setiap isian harus berada di selnya sendiri."),
        _("Contoh: pisahkan sel gabungan %(area)s."),
    ),
    "row_twice": Wording(
        _("Baris ini kembar dengan baris %(line)s: penandanya sama. Setiap indikator hanya satu baris."),
        _("Contoh: hapus salah satu baris."),
    ),
    "row_unknown": Wording(
        _("Penanda baris ini tidak dikenal. Baris dari berkas lain tidak dapat ditempel di sini."),
        _("Contoh: hapus baris ini, lalu isi baris indikatornya yang asli."),
    ),
    "row_mixed": Wording(
        _("Kode atau indikator di baris ini tidak cocok dengan penandanya; mungkin diurutkan sebagian."),
        _("Contoh: batalkan pengurutan, lalu urutkan seluruh tabel sekaligus."),
    ),
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken. `row` is the row's id (empty: none), `value` what it holds, NIK masked."""

    row: str
    column: str
    cell: str
    value: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def rule(self) -> str:
        return self._filled(self._wording.rule)

    @property
    def example(self) -> str:
        return self._filled(self._wording.example)

    @property
    def _wording(self) -> Wording:
        return WORDINGS.get(self.code) or OF_CELLS[self.code]

    def _filled(self, words: object) -> str:
        text = str(words)
        return text % dict(self.facts) if "%(" in text else text


def fault_from(data: list[Any]) -> CellFault:
    """A stored fault again."""
    row, column, cell, value, code, facts = data
    return CellFault(row, column, cell, value, code, tuple((name, fact) for name, fact in facts))


def fault_data(fault: CellFault) -> list[Any]:
    return [fault.row, fault.column, fault.cell, fault.value, fault.code, [list(f) for f in fault.facts]]
