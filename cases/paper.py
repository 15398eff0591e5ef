"""From rows to what the papers of a case say, in plain Indonesian."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from cases.models import AccessReport, CaseTrail
from cases.trail_words import purpose
from gugus.core.trail_words import action_words
from gugus.documents.content import Dossier, Letterhead, PageSetup, Section
from gugus.documents.text import long_date, number

GROUNDS = {
    "persetujuan": "persetujuan Anda atau wali Anda",
    "anak": "perlindungan anak",
    "tanpa": "pemberitahuan tanpa identitas",
}
UNKNOWN = "petugas tidak dikenal"
RIGHTS = (
    "Laporan ini menjawab hak Anda untuk mengetahui siapa memproses data pribadi Anda, kapan, dan untuk apa "
    "(Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, Pasal 31 dan Pasal 32). Setiap "
    "orang yang membuka, mengubah, menyerahkan, atau mencoba membuka berkas Anda tercatat saat itu juga, dan "
    "catatan itu tidak dapat diubah.",
    "Bila ada yang tidak Anda mengerti atau menurut Anda keliru, sampaikan kepada petugas pendamping Anda.",
)
WITHHELD = (
    "Catatan tentang {count} orang tidak dicantumkan karena menyebutkannya dapat membahayakan keselamatan "
    "seseorang (Pasal 33). Catatan itu tetap tersimpan dan dapat diperiksa pengawas."
)


def letterhead_of(task_force: Any, office: str) -> Letterhead:
    """The head of the task force's letters; without one, the agency's name."""
    kept = task_force.letterhead or {}
    lines = tuple(str(kept[name]) for name in ("government", "office") if kept.get(name))
    address = tuple(str(kept[name]) for name in ("address", "contact") if kept.get(name))
    return Letterhead(lines or (office.upper(),), address)


def access_paper(
    report: AccessReport,
    rows: Iterable[CaseTrail],
    referrals: Iterable[Any],
    *,
    labels: dict[str, str],
    mark: str,
) -> Dossier:
    """What the data subject is told (UU 27/2022 Pasal 31–33): everything but the entries held back.

    `rows` carry `actor_name` and `agency_name`; `labels` are the words of services; `mark` is the watermark.
    """
    document, held = report.document, set(report.withheld)
    task_force = document.task_force
    zone = ZoneInfo(task_force.region.timezone)
    with translation.override("id"):
        entries = tuple(_entries((row for row in rows if row.actor_id not in held), zone))
    notes = (WITHHELD.format(count=number(len(held))),) if held else ()
    return Dossier(
        letterhead=letterhead_of(task_force, document.office),
        title="Laporan akses data pribadi",
        subtitle=f"Kasus {report.case.code} · keadaan per {_day(report.created_at, zone)}",
        sections=(
            Section("Hak Anda", words=RIGHTS),
            _receivers(referrals, labels, zone, document.office),
            Section(
                "Siapa memproses data Anda",
                head=("Tanggal", "Siapa", "Tindakan", "Untuk apa"),
                rows=entries,
                empty="Belum ada yang tercatat.",
            ),
            *(Section("Yang tidak dicantumkan", words=notes) for _once in notes),
        ),
        watermark=mark,
        page=PageSetup(width=Decimal(task_force.paper_width), height=Decimal(task_force.paper_height)),
    )


def _entries(rows: Iterable[Any], zone: ZoneInfo) -> Iterable[tuple[str, ...]]:
    """One line for what one person did on one day, in the order it first happened."""
    found = Counter(_line(row, zone) for row in rows)
    for (day, who, act, refused), times in found.items():
        words = f"mencoba {action_words(act)} (ditolak)" if refused else action_words(act)
        yield day, who, f"{words}, {number(times)} kali" if times > 1 else words, purpose(act)


def _line(row: Any, zone: ZoneInfo) -> tuple[str, str, str, bool]:
    who = ", ".join(filter(None, [row.actor_name or UNKNOWN, row.agency_name]))
    return _day(row.at, zone), who, row.action, row.denied


def _receivers(referrals: Iterable[Any], labels: dict[str, str], zone: ZoneInfo, office: str) -> Section:
    """The agencies the data were passed to."""
    return Section(
        "Instansi yang menerima data Anda",
        head=("Instansi", "Layanan", "Dasar", "Sejak"),
        rows=tuple(_receiver(each, labels, zone) for each in referrals),
        empty=f"Data Anda belum diserahkan kepada instansi lain; hanya {office} yang memegangnya.",
    )


def _receiver(referral: Any, labels: dict[str, str], zone: ZoneInfo) -> tuple[str, ...]:
    services = ", ".join(labels.get(code, code) for code in referral.services)
    since = _day(referral.answered_at or referral.sent_at, zone)
    return referral.receiver_agency.short_name, services or "–", GROUNDS[referral.basis], since


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return long_date(moment.astimezone(zone).date())
