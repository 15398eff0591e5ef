"""`manage.py rad_import FILE --plan KODE --actor EMAIL`: the page's own import (design.md "Commands")."""

import csv
import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.core.permissions import Denied
from gugus.core.sheets import SheetRefused
from rad import services
from rad.matching import MatchFileError, apply_answers, match_parties, read_match_csv
from rad.models import ImportRun
from rad.selectors.imports import (
    Preview,
    agencies_known,
    answer_of,
    import_preview_data,
    victims_unconfirmed,
)
from rad.workbook import IGNORE
from rad.workbook.labels import FIELD_NAMES, answer_in
from rad.workbook.texts import folded

COLUMN = "kolom"


class Stop(Exception):
    """Nothing is written; the text says why."""


class Command(BaseCommand):
    help = "Import a RAD workbook into a draft plan; creates the plan when KODE is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--plan", required=True, metavar="KODE")
        parser.add_argument("--actor", required=True, metavar="EMAIL")
        parser.add_argument("--dry-run", action="store_true", help="list everything, write nothing")
        parser.add_argument("--match", type=Path, metavar="CSV", help="nama,jenis,tujuan for unsure names")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = User.objects.filter(email__iexact=options["actor"]).first()
        if actor is None:
            raise CommandError(f"Tidak ada akun dengan surel {options['actor']}.")
        try:
            with acting_as(actor):
                self.run(actor, options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except (Stop, Denied, SheetRefused, MatchFileError) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        except OSError as error:
            raise CommandError(f"Berkas {options['file']} tidak dapat dibaca: {error.strerror}.") from error

    def run(self, actor: User, options: dict[str, Any]) -> None:
        names, columns = read_answers(options["match"])
        run = services.import_preview(
            data=options["file"].read_bytes(),
            file_name=options["file"].name,
            plan_code=options["plan"],
            by=actor,
            columns=columns,
        )
        preview = import_preview_data(run)
        answered = self.answers(preview, names)
        open_names = [q for q in preview.questions if q.key not in answered]
        self.say(preview, open_names)
        if options["dry_run"]:
            self.stdout.write("Uji coba: tidak ada yang disimpan.")
        elif preview.matrix.faults:
            raise Stop(f"{len(preview.matrix.faults)} sel bermasalah. Tidak ada yang disimpan.")
        elif open_names or preview.open_columns:
            raise Stop(
                "Jawab nama dan kolom di atas dengan --match CSV (nama,jenis,tujuan). Tidak ada yang "
                "disimpan."
            )
        else:
            self.commit(run, actor, answered)
        counts = preview.matrix.counts
        self.stdout.write(
            f"{counts.strategies} strategi, {counts.programs} program, {counts.items} kegiatan, "
            f"{counts.indicators} indikator"
        )

    def commit(self, run: ImportRun, actor: User, answered: dict[str, str]) -> None:
        done = services.import_commit(run=run, by=actor, answers=answered)
        if not done.result["changes"]:
            self.stdout.write("Tidak ada perubahan.")
        if done.plan and (open_rows := victims_unconfirmed(done.plan).count()):
            self.stdout.write(
                f"{open_rows} indikator: apakah menyangkut korban masih usulan; pastikan di halaman RAD, "
                f"/rad/{done.plan.pk}/korban/."
            )

    def answers(self, preview: Preview, names: dict[str, Any]) -> dict[str, str]:
        """A person's answers for the names still open; wrong ones stop everything."""
        known = agencies_known(preview.run.task_force_id)
        asked = [question for question in preview.questions if question.key in names]
        matches, problems = apply_answers(match_parties([q.name for q in asked], known), names, known)
        if problems:
            raise Stop("\n".join(str(problem) for problem in problems))
        found = {question.key: answer_of(match) for question, match in zip(asked, matches, strict=True)}
        return {key: answer for key, answer in found.items() if answer}

    def say(self, preview: Preview, open_names: list[Any]) -> None:
        for fault in preview.matrix.faults:
            self.stderr.write(str(fault))
        for column in preview.open_columns:
            guess = "abaikan" if column.proposed == IGNORE else column.proposed
            self.stdout.write(
                f"Kolom belum dikenal: {column.sheet} {column.letter} “{column.label}” → {guess} "
                f"(contoh isi: {'; '.join(column.samples[:3]) or 'kosong'})"
            )
        for question in open_names:
            guess = dict(question.choices).get(question.suggested, "belum ada usulan")
            self.stdout.write(f"Nama belum pasti: {question.name} ({', '.join(question.codes)}) → {guess}")
        if preview.plan and preview.changes:
            for change in preview.changes:
                self.stdout.write(
                    f"{change.where} {change.what}: {change.before or '–'} → {change.after or '–'}"
                )


def read_answers(path: Path | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers about names, and about columns (rows whose jenis is `kolom`: head, then field or `abaikan`)."""
    if path is None:
        return {}, {}
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    columns = _columns(rows)
    kept = [row for row in rows if (row.get("jenis") or "").strip().casefold() != COLUMN]
    if rows and not kept:
        return {}, columns
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(kept)
    data = text.getvalue() if rows else path.read_text(encoding="utf-8-sig")
    return read_match_csv(data.encode()), columns


def _columns(rows: list[dict[str, str]]) -> dict[str, str]:
    """Head, or "Lembar!C" → field. Raises Stop naming an answer that is none."""
    columns = {}
    for row in rows:
        head, words = (row.get("nama") or "").strip(), (row.get("tujuan") or "").strip()
        if (row.get("jenis") or "").strip().casefold() != COLUMN or not head:
            continue
        if (answer := answer_in(words)) is None:
            names = ", ".join(str(name) for name in FIELD_NAMES.values())
            raise Stop(
                f"Arti “{words}” untuk kolom “{head}” tidak dikenal. Pilih: abaikan, {names}, Target 2026."
            )
        columns[head if "!" in head else folded(head)] = answer
    return columns
