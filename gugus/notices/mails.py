"""The text of a digest: plain Indonesian of codes, counts and dates, with nothing of what people wrote."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from cases.clocks import left_words
from gugus.core.templatetags.gugus import NBSP, tanggal, waktu
from gugus.notices.duties import Clock, Demand
from gugus.notices.enums import ESCALATIONS, NoticeKind
from gugus.notices.models import Digest, Notice

SUBJECT = "[Portal Gugus Tugas TPPO] {words}"
REPORTS = "laporan RAD"
WHAT: dict[str, str] = {
    NoticeKind.MEETING: "undangan rapat",
    NoticeKind.MINUTES: "notula",
    NoticeKind.FOLLOW_UP: "tindak lanjut rapat",
    NoticeKind.FOLLOW_UP_CHECK: "pemeriksaan tindak lanjut",
    NoticeKind.FOLLOW_UP_HEAD: "tindak lanjut rapat",
    NoticeKind.FOLLOW_UP_OFFICE: "tindak lanjut rapat",
}


def digest_message(
    digest: Digest, lines: Sequence[tuple[Notice, Demand]], *, clocks: Mapping[UUID, Clock], now: datetime
) -> EmailMessage:
    """The letter of a digest, from what is still to be done as it goes out."""
    address = settings.SITE_URL.rstrip("/")
    with translation.override("id"):
        context = {
            "person": digest.recipient,
            "blocks": _blocks(lines, clocks, now),
            "site_url": address,
            "choice_url": address + reverse("notices:mail-choice"),
        }
        text = render_to_string(f"notices/mail/{'urgent' if digest.urgent else 'digest'}.txt", context)
        asked = [demand for _n, demand in lines]
        words = urgent_words(asked) if digest.urgent else subject_words(asked, digest.day)
        subject = SUBJECT.format(words=words)
    return EmailMessage(
        subject, text.strip() + "\n", to=[digest.recipient.email], headers={"Message-ID": digest.message_id}
    )


def _blocks(
    lines: Sequence[tuple[Notice, Demand]], clocks: Mapping[UUID, Clock], now: datetime
) -> list[dict[str, Any]]:
    """One block a task force, the nearest day first; links lead over the notice, which knows where to."""
    blocks: dict[UUID, dict[str, Any]] = {}
    for notice, demand in sorted(
        lines, key=lambda each: (str(each[0].task_force), each[1].due, each[1].title)
    ):
        here = demand.task_force_id
        block = blocks.setdefault(
            here, {"name": notice.task_force, "rows": [], "today": clocks[here].local(now).date()}
        )
        address = settings.SITE_URL.rstrip("/") + notice.get_absolute_url()
        block["rows"].append(
            {"demand": demand, "url": address, "limit": limit_words(demand, clocks[here], now)}
        )
    return list(blocks.values())


def limit_words(demand: Demand, clock: Clock, now: datetime) -> str:
    """`22 Nov 2026, 14.30 WIB (sisa 5 jam)` of a clock that runs in hours; nothing for another."""
    if demand.at is None:
        return ""
    with timezone.override(clock.zone):
        return f"{waktu(demand.at)} ({left_words(now, demand.at)})".replace(NBSP, " ")


def urgent_words(demands: Sequence[Demand]) -> str:
    """What it is about, when it is one thing; else how many."""
    return demands[0].title if len(demands) == 1 else f"{len(demands)} hal menunggu Anda"


def subject_words(demands: Sequence[Demand], today: date) -> str:
    """`3 laporan RAD menunggu, batas 10 Desember 2026`: what is one's own; else what is late below."""
    own = [each for each in demands if each.kind not in ESCALATIONS]
    rows = own or demands
    due = min(each.due for each in rows)
    counts = Counter[str]()
    for each in rows:
        counts[WHAT.get(each.kind, REPORTS)] += each.count
    *most, last = [f"{count} {what}" for what, count in counts.items()]
    words = f"{', '.join(most)} dan {last}" if most else last
    state = "menunggu" if own and due >= today else "terlambat"
    return f"{words} {state}, batas {tanggal(due)}"
