"""Small task forces by chance, side by side: plans, promises, outreach, decrees with their seats, counters.

Rows are written past the services, in bulk and as the worker, so that a world costs little.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import CaseFigure
from meetings.models import FollowUp, Meeting, Outreach
from members.models import Decree, Region, Seat, SeatHolder, TaskForce
from rad.models import (
    GradeBand,
    ReportingRules,
)
from tests.dashboard.chance_plans import PlanChance
from tests.factories import World, make_world
from tests.meetings.builders import meeting_type
from tests.workers import owner


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def promises_as_rows() -> Iterator[None]:
    """Follow-ups are written in any state at once; the guard that forbids it has tests of its own."""
    change = "ALTER TABLE meetings_followup {} TRIGGER USER"
    with owner() as connection:
        connection.execute(change.format("DISABLE"))
        try:
            yield
        finally:
            connection.execute(change.format("ENABLE"))


def make_ground() -> list[World]:
    """A province, its kota, and a kabupaten of another province in another time zone."""
    city = make_world("35.71", "Kota Kediri")
    far = make_world("91.05", "Kabupaten Contoh", "Asia/Jayapura")
    province = make_world("35.99", "Provinsi Contoh")
    province.task_force.region = Region.objects.get(code="35")
    province.task_force.save()
    TaskForce.objects.filter(pk=city.task_force.pk).update(parent=province.task_force)
    city.task_force.refresh_from_db()
    return [city, far, province]


class Chance(PlanChance):
    """Everything a board counts, of one task force."""

    def plant(self) -> None:
        """Rows of everything a board counts, in this task force."""
        for line in range(self.count(0, 2)):
            self.plan(line)
        if self.yes(3):
            ReportingRules.objects.create(task_force=self.task_force, small_cell=self.one_of(2, 3, 10))
        if self.yes(4):
            GradeBand.objects.bulk_create(
                GradeBand(task_force=self.task_force, floor=floor, name=name, tone=tone)
                for floor, name, tone in ((60, "Baik", "good"), (0, "Kurang", "bad"))
            )
        self.places()
        self.decrees()
        self.meetings()
        self.counters()

    # Places, papers, people

    def places(self) -> None:
        """Kecamatan with their desa; of a province what was added below its regencies counts as well."""
        region = self.task_force.region
        areas = [(f"{region.code}.{n:02}", region) for n in range(1, self.count(0, 3) + 1)]
        rows = [self._place(code, parent, 1) for code, parent in areas]
        units = [
            self._place(f"{area.code}.{number}", area, 2)
            for area in rows
            for number in range(1001, 1001 + self.count(0, 3))
        ]
        Region.objects.bulk_create(rows)
        Region.objects.bulk_create(units)
        self.at = [None, region, *rows, *units, *units]

    def _place(self, code: str, parent: Region, below: int) -> Region:
        level = self.task_force.region.level + below
        return Region(code=code, name=f"Tempat {code}", level=level, kind="contoh", parent=parent)

    def decrees(self) -> None:
        """The decree ends some day, perhaps has ended; a second one may seat more."""
        first = self.world.decree
        until = self.one_of(None, -1, 0, 1, 59, 61, 900)
        ends = None if until is None else self.today + timedelta(days=until)
        Decree.objects.filter(pk=first.pk).update(valid_until=ends)
        seats = list(Seat.objects.filter(decree=first))
        if self.yes(3):
            seats += self.second_decree(first)
        holders = [
            SeatHolder(
                task_force=self.task_force,
                lineage=seat.lineage,
                name="Budi Contoh",
                valid_from=self.today + timedelta(days=self.one_of(-500, -401, 0, 1)),
                valid_until=self.one_of(None, self.today + timedelta(days=self.one_of(-1, 0, 30))),
            )
            for seat in seats
            if self.yes()
        ]
        SeatHolder.objects.bulk_create(
            row for row in holders if not row.valid_until or row.valid_from <= row.valid_until
        )

    def second_decree(self, first: Decree) -> list[Seat]:
        status = self.one_of("berlaku", "draf", "ditandatangani", "diubah")
        decree = Decree.objects.create(
            task_force=self.task_force,
            title="Keputusan contoh",
            number="188.45/2/2025",
            signed_on=self.today,
            valid_from=self.today + timedelta(days=self.one_of(-30, 0, 1)),
            valid_until=self.today + timedelta(days=self.one_of(30, 700)),
            ended_on=self.today + timedelta(days=self.one_of(-2, 12)) if status == "diubah" else None,
            status=status,
            signer_office="Wali Contoh",
            signed_place="Contoh",
        )
        old = Seat.objects.filter(decree=first).first()
        rows = [
            Seat(decree=decree, title=f"Pejabat {n}", position=old.position) for n in range(self.count(0, 3))
        ]
        Seat.objects.bulk_create(rows)
        return rows

    def meetings(self) -> None:
        """Held, planned and cancelled ones, some of them sosialisasi; then what was promised at one."""
        types = [meeting_type("rakor"), meeting_type("sosialisasi"), meeting_type("sosialisasi")]
        rows = [self.meeting(self.one_of(*types)) for _n in range(self.count(1, 5))]
        Meeting.objects.bulk_create(rows)
        Outreach.objects.bulk_create(
            Outreach(meeting=row, men=self.one_of(None, 0, 12), women=self.one_of(None, 30))
            for row in rows
            if row.type.is_outreach and self.yes()
        )
        FollowUp.objects.bulk_create(self.promise(rows[0]) for _n in range(self.count(0, 5)))

    def meeting(self, kind: Any) -> Meeting:
        status = self.one_of("selesai", "selesai", "diundang", "draf", "batal")
        undated = status == "draf" and self.yes()
        start = None if undated else self.moment(self.today.year + self.one_of(0, 0, 0, -1, 1))
        return Meeting(
            task_force=self.task_force,
            type=kind,
            title="Kegiatan contoh",
            status=status,
            region=self.one_of(*self.at),
            starts_at=start,
            ends_at=start + timedelta(hours=2) if start else None,
            cancel_reason="Contoh" if status == "batal" else "",
            made_by=self.typist,
        )

    def promise(self, meeting: Meeting) -> FollowUp:
        status, due = self.one_of("berjalan", "berjalan", "diajukan", "selesai", "dihentikan"), self.day()
        given: dict[str, Any] = {}
        if status in ("diajukan", "selesai"):
            given |= {"action_taken": "Sudah", "submitted_by": self.typist, "submitted_at": timezone.now()}
        if status in ("selesai", "dihentikan"):
            given |= {"closed_by": self.judge, "closed_at": timezone.now()}
        return FollowUp(
            task_force=self.task_force,
            meeting=meeting,
            text="Menyusun contoh",
            agency=self.one_of(*self.agencies),
            due=due,
            original_due=due,
            priority=self.one_of("biasa", "tinggi"),
            status=status,
            announced_at=None if self.yes(4) else timezone.now(),
            made_by=self.typist,
            **given,
        )

    def counters(self) -> None:
        """What the worker keeps of cases: nothing yet, none ever, or some; and referrals in time."""
        year, rows = self.today.year, []
        state = self.one_of("belum", "nihil", "ada", "anggota")
        if state != "belum":
            for measure in ("kasus", "korban"):
                count = 0 if state == "nihil" else self.one_of(7, None)
                rows.append(self._figure("dalam", measure, "jumlah", "", count))
            if state != "anggota":
                rows.append(self._figure("pimpinan", "korban", "jumlah", "", 0 if state == "nihil" else 3))
        if self.yes():
            whole = self.count(0, 4)
            kept = {"jumlah": whole, "tepat": self.count(0, whole)}
            rows += [self._figure("pimpinan", "tepat_waktu", "rujukan", key, n) for key, n in kept.items()]
        if self.yes(4):
            rows.append(self._figure("pimpinan", "tepat_waktu", "rujukan", "jumlah", 9, year=year - 1))
        CaseFigure.objects.bulk_create(rows)

    def _figure(
        self,
        audience: str,
        measure: str,
        dimension: str,
        key: str,
        count: int | None,
        year: int | None = None,
    ) -> CaseFigure:
        year = year or self.today.year
        return CaseFigure(
            task_force=self.task_force,
            audience=audience,
            first_year=year,
            last_year=year,
            measure=measure,
            dimension=dimension,
            key=key,
            count=count,
            as_of=timezone.now(),
        )
