"""Jakarta Barat, 22 August 2025: an FGD of the province's dinas with the city, opened by the Wali Kota.

It was held there because of one case in one kecamatan. Nothing that is written here says which: the meeting
knows all eight kecamatan alike.
"""

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

DINAS, SUDIN, POLICE = "Dinas PPAPP", "Sudin PPAPP", "Polres Metro Jakarta Barat"
MAYOR, HEAD = "Wali Kota Jakarta Barat", "Kepala Dinas PPAPP DKI"
DISTRICTS = (
    "Cengkareng",
    "Grogol Petamburan",
    "Tambora",
    "Kebon Jeruk",
    "Kalideres",
    "Palmerah",
    "Kembangan",
)

# [seed] Host Dinas PPAPP with the city; guests of DPRD, university and the people.
FGD = DemoMeeting(
    type="fgd",
    title="Focus Group Discussion (FGD) Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang (TPPO)",
    purpose="Membangun kesepahaman kolektif antar pemangku kepentingan dan masyarakat dalam menghadapi "
    "ancaman TPPO serta memperkuat perlindungan perempuan dan anak di tingkat wilayah.",
    host=DINAS,
    co_host="Pemerintah Kota Administrasi Jakarta Barat",
    opener=MAYOR,
    chair=HEAD,
    place="Ruang Wijaya Kusuma, Kantor Wali Kota Jakarta Barat",
    starts=at(2025, 8, 22, 9),
    ends=at(2025, 8, 22, 12),
    letter_on=date(2025, 8, 14),
    seats=(MAYOR,),
    invited=(
        DemoInvitee(MAYOR, came="Wisnu Contoh"),
        DemoInvitee(HEAD, DINAS, came="Ina Contoh", sex="P"),
        DemoInvitee("Kepala Suku Dinas PPAPP", SUDIN, came="Sekar Contoh", sex="P", deputy="Kepala Seksi"),
        DemoInvitee("Kepala Polres Metro Jakarta Barat", POLICE, came="Kresna Contoh",
                    deputy="Kepala Satuan Reserse Kriminal (Kasatreskrim) Polres Metro Jakarta Barat"),
        DemoInvitee("Kepala Suku Dinas Sosial", "Sudin Sosial", came="Dewi Contoh", sex="P"),
        DemoInvitee("Kepala Suku Dinas Tenaga Kerja", "Sudin Nakertransgi", came="Tirta Contoh"),
        DemoInvitee("Kepala Suku Dinas Kesehatan", "Sudin Kesehatan", came="Sehati Contoh", sex="P"),
        DemoInvitee("Camat Taman Sari", "Kecamatan Taman Sari", came="Tamara Contoh", sex="P"),
        *(DemoInvitee(f"Camat {name}", organisation=f"Kecamatan {name}", came=f"Camat Contoh {number}")
          for number, name in enumerate(DISTRICTS, start=1)),
        DemoInvitee("Ketua Tim Penggerak PKK", "TP PKK", came="Pertiwi Contoh", sex="P"),
        DemoInvitee("Anggota Komisi E DPRD DKI Jakarta", organisation="DPRD DKI Jakarta",
                    came="Citra Contoh", sex="P"),
        DemoInvitee("Ketua Program Studi Kajian Stratejik Global UI", organisation="Universitas Indonesia",
                    came="Mahira Contoh", sex="P"),
        DemoInvitee("Perwakilan lurah", organisation="Kelurahan se-Jakarta Barat", came="Lurah Contoh"),
        DemoInvitee("Tokoh masyarakat, agama, dan pemuda", organisation="Unsur masyarakat",
                    came="Tokoh Contoh"),
    ),
    points=(
        DemoPoint(
            "Pembukaan",
            MAYOR,
            discussion="Kegiatan ini merupakan langkah nyata memperkuat komitmen bersama dalam mencegah "
            "TPPO di wilayah Jakarta Barat.",
            decision="Pemerintah Kota Administrasi Jakarta Barat mendukung penuh upaya Dinas PPAPP DKI.",
        ),
        DemoPoint(
            "Pencegahan TPPO berbasis mitigasi risiko",
            HEAD,
            DINAS,
            minutes=60,
            note="Alasan memilih tempat tidak ditulis dalam notula maupun siaran pers.",
            discussion="Jakarta Barat menjadi lokasi pertama pelaksanaan diskusi TPPO agar pemahaman bersama "
            "terbangun sejak dini. Pencegahan berbasis mitigasi risiko dimulai dari masyarakat langsung.",
            decision="Diskusi serupa dilanjutkan di wilayah lain.",
            follow_ups=(
                DemoFollowUp(
                    "Melanjutkan diskusi warga tentang bahaya perdagangan orang",
                    SUDIN,
                    date(2026, 10, 16),
                    action="Diskusi warga tentang bahaya perdagangan orang",
                    state="berjalan",
                ),
            ),
        ),
        DemoPoint(
            "Peran lurah, tokoh masyarakat, agama, pemuda, dan kader PKK",
            HEAD,
            DINAS,
            minutes=60,
            discussion="Lurah, tokoh masyarakat, agama, pemuda, serta kader PKK mengawasi lingkungan "
            "terdekat. Keterlibatan masyarakat menjadi kunci untuk mencegah kekerasan, pelecehan, maupun "
            "eksploitasi terhadap perempuan dan anak.",
            decision="Peran lurah, tokoh masyarakat, dan kader PKK dikuatkan.",
            follow_ups=(
                DemoFollowUp(
                    "Menguatkan peran lurah, tokoh masyarakat, dan kader PKK dalam mengawasi lingkungan",
                    "TP PKK",
                    date(2026, 6, 30),
                    action="Penguatan peran lurah, tokoh masyarakat, dan kader PKK",
                    state="selesai",
                    done="Kader di setiap kecamatan sudah dilatih (contoh).",
                    proof="https://pkk.jakarta-barat.example.id/pelatihan",
                ),
            ),
        ),
    ),
    closing="Forum menyepakati kesepahaman bersama untuk memperkuat perlindungan perempuan dan anak.",
)  # fmt: skip

GATHERINGS = DemoGatherings(
    told=FGD,
    ahead=(
        DemoPlanned(
            "rakor",
            "Rapat koordinasi triwulan gugus tugas",
            SUDIN,
            "Ruang Rapat Contoh, Kantor Wali Kota",
            in_days=8,
            chair="Sekretaris Kota Administrasi Jakarta Barat",
            invite=True,
            points=(DemoPoint("Pelaksanaan RAD triwulan berjalan", "Kepala Suku Dinas PPAPP", SUDIN),),
        ),
    ),
)
