"""What can be wrong with a cell of a RAD workbook, in words: the rule it breaks and an example that keeps it.

Codes are stable and are what is stored; the words are made when they are shown, in the language then active.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Wording(NamedTuple):
    rule: "StrPromise"
    example: "StrPromise"


_NUMBER_EXAMPLE = _("Contoh: 1.250 atau 20,5.")

WORDINGS = {
    # The head of the table
    "head_missing": Wording(
        _(
            "Judul kolom matriks tidak ditemukan. Satu baris harus memuat sedikitnya Kegiatan, Indikator, "
            "Satuan, dan Target."
        ),
        _(
            "Contoh: NO | STRATEGI | PROGRAM | KEGIATAN | INDIKATOR | SATUAN | BASELINE | TARGET 2025 | "
            "PENANGGUNG JAWAB."
        ),
    ),
    "column_missing": Wording(
        _("Kolom %(column)s tidak ditemukan di baris judul. Matriks harus memuat kolom ini."),
        _("Contoh: tambahkan kolom berjudul %(column)s."),
    ),
    "year_missing": Wording(
        _("Judul kolom target tidak memuat tahun. Setiap kolom target harus berjudul tahun."),
        _("Contoh: 2025."),
    ),
    "year_unreadable": Wording(
        _("Judul kolom target bukan tahun. Tahun ditulis empat angka, 2000 sampai 2100."),
        _("Contoh: 2025 atau Th. 2025."),
    ),
    "year_duplicate": Wording(
        _("Tahun ini sudah ada di kolom %(column)s. Setiap tahun hanya satu kolom."),
        _("Contoh: 2025 | 2026 | 2027."),
    ),
    # Rows
    "strategy_missing": Wording(
        _("Strategi kosong. Baris data pertama harus menyebut strateginya."), _("Contoh: I. Pencegahan.")
    ),
    "program_missing": Wording(
        _("Program kosong. Baris pertama setiap strategi harus menyebut programnya."),
        _("Contoh: Program Perlindungan Perempuan."),
    ),
    "activity_missing": Wording(
        _("Kegiatan kosong. Setiap baris bernomor harus menyebut kegiatannya."),
        _("Contoh: Sosialisasi pencegahan TPPO di kelurahan."),
    ),
    "indicator_missing": Wording(
        _("Indikator kosong. Setiap kegiatan harus memiliki indikator."),
        _("Contoh: Jumlah kelurahan yang menerima sosialisasi."),
    ),
    "unit_missing": Wording(
        _("Satuan kosong. Setiap indikator harus memiliki satuan."), _("Contoh: Orang atau Persen.")
    ),
    "responsible_missing": Wording(
        _("Penanggung jawab kosong. Setiap kegiatan harus memiliki penanggung jawab."),
        _("Contoh: Dinas Sosial."),
    ),
    "targets_missing": Wording(
        _("Target kosong untuk semua tahun. Isi sedikitnya satu tahun, atau tulis N/A."), _("Contoh: 15.")
    ),
    "row_duplicate": Wording(
        _(
            "Baris ini sama dengan baris %(row)s: kegiatan, indikator, dan penanggung jawabnya sama. Setiap "
            "indikator "
            "ditulis sekali."
        ),
        _("Contoh: hapus salah satu baris, atau tulis indikator lain."),
    ),
    "row_unclear": Wording(
        _(
            "Baris ini bukan data, judul strategi, jumlah, ataupun keterangan. Baris data harus memuat "
            "kegiatan, indikator, "
            "satuan, target, dan penanggung jawab."
        ),
        _("Contoh: lengkapi baris ini, atau awali dengan “Keterangan:”."),
    ),
    "row_after_total": Wording(
        _(
            "Baris data berada di bawah baris %(total)s. Baris jumlah harus menjadi baris terakhir "
            "strateginya."
        ),
        _("Contoh: pindahkan baris ini ke atas baris %(total)s."),
    ),
    "row_after_footer": Wording(
        _("Baris data berada di bawah keterangan atau tanda tangan. Semua data harus berada di atasnya."),
        _("Contoh: pindahkan baris ini ke atas keterangan."),
    ),
    "code_duplicate": Wording(
        _("Kode ini sudah dipakai kegiatan di baris %(row)s. Setiap kegiatan berkode sendiri."),
        _("Contoh: I.1.2."),
    ),
    # Numbers
    "number_unreadable": Wording(
        _("Angka tidak dapat dibaca. Titik memisahkan ribuan, koma memisahkan desimal, satu angka per sel."),
        _NUMBER_EXAMPLE,
    ),
    "number_ambiguous": Wording(
        _(
            "Angka meragukan: koma diikuti tepat tiga angka dapat berarti ribuan atau desimal. Titik "
            "memisahkan ribuan, "
            "koma memisahkan desimal."
        ),
        _("Contoh: 1.250 untuk seribu dua ratus lima puluh, 1,25 untuk satu seperempat."),
    ),
    "number_range": Wording(
        _("Sel berisi rentang angka. Target dan baseline harus satu angka."), _("Contoh: 15, bukan 10–15.")
    ),
    "number_negative": Wording(
        _("Angka negatif. Target, baseline, dan pagu tidak boleh kurang dari 0."), _("Contoh: 0 atau 5.")
    ),
    "number_large": Wording(_("Angka terlalu besar. Batasnya 999.999.999.999."), _("Contoh: 150.000.000.")),
    "number_date": Wording(
        _(
            "Sel berisi tanggal. Kolom ini harus berisi angka; Excel sering mengubah 1/2 atau 1-2 menjadi "
            "tanggal."
        ),
        _("Contoh: ubah format sel menjadi Umum, lalu tulis 12."),
    ),
    "number_expected": Wording(
        _("Sel berisi nilai logika (BENAR/SALAH). Kolom ini harus berisi angka."), _NUMBER_EXAMPLE
    ),
    "count_fraction": Wording(
        _(
            "Pecahan untuk satuan yang dihitung utuh (%(unit)s). Angka harus bulat; titik ribuan mungkin "
            "terbaca sebagai "
            "desimal."
        ),
        _("Contoh: 1250 untuk 1.250 %(unit)s."),
    ),
    "percent_over": Wording(
        _("Persentase melebihi 100. Indikator bersatuan persen bernilai 0 sampai 100."),
        _("Contoh: 95% atau 100%."),
    ),
    "percent_fraction": Wording(
        _("Persentase meragukan: 0,12 dapat berarti 12% atau 0,12%. Tulis tanda persennya."),
        _("Contoh: 12% atau 0,12%."),
    ),
    "percent_unit": Wording(
        _("Angka berupa persen, tetapi satuannya %(unit)s. Tanda persen hanya untuk satuan persen."),
        _("Contoh: 12 dengan satuan %(unit)s, atau 12%% dengan satuan Persen."),
    ),
    # Any cell
    "formula": Wording(
        _("Sel berisi rumus. Sel harus berisi nilai, karena hasil rumus dapat berubah."),
        _("Contoh: salin sel, lalu Tempel Khusus > Nilai, sehingga berisi 15."),
    ),
    "error_cell": Wording(
        _("Sel berisi galat Excel. Sel harus berisi nilai."), _("Contoh: ganti %(error)s dengan 15 atau N/A.")
    ),
    "text_expected": Wording(
        _("Sel berisi angka atau tanggal. Kolom %(column)s harus berisi teks."), _("Contoh: %(example)s.")
    ),
    "text_long": Wording(
        _("Teks terlalu panjang: %(length)s huruf. Batas kolom %(column)s %(limit)s huruf."),
        _("Contoh: ringkas teks ini, dan tulis uraiannya di lampiran."),
    ),
    "nik": Wording(
        _("Teks memuat NIK. Rencana aksi tidak boleh memuat data pribadi."),
        _("Contoh: hapus NIK, tulis “korban” saja."),
    ),
    "merged_across": Wording(
        _(
            "Satu sel gabungan menutupi beberapa kolom (%(area)s). Setiap kolom harus memiliki selnya "
            "sendiri."
        ),
        _("Contoh: pisahkan sel, lalu tulis 15 | 20 | 25."),
    ),
    "merged_covers": Wording(
        _(
            "Nilai ini tersembunyi di balik sel gabungan %(area)s. Nilai yang tidak terlihat tidak boleh "
            "terbaca."
        ),
        _("Contoh: pisahkan sel gabungan, lalu hapus atau pindahkan nilai ini."),
    ),
}

IGNORED_BECAUSE = {
    "numbering": _("Baris penomoran kolom"),
    "repeated_head": _("Judul kolom yang diulang"),
    "total": _("Baris jumlah"),
    "footer": _("Keterangan di bawah tabel"),
    "signature": _("Tempat, tanggal, dan tanda tangan"),
}
SHEET_IGNORED_BECAUSE = {
    "no_head": _("Tidak memuat judul kolom matriks"),
    "hidden": _("Lembar tersembunyi"),
    "empty": _("Lembar kosong"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be imported. ``facts`` fill the words of the rule."""

    sheet: str
    cell: str
    value: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def rule(self) -> str:
        return self._filled(WORDINGS[self.code].rule)

    @property
    def example(self) -> str:
        return self._filled(WORDINGS[self.code].example)

    def _filled(self, words: "StrPromise") -> str:
        text = str(words)
        return text % dict(self.facts) if "%(" in text else text

    def __str__(self) -> str:
        return _("Lembar “%(sheet)s” sel %(cell)s: “%(value)s”. %(rule)s %(example)s") % {
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value or str(_("kosong")),
            "rule": self.rule,
            "example": self.example,
        }


class Unreadable(Exception):
    """Raised while reading one cell; becomes one Fault."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = tuple((name, str(fact)) for name, fact in facts.items())
