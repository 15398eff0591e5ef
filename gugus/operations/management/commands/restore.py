"""Bring a backup back onto empty servers and prove that the site is the same.

Everything is put together and compared beside the old site; only what is equal takes its place. Needs
DATABASE_ADMIN_URL, and GUGUS_ROLE=owner. Exit code 1 says that nothing was changed, and why.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from gugus.env import EnvError
from gugus.operations.backup import BackupRefused, archive, restoring

UNCHANGED = "Situs yang lama tidak berubah, dan sisa pemulihan ini sudah dibersihkan."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, metavar="ARSIP")
        parser.add_argument(
            "--identity", type=Path, required=True, metavar="BERKAS", help="kunci rahasia age"
        )
        parser.add_argument(
            "--replace", action="store_true", help="simpan situs yang ada dengan nama lain, lalu gantikan"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV.role != "owner":
            raise CommandError("Jalankan dengan GUGUS_ROLE=owner.")
        try:
            keys = archive.identities(options["identity"])
            report = restoring.restore(options["archive"], keys, replace=options["replace"])
        except (BackupRefused, EnvError, OSError, psycopg.Error) as error:
            raise CommandError(f"{error}\n{UNCHANGED}") from None
        show(self.stdout, report)
        for kept in report.kept:
            self.stdout.write(f"yang lama disimpan: {kept}")
        self.stdout.write("Pemulihan selesai. Jalankan web, worker, dan beat.")


def show(out: OutputWrapper, report: restoring.Report) -> None:
    """The comparison, and what was done beside it."""
    width = max(len(line.what) for line in report.lines)
    out.write(f"{'yang dibandingkan':{width}}  {'arsip':32}  {'di sini':32}  sama")
    for line in report.lines:
        out.write(
            f"{line.what:{width}}  {line.before:32}  {line.after:32}  {'ya' if line.equal else 'TIDAK'}"
        )
    for name in report.migrated:
        out.write(f"migrasi dijalankan: {name}")
    out.write("dinding basis data utuh")
    for note in report.notes:
        out.write(note)
    out.write(f"{len(report.lines) - len(report.unequal)} dari {len(report.lines)} sama dengan arsip.")
