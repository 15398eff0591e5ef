"""What the structure asks of a person, for "Tugas saya"."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.notices.duties import Duty
from members.enums import DecreeStatus, Role
from members.models import Appointment, Decree
from members.selectors.agencies import appointments_waiting, confirmable_holders
from members.selectors.decrees import vacant_seats

if TYPE_CHECKING:
    from gugus.accounts.models import User

# Days before an SK ends at which the secretariat is warned, and how loudly (design.md: 60/30/7).
WARNINGS = ((7, "bad"), (30, "warn"), (60, "note"))


def duties_for(user: "User") -> list[Duty]:
    """Everything this person has to do about the SK, seats and appointments today."""
    mine = user.authority
    found: list[Duty] = []
    if mine.has_role(Role.SECRETARIAT):
        found += [*_decree_duties(user), *_vacancy_duties(user)]
    if mine.has_role(Role.LEGAL):
        found += _review_duties(user)
    found += [*_confirmation_duties(user), *_own_term_duties(user)]
    return found


def _decree_duties(user: "User") -> Iterator[Duty]:
    mine = user.authority
    rows = list(Decree.objects.filter(task_force=mine.task_force_id).prefetch_related("reviews"))
    yield from (_next_act(row) for row in rows if row.status in _NEXT)
    current = [row for row in rows if row.in_force_on(mine.today)]
    if current:
        yield from _expiry(max(current, key=lambda row: row.last_day or date.max), mine.today)
    elif not any(row.status in _NEXT for row in rows):
        yield _no_decree(rows)


_NEXT = frozenset({DecreeStatus.DRAFT, DecreeStatus.REVIEW, DecreeStatus.SIGNED})


def _next_act(decree: Decree) -> Duty:
    titles = {
        DecreeStatus.DRAFT: _("Lanjutkan draf SK"),
        DecreeStatus.REVIEW: _("Catat telaah Bagian Hukum"),
        DecreeStatus.SIGNED: _("Berlakukan SK"),
    }
    title = titles[DecreeStatus(decree.status)]
    review = next(iter(decree.reviews.all()), None)
    if decree.status == DecreeStatus.REVIEW and review and review.approved:
        title = _("Catat penandatanganan SK")
    return Duty(
        title=title,
        url=decree.get_absolute_url(),
        due=None,
        status=str(decree.get_status_display()),
        tone="note" if decree.status != DecreeStatus.DRAFT else "draft",
        note=decree.title,
    )


def _expiry(decree: Decree, today: date) -> Iterator[Duty]:
    last = decree.last_day
    if last is None:
        return
    tone = next((tone for days, tone in WARNINGS if last <= today + timedelta(days=days)), None)
    if tone:
        yield Duty(
            title=_("Siapkan SK pengganti"),
            url=decree.get_absolute_url(),
            due=last,
            status=_("SK segera berakhir"),
            tone=tone,
            note=_("Hak penghubung dan penangan yang bersandar pada SK ini berakhir bersamanya."),
        )


def _no_decree(rows: list[Decree]) -> Duty:
    lapsed = any(row.status == DecreeStatus.IN_FORCE for row in rows)
    return Duty(
        title=_("Perbarui SK gugus tugas") if lapsed else _("Susun SK gugus tugas"),
        url=reverse("members:decree-list"),
        due=None,
        status=_("SK sudah berakhir") if lapsed else _("belum ada SK"),
        tone="bad" if lapsed else "warn",
        note=_("Tanpa SK yang berlaku, kursi dan surat tugas tidak memberi hak."),
    )


def _vacancy_duties(user: "User") -> Iterator[Duty]:
    vacant = vacant_seats(user)
    if vacant:
        yield Duty(
            title=_("Isi kursi kosong (%(count)s)") % {"count": len(vacant)},
            url=reverse("members:structure"),
            due=None,
            status=_("kursi kosong"),
            tone="warn",
            note=", ".join(seat.title for seat in vacant[:3]) + (", …" if len(vacant) > 3 else ""),
        )


def _review_duties(user: "User") -> Iterator[Duty]:
    for decree in Decree.objects.visible_to(user).filter(status=DecreeStatus.REVIEW):
        yield Duty(
            title=_("Telaah naskah SK"),
            url=decree.get_absolute_url(),
            due=None,
            status=_("menunggu telaah"),
            tone="note",
            note=decree.title,
        )


def _confirmation_duties(user: "User") -> Iterator[Duty]:
    if user.authority.task_force_id is None:
        return
    for row in appointments_waiting(user)[:20]:
        yield Duty(
            title=_("Kukuhkan %(role)s %(agency)s")
            % {"role": row.get_role_display(), "agency": row.agency or ""},
            url=reverse("members:appointment-detail", args=[row.pk]),
            due=None,
            status=_("menunggu orang kedua"),
            tone="note",
        )
    for holder in confirmable_holders(user)[:20]:
        yield Duty(
            title=_("Kukuhkan akun pejabat kursi"),
            url=reverse("members:holder-confirm", args=[holder.pk]),
            due=None,
            status=_("menunggu orang kedua"),
            tone="note",
        )


def _own_term_duties(user: "User") -> Iterator[Duty]:
    soon = user.authority.today + timedelta(days=30)
    ending = Appointment.objects.in_force().filter(
        user=user, task_force=user.authority.task_force_id, valid_until__lte=soon
    )
    for row in ending:
        yield Duty(
            title=_("Penetapan Anda segera berakhir"),
            url=reverse("members:appointment-detail", args=[row.pk]),
            due=row.valid_until,
            status=str(row.get_role_display()),
            tone="warn",
            note=_("Minta sekretariat memperpanjang bila Anda masih bertugas."),
        )
