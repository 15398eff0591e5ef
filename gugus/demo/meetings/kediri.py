"""Kota Kediri, 13 November 2025: the rakor that forms the task force; afterwards SK and RAD."""

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

DINAS, POLICE = "DP3AP2KB", "Polres Kediri Kota"
SECRETARY, SECTION = "Sekretaris DP3AP2KB Kota Kediri", "Kepala Seksi DP3AP2KB Kota Kediri"

# [seed] Hosted by DP3AP2KB in its Aula; its secretary and a head of section speak; no case so far. The
# article names no chair: here the secretary, who opened it.
FORMATION = DemoMeeting(
    type="rakor",
    title="Rapat Koordinasi Pembentukan Gugus Tugas Pencegahan Tindak Pidana Perdagangan Orang (TPPO)",
    purpose="Memperkuat sistem perlindungan masyarakat, terutama perempuan dan anak, serta mengantisipasi "
    "potensi terjadinya TPPO di wilayah Kota Kediri.",
    host=DINAS,
    opener=SECRETARY,
    chair=SECRETARY,
    place="Aula DP3AP2KB",
    starts=at(2025, 11, 13, 9),
    ends=at(2025, 11, 13, 11, 30),
    letter_on=date(2025, 11, 6),
    invited=(
        DemoInvitee("Kepala Kepolisian Resor Kediri Kota", POLICE, came="Raka Contoh",
                    deputy="Kepala Satuan Reserse Kriminal"),
        DemoInvitee("Kepala Kejaksaan Negeri Kediri", "Kejaksaan Negeri Kediri", came="Jaya Contoh"),
        DemoInvitee("Ketua Pengadilan Negeri Kediri", "Pengadilan Negeri Kediri", came="Nita Contoh",
                    deputy="Panitera Muda Pidana", sex="P"),
        DemoInvitee("Kepala Kantor Imigrasi Kediri", "Kantor Imigrasi Kediri", came="Imbang Contoh"),
        DemoInvitee("Kepala DP3AP2KB Kota Kediri", DINAS, came="Sukma Contoh", deputy=SECRETARY),
        DemoInvitee("Kepala Dinas Sosial Kota Kediri", "Dinas Sosial", came="Dewi Contoh", sex="P",
                    deputy="Kepala Bidang Rehabilitasi Sosial"),
        DemoInvitee("Kepala Dinas Tenaga Kerja Kota Kediri", "Dinas Tenaga Kerja", came="Tirta Contoh"),
        DemoInvitee("Kepala Dinas Pendidikan Kota Kediri", "Dinas Pendidikan", came="Pelita Contoh", sex="P"),
        DemoInvitee("Kepala Dinas Kesehatan Kota Kediri", "Dinas Kesehatan", came="Sehati Contoh", sex="P"),
        DemoInvitee("Kepala Dinas Komunikasi dan Informatika Kota Kediri", "Dinas Kominfo",
                    reason="Bertugas ke luar kota (contoh)."),
        DemoInvitee(SECTION, organisation="DP3AP2KB Kota Kediri", came="Kelana Contoh"),
    ),
    points=(
        DemoPoint(
            "Sambutan dan keadaan TPPO di Kota Kediri",
            SECRETARY,
            DINAS,
            discussion="Hingga hari ini belum ada kasus TPPO di Kota Kediri. Keadaan ini justru menjadi "
            "alasan pentingnya gugus tugas: potensi perdagangan orang ditekan sejak dini dan tidak ada "
            "pihak yang lengah.",
            decision="Gugus Tugas Pencegahan TPPO Kota Kediri dibentuk sebagai langkah preventif.",
        ),
        DemoPoint(
            "Penyiapan Keputusan Wali Kota dan Rencana Aksi Daerah",
            SECRETARY,
            DINAS,
            discussion="Setelah gugus tugas terbentuk, DP3AP2KB segera menyiapkan Surat Keputusan (SK) Wali "
            "Kota Kediri dan menyusun Rencana Aksi Daerah (RAD) sebagai panduan teknis pencegahan dan "
            "penanganan, dengan indikator keberhasilan yang jelas.",
            decision="DP3AP2KB menyiapkan SK Wali Kota Kediri dan menyusun RAD.",
            follow_ups=(
                DemoFollowUp(
                    "Menyiapkan Surat Keputusan (SK) Wali Kota Kediri tentang gugus tugas",
                    DINAS,
                    date(2025, 12, 12),
                    office=SECRETARY,
                    priority=Priority.HIGH,
                    state="selesai",
                    doer="kepala.dinas",
                    done="Keputusan Wali Kota Kediri ditandatangani pada 1 Desember 2025.",
                    proof="https://jdih.kediri.example.id/sk-gugus-tugas",
                ),
                DemoFollowUp(
                    "Menyusun Rencana Aksi Daerah (RAD) dengan indikator keberhasilan",
                    DINAS,
                    date(2025, 12, 31),
                    office=SECRETARY,
                    priority=Priority.HIGH,
                    state="selesai",
                    doer="kepala.dinas",
                    done="RAD 2025–2027 ditetapkan pada 22 Desember 2025.",
                    proof="https://jdih.kediri.example.id/rad-2025-2027",
                ),
            ),
        ),
        DemoPoint(
            "Peran dan fungsi setiap unsur dalam gugus tugas",
            SECTION,
            DINAS,
            minutes=45,
            discussion="Struktur gugus tugas melibatkan Polres Kediri Kota, Kejaksaan Negeri Kediri, "
            "Pengadilan Negeri Kediri, Kantor Imigrasi Kediri, DP3AP2KB, Dinas Sosial, Dinas Tenaga Kerja, "
            "Dinas Pendidikan, Dinas Kesehatan, dan Dinas Kominfo. Jika pun ada kasus, masing-masing bidang "
            "sudah tahu tugasnya.",
            decision="Pembagian bidang: pencegahan, rehabilitasi medis maupun sosial, dan penegakan hukum.",
            follow_ups=(
                DemoFollowUp(
                    "Menyampaikan uraian tugas penegakan hukum bila terjadi kasus",
                    POLICE,
                    date(2026, 1, 30),
                    state="diajukan",
                    doer="polres",
                    done="Uraian tugas Unit PPA diserahkan kepada sekretariat (contoh).",
                ),
                DemoFollowUp(
                    "Menyampaikan uraian tugas rehabilitasi sosial bila terjadi kasus",
                    "Dinas Sosial",
                    date(2026, 10, 30),
                    state="kabar",
                    doer="dinsos",
                    done="Naskah sudah di meja kepala dinas (contoh).",
                ),
            ),
        ),
    ),
    closing="Seluruh unsur menyatakan komitmen bersama memperkuat pencegahan dan penanganan dini TPPO.",
)  # fmt: skip

GATHERINGS = DemoGatherings(
    told=FORMATION,
    ahead=(
        DemoPlanned(
            "evaluasi",
            "Rapat Evaluasi Pelaksanaan RAD",
            DINAS,
            "Aula DP3AP2KB",
            in_days=6,
            chair="Sekretaris Daerah Kota Kediri",
            invite=True,
            points=(DemoPoint("Capaian RAD tahun berjalan", "Kepala DP3AP2KB Kota Kediri", DINAS),),
        ),
    ),
)
