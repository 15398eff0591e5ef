"""First run in production: one region's task force, its defaults, and its admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gugus.accounts.models import User
from members.services import task_force_start


class Command(BaseCommand):
    help = "Mulai gugus tugas sebuah wilayah dan tunjuk adminnya. Aman dijalankan ulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="kode wilayah Kemendagri, contoh 35.71")
        parser.add_argument("--admin", required=True, help="alamat surel admin, contoh admin@contoh.go.id")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            admin = self._account(options["admin"])
            task_force = task_force_start(region=options["region"], admin=admin)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{task_force.name} ({task_force.region.code}) siap; admin: {admin.email}.")
        self.stdout.write("Admin membuat kata sandinya lewat “Lupa kata sandi” di halaman masuk.")

    def _account(self, email: str) -> User:
        found = User.objects.filter(email__iexact=email).first()
        if found is not None:
            return found
        admin = User(email=email, full_name="Admin Sistem")
        admin.set_unusable_password()
        admin.full_clean()
        admin.save()
        return admin
