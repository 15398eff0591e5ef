"""What the five articles say of their meetings, in the words a paper or page must have.

Read from the articles, not from the demo: offices, place, day, roles, numbers and commitments; no names of
persons, no place of a case.

Day, hour and room that an article does not give are invented by the demo and are not asserted here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """`call`: on the surat undangan. `room`: who came, on the daftar hadir. `said`: in the notula. `vowed`:
    commitments by agency, as follow-ups. `chair` leads, `host` (short name) hosts, `speakers` speak."""

    title: str
    host: str
    chair: str
    call: tuple[str, ...]
    room: tuple[str, ...]
    said: tuple[str, ...]
    vowed: tuple[tuple[str, str], ...]
    speakers: tuple[str, ...]
    opener: str = ""
    co_host: str = ""
    silent: tuple[str, ...] = ()  # may be told to nobody


ARTICLES = {
    "kediri": Article(
        title="Rapat Koordinasi Pembentukan Gugus Tugas",
        host="DP3AP2KB",
        chair="Sekretaris DP3AP2KB Kota Kediri",
        opener="Sekretaris DP3AP2KB Kota Kediri",
        call=(
            "PEMERINTAH KOTA KEDIRI",
            "Rapat Koordinasi Pembentukan Gugus Tugas Pencegahan Tindak Pidana Perdagangan Orang (TPPO)",
            "Kamis, 13 November 2025",
            "Aula DP3AP2KB",
            "perempuan dan anak",
        ),
        room=(
            "Kepolisian Resor Kediri Kota",
            "Kejaksaan Negeri",
            "Pengadilan Negeri Kediri",
            "Kantor Imigrasi",
            "Dinas Sosial",
            "Dinas Tenaga Kerja",
            "Dinas Pendidikan",
            "Dinas Kesehatan",
            "Sekretaris DP3AP2KB Kota Kediri",
            "Kepala Seksi DP3AP2KB Kota Kediri",
        ),
        said=(
            "belum ada kasus TPPO di Kota Kediri",
            "langkah preventif",
            "indikator keberhasilan",
            "rehabilitasi medis maupun sosial",
            "penegakan hukum",
            "masing-masing bidang sudah tahu tugasnya",
            "Dinas Kominfo",
        ),
        vowed=(
            ("DP3AP2KB", "Surat Keputusan (SK) Wali Kota Kediri"),
            ("DP3AP2KB", "Rencana Aksi Daerah (RAD)"),
        ),
        speakers=("Sekretaris DP3AP2KB Kota Kediri", "Kepala Seksi DP3AP2KB Kota Kediri"),
    ),
    "oku_selatan": Article(
        title="Rapat Koordinasi Sinergi Pusat Pelayanan Perlindungan Anak (PPA) dan Unit PPA",
        host="DP3APPKB",
        chair="Sekretaris Daerah Kabupaten OKU Selatan",
        call=(
            "PEMERINTAH KABUPATEN OGAN KOMERING ULU SELATAN",
            "Unit PPA Polres OKU Selatan",
            "Anak yang Memerlukan Perlindungan Khusus (AMPK)",
            "Tindak Pidana Perdagangan Orang (TPPO)",
            "Supervisi dan Sosialisasi Peraturan Ketua Harian GT PP TPPO Nomor 1 Tahun 2025",
            "Kepala Bagian Operasi Polres OKU Selatan",
        ),
        room=(
            "Forkopimda",
            "Kepolisian Resor OKU Selatan",
            "Kodim 0403/OKU",
            "Kejaksaan Negeri OKU Selatan",
            "Kementerian Agama",
            "Dinas Sosial",
            "Sekretaris Daerah Kabupaten OKU Selatan",
            "Kepala Bagian Operasi Polres OKU Selatan",
        ),
        said=(
            "kejahatan luar biasa",
            "terpadu dan melibatkan lintas sektor",
            "Undang-Undang Nomor 21 Tahun 2007",
            "Perpres Nomor 49 Tahun 2023",
            "Peraturan Ketua Harian GT PP TPPO Nomor 1 Tahun 2025",
            "pembentukan sub-gugus tugas",
            "mekanisme penanganan kasus TPPO di lapangan",
            "perlindungan maksimal kepada para korban",
            "Masyarakat diajak berperan aktif",
        ),
        vowed=(
            ("DP3APPKB", "pembentukan Gugus Tugas Pencegahan dan Penanganan TPPO"),
            ("Polres OKU Selatan", "Respons cepat"),
            ("Dinas Tenaga Kerja", "Edukasi pencegahan TPPO sejak dini"),
            ("DP3APPKB", "Pemetaan potensi kerawanan"),
        ),
        speakers=("Sekretaris Daerah Kabupaten OKU Selatan", "Kepala Bagian Operasi Polres OKU Selatan"),
    ),
    "tangerang": Article(
        title="Rapat Koordinasi Gugus Tugas Pencegahan dan Penanganan TPPO (GT-PPTPPO)",
        host="DPPPA",
        chair="Kepala DPPPA Kabupaten Tangerang",
        opener="Kepala DPPPA Kabupaten Tangerang",
        call=(
            "PEMERINTAH KABUPATEN TANGERANG",
            "GT-PPTPPO",
            "Rabu, 19 Juni 2024",
            "Hotel Yasmin",
            "Penyusunan Rencana Aksi Daerah (RAD) tahun 2024 s.d. 2026",
        ),
        room=(
            "Kejaksaan Negeri Kabupaten Tangerang",
            "Kepolisian Resor Metro Tangerang Kota",
            "Kepolisian Resor Tangerang Selatan",
            "Tigaraksa",
            "Direktur RSUD se-Kabupaten Tangerang",
            "Seluruh Perangkat Daerah",
        ),
        said=(
            "Bandara Soekarno-Hatta dan Pelabuhan Merak",
            "tahun 2020 sampai tahun 2024 terdapat tujuh kasus",
            "pendidikan dan kesadaran masyarakat",
            "penguatan hukum",
            "pelatihan dan kapasitas",
            "pengembangan jaringan kerja sama",
            "pemulihan dan reintegrasi",
            "2019–2023",
            "2024–2026",
        ),
        vowed=(
            ("DPPPA", "RAD PPTPPO tahun 2024–2026"),
            ("DPPPA", "keluarga, masyarakat, RT/RW, kelurahan dan desa, serta kecamatan"),
        ),
        speakers=("Kepala DPPPA Kabupaten Tangerang",),
    ),
    "bintan": Article(
        title="Rapat Tim Gugus Tugas Tindak Pidana Perdagangan Orang (TPPO)",
        host="DP3KB",
        chair="Sekretaris Daerah Kabupaten Bintan",
        call=(
            "PEMERINTAH KABUPATEN BINTAN",
            "Rapat Tim Gugus Tugas Tindak Pidana Perdagangan Orang (TPPO)",
            "Senin, 24 November 2025",
            "Ruang Rapat II Bandar Seri Bentan",
            "Sekretaris Daerah Kabupaten Bintan",
            "Kepala DP3KB Kabupaten Bintan",
            "koordinasi lintas sektor",
        ),
        room=(
            "Sekretaris Daerah Kabupaten Bintan",
            "DP3KB Kabupaten Bintan",
            "Kepolisian Resor Bintan",
            "Kejaksaan Negeri Bintan",
            "Imigrasi",
            "Pos Pelayanan Terpadu",
        ),
        said=(
            "kedekatan geografis dengan negara tetangga",
            "SOP yang jelas",
            "tanpa penundaan",
            "evaluasi kasus yang telah ditangani sepanjang tahun",
            "Pos Pelayanan Terpadu",
            "Sosialisasi terpadu",
            "kecamatan dan desa",
            "literasi hukum",
            "garda terdepan",
            "langkah-langkah preventif",
            "mempercepat mekanisme penanganan korban",
            "ketegasan dalam penindakan",
            "koordinator utama",
        ),
        vowed=(
            ("DP3KB", "SOP penanganan temuan dan laporan masyarakat"),
            ("DP3KB", "sosialisasi terpadu bersama kecamatan dan desa"),
            ("Dinas Sosial", "Pos Pelayanan Terpadu"),
            ("Dinas Tenaga Kerja", "tidak tergiur modus penipuan"),
            ("Polres Bintan", "ketegasan dalam penindakan"),
        ),
        speakers=("Sekretaris Daerah Kabupaten Bintan", "Kepala DP3KB Kabupaten Bintan"),
    ),
    "jakarta_barat": Article(
        title="Focus Group Discussion (FGD)",
        host="Dinas PPAPP",
        chair="Kepala Dinas PPAPP DKI",
        opener="Wali Kota Jakarta Barat",
        co_host="Pemerintah Kota Administrasi Jakarta Barat",
        call=(
            "DINAS PPAPP",
            "Focus Group Discussion (FGD)",
            "Jumat, 22 Agustus 2025",
            "Ruang Wijaya Kusuma, Kantor Wali Kota Jakarta Barat",
            "Pemerintah Kota Administrasi Jakarta Barat",
            "Wali Kota Jakarta Barat",
            "kesepahaman kolektif",
        ),
        room=(
            "Wali Kota Jakarta Barat",
            "Dinas PPAPP Provinsi Daerah Khusus Jakarta",
            "Anggota Komisi E DPRD DKI Jakarta",
            "Ketua Program Studi Kajian Stratejik Global UI",
            "Kasatreskrim",
            "Polres Metro Jakarta Barat",
            "PKK",
            "lurah",
            "Tokoh masyarakat, agama, dan pemuda",
            "Camat",
        ),
        said=(
            "mitigasi risiko",
            "lokasi pertama",
            "langkah nyata",
            "mendukung penuh",
            "kader PKK",
            "kekerasan, pelecehan, maupun eksploitasi",
            "perlindungan perempuan dan anak",
        ),
        vowed=(
            ("Sudin PPAPP", "diskusi warga"),
            ("TP PKK", "peran lurah, tokoh masyarakat, dan kader PKK"),
        ),
        speakers=("Wali Kota Jakarta Barat", "Kepala Dinas PPAPP DKI"),
        silent=("Taman Sari", "temuan kasus", "satu kasus"),
    ),
}
