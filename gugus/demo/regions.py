"""What the demo's regions begin with: offices and events as their articles tell, people invented.

Sources: seeds of the project (an article each). Numbers of letters and all persons are made up.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

WOMEN_AND_CHILDREN = (
    "Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana"
)
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Office:
    """An agency: short name, full name, kind, usual sub-gugus tugas, superior or parent unit."""

    short_name: str
    name: str
    kind: str
    sub: str = ""
    superior: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leader:
    """A seat of the leadership: jabatan, kedudukan, invented holder, agency and portal account if any."""

    title: str
    position: str
    holder: str
    agency: str = ""
    account: str = ""


@dataclass(frozen=True)
class Account:
    """A demo account: local part of the address, invented name, role, agency."""

    local: str
    name: str
    role: str
    agency: str = ""
    coordinator: bool = False


@dataclass(frozen=True)
class DemoRegion:
    """One region's start; `matrix` is a RAD workbook, `plan` a small one typed by hand."""

    key: str
    slug: str
    code: str
    name: str
    short_name: str
    office: str
    secretariat: str
    sk_number: str
    sk_signed: date
    sk_until: date
    leaders: tuple[Leader, ...]
    accounts: tuple[Account, ...]
    offices: tuple[Office, ...] = ()
    members_file: Path | None = None
    matrix: Path | None = None
    plan_code: str = ""
    plan_instrument: str = ""
    plan_adopted: date = date(2026, 1, 5)
    plan_years: tuple[int, int] = (2025, 2027)
    strategies: tuple[tuple[str, tuple[tuple[str, str, str, int, str], ...]], ...] = ()
    letterhead: dict[str, str] = field(default_factory=dict)


def _accounts(police: str, dinas: str) -> tuple[Account, ...]:
    return (
        Account("sekda", "Satria Contoh", "pimpinan"),
        Account("pengawas", "Wening Contoh", "pengawas"),
        Account("polres", "Panca Contoh", "penghubung", police),
        Account("dinsos", "Dewi Contoh", "penghubung", "Dinas Sosial"),
        Account("disnaker", "Tirta Contoh", "penghubung", "Dinas Tenaga Kerja"),
        Account("kepala.polres", "Kepala Contoh Satu", "penghubung", police),
        Account("kepala.dinsos", "Kepala Contoh Dua", "penghubung", "Dinas Sosial"),
        Account("kepala.dinas", "Kepala Contoh Tiga", "penghubung", dinas),
        Account("polres.ppa", "Puspa Contoh", "penangan", police),
        Account("dinsos.kasus", "Kasih Contoh", "penangan", "Dinas Sosial"),
        Account("uptd.ppa", "Utami Contoh", "penangan", "UPTD PPA", coordinator=True),
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
    sk_number="188.45/901/419.033/2025",
    sk_signed=date(2025, 12, 1),
    sk_until=date(2027, 12, 31),
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
    accounts=_accounts("Polres Kediri Kota", "DP3AP2KB"),
    matrix=DATA / "rad_kediri.xlsx",
    plan_code="rad-2025-2027",
    plan_instrument="Peraturan Wali Kota Kediri Nomor 99 Tahun 2025 (contoh)",
    plan_adopted=date(2025, 12, 22),
)

# [seed] OKU Selatan: rakor led by the Sekda, hosted by DP3APPKB, no date given; task force being formed.
OKU_SELATAN = DemoRegion(
    key="oku_selatan",
    slug="oku-selatan",
    code="16.09",
    name="Gugus Tugas Pencegahan dan Penanganan TPPO Kabupaten Ogan Komering Ulu Selatan",
    short_name="Gugus Tugas TPPO OKU Selatan",
    office="Bupati Ogan Komering Ulu Selatan",
    secretariat="DP3APPKB",
    sk_number="188.45/902/KPTS/2025",
    sk_signed=date(2025, 12, 15),
    sk_until=date(2030, 12, 14),
    letterhead={
        "government": "Pemerintah Kabupaten Ogan Komering Ulu Selatan",
        "office": f"Dinas {WOMEN_AND_CHILDREN}",
        "address": "Jalan Contoh Nomor 2, Muaradua",
        "contact": "Telepon (0735) 000000, pos-el dp3appkb@oku-selatan.example.id",
    },
    offices=(
        Office("DP3APPKB", "DP3APPKB Kabupaten OKU Selatan", "opd", "VI. Koordinasi dan Kerja Sama"),
        Office("Polres OKU Selatan", "Kepolisian Resor OKU Selatan", "vertikal", "V. Penegakan Hukum"),
        Office("Kodim 0403/OKU", "Komando Distrik Militer 0403/OKU", "vertikal", "I. Pencegahan"),
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
    accounts=_accounts("Polres OKU Selatan", "DP3APPKB"),
    plan_code="rad-2026-2030",
    plan_instrument="Keputusan Bupati OKU Selatan Nomor 99 Tahun 2025 (contoh)",
    plan_adopted=date(2025, 12, 29),
    plan_years=(2026, 2030),
    strategies=(
        (
            "Pencegahan",
            (
                (
                    "Edukasi pencegahan sejak dini",
                    "Jumlah sekolah yang terjangkau",
                    "sekolah",
                    40,
                    "Dinas Tenaga Kerja",
                ),
                (
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
                (
                    "Respons cepat laporan masyarakat",
                    "Jumlah petugas respons terlatih",
                    "orang",
                    20,
                    "Polres OKU Selatan",
                ),
                ("Rumah perlindungan", "Jumlah rumah perlindungan yang siap", "unit", 1, "Dinas Sosial"),
            ),
        ),
    ),
)

REGIONS = {region.key: region for region in (KEDIRI, OKU_SELATAN)}
