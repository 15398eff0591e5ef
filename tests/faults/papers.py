"""A paper and letters as work for the worker, and how to count what became of them."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from gugus.accounts import services as accounts
from gugus.accounts.models import AccountMail
from gugus.celery import app
from gugus.core.enums import JobStatus
from gugus.core.models import AuditEvent
from meetings.models import InvitationLetter
from meetings.services.letters import QUEUE_TASK
from members import services
from members.models import DecreeDocument, MemberJob
from tests.factories import World
from tests.faults.kit import wait_long
from tests.mailbox import Mailbox
from tests.meetings.builders import invite_guest, make_letter, make_meeting
from tests.scene import acting


@dataclass
class Paper:
    """A draft SK whose PDF is asked for; its message is sent when the transaction ends, and perhaps lost."""

    world: World

    def __post_init__(self) -> None:
        with acting(self.world, "sekretariat") as now:
            decree = services.decree_create(by=now.user)
            services.seats_create_for_agencies(decree=decree, by=now.user)
        with acting(self.world, "sekretariat") as now:
            self.first = services.decree_render(decree=decree, by=now.user)

    @property
    def job(self) -> MemberJob:
        return MemberJob.objects.get(pk=self.first.pk)

    def check(self) -> None:
        """One document with one whole file, stored once."""
        job, paper = self.job, DecreeDocument.objects.get()
        assert (job.status, job.error) == (JobStatus.DONE, "")
        with paper.file.open("rb") as stored:
            data = stored.read()
        assert data.startswith(b"%PDF-")
        assert hashlib.sha256(data).hexdigest() == paper.sha256
        assert AuditEvent.objects.filter(action="documents.render").count() == 1
        assert paper.version == 1


@dataclass
class Letters:
    """Invitations to the portal (jobs) and to a meeting (rows of their own), written and not yet sent."""

    world: World
    guests: int = 2
    people: int = 2
    mails: list[AccountMail] = field(default_factory=list)

    def __post_init__(self) -> None:
        meeting = make_meeting(self.world, starts_at=timezone.now() + timedelta(days=30))
        for n in range(self.guests):
            guest = invite_guest(meeting, name=f"Tamu Contoh {n}", email=f"tamu{n}@contoh.example.id")
            make_letter(guest, address=f"tamu{n}@contoh.example.id")
        for n in range(self.people):
            with acting(self.world, "sekretariat") as now:
                accounts.user_invite(
                    by=now.user, email=f"baru{n}@contoh.example.id", full_name=f"Baru Contoh {n}"
                )
        self.mails = list(AccountMail._base_manager.all())

    def waiting(self) -> int:
        rows = InvitationLetter.objects.filter(status="menunggu").count()
        return rows + AccountMail._base_manager.exclude(status=JobStatus.DONE).count()

    def check(self, mailbox: Mailbox) -> None:
        """Everybody has one letter in the mailbox, which keeps a message once by its Message-ID."""
        expected = [f"tamu{n}@contoh.example.id" for n in range(self.guests)]
        expected += [f"baru{n}@contoh.example.id" for n in range(self.people)]
        assert self.waiting() == 0
        assert sorted(letter.to for letter in mailbox.unique.values()) == sorted(expected)


def beat(letters: Letters) -> None:
    """What beat asks for by the clock, when all pauses have passed."""
    InvitationLetter.objects.filter(status="menunggu").update(next_try_at=timezone.now())
    app.send_task(QUEUE_TASK, queue="bulk")
    wait_long(*letters.mails)
    app.send_task("core.jobs_sweep", queue="urgent")
