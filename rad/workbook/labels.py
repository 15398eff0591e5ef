"""The words bureaus use, as data: heads of columns, words for "nothing", totals, footers, units.

To teach the import a new head, add it to :data:`FIELDS`; nothing else has to change.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

# Field → heads of its column, as ``folded_label`` makes them: small letters, no brackets, no years.
FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("no", "nomor", "no urut", "nomor urut"),
    "code": ("kode", "kode kegiatan", "kode aksi", "kode rencana aksi"),
    "strategy": (
        "strategi", "strategi / pilar", "pilar", "bidang", "sub gugus tugas", "strategi rad",
        "sasaran strategis",
    ),
    "program": ("program", "nama program", "program prioritas"),
    "activity": (
        "uraian aksi", "langkah aksi", "upaya",
        "kegiatan", "kegiatan / aksi", "aksi", "rencana aksi", "kegiatan / rencana aksi", "uraian kegiatan",
        "kegiatan / sub kegiatan", "sub kegiatan", "rincian kegiatan", "bentuk kegiatan", "aksi daerah",
    ),
    "indicator": (
        "indikator", "indikator kinerja", "indikator keberhasilan", "indikator kegiatan",
        "indikator keluaran",
        "indikator output", "tolok ukur", "tolok ukur kinerja", "ukuran keberhasilan",
    ),
    "unit": ("satuan", "sat", "satuan ukur", "satuan target", "satuan indikator"),
    "baseline": (
        "baseline", "base line", "kondisi awal", "data dasar", "data awal", "capaian awal",
        "kondisi saat ini", "dasar",
    ),
    "target": (
        "target", "target capaian", "target kinerja", "target per", "target pencapaian", "sasaran target",
    ),
    "responsible": (
        "penanggung jawab", "pj", "instansi penanggung jawab", "opd penanggung jawab", "opd pelaksana",
        "pelaksana",
        "pelaksana utama",
        "instansi pelaksana", "leading sector", "penanggungjawab", "perangkat daerah penanggung jawab",
        "koordinator",
    ),
    "supporting": (
        "instansi terkait", "opd terkait", "instansi pendukung", "opd pendukung", "pelaksana pendukung",
        "pendukung",
        "mitra", "mitra kerja", "lintas sektor", "lembaga terkait", "pihak terkait",
    ),
    "funding": (
        "sumber dana", "sumber pendanaan", "sumber anggaran", "sumber pembiayaan", "pendanaan",
        "sumber biaya",
    ),
    "budget": (
        "pagu", "pagu indikatif", "anggaran", "pagu anggaran", "kebutuhan anggaran", "perkiraan biaya",
        "biaya",
    ),
    "place": ("lokasi", "tempat", "lokasi kegiatan", "wilayah", "lokus"),
    "sipd": ("kode sipd", "kode sub kegiatan", "kode rekening", "kode nomenklatur"),
    "note": ("keterangan", "ket", "catatan"),
}  # fmt: skip

FIELD_NAMES = {
    "number": _("Nomor"),
    "code": _("Kode kegiatan"),
    "strategy": _("Strategi"),
    "program": _("Program"),
    "activity": _("Kegiatan"),
    "indicator": _("Indikator"),
    "unit": _("Satuan"),
    "baseline": _("Data dasar"),
    "target": _("Target"),
    "responsible": _("Penanggung Jawab"),
    "supporting": _("Instansi Terkait"),
    "funding": _("Sumber Dana"),
    "budget": _("Pagu"),
    "place": _("Lokasi"),
    "sipd": _("Kode SIPD"),
    "note": _("Keterangan"),
}
REQUIRED = ("activity", "indicator", "unit", "target", "responsible")
YEARLY = ("target", "budget")
IGNORE = "abaikan"  # the answer that leaves an unknown column out

# Longest text a field takes; the models of the rad app are as wide.
LIMITS = {
    "code": 30, "strategy": 200, "program": 300, "activity": 500, "indicator": 500, "unit": 50,
    "responsible": 300, "supporting": 2_000, "funding": 300, "place": 300, "sipd": 40, "note": 2_000,
}  # fmt: skip

NAME_LIMIT = 300  # one name in a cell of several

EXAMPLES = {
    "strategy": "I. Pencegahan",
    "program": "Program Perlindungan Perempuan",
    "activity": "Sosialisasi pencegahan TPPO di kelurahan",
    "indicator": "Jumlah kelurahan yang menerima sosialisasi",
    "unit": "Kelurahan",
    "responsible": "Dinas Sosial",
    "supporting": "Dinas Kesehatan; Polres",
    "funding": "APBD",
    "place": "Kelurahan Contoh",
    "note": "Dilaksanakan setiap triwulan",
}

# A head with one of these words tells of what was done; it is never a plan's own column.
NOT_A_PLAN = {
    "realisasi",
    "capaian",
    "kendala",
    "tindak",
    "hambatan",
    "bukti",
    "progres",
    "sisa",
    "selisih",
    "serapan",
}

ABSENT = {
    "-", "–", "—", "--", "n/a", "na", "n.a", "n/d", "tad", "tidakadadata", "belumadadata", "tidakada",
    "belumada",
    "belumadakasus", "tidakadakasus", "tidakberlaku", "\u2212",
}  # fmt: skip

TOTAL = re.compile(r"^(?:sub[\s-]*)?(?:jumlah|total)\b|^grand total\b|^rata-rata(?: capaian)?$", re.I)
SUBTOTAL = re.compile(r"^sub[\s-]*(?:jumlah|total)\b", re.I)  # of a programme: rows may follow
FOOTER = re.compile(r"^(?:\*+|keterangan|ket\.?|catatan|sumber(?: data)?|penjelasan)\s*[:：]|^\*", re.I)
SIGNATURE = re.compile(
    r"^(?:mengetahui|menyetujui|ditetapkan|kepala|ketua|plt\.?|a\.?n\.|sekretaris|wali kota|walikota|bupati|"
    r"gubernur|nip)\b"
    r"|^\(?[._…\s]{4,}\)?$|^[\w .]{3,40},\s.*\b(?:19|20)\d\d$",
    re.I,
)
BANNER_STRATEGY = re.compile(r"^(?:strategi|pilar|bidang|sub[ -]?gugus tugas|fokus)\b", re.I)
BANNER_PROGRAM = re.compile(r"^program\b", re.I)

PERCENT_UNITS = {"persen", "%", "prosen", "persentase", "persen (%)"}
# Things counted one by one: a fraction of them is a misread thousand.
COUNT_UNITS = {
    "orang", "anak", "peserta", "keluarga", "kk", "kasus", "korban", "instansi", "kelurahan", "desa",
    "kecamatan",
    "sekolah", "puskesmas", "unit", "dokumen", "rancangan", "kegiatan", "rapat", "kali", "paket", "konten",
    "forum",
    "permohonan", "operasi", "lembaga", "perda", "sop", "laporan", "lokasi", "kader", "petugas",
}  # fmt: skip

# Words a name of a party begins with, for lists written with commas.
INSTITUTION_WORDS = {
    "dinas", "badan", "bagian", "kantor", "kementerian", "kanwil", "polres", "polsek", "polda", "polresta",
    "kejaksaan",
    "kejari", "pengadilan", "camat", "kecamatan", "lurah", "kelurahan", "desa", "sekretariat",
    "inspektorat", "puskesmas",
    "cabang", "forum", "lembaga", "imigrasi", "unit", "perguruan", "rumah", "balai", "sentra", "satuan",
    "satpol", "dinsos",
    "disnaker", "disdik", "dinkes", "diskominfo", "dishub", "dispendukcapil", "disdukcapil", "bappeda",
    "kemenag", "baznas",
    "bapas", "kodim", "kominfo", "tokoh", "ormas", "semua", "ketua",
}  # fmt: skip

_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?:\b(?:th|thn|tahun|ta|t\.a)\b\.?\s*)?\b((?:19|20|21)\d\d)\b", re.I)
_YEAR_WORDS = re.compile(r"\b(?:th|thn|tahun|ta)\b\.?", re.I)


def folded_label(text: str) -> str:
    """A head of a column for comparison: small letters, one space, without brackets and years."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    text = _YEAR_WORDS.sub(" ", _YEAR.sub(" ", _BRACKETS.sub(" ", text)))
    text = re.sub(r"\s*/\s*", " / ", re.sub(r"[^\w/ -]", " ", text))
    return " ".join(text.replace("-", " ").split())


def years_in(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(text.replace("_", " "))]


def is_answer(text: str) -> bool:
    """Whether this is something a person may say about a column: a field, a yearly one with its year."""
    name, _colon, year = text.partition(":")
    if name == "target" and not year:
        return False
    return name == IGNORE or (name in FIELDS and (not year or (name in YEARLY and _is_year(year))))


def _is_year(text: str) -> bool:
    return text.isdecimal() and 2000 <= int(text) <= 2100


def answer_in(words: str) -> str | None:
    """An answer as a person writes it in a list ("Penanggung Jawab", "Target 2026", "abaikan")."""
    text = folded_label(words)
    years = years_in(words)
    names = {str(name).casefold(): key for key, name in FIELD_NAMES.items()}
    name = names.get(text, text)
    answer = (
        f"{name}:{years[0]}"
        if years and name in YEARLY
        else words.strip()
        if is_answer(words.strip())
        else name
    )
    return answer if is_answer(answer) else None


def field_of(label: str) -> str | None:
    """The field a folded head stands for: exactly, or by the words it begins or ends with."""
    for field, heads in FIELDS.items():
        if label in heads:
            return field
    if not label or NOT_A_PLAN & set(label.split()):
        return None
    begun = {f for f, heads in FIELDS.items() if any(label.startswith(head + " ") for head in _strong(heads))}
    ended = {f for f, heads in FIELDS.items() if any(label.endswith(" " + head) for head in _strong(heads))}
    fields = begun | ended
    return fields.pop() if len(fields) == 1 else None


def _strong(heads: tuple[str, ...]) -> list[str]:
    """Heads long enough to be recognised inside a longer one."""
    return [head for head in heads if len(head) > 5]
