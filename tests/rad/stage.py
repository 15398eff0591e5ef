"""The world of the state machine of the RAD: one of everything, so that each act is one step away."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook

from gugus.accounts.models import User
from members.enums import Role
from rad import resources, services
from rad.enums import AnswerStatus
from rad.models import ActionItem, ActionPlan, AnswerRun, Evidence, ImportRun, ProgressReport, ReportingPeriod
from rad.services import Given
from tests.factories import World, make_world
from tests.machines import Row
from tests.rad.builders import Rad, make_rad, open_period
from tests.rad.model import Model

LARGE = b"bukan buku kerja " * 20_000
"""A file so large that the worker reads it, and no workbook."""
AGENCIES = {"dinsos": {"Dinas Sosial"}, "dinkes": {"Dinas Kesehatan"}, "hukum": set()}
HEADS = [
    "No",
    "Strategi",
    "Program",
    "Kegiatan",
    "Indikator",
    "Satuan",
    "Baseline",
    "Target 2026",
    "Penanggung Jawab",
]
LINE = [
    1,
    "Pencegahan",
    "Program Impor",
    "Kegiatan impor",
    "Jumlah kegiatan impor",
    "Kegiatan",
    0,
    4,
    "Dinas Sosial",
]


def matrix() -> bytes:
    """The smallest workbook that is a RAD."""
    book, out = Workbook(), BytesIO()
    book.active.append(HEADS)
    book.active.append(LINE)
    book.save(out)
    return out.getvalue()


class Stage:
    def __init__(self) -> None:
        self.world, self.oku = make_world(), make_world("16.09", "OKU Selatan")
        shared = self.world.agencies["Dinas Sosial"]
        shared.task_forces.add(self.oku.task_force)
        for number, row in enumerate(self.oku.agencies.values()):
            row.short_name = row.name = f"OKU {number}"
            row.save()
        self.oku.seat("Kepala Dinas Sosial", shared)
        self.oku.person("penghubung", Role.LIAISON, shared)
        self.forces = {"kediri": self.world.task_force.pk, "oku": self.oku.task_force.pk}
        self.people = {
            **self._crowd("kediri", self.world, (
                "sekretariat", "sekretariat2", "admin", "sekda", "pengawas", "dinsos", "dinkes", "polres",
                "dinsos_kasus",
            )),
            **self._crowd("oku", self.oku, ("sekretariat", "penghubung")),
        }  # fmt: skip
        self.matrix = matrix()
        self.rad = make_rad(self.world)
        self._reports(self.rad)
        self._workbooks(self.rad)
        services.plan_revise(plan=self.rad.plan, by=self._by("sekretariat"))
        self.model = self._model()

    def _by(self, key: str) -> User:
        return self.world.people[key]

    def _crowd(self, force: str, world: World, keys: tuple[str, ...]) -> dict[Any, Row]:
        rows = {}
        for key in keys:
            person = world.people[key]
            held = person.appointments.select_related("agency").get()
            rows[person.pk] = Row(
                name=key, force=force, role=str(held.role), active=True, appointed=True, pk=person.pk,
                agency=held.agency.short_name if held.agency else None,
            )  # fmt: skip
        return rows

    def _reports(self, rad: Rad) -> None:
        """TW II with a report returned and two accepted, one of them locked; TW I with one in, one begun."""
        first, by = rad.period, self._by("sekretariat2")
        open_period(rad, ordinal=2)
        back = rad.submit("dinkes", "dinkes")
        due = timezone.localdate() + timedelta(days=400)
        services.report_return(report=back, reason="Contoh alasan.", due=due, by=by)
        rad.accept("dinsos", "dinsos")
        locked = rad.accept("hukum", "sekretariat", proof_note="Surat contoh 1")
        services.report_lock(report=locked, by=by)
        closed = open_period(rad, ordinal=3)
        services.period_close(period=closed, by=by)
        rad.period = first
        report = rad.submit("dinsos", "dinsos")
        rad.save("dinkes", "dinkes")
        Evidence.objects.create(
            report=report, title="Bukti Contoh", evidence_on=timezone.localdate(),
            link="https://contoh.example.id/bukti", added_by=self._by("dinsos"),
        )  # fmt: skip

    def _workbooks(self, rad: Rad) -> None:
        """An import and an answer that wait to be read, and one of each that was read."""
        by, mine = self._by("sekretariat"), self._by("dinsos")
        code = {"file_name": "rad.xlsx", "plan_code": "RAD-IMPOR", "by": by}
        services.import_start(data=LARGE, **code)
        run = services.import_preview(data=self.matrix, **code)
        assert not run.faults, run.faults
        book = resources.answer_workbook(mine, rad.period, behalf=False)
        about = {"period": rad.period, "behalf": False, "by": mine}
        services.answer_upload(data=book, file_name="laporan.xlsx", **about)
        waiting = AnswerRun(
            task_force=self.world.task_force, period=rad.period, file_name="laporan.xlsx", sha256="0" * 64,
            made_by=mine, status=AnswerStatus.READING,
        )  # fmt: skip
        waiting.upload.save("laporan.xlsx", ContentFile(book))

    # The model's beginning ----------------------------------------------------------------------------------

    def _model(self) -> Model:
        model, by_code = Model({line: set(names) for line, names in AGENCIES.items()}), {}
        for plan in ActionPlan.objects.order_by("version"):
            row = Row(
                force="kediri", code=plan.code, adopted=plan.adopted_on, status=str(plan.status),
                confirmed=True, replaces=by_code.get(plan.replaces_id), lines=lines_of(plan),
                first=plan.first_year, last=plan.last_year, pk=plan.pk,
            )  # fmt: skip
            by_code[plan.pk] = row
            model.plans.append(row)
        periods, reports = {}, {}
        for period in ReportingPeriod.objects.order_by("ordinal"):
            periods[period.pk] = Row(
                plan=by_code[period.plan_id], kind=str(period.kind), year=period.year, ordinal=period.ordinal,
                status=str(period.status), pk=period.pk,
            )  # fmt: skip
        for report in ProgressReport.objects.select_related("item").order_by("period__ordinal", "item__code"):
            drafted = self.people[report.drafted_by_id]
            reports[report.pk] = Row(
                line=report.item.name.removeprefix("Kegiatan "), period=periods[report.period_id],
                status=str(report.status), behalf=report.on_behalf, drafted=drafted, typed={drafted},
                submitted=self.people.get(report.submitted_by_id), filled=True, pk=report.pk,
            )  # fmt: skip
        model.periods, model.reports = list(periods.values()), list(reports.values())
        for row in Evidence.objects.all():
            model.evidence.append(Row(report=reports[row.report_id], shared=row.shared, pk=row.pk))
        for run in ImportRun.objects.order_by("status"):
            model.imports.append(Row(force="kediri", status=str(run.status), code=run.plan_code, pk=run.pk))
        for answer in AnswerRun.objects.order_by("status"):
            model.answers.append(
                Row(
                    by=self.people[answer.made_by_id], period=periods[answer.period_id], behalf=False,
                    status=str(answer.status), readable=True, pk=answer.pk,
                )
            )  # fmt: skip
        return model


def lines_of(plan: ActionPlan) -> dict[str, Any]:
    """A plan's items by the name they keep over all versions."""
    rows = ActionItem.objects.filter(program__strategy__plan=plan)
    return {row.name.removeprefix("Kegiatan "): row.pk for row in rows}


GIVEN = Given(value=Decimal(5))
