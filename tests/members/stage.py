"""The world of the state machine of SK and appointments, and the model's beginning told from it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gugus.accounts.models import User
from members import services
from members.enums import AppointmentStatus, Basis, Role
from members.models import Agency, Appointment, Decree, Seat, SeatHolder
from tests.factories import World, make_world, user
from tests.machines import Row
from tests.members.model import Model

LETTER = {"basis": Basis.LETTER, "letter_number": "ST/3/2026"}


class Stage:
    """Kediri, whose SK ends in two months, and OKU Selatan, which shares Polres with it.

    `people` holds those who act; the others only hold what they hold.
    """

    def __init__(self) -> None:
        today = timezone.localdate()
        self.kediri = make_world(valid_until=today + timedelta(days=60))
        self.oku = make_world("16.09", "OKU Selatan")
        self.forces = {"kediri": self.kediri.task_force.pk, "oku": self.oku.task_force.pk}
        self._here(LETTER | {"letter_on": today})
        self._there()
        self._papers()
        self.rows = {row.pk: self._person(row) for row in User.objects.order_by("email")}
        self.people = [
            *(self._row(self.kediri, key) for key in (
                "sekretariat", "sekretariat2", "admin", "pengawas", "hukum", "dinsos", "kepala",
                "kepala_polres", "dinsos_kasus", "uptd_kasus", "calon",
            )),
            *(self._row(self.oku, key) for key in ("sekretariat", "ppa")),
        ]  # fmt: skip
        agencies = Agency.objects.prefetch_related("task_forces")
        self.agencies = {row.short_name: row for row in agencies.order_by("pk")}
        self.model = self._model()

    def _here(self, letter: dict[str, Any]) -> None:
        world = self.kediri
        world.person("hukum", Role.LEGAL)
        self._head(world, "kepala", "Dinas Sosial", confirmed=True)
        self._head(world, "kepala_polres", "Polres", confirmed=False)
        unit = world.agency("UPTD PPA", member=False, parent=world.agencies["Dinas Sosial"])
        world.person("uptd_kasus", Role.HANDLER, unit, **letter)
        world.person("tanpa_kursi", Role.HANDLER, world.agency("Dinas Pendidikan", member=False), **letter)
        waits = letter | {"status": AppointmentStatus.SUSPENDED}
        world.person("ditangguhkan", Role.HANDLER, world.agencies["Dinas Kesehatan"], **waits)
        world.people["calon"] = user("Calon Contoh")
        asked = waits | {"decided_at": None, "decided_by": None}
        world.person("diminta", Role.HANDLER, world.agencies["Dinas Sosial"], **asked)
        world.person("tertunda", Role.LIAISON, world.agencies["Polres"], **waits)
        proposed = asked | {"status": AppointmentStatus.PROPOSED, "proposed_by": world.people["dinsos_kasus"]}
        world.person("usulan", Role.HANDLER, world.agencies["Dinas Sosial"], **proposed)
        world.person("usulan2", Role.HANDLER, world.agencies["Polres"], **proposed)
        gone = world.person("nonaktif", Role.LIAISON, world.agencies["Dinas Sosial"], **letter)
        User.objects.filter(pk=gone.pk).update(is_active=False)

    def _there(self) -> None:
        polres = self.kediri.agencies["Polres"]
        polres.task_forces.add(self.oku.task_force)
        for number, row in enumerate(self.oku.agencies.values()):
            Agency.objects.filter(pk=row.pk).update(short_name=f"OKU {number}")
        self.oku.agencies["Polres"] = polres
        self.oku.seat("Kepala Polres", polres, is_head=True)
        self._head(self.oku, "kepala", "Polres", confirmed=True)
        self.oku.person("ppa", Role.HANDLER, polres)

    def _papers(self) -> None:
        """An amendment begun, a next SK approved by Bagian Hukum, and two signed that begin soon."""
        by, now, today = self.kediri.people["sekretariat"], self.kediri.decree, timezone.localdate()
        services.decree_amend(decree=now, by=by)
        begin = (services.period_copy_forward, services.period_copy_forward, services.decree_amend)
        for days, start in enumerate(begin):
            d = start(decree=now, by=by)
            services.decree_submit(decree=d, by=by)
            services.decree_review_record(
                decree=d, by=by, officer="Budi Contoh", reviewed_on=today, approved=True
            )
            if days:
                services.decree_sign(
                    decree=d, by=by, number=f"188/{days}", signed_on=today, signer_office="Wali Kota",
                    signer_name="BUDI CONTOH", valid_from=today + timedelta(days=days), valid_until=None,
                )  # fmt: skip

    def _head(self, world: World, key: str, short: str, *, confirmed: bool) -> None:
        agency = world.agencies[short]
        seat = Seat.objects.get(decree=world.decree, agency=agency, is_head=True)
        person = world.person(key, Role.LIAISON, agency, seat_lineage=seat.lineage)
        SeatHolder.objects.create(
            task_force=world.task_force,
            lineage=seat.lineage,
            name="Kepala Contoh",
            user=person,
            valid_from=timezone.localdate() - timedelta(days=50),
            set_by=world.people["sekretariat"],
            confirmed_by=world.people["sekretariat2"] if confirmed else None,
            confirmed_at=timezone.now() if confirmed else None,
        )

    def _person(self, row: User) -> Row:
        abroad = any(row == other for other in self.oku.people.values())
        key = row.email.split("@")[0]
        return Row(
            name=key, force="oku" if abroad else "kediri", active=row.is_active, pk=row.pk, full=row.full_name
        )

    def _row(self, world: World, key: str) -> Row:
        return self.rows[world.people[key].pk]

    # The model's beginning ----------------------------------------------------------------------------------

    def _model(self) -> Model:
        parents = {row.short_name: row.parent.short_name for row in self.agencies.values() if row.parent}
        model = Model(timezone.localdate(), parents)
        names = {pk: name for name, pk in self.forces.items()}
        self.seats = {
            row.lineage: Row(
                agency=row.agency.short_name if row.agency else None, head=row.is_head, lineage=row.lineage
            )
            for row in Seat.objects.select_related("agency").order_by("pk")
        }
        for row in Decree.objects.order_by("pk"):
            d = Row(
                force=names[row.task_force_id], kind=row.kind, status=row.status, since=row.valid_from,
                until=row.valid_until, ended=None, follows=None, approved=row.reviews.exists(),
                reviewed=row.reviews.exists(), pk=row.pk, before=row.follows_id,
            )  # fmt: skip
            d.seats = {self.seats[seat.lineage]: seat.pk for seat in row.seats.all()}
            model.decrees.append(d)
        for d in model.decrees:
            d.follows = next((other for other in model.decrees if other.pk == d.before), None)
        for held in SeatHolder.objects.order_by("pk"):
            model.holders.append(
                Row(
                    force=names[held.task_force_id], seat=self.seats[held.lineage], pk=held.pk,
                    person=self.rows[held.user_id], since=held.valid_from, until=held.valid_until,
                    set_by=self.rows[held.set_by_id],
                    confirmed=self.rows[held.confirmed_by_id] if held.confirmed_by_id else None,
                )
            )  # fmt: skip
        for given in Appointment.objects.select_related("agency").order_by("pk"):
            model.appointments.append(
                Row(
                    force=names[given.task_force_id], person=self.rows[given.user_id], role=str(given.role),
                    agency=given.agency.short_name if given.agency else None, basis=str(given.basis),
                    seat=self.seats.get(given.seat_lineage), since=given.valid_from, until=given.valid_until,
                    status=str(given.status), proposer=self.rows[given.proposed_by_id],
                    decided=given.decided_at is not None, pk=given.pk,
                )
            )  # fmt: skip
        return model
