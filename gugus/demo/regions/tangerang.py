"""Kabupaten Tangerang as its article tells it (19 June 2024): two task forces, two plans, five strategies.

The task force of 2019 made the RAD 2019–2023; that of 2024–2026 drew up its own in the rakor of June 2024,
with the prosecutor, three police commands, the directors of the regency's hospitals and all offices present.
"""

from datetime import date

from gugus.demo.regions.shapes import (
    DemoCase,
    DemoDecree,
    DemoItem,
    DemoPlan,
    DemoRegion,
    Leader,
    Office,
    accounts,
)

DINAS, POLICE = "DPPPA", "Polresta Tangerang"
AWARENESS = "Pendidikan dan kesadaran masyarakat"
LAW = "Penguatan hukum"
TRAINING = "Pelatihan dan kapasitas"
NETWORK = "Pengembangan jaringan kerja sama"
RECOVERY = "Pemulihan dan reintegrasi"
SCHOOLS = DemoItem(
    "Penyuluhan bahaya TPPO di sekolah", "Jumlah sekolah yang disuluh", "sekolah", 29, "Dinas Pendidikan",
    budget=145_000_000,
)  # fmt: skip
VILLAGES = DemoItem(
    "Sosialisasi tingkat RT/RW, desa, dan kelurahan", "Jumlah desa dan kelurahan yang disosialisasi",
    "desa/kelurahan", 60, DINAS, budget=210_000_000,
)  # fmt: skip
LAW_REVIEW = DemoItem(
    "Penyusunan peraturan daerah pencegahan TPPO", "Jumlah rancangan peraturan yang selesai", "naskah", 1,
    "Kejari Kabupaten Tangerang", "posisi_akhir",
)  # fmt: skip
CASES = DemoItem(
    "Penanganan perkara TPPO", "Persentase laporan yang ditindaklanjuti", "%", 100, POLICE, "rasio",
    about_victims=True,
)  # fmt: skip
OFFICERS = DemoItem(
    "Pelatihan petugas layanan", "Jumlah petugas terlatih", "orang", 80, DINAS, budget=96_500_000
)
HEALTH_STAFF = DemoItem(
    "Pelatihan tenaga kesehatan pendamping korban", "Rata-rata nilai uji akhir peserta", "nilai", 80,
    "RSUD Kabupaten Tangerang", "rata_rata", budget=54_000_000,
)  # fmt: skip
MEETINGS = DemoItem(
    "Rapat koordinasi lintas sektor", "Jumlah rapat koordinasi", "kali", 4, DINAS, budget=48_000_000
)
AIRPORT = DemoItem(
    "Kerja sama pengawasan jalur transit bandara", "Jumlah operasi bersama", "operasi", 6,
    "Polres Tangerang Selatan",
)  # fmt: skip
RESPONSE = DemoItem(
    "Percepatan respons laporan masyarakat", "Lama tanggapan laporan", "jam", 24,
    "Polres Metro Tangerang Kota", "rata_rata", "turun",
)  # fmt: skip
SHELTER = DemoItem(
    "Penyediaan rumah aman", "Jumlah rumah aman yang siap pakai", "unit", 1, "Dinas Sosial", "posisi_akhir",
    budget=320_000_000,
)  # fmt: skip
REINTEGRATION = DemoItem(
    "Reintegrasi korban ke keluarga dan pekerjaan", "Persentase korban yang direintegrasi", "%", 100,
    "Dinas Tenaga Kerja", "rasio", about_victims=True,
)  # fmt: skip

# [seed] Seven cases from 2020 to 2024 in several kecamatan; the people and all details are invented.
CASES_TOLD = (
    DemoCase("36.03.13", "Kencana Contoh", date(2020, 2, 17), closure="pulih"),
    DemoCase("36.03.14", "Lestari Contoh", date(2020, 9, 3), age="18_24", closure="pulih"),
    DemoCase("36.03.18", "Nirmala Contoh", date(2021, 5, 21), modus="eksploitasi_seksual", closure="pulih"),
    DemoCase("36.03.12", "Bayu Contoh", date(2022, 3, 9), sex="laki_laki", modus="abk", closure="pindah"),
    DemoCase("36.03.03", "Anak Contoh Empat", date(2023, 7, 4), age="13_17", modus="eksploitasi_anak",
             closure="pulih"),
    DemoCase("36.03.17", "Sekar Ayu Contoh", date(2023, 11, 28), closure="pulih"),
    DemoCase("36.03.13", "Utari Contoh", date(2024, 4, 15), modus="penipuan_daring", risk="tinggi"),
)  # fmt: skip

# [seed] Kabupaten Tangerang: rakor GT-PPTPPO of 19 June 2024; five strategies; seven cases 2020–2024.
TANGERANG = DemoRegion(
    key="tangerang",
    slug="tangerang",
    code="36.03",
    name="Gugus Tugas Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang Kabupaten Tangerang",
    short_name="GT-PPTPPO Kabupaten Tangerang",
    office="Bupati Tangerang",
    secretariat=DINAS,
    has_cases=True,
    cases=CASES_TOLD,
    decrees=(
        DemoDecree("188.45/903/KEP/2019", date(2019, 3, 4), date(2023, 12, 31)),
        DemoDecree("188.45/904/KEP/2024", date(2024, 5, 20), date(2026, 12, 31)),
    ),
    letterhead={
        "government": "Pemerintah Kabupaten Tangerang",
        "office": "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
        "address": "Jalan Contoh Nomor 3, Tigaraksa",
        "contact": "Telepon (021) 000000, pos-el dpppa@tangerang.example.id",
    },
    offices=(
        Office(DINAS, "DPPPA Kabupaten Tangerang", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office(POLICE, "Kepolisian Resor Kota Tangerang (Tigaraksa)", "vertikal", "V. Penegakan Hukum"),
        Office(
            "Polres Metro Tangerang Kota",
            "Kepolisian Resor Metro Tangerang Kota",
            "vertikal",
            "V. Penegakan Hukum",
        ),
        Office(
            "Polres Tangerang Selatan",
            "Kepolisian Resor Tangerang Selatan",
            "vertikal",
            "V. Penegakan Hukum",
        ),
        Office(
            "Kejari Kabupaten Tangerang",
            "Kejaksaan Negeri Kabupaten Tangerang",
            "vertikal",
            "V. Penegakan Hukum",
        ),
        Office(
            "RSUD Kabupaten Tangerang",
            "RSUD se-Kabupaten Tangerang",
            "opd",
            "II. Rehabilitasi Kesehatan",
            head="Direktur RSUD se-Kabupaten Tangerang",
        ),
        Office("Dinas Sosial", "Dinas Sosial Kabupaten Tangerang", "opd", "III. Rehabilitasi Sosial"),
        Office("Dinas Tenaga Kerja", "Dinas Tenaga Kerja Kabupaten Tangerang", "opd", "I. Pencegahan"),
        Office("Dinas Pendidikan", "Dinas Pendidikan Kabupaten Tangerang", "opd", "I. Pencegahan"),
        Office("UPTD PPA", "UPTD PPA Kabupaten Tangerang", "opd", parent=DINAS),
        Office("Unit PPA", "Unit PPA Polresta Tangerang", "vertikal", parent=POLICE),
    ),
    leaders=(
        Leader("Bupati Tangerang", "Pengarah", "Bagas Contoh"),
        Leader("Sekretaris Daerah Kabupaten Tangerang", "Ketua", "Satria Contoh", account="sekda"),
        Leader("Inspektur Kabupaten Tangerang", "Penanggung Jawab", "Wening Contoh", account="pengawas"),
    ),
    accounts=accounts(POLICE, DINAS),
    plans=(
        DemoPlan(
            code="rad-2019-2023",
            instrument="Peraturan Bupati Tangerang Nomor 98 Tahun 2019 (contoh)",
            adopted=date(2019, 7, 1),
            years=(2019, 2023),
            begins=date(2019, 1, 1),
            kind="tahun",
            strategies=(
                (AWARENESS, (SCHOOLS, VILLAGES)),
                (LAW, (LAW_REVIEW, CASES)),
                (TRAINING, (OFFICERS,)),
                (NETWORK, (MEETINGS,)),
                (RECOVERY, (SHELTER, REINTEGRATION)),
            ),
        ),
        DemoPlan(
            code="rad-2024-2026",
            instrument="Peraturan Bupati Tangerang Nomor 99 Tahun 2024 (contoh)",
            adopted=date(2024, 7, 15),
            years=(2024, 2026),
            begins=date(2024, 7, 1),
            strategies=(
                (AWARENESS, (SCHOOLS, VILLAGES)),
                (LAW, (LAW_REVIEW, CASES, RESPONSE)),
                (TRAINING, (OFFICERS, HEALTH_STAFF)),
                (NETWORK, (MEETINGS, AIRPORT)),
                (RECOVERY, (SHELTER, REINTEGRATION)),
            ),
        ),
    ),
)
