"""Load the demo's regions (default kediri). Running it again only catches up to today."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gugus.celery import app
from gugus.dashboard.services.regional import regional_fill
from gugus.demo import openness, reporting, stories, structure, vulnerability
from gugus.demo.acting import PASSWORD, address
from gugus.demo.meetings import telling
from gugus.demo.regions import REGIONS, DemoRegion
from members.models import TaskForce

NIGHTLY = ("cases.clocks", "cases.stats_all")
"""What the worker counts by itself in the small hours, asked for at once: nobody waits a night for a demo."""
SHOWN = ("sekretariat", "sekda", "polres", "polres.ppa", "dinsos", "dinsos.kasus", "uptd.ppa", "disnaker")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", nargs="*", default=["kediri"])

    def handle(self, *args: Any, region: list[str], **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo never runs with DJANGO_ENV=production.")
        unknown = sorted(set(region) - set(REGIONS))
        if unknown:
            raise CommandError(f"Unknown region {', '.join(unknown)}; choose from {', '.join(REGIONS)}.")
        for key in region:
            self._load(REGIONS[key])
            self._tell(REGIONS[key])
        for each in TaskForce.objects.filter(region__in=[REGIONS[key].code for key in region]):
            regional_fill(task_force_id=each.pk)
        for name in NIGHTLY:
            app.send_task(name, queue="bulk")
        self.stdout.write(f"\nKata sandi semua akun contoh: {PASSWORD}")

    def _load(self, region: DemoRegion) -> None:
        with transaction.atomic():
            task_force = TaskForce.objects.filter(region=region.code).first()
            if task_force is None:
                task_force = structure.build(region)
                reporting.build(region, task_force)
                stories.build(region)
                vulnerability.build(region)
            reporting.continue_to(region, timezone.localdate())
            telling.build(region)
            openness.build(region)

    def _tell(self, region: DemoRegion) -> None:
        self.stdout.write(f"\n{region.short_name}")
        roles = {"sekretariat": "sekretariat", "admin": "admin"} | {a.local: a.role for a in region.accounts}
        for local in (*SHOWN, "pengawas", "admin"):
            if local in roles:
                self.stdout.write(f"  {address(region, local):40} {roles[local]}")
