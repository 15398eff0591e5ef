"""Releases as those inside see them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from gugus.publication.changes import Change, changes
from gugus.publication.enums import ReleaseStatus
from gugus.publication.models import Release
from gugus.publication.open_data import Table, from_json


def release_list(user: Any) -> QuerySet[Release]:
    """The newest first; without the tables, which only a release's own page needs."""
    people = ("prepared_by", "proposed_by", "decided_by", "withdrawn_by")
    return Release.objects.visible_to(user).select_related("task_force", *people).defer("data")


def release_current(user: Any) -> Release | None:
    """What the public reads now."""
    rows = Release.objects.visible_to(user).filter(status=ReleaseStatus.RELEASED)
    return rows.order_by("-number").first()


def tables_of(release: Release) -> tuple[Table, ...]:
    """The tables a release froze; none of a draft."""
    return from_json(release.data["tabel"]) if release.data else ()


def release_changes(user: Any, release: Release, tables: Sequence[Table]) -> list[Change] | None:
    """What `tables` change for the public against what it reads now; None when it reads nothing yet.

    A release that is out is held against the one before it.
    """
    rows = Release.objects.visible_to(user).filter(status=ReleaseStatus.RELEASED).exclude(pk=release.pk)
    if release.number:
        rows = rows.filter(number__lt=release.number)
    before = rows.order_by("-number").first()
    return changes(tables_of(before), tables) if before else None
