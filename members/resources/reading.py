"""The list of agencies as people write it: its columns, and what each looks like."""

from django.utils.translation import gettext_lazy as _

from gugus.core.sheets.lists import ListShape

REQUIRED = ("instansi", "nama_lengkap", "jenis")
SHAPE = ListShape(
    heads={
        "instansi": ("instansi", "nama singkat", "nama instansi", "opd", "lembaga"),
        "nama_lengkap": ("nama_lengkap", "nama lengkap", "nama resmi", "nomenklatur"),
        "jenis": ("jenis", "jenis instansi", "kategori"),
        "induk": ("induk", "instansi induk", "lembaga induk"),
        "bidang": ("bidang", "bidang_disimpulkan", "bidang tugas"),
        "sub_gugus_tugas": (
            "sub_gugus_tugas",
            "sub_gugus_tugas_lazim",
            "sub gugus tugas",
            "sub-gugus tugas",
        ),
        "peran_dan_tugas": ("peran_dan_tugas", "peran dan tugas", "tugas"),
        "jabatan_kepala": ("jabatan_kepala", "jabatan kepala"),
        "asal": ("asal", "catatan", "keterangan"),
    },
    required=REQUIRED,
    no_head=_(
        "Baris judul tidak ditemukan. Berkas harus punya kolom instansi, nama_lengkap, dan jenis; "
        "contoh judul: instansi | nama_lengkap | jenis | induk | bidang."
    ),
    no_rows=_("Di bawah baris judul tidak ada instansi. Isi sedikitnya satu baris."),
)
EXAMPLES = {
    "instansi": "Dinas Sosial",
    "nama_lengkap": "Dinas Sosial Kota Kediri",
    "jenis": "OPD, vertikal, peradilan, atau masyarakat",
    "induk": "Pemerintah Kota Kediri",
    "bidang": "rehabilitasi sosial",
    "sub_gugus_tugas": "III. Rehabilitasi Sosial",
    "peran_dan_tugas": "rumah perlindungan; pemulangan",
    "jabatan_kepala": "Kepala Dinas Sosial Kota Kediri",
}
