"""What the SK says on paper, from its rows."""

from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.documents.content import (
    AnnexGroup,
    AnnexRow,
    DecreeContent,
    LegalBasisLine,
    NotReady,
    PageSetup,
    Verification,
)
from gugus.documents.images import Image, read_image
from members.enums import Certainty, ClauseKind, DecreeKind, DecreeStatus
from members.models import Decree, DecreeDocument, LegalBasis, Seat, TaskForce
from members.selectors import decree_full_name


def decree_content(decree: Decree) -> DecreeContent:
    """Everything the PDF prints, read once, so that laying out needs no database."""
    task_force = decree.task_force
    clauses = {kind: _clauses(decree, kind) for kind in ClauseKind}
    follows = decree.follows
    return DecreeContent(
        head_of_region=decree.signer_office.upper(),
        region_lines=(task_force.province_line.upper(),) if task_force.province_line else (),
        title=decree.title,
        considerations=clauses[ClauseKind.CONSIDERATION],
        legal_bases=tuple(_line(row.legal_basis) for row in decree.grounds.select_related("legal_basis")),
        attentions=clauses[ClauseKind.REGARD],
        dictums=clauses[ClauseKind.DICTUM],
        annexes=_annexes(decree),
        place=decree.signed_place,
        number=decree.number,
        dated=decree.signed_on,
        signer_name=decree.signer_name,
        amends=(decree_full_name(follows),) if follows and decree.kind == DecreeKind.AMENDMENT else (),
        revokes=(decree_full_name(follows),) if follows and _ends(decree, follows) else (),
        copies=clauses[ClauseKind.COPY],
        annex_title=_annex_title(task_force),
        emblem=_emblem(task_force),
        page=PageSetup(width=Decimal(task_force.paper_width), height=Decimal(task_force.paper_height)),
    )


def decree_gaps(decree: Decree) -> tuple[str, ...]:
    """What a final version still lacks, as sentences; empty when it may be made."""
    try:
        decree_content(decree).check_final()
    except NotReady as gaps:
        return gaps.reasons
    return ()


def verification_of(document: DecreeDocument) -> Verification:
    """Code and address that a final version prints."""
    path = reverse("documents:verification", args=[document.verification_code])
    return Verification(document.verification_code, f"{settings.SITE_URL.rstrip('/')}{path}")


def _clauses(decree: Decree, kind: ClauseKind) -> tuple[str, ...]:
    return tuple(clause.text for clause in decree.clauses.all() if clause.kind == kind)


def _line(basis: LegalBasis) -> LegalBasisLine:
    return LegalBasisLine(
        text=f"{basis.citation};",
        rank=basis.level,
        year=basis.year,
        number=int(basis.number) if basis.number.isdecimal() else 0,
        unsure=basis.certainty == Certainty.UNSURE,
    )


def _ends(decree: Decree, follows: Decree) -> bool:
    """Whether this one puts an end to an SK that still runs (a lapsed one needs no revoking)."""
    runs = follows.status in (DecreeStatus.IN_FORCE, DecreeStatus.REPLACED)
    start = decree.valid_from or decree.signed_on
    lapsed = start and follows.valid_until and follows.valid_until < start
    return decree.kind == DecreeKind.FORMATION and runs and not lapsed


def _annexes(decree: Decree) -> tuple[AnnexGroup, ...]:
    """Leadership without a heading, then one group per sub-gugus tugas that has seats."""
    groups: dict[str, list[AnnexRow]] = {}
    seats = decree.seats.select_related("position", "sub_task_force")
    for seat in sorted(seats, key=_annex_order):
        groups.setdefault(_heading(seat), []).append(AnnexRow(seat.title, seat.position.name))
    return tuple(AnnexGroup(heading, tuple(rows)) for heading, rows in groups.items())


def _annex_order(seat: Seat) -> tuple[int, int, int, str]:
    sub = seat.sub_task_force.number if seat.sub_task_force else 0
    return (sub, seat.position.rank, seat.order, seat.title)


def _heading(seat: Seat) -> str:
    sub = seat.sub_task_force
    return f"SUB-GUGUS TUGAS {sub.roman}: {sub.name.upper()}" if sub else ""


def _annex_title(task_force: TaskForce) -> str:
    return f"SUSUNAN KEANGGOTAAN {task_force.name.upper()}"


def _emblem(task_force: TaskForce) -> Image | None:
    if not task_force.emblem:
        return None
    with task_force.emblem.open("rb") as stored:
        return read_image(stored.read(), alt=_("Lambang negara"))
