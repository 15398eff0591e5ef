"""Kabupaten Tangerang, 19 June 2024: rakor at Hotel Yasmin, where the RAD 2024–2026 was drawn up."""

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

DINAS, HEAD = "DPPPA", "Kepala DPPPA Kabupaten Tangerang"

# [seed] Three police commands cover the regency; all hospitals' directors and all offices came. The article
# names no chair: here the head of DPPPA, who opened and closed it.
COORDINATION = DemoMeeting(
    type="rakor",
    title="Rapat Koordinasi Gugus Tugas Pencegahan dan Penanganan TPPO (GT-PPTPPO)",
    purpose="Meningkatkan koordinasi, efektivitas, dan sinergitas lintas sektoral dalam pencegahan dan "
    "penanganan TPPO serta menyusun RAD PPTPPO tahun 2024 s.d. 2026.",
    host=DINAS,
    opener=HEAD,
    chair=HEAD,
    place="Hotel Yasmin",
    starts=at(2024, 6, 19, 9),
    ends=at(2024, 6, 19, 14),
    letter_on=date(2024, 6, 10),
    invited=(
        DemoInvitee("Kepala Kejaksaan Negeri Kabupaten Tangerang", "Kejari Kabupaten Tangerang",
                    came="Jatmika Contoh"),
        DemoInvitee("Kepala Polresta Metro Kota Tangerang", "Polres Metro Tangerang Kota",
                    came="Metra Contoh", deputy="Kepala Satuan Pembinaan Masyarakat"),
        DemoInvitee("Kepala Polres Tangerang Selatan", "Polres Tangerang Selatan", came="Selamet Contoh"),
        DemoInvitee("Kepala Polresta Tangerang Tigaraksa", "Polresta Tangerang", came="Panca Contoh",
                    deputy="Kepala Unit PPA"),
        DemoInvitee("Direktur RSUD se-Kabupaten Tangerang", "RSUD Kabupaten Tangerang", came="Husada Contoh",
                    sex="P"),
        DemoInvitee(HEAD, DINAS, came="Kepala Contoh Tiga"),
        DemoInvitee("Kepala Dinas Sosial Kabupaten Tangerang", "Dinas Sosial", came="Kepala Contoh Dua"),
        DemoInvitee("Kepala Dinas Tenaga Kerja Kabupaten Tangerang", "Dinas Tenaga Kerja",
                    came="Tirta Contoh"),
        DemoInvitee("Kepala Dinas Pendidikan Kabupaten Tangerang", "Dinas Pendidikan", came="Darma Contoh"),
        DemoInvitee("Kepala perangkat daerah lainnya", organisation="Seluruh Perangkat Daerah",
                    came="Rangka Contoh"),
    ),
    points=(
        DemoPoint(
            "Sambutan: keadaan TPPO di Kabupaten Tangerang",
            HEAD,
            DINAS,
            discussion="Provinsi Banten termasuk daerah rawan TPPO karena merupakan daerah transit melalui "
            "Bandara Soekarno-Hatta dan Pelabuhan Merak. Sejak tahun 2020 sampai tahun 2024 terdapat tujuh "
            "kasus yang tersebar di wilayah kecamatan.",
            decision="Penanganan ditingkatkan secara lintas sektoral; tidak ada instansi yang berdiri "
            "sendiri.",
        ),
        DemoPoint(
            "Strategi penanganan TPPO",
            HEAD,
            DINAS,
            discussion="Strategi meliputi pendidikan dan kesadaran masyarakat, penguatan hukum, pelatihan "
            "dan kapasitas, pengembangan jaringan kerja sama, serta pemulihan dan reintegrasi.",
            decision="Kelima strategi menjadi kerangka RAD PPTPPO tahun 2024–2026.",
        ),
        DemoPoint(
            "Penyusunan Rencana Aksi Daerah (RAD) tahun 2024 s.d. 2026",
            HEAD,
            DINAS,
            minutes=120,
            discussion="Pada 2019 dibentuk gugus tugas dan disusun RAD PPTPPO tahun 2019–2023. Kini sudah "
            "dibentuk GT PPTPPO tahun 2024–2026, dan RAD untuk tahun 2024 s.d. 2026 disusun dalam rapat ini.",
            decision="RAD PPTPPO tahun 2024–2026 disepakati untuk ditetapkan dengan Peraturan Bupati.",
            follow_ups=(
                DemoFollowUp(
                    "Menyelesaikan naskah RAD PPTPPO tahun 2024–2026",
                    DINAS,
                    date(2024, 7, 31),
                    office=HEAD,
                    priority=Priority.HIGH,
                    state="selesai",
                    doer="kepala.dinas",
                    done="RAD ditetapkan dengan Peraturan Bupati pada 15 Juli 2024.",
                    proof="https://jdih.tangerang.example.id/rad-2024-2026",
                ),
                DemoFollowUp(
                    "Menyosialisasikan pencegahan TPPO mulai dari keluarga, masyarakat, RT/RW, kelurahan "
                    "dan desa, serta kecamatan",
                    DINAS,
                    date(2026, 12, 31),
                    action="Sosialisasi tingkat RT/RW, desa, dan kelurahan",
                    state="kabar",
                    doer="kepala.dinas",
                    done="Sosialisasi berjalan di 41 desa dan kelurahan (contoh).",
                ),
                DemoFollowUp(
                    "Menindaklanjuti perkara TPPO bersama ketiga wilayah kepolisian",
                    "Polresta Tangerang",
                    date(2026, 10, 31),
                    state="berjalan",
                    doer="polres",
                ),
                DemoFollowUp(
                    "Menyiapkan tenaga kesehatan pendamping korban di setiap RSUD",
                    "RSUD Kabupaten Tangerang",
                    date(2025, 3, 31),
                    action="Pelatihan tenaga kesehatan pendamping korban",
                    state="selesai",
                    done="Pelatihan selesai menurut surat direktur RSUD (contoh).",
                    proof="https://rsud.tangerang.example.id/pelatihan",
                ),
            ),
        ),
    ),
    closing="Para peserta berkomitmen mencegah dan mengakhiri perdagangan orang dengan serius sehingga "
    "masyarakat merasa aman.",
)  # fmt: skip

GATHERINGS = DemoGatherings(
    told=COORDINATION,
    ahead=(
        DemoPlanned(
            "rakor",
            "Rapat Koordinasi Penyusunan RAD periode berikutnya",
            DINAS,
            "Aula Contoh Tigaraksa",
            in_days=9,
            chair=HEAD,
            invite=True,
            points=(DemoPoint("Hasil RAD 2024–2026", HEAD, DINAS),),
        ),
    ),
)
