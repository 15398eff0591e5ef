"""Jakarta Barat as its article tells it (FGD of 22 August 2025): one case in one kecamatan.

A *kota administrasi*: the Gubernur signs the SK and the dinas sits at the province.
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

SUDIN, POLICE, CITY = "Sudin PPAPP", "Polres Metro Jakarta Barat", "Kota Administrasi Jakarta Barat"

# [seed] Jakarta Barat: FGD of 22 August 2025 with Dinas PPAPP; site chosen because of a case in Taman Sari.
JAKARTA_BARAT = DemoRegion(
    key="jakarta_barat",
    slug="jakarta-barat",
    code="31.73",
    name=f"Gugus Tugas Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang {CITY}",
    short_name="Gugus Tugas TPPO Jakarta Barat",
    office="Gubernur Daerah Khusus Jakarta",
    secretariat=SUDIN,
    has_cases=True,
    cases=(
        # Close family exploited her at home; one case, so nothing that is published may name its kecamatan.
        DemoCase("31.73.03", "Kirana Contoh", date(2025, 7, 9), age="18_24", modus="eksploitasi_seksual"),
    ),
    decrees=(DemoDecree("906/2025", date(2025, 8, 4), date(2029, 12, 31)),),
    letterhead={
        "government": "Pemerintah Provinsi Daerah Khusus Jakarta",
        "office": f"Suku Dinas Pemberdayaan, Perlindungan Anak, dan Pengendalian Penduduk {CITY}",
        "address": "Jalan Contoh Nomor 5, Jakarta Barat",
        "contact": "Telepon (021) 000000, pos-el sudinppapp@jakarta-barat.example.id",
    },
    offices=(
        Office("Dinas PPAPP", "Dinas PPAPP Provinsi Daerah Khusus Jakarta", "opd", "I. Pencegahan"),
        Office(SUDIN, f"Suku Dinas PPAPP {CITY}", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office(POLICE, POLICE, "vertikal", "V. Penegakan Hukum"),
        Office("Kejari Jakarta Barat", "Kejaksaan Negeri Jakarta Barat", "vertikal", "V. Penegakan Hukum"),
        Office("Sudin Sosial", f"Suku Dinas Sosial {CITY}", "opd", "III. Rehabilitasi Sosial"),
        Office("Sudin Nakertransgi", f"Suku Dinas Tenaga Kerja {CITY}", "opd", "I. Pencegahan"),
        Office("Sudin Kesehatan", f"Suku Dinas Kesehatan {CITY}", "opd", "II. Rehabilitasi Kesehatan"),
        Office(
            "Kecamatan Taman Sari", "Kecamatan Taman Sari", "opd", "I. Pencegahan", head="Camat Taman Sari"
        ),
        Office(
            "TP PKK",
            f"Tim Penggerak PKK {CITY}",
            "masyarakat",
            "I. Pencegahan",
            head=f"Ketua Tim Penggerak PKK {CITY}",
        ),
        Office("Pusat PPA", "Pusat Perlindungan Perempuan dan Anak", "opd", parent="Dinas PPAPP"),
        Office("Unit PPA", f"Unit PPA {POLICE}", "vertikal", parent=POLICE),
    ),
    leaders=(
        Leader("Gubernur Daerah Khusus Jakarta", "Pengarah", "Gemilang Contoh"),
        Leader("Wali Kota Jakarta Barat", "Pengarah", "Wisnu Contoh"),
        Leader("Sekretaris Kota Administrasi Jakarta Barat", "Ketua", "Satria Contoh", account="sekda"),
        Leader("Inspektur Pembantu Jakarta Barat", "Penanggung Jawab", "Wening Contoh", account="pengawas"),
    ),
    accounts=accounts(
        POLICE, "Dinas PPAPP", social="Sudin Sosial", labour="Sudin Nakertransgi", centre="Pusat PPA"
    ),
    plans=(
        DemoPlan(
            code="rad-2026-2029",
            instrument="Keputusan Gubernur Daerah Khusus Jakarta Nomor 99 Tahun 2025 (contoh)",
            adopted=date(2025, 12, 22),
            years=(2026, 2029),
            begins=date(2026, 1, 1),
            strategies=(
                (
                    "Pencegahan berbasis mitigasi risiko",
                    (
                        DemoItem(
                            "Penguatan peran lurah, tokoh masyarakat, dan kader PKK",
                            "Jumlah kader terlatih",
                            "orang",
                            120,
                            SUDIN,
                            budget=180_000_000,
                        ),
                        DemoItem(
                            "Diskusi warga tentang bahaya perdagangan orang",
                            "Jumlah kelurahan yang dijangkau",
                            "kelurahan",
                            16,
                            "Kecamatan Taman Sari",
                        ),
                    ),
                ),
                (
                    "Perlindungan perempuan dan anak",
                    (
                        DemoItem(
                            "Layanan bagi korban",
                            "Persentase korban yang dilayani",
                            "%",
                            100,
                            "Sudin Sosial",
                            "rasio",
                            about_victims=True,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
