"""Contents of documents for the tests; persons and numbers are invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image as Picture

from gugus.documents.content import (
    AnnexGroup,
    AnnexRow,
    BudgetRow,
    CorrectionNote,
    DecreeContent,
    Figure,
    HeatCell,
    HeatRow,
    LegalBasisLine,
    Letterhead,
    Obstacle,
    Proof,
    ReportContent,
    ReportRow,
    StrategySection,
    TrendPoint,
    Verification,
)
from gugus.documents.images import Image

VERIFICATION = Verification("K7QX-94TR", "https://gugus.example.id/verifikasi/K7QX-94TR/")
STRATEGIES = (
    "I. Pencegahan",
    "II. Rehabilitasi Kesehatan",
    "III. Rehabilitasi Sosial, Pemulangan, dan Reintegrasi Sosial",
    "IV. Pengembangan Norma Hukum",
    "V. Penegakan Hukum",
    "VI. Koordinasi dan Kerja Sama",
)


def picture() -> Image:
    """A photograph of nothing."""
    out = BytesIO()
    Picture.new("RGB", (40, 30), "#0b5f66").save(out, "JPEG")
    return Image(out.getvalue(), "image/jpeg", "Foto bukti: Foto sosialisasi")


PICTURE = picture()

DRAFT_DECREE = DecreeContent(
    head_of_region="WALI KOTA KEDIRI",
    region_lines=("PROVINSI JAWA TIMUR",),
    title="Gugus Tugas Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang Kota Kediri",
    considerations=(
        "bahwa perdagangan orang melanggar harkat dan martabat manusia;",
        "bahwa untuk mengoordinasikan upaya pencegahan dan penanganan perlu dibentuk gugus tugas;",
    ),
    legal_bases=(
        LegalBasisLine("Peraturan Presiden Nomor 69 Tahun 2008 tentang Gugus Tugas;", 5, 2008, 69),
        LegalBasisLine("Undang-Undang Nomor 35 Tahun 2014 tentang Perlindungan Anak;", 2, 2014, 35),
        LegalBasisLine("Peraturan Ketua Harian Nomor 1 Tahun 2025;", 8, 2025, 1, unsure=True),
        LegalBasisLine("Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan TPPO;", 2, 2007, 21),
    ),
    attentions=("Hasil rapat koordinasi pembentukan gugus tugas tanggal 13 November 2025.",),
    dictums=(
        "Membentuk Gugus Tugas dengan susunan keanggotaan sebagaimana tercantum dalam Lampiran.",
        "Gugus Tugas melaporkan pelaksanaan tugasnya kepada Wali Kota.",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    ),
    annexes=(
        AnnexGroup("", (AnnexRow("Wali Kota Kediri", "Pembina"), AnnexRow("Sekretaris Daerah", "Ketua I"))),
        *(
            AnnexGroup(
                f"SUB GUGUS TUGAS {name.upper()}",
                tuple(AnnexRow(f"Kepala Dinas Contoh {number}", "Anggota") for number in range(1, 7)),
            )
            for name in STRATEGIES
        ),
    ),
    place="Kediri",
    copies=("Gubernur Jawa Timur di Surabaya;", "Inspektur Kota Kediri."),
)


def final_decree(**changes: Any) -> DecreeContent:
    """The same decree with everything a final version needs."""
    sure = tuple(replace(basis, unsure=False) for basis in DRAFT_DECREE.legal_bases)
    values = {
        "legal_bases": sure,
        "number": "188.45/123/419.033/2026",
        "dated": date(2026, 11, 21),
        "signer_name": "Budi Contoh",
    }
    return replace(DRAFT_DECREE, **(values | changes))


def report_row(number: int, code: str) -> ReportRow:
    """Every fourth row has no case to divide by."""
    empty = number % 4 == 3
    return ReportRow(
        code=code,
        activity="Sosialisasi terpadu pencegahan TPPO bersama kecamatan dan kelurahan",
        indicator="Jumlah kelurahan yang menerima sosialisasi",
        unit="kelurahan",
        target=Decimal("1250"),
        realisation=None if empty else Decimal("1000.5"),
        achievement=None if empty else Decimal("80.04"),
        grade="N/A" if empty else "Tinggi",
        responsible="Dinas Contoh",
    )


def report(rows: int = 5, **changes: Any) -> ReportContent:
    """A report on six strategies of `rows` indicators each."""
    sections = tuple(
        StrategySection(
            name,
            None if place == 3 else Decimal(40 + 11 * place),
            "N/A" if place == 3 else "Tinggi",
            tuple(report_row(number, f"{place + 1}.{number + 1}") for number in range(rows)),
            budgets=(
                BudgetRow(f"{place + 1}.1", "Sosialisasi", "APBD", Decimal(75_000_000), Decimal(60_000_000)),
                BudgetRow(f"{place + 1}.2", "Pelatihan", "", None, Decimal(1_000_000)),
            ),
            reported=rows - 1,
            note="N/A",
        )
        for place, name in enumerate(STRATEGIES)
    )
    content = ReportContent(
        title="Laporan Kemajuan Rencana Aksi Daerah",
        task_force="Gugus Tugas Pencegahan TPPO Kota Kediri",
        period="Triwulan IV Tahun 2026",
        as_of=date(2026, 11, 21),
        letterhead=Letterhead(("PEMERINTAH KOTA KEDIRI", "DINAS CONTOH"), ("Jalan Contoh Nomor 1",)),
        figures=(Figure("Capaian rata-rata", "78,5 %", "Tinggi"),),
        strategies=sections,
        reported=rows * 6 - 2,
        total=rows * 6,
        rule="Capaian = realisasi ÷ target × 100.",
        obstacles=(
            Obstacle("1.2", "Dinas Contoh", "Jadwal bertabrakan dengan ujian.", "Dijadwalkan ulang."),
        ),
        slot="TW IV 2026",
        snapshot="Potret angka nomor 3",
        introduction=("Dasar. RAD ditetapkan.", "Periode. Triwulan IV."),
        trend=tuple(
            TrendPoint(f"TW {name}", value, 28, 30)
            for name, value in zip(("I", "II", "III", "IV"), (*map(Decimal, (31, 45, 62)), None), strict=True)
        ),
        cases=("Data kasus belum dicatat di portal ini.",),
        recommendations=("Adakan rakor.",),
        corrections=(
            CorrectionNote(
                "TW I 2026",
                "1.1",
                ("Jumlah: 8 → 6",),
                ("TW I: 80 % → 78 %",),
                "Salah hitung",
                date(2026, 9, 1),
            ),
        ),
        evidence=(
            Proof("1.1", "Foto sosialisasi", date(2026, 9, 3), "Foto", "TW IV 2026", picture=PICTURE),
            Proof("1.2", "Undangan", date(2026, 9, 4), "PDF", "TW IV 2026"),
        ),
        evidence_closed=2,
        heat_columns=("TW I 2026", "TW II 2026"),
        heat=(
            HeatRow("Dinas Contoh", (HeatCell("3 dari 3", 5), HeatCell("1 dari 3", 2))),
            HeatRow("Dinas Lain", (HeatCell("0 dari 1", 0), HeatCell("–", 0))),
        ),
        place="Kediri",
        signer_office="Kepala Dinas Contoh",
        signer_name="Budi Contoh",
    )
    return replace(content, **changes)
