"""Rehearse a restore without touching the site: a backup is brought back in a scratch place and compared.

Without an archive a backup is made for the purpose. Needs DATABASE_ADMIN_URL; the scratch is always removed.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from gugus.env import EnvError
from gugus.operations.backup import BackupRefused, archive, rehearsal
from gugus.operations.management.commands.restore import show


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, nargs="?", metavar="ARSIP")
        parser.add_argument(
            "--identity", type=Path, metavar="BERKAS", help="kunci rahasia age, bila ada ARSIP"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["archive"]) != bool(options["identity"]):
            raise CommandError("Arsip dan kuncinya disebut bersama: ARSIP --identity kunci-cadangan.txt")
        try:
            keys = archive.identities(options["identity"]) if options["identity"] else None
            report = rehearsal.rehearse(options["archive"], keys)
        except (BackupRefused, EnvError, OSError, psycopg.Error) as error:
            raise CommandError(f"Gladi gagal: {error}") from None
        show(self.stdout, report)
        self.stdout.write("Gladi pemulihan berhasil; tempat percobaannya sudah dihapus.")
