"""Draw every TRANSITIONS table into docs/states/; with --check, only compare (script/check)."""

from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gugus.core.workflow import mermaid


def diagrams() -> dict[str, str]:
    """File name → text, for every `…_TRANSITIONS` in an app's enums."""
    pages = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.enums"
        if not Path(config.path).is_relative_to(settings.BASE_DIR) or find_spec(name) is None:
            continue
        for key, table in vars(import_module(name)).items():
            if key.endswith("_TRANSITIONS"):
                title = f"{config.label}_{key.removesuffix('_TRANSITIONS').lower()}"
                pages[f"{title}.md"] = f"# {title}\n\n```mermaid\n{mermaid(table)}```\n"
    return pages


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "states"
        wanted = diagrams()
        if check:
            found = {path.name: path.read_text() for path in folder.glob("*.md")}
            stale = sorted(
                name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
            )
            if stale:
                raise CommandError(f"Run manage.py state_diagrams; out of date: {', '.join(stale)}")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.md"):
            path.unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text)
        self.stdout.write(f"{len(wanted)} diagram(s)")
