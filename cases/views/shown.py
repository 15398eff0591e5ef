"""What the pages of referrals show: the preview, what acceptance opens, the queues, and buttons."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import clocks
from cases.enums import (
    HANDLE,
    IDENTITY,
    SENDER_MOVES,
    SHELTER,
    VIEW,
    ClockStep,
    ReferralBasis,
    ReferralKind,
    TermKind,
)
from cases.enums import ReferralStatus as State
from cases.models import Case, Referral, ReferralOffer
from cases.rules import referrals as rules
from cases.rules.papers import check_letter
from cases.selectors import referrals as selectors
from cases.selectors.sla import SlaBook, own_book, warning
from cases.selectors.vocabulary import SCOPE, SERVICE, label_of, labels_of
from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import waktu

Thing = Referral | ReferralOffer
STANDING = {
    State.DRAFT: (gettext_lazy("draf"), "draft"),
    State.SENT: (gettext_lazy("menunggu jawaban"), "note"),
    State.ACCEPTED: (gettext_lazy("diterima"), "good"),
    State.REFUSED: (gettext_lazy("ditolak"), "bad"),
    State.IN_SERVICE: (gettext_lazy("dalam layanan"), "good"),
    State.DONE: (gettext_lazy("selesai"), "locked"),
    State.WITHDRAWN: (gettext_lazy("ditarik"), "locked"),
}
# What each right lets a receiver read, in the words of the check page.
OPENED = {
    VIEW: gettext_lazy("kode register, jenis kasus, penapisan, tahap, dan persetujuan"),
    HANDLE: gettext_lazy("ringkasan kebutuhan, catatan keselamatan, catatan dan lampiran yang Anda bagikan"),
    IDENTITY: gettext_lazy("identitas: nama, NIK, alamat, telepon, dan wali"),
    SHELTER: gettext_lazy("tempat aman: nama, alamat, dan kontak petugasnya"),
}
PAST = {
    "send": gettext_lazy("Rujukan dikirim"),
    "accept": gettext_lazy("Rujukan diterima"),
    "refuse": gettext_lazy("Rujukan ditolak"),
    "forward": gettext_lazy("Rujukan diteruskan"),
    "start": gettext_lazy("Layanan dimulai"),
    "finish": gettext_lazy("Layanan selesai"),
    "withdraw": gettext_lazy("Rujukan ditarik"),
}
MOVE_PAGES = {
    "accept": ("cases:referral-accept", "primary"),
    "refuse": ("cases:referral-refuse", "secondary"),
    "forward": ("cases:referral-forward", "secondary"),
    "start": ("cases:referral-start", "primary"),
    "finish": ("cases:referral-finish", "primary"),
    "withdraw": ("cases:referral-withdraw", "danger"),
}
LABELS = {
    "accept": gettext_lazy("Terima"),
    "refuse": gettext_lazy("Tolak"),
    "forward": gettext_lazy("Teruskan"),
    "start": gettext_lazy("Mulai layanan"),
    "finish": gettext_lazy("Selesaikan"),
    "withdraw": gettext_lazy("Tarik rujukan"),
}
# A paper letter's answer is written down by its sender, who gives none.
ON_PAPER = {
    "accept": gettext_lazy("Catat: diterima"),
    "refuse": gettext_lazy("Catat: ditolak"),
    "start": gettext_lazy("Catat: layanan dimulai"),
    "finish": gettext_lazy("Catat: layanan selesai"),
}
VERBS = LABELS | {"withdraw": gettext_lazy("Tarik")}


def named(thing: Thing) -> str:
    kind = _("Pengalihan") if thing.kind == ReferralKind.TRANSFER else _("Rujukan")
    return f"{kind} {thing.number}".strip()


def noted(name: str, thing: Thing) -> bool:
    """Whether a move is an answer that came by letter, which the sender only writes down."""
    return thing.receiver_id is None and name in ON_PAPER


def move_title(name: str, thing: Thing) -> str:
    """“Terima rujukan R-012/…”; of an answer by letter “Catat: diterima, rujukan …”."""
    what = named(thing)
    if noted(name, thing):
        return f"{ON_PAPER[name]}, {what[0].lower()}{what[1:]}"
    return f"{VERBS[name]} {what[0].lower()}{what[1:]}"


def fact(label: Any, value: Any, **more: Any) -> dict[str, Any]:
    return {"label": label, "value": value} | more


def preview_rows(user: Any, thing: Thing, person: Any) -> list[dict[str, Any]]:
    """The five facts a receiver reads before it accepts; `person` has age group and sex (case or offer)."""
    transfer = thing.kind == ReferralKind.TRANSFER
    asked = _("menjadi penanggung jawab kasus") if transfer else labels_of(user, SERVICE, thing.services)
    return [
        fact(_("Layanan yang diminta"), asked),
        fact(_("Kemendesakan"), thing.get_urgency_display()),
        fact(_("Risiko bagi korban"), thing.get_risk_display()),
        fact(_("Kelompok usia"), person.get_age_group_display()),
        fact(_("Jenis kelamin"), person.get_sex_display()),
    ]


def disclosure(referral: Referral) -> dict[str, list[Any]]:
    """What acceptance opens and what stays closed, in words."""
    rights = selectors.rights_opened(referral)
    return {
        "opened": [words for right, words in OPENED.items() if right in rights],
        "closed": [words for right, words in OPENED.items() if right not in rights],
    }


def basis_words(user: Any, referral: Referral) -> str:
    if referral.basis == ReferralBasis.CONSENT:
        return _("Persetujuan berbagi data: %(scope)s") % {
            "scope": label_of(user, SCOPE, rules.scope_of(referral)).lower()
        }
    return str(referral.get_basis_display()).capitalize()


def draft_rows(user: Any, referral: Referral) -> list[dict[str, Any]]:
    """The check page's list, each line with its “Ubah”."""
    change = reverse("cases:referral-update", args=[referral.pk])
    rows = [
        ("receiver", fact(_("Instansi tujuan"), _receiver(referral))),
        *zip(
            ("services_0", "urgency_0", "risk_0"),
            preview_rows(user, referral, referral.case)[:3],
            strict=True,
        ),
        ("basis_0", fact(_("Dasar berbagi data"), basis_words(user, referral))),
        ("summary", fact(_summary_label(referral), referral.summary or _("tidak diisi"))),
        ("safety_note", fact(_("Catatan keselamatan"), referral.safety_note or _("tidak diisi"))),
    ]
    if referral.kind == ReferralKind.TRANSFER:
        rows = [rows[0], rows[5], rows[4]]
    if referral.safeguarded_at:
        rows.append(("safeguards_0", fact(_("Pemeriksaan keselamatan anak"), safeguard_words(referral))))
    return [row | {"change_url": f"{change}#id_{anchor}"} for anchor, row in rows]


def _summary_label(referral: Referral) -> str:
    transfer = referral.kind == ReferralKind.TRANSFER
    return _("Alasan pengalihan") if transfer else _("Ringkasan kebutuhan")


def _receiver(referral: Referral) -> str:
    name = referral.receiver_agency.name
    return _("%(name)s (lewat surat)") % {"name": name} if referral.on_paper else name


def safeguard_words(referral: Referral) -> str:
    words = _("diperiksa oleh %(who)s, %(at)s") % {
        "who": referral.safeguarded_by,
        "at": waktu(referral.safeguarded_at),
    }
    return f"{words}\n{referral.safeguard_note}" if referral.safeguard_note else words


def detail_rows(user: Any, referral: Referral) -> list[dict[str, Any]]:
    rows = [
        fact(_("Dari"), referral.sender_agency.name),
        fact(_("Kepada"), _receiver(referral)),
        *preview_rows(user, referral, referral.case)[:3],
        fact(_("Dasar berbagi data"), basis_words(user, referral)),
        fact(_summary_label(referral), referral.summary or _("tidak diisi")),
        fact(_("Catatan keselamatan"), referral.safety_note or _("tidak diisi")),
    ]
    if referral.safeguarded_at:
        rows.append(fact(_("Pemeriksaan keselamatan anak"), safeguard_words(referral)))
    if referral.refusal:
        rows.append(fact(_("Alasan menolak"), label_of(user, TermKind.REFUSAL, referral.refusal)))
    return rows


def events(user: Any, referral: Referral) -> list[dict[str, Any]]:
    """History, the newest first."""
    return [
        {
            "at": waktu(row.at),
            "who": row.by,
            "seat": row.sender_agency if row.move in SENDER_MOVES else row.receiver_agency,
            "what": PAST[row.move],
            "note": row.reason,
            "tone": "",
        }
        for row in selectors.referral_events(user, referral)
    ]


def clock(thing: Thing, book: SlaBook) -> clocks.Face | None:
    """The clock that runs now: until it is answered, then until the service begins."""
    waiting = thing.status == State.SENT
    due = thing.answer_due if waiting else getattr(thing, "service_due", None)
    if due is None or thing.status not in (State.SENT, State.ACCEPTED):
        return None
    step = ClockStep.ANSWER if waiting else ClockStep.SERVICE
    rule = book.rule_at(step, thing.urgency, thing.sent_at or timezone.now())
    told = getattr(thing, "escalated_at", None)
    return clocks.face(timezone.now(), due, warning(rule), escalated_at=told if told and told > due else None)


def moves(user: Any, thing: Thing) -> list[Button]:
    """The acts somebody of this side may do now; others are not shown."""
    return [
        Button(label=_label(thing, name), url=reverse(page, args=[thing.pk]), kind=kind)  # type: ignore[arg-type]
        for name, (page, kind) in MOVE_PAGES.items()
        if allowed(rules.check_move, user, thing, name)
    ]


def _label(thing: Thing, name: str) -> str:
    return str(ON_PAPER[name] if noted(name, thing) else LABELS[name])


def letter(user: Any, referral: Referral) -> Button | None:
    """The way to the surat rujukan, for its sender while the referral lives."""
    over = referral.kind == ReferralKind.TRANSFER or referral.ended_at is not None
    if over or not allowed(check_letter, user, referral):
        return None
    return Button(label=_("Cetak surat rujukan"), url=reverse("cases:letter-create", args=[referral.pk]))


def acts(user: Any, referral: Referral, letters: Any) -> list[Button]:
    """Everything one may do now, one act first: to whom a letter must go, it goes before any answer."""
    found, paper, anew = moves(user, referral), letter(user, referral), again(user, referral)
    if paper and referral.on_paper and referral.status == State.SENT and not letters:
        later = [replace(row, kind="secondary") if row.kind == "primary" else row for row in found]
        return [replace(paper, kind="primary"), *later]
    at = len(found) - (bool(found) and found[-1].kind == "danger")
    return [*found[:at], *filter(None, [paper, anew]), *found[at:]]


def again(user: Any, referral: Referral) -> Button | None:
    """The way to refer anew what was refused or taken back, with everything filled in."""
    if referral.kind == ReferralKind.TRANSFER or referral.status not in (State.REFUSED, State.WITHDRAWN):
        return None
    if referral.sender_id not in user.authority.group_ids or not allowed(
        rules.check_make, user, referral.case
    ):
        return None
    url = reverse("cases:referral-create", args=[referral.case_id])
    return Button(label=_("Rujuk ke instansi lain"), url=f"{url}?dari={referral.pk}", kind="primary")


def row_of(thing: Thing, title: str, detail: str, book: SlaBook) -> dict[str, Any]:
    """One line of a queue, for `components/task_row.html`."""
    face = clock(thing, book)
    status, tone = STANDING[State(thing.status)]
    if face:
        tone = face.tone if thing.status == State.SENT else tone
    return {
        "title": title,
        "url": reverse("cases:referral-detail", args=[thing.pk]),
        "detail": detail,
        "status": status,
        "tone": tone,
        "due": _("%(left)s · batas %(due)s") % {"left": face.remaining, "due": waktu(face.due)}
        if face
        else "",
    }


def offer_line(user: Any, offer: ReferralOffer) -> str:
    """The five facts in one line."""
    asked, urgency, risk, *person = (str(row["value"]) for row in preview_rows(user, offer, offer))
    return " · ".join([asked, urgency, _("risiko %s") % risk, *person])


def came_from(thing: Thing) -> str:
    return _("%(row)s dari %(agency)s") % {"row": named(thing), "agency": thing.sender_agency}


def went_to(thing: Thing) -> str:
    return _("%(row)s ke %(agency)s") % {"row": named(thing), "agency": thing.receiver_agency}


def queues(user: Any, page: Any) -> dict[str, Any]:
    """Everything of the page of queues. The number of queries does not grow with the rows."""
    book = own_book(user)
    waiting = [
        row_of(row, came_from(row), offer_line(user, row), book) for row in selectors.waiting_offers(user)
    ]
    taken = [row_of(row, came_from(row), row.case.code, book) for row in selectors.taken_list(user)]
    taken += [row_of(row, came_from(row), offer_line(user, row), book) for row in selectors.kept_offers(user)]
    drafts = [
        row_of(row, _("Draf ke %s") % row.receiver_agency, row.case.code, book)
        for row in selectors.draft_list(user)
    ]
    shown = Paginator(selectors.sent_list(user), 25).get_page(page)
    sent = [row_of(row, went_to(row), row.case.code, book) for row in shown]
    return {"waiting": waiting, "taken": taken, "drafts": drafts, "sent": sent, "page": shown}


def of_case(user: Any, case: Case) -> dict[str, Any]:
    """What a case's page says of referrals: `cases/_referrals.html`, and the page's primary act."""
    book = own_book(user)
    rows = [
        row_of(row, f"{named(row)}, {row.sender_agency} → {row.receiver_agency}", "", book)
        for row in selectors.case_referrals(user, case)
    ]
    refer = Button(
        label=_("Rujuk korban"), url=reverse("cases:referral-create", args=[case.pk]), kind="primary"
    )
    pass_on = reverse("cases:transfer-create", args=[case.pk])
    return {
        "referrals": rows,
        "button": refer if allowed(rules.check_make, user, case) else None,
        "transfer": pass_on if allowed(rules.check_transfer, user, case) else "",
    }
