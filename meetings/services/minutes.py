"""Writing minutes: nothing a page called saved is ever lost, whoever else writes and whatever dies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.permissions import Denied
from gugus.core.services import kept, locked
from gugus.core.workflow import move
from meetings.enums import MINUTES_TRANSITIONS
from meetings.merging import merge
from meetings.models import Meeting, Minutes, MinutesAnswer, MinutesPart, PartRevision
from meetings.rules.minutes import (
    check_answer,
    check_circulate,
    check_freeze,
    check_release,
    check_reopen,
    check_settle,
    check_start,
    check_write,
)
from meetings.rules.rounds import answering_agency
from meetings.selectors.minutes import history, revisions_of
from meetings.selectors.settings import rules_for
from meetings.services.follow_ups import follow_ups_announce

TEXTS = ("discussion", "decision", "obstacles")


@dataclass(frozen=True)
class Saved:
    """A part after a save. `merged`: it holds more than what was sent, since `others` wrote meanwhile;
    `conflict`: somewhere two texts stand between marks."""

    part: MinutesPart
    merged: bool = False
    conflict: bool = False
    others: tuple[str, ...] = ()


@transaction.atomic
def minutes_start(*, meeting: Meeting, by: Any) -> Minutes:
    """Begin the minutes: a part for each point of the agenda, and one for the closing.

    Points added later get theirs from `agenda_set`. Raises Denied.
    """
    meeting = locked(meeting)
    check_start(by, meeting)
    minutes = kept(Minutes(meeting=meeting))
    for item in [*meeting.agenda.all(), None]:
        kept(MinutesPart(minutes=minutes, item=item))
    return _told(minutes, by, "start")


@transaction.atomic
def part_save(
    *,
    part: MinutesPart,
    by: Any,
    base_version: int,
    discussion: str = "",
    decision: str = "",
    obstacles: str = "",
    decision_public: bool = False,
    page: str = "",
) -> Saved:
    """Keep what somebody typed into a part, on top of what others wrote since `base_version`.

    `page` names the open page: its own last text is what this one builds on, even if that page never heard
    that it was kept. What was sent is a version of its own before a merge. Raises Denied and
    ValidationError (text too long for the part).
    """
    part = _held(part)
    check_write(by, part.minutes)
    sent = {"discussion": discussion, "decision": decision, "obstacles": obstacles}
    given = {name: _plain(text) for name, text in sent.items()} | {"decision_public": decision_public}
    if given == _content(part):
        return Saved(part)
    base = _base(part, base_version, page, by)
    if base is None or base.version == part.version:
        _revise(part, given, by=by, page=page)
        return Saved(part)
    others = _others(part, base, by)
    whole, conflict = _merged(base, part, given, ", ".join(others) or f"{by}, jendela lain", str(by))
    if whole == _content(part):
        return Saved(part, merged=True, others=others)
    if whole == given:
        _revise(part, given, by=by, page=page)
        return Saved(part)
    _revision(part, given, by=by, page=page)
    _revise(part, whole, by=by, merged=True)
    return Saved(part, merged=True, conflict=conflict, others=others)


@transaction.atomic
def part_restore(*, part: MinutesPart, version: int, by: Any) -> MinutesPart:
    """Bring an earlier version back as a new one; what stood there stays in the history. Raises Denied."""
    part = _held(part)
    check_write(by, part.minutes)
    old = part.revisions.filter(version=version).first()
    if old is None:
        raise Denied(_("Versi %(version)s tidak ada.") % {"version": version})
    if _content(old) != _content(part):
        _revise(part, _content(old), by=by, restored_from=version)
        _told(part.minutes, by, "restore", version=version)
    return part


@transaction.atomic
def minutes_circulate(*, minutes: Minutes, by: Any, agree_until: datetime | None = None) -> Minutes:
    """Send the minutes round to the invited agencies, who have until `agree_until` (default: the end of the
    region's day after as many days as the task force's rules say). Raises Denied.

    Saves made in a row by one writer are kept as the last of them from here on. Agencies are told what they
    have promised.
    """
    minutes = locked(minutes)
    check_circulate(by, minutes)
    move(minutes, MINUTES_TRANSITIONS, "circulate")
    minutes.round += 1
    minutes.agree_until = agree_until or _deadline(minutes.meeting)
    kept(minutes)
    for part in minutes.parts.all():
        rows = list(revisions_of(part))
        shown = {row.pk for row in history(rows)}
        part.revisions.filter(pk__in=[row.pk for row in rows if row.pk not in shown]).delete()
    follow_ups_announce(meeting=minutes.meeting, by=by)
    return _told(minutes, by, "circulate", round=minutes.round, until=minutes.agree_until)


@transaction.atomic
def minutes_answer(*, minutes: Minutes, by: Any, verdict: str, text: str = "") -> MinutesAnswer:
    """An invited agency agrees or objects; until the deadline it may change its mind. Raises Denied, and
    ValidationError for an objection that does not say what."""
    minutes = locked(minutes)
    check_answer(by, minutes)
    agency = answering_agency(by, minutes)
    found = minutes.answers.filter(round=minutes.round, agency=agency).first()
    row = found or MinutesAnswer(minutes=minutes, round=minutes.round, agency=agency)
    row.by, row.verdict, row.text, row.settled_note, row.at = by, verdict, text.strip(), "", timezone.now()
    kept(row)
    _told(minutes, by, "answer", verdict=verdict, round=minutes.round)
    return row


@transaction.atomic
def objection_settle(*, answer: MinutesAnswer, by: Any, note: str) -> MinutesAnswer:
    """Say what became of an objection. Raises Denied."""
    minutes = locked(answer.minutes)
    answer = locked(answer)
    answer.minutes = minutes
    check_settle(by, answer)
    answer.settled_note = note.strip()
    kept(answer)
    _told(minutes, by, "settle", round=minutes.round)
    return answer


@transaction.atomic
def minutes_reopen(*, minutes: Minutes, by: Any) -> Minutes:
    """Take circulated minutes back to be improved; the next circulation is a new round. Raises Denied."""
    minutes = locked(minutes)
    check_reopen(by, minutes)
    move(minutes, MINUTES_TRANSITIONS, "reopen")
    kept(minutes)
    return _told(minutes, by, "reopen", round=minutes.round)


@transaction.atomic
def minutes_freeze(*, minutes: Minutes, by: Any) -> Minutes:
    """Make the minutes final; from here on the database itself refuses any change. Raises Denied."""
    minutes = locked(minutes)
    check_freeze(by, minutes)
    move(minutes, MINUTES_TRANSITIONS, "freeze")
    minutes.frozen_at, minutes.frozen_by = timezone.now(), by
    kept(minutes)
    return _told(minutes, by, "freeze", round=minutes.round)


def _deadline(meeting: Meeting) -> datetime:
    """The end of the region's day, `agreement_days` from today."""
    days = rules_for(meeting.task_force_id).agreement_days
    last = timezone.localdate(timezone=meeting.zone) + timedelta(days=days)
    return datetime.combine(last, time(23, 59, 59), meeting.zone)


def _told(minutes: Minutes, by: Any, act: str, **detail: Any) -> Minutes:
    audit.record(
        by=by, action=f"meetings.minutes_{act}", obj=minutes, label=minutes.meeting.trail_name, **detail
    )
    return minutes


@transaction.atomic
def release_set(*, minutes: Minutes, by: Any, release: str) -> Minutes:
    """Keep the text for the press. Raises Denied."""
    minutes = locked(minutes)
    check_release(by, minutes)
    minutes.release = _plain(release)
    kept(minutes)
    return _told(minutes, by, "release")


def _held(part: MinutesPart) -> MinutesPart:
    """The part as it is now; whoever saves or closes minutes waits for whoever came before."""
    minutes = locked(part.minutes)
    part = locked(part)
    part.minutes = minutes
    return part


def _plain(text: str) -> str:
    """Line ends as one character, as a page's text box counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _content(row: MinutesPart | PartRevision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*TEXTS, "decision_public")}


def _base(part: MinutesPart, version: int, page: str, by: Any) -> PartRevision | None:
    """What the text that was sent builds on: the newer of `version` and what the same page sent last.

    None: it was begun on an empty part. A version that is no longer kept stands for the one before it.
    """
    known = part.revisions.filter(version__lte=version).order_by("-version").first()
    own = part.revisions.filter(page=page, by=by).order_by("-version").first() if page else None
    newest = max((row for row in (known, own) if row), key=lambda row: row.version, default=None)
    if newest is None and part.version:
        return PartRevision(part=part, version=0)
    return newest


def _others(part: MinutesPart, base: PartRevision, by: Any) -> tuple[str, ...]:
    """Who wrote since; nobody where it was oneself in another window."""
    since = part.revisions.filter(version__gt=base.version, merged=False).select_related("by")
    return tuple(sorted({str(row.by) for row in since if row.by_id != by.pk}))


def _merged(
    base: PartRevision, part: MinutesPart, given: Mapping[str, Any], their_name: str, my_name: str
) -> tuple[dict[str, Any], bool]:
    whole: dict[str, Any] = {}
    conflict = False
    for name in TEXTS:
        merged = merge(
            getattr(base, name), getattr(part, name), given[name], their_name=their_name, my_name=my_name
        )
        whole[name], conflict = merged.text, conflict or merged.conflict
    flipped = given["decision_public"] != base.decision_public
    whole["decision_public"] = given["decision_public"] if flipped else part.decision_public
    return whole, conflict


def _revise(part: MinutesPart, content: Mapping[str, Any], *, by: Any, **how: Any) -> None:
    """Make `content` the part's text and a version of its own."""
    for name, value in content.items():
        setattr(part, name, value)
    _revision(part, content, by=by, **how)
    part.updated_by, part.updated_at = by, timezone.now()
    kept(part)


def _revision(part: MinutesPart, content: Mapping[str, Any], *, by: Any, **how: Any) -> None:
    part.version += 1
    PartRevision.objects.create(part=part, version=part.version, by=by, **content, **how)
