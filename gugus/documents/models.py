"""The shape of an official document, and the certificates the office trusts.

Concrete document tables live in the domains (`members.DecreeDocument`, `rad.ReportDocument`), so that each
lies under its domain's own rule of visibility.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.crypto import PrivateStorage
from gugus.core.permissions import VisibleQuerySet
from gugus.documents.codes import new_code
from gugus.documents.enums import DocumentKind, DocumentStatus, SignatureState


def private_storage() -> Storage:
    """The storage of all documents, under MEDIA_ROOT as it is when the process starts."""
    return PrivateStorage(location=settings.MEDIA_ROOT)


def stored_name(document: "Document", filename: str) -> str:
    """A name that tells nothing: neither the upload's own name nor the document's title."""
    return f"{document._meta.app_label}/{uuid.uuid4()}.pdf"


class Document(models.Model):
    """One version of an official document; a new version is a new row that supersedes this one.

    `file` is what the portal rendered, `signed_file` what came back signed; hashes are SHA-256 in hex.
    The verification code is reserved with the row and answers "tidak dikenal" until a signed file is
    recorded.
    """

    verifiable = True
    """Whether the public page may answer for this table; False where a known code would tell too much."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis dokumen"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("judul"), max_length=500)
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    dated = models.DateField(_("tanggal dokumen"), null=True, blank=True)
    office = models.CharField(_("jabatan atau instansi penerbit"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("versi"), default=1)
    status = models.CharField(
        _("status"), max_length=16, choices=DocumentStatus, default=DocumentStatus.DRAFT
    )
    file = models.FileField(_("berkas"), storage=private_storage, upload_to=stored_name, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(
        _("kode verifikasi"), max_length=9, unique=True, default=new_code, editable=False
    )
    signed_file = models.FileField(
        _("berkas bertanda tangan"), storage=private_storage, upload_to=stored_name, blank=True
    )
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_recorded_at = models.DateTimeField(null=True, blank=True)
    signature_state = models.CharField(
        _("tanda tangan elektronik"), max_length=16, choices=SignatureState, default=SignatureState.NONE
    )
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("menggantikan"),
    )
    task_force = models.ForeignKey(
        "members.TaskForce", on_delete=models.PROTECT, related_name="+", verbose_name=_("gugus tugas")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-version", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_file_hashed",
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_signed_hashed",
                condition=Q(signed_file="", signed_sha256="", signed_recorded_at__isnull=True)
                | (~Q(signed_file="") & ~Q(signed_sha256="") & Q(signed_recorded_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_signed_has_file",
                condition=~Q(status__in=["ditandatangani", "dicabut"]) | ~Q(signed_file=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_own_parent",
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class TrustAnchorQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "TrustAnchorQuerySet":
        """Those who record signed files, and those who supervise them."""
        return self.all() if user.authority.has_role("sekretariat", "pengawas") else self.none()


class TrustAnchor(models.Model):
    """A certificate the office trusts to issue electronic signatures, such as BSrE's; none is shipped."""

    name = models.CharField(_("nama penerbit"), max_length=200)
    certificate = models.BinaryField(_("sertifikat (DER)"))
    sha256 = models.CharField(_("sidik jari SHA-256"), max_length=64, unique=True)
    valid_until = models.DateTimeField(_("berlaku sampai"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ditambahkan oleh"),
    )
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)

    objects = TrustAnchorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("penerbit tepercaya")

    def __str__(self) -> str:
        return self.name
