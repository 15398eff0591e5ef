"""`manage.py rotate_identity_keys`: everything sealed under an older key comes under the first one."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from gugus.core.crypto import rotation
from gugus.core.templatetags.gugus import angka

LOCK = "SELECT pg_try_advisory_lock(hashtext('gugus.rotate_identity_keys'))"


class Command(BaseCommand):
    """Add the new key in front of IDENTITY_KEYS, start every process again, run this, drop the old key."""

    help = "Sandikan ulang seluruh data dengan kunci pertama IDENTITY_KEYS. Aman dihentikan dan diulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="baris per transaksi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a wrong role, a second run, or when something is left under another key."""
        if settings.ENV.role != "owner":
            raise CommandError("Jalankan dengan GUGUS_ROLE=owner.")
        if options["batch"] < 1:
            raise CommandError("--batch paling sedikit 1.")
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
            if not cursor.fetchone()[0]:
                raise CommandError("Penggantian kunci sedang berjalan di proses lain.")
        tables = rotation.sealed_tables()
        for table in tables:
            if table.columns:
                self._show(f"tabel {table.name}", rotation.columns_rotate(table, options["batch"]))
            self._show(f"berkas {table.name}", rotation.files_rotate(table))
        for other in rotation.ELSEWHERE:
            self._show(other.name, other.rotate())
        self._verify(tables)

    def _show(self, what: str, progress: Iterator[tuple[int, int]]) -> None:
        for done, total in progress:
            self.stdout.write(f"{what}: {angka(done)} dari {angka(total)}")

    def _verify(self, tables: list[rotation.Table]) -> None:
        first, left = settings.ENV.identity_keys[0][0], 0
        for table in tables:
            for place, found in rotation.counts(table):
                for key, number in sorted(found.items()):
                    self.stdout.write(f"{place}: kunci {key}: {angka(number)}")
                    left += number if key != first else 0
        for other in rotation.ELSEWHERE:
            found_left = other.left()
            self.stdout.write(f"{other.name}: belum di bawah kunci {first}: {angka(found_left)}")
            left += found_left
        if left:
            raise CommandError(f"{angka(left)} nilai belum di bawah kunci {first}; jangan buang kunci lama.")
        self.stdout.write(f"Semua di bawah kunci {first}. Kunci lain boleh dikeluarkan dari IDENTITY_KEYS.")
