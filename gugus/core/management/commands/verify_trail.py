"""Read the sealed trails again and name every broken block; exit 1 when anything is wrong.

The head it prints (number and hash) belongs into the minutes of a meeting or to another agency: given back
with --head it also tells a chain that was rewritten as a whole.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from gugus.core import seal


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trail", help="hanya jejak ini, misalnya core_auditevent")
        parser.add_argument("--head", metavar="JEJAK:NOMOR:HASH", help="kepala yang dicatat di tempat lain")

    @transaction.atomic
    def handle(self, *args: Any, trail: str | None, head: str | None, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        names = seal.trails()
        if trail and trail not in names:
            raise CommandError(f"Tidak ada jejak bernama {trail}. Yang ada: {', '.join(names)}.")
        faults = [fault for name in ([trail] if trail else names) for fault in self.verify(name)]
        if head:
            faults += self.compare(head)
        if faults:
            raise CommandError("\n".join(faults))

    def verify(self, name: str) -> list[str]:
        """What is wrong with one trail; when nothing is, its size and the head to write down."""
        if faults := seal.check(name):
            return [f"{name} rusak: {fault}" for fault in faults]
        blocks, rows = seal.size(name)
        self.stdout.write(f"{name} utuh: {blocks} blok, {rows} baris")
        if newest := seal.head(name):
            self.stdout.write(f"kepala {name}:{newest.number}:{newest.hash}")
        return []

    def compare(self, head: str) -> list[str]:
        name, _colon, rest = head.partition(":")
        number, _colon, wanted = rest.partition(":")
        if not number.isdigit() or not wanted:
            raise CommandError("--head ditulis JEJAK:NOMOR:HASH, contoh core_auditevent:12:9f86d0…")
        return [f"{name} rusak: {fault}" for fault in seal.head_faults(name, int(number), wanted)]
