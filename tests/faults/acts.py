"""Three acts a person does at one press of a button, and how to count what became of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.models import AuditEvent
from gugus.notices.models import Notice
from meetings.models import MinutesPart, PartRevision
from rad import services as rad
from rad.models import ActionItem, ActionPlan, ImportRun, Indicator, Party, Program, Strategy, Target
from rad.selectors.imports import import_preview_data
from tests.cases.clockwork import running
from tests.factories import World
from tests.faults.kit import kernel
from tests.meetings.builders import make_meeting, make_minutes
from tests.scene import acting

WORKBOOK = Path(__file__).parents[1] / "data" / "rad_kediri.xlsx"
ROWS = (ActionPlan, Strategy, Program, ActionItem, Indicator, Target, Party)
SESSION = "django_session"
"""Written after the commit and before the answer: killed there, the act is done and nobody was told."""


class Act(Protocol):
    """`tables`: where its writes go, in any order. `done`: 0 or 1; raises AssertionError when half done."""

    tables: tuple[str, ...]
    user: User
    path: str
    data: dict[str, Any]

    def done(self) -> int: ...


@dataclass
class ImportCommit:
    """A workbook of 64 activities becomes a plan."""

    world: World
    tables = ("rad_strategy", "rad_actionitem", "rad_indicator", "rad_target", "rad_party", "core_auditevent")
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = self.world.people["sekretariat"]
        with acting(self.world, "sekretariat") as now:
            self.run = rad.import_preview(
                data=WORKBOOK.read_bytes(), file_name="rad.xlsx", plan_code="rad-uji", by=now.user
            )
            preview = import_preview_data(self.run)
        self.path = reverse("rad:import-detail", args=[self.run.pk])
        answers = {f"q{n}": question.suggested or "teks" for n, question in enumerate(preview.questions)}
        self.data = answers | {"victims": sorted(preview.victims_proposed)}

    def done(self) -> int:
        counts = [model.objects.count() for model in ROWS]
        finished = ImportRun.objects.get(pk=self.run.pk).status == "selesai"
        told = AuditEvent.objects.filter(action="rad.import_commit").count()
        assert told == finished == bool(counts[0])
        assert counts[:5] in ([0] * 5, [1, 6, counts[2], 64, 64]), counts
        assert counts[5] == 3 * counts[4]
        return told


@dataclass
class MinutesSave:
    """What the secretariat wrote into one point of the minutes."""

    world: World
    tables = ("meetings_minutespart", "meetings_partrevision")
    WORDS = "Rapat dibuka pukul sembilan."

    def __post_init__(self) -> None:
        self.user = self.world.people["sekretariat"]
        self.part = make_minutes(make_meeting(self.world)).parts.get(item__order=2)
        self.path = reverse("meetings:part-save", args=[self.part.minutes.meeting_id, self.part.pk])
        self.data = {"discussion": self.WORDS, "base_version": self.part.version}

    def done(self) -> int:
        text = MinutesPart.objects.get(pk=self.part.pk).discussion
        kept = PartRevision.objects.filter(part=self.part).count()
        assert (text, kept) in {("", 0), (self.WORDS, 1)}
        return kept


@dataclass
class ReferralAccept:
    """Dinas Sosial takes a victim on whom Polres referred."""

    world: World
    tables = ("cases_referral", "cases_referralevent", "cases_casetrail", "notices_notice")
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = self.world.people["dinsos_kasus"]
        self.referral = running(self.world, timezone.now() + timedelta(hours=2)).referral
        self.path = reverse("cases:referral-accept", args=[self.referral.pk])

    def done(self) -> int:
        taken = kernel("SELECT count(*) FROM cases_referral WHERE status = 'diterima'")[0]
        events = kernel("SELECT count(*) FROM cases_referralevent WHERE move = 'accept'")[0]
        trail = kernel("SELECT count(*) FROM cases_casetrail WHERE action = 'cases.referral_accept'")[0]
        told = Notice.objects.filter(recipient=self.world.people["polres_ppa"]).count()
        assert taken == events == trail == told
        return int(taken)


ACTS: dict[str, Any] = {"impor": ImportCommit, "notula": MinutesSave, "rujukan": ReferralAccept}
