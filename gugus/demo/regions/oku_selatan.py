"""OKU Selatan as its article tells it: the rakor of the Sekda, PPA centre and Unit PPA side by side."""

from datetime import date

from gugus.demo.regions.shapes import (
    WOMEN_AND_CHILDREN,
    DemoCase,
    DemoDecree,
    DemoItem,
    DemoPlan,
    DemoReferral,
    DemoRegion,
    Leader,
    Office,
    accounts,
)

# Women's and children's cases between the PPA centre and the police's Unit PPA, in every state of referral.
CASES = (
    DemoCase(
        "16.09.01", "Anak Contoh Satu", days_ago=40, age="13_17", risk="tinggi", modus="eksploitasi_anak",
        referrals=(
            DemoReferral("polres.ppa", ("penegakan_hukum",), "layanan", "darurat", "anak"),
            DemoReferral("dinsos.kasus", ("rumah_aman",), "diterima", "darurat", "anak"),
        ),
    ),
    DemoCase(
        "16.09.01", "Anak Contoh Dua", days_ago=40, age="6_12", risk="tinggi", modus="eksploitasi_anak",
        beside=0,
    ),
    DemoCase(
        "16.09.03", "Melati Contoh", days_ago=120, closure="pulih",
        services=("pengaduan", "konseling", "pemulangan"),
        referrals=(DemoReferral("dinsos.kasus", ("rehabilitasi_sosial",), "selesai"),),
    ),
    DemoCase(
        "16.09.05", "Kenanga Contoh", days_ago=12, kind="ktpa", by="polres.ppa",
        referrals=(DemoReferral("uptd.ppa", ("pendampingan", "konseling"), "ditolak"),),
    ),
    DemoCase(
        "16.09.06", "Mawar Contoh", days_ago=6, age="18_24",
        referrals=(DemoReferral("polres.ppa", ("penegakan_hukum", "restitusi"), "lewat", "darurat"),),
    ),
    DemoCase(
        "16.09.13", "Cempaka Contoh", days_ago=3,
        referrals=(DemoReferral("dinsos.kasus", ("rumah_aman",), "dikirim", "biasa"),),
    ),
    DemoCase(
        "16.09.08", "Anak Contoh Tiga", days_ago=25, kind="ampk", sex="laki_laki", age="13_17", risk="tinggi",
        referrals=(DemoReferral("dinsos.kasus", ("pendidikan",), "diterima", "segera", "anak"),),
        recused="dinsos.kasus",
    ),
    DemoCase(
        "16.09.10", "Dahlia Contoh", days_ago=18, emergency="dinsos.kasus",
        referrals=(DemoReferral("polres.ppa", ("penegakan_hukum",), "ditarik"),),
    ),
    DemoCase(
        "16.09.02", "Anggrek Contoh", days_ago=2, by="polres.ppa",
        referrals=(DemoReferral("uptd.ppa", ("pendampingan",), "dikirim", "segera", "tanpa"),),
    ),
    DemoCase(
        "16.09.04", "Seruni Contoh", days_ago=1,
        referrals=(DemoReferral("polres.ppa", ("penegakan_hukum",), "draf"),),
    ),
)  # fmt: skip

# [seed] OKU Selatan: rakor led by the Sekda, hosted by DP3APPKB, no date given; task force being formed.
OKU_SELATAN = DemoRegion(
    key="oku_selatan",
    slug="oku-selatan",
    code="16.09",
    name="Gugus Tugas Pencegahan dan Penanganan TPPO Kabupaten Ogan Komering Ulu Selatan",
    short_name="Gugus Tugas TPPO OKU Selatan",
    office="Bupati Ogan Komering Ulu Selatan",
    secretariat="DP3APPKB",
    decrees=(DemoDecree("188.45/902/KPTS/2025", date(2025, 12, 15), date(2030, 12, 14)),),
    letterhead={
        "government": "Pemerintah Kabupaten Ogan Komering Ulu Selatan",
        "office": f"Dinas {WOMEN_AND_CHILDREN}",
        "address": "Jalan Contoh Nomor 2, Muaradua",
        "contact": "Telepon (0735) 000000, pos-el dp3appkb@oku-selatan.example.id",
    },
    offices=(
        Office("DP3APPKB", "DP3APPKB Kabupaten OKU Selatan", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office("Polres OKU Selatan", "Kepolisian Resor OKU Selatan", "vertikal", "V. Penegakan Hukum"),
        Office(
            "Kodim 0403/OKU",
            "Komando Distrik Militer 0403/OKU",
            "vertikal",
            "I. Pencegahan",
            head="Komandan Kodim 0403/OKU",
        ),
        Office("Kejari OKU Selatan", "Kejaksaan Negeri OKU Selatan", "vertikal", "V. Penegakan Hukum"),
        Office("Kemenag OKU Selatan", "Kementerian Agama OKU Selatan", "vertikal", "I. Pencegahan"),
        Office("Dinas Sosial", "Dinas Sosial Kabupaten OKU Selatan", "opd", "III. Rehabilitasi Sosial"),
        Office("Dinas Tenaga Kerja", "Dinas Tenaga Kerja Kabupaten OKU Selatan", "opd", "I. Pencegahan"),
        Office(
            "Dinas Kesehatan", "Dinas Kesehatan Kabupaten OKU Selatan", "opd", "II. Rehabilitasi Kesehatan"
        ),
        Office("UPTD PPA", "UPTD PPA Kabupaten OKU Selatan", "opd", parent="DP3APPKB"),
        Office("Unit PPA", "Unit PPA Polres OKU Selatan", "vertikal", parent="Polres OKU Selatan"),
    ),
    leaders=(
        Leader("Bupati Ogan Komering Ulu Selatan", "Pengarah", "Bima Contoh"),
        Leader("Sekretaris Daerah Kabupaten OKU Selatan", "Ketua", "Satria Contoh", account="sekda"),
        Leader("Kepala Bagian Operasi Polres OKU Selatan", "Sekretaris", "Olah Contoh", "Polres OKU Selatan"),
        Leader("Inspektur Kabupaten OKU Selatan", "Penanggung Jawab", "Wening Contoh", account="pengawas"),
    ),
    accounts=accounts("Polres OKU Selatan", "DP3APPKB"),
    has_cases=True,
    cases=CASES,
    plans=(
        DemoPlan(
            code="rad-2026-2030",
            instrument="Keputusan Bupati OKU Selatan Nomor 99 Tahun 2025 (contoh)",
            adopted=date(2025, 12, 29),
            years=(2026, 2030),
            begins=date(2026, 1, 1),
            strategies=(
                (
                    "Pencegahan",
                    (
                        DemoItem(
                            "Edukasi pencegahan sejak dini",
                            "Jumlah sekolah yang terjangkau",
                            "sekolah",
                            40,
                            "Dinas Tenaga Kerja",
                        ),
                        DemoItem(
                            "Pemetaan potensi kerawanan",
                            "Jumlah kecamatan yang dipetakan",
                            "kecamatan",
                            19,
                            "DP3APPKB",
                        ),
                    ),
                ),
                (
                    "Penanganan",
                    (
                        DemoItem(
                            "Respons cepat laporan masyarakat",
                            "Jumlah petugas respons terlatih",
                            "orang",
                            20,
                            "Polres OKU Selatan",
                        ),
                        DemoItem(
                            "Rumah perlindungan",
                            "Jumlah rumah perlindungan yang siap",
                            "unit",
                            1,
                            "Dinas Sosial",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
