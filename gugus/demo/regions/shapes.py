"""What a region of the demo is made of. Numbers of letters and all persons are made up."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rad.enums import Aggregation, Direction, PeriodKind

WOMEN_AND_CHILDREN = (
    "Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana"
)
DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Office:
    """An agency: names, kind, usual sub-gugus tugas, superior or parent unit, jabatan of its head."""

    short_name: str
    name: str
    kind: str
    sub: str = ""
    superior: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    head: str = ""


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
class DemoItem:
    """An activity with its one indicator; `target` is a year's, `budget` rupiah."""

    name: str
    indicator: str
    unit: str
    target: int
    agency: str
    aggregation: str = Aggregation.SUM
    direction: str = Direction.HIGHER
    budget: int | None = None
    about_victims: bool = False


@dataclass(frozen=True)
class DemoPlan:
    """A RAD: a bureau's workbook (`matrix`) or a small one typed by hand (`strategies`).

    `kind` is how its years are reported; `begins` the day from which periods are opened.
    """

    code: str
    instrument: str
    adopted: date
    years: tuple[int, int]
    begins: date
    matrix: Path | None = None
    strategies: tuple[tuple[str, tuple[DemoItem, ...]], ...] = ()
    kind: str = PeriodKind.QUARTER


@dataclass(frozen=True)
class DemoDecree:
    """An SK: number, day of signature, last day."""

    number: str
    signed: date
    until: date


@dataclass(frozen=True)
class DemoReferral:
    """A victim referred to the handler `to`: `state` is how far it came ("lewat" waits beyond its limit).

    `basis` as in `cases.enums.ReferralBasis`; a consent is recorded first where it needs one.
    """

    to: str
    services: tuple[str, ...]
    state: str = "dikirim"
    urgency: str = "segera"
    basis: str = "persetujuan"
    kind: str = "rujukan"


@dataclass(frozen=True)
class DemoCase:
    """One invented victim's file: opened on a day, or so many `days_ago`; `place` is a kecamatan's code.

    `beside` is the place in the region's list of an earlier case of the same incident. `recused` and
    `emergency` name handlers who stopped handling it, or opened it in an emergency not reviewed yet.
    """

    place: str
    name: str
    opened: date | None = None
    days_ago: int = 0
    by: str = "uptd.ppa"
    kind: str = "tppo"
    sex: str = "perempuan"
    age: str = "25_44"
    risk: str = "sedang"
    modus: str = "pmi_nonprosedural"
    services: tuple[str, ...] = ("pengaduan", "pendampingan")
    referrals: tuple[DemoReferral, ...] = ()
    beside: int | None = None
    closure: str = ""
    recused: str = ""
    emergency: str = ""


@dataclass(frozen=True)
class DemoRemark:
    """What the secretariat wrote on the cases of some years."""

    years: tuple[int, int]
    remarks: str
    conclusions: str


@dataclass(frozen=True)
class DemoRegion:
    """One region's start; the last of `decrees` is in force."""

    key: str
    slug: str
    code: str
    name: str
    short_name: str
    office: str
    secretariat: str
    decrees: tuple[DemoDecree, ...]
    plans: tuple[DemoPlan, ...]
    leaders: tuple[Leader, ...]
    accounts: tuple[Account, ...]
    offices: tuple[Office, ...] = ()
    members_file: Path | None = None
    has_cases: bool = False
    cases: tuple[DemoCase, ...] = ()
    evaluations: tuple[DemoRemark, ...] = ()
    letterhead: dict[str, str] = field(default_factory=dict)

    @property
    def decree(self) -> DemoDecree:
        return self.decrees[-1]


def accounts(
    police: str,
    dinas: str,
    *,
    social: str = "Dinas Sosial",
    labour: str = "Dinas Tenaga Kerja",
    centre: str = "UPTD PPA",
) -> tuple[Account, ...]:
    """Who signs in to every region of the demo; the offices are named as the region names them."""
    return (
        Account("sekda", "Satria Contoh", "pimpinan"),
        Account("pengawas", "Wening Contoh", "pengawas"),
        Account("polres", "Panca Contoh", "penghubung", police),
        Account("dinsos", "Dewi Contoh", "penghubung", social),
        Account("disnaker", "Tirta Contoh", "penghubung", labour),
        Account("kepala.polres", "Kepala Contoh Satu", "penghubung", police),
        Account("kepala.dinsos", "Kepala Contoh Dua", "penghubung", social),
        Account("kepala.dinas", "Kepala Contoh Tiga", "penghubung", dinas),
        Account("polres.ppa", "Puspa Contoh", "penangan", "Unit PPA"),
        Account("dinsos.kasus", "Kasih Contoh", "penangan", social),
        Account("uptd.ppa", "Utami Contoh", "penangan", centre, coordinator=True),
    )
