"""Choices of the document kernel, in the words the reader sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class DocumentKind(models.TextChoices):
    """Kinds of naskah dinas the portal makes."""

    DECREE = "sk", _("Surat Keputusan")
    DECREE_AMENDMENT = "sk_perubahan", _("Keputusan perubahan")
    INVITATION = "undangan", _("Surat undangan")
    ATTENDANCE = "daftar_hadir", _("Daftar hadir")
    MINUTES = "notula", _("Notula rapat")
    REFERRAL_LETTER = "surat_rujukan", _("Surat rujukan")
    QUARTER_REPORT = "laporan_triwulan", _("Laporan triwulan")
    SEMESTER_REPORT = "laporan_semester", _("Laporan semester")
    YEAR_REPORT = "laporan_tahunan", _("Laporan tahunan")
    BRIEF = "lembar_ringkas", _("Lembar ringkas Sekda")
    ACCESS_REPORT = "laporan_akses", _("Laporan akses data pribadi")
    EVALUATION = "evaluasi_kasus", _("Evaluasi kasus tahunan")
    DISPOSAL = "berita_acara", _("Berita acara pemusnahan")


class DocumentStatus(models.TextChoices):
    """A document's life: draft, final text, signed file recorded, then replaced or revoked."""

    DRAFT = "draf", _("draf")
    FINAL = "final", _("final, menunggu tanda tangan")
    SIGNED = "ditandatangani", _("ditandatangani")
    SUPERSEDED = "diganti", _("diganti")
    REVOKED = "dicabut", _("dicabut")


DOCUMENT_TRANSITIONS = {
    "sign": Transition({DocumentStatus.FINAL}, DocumentStatus.SIGNED, _("Catat berkas bertanda tangan")),
    "supersede": Transition(
        {DocumentStatus.DRAFT, DocumentStatus.FINAL, DocumentStatus.SIGNED},
        DocumentStatus.SUPERSEDED,
        _("Ganti dengan versi baru"),
    ),
    "revoke": Transition({DocumentStatus.SIGNED}, DocumentStatus.REVOKED, _("Cabut")),
}


class SignatureState(models.TextChoices):
    """What the check of an uploaded file's electronic signature (TTE) found."""

    NONE = "tanpa", _("tanpa tanda tangan elektronik")
    VALID = "sah", _("TTE sah")
    UNTRUSTED = "belum_dipercaya", _("tanda tangan ada, penerbit belum dipercaya")
    BROKEN = "rusak", _("rusak")


class VerificationState(models.TextChoices):
    """The answer of the public verification page."""

    SIGNED = "tte_sah", _("TTE sah")
    HASH_ONLY = "hash_cocok", _("hash cocok tanpa TTE")
    REPLACED = "diganti_dicabut", _("diganti atau dicabut")
    DAMAGED = "arsip_rusak", _("berkas arsip tidak utuh")
    UNKNOWN = "tidak_dikenal", _("tidak dikenal")


class ComparisonResult(models.TextChoices):
    """How a visitor's PDF relates to the recorded document."""

    SAME = "sama", _("sama persis dengan berkas yang tercatat")
    UNSIGNED = "naskah", _("sama dengan naskah sebelum ditandatangani")
    DIFFERENT = "berbeda", _("berbeda dari berkas yang tercatat")
