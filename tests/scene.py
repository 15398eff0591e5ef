"""A world with one of everything, for walking every address: SK in each state, a plan with reports, evidence.

Confidential texts are canaries: random words that may only show where the matrix allows (tests/access).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import EvaluationDocument, Holiday
from cases.selectors.breakglass import breakglass_waiting
from cases.services.access_report import access_report_make
from cases.services.breakglass import breakglass_open
from cases.services.evaluation import evaluation_print, remark_write
from cases.services.identity import notice_confirm
from cases.services.recusal import recusal_record
from cases.services.settings import holidays_add
from cases.services.words import term_add
from gugus.accounts.models import User
from gugus.core.context import acting_as
from gugus.dashboard.services.briefs import brief_make
from gugus.documents.models import TrustAnchor
from gugus.documents.services import document_file_store
from gugus.notices.enums import NoticeKind
from gugus.notices.models import Notice
from gugus.publication.enums import Section
from gugus.vulnerability.resources import value_import_read
from gugus.vulnerability.services.maps import map_upload
from members import services as members
from members.enums import Role
from members.models import Decree, LegalBasis, Position, Seat, Sop, SubTaskForce
from members.resources import agency_import_read
from rad import resources
from rad import services as rad
from rad.enums import Aggregation
from rad.models import ActionItem, ActionPlan, Evidence, Indicator, ProgressReport, ReportingPeriod
from rad.services.items import PartyGiven
from tests.cases.scene import CaseScene, add_people, make_cases
from tests.documents.signing import root
from tests.factories import World, make_world, user
from tests.files import one_page
from tests.meetings.scene import WORDS as MEETING_WORDS
from tests.meetings.scene import make_meetings
from tests.publication.builders import draft, proposed, released, turn_on
from tests.rad.spoiled import put
from tests.vulnerability.builders import geojson, make_areas, make_indicator, put_values

MATRIX_FILE = Path(__file__).parent / "data" / "rad_kediri.xlsx"
PDF = b"%PDF-1.4\n% contoh\n%%EOF\n"
CANARIES = {
    "chapter": "KENARIbab7H",
    "draft_decree": "KENARIsk7Q",
    "draft_plan": "KENARIrad4X",
    "draft_report": "KENARIdraf9Z",
    "hidden_evidence": "KENARIbukti2W",
    "hidden_file": "KENARIberkas5V",
    "answer_run": "KENARIunggah1T",
    "own_evidence": "KENARIbuktidraf6L",
    "own_file": "KENARIberkasdraf3M",
    "reviewer_note": "KENARItelaah8K",
    "typed": "KENARIketik1T",
    "notice": "KENARIpengingat5R",
    "remark": "KENARIevaluasi4R",
    "evaluation": "KENARInaskahevaluasi7P",
    "recusal": "KENARIberhenti8D",
    "breakglass": "KENARIdarurat3P",
    "withheld": "KENARItahan6K",
} | MEETING_WORDS


@dataclass
class Scene:
    """The world and what stands in it."""

    world: World
    legal: User
    draft: Decree
    review: Decree
    plan: ActionPlan
    draft_plan: ActionPlan
    items: dict[str, ActionItem] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    period: Any = None
    reports: dict[str, ProgressReport] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    seat: Any = None
    cases: CaseScene = field(default_factory=CaseScene)
    extra: dict[str, Any] = field(default_factory=dict)

    def person(self, key: str) -> User:
        """The account, read anew."""
        return User.objects.get(pk=self.world.people[key].pk)

    @property
    def canaries(self) -> dict[str, str]:
        """Name → word of everything confidential in the scene."""
        return CANARIES | self.cases.words


def acting(world: World, key: str) -> Any:
    return acting_as(User.objects.get(pk=world.people[key].pk), task_force_id=world.task_force.pk)


def make_scene() -> Scene:
    """Built through services, each by somebody who may."""
    world = make_world()
    legal = world.person("hukum", Role.LEGAL)
    world.person("statistik", Role.STATISTICS)
    add_people(world)
    with acting(world, "sekretariat") as now:
        draft, review = _decrees(now.user)
        plan, draft_plan = _plans(now.user)
        scene = Scene(world, legal, draft, review, plan, draft_plan)
        for key in ("Dinas Sosial", "Dinas Kesehatan"):
            scene.items[key], scene.indicators[key] = _item(plan, world.agencies[key], now.user)
        scene.items["atas nama"], scene.indicators["atas nama"] = _item(plan, None, now.user)
        today = timezone.localdate()
        rad.plan_adopt(plan=plan, instrument="Perwali 9/2025", adopted_on=today, by=now.user)
        plan.refresh_from_db()
        scene.period = rad.period_open(
            plan=plan,
            kind="triwulan",
            year=today.year,
            ordinal=1,
            deadline=today + timedelta(days=9),
            by=now.user,
        )
        scene.extra["second"] = rad.period_open(
            plan=plan,
            kind="triwulan",
            year=today.year,
            ordinal=2,
            deadline=today + timedelta(days=9),
            by=now.user,
        )
        scene.seat = Seat.objects.filter(decree=draft).first()
        _papers(scene, now.user)
    _reports(scene)
    scene.cases = make_cases(world)
    scene.extra["case"] = scene.cases.cases["sendiri"]
    with acting(world, "dinsos_kasus") as now:
        notice_confirm(case=scene.extra["case"], by=now.user)
    scene.extra["match"] = uuid4()  # only the kernel finds one
    scene.extra |= _out_of_the_ordinary(scene)
    scene.extra["notice"] = _notice(scene)
    scene.extra |= make_meetings(world)
    scene.extra |= _vulnerability(world)
    scene.extra |= _releases(world)
    scene.extra["evaluation_paper"] = _evaluation(world)
    scene.extra["brief"] = _brief(world)
    return scene


def _brief(world: World) -> Any:
    """A lembar ringkas of the figures as they are, printed."""
    with acting(world, "sekretariat") as now:
        paper = brief_make(by=now.user).document
        return document_file_store(document=paper, pdf=PDF, by=now.user)


def _vulnerability(world: World) -> dict[str, Any]:
    """Two kecamatan drawn, an indicator of Dinas Sosial with a value in each, a workbook read, a map with a
    shape nobody knows."""
    areas = make_areas(world.task_force, 2)
    indicator = make_indicator(world.task_force, agency=world.agencies["Dinas Sosial"])
    year = timezone.localdate().year
    put_values(world, indicator, {areas[0].code: 12, areas[1].code: 40}, year)
    lines = f"tahun,indikator,kode_wilayah,nilai\n{year},{indicator.name},{areas[0].code},15\n"
    with acting(world, "sekretariat") as now:
        map_upload(content=geojson(areas), source="Peta contoh", is_sketch=True, by=now.user)
        asked = map_upload(
            content=geojson(areas, "Nama lain"), source="Peta contoh", is_sketch=True, by=now.user
        )
        run = value_import_read(content=lines.encode(), by=now.user)
    return {
        "area": areas[0],
        "vulnerability_indicator": indicator,
        "map_asked": asked,
        "value_import": run,
    }


def _releases(world: World) -> dict[str, Any]:
    """Everything that may be public is: a release is out, one waits for its second person, one is a draft."""
    turn_on(world, address="terbuka-contoh", sections=Section.values)
    return {"release": released(world), "proposed_release": proposed(world), "draft_release": draft(world)}


def _out_of_the_ordinary(scene: Scene) -> dict[str, Any]:
    """A colleague who stopped handling the case, and somebody of another agency who opened it darurat."""
    world, case = scene.world, scene.extra["case"]
    colleague = world.person("dinsos_dua", Role.HANDLER, world.agencies["Dinas Sosial"])
    with acting(world, "dinsos_kasus") as now:
        recusal = recusal_record(case=case, user=colleague, reason=CANARIES["recusal"], by=now.user)
        report = access_report_make(
            case=case, withheld=[colleague.pk], withheld_reason=CANARIES["withheld"], by=now.user
        )
        document_file_store(document=report.document, pdf=PDF, by=now.user)
    with acting(world, "darurat") as now:
        breakglass_open(code=case.code, reason=CANARIES["breakglass"], hours=2, by=now.user)
        return {"case_paper": report.document, "recusal": recusal, "breakglass": breakglass_waiting(now.user)}


def _notice(scene: Scene) -> Notice:
    """A reminder of one person; its real words are codes, so a canary stands in for them."""
    return Notice.objects.create(
        recipient=scene.world.people["dinsos"],
        task_force=scene.world.task_force,
        kind=NoticeKind.HEAD,
        subject="contoh",
        due=scene.period.deadline,
        step=-14,
        title=CANARIES["notice"],
        url="/",
    )


def _papers(scene: Scene, by: User) -> None:
    """Documents with their jobs, a proposal, a holder to confirm, imports waiting, entries of the library."""
    world, today = scene.world, timezone.localdate()
    job = members.decree_render(decree=scene.draft, by=by)
    paper = rad.report_document_make(period=scene.period, by=by)
    rad.chapter_save(period=scene.period, introduction=CANARIES["chapter"], recommendations="", by=by)
    head = Seat.objects.get(decree=world.decree, agency=world.agencies["Dinas Sosial"], is_head=True)
    holder = members.seat_holder_set(
        seat=head, by=by, name="Kepala Contoh", valid_from=today, user=world.people["dinsos"]
    )
    proposal = members.appointment_propose(
        by=by,
        user=user("Calon Contoh"),
        role=Role.HANDLER,
        basis="surat_tugas",
        agency=world.agencies["Dinas Sosial"],
        letter_number="ST/1",
        letter_on=today,
        valid_from=today,
    )
    members.legal_basis_save(
        by=by, level=2, kind="Undang-Undang", number="99", year=2001, title="Contoh", certainty="pasti"
    )
    members.sop_save(by=by, code="SOP-01", title="Alur contoh")
    lines = "no,instansi,nama_lengkap,jenis\n1,Dinas Contoh,Dinas Contoh Kota,OPD\n"
    for document in (job.document, paper.document):
        document_file_store(document=document, pdf=PDF, by=by)
    holidays_add(rows=[(today, "Hari jadi contoh")], by=by)
    scene.extra |= {
        "term": term_add(kind="asal", label="Asal contoh", by=by),
        "holiday": Holiday.objects.get(task_force=world.task_force),
        "anchor": TrustAnchor.objects.create(
            name="Penerbit Contoh",
            certificate=root().anchor.dump(),
            sha256="0" * 64,
            valid_until=timezone.now() + timedelta(days=900),
            added_by=by,
        ),
        "decree_job": job,
        "decree_document": job.document,
        "rad_job": paper,
        "rad_document": paper.document,
        "holder": holder,
        "proposal": proposal,
        "agency_import": agency_import_read(content=lines.encode(), by=by),
        "rad_import": rad.import_preview(
            data=MATRIX_FILE.read_bytes(), file_name="rad.xlsx", plan_code="rad-impor", by=by
        ),
        "law": LegalBasis.objects.get(number="99", year=2001),
        "sop": Sop.objects.get(code="SOP-01"),
        "position": Position.objects.filter(task_force=world.task_force).first(),
        "sub": SubTaskForce.objects.filter(task_force=world.task_force).first(),
        "sent_review": scene.review.reviews.first(),
    }


def _evaluation(world: World) -> EvaluationDocument:
    """The secretariat's words on this year's cases, and a printed evaluation of the year before."""
    year = timezone.localdate().year
    with acting(world, "sekretariat") as now:
        remark_write(
            first_year=year,
            last_year=year,
            remarks=CANARIES["remark"],
            conclusions="Piket diatur.",
            by=now.user,
        )
        paper = evaluation_print(first_year=year - 1, last_year=year - 1, by=now.user)
        return document_file_store(document=paper, pdf=one_page(CANARIES["evaluation"]), by=now.user)


def _decrees(by: User) -> tuple[Decree, Decree]:
    draft = members.decree_create(by=by, title=f"Naskah {CANARIES['draft_decree']}")
    review = members.decree_create(by=by, title="Naskah yang ditelaah")
    for decree in (draft, review):
        members.seats_create_for_agencies(decree=decree, by=by)
    members.decree_submit(decree=review, by=by)
    members.decree_review_record(
        decree=review,
        by=by,
        officer="Hukma Contoh",
        reviewed_on=timezone.localdate(),
        approved=True,
        note=CANARIES["reviewer_note"],
    )
    review.refresh_from_db()
    return draft, review


def _plans(by: User) -> tuple[ActionPlan, ActionPlan]:
    year = timezone.localdate().year
    plan = rad.plan_create(code="rad-contoh", title="RAD contoh", first_year=year, last_year=year + 1, by=by)
    other = rad.plan_create(
        code="rad-draf", title=f"RAD {CANARIES['draft_plan']}", first_year=year, last_year=year, by=by
    )
    return plan, other


def _item(plan: ActionPlan, agency: Any, by: User) -> tuple[ActionItem, Indicator]:
    strategy = rad.strategy_create(plan=plan, name="Strategi contoh", by=by)
    program = rad.program_create(strategy=strategy, name="Program contoh", by=by)
    party = PartyGiven("instansi", agency.short_name, agency.pk) if agency else PartyGiven("teks", "Camat")
    item = rad.item_create(program=program, name="Kegiatan contoh", by=by, responsible=[party])
    indicator = rad.indicator_create(
        item=item,
        by=by,
        name="Jumlah kegiatan",
        unit="kegiatan",
        aggregation=Aggregation.SUM,
        targets={(year, None): Decimal(8) for year in plan.years},
    )
    return item, indicator


def _reports(scene: Scene) -> None:
    """Dinas Sosial has a draft; Dinas Kesehatan has submitted, with hidden and shared evidence."""
    world = scene.world
    with acting(world, "dinsos") as now:
        scene.reports["draft"] = _report(scene, "Dinas Sosial", now.user, CANARIES["draft_report"])
        sent = _report(scene, "Dinas Sosial", now.user, "Terlaksana.", scene.extra["second"])
        scene.reports["sent"] = rad.report_submit(report=sent, by=now.user)
        scene.extra["comment"] = rad.comment_add(
            item=scene.items["Dinas Sosial"], text="Sudah sesuai?", by=now.user
        )
        scene.evidence["own"] = _evidence(scene.reports["draft"], "own", now.user)
        rad.draft_keep(
            item=scene.items["Dinas Sosial"],
            period=scene.period,
            fields={"obstacles": CANARIES["typed"]},
            by=now.user,
        )
        filled = put("narrative", CANARIES["answer_run"])(resources.answer_workbook(now.user, scene.period))
        scene.extra["answer_run"] = rad.answer_upload(
            period=scene.period, data=filled, file_name="laporan.xlsx", behalf=False, by=now.user
        )
    with acting(world, "dinkes") as now:
        report = _report(scene, "Dinas Kesehatan", now.user, "Terlaksana.")
        scene.evidence["hidden"] = _evidence(report, "hidden", now.user)
        scene.evidence["shared"] = _evidence(report, "", now.user)
        rad.evidence_share(evidence=scene.evidence["shared"], shared=True, by=now.user)
        rad.report_submit(report=report, by=now.user)
        report.refresh_from_db()
        scene.reports["submitted"] = report


def _report(
    scene: Scene, agency: str, by: User, narrative: str, period: ReportingPeriod | None = None
) -> ProgressReport:
    indicator = scene.indicators[agency]
    period = period or scene.period
    return rad.report_save(
        item=scene.items[agency],
        period=period,
        by=by,
        values={indicator.pk: rad.Given(value=Decimal(2))},
        narrative=narrative,
    )


def _evidence(report: ProgressReport, canary: str, by: User) -> Evidence:
    """Title and content carry the canaries `<canary>_evidence` and `<canary>_file`."""
    title, content = CANARIES.get(f"{canary}_evidence", "Foto umum"), CANARIES.get(f"{canary}_file", "")
    return rad.evidence_add(
        item=report.item,
        period=report.period,
        title=title,
        evidence_on=timezone.localdate(),
        upload=SimpleUploadedFile("daftar-hadir.pdf", one_page(content), "application/pdf"),
        by=by,
    )
