"""OKU Selatan: the dinas hosts, the Sekda chairs, the Kabag Ops presents; the article has no date."""

from datetime import date

from gugus.demo.meetings.shapes import (
    DemoFollowUp,
    DemoGatherings,
    DemoInvitee,
    DemoMeeting,
    DemoPlanned,
    DemoPoint,
    at,
)
from meetings.enums import Priority

DINAS, POLICE = "DP3APPKB", "Polres OKU Selatan"
SEKDA, OPERATIONS = "Sekretaris Daerah Kabupaten OKU Selatan", "Kepala Bagian Operasi Polres OKU Selatan"

# [seed] Rakor led by the Sekda. Day, hour and room are invented: it lay in the drawer undated at first.
COORDINATION = DemoMeeting(
    type="rakor",
    title="Rapat Koordinasi Sinergi Pusat Pelayanan Perlindungan Anak (PPA) dan Unit PPA Polres OKU Selatan",
    purpose="Memperkuat sinergi dalam penanganan kasus kekerasan terhadap Anak yang Memerlukan Perlindungan "
    "Khusus (AMPK) serta Tindak Pidana Perdagangan Orang (TPPO). Hari dan tempat rekaan.",
    host=DINAS,
    chair=SEKDA,
    place="Ruang Rapat Contoh, Sekretariat Daerah",
    starts=at(2025, 12, 9, 9),
    ends=at(2025, 12, 9, 12),
    letter_on=date(2025, 12, 1),
    undated=True,
    invited=(
        DemoInvitee("Forum Koordinasi Pimpinan Daerah (Forkopimda)", organisation="Kabupaten OKU Selatan",
                    came="Forka Contoh"),
        DemoInvitee("Kepala Kepolisian Resor OKU Selatan", POLICE, came="Olah Contoh", deputy=OPERATIONS),
        DemoInvitee("Komandan Kodim 0403/OKU", "Kodim 0403/OKU", came="Damar Contoh"),
        DemoInvitee("Kepala Kejaksaan Negeri OKU Selatan", "Kejari OKU Selatan", came="Jalu Contoh"),
        DemoInvitee("Kepala Kantor Kementerian Agama OKU Selatan", "Kemenag OKU Selatan", came="Agam Contoh"),
        DemoInvitee("Kepala DP3APPKB Kabupaten OKU Selatan", DINAS, came="Kepala Contoh Tiga", sex="P"),
        DemoInvitee("Kepala Dinas Sosial Kabupaten OKU Selatan", "Dinas Sosial", came="Dewi Contoh", sex="P",
                    deputy="Kepala Bidang Rehabilitasi Sosial"),
        DemoInvitee("Kepala Dinas Tenaga Kerja Kabupaten OKU Selatan", "Dinas Tenaga Kerja",
                    came="Tirta Contoh"),
        DemoInvitee("Kepala Dinas Kesehatan Kabupaten OKU Selatan", "Dinas Kesehatan",
                    reason="Mendampingi kunjungan kerja (contoh)."),
        DemoInvitee("Kepala Unit PPA Polres OKU Selatan", organisation="Polres OKU Selatan",
                    came="Puspa Contoh", sex="P"),
        DemoInvitee("Kepala UPTD PPA Kabupaten OKU Selatan", organisation="UPTD PPA", came="Utami Contoh",
                    sex="P"),
        DemoInvitee(SEKDA, organisation="Sekretariat Daerah", came="Satria Contoh"),
    ),
    points=(
        DemoPoint(
            "Arahan Sekretaris Daerah",
            SEKDA,
            discussion="TPPO merupakan bentuk kejahatan luar biasa yang penanganannya harus dilakukan "
            "secara terpadu dan melibatkan lintas sektor. Dasar hukum: Undang-Undang Nomor 21 Tahun 2007, "
            "Perpres Nomor 49 Tahun 2023, dan Peraturan Ketua Harian GT PP TPPO Nomor 1 Tahun 2025.",
            decision="Gugus Tugas Pencegahan dan Penanganan TPPO di Kabupaten OKU Selatan dibentuk; tim "
            "harus solid dan memberikan perlindungan maksimal kepada para korban.",
            follow_ups=(
                DemoFollowUp(
                    "Menyiapkan pembentukan Gugus Tugas Pencegahan dan Penanganan TPPO",
                    DINAS,
                    date(2025, 12, 19),
                    priority=Priority.HIGH,
                    state="selesai",
                    doer="kepala.dinas",
                    done="Keputusan Bupati ditandatangani pada 15 Desember 2025.",
                    proof="https://jdih.oku-selatan.example.id/sk-gugus-tugas",
                ),
                DemoFollowUp(
                    "Edukasi pencegahan TPPO sejak dini",
                    "Dinas Tenaga Kerja",
                    date(2026, 11, 10),
                    action="Edukasi pencegahan sejak dini",
                    state="perpanjang",
                    doer="disnaker",
                    done="Sembilan sekolah di dua kecamatan masih menunggu jadwal (contoh).",
                ),
                DemoFollowUp(
                    "Pemetaan potensi kerawanan di tengah masyarakat",
                    DINAS,
                    date(2026, 12, 18),
                    action="Pemetaan potensi kerawanan",
                    state="kabar",
                    doer="kepala.dinas",
                    done="Peta kerawanan tujuh kecamatan selesai (contoh).",
                ),
            ),
        ),
        DemoPoint(
            "Supervisi dan Sosialisasi Peraturan Ketua Harian GT PP TPPO Nomor 1 Tahun 2025",
            OPERATIONS,
            POLICE,
            minutes=45,
            discussion="Regulasi ini menitikberatkan pada penyamaan persepsi antara pemerintah pusat dan "
            "daerah, pembentukan sub-gugus tugas, hingga mekanisme penanganan kasus TPPO di lapangan.",
            decision="Sub-gugus tugas dibentuk menurut Peraturan Ketua Harian GT PP TPPO Nomor 1 Tahun 2025.",
        ),
        DemoPoint(
            "Sinergi Pusat Pelayanan PPA dan Unit PPA Polres dalam penanganan AMPK",
            "Kepala DP3APPKB Kabupaten OKU Selatan",
            DINAS,
            discussion="Respons cepat dari seluruh pihak dan penguatan kerja sama antarinstansi diperlukan "
            "dalam penanganan kekerasan terhadap AMPK.",
            decision="Setiap laporan ditanggapi cepat oleh Pusat Pelayanan PPA bersama Unit PPA.",
            follow_ups=(
                DemoFollowUp(
                    "Respons cepat atas laporan masyarakat bersama Pusat Pelayanan PPA",
                    POLICE,
                    date(2026, 6, 30),
                    office="Kepala Unit PPA Polres OKU Selatan",
                    priority=Priority.HIGH,
                    action="Respons cepat laporan masyarakat",
                    state="diajukan",
                    doer="polres",
                    done="Nomor siaga dan jadwal piket bersama berjalan (contoh).",
                    proof="https://polres.oku-selatan.example.id/piket",
                ),
            ),
        ),
    ),
    closing="Masyarakat diajak berperan aktif menciptakan lingkungan yang aman, bebas dari kekerasan dan "
    "praktik perdagangan orang.",
)  # fmt: skip

GATHERINGS = DemoGatherings(
    told=COORDINATION,
    ahead=(
        DemoPlanned(
            "supervisi", "Supervisi sub-gugus tugas", DINAS, "", in_days=None, chair=SEKDA,
            points=(DemoPoint("Kesiapan tiap sub-gugus tugas", OPERATIONS, POLICE),),
        ),
    ),
)  # fmt: skip
