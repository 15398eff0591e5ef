"""What papers about a case say, from what their reader may see. Plain Indonesian: it is printed."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pyzipper
from django.utils import timezone
from lokal import terbilang

from cases.enums import VIEW, ConsentKind, ReferralBasis, ReferralKind, TermKind
from cases.models import Attachment, Case, CaseDocument, CaseExport, DisposalRecord, Identity, Referral
from cases.selectors.papers import dossier_rows, identity_for_paper, letter_rights
from cases.selectors.vocabulary import SCOPE, SERVICE, label_of, labels_of
from cases.watermark import watermark
from gugus.core.templatetags.gugus import zone_name
from gugus.documents.content import Dossier, Letterhead, PageSetup, SecretLetter, Section
from gugus.documents.images import Image, read_image
from gugus.documents.text import MONTHS, long_date, number

Facts = tuple[tuple[str, str], ...]
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
SUMMARY = "ringkasan-kasus.pdf"


def letter_content(paper: CaseDocument, by: Any) -> SecretLetter:
    """The surat rujukan (domain.md §4 and §5): by code, by name only where the paper was asked for so.

    A referral without consent says no more than its preview: services, urgency, risk, age group and sex.
    """
    referral = paper.referral
    if referral is None:
        raise LookupError("a letter without a referral")
    task_force, told = referral.case.task_force, VIEW in letter_rights(referral)
    zone = by.timezone
    return SecretLetter(
        letterhead=letterhead(task_force, referral.sender_agency),
        number=referral.number,
        place=task_force.place,
        dated=timezone.localtime(referral.sent_at, zone).date(),
        subject="Rujukan korban" if referral.kind == ReferralKind.REFERRAL else "Alih penanggung jawab kasus",
        receiver=_receiver(referral.receiver_agency),
        opening=(
            "Bersama surat ini kami merujuk seorang korban untuk memperoleh layanan di bawah ini. Isi surat "
            "ini rahasia: siapa pun yang membuka identitas korban yang wajib dirahasiakan diancam pidana "
            "menurut Pasal 24 Undang-Undang Nomor 21 Tahun 2007."
        ),
        sections=tuple(_letter_sections(paper, referral, by, told=told)),
        closing=_closing(referral, by),
        signer_office=_head_of(referral.sender_agency),
        watermark=watermark(by, referral.case.code if told else referral.number),
        page=_page(task_force),
    )


def _letter_sections(paper: CaseDocument, referral: Referral, by: Any, *, told: bool) -> Iterable[Section]:
    yield Section("Rujukan", facts=_referral_facts(referral, by))
    yield Section("Korban", facts=_victim_facts(paper, referral, by, told=told))
    if told:
        yield Section("Kebutuhan", words=tuple(filter(None, [referral.summary])), empty="Tidak diuraikan.")
        yield Section("Catatan keselamatan", words=tuple(filter(None, [referral.safety_note])))
    yield Section("Dasar berbagi data", facts=_basis_facts(referral, by))


def _referral_facts(referral: Referral, by: Any) -> Facts:
    return (
        ("Layanan yang diminta", labels_of(by, SERVICE, referral.services) or "–"),
        ("Kemendesakan", referral.get_urgency_display()),
        ("Risiko", referral.get_risk_display()),
        ("Diajukan", clock(referral.sent_at, by)),
        ("Batas jawaban", clock(referral.answer_due, by)),
        ("Petugas pengirim", str(referral.sent_by or "–")),
    )


def _victim_facts(paper: CaseDocument, referral: Referral, by: Any, *, told: bool) -> Facts:
    case = referral.case
    facts = [("Jenis kelamin", case.get_sex_display()), ("Kelompok usia", case.get_age_group_display())]
    if not told:
        return (("Identitas", "tidak disertakan: belum ada persetujuan berbagi data"), *facts)
    facts += [
        ("Kewarganegaraan", "WNA" if case.foreign_citizen else "WNI"),
        ("Bahasa", case.language or "–"),
        ("Disabilitas dan kebutuhan khusus", case.accessibility or "–"),
    ]
    named = identity_facts(identity_for_paper(by, case)) if paper.with_identity else ()
    return (("Kode korban", case.code), *named, *facts)


def _basis_facts(referral: Referral, by: Any) -> Facts:
    consent = referral.consent
    if referral.basis == ReferralBasis.CONSENT and consent:
        who = "wali korban" if consent.by_guardian else "korban sendiri"
        return (
            ("Persetujuan", f"dinyatakan oleh {who} pada {long_date(consent.given_on)}"),
            ("Cakupan", label_of(by, SCOPE, referral.scope)),
            ("Berlaku sampai", long_date(consent.valid_until) if consent.valid_until else "ditarik kembali"),
        )
    if referral.basis == ReferralBasis.CHILD:
        at = clock(referral.safeguarded_at, by)
        return (
            ("Jalur anak", f"keselamatan anak diperiksa {at} oleh {referral.safeguarded_by}"),
            ("Cakupan", label_of(by, SCOPE, referral.scope)),
        )
    return (
        ("Tanpa persetujuan", "pemberitahuan tanpa identitas; keterangan lain menunggu persetujuan korban"),
    )


def _closing(referral: Referral, by: Any) -> str:
    due = f" paling lambat {clock(referral.answer_due, by)}" if referral.answer_due else ""
    return f"Mohon rujukan ini dijawab{due}: diterima, ditolak dengan alasan, atau diteruskan. Terima kasih."


def identity_facts(identity: Identity | None) -> Facts:
    """Name, birth and contact; the NIK stays in the portal."""
    if identity is None:
        return ()
    born = date.fromisoformat(identity.birth_date) if identity.birth_date else None
    birth = ", ".join(filter(None, [identity.birth_place, long_date(born) if born else ""]))
    facts = (
        ("Nama lengkap", identity.name),
        ("Tempat dan tanggal lahir", birth),
        ("Alamat", identity.address),
        ("Telepon", identity.phone),
        ("Wali", identity.guardian),
        ("Keluarga yang aman dihubungi", identity.safe_contact),
    )
    return tuple((label, value) for label, value in facts if value)


def summary_content(export: CaseExport, by: Any) -> Dossier:
    """Ringkasan kasus: all the exporter reads of it, never the shelter, identity only if asked for."""
    case = export.case
    purpose = label_of(by, TermKind.EXPORT, export.purpose)
    return Dossier(
        letterhead=letterhead(case.task_force, case.lead_agency),
        title=f"Ringkasan kasus {case.code}",
        subtitle=f"Keperluan: {purpose}",
        notice=(
            "Membuka identitas korban yang wajib dirahasiakan diancam pidana penjara 3 sampai 7 tahun "
            "(Pasal 24 Undang-Undang Nomor 21 Tahun 2007). Hapus berkas ini setelah keperluannya selesai."
        ),
        sections=tuple(_summary_sections(export, dossier_rows(by, case), by)),
        watermark=watermark(by, case.code),
        page=_page(case.task_force),
    )


def _summary_sections(export: CaseExport, rows: dict[str, list[Any]], by: Any) -> Iterable[Section]:
    yield Section("Kasus", facts=_case_facts(export.case, by))
    if export.with_identity:
        yield Section("Identitas korban", facts=identity_facts(identity_for_paper(by, export.case)))
    yield Section("Penapisan", facts=_screening_facts(rows["screening"], by), empty="Belum ditapis.")
    yield _table("Tahap penanganan", ("Tahap", "Keadaan"), rows["stages"], _stage_row)
    yield _table("Kebutuhan layanan", ("Layanan", "Keterangan", "Terpenuhi"), rows["needs"], _need_row, by)
    yield _table(
        "Layanan", ("Layanan", "Instansi", "Mulai–selesai", "Hasil"), rows["services"], _service_row, by
    )
    yield _table(
        "Persetujuan", ("Perihal", "Jawaban", "Tanggal", "Cakupan"), rows["consents"], _consent_row, by
    )
    sent = [row for row in rows["referrals"] if row.sent_at]
    yield _table("Rujukan", ("Nomor", "Kepada", "Layanan", "Status"), sent, _sent_row, by)
    yield _table("Catatan", ("Waktu", "Instansi", "Catatan"), rows["notes"], _note_row, by)


def _table(
    heading: str, head: tuple[str, ...], rows: list[Any], cells: Callable[..., tuple[str, ...]], *by: Any
) -> Section:
    return Section(heading, head=head, rows=tuple(cells(row, *by) for row in rows))


def _case_facts(case: Case, by: Any) -> Facts:
    closed = (
        f"{label_of(by, TermKind.CLOSURE, case.closure)}. {case.closure_note}".strip() if case.closure else ""
    )
    facts = (
        ("Kode register", case.code),
        ("Penanggung jawab kasus", case.lead_agency.name),
        ("Jenis kasus (indikasi)", case.get_kind_display()),
        ("Jenis kelamin", case.get_sex_display()),
        ("Kelompok usia", case.get_age_group_display()),
        ("Risiko", case.get_risk_display()),
        ("Status", case.get_status_display()),
        ("Tahap", case.get_stage_display()),
        ("Dibuka", clock(case.created_at, by)),
        ("Asal laporan", label_of(by, TermKind.SOURCE, case.source) if case.source else ""),
        ("Nomor SIMFONI-PPA", case.simfoni_number),
        ("Disabilitas dan kebutuhan khusus", case.accessibility),
        ("Peristiwa", case.incident.account),
        ("Rute", case.incident.route),
        ("Terminasi", closed),
    )
    return tuple((label, value) for label, value in facts if value)


def _screening_facts(rows: list[Any], by: Any) -> Facts:
    return tuple(
        fact
        for row in rows
        for fact in (
            ("Proses", labels_of(by, TermKind.PROCESS, row.process) or "–"),
            ("Cara", labels_of(by, TermKind.MEANS, row.means) or "–"),
            ("Tujuan eksploitasi", labels_of(by, TermKind.PURPOSE, row.purpose) or "–"),
            ("Hasil", row.get_indication_display()),
            ("Catatan", row.note or "–"),
        )
    )


def _stage_row(row: Any) -> tuple[str, ...]:
    return (row.get_stage_display(), row.get_status_display())


def _need_row(row: Any, by: Any) -> tuple[str, ...]:
    return (label_of(by, SERVICE, row.service), row.note, clock(row.met_at, by) if row.met_at else "belum")


def _service_row(row: Any, by: Any) -> tuple[str, ...]:
    until = long_date(row.ended_on) if row.ended_on else "sekarang"
    span = f"{long_date(row.started_on)} – {until}"
    return (label_of(by, SERVICE, row.service), row.agency.short_name, span, row.result)


def _consent_row(row: Any, by: Any) -> tuple[str, ...]:
    answer = "ditarik" if row.withdrawn_at else ("setuju" if row.given else "tidak setuju")
    scope = label_of(by, SCOPE, row.scope) if row.kind == ConsentKind.SHARING and row.scope else ""
    return (row.get_kind_display(), answer, long_date(row.given_on), scope)


def _sent_row(row: Any, by: Any) -> tuple[str, ...]:
    services = labels_of(by, SERVICE, row.services)
    return (row.number or "–", row.receiver_agency.short_name, services, row.get_status_display())


def _note_row(row: Any, by: Any) -> tuple[str, ...]:
    return (clock(row.created_at, by), row.agency.short_name, row.body)


def clock(at: datetime | None, by: Any) -> str:
    """`22 November 2026 09.10 WIB` by the reader's region."""
    if at is None:
        return "–"
    local = at.astimezone(ZoneInfo(by.authority.timezone))
    return f"{long_date(local.date())} {local:%H.%M} {zone_name(local)}"


def letterhead(task_force: Any, agency: Any) -> Letterhead:
    """Kop: the region's government and the agency that writes; the task force's own where it says no more."""
    kept = task_force.letterhead or {}
    lines = tuple(filter(None, [kept.get("government", "").upper(), agency.name.upper()]))
    own = agency.pk == task_force.secretariat_agency_id
    address = tuple(filter(None, [kept.get("address"), kept.get("contact")])) if own else ()
    return Letterhead(lines, address, _emblem(task_force))


def _emblem(task_force: Any) -> Image | None:
    if not task_force.emblem:
        return None
    try:
        with task_force.emblem.open("rb") as stored:
            return read_image(stored.read(), alt="Lambang daerah")
    except (OSError, ValueError):
        return None


def _page(task_force: Any) -> PageSetup:
    return PageSetup(width=task_force.paper_width, height=task_force.paper_height)


def _head_of(agency: Any) -> str:
    return agency.head_office or f"Kepala {agency.name}"


def _receiver(agency: Any) -> str:
    return _head_of(agency)


DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DISPOSED = {
    "identity": "Identitas korban",
    "shelter": "Tempat aman",
    "screening": "Penapisan",
    "consent": "Persetujuan",
    "serviceneed": "Kebutuhan layanan",
    "servicerecord": "Layanan instansi penanggung jawab",
    "stagestate": "Tahap penanganan",
    "checklistmark": "Langkah SOP",
    "casenote": "Catatan",
    "attachment": "Lampiran",
    "casedocument": "Dokumen kasus",
    "caseexport": "Ekspor kasus",
    "accessreport": "Laporan akses data pribadi",
    "referral": "Uraian rujukan",
    "caselink": "Kaitan dengan kasus lain",
    "incident": "Uraian peristiwa",
}
DISPOSAL_KEEPS = "Kode register, tanggal, alasan terminasi, jejak akses, dan berita acara ini."


def disposal_content(record: DisposalRecord, by: Any) -> Dossier:
    """Berita acara pemusnahan: when in words, by whom, what and how much of it; the case by its code only."""
    case = record.case
    if record.disposed_at is None:
        raise LookupError("a berita acara of what was not destroyed")
    rows = record.counts["rows"]
    return Dossier(
        letterhead=letterhead(case.task_force, case.lead_agency),
        title="Berita acara pemusnahan",
        subtitle=f"Nomor {record.number}",
        sections=(
            Section("Pelaksanaan", words=_disposal_words(record, by)),
            Section(
                "Yang dimusnahkan",
                head=("Isi berkas", "Jumlah"),
                rows=tuple((label, number(rows[name])) for name, label in DISPOSED.items() if rows.get(name)),
            ),
            Section("Yang tetap disimpan", words=(DISPOSAL_KEEPS,)),
        ),
        signers=(("Yang mengusulkan", str(record.proposed_by)), ("Yang menyetujui", str(record.approved_by))),
        watermark=watermark(by, case.code),
        page=_page(case.task_force),
    )


def _disposal_words(record: DisposalRecord, by: Any) -> tuple[str, ...]:
    case, zone = record.case, by.timezone
    day = timezone.localtime(record.disposed_at, zone).date()
    closed = timezone.localtime(case.closed_at, zone).date()
    return (
        f"Pada hari ini, {DAYS[day.weekday()]}, tanggal {terbilang(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {terbilang(day.year)} ({long_date(day)}), bertempat di {case.lead_agency.name}, "
        f"{record.proposed_by} sebagai yang mengusulkan dan {record.approved_by} sebagai yang menyetujui "
        f"telah memusnahkan berkas kasus dengan kode register {case.code}, yang ditutup pada "
        f"{long_date(closed)} dan yang masa simpannya sudah lewat.",
        f"Dasar: {record.reason}",
        "Pemusnahan dilakukan dengan menghapus isi berkas dari portal sehingga tidak dapat dibaca lagi. "
        "Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.",
    )


def export_zip(summary: bytes, attachments: list[tuple[Attachment, bytes]], password: str) -> bytes:
    """Summary and files under neutral names in one ZIP, each encrypted with AES-256 (WinZip AE-2)."""
    out = BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.writestr(SUMMARY, summary)
        for number, (row, data) in enumerate(attachments, start=1):
            archive.writestr(f"lampiran-{number}.{ENDINGS.get(row.content_type, 'bin')}", data)
    return out.getvalue()
