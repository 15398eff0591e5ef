"""Name every table about cases that the row policies do not guard; exit 1 when there is one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gugus.core import walls_check


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            if found := walls_check.faults(cursor):
                raise CommandError("\n".join(found))
            tables = walls_check.walled_tables(cursor)
        self.stdout.write(f"Dinding utuh di {len(tables)} tabel.")
