"""Kota Kediri as its article tells it: the task force being formed, ten agencies, no case."""

from datetime import date

from gugus.demo.regions.shapes import (
    DATA,
    WOMEN_AND_CHILDREN,
    DemoDecree,
    DemoPlan,
    DemoRegion,
    Leader,
    Office,
    accounts,
)

# [seed] Kota Kediri: rakor pembentukan 13 November 2025 in Aula DP3AP2KB, ten agencies, no case.
KEDIRI = DemoRegion(
    key="kediri",
    slug="kediri",
    code="35.71",
    name="Gugus Tugas Pencegahan Tindak Pidana Perdagangan Orang Kota Kediri",
    short_name="Gugus Tugas TPPO Kota Kediri",
    office="Wali Kota Kediri",
    secretariat="DP3AP2KB",
    decrees=(DemoDecree("188.45/901/419.033/2025", date(2025, 12, 1), date(2027, 12, 31)),),
    letterhead={
        "government": "Pemerintah Kota Kediri",
        "office": f"Dinas {WOMEN_AND_CHILDREN}",
        "address": "Jalan Contoh Nomor 1, Kediri",
        "contact": "Telepon (0354) 000000, pos-el dp3ap2kb@kediri.example.id",
    },
    members_file=DATA / "members_kediri.csv",
    offices=(
        Office("UPTD PPA", "Unit Pelaksana Teknis Daerah PPA Kota Kediri", "opd", parent="DP3AP2KB"),
        Office("Unit PPA", "Unit PPA Satreskrim Polres Kediri Kota", "vertikal", parent="Polres Kediri Kota"),
    ),
    leaders=(
        Leader("Wali Kota Kediri", "Pengarah", "Arjuna Contoh"),
        Leader("Sekretaris Daerah Kota Kediri", "Ketua", "Satria Contoh", account="sekda"),
        Leader("Inspektur Kota Kediri", "Penanggung Jawab", "Wening Contoh", account="pengawas"),
    ),
    accounts=accounts("Polres Kediri Kota", "DP3AP2KB"),
    plans=(
        DemoPlan(
            code="rad-2025-2027",
            instrument="Peraturan Wali Kota Kediri Nomor 99 Tahun 2025 (contoh)",
            adopted=date(2025, 12, 22),
            years=(2025, 2027),
            begins=date(2026, 1, 1),
            matrix=DATA / "rad_kediri.xlsx",
        ),
    ),
)
