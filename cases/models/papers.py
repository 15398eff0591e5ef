"""Papers, exports and jobs about cases: under the wall like the case itself, encrypted at rest."""

from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Audience
from cases.models.cases import Case, OfCaseQuerySet, actor_field
from cases.models.content import sealed_name
from cases.models.referrals import Referral
from gugus.core.crypto import EncryptedTextField, sealed_storage
from gugus.core.models import Job, JobQuerySet, UUIDModel
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.models import Document


class CaseDocument(Document):
    """Surat rujukan, access report, berita acara: of one case, for one desk (`group`).

    Its watermark names `made_by`, so only they are handed the file; colleagues make their own.
    """

    verifiable = False

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    with_identity = models.BooleanField(_("menyebut nama korban"), default=False)
    file = models.FileField(_("berkas"), storage=sealed_storage, upload_to=sealed_name, blank=True)
    signed_file = models.FileField(
        _("berkas bertanda tangan"), storage=sealed_storage, upload_to=sealed_name, blank=True
    )

    class CaseDocumentQuerySet(OfCaseQuerySet):
        def _visible_to(self, user: Any) -> Self:
            return super()._visible_to(user).filter(group__in=user.authority.group_ids)

    objects = CaseDocumentQuerySet.as_manager()

    class Meta(Document.Meta):
        default_permissions = ()


class CaseExport(UUIDModel):
    """A ZIP of a case for one person, encrypted with a password; its file goes when it expires.

    `password` is shown once to whoever asks, waits here sealed until the worker has made the file, and is
    then wiped: nobody can look it up.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exports")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    requested_by = actor_field()
    purpose = models.CharField(_("keperluan"), max_length=12)
    with_identity = models.BooleanField(_("menyertakan identitas korban"), default=False)
    password = EncryptedTextField(max_length=40, blank=True)
    file = models.FileField(_("berkas"), storage=sealed_storage, upload_to=sealed_name, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    downloaded_at = models.DateTimeField(null=True, blank=True)

    class CaseExportQuerySet(OfCaseQuerySet):
        def _visible_to(self, user: Any) -> Self:
            """One's own, made at a desk one still works at."""
            mine = super()._visible_to(user).filter(requested_by=user)
            return mine.filter(group__in=user.authority.group_ids)

    objects = CaseExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]
        verbose_name = _("ekspor kasus")

    def __str__(self) -> str:
        return str(_("ekspor kasus"))


class CaseJobQuerySet(JobQuerySet):
    def _visible_to(self, user: Any) -> Self:
        mine = models.Q(case__isnull=True) | models.Q(case__in=Case.objects.visible_to(user))
        return super()._visible_to(user).filter(mine)


class CaseJob(Job):
    """Work for the worker about one case; carries keys only."""

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="jobs")
    document = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )
    export = models.ForeignKey(
        CaseExport, null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )

    objects = CaseJobQuerySet.as_manager()

    class Meta(Job.Meta):
        default_permissions = ()

    @property
    def title(self) -> str:
        """What is made, for the page of its progress."""
        paper = getattr(self, "evaluation", None)
        return str(self.document or self.export or (paper.title if paper else ""))

    @property
    def result_url(self) -> str:
        from django.urls import reverse

        if self.document_id:
            return reverse("cases:paper-file", args=[self.document_id])
        if hasattr(self, "evaluation"):
            return reverse("cases:evaluation-file", args=[self.evaluation.pk])
        return reverse("cases:export-file", args=[self.export_id]) if self.export_id else ""


class CaseFigure(models.Model):
    """A count for inside, already suppressed: `count` is empty where it is hidden. No case stands behind it.

    Counted anew every night; what leaves the task force is `ReleasedCell`.

    `measure`: kasus (incidents), korban (cases), rujukan, layanan …; `dimension` and `key` say of what;
    `other` is the second dimension's key in a table of two. `year` bounds are calendar years of the region.
    """

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=16)
    dimension = models.CharField(max_length=24)
    key = models.CharField(max_length=60, blank=True)
    other = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(null=True)
    as_of = models.DateTimeField()

    class CaseFigureQuerySet(VisibleQuerySet):
        LEADERS = ("sekretariat", "pimpinan")
        READERS = ("sekretariat", "pimpinan", "pengawas", "penangan", "penghubung", "statistik")

        def _visible_to(self, user: Any) -> Self:
            """A task force's own figures; exact totals only its leaders and secretariat."""
            here = user.authority
            if not here.has_role(*self.READERS):
                return self.none()
            own = self.filter(task_force=here.task_force_id)
            return own if here.has_role(*self.LEADERS) else own.exclude(audience=Audience.LEADERS)

    objects = CaseFigureQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("angka kasus")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "task_force",
                    "audience",
                    "first_year",
                    "last_year",
                    "measure",
                    "dimension",
                    "key",
                    "other",
                ],
                name="case_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension} {self.key}"
