"""What is kept of a case: identity and shelter apart, screening, consent, needs, services, notes, files."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import IDENTITY, SHELTER, ConsentKind, Indication, Stage, StageStatus
from cases.models.cases import Case, OfCaseQuerySet, actor_field, codes_field
from gugus.core.crypto import EncryptedTextField, sealed_storage
from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet


class OfCase(UUIDModel):
    """A row under the wall of its case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class IdentityQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.allowed_to(user, IDENTITY))


class Identity(UUIDModel):
    """Who the victim is; every column is encrypted, bound to this row.

    `nik_index` is a keyed hash of the NIK that only the kernel's match function compares: no UNIQUE, which
    would tell whether somebody is known (assurance.md §4).
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="identity")
    name = EncryptedTextField(_("nama lengkap"), max_length=160, blank=True)
    nickname = EncryptedTextField(_("nama panggilan"), max_length=80, blank=True)
    nik = EncryptedTextField(_("NIK"), max_length=16, blank=True)
    nik_index = models.BinaryField(editable=False, default=b"")
    birth_place = EncryptedTextField(_("tempat lahir"), max_length=80, blank=True)
    birth_date = EncryptedTextField(_("tanggal lahir"), max_length=10, blank=True)  # ISO, as typed
    address = EncryptedTextField(_("alamat"), max_length=400, blank=True)
    phone = EncryptedTextField(_("telepon"), max_length=40, blank=True)
    guardian = EncryptedTextField(_("wali"), max_length=200, blank=True)
    safe_contact = EncryptedTextField(_("keluarga yang aman dihubungi"), max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = actor_field()

    objects = IdentityQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("identitas korban")
        indexes = [models.Index(fields=["nik_index"], name="identity_nik")]

    def __str__(self) -> str:
        return str(_("identitas korban"))


class IdentityNotice(OfCase):
    """A person has read the notice of UU 21/2007 Pasal 24 before seeing this case's identity."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class OwnNoticeQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            return self.filter(user=user, case__in=Case.objects.visible_to(user))

    objects = OwnNoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCase.Meta):
        verbose_name = _("peringatan Pasal 24")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="identity_notice_once")]


class ShelterQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(case__in=Case.objects.allowed_to(user, SHELTER))


class Shelter(OfCase):
    """Where the victim is kept safe, from–until."""

    name = EncryptedTextField(_("nama tempat aman"), max_length=160)
    address = EncryptedTextField(_("alamat"), max_length=400, blank=True)
    contact = EncryptedTextField(_("kontak petugas"), max_length=160, blank=True)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    recorded_by = actor_field()

    objects = ShelterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCase.Meta):
        verbose_name = _("tempat aman")
        constraints = [
            models.CheckConstraint(
                name="shelter_term_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("Akhir penempatan tidak boleh sebelum awalnya."),
            )
        ]


class Screening(UUIDModel):
    """Proses–cara–tujuan (UU 21/2007 Pasal 1 angka 1); for a child cara is not needed.

    The outcome is an indication; the investigator decides. A victim's consent to the exploitation is no
    element (Pasal 26) and so is no field here.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="screening")
    process = codes_field(_("proses"))
    means = codes_field(_("cara"))
    purpose = codes_field(_("tujuan eksploitasi"))
    criminalised = models.BooleanField(_("dipaksa melakukan tindak pidana"), default=False)
    relation = models.SlugField(_("hubungan pelaku dengan korban"), max_length=40, blank=True)
    indication = models.CharField(_("hasil penapisan"), max_length=10, choices=Indication)
    note = EncryptedTextField(_("catatan penapisan"), max_length=4000, blank=True)
    screened_at = models.DateTimeField(default=timezone.now)
    screened_by = actor_field()

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("penapisan")

    def __str__(self) -> str:
        return str(_("penapisan"))


class Consent(OfCase):
    """A victim's yes or no to one thing: receiving a service, or sharing data within a scope.

    A new answer is a new row; withdrawing ends this one, and with it what it opened.
    """

    kind = models.CharField(_("perihal"), max_length=10, choices=ConsentKind)
    given = models.BooleanField(_("setuju"))
    scope = models.SlugField(_("cakupan"), max_length=40, blank=True)
    given_on = models.DateField(_("tanggal pernyataan"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    by_guardian = models.BooleanField(_("dinyatakan oleh wali"), default=False)
    guardian_relation = EncryptedTextField(_("nama dan hubungan wali"), max_length=200, blank=True)
    note = EncryptedTextField(_("catatan"), max_length=1000, blank=True)
    recorded_by = actor_field()
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)
    withdrawn_by = actor_field(null=True, blank=True)

    class Meta(OfCase.Meta):
        verbose_name = _("persetujuan")
        constraints = [
            models.CheckConstraint(
                name="consent_scope",
                condition=~Q(kind="berbagi", given=True) | ~Q(scope=""),
                violation_error_message=_("Pilih cakupan data yang boleh dibagikan."),
            ),
            models.CheckConstraint(
                name="consent_term_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("given_on")),
                violation_error_message=_("Akhir persetujuan tidak boleh sebelum tanggal pernyataan."),
            ),
        ]


class ServiceNeed(OfCase):
    """A service the victim needs, until it is met or dropped."""

    service = models.SlugField(_("layanan"), max_length=40)
    note = EncryptedTextField(_("keterangan"), max_length=1000, blank=True)
    recorded_by = actor_field()
    met_at = models.DateTimeField(_("terpenuhi pada"), null=True, blank=True)

    class Meta(OfCase.Meta):
        ordering = ["created_at"]
        verbose_name = _("kebutuhan layanan")


class ServiceRecord(OfCase):
    """A service given, by which agency, from–until. Its agency keeps reading it when access has ended.

    `number` is then all that names the case: that of the referral, else the register code.
    """

    number = models.CharField(_("nomor rujukan atau kode kasus"), max_length=80, blank=True)
    service = models.SlugField(_("layanan"), max_length=40)
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage)
    agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "cases.Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="services_given"
    )
    started_on = models.DateField(_("mulai"))
    ended_on = models.DateField(_("selesai"), null=True, blank=True)
    result = EncryptedTextField(_("hasil"), max_length=4000, blank=True)
    recorded_by = actor_field()

    class ServiceRecordQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            from cases.models.cases import Recusal

            recused = Recusal.objects.filter(user=user, lifted_at__isnull=True)
            mine = Q(group__in=user.authority.group_ids)
            rows = self.filter(mine | Q(case__in=Case.objects.visible_to(user)))
            return rows.exclude(case__in=recused.values("case_id"))

    objects = ServiceRecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCase.Meta):
        ordering = ["-started_on", "-created_at"]
        verbose_name = _("layanan")
        indexes = [models.Index(fields=["group", "-started_on"], name="service_record_group")]
        constraints = [
            models.CheckConstraint(
                name="service_record_order",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("Tanggal selesai tidak boleh sebelum tanggal mulai."),
            )
        ]


class StageState(OfCase):
    """How far one of the six parallel stages is."""

    stage = models.CharField(_("tahap"), max_length=12, choices=Stage)
    status = models.CharField(_("keadaan"), max_length=12, choices=StageStatus, default=StageStatus.NOT_YET)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = actor_field()

    class Meta(OfCase.Meta):
        verbose_name = _("tahap penanganan")
        constraints = [models.UniqueConstraint(fields=["case", "stage"], name="stage_state_once")]


class ChecklistMark(OfCase):
    """A step of the library's SOP ticked for this case; `step` is the step's text as it stood."""

    stage = models.CharField(_("tahap"), max_length=12, choices=Stage)
    sop = models.ForeignKey("members.Sop", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(_("langkah"), max_length=300)
    done_by = actor_field()

    class Meta(OfCase.Meta):
        verbose_name = _("langkah SOP")
        constraints = [models.UniqueConstraint(fields=["case", "sop", "step"], name="checklist_mark_once")]


class CaseNote(OfCase):
    """A note of one desk; only a shared one is read by other desks that see the case."""

    body = EncryptedTextField(_("catatan"), max_length=8000)
    shared = models.BooleanField(_("terbaca instansi lain yang menangani"), default=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("members.Agency", on_delete=models.PROTECT, related_name="+")
    written_by = actor_field()

    class CaseNoteQuerySet(OfCaseQuerySet):
        def _visible_to(self, user: Any) -> Self:
            mine = Q(shared=True) | Q(group__in=user.authority.group_ids)
            return super()._visible_to(user).filter(mine)

    objects = CaseNoteQuerySet.as_manager()

    class Meta(OfCase.Meta):
        verbose_name = _("catatan kasus")


def sealed_name(instance: models.Model, filename: str) -> str:
    """A name that tells nothing of the file."""
    import uuid

    return f"cases/{uuid.uuid4()}.bin"


class Attachment(OfCase):
    """A file of a case: re-encoded picture or PDF without active content, encrypted at rest."""

    title = EncryptedTextField(_("judul"), max_length=160)
    file = models.FileField(_("berkas"), storage=sealed_storage, upload_to=sealed_name)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    shared = models.BooleanField(_("terbaca instansi lain yang menangani"), default=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    uploaded_by = actor_field()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseNote.CaseNoteQuerySet.as_manager()

    class Meta(OfCase.Meta):
        verbose_name = _("lampiran kasus")


class CaseLink(UUIDModel):
    """Two cases that belong together, known only to those who see both. `first` < `second`."""

    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_first")
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_second")
    note = EncryptedTextField(_("keterangan"), max_length=500, blank=True)
    made_by = actor_field()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class CaseLinkQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            seen = Case.objects.visible_to(user)
            return self.filter(first__in=seen, second__in=seen)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("kasus terkait")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="case_link_once"),
            models.CheckConstraint(name="case_link_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return str(_("kasus terkait"))


class CaseDraft(UUIDModel):
    """What a person is typing into a long form, kept on the server, encrypted, theirs alone.

    `key` names the form; `case` is empty while the case itself is still a draft.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=60)
    fields = EncryptedTextField(max_length=60000, blank=True)  # JSON
    saved_at = models.DateTimeField(auto_now=True)

    class OwnDraftQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            """One's own: of a new case as long as one handles cases, of a case as long as one sees it."""
            seen = Q(case__in=Case.objects.visible_to(user))
            if user.authority.has_role("penangan"):
                seen |= Q(case__isnull=True)
            return self.filter(seen, user=user)

    objects = OwnDraftQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case", "key"], name="case_draft_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.key


class PossibleMatch(UUIDModel):
    """Two cases whose NIK is the same: known to the task force's koordinator kasus alone."""

    task_force = models.ForeignKey("members.TaskForce", on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    first_code = models.CharField(_("kasus"), max_length=12)
    second_code = models.CharField(_("kasus lain"), max_length=12)
    status = models.CharField(_("hasil"), max_length=10, default="periksa")
    note = EncryptedTextField(_("catatan"), max_length=1000, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    decided_by = actor_field(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class MatchQuerySet(VisibleQuerySet):
        def _visible_to(self, user: Any) -> Self:
            here = user.authority
            return self.filter(task_force=here.task_force_id) if here.coordinates else self.none()

    objects = MatchQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-found_at"]
        verbose_name = _("kemungkinan korban yang sama")
        constraints = [
            models.UniqueConstraint(fields=["task_force", "first", "second"], name="possible_match_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_code} – {self.second_code}"


class DisposalRecord(UUIDModel):
    """Proof that a closed case's content was destroyed by two people (berita acara pemusnahan).

    The case itself keeps code, dates and closure; everything else is gone.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="disposal")
    number = models.CharField(_("nomor berita acara"), max_length=80, blank=True)
    reason = models.CharField(_("dasar pemusnahan"), max_length=300)
    counts = models.JSONField(default=dict, blank=True)  # rows per table, files, kinds of services given
    proposed_by = actor_field()
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = actor_field(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("berita acara pemusnahan")
        constraints = [
            models.CheckConstraint(
                name="disposal_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                violation_error_message=_("Pemusnahan disetujui oleh orang kedua."),
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self._meta.verbose_name)
