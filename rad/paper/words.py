"""Words of the paper that do not come from a person: plain Indonesian, whatever language the page is in."""

from datetime import date

from gugus.documents.enums import DocumentKind
from gugus.documents.text import long_date, number

ROMAN = ("", "I", "II", "III", "IV")
TITLE = "Laporan Pelaksanaan Rencana Aksi Daerah Pencegahan dan Penanganan TPPO"
CASES = (
    "Data kasus belum dicatat di portal ini. Angka resmi tentang kasus dan korban tercatat di SIMFONI-PPA, "
    "sistem pencatatan nasional yang dikelola Kementerian PPPA, dan dilaporkan melalui jalur itu.",
    "Bagian ini tidak berarti nol kasus. Begitu angka agregat tersedia di portal, angkanya dimuat di sini "
    "tanpa keterangan yang dapat menunjuk seorang korban.",
)


def kind_words(kind: str, slot: int, year: int) -> str:
    """`Triwulan III Tahun 2026`, `Semester II Tahun 2026`, `Tahun 2026`."""
    words = {
        DocumentKind.QUARTER_REPORT: f"Triwulan {ROMAN[slot]} ",
        DocumentKind.SEMESTER_REPORT: f"Semester {ROMAN[(slot + 1) // 2]} ",
    }
    return f"{words.get(DocumentKind(kind), '')}Tahun {year}"


def file_word(kind: str, slot: int, year: int) -> str:
    """`tw-iii-2026`, `semester-ii-2026`, `tahun-2026`: a report in a file's name."""
    words = kind_words(kind, slot, year).lower().replace("triwulan", "tw")
    return words.replace(" tahun", "").replace(" ", "-")


def prepared_introduction(
    *,
    plan: str,
    instrument: str,
    adopted_on: date | None,
    years: tuple[int, int],
    period: str,
    deadline: date,
    strategies: int,
    items: int,
    indicators: int,
) -> str:
    """A Pendahuluan from facts, for the secretariat to mend: dasar, periode, cara menghitung."""
    law = f"ditetapkan dengan {instrument}" if instrument else "belum ditetapkan"
    day = f" tanggal {long_date(adopted_on)}" if instrument and adopted_on else ""
    size = f"{number(strategies)} strategi, {number(items)} kegiatan, dan {number(indicators)} indikator"
    return "\n\n".join(
        (
            f"Dasar. {plan} {law}{day} dan berlaku untuk tahun {years[0]}–{years[1]}. Di dalamnya ada "
            f"{size}. "
            "Gugus tugas dibentuk berdasarkan Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak "
            "Pidana Perdagangan Orang dan Peraturan Presiden Nomor 69 Tahun 2008 beserta perubahannya.",
            f"Periode. Laporan ini menggambarkan pelaksanaan RAD pada {period}. Batas lapor instansi adalah "
            f"{long_date(deadline)}. Realisasi dihitung sejak awal tahun sampai akhir periode, kecuali untuk "
            "indikator yang mempunyai target sendiri pada triwulan itu.",
            "Sumber angka. Angka berasal dari laporan instansi penanggung jawab yang sudah diperiksa dan "
            "diterima sekretariat; kedudukan penerimanya tercetak di samping angka. Laporan yang masih "
            "diperiksa belum dihitung.",
        )
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Text as people type it: an empty line begins a new paragraph."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return tuple(part.strip() for part in parts if part.strip())
