"""Bintan, 24 November 2025: the team under the Sekda; afterwards outreach with kecamatan and desa."""

from datetime import date

from gugus.demo.meetings.shapes import (
    DemoFollowUp,
    DemoGatherings,
    DemoInvitee,
    DemoMeeting,
    DemoOutreach,
    DemoPlanned,
    DemoPoint,
    at,
)
from meetings.enums import Priority

DINAS, POLICE = "DP3KB", "Polres Bintan"
SEKDA, HEAD = "Sekretaris Daerah Kabupaten Bintan", "Kepala DP3KB Kabupaten Bintan"
MODES = "Kumpulan modus penipuan kerja dan cara melapor"

# [seed] Hosted by DP3KB, led by the Sekda; agenda of work, closing commitments.
TEAM = DemoMeeting(
    type="rapat-tim",
    title="Rapat Tim Gugus Tugas Tindak Pidana Perdagangan Orang (TPPO)",
    purpose="Memperkuat koordinasi lintas sektor dalam upaya pencegahan, penanganan korban, serta penegakan "
    "hukum terhadap kasus TPPO di wilayah Kabupaten Bintan.",
    host=DINAS,
    chair=SEKDA,
    place="Ruang Rapat II Bandar Seri Bentan",
    starts=at(2025, 11, 24, 9),
    ends=at(2025, 11, 24, 12),
    letter_on=date(2025, 11, 17),
    seats=(SEKDA, "Inspektur Kabupaten Bintan"),
    invited=(
        DemoInvitee(SEKDA, came="Satria Contoh"),
        DemoInvitee("Inspektur Kabupaten Bintan", reason="Sedang memeriksa di kecamatan (contoh)."),
        DemoInvitee(HEAD, DINAS, came="Kepala Contoh Tiga", sex="P"),
        DemoInvitee("Kepala Kepolisian Resor Bintan", POLICE, came="Panca Contoh",
                    deputy="Kepala Satuan Reserse Kriminal"),
        DemoInvitee("Kepala Kejaksaan Negeri Bintan", "Kejari Bintan", came="Jenar Contoh"),
        DemoInvitee("Kepala Kantor Imigrasi", "Imigrasi", came="Intan Contoh", sex="P"),
        DemoInvitee("Kepala BP3MI Kepulauan Riau", "BP3MI", came="Bakti Contoh"),
        DemoInvitee("Kepala Dinas Sosial Kabupaten Bintan", "Dinas Sosial", came="Dewi Contoh", sex="P",
                    deputy="Kepala Bidang Rehabilitasi Sosial"),
        DemoInvitee("Kepala Dinas Tenaga Kerja Kabupaten Bintan", "Dinas Tenaga Kerja", came="Tirta Contoh"),
        DemoInvitee("Kepala Dinas Kesehatan Kabupaten Bintan", "Dinas Kesehatan", came="Sehati Contoh",
                    sex="P"),
        DemoInvitee("Ketua Pos Pelayanan Terpadu", organisation="Pos Pelayanan Terpadu",
                    came="Posma Contoh", sex="P"),
    ),
    points=(
        DemoPoint(
            "Arahan Sekretaris Daerah",
            SEKDA,
            discussion="Bintan memiliki mobilitas masyarakat yang tinggi dan kedekatan geografis dengan "
            "negara tetangga sehingga menuntut pengawasan yang lebih intensif terhadap potensi perdagangan "
            "orang. Seluruh unsur harus bergerak cepat, terkoordinasi, dan memiliki SOP yang jelas.",
            decision="Setiap temuan maupun laporan dari masyarakat ditindaklanjuti tanpa penundaan.",
            follow_ups=(
                DemoFollowUp(
                    "Menyusun SOP penanganan temuan dan laporan masyarakat",
                    DINAS,
                    date(2026, 1, 30),
                    office=HEAD,
                    priority=Priority.HIGH,
                    action="Penyusunan SOP penanganan laporan",
                    state="selesai",
                    doer="kepala.dinas",
                    done="SOP penanganan laporan ditetapkan (contoh).",
                    proof="https://jdih.bintan.example.id/sop-laporan",
                ),
                DemoFollowUp(
                    "Edukasi dan pembinaan yang lebih detail agar masyarakat tidak tergiur modus penipuan",
                    "Dinas Tenaga Kerja",
                    date(2026, 10, 30),
                    action="Edukasi modus penipuan kerja luar negeri",
                    state="kabar",
                    doer="disnaker",
                    done="Materi edukasi sudah dicetak, jadwal di dua kecamatan belum pasti (contoh).",
                ),
            ),
        ),
        DemoPoint(
            "Evaluasi kasus yang telah ditangani sepanjang tahun",
            HEAD,
            DINAS,
            is_public=False,
            discussion="DP3KB sebagai koordinator utama memaparkan evaluasi kasus yang telah ditangani "
            "sepanjang tahun. Angka per kecamatan tidak dicatat dalam notula.",
            decision="Evaluasi kasus dibahas setiap bulan.",
        ),
        DemoPoint(
            "Peningkatan sinergi dengan Pos Pelayanan Terpadu",
            HEAD,
            DINAS,
            discussion="Mekanisme penanganan korban dipercepat melalui Pos Pelayanan Terpadu.",
            decision="Sinergi dengan Pos Pelayanan Terpadu ditingkatkan.",
            obstacles="Petugas terlatih belum cukup; pelatihan diusulkan dalam RAD.",
            follow_ups=(
                DemoFollowUp(
                    "Meningkatkan sinergi dengan Pos Pelayanan Terpadu dan mempercepat penanganan korban",
                    "Dinas Sosial",
                    date(2026, 9, 30),
                    priority=Priority.HIGH,
                    action="Penguatan Pos Pelayanan Terpadu",
                    state="perpanjang",
                    doer="dinsos",
                    done="Dua petugas baru dilatih pada Desember (contoh).",
                ),
            ),
        ),
        DemoPoint(
            "Rencana sosialisasi terpadu bersama kecamatan dan desa",
            HEAD,
            DINAS,
            discussion="Peningkatan literasi hukum, edukasi masyarakat, serta penguatan peran desa dan "
            "kelurahan sebagai garda terdepan dilakukan secara berkelanjutan.",
            decision="Sosialisasi terpadu dilaksanakan bersama kecamatan dan desa menurut kalender bersama.",
            follow_ups=(
                DemoFollowUp(
                    "Melaksanakan sosialisasi terpadu bersama kecamatan dan desa",
                    DINAS,
                    date(2026, 12, 31),
                    action="Sosialisasi terpadu bersama kecamatan dan desa",
                    state="kabar",
                    doer="kepala.dinas",
                    done="Tiga desa dan kelurahan selesai, dua terjadwal (contoh).",
                ),
            ),
        ),
        DemoPoint(
            "Komitmen bersama anggota Gugus Tugas TPPO",
            SEKDA,
            discussion="Seluruh anggota menyampaikan komitmen bersama.",
            decision="Memperkuat langkah-langkah preventif, mempercepat mekanisme penanganan korban, serta "
            "meningkatkan ketegasan dalam penindakan terhadap pelaku perdagangan orang.",
            follow_ups=(
                DemoFollowUp(
                    "Meningkatkan ketegasan dalam penindakan terhadap pelaku perdagangan orang",
                    POLICE,
                    date(2026, 11, 27),
                    priority=Priority.HIGH,
                    action="Penindakan pelaku",
                    state="diajukan",
                    doer="polres",
                    done="Semua laporan tahun ini sudah ditindaklanjuti (contoh).",
                    proof="https://polres.bintan.example.id/rekap",
                ),
            ),
        ),
    ),
    closing="Sekretaris Daerah menyampaikan apresiasi kepada DP3KB sebagai koordinator utama dan menutup "
    "rapat.",
)  # fmt: skip


def outreach(
    title: str, place: str, region: str, partner: str, day: date, men: int, women: int
) -> DemoMeeting:
    """A sosialisasi held together with a kecamatan, at one desa or kelurahan."""
    return DemoMeeting(
        type="sosialisasi",
        title=title,
        host=DINAS,
        place=place,
        starts=at(day.year, day.month, day.day, 9),
        ends=at(day.year, day.month, day.day, 11),
        points=(DemoPoint("Modus penipuan kerja dan cara melapor", HEAD, DINAS),),
        outreach=DemoOutreach(region, partner, "Perangkat desa, RT/RW, dan warga", men, women, MODES),
    )


# Held since, with the numbers counted; and what the joint calendar with kecamatan still has ahead.
SINCE = (
    outreach("Sosialisasi terpadu di Malang Rapat", "Balai Desa Malang Rapat", "21.01.04.2002",
             "Kecamatan Gunung Kijang dan Desa Malang Rapat", date(2026, 4, 22), 31, 44),
    outreach("Sosialisasi terpadu di Berakit", "Balai Desa Berakit", "21.01.10.2001",
             "Kecamatan Teluk Sebong dan Desa Berakit", date(2026, 7, 15), 28, 37),
    outreach("Sosialisasi terpadu di Kijang Kota", "Kantor Lurah Kijang Kota", "21.01.06.1008",
             "Kecamatan Bintan Timur dan Kelurahan Kijang Kota", date(2026, 9, 30), 40, 52),
)  # fmt: skip
AHEAD = (
    DemoPlanned(
        "sosialisasi", "Sosialisasi terpadu di Tanjung Permai", DINAS, "Kantor Lurah Tanjung Permai", 16,
        invite=True,
        outreach=DemoOutreach("21.01.15.1005", "Kecamatan Seri Kuala Lobam", "Warga dan pelajar"),
        points=(DemoPoint("Modus penipuan kerja dan cara melapor", HEAD, DINAS),),
    ),
    DemoPlanned(
        "sosialisasi", "Sosialisasi terpadu di Mantang Besar", DINAS, "Balai Desa Mantang Besar", 30,
        invite=True,
        outreach=DemoOutreach("21.01.13.2002", "Kecamatan Mantang", "Keluarga nelayan"),
        points=(DemoPoint("Modus penipuan kerja dan cara melapor", HEAD, DINAS),),
    ),
    DemoPlanned(
        "evaluasi", "Rapat evaluasi bulanan Gugus Tugas TPPO", DINAS, "Ruang Rapat II Bandar Seri Bentan", 5,
        chair=SEKDA, invite=True, times=3,
        points=(DemoPoint("Evaluasi kasus bulan berjalan", HEAD, DINAS, is_public=False),),
    ),
)  # fmt: skip

GATHERINGS = DemoGatherings(told=TEAM, since=SINCE, ahead=AHEAD)
