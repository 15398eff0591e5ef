"""When the site was last backed up and rehearsed: a small file beside the archives, for metrics."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

NAME = "status.json"


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """What happened last, by kind (`backup`, `rehearsal`); empty when nothing is known."""
    try:
        found = json.loads((folder / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def last(folder: Path, kind: str) -> datetime | None:
    """The moment of the last success of that kind."""
    at = read(folder).get(kind, {}).get("at")
    return datetime.fromisoformat(at) if at else None


def note(folder: Path, kind: str, **what: Any) -> None:
    """Keep a success of that kind, with sizes and counts, never with content."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = folder / f".{NAME}.{os.getpid()}"
    entry = {"at": timezone.now().isoformat(timespec="seconds"), **what}
    try:
        draft.write_text(json.dumps(read(folder) | {kind: entry}, indent=1))
        draft.replace(folder / NAME)
    finally:
        draft.unlink(missing_ok=True)
