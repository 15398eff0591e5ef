"""A release from draft to the public and off it again; who prepared or proposed never releases."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, locked
from gugus.core.workflow import move
from gugus.publication import rules
from gugus.publication.enums import RELEASE_TRANSITIONS
from gugus.publication.models import Release
from gugus.publication.selectors.settings import settings_for
from gugus.publication.selectors.sources import release_data
from members.models import TaskForce
from rad.paper.codec import fingerprint


@transaction.atomic
def release_prepare(*, by: Any, sections: Collection[str]) -> Release:
    """A draft of chosen sections, for a preview. Raises Denied, ValidationError beside `sections`."""
    rules.check_manage(by)
    row = Release(task_force_id=by.authority.task_force_id, prepared_by=by)
    row.sections = _allowed(by, sections)
    kept(row)
    audit.record(by=by, action="publication.release_prepare", obj=row, sections=row.sections)
    return row


@transaction.atomic
def release_update(*, release: Release, by: Any, sections: Collection[str]) -> Release:
    """Choose other sections of one's own draft. Raises as `release_prepare`."""
    row = locked(release)
    rules.check_change(by, row)
    row.sections = _allowed(by, sections)
    kept(row)
    audit.record(by=by, action="publication.release_update", obj=row, sections=row.sections)
    return row


def _allowed(by: Any, sections: Collection[str]) -> list[str]:
    allowed = settings_for(by).sections
    chosen = [section for section in allowed if section in sections]
    if not chosen or set(sections) - set(allowed):
        raise ValidationError(
            {"sections": _("Pilih paling sedikit satu bagian yang dibolehkan dalam pengaturan publikasi.")}
        )
    return chosen


@transaction.atomic
def release_discard(*, release: Release, by: Any) -> None:
    """Throw one's own draft away. Raises Denied."""
    row = locked(release)
    rules.check_change(by, row)
    audit.record(by=by, action="publication.release_discard", obj=row)
    row.delete()


@transaction.atomic
def release_propose(*, release: Release, by: Any, seen: str) -> Release:
    """Freeze the tables as they are now and ask a second person to release them.

    `seen` is the fingerprint of the preview the proposer read. Raises Denied, and ValidationError when
    figures have moved since, or when there is nothing to publish.
    """
    row = locked(release)
    rules.check_propose(by, row)
    data = release_data(by, row.sections)
    if not data["tabel"]:
        raise ValidationError(_("Belum ada data untuk bagian yang dipilih, jadi tidak ada yang dirilis."))
    if fingerprint(data) != seen:
        raise ValidationError(
            _("Angka berubah sejak pratinjau dibuka. Periksa pratinjau yang baru, lalu ajukan lagi.")
        )
    move(row, RELEASE_TRANSITIONS, "propose")
    row.data, row.sha256, row.as_of = data, fingerprint(data), timezone.now()
    row.proposed_by, row.proposed_at, row.proposed_role = by, row.as_of, _role(by)
    kept(row)
    audit.record(by=by, action="publication.release_propose", obj=row, sha256=row.sha256)
    return row


@transaction.atomic
def release_release(*, release: Release, by: Any) -> Release:
    """Let the public read it, under the next number; it replaces the one before. Raises Denied."""
    TaskForce.objects.select_for_update().get(pk=release.task_force_id)  # one number, given once
    row = locked(release)
    rules.check_release(by, row, settings_for(by))
    move(row, RELEASE_TRANSITIONS, "release")
    rows = Release.objects.filter(task_force=row.task_force_id)
    row.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    row.decided_by, row.decided_at, row.decided_role = by, timezone.now(), _role(by)
    kept(row)
    audit.record(by=by, action="publication.release_release", obj=row, number=row.number)
    return row


@transaction.atomic
def release_refuse(*, release: Release, by: Any, reason: str) -> Release:
    """Stop a proposal, with the reason. Raises Denied."""
    row = locked(release)
    rules.check_refuse(by, row)
    move(row, RELEASE_TRANSITIONS, "refuse")
    row.decided_by, row.decided_at, row.decided_role, row.reason = by, timezone.now(), _role(by), reason
    kept(row)
    audit.record(by=by, action="publication.release_refuse", obj=row)
    return row


@transaction.atomic
def release_withdraw(*, release: Release, by: Any, reason: str) -> Release:
    """Take it off the public page, with the reason; the one before it, if any, returns. Raises Denied."""
    row = locked(release)
    rules.check_withdraw(by, row)
    move(row, RELEASE_TRANSITIONS, "withdraw")
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_role = by, timezone.now(), _role(by)
    row.reason = reason
    kept(row)
    audit.record(by=by, action="publication.release_withdraw", obj=row, number=row.number)
    return row


def _role(by: Any) -> str:
    return ", ".join(sorted(by.authority.roles))
