"""Bintan as its article tells it (24 November 2025): SOP, quick response, cases of the year evaluated."""

from datetime import date

from gugus.demo.regions.shapes import (
    WOMEN_AND_CHILDREN,
    DemoCase,
    DemoDecree,
    DemoItem,
    DemoPlan,
    DemoReferral,
    DemoRegion,
    DemoRemark,
    Leader,
    Office,
    accounts,
)

DINAS, POLICE = "DP3KB", "Polres Bintan"

# Cases over the year that its evaluation looks back on, and those since.
CASES = (
    DemoCase("21.01.08", "Bahari Contoh", date(2025, 1, 20), sex="laki_laki", closure="pulih"),
    DemoCase("21.01.07", "Camar Contoh", date(2025, 3, 11), closure="pulih"),
    DemoCase("21.01.07", "Camar Muda Contoh", date(2025, 3, 11), age="18_24", beside=1, closure="pindah"),
    DemoCase("21.01.10", "Ombak Contoh", date(2025, 6, 2), sex="laki_laki", modus="penipuan_daring",
             closure="pulih"),
    DemoCase("21.01.06", "Anak Contoh Lima", date(2025, 8, 27), age="13_17", modus="eksploitasi_anak",
             risk="tinggi", closure="pulih"),
    DemoCase("21.01.12", "Karang Contoh", date(2025, 10, 30), sex="laki_laki", closure="pulih"),
    DemoCase("21.01.04", "Teratai Contoh", date(2026, 4, 14), referrals=(
        DemoReferral("dinsos.kasus", ("rumah_aman",), "selesai"),)),
    DemoCase("21.01.06", "Melur Contoh", days_ago=9, risk="tinggi", referrals=(
        DemoReferral("polres.ppa", ("penegakan_hukum",), "diterima", "darurat"),)),
)  # fmt: skip

# [seed] The rapat of 24 November 2025 hears the evaluation of the cases handled over the year.
EVALUATION = DemoRemark(
    (2025, 2025),
    "Setiap laporan yang masuk ditangani, tetapi rujukan pada malam hari dan hari libur menunggu sampai hari "
    "kerja karena belum ada piket bersama.\n\n"
    "Tawaran kerja lewat media sosial tetap menjadi modus yang paling sering diceritakan pelapor. Pos "
    "Pelayanan Terpadu belum semuanya tahu kepada siapa laporan diteruskan.",
    "SOP respons cepat berlaku mulai awal tahun, dengan piket bergilir DP3KB, UPTD PPA, dan Unit PPA.\n\n"
    "Sosialisasi terpadu tahun depan mendahulukan kecamatan pelabuhan, bersama desa dan kelurahannya.",
)

# [seed] Bintan: rapat tim of 24 November 2025, led by the Sekda; SOP, cases of the year, PPT, kit of modes.
BINTAN = DemoRegion(
    key="bintan",
    slug="bintan",
    code="21.01",
    name="Gugus Tugas Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang Kabupaten Bintan",
    short_name="Gugus Tugas TPPO Kabupaten Bintan",
    office="Bupati Bintan",
    secretariat=DINAS,
    has_cases=True,
    cases=CASES,
    evaluations=(EVALUATION,),
    decrees=(DemoDecree("188.45/905/2025", date(2025, 2, 10), date(2029, 12, 31)),),
    letterhead={
        "government": "Pemerintah Kabupaten Bintan",
        "office": f"Dinas {WOMEN_AND_CHILDREN}",
        "address": "Jalan Contoh Nomor 4, Bandar Seri Bentan",
        "contact": "Telepon (0771) 000000, pos-el dp3kb@bintan.example.id",
    },
    offices=(
        Office(DINAS, "DP3KB Kabupaten Bintan", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office(POLICE, "Kepolisian Resor Bintan", "vertikal", "V. Penegakan Hukum"),
        Office("Kejari Bintan", "Kejaksaan Negeri Bintan", "vertikal", "V. Penegakan Hukum"),
        Office("Imigrasi", "Kantor Imigrasi di Kabupaten Bintan", "vertikal", "I. Pencegahan"),
        Office("BP3MI", "BP3MI Kepulauan Riau", "vertikal", "IV. Pemulangan dan Reintegrasi Sosial"),
        Office("Dinas Sosial", "Dinas Sosial Kabupaten Bintan", "opd", "III. Rehabilitasi Sosial"),
        Office("Dinas Tenaga Kerja", "Dinas Tenaga Kerja Kabupaten Bintan", "opd", "I. Pencegahan"),
        Office("Dinas Kesehatan", "Dinas Kesehatan Kabupaten Bintan", "opd", "II. Rehabilitasi Kesehatan"),
        Office("UPTD PPA", "UPTD PPA Kabupaten Bintan", "opd", parent=DINAS),
        Office("Unit PPA", "Unit PPA Polres Bintan", "vertikal", parent=POLICE),
    ),
    leaders=(
        Leader("Bupati Bintan", "Pengarah", "Bahtera Contoh"),
        Leader("Sekretaris Daerah Kabupaten Bintan", "Ketua", "Satria Contoh", account="sekda"),
        Leader("Inspektur Kabupaten Bintan", "Penanggung Jawab", "Wening Contoh", account="pengawas"),
    ),
    accounts=accounts(POLICE, DINAS),
    plans=(
        DemoPlan(
            code="rad-2026-2029",
            instrument="Peraturan Bupati Bintan Nomor 99 Tahun 2025 (contoh)",
            adopted=date(2025, 12, 19),
            years=(2026, 2029),
            begins=date(2026, 1, 1),
            strategies=(
                (
                    "Pencegahan yang tepat sasaran",
                    (
                        DemoItem(
                            "Sosialisasi terpadu bersama kecamatan dan desa",
                            "Jumlah desa dan kelurahan yang disosialisasi",
                            "desa/kelurahan",
                            40,
                            DINAS,
                            budget=120_000_000,
                        ),
                        DemoItem(
                            "Edukasi modus penipuan kerja luar negeri",
                            "Jumlah pencari kerja yang diberi edukasi",
                            "orang",
                            200,
                            "Dinas Tenaga Kerja",
                            budget=45_000_000,
                        ),
                    ),
                ),
                (
                    "Respons cepat dan penindakan",
                    (
                        DemoItem(
                            "Penyusunan SOP penanganan laporan",
                            "Jumlah SOP yang ditetapkan",
                            "SOP",
                            2,
                            DINAS,
                            "posisi_akhir",
                        ),
                        DemoItem(
                            "Penindakan pelaku",
                            "Persentase laporan yang ditindaklanjuti",
                            "%",
                            100,
                            POLICE,
                            "rasio",
                            about_victims=True,
                        ),
                        DemoItem(
                            "Penguatan Pos Pelayanan Terpadu",
                            "Jumlah petugas terlatih",
                            "orang",
                            12,
                            "Dinas Sosial",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
