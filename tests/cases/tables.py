"""Every walled table × every standing towards a case × every verb, in plain SQL: the second wall on one page.

`standings()` builds one case with a row (or one per desk) in each table and people of every standing;
`ways(person)` tries each verb on each table and says what came of it.
"""

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, models, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.utils import timezone

from cases.enums import SHELTER, VIEW
from cases.models import (
    Case,
    CaseDocument,
    CaseDraft,
    CaseExport,
    CaseFigure,
    CaseGrant,
    CaseJob,
    CaseLink,
    IdentityNotice,
    Incident,
    Recusal,
    Referral,
)
from gugus.accounts.models import User
from gugus.core.crypto import EncryptedTextField
from gugus.core.walls_check import OPEN
from members.models import Agency, Sop, TaskForce
from tests.cases.model import Row
from tests.cases.walls_world import Stage, role

# Written by triggers and kernel functions while the scene is played, or never by a person.
BY_KERNEL = (
    "Recusal",
    "CaseGrant",
    "CaseHeader",
    "ReferralOffer",
    "ReferralEvent",
    "BreakGlass",
    "Case",
    "Incident",
    "Identity",
)
DESKS = {
    "polres_ppa": "Polres",
    "dinsos_kasus": "Dinas Sosial",
    "dinkes_kasus": "Dinas Kesehatan",
    "koordinator": "DP3AP2KB",
    "asing_oku": "Polres OKU",
}
STOPPED = (
    ("polres_ppa", "rekan_polres"),
    ("polres_ppa", "keempat"),
    ("dinsos_kasus", "rekan_dinsos"),
    ("dinkes_kasus", "rekan_dinkes"),
)
NEW = ("sekda", "rekan_dinsos")  # those whose draft is of a case yet to be opened
OF_PERSONS = (CaseDraft, CaseExport, CaseJob, IdentityNotice)
COLLEAGUES = ("ketiga", "rekan_polres")
ABROAD = {"kediri": "", "oku": "_oku"}
ONE_EACH = ("IdentityNotice", "ServiceRecord", "CaseNote", "Attachment", "CaseDraft", "CaseTrail",
            "CaseDocument", "CaseExport", "CaseJob", "OverRead", "Referral")  # fmt: skip


def walled_models() -> list[type[models.Model]]:
    return [m for m in apps.get_app_config("cases").get_models() if m._meta.db_table not in OPEN]


class Scene:
    """A case of Polres: lent to Dinas Sosial for services; with everything to Dinas Sosial, Dinas Kesehatan and
    the koordinator's desk until yesterday (and not swept since); opened by the koordinator in an emergency.
    Colleagues have stopped (STOPPED). Two more cases hang on it by links; Dinas Kesehatan and the koordinator
    have those. A desk abroad sees both, and may read this one's shelter but not it: no rule gives that."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.documents = stage, dict[str, Any]()
        self.people = {p.name.split()[0].lower() + ABROAD[p.force]: p for p in stage.people}
        files = [Row(owner="Polres", force="kediri", child=False) for _n in range(3)]
        for file, pk in zip(files, sorted(uuid4() for _n in range(3)), strict=True):
            stage.open(self.people["polres_ppa"], file, pk)
        low, self.file, high = files
        self.low, self.case, self.high = (stage.keys[file] for file in files)
        for file in (low, high):
            for to in ("dinkes_kasus", "koordinator"):
                self.lend(to, "penuh", file=file)
        self.referrals = [self.lend("dinsos_kasus", "layanan")]
        for to in ("dinsos_kasus", "dinkes_kasus", "koordinator"):
            self.lend(to, "penuh", ends=True)
        self.offer = self.refer("dinsos_kasus", None, self.file)
        self.plant()
        for by, who in STOPPED:
            assert stage.stop(self.people[by], self.people[who], self.file), who
        assert stage.stop(self.people["polres_ppa"], self.people["ketiga"], self.file)
        assert stage.lift(self.people["polres_ppa"], self.people["ketiga"], self.file)
        self.glass = Row()
        assert stage.break_glass(self.people["koordinator"], self.glass, self.file) == "terbuka"
        assert stage.break_glass(self.people["dinkes_kasus"], Row(), None) == "tidak_ada"
        stage.pass_time(3, glasses=False)
        with role("none"):
            for file, right in ((self.low, VIEW), (self.case, SHELTER), (self.high, VIEW)):
                CaseGrant(
                    content_object=file,
                    permission=Permission.objects.get(codename=right),
                    group_id=stage.groups["Polres OKU"],
                    created_at=file.created_at,
                    status="aktif",
                ).save(force_insert=True)

    def refer(self, to: str, consent: Row | None, file: Row) -> Row:
        sender = self.people["polres_ppa"]
        row = Row(
            file=file, sender="Polres", receiver=DESKS[to], kind="rujukan", consent=consent,
            basis="persetujuan" if consent else "tanpa", services=["rumah_aman"],
        )  # fmt: skip
        self.stage.draft(sender, row)
        assert self.stage.move(sender, row, "send")[0]
        return row

    def lend(self, to: str, scope: str, *, ends: bool = False, file: Row | None = None) -> Row:
        consent = Row(file=file or self.file, scope=scope, ends=ends)
        assert self.stage.consent(self.people["polres_ppa"], consent)
        row = self.refer(to, consent, consent.file)
        assert self.stage.move(self.people[to], row, "accept")[0]
        return row

    def plant(self) -> None:
        """The administrator writes what people would have written by now."""
        with role("none"):
            self.permission = Permission.objects.get(codename="view_shelter").pk
            self.sop = Sop.objects.create(task_force=self.force, code="SOP-9", title="Contoh")
            for model in walled_models():
                if model.__name__ not in BY_KERNEL:
                    for key in DESKS if model.__name__ in ONE_EACH else ("polres_ppa",):
                        self.row(model, key).save(force_insert=True)
            for row in (
                self.row(CaseLink, "polres_ppa", low=True),
                *(self.row(model, key) for model in OF_PERSONS for key in COLLEAGUES),
                self.row(CaseDraft, "sekda"),  # of one who handles no more
                self.row(Recusal, "sekda"),
                others_group(self, CaseExport, "polres_ppa"),  # of one who changed desks
                put(self.row(Recusal, "sekretariat_oku"), group_id=self.stage.groups["Polres OKU"]),
                put(self.row(CaseFigure, "polres_ppa"), audience="dalam"),
            ):
                row.save(force_insert=True)

    @property
    def force(self) -> TaskForce:
        return self.stage.worlds["kediri"].task_force

    def row(self, model: type[models.Model], key: str, *, low: bool = False) -> models.Model:
        """A new row of a model about the case, written by somebody for their desk."""
        desk, force = DESKS.get(key, "Polres"), self.stage.worlds[self.people[key].force].task_force.pk
        known: dict[Any, Any] = {
            Case: self.case.pk, User: self.stage.people[self.people[key]].pk, Group: self.stage.groups[desk],
            Agency: self.stage.agencies[desk].pk, TaskForce: force, Sop: self.sop.pk,
            CaseDocument: self.documents.get(key), Referral: self.stage.keys[self.offer].pk,
            Incident: self.case.incident_id, Permission: self.permission,
        }  # fmt: skip
        row = model(**{f.attname: value(f, known) for f in model._meta.concrete_fields if wanted(f)})
        extra = {
            "CaseLink": {
                "first_id": (self.low if low else self.case).pk,
                "second_id": (self.case if low else self.high).pk,
            },
            "PossibleMatch": {"first_id": self.case.pk, "second_id": self.high.pk},
            "CaseTrail": {"case_id": self.case.pk, "actor_id": known[User], "task_force_id": force},
            "CaseDraft": {"case_id": None if key in NEW else self.case.pk, "key": f"contoh-{key}"},
            "CaseJob": {"case_id": self.case.pk, "task_force_id": force},
            "Referral": {
                "services": ["konseling"],
                "basis": "tanpa",
                "receiver_agency_id": self.stage.agencies["DP3AP2KB"].pk,
            },
            "ReferralOffer": {"receiver_id": self.stage.groups["DP3AP2KB"]},
            "Consent": {"kind": "layanan"},
            "Case": {"incident_id": self.case.incident_id},
            "CaseGrant": {"id": uuid4()},
            "BreakGlass": {"case_id": self.case.pk},
        }.get(model.__name__, {})
        put(row, **extra)
        if model is CaseDocument:
            self.documents.setdefault(key, row.pk)
        return row

    def ways(self, key: str) -> dict[str, str]:
        """Per table: rows read, changed, deleted; + a row of one's own written, letters of FORGERIES."""
        p = self.people[key]
        with self.stage.acting(p):
            return {model.__name__: self.way(model, key) for model in walled_models()}

    def first(self, key: str) -> dict[str, tuple[set, set]]:
        """Per table: keys by Django's filter without the second wall, and by the second wall alone."""
        p, found = self.people[key], {}
        user = self.stage.user(p)
        for model in walled_models():
            if hasattr(model.objects, "visible_to"):
                with role("none"):
                    mine = set(model.objects.visible_to(user).values_list("pk", flat=True))
                with self.stage.acting(p):
                    found[model.__name__] = (mine, set(model._base_manager.values_list("pk", flat=True)))
        return found

    def way(self, model: type[models.Model], key: str) -> str:
        """The statements read no column where they can: so only their own policy stands in the way."""
        table = model._meta.db_table
        change, moved = f"UPDATE {table} SET {constant(model)}", ""
        counts = [
            self.tried(lambda sql=sql: rows(sql))
            for sql in (f"SELECT 1 FROM {table}", change, f"DELETE FROM {table}")
        ]
        if "case_id" in {f.column for f in model._meta.concrete_fields}:
            moved = ">" if self.tried(lambda: rows(f"UPDATE {table} SET case_id = '{self.high.pk}'")) else ""
        own = self.tried(lambda: written(self.row(model, key)))
        forged = [
            mark
            for mark, forge in FORGERIES.items()
            if self.tried(lambda forge=forge: written(forge(self, model, key)))
        ]
        return "".join([*map(str, counts), "+" if own else "", *forged, moved])

    def tried(self, act: Any) -> int:
        """What an act did, undone; 0 when refused."""
        try:
            with transaction.atomic():
                done = act()
                transaction.set_rollback(True)
                return done
        except IntegrityError:
            return 1  # the wall let it pass; a key or a constraint did not
        except DatabaseError:
            return 0


def others_desk(scene: Scene, model: type[models.Model], key: str) -> models.Model:
    """A row as if written at another desk."""
    return scene.row(model, "dinkes_kasus" if key == "polres_ppa" else "polres_ppa")


def others_name(scene: Scene, model: type[models.Model], key: str) -> Any:
    """A row of one's own desk in a colleague's name."""
    row, other = scene.row(model, key), scene.row(model, "dinsos" if key != "dinsos" else "dinkes")
    fields = [f for f in model._meta.concrete_fields if f.related_model is User or f.attname == "actor_id"]
    for field in fields:
        if getattr(row, field.attname):
            setattr(row, field.attname, getattr(other, field.attname))
    return row if fields else None


def others_group(scene: Scene, model: type[models.Model], key: str) -> Any:
    """A row of one's own for another desk and agency."""
    row = scene.row(model, key)
    other = scene.row(model, "polres_ppa" if key in ("dinkes_kasus", "rekan_dinkes") else "dinkes_kasus")
    fields = [f for f in model._meta.concrete_fields if f.related_model in (Group, Agency)]
    for field in fields:
        if getattr(row, field.attname):
            setattr(row, field.attname, getattr(other, field.attname))
    if model is Recusal:  # nobody stops at a desk that is not theirs
        row.user_id = other.user_id
    return row if fields else None


def others_force(scene: Scene, model: type[models.Model], key: str) -> Any:
    """A row of one's own in another task force."""
    row, other = scene.row(model, key), "oku" if scene.people[key].force == "kediri" else "kediri"
    if not hasattr(row, "task_force_id"):
        return None
    row.task_force_id = scene.stage.worlds[other].task_force.pk
    return row


def other_order(scene: Scene, model: type[models.Model], key: str) -> Any:
    """A link in which the case is the second."""
    return scene.row(model, key, low=True) if model is CaseLink else None


# As somebody of another desk, in another's name, for another desk, in another task force, the other way round.
FORGERIES = {"d": others_desk, "n": others_name, "g": others_group, "f": others_force, "l": other_order}


def put(row: models.Model, **values: Any) -> models.Model:
    for name, given in values.items():
        setattr(row, name, given)
    return row


def rows(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def written(row: models.Model | None) -> int:
    if row is None:
        return 0
    models.Model.save(row, force_insert=True)
    return 1


def constant(model: type[models.Model]) -> str:
    """One plain column set to a constant: an update that reads nothing."""
    kept = {column for names in KEYS.values() for column in names}
    field = next(
        f for f in model._meta.concrete_fields
        if not (f.remote_field or f.primary_key or f.unique) and f.column not in kept and CONSTANTS.get(type(f))
    )  # fmt: skip
    return f"{field.column} = {CONSTANTS[type(field)]}"


KEYS = import_module("cases.migrations.0009_guards").KEYS
CONSTANTS = {
    models.DateTimeField: "now()", models.BooleanField: "false", models.PositiveIntegerField: "1",
    models.PositiveSmallIntegerField: "1", EncryptedTextField: "''::bytea", models.CharField: "'x'",
    models.SlugField: "'x'",
}  # fmt: skip


def wanted(field: models.Field) -> bool:
    return not (field.null or field.has_default() or field.blank)


def value(field: models.Field, known: dict[Any, Any]) -> Any:
    if field.remote_field:
        return known.get(field.remote_field.model)
    if field.choices:
        return field.choices[0][0]
    plain = {
        models.DateField: timezone.localdate(), models.DateTimeField: timezone.now() + timedelta(hours=1),
        models.BooleanField: False, models.PositiveIntegerField: 1, models.PositiveSmallIntegerField: 1,
    }  # fmt: skip
    return next((given for kind, given in plain.items() if type(field) is kind), "x")
