"""The agenda as a whole: written anew in the order given, its first point always there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked, put
from meetings.enums import AgendaKind
from meetings.models import AgendaItem, Meeting, Minutes, MinutesPart
from meetings.rules.agenda import check_agenda
from members.models import Agency


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point as somebody wants it; without `pk` it is new."""

    title: str
    pk: UUID | None = None
    speaker: str = ""
    speaker_agency: Agency | None = None
    minutes: int | None = None
    is_public: bool = False
    note: str = ""


@transaction.atomic
def agenda_set(*, meeting: Meeting, by: Any, items: Sequence[Point]) -> list[AgendaItem]:
    """Make the agenda these points in this order; what is left out goes.

    The first point, what meetings before left open, keeps its place and its name. While minutes are written,
    a new point gets its part in them. Raises ValidationError for a point the minutes or a follow-up stand on.
    """
    row = locked(meeting)
    check_agenda(by, row)
    known = {item.pk: item for item in row.agenda.select_for_update()}
    first = next(item for item in known.values() if item.kind == AgendaKind.FOLLOW_UPS)
    wanted = {point.pk: point for point in items if point.pk in known}
    _drop([item for pk, item in known.items() if pk not in wanted and item != first])
    topics = [point for point in items if point.pk != first.pk]
    head = wanted.get(first.pk) or Point(pk=first.pk, title=first.title)
    made = [_placed(row, known, point, order) for order, point in enumerate([head, *topics], start=1)]
    _minuted(row, made)
    audit.record(by=by, action="meetings.agenda_set", obj=row, points=len(made))
    return made


def _drop(items: list[AgendaItem]) -> None:
    for item in items:
        if item.follow_ups.exists() or item.parts.filter(version__gt=0).exists():
            words = _("“%(title)s” sudah punya notula atau tindak lanjut, jadi tidak dihapus.")
            raise ValidationError(words % {"title": item.title})
        item.parts.all().delete()
        item.delete()


def _placed(meeting: Meeting, known: dict[UUID, AgendaItem], point: Point, order: int) -> AgendaItem:
    item = known.get(point.pk) if point.pk else None
    item = item or AgendaItem(meeting=meeting, order=order)
    names = ("speaker", "speaker_agency", "minutes", "is_public", "note")
    values = {name: getattr(point, name) for name in names} | {"order": order}
    if item.kind != AgendaKind.FOLLOW_UPS:
        values["title"] = point.title
    put(item, values)
    item.full_clean(validate_constraints=False)  # orders change places; the database looks at the end
    item.save()
    return item


def _minuted(meeting: Meeting, items: list[AgendaItem]) -> None:
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return
    have = set(minutes.parts.values_list("item", flat=True))
    for item in items:
        if item.pk not in have:
            kept(MinutesPart(minutes=minutes, item=item))
