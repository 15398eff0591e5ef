"""What a new task force starts with. All of it is copied into the region's own rows and may be changed there.

Sources: domain.md §2 (sub-gugus tugas, positions), §1 (legal instruments), §5 (order of a keputusan). A title
without a checked source is shipped as "perlu diperiksa" and never printed on a final document.
"""

from typing import NamedTuple

from members.enums import Certainty, LawLevel

# Provinces east of WIB by the first two digits of the Kemendagri code (Keppres 41/1987; Papua's six too).
WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})

# Provinces whose kota and kabupaten are administrative only: the Gubernur signs, the dinas sits there.
ADMINISTRATIVE_PROVINCES = {"31": "Daerah Khusus Ibukota Jakarta"}

SUB_TASK_FORCES = (
    "Pencegahan",
    "Rehabilitasi Kesehatan",
    "Rehabilitasi Sosial, Pemulangan, dan Reintegrasi Sosial",
    "Pengembangan Norma Hukum",
    "Penegakan Hukum",
    "Koordinasi dan Kerja Sama",
)

# (name, rank, stands inside a sub-gugus tugas): both structures in use today draw from this list.
POSITIONS = (
    ("Pengarah", 10, False),
    ("Ketua", 20, False),
    ("Wakil Ketua", 25, False),
    ("Ketua Harian", 30, False),
    ("Pelaksana Harian", 35, False),
    ("Sekretaris", 40, False),
    ("Penanggung Jawab", 60, True),
    ("Anggota", 90, True),
)


class Law(NamedTuple):
    """One shipped legal instrument; `starts` picks it for a new draft."""

    level: LawLevel
    kind: str
    number: str
    year: int
    title: str
    certainty: Certainty
    note: str = ""
    starts: bool = False


TPPO = "Tindak Pidana Perdagangan Orang"
GT_RULE = f"Gugus Tugas Pencegahan dan Penanganan {TPPO}"
CHILD_ACT = "Undang-Undang Nomor 23 Tahun 2002 tentang Perlindungan Anak"
WITNESS_ACT = "Undang-Undang Nomor 13 Tahun 2006 tentang Perlindungan Saksi dan Korban"
SERVICE = f"Pelayanan Terpadu bagi Saksi dan/atau Korban {TPPO}"
GT_PRESIDENT = f"Peraturan Presiden Nomor 69 Tahun 2008 tentang {GT_RULE}"
PPPA_MINISTER = "Peraturan Menteri Pemberdayaan Perempuan dan Perlindungan Anak"
SURE, UNSURE = Certainty.SURE, Certainty.UNSURE

LAWS = (
    Law(LawLevel.ACT, "Undang-Undang", "21", 2007, f"Pemberantasan {TPPO}", SURE, starts=True),
    Law(
        LawLevel.ACT,
        "Undang-Undang",
        "23",
        2014,
        "Pemerintahan Daerah",
        UNSURE,
        "Judul belum diperiksa.",
    ),
    Law(LawLevel.ACT, "Undang-Undang", "31", 2014, f"Perubahan atas {WITNESS_ACT}", SURE),
    Law(
        LawLevel.ACT,
        "Undang-Undang",
        "35",
        2014,
        f"Perubahan atas {CHILD_ACT}",
        UNSURE,
        "Judul belum diperiksa pada naskah resmi.",
    ),
    Law(
        LawLevel.ACT,
        "Undang-Undang",
        "18",
        2017,
        "Pelindungan Pekerja Migran Indonesia",
        UNSURE,
        "Judul belum diperiksa pada naskah resmi.",
    ),
    Law(LawLevel.ACT, "Undang-Undang", "12", 2022, "Tindak Pidana Kekerasan Seksual", SURE),
    Law(LawLevel.ACT, "Undang-Undang", "27", 2022, "Pelindungan Data Pribadi", SURE),
    Law(
        LawLevel.ACT,
        "Undang-Undang",
        "1",
        2023,
        "Kitab Undang-Undang Hukum Pidana",
        UNSURE,
        "Periksa pasal peralihan dan pasal yang dicabut dari UU 21/2007.",
    ),
    Law(
        LawLevel.GOVERNMENT,
        "Peraturan Pemerintah",
        "9",
        2008,
        f"Tata Cara dan Mekanisme {SERVICE}",
        SURE,
        starts=True,
    ),
    Law(
        LawLevel.GOVERNMENT,
        "Peraturan Pemerintah",
        "7",
        2018,
        "Pemberian Kompensasi, Restitusi, dan Bantuan kepada Saksi dan Korban",
        UNSURE,
        "Diubah dengan PP 35/2020; judul kedua naskah belum diperiksa.",
    ),
    Law(LawLevel.PRESIDENT, "Peraturan Presiden", "69", 2008, GT_RULE, SURE, starts=True),
    Law(
        LawLevel.PRESIDENT,
        "Peraturan Presiden",
        "22",
        2021,
        f"Perubahan atas {GT_PRESIDENT}",
        SURE,
        starts=True,
    ),
    Law(
        LawLevel.PRESIDENT,
        "Peraturan Presiden",
        "19",
        2023,
        f"Rencana Aksi Nasional Pencegahan dan Penanganan {TPPO} Tahun 2020-2024",
        SURE,
        "Masa rencana aksinya sudah lewat; RAN 2025–2029 belum ditemukan penetapannya.",
    ),
    Law(
        LawLevel.PRESIDENT,
        "Peraturan Presiden",
        "49",
        2023,
        f"Perubahan Kedua atas {GT_PRESIDENT}",
        SURE,
        starts=True,
    ),
    Law(
        LawLevel.MINISTER,
        "Peraturan Menteri Negara Pemberdayaan Perempuan",
        "1",
        2009,
        f"Standar Pelayanan Minimal {SERVICE} di Kabupaten/Kota",
        SURE,
    ),
    Law(
        LawLevel.MINISTER,
        PPPA_MINISTER,
        "10",
        2012,
        f"Panduan Pembentukan dan Penguatan {GT_RULE}",
        SURE,
        starts=True,
    ),
    Law(
        LawLevel.MINISTER,
        PPPA_MINISTER,
        "8",
        2021,
        f"Standar Operasional Prosedur {SERVICE}",
        SURE,
        starts=True,
    ),
    Law(
        LawLevel.MINISTER,
        "Peraturan Mahkamah Agung",
        "1",
        2022,
        "Tata Cara Penyelesaian Permohonan dan Pemberian Restitusi dan Kompensasi kepada Korban "
        "Tindak Pidana",
        UNSURE,
        "Judul belum diperiksa pada naskah resmi.",
    ),
    Law(
        LawLevel.MINISTER,
        "Peraturan Ketua Harian Gugus Tugas Pusat",
        "1",
        2025,
        "Sub Gugus Tugas di Daerah dan Mekanisme Penanganan Kasus",
        UNSURE,
        "Judul lengkap belum ditemukan; jangan dikutip sebelum diperiksa.",
    ),
)

# (code, title, summary, steps): stubs a region completes; the chain is that of Permen PPPA 8/2021.
SOPS = (
    (
        "SOP-01",
        "Penerimaan pengaduan dan identifikasi awal",
        "Pintu masuk laporan: UPTD PPA/PPT, Unit PPA, SAPA 129, desa atau kelurahan.",
        "Terima laporan\nPastikan korban aman\nKenali tiga unsur: proses, cara, tujuan\n"
        "Catat di SIMFONI-PPA\nTeruskan ke layanan yang berwenang",
    ),
    (
        "SOP-02",
        "Rehabilitasi kesehatan",
        "Pemeriksaan dan perawatan korban di Puskesmas, RSUD, atau RS Bhayangkara.",
        "Terima rujukan\nPeriksa dan rawat\nBuat visum bila diminta penyidik\nJawab rujukan",
    ),
    (
        "SOP-03",
        "Rehabilitasi sosial, pemulangan, dan reintegrasi sosial",
        "Penampungan, pendampingan, pemulangan ke daerah asal, dan tindak lanjutnya.",
        "Asesmen kebutuhan\nSusun rencana intervensi\nLaksanakan layanan\nPantau dan akhiri layanan",
    ),
    (
        "SOP-04",
        "Bantuan dan penegakan hukum",
        "Pendampingan hukum, laporan polisi, penuntutan, dan permohonan restitusi.",
        "Dampingi korban melapor\nKoordinasikan dengan penyidik\nAjukan restitusi\nSampaikan perkembangan",
    ),
    (
        "SOP-05",
        "Rapat koordinasi dan pelaporan",
        "Masukan triwulan, evaluasi semester, dan laporan tahunan kepada kepala daerah.",
        "Undang anggota\nBahas pelaksanaan rencana aksi\nCatat keputusan\nSampaikan laporan",
    ),
)

CONSIDERATIONS = (
    "bahwa tindak pidana perdagangan orang merupakan kejahatan terhadap harkat dan martabat manusia "
    "yang perlu dicegah dan ditangani secara terpadu di %(region)s;",
    "bahwa untuk mengefektifkan dan menjamin pelaksanaan pencegahan dan penanganan tindak pidana "
    "perdagangan orang, Pemerintah Daerah membentuk gugus tugas yang beranggotakan pemerintah daerah, "
    "penegak hukum, dan unsur masyarakat;",
)

DICTUMS = (
    "Membentuk %(name)s dengan susunan keanggotaan sebagaimana tercantum dalam Lampiran yang merupakan "
    "bagian tidak terpisahkan dari Keputusan ini.",
    "Gugus Tugas sebagaimana dimaksud dalam Diktum KESATU bertugas mengoordinasikan upaya pencegahan "
    "dan penanganan tindak pidana perdagangan orang; melaksanakan advokasi, sosialisasi, pelatihan, dan "
    "kerja sama; memantau perkembangan pelaksanaan perlindungan korban yang meliputi rehabilitasi, "
    "pemulangan, dan reintegrasi sosial; memantau perkembangan pelaksanaan penegakan hukum; serta "
    "melaksanakan pelaporan dan evaluasi.",
    "Untuk melaksanakan tugas sebagaimana dimaksud dalam Diktum KEDUA, Gugus Tugas dibantu oleh sub-"
    "gugus tugas sebagaimana tercantum dalam Lampiran.",
    "Sekretariat Gugus Tugas berkedudukan pada %(secretariat)s.",
    "Gugus Tugas melaporkan pelaksanaan tugasnya kepada %(head)s paling sedikit satu kali dalam satu "
    "tahun atau sewaktu-waktu apabila diperlukan.",
    "Biaya yang timbul akibat ditetapkannya Keputusan ini dibebankan pada Anggaran Pendapatan dan "
    "Belanja Daerah %(region)s serta sumber lain yang sah dan tidak mengikat.",
    "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
)

AMENDMENT_DICTUMS = (
    "Susunan keanggotaan %(name)s menjadi sebagaimana tercantum dalam Lampiran yang "
    "merupakan bagian tidak terpisahkan dari Keputusan ini.",
    "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
)

AMENDMENT_CONSIDERATION = (
    "bahwa terdapat perubahan susunan keanggotaan %(name)s sehingga %(decree)s perlu diubah;"
)

COPIES = ("Gubernur %(province)s di tempat;", "Instansi anggota %(name)s.")
