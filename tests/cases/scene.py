"""Cases in every state one can meet them in, each confidential field a word of its own (tests/scene.py).

All are of Dinas Sosial's handlers; what Polres' handlers (`polres_ppa`) may see of each is in `STATES`.
"""

import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from cases.models import (
    Attachment,
    Case,
    CaseDocument,
    CaseDraft,
    CaseExport,
    CaseJob,
    CaseLink,
    CaseNote,
    Consent,
    Identity,
    Incident,
    Recusal,
    Referral,
    Screening,
    ServiceNeed,
    ServiceRecord,
    Shelter,
    StageState,
)
from gugus.core.crypto import EncryptedTextField, blind_index
from members.enums import Role
from members.services.appointments import personal_desk_get
from tests.cases.builders import acting, draft_referral, give_consent, handlers_desk, move, open_case
from tests.factories import World
from tests.files import one_page

OWNER, RECEIVER = "dinsos_kasus", "polres_ppa"
# state of the case → which of (owner's handler, receiver's handler) sees it
STATES = {
    "sendiri": (True, False),  # never referred
    "dirujuk": (True, True),  # referred to Polres, accepted
    "ditawarkan": (True, False),  # sent to Polres, not answered
    "selesai": (True, False),  # Polres finished its service
    "dicabut": (True, False),  # the victim took the consent back after acceptance
    "berhenti": (False, True),  # owner's handler recused; Polres has it
    "berhenti_penerima": (True, False),  # Polres accepted, its handler recused
    "ditolak": (True, False),  # Polres refused it
    "ditutup": (True, False),
}


@dataclass
class CaseScene:
    """The cases by state, their rows by model name, and the canaries: name → (word, roles that may read)."""

    cases: dict[str, Case] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    rows: dict[str, dict[str, models.Model]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    readers: dict[str, set[str]] = field(default_factory=dict)


def word(name: str) -> str:
    """A word that occurs nowhere else, the same in each run."""
    letters, number, out = "ABCDEFGHJKMNPQRSTVWXYZ", zlib.crc32(name.encode()), ""
    while number:
        number, place = divmod(number, len(letters))
        out += letters[place]
    return f"KENARI{out}"


def digits(name: str, size: int) -> str:
    """Digits that occur nowhere else, where only digits are believable."""
    return str(zlib.crc32(name.encode()) * 10**8 + zlib.crc32(name[::-1].encode()) % 10**8)[-size:].zfill(
        size
    )


SHAPED = {
    "cases_identity.nik": lambda name: "357101" + "4107" + "99" + digits(name, 4),
    "cases_identity.birth_date": lambda name: str(
        date(1903, 1, 1) + timedelta(zlib.crc32(name.encode()) % 365)
    ),
    "cases_identity.phone": lambda name: "0812" + digits(name, 8),
}


class Planter:
    """Fills each encrypted field of a row with its canary and notes who may read it."""

    def __init__(self, world: World, scene: CaseScene) -> None:
        self.world, self.scene = world, scene

    def texts(self, model: type[models.Model], state: str, readers: set[str], **fixed: str) -> dict[str, str]:
        return {
            column.name: self.note(
                f"{model._meta.db_table}.{column.name}", state, readers, model, column.name
            )
            for column in model._meta.get_fields()
            if isinstance(column, EncryptedTextField) and column.name not in fixed
        } | fixed

    def note(self, place: str, state: str, readers: set[str], *_rest: Any) -> str:
        name = f"{place}@{state}"
        text = SHAPED[place](name) if place in SHAPED else word(name)
        self.scene.words[name], self.scene.readers[name] = text, readers
        return text

    def add(self, model: type[models.Model], state: str, readers: set[str], **values: Any) -> models.Model:
        row = model(**values, **self.texts(model, state, readers))
        row.save(force_insert=True)
        self.scene.rows.setdefault(state, {})[model.__name__] = row
        return row


def make_cases(world: World) -> CaseScene:
    """Dinas Sosial's cases in each state; built as the people who may."""
    scene = CaseScene()
    plant = Planter(world, scene)
    for state, (owner, receiver) in STATES.items():
        readers = {who for who, sees in ((OWNER, owner), (RECEIVER, receiver)) if sees}
        _case(plant, state, readers)
    _refer(plant)
    _close(plant)
    _link(plant)
    _recuse(plant, "berhenti", OWNER, "Dinas Sosial")
    _recuse(plant, "berhenti_penerima", RECEIVER, "Polres")
    return scene


def _case(plant: Planter, state: str, readers: set[str]) -> None:
    world, scene, own = plant.world, plant.scene, readers & {OWNER}
    with acting(world, OWNER) as now:
        by = now.user
        incident = plant.add(Incident, state, readers, task_force=world.task_force, created_by=by)
        closure = plant.texts(Case, state, readers)
    case = open_case(world, OWNER, "Dinas Sosial", incident, **closure)
    scene.cases[state] = case
    desk = handlers_desk(world, "Dinas Sosial").group
    today = timezone.localdate()
    identity_readers = readers if state in ("dirujuk", "berhenti") else own
    with acting(world, OWNER):
        plant.add(Identity, state, identity_readers, case=case, updated_by=by)
        row = scene.rows[state]["Identity"]
        Identity.objects.filter(pk=row.pk).update(nik_index=blind_index(row.nik))
        plant.add(Shelter, state, own, case=case, since=today, recorded_by=by)
        plant.add(
            Screening, state, readers, case=case, process=["perekrutan"], means=["penipuan"],
            purpose=["kerja_paksa"], indication="kuat", screened_by=by,
        )  # fmt: skip
        plant.add(
            Consent, state, readers, case=case, kind="layanan", given=True, given_on=today, recorded_by=by
        )
        plant.add(ServiceNeed, state, readers, case=case, service="rehabilitasi_sosial", recorded_by=by)
        plant.add(
            ServiceRecord, state, readers, case=case, service="rehabilitasi_sosial", stage="sosial",
            agency=world.agencies["Dinas Sosial"], group=desk, started_on=today, recorded_by=by,
        )  # fmt: skip
        StageState.objects.create(case=case, stage="sosial", status="berjalan", changed_by=by)
        plant.add(
            CaseNote, state, own, case=case, group=desk, agency=world.agencies["Dinas Sosial"], written_by=by
        )
        _files(plant, state, own, case, desk, by)
        plant.add(CaseDraft, state, own, user=by, case=case, key="contoh")


def _files(plant: Planter, state: str, readers: set[str], case: Case, desk: Any, by: Any) -> None:
    """An attachment and a paper whose bytes carry a word."""
    world = plant.world
    content = one_page(plant.note("cases_attachment.file", state, readers))
    attachment = Attachment(
        case=case, group=desk, uploaded_by=by, content_type="application/pdf", size=len(content),
        sha256="0" * 64, **plant.texts(Attachment, state, readers),
    )  # fmt: skip
    attachment.file.save("lampiran.pdf", ContentFile(content), save=False)
    attachment.save(force_insert=True)
    plant.scene.rows[state]["Attachment"] = attachment
    paper = CaseDocument(
        case=case, group=desk, made_by=by, task_force=case.task_force, kind="surat_rujukan",
        title="Surat rujukan", sha256="0" * 64,
    )  # fmt: skip
    paper.file.save(
        "surat.pdf",
        ContentFile(one_page(plant.note("cases_casedocument.file", state, readers))),
        save=False,
    )
    paper.save(force_insert=True)
    plant.scene.rows[state]["CaseDocument"] = paper
    export = CaseExport(
        case=case, group=desk, requested_by=by, purpose="korban",
        expires_at=timezone.now() + timedelta(days=7), **plant.texts(CaseExport, state, set()),
    )  # fmt: skip
    export.file.save(
        "ekspor.zip", ContentFile(plant.note("cases_caseexport.file", state, readers).encode()), save=False
    )
    export.save(force_insert=True)
    plant.scene.rows[state]["CaseExport"] = export
    plant.scene.rows[state]["CaseJob"] = CaseJob.objects.create(
        task="cases.referral_letter",
        status="done",
        finished_at=timezone.now(),
        requested_by=by,
        task_force_id=world.task_force.pk,
        case=case,
        document=paper,
    )


def _refer(plant: Planter) -> None:
    """To Polres with scope identitas: offered, accepted, refused, finished, consent withdrawn, recused."""
    world, scene = plant.world, plant.scene
    for state in STATES.keys() - {"sendiri", "ditutup"}:
        case = scene.cases[state]
        consent = give_consent(world, OWNER, case, scope="identitas")
        owner, receiver = STATES[state]
        readers = {who for who, sees in ((OWNER, owner), (RECEIVER, receiver)) if sees}
        referral = draft_referral(
            world, OWNER, case, "Dinas Sosial", "Polres", consent=consent, services=["penegakan_hukum"],
            **plant.texts(Referral, state, readers),
        )  # fmt: skip
        scene.referrals[state] = referral
        move(world, OWNER, referral, "send", due=timezone.now() + timedelta(days=2))
        if state == "ditolak":
            reason = plant.note("cases_referralevent.reason", state, {OWNER})
            move(world, RECEIVER, referral, "refuse", reason=reason)
        elif state != "ditawarkan":
            move(world, RECEIVER, referral, "accept", due=timezone.now() + timedelta(days=7))
        if state == "selesai":
            move(world, RECEIVER, referral, "finish")
        if state == "dicabut":
            with acting(world, OWNER) as now:
                consent.withdrawn_at, consent.withdrawn_by = timezone.now(), now.user
                consent.save()
    typed = plant.texts(Referral, "draf", {OWNER})
    own = scene.cases["sendiri"]
    scene.referrals["draf"] = draft_referral(world, OWNER, own, "Dinas Sosial", "Polres", **typed)


def _close(plant: Planter) -> None:
    case = plant.scene.cases["ditutup"]
    with acting(plant.world, OWNER):
        case.status, case.closed_at, case.closure = "ditutup", timezone.now(), "pulih"
        case.save(update_fields=["status", "closed_at", "closure"])


def _link(plant: Planter) -> None:
    first, second = sorted((plant.scene.cases[state] for state in ("sendiri", "ditutup")), key=lambda c: c.pk)
    with acting(plant.world, OWNER) as now:
        plant.add(CaseLink, "sendiri", {OWNER}, first=first, second=second, made_by=now.user)


def _recuse(plant: Planter, state: str, key: str, agency: str) -> None:
    world = plant.world
    with acting(world, key) as now:
        plant.add(
            Recusal, state, {key}, case=plant.scene.cases[state], user=now.user,
            group=handlers_desk(world, agency).group, recorded_by=now.user,
        )  # fmt: skip


def add_people(world: World) -> None:
    """Handlers of agencies without a part: Dinas Kesehatan's, and the koordinator with a colleague."""
    unit = world.agency("UPTD PPA")
    world.person("dinkes_kasus", Role.HANDLER, world.agencies["Dinas Kesehatan"])
    world.person("koordinator", Role.HANDLER, unit, is_coordinator=True)
    world.person("darurat", Role.HANDLER, unit)
    for person in world.people.values():
        if person.appointments.filter(role=Role.HANDLER).exists():
            personal_desk_get(user=person, task_force=world.task_force)
