"""`manage.py check_catalogue`: the English catalogue translates every Indonesian string, and no other."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCES = ("gugus", "members", "rad", "meetings", "cases", "templates")
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
SHOWN = 40


class Command(BaseCommand):
    """Compares what the code asks for with what `locale/en` answers; script/check runs it."""

    help = "Check that the English catalogue is complete, without leftovers, and keeps every placeholder."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError that lists the faulty entries."""
        used = extract(settings.BASE_DIR)
        path = settings.BASE_DIR / CATALOGUE
        catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
        faults = list(find_faults(used, catalogue))
        if faults:
            more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
            raise CommandError(
                "\n".join(faults[:SHOWN]) + more + "\nmanage.py makemessages -l en adds what is missing."
            )
        self.stdout.write(f"{len(used)} strings, all translated.")


def extract(root: Path) -> polib.POFile:
    """Every translatable string of the code, freshly read; the repository's own catalogue is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            if (root / name).is_dir():
                (Path(folder) / name).symlink_to(root / name)
        (Path(folder) / "locale").mkdir()
        environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            "en",
            "--symlinks",
            "--no-wrap",
        ]
        result = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
        if result.returncode:
            raise CommandError(f"makemessages fails:\n{result.stderr}")
        return polib.pofile(str(Path(folder) / CATALOGUE))


def find_faults(used: polib.POFile, catalogue: polib.POFile) -> Iterator[str]:
    """One line per string that is missing, unfinished, superfluous, or loses a placeholder."""
    translated = {key(entry): entry for entry in catalogue if not entry.obsolete}
    needed = {key(entry): entry for entry in used}
    for identity, entry in needed.items():
        where = ":".join(entry.occurrences[0]) if entry.occurrences else "?"
        for fault in entry_faults(translated.get(identity)):
            yield f"{where}: {fault}: {entry.msgid!r}"
    for identity in translated.keys() - needed.keys():
        yield f"{CATALOGUE}: no longer used: {identity[1]!r}"


def key(entry: polib.POEntry) -> tuple[str, str]:
    return (entry.msgctxt or "", entry.msgid)


def entry_faults(entry: polib.POEntry | None) -> Iterator[str]:
    """What is wrong with one translation; None stands for one that is absent."""
    if entry is None:
        yield "missing"
        return
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if entry.fuzzy:
        yield "marked fuzzy"
    if not all(texts):
        yield "untranslated"
    elif any(placeholders(text) - placeholders(entry.msgid + entry.msgid_plural) for text in texts):
        yield "unknown placeholder in the translation"
    elif placeholders(entry.msgid_plural or entry.msgid) - placeholders(texts[-1]):
        yield "placeholder lost in the translation"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
