"""Words and state tables of the task force's structure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class Role(models.TextChoices):
    """What an account may be in the portal (design.md "Who may see what")."""

    SECRETARIAT = "sekretariat", _("sekretariat")
    LIAISON = "penghubung", _("penghubung")
    HANDLER = "penangan", _("penangan kasus")
    LEADER = "pimpinan", _("pimpinan")
    SUPERVISOR = "pengawas", _("pengawas")
    ADMIN = "admin", _("admin sistem")
    LEGAL = "bagian_hukum", _("penelaah Bagian Hukum")
    STATISTICS = "statistik", _("pengolah data statistik")


# Who works for an agency of the task force, and who for the task force as a whole.
AGENCY_ROLES = frozenset({Role.LIAISON, Role.HANDLER})
# Appointed by the dinas itself, so that a lapsed SK never locks out those who must renew it.
OFFICE_ROLES = frozenset({Role.SECRETARIAT, Role.ADMIN, Role.LEGAL, Role.STATISTICS})
# Accounts that can do most harm need a second factor (issue: handlers, admin and supervisors).
SECOND_FACTOR_ROLES = frozenset({Role.HANDLER, Role.ADMIN, Role.SUPERVISOR})


class AgencyKind(models.TextChoices):
    OPD = "opd", _("perangkat daerah (OPD)")
    VERTICAL = "vertikal", _("instansi vertikal")
    JUDICIAL = "peradilan", _("lembaga peradilan")
    COMMUNITY = "masyarakat", _("lembaga masyarakat")


class Basis(models.TextChoices):
    """Why an appointment holds (design.md "The chain as data")."""

    SEAT = "sk", _("kedudukan dalam SK yang berlaku")
    LETTER = "surat_tugas", _("surat tugas kepala instansi")
    INTERIM = "sementara", _("penetapan sementara")
    OFFICE = "dinas", _("penetapan dinas")


class AppointmentStatus(models.TextChoices):
    PROPOSED = "diusulkan", _("diusulkan")
    CONFIRMED = "dikukuhkan", _("dikukuhkan")
    SUSPENDED = "ditangguhkan", _("ditangguhkan")
    REJECTED = "ditolak", _("ditolak")
    ENDED = "berakhir", _("berakhir")


APPOINTMENT_TRANSITIONS = {
    "confirm": Transition({AppointmentStatus.PROPOSED}, AppointmentStatus.CONFIRMED, _("Kukuhkan")),
    "reject": Transition({AppointmentStatus.PROPOSED}, AppointmentStatus.REJECTED, _("Tolak")),
    "suspend": Transition({AppointmentStatus.CONFIRMED}, AppointmentStatus.SUSPENDED, _("Tangguhkan")),
    "restore": Transition({AppointmentStatus.SUSPENDED}, AppointmentStatus.CONFIRMED, _("Pulihkan")),
    "end": Transition(
        {AppointmentStatus.PROPOSED, AppointmentStatus.CONFIRMED, AppointmentStatus.SUSPENDED},
        AppointmentStatus.ENDED,
        _("Akhiri"),
    ),
}


class DecreeKind(models.TextChoices):
    FORMATION = "pembentukan", _("pembentukan")
    AMENDMENT = "perubahan", _("perubahan")


class DecreeStatus(models.TextChoices):
    DRAFT = "draf", _("draf")
    REVIEW = "telaah", _("ditelaah Bagian Hukum")
    SIGNED = "ditandatangani", _("ditandatangani")
    IN_FORCE = "berlaku", _("berlaku")
    AMENDED = "diubah", _("diubah")
    REPLACED = "diganti", _("diganti")
    REVOKED = "dicabut", _("dicabut")


# States in which the dates of a decree decide whether it gives authority on a day.
GIVES_AUTHORITY = frozenset(
    {DecreeStatus.IN_FORCE, DecreeStatus.AMENDED, DecreeStatus.REPLACED, DecreeStatus.REVOKED}
)

DECREE_TRANSITIONS = {
    "submit": Transition({DecreeStatus.DRAFT}, DecreeStatus.REVIEW, _("Ajukan ke Bagian Hukum")),
    "return": Transition({DecreeStatus.REVIEW}, DecreeStatus.DRAFT, _("Kembalikan ke penyusun")),
    "sign": Transition({DecreeStatus.REVIEW}, DecreeStatus.SIGNED, _("Catat penandatanganan")),
    "enforce": Transition({DecreeStatus.SIGNED}, DecreeStatus.IN_FORCE, _("Berlakukan")),
    "amend": Transition({DecreeStatus.IN_FORCE}, DecreeStatus.AMENDED, _("Diubah oleh SK baru")),
    "replace": Transition({DecreeStatus.IN_FORCE}, DecreeStatus.REPLACED, _("Diganti oleh SK baru")),
    "revoke": Transition({DecreeStatus.IN_FORCE}, DecreeStatus.REVOKED, _("Cabut")),
}


class ClauseKind(models.TextChoices):
    CONSIDERATION = "menimbang", _("Menimbang")
    REGARD = "memperhatikan", _("Memperhatikan")
    DICTUM = "diktum", _("Diktum")
    COPY = "tembusan", _("Tembusan")


class LawLevel(models.IntegerChoices):
    """Hierarchy in which Mengingat lists its grounds (UU 12/2011 Pasal 7 and 8), lower number first."""

    CONSTITUTION = 1, _("Undang-Undang Dasar")
    ACT = 2, _("Undang-Undang")
    GOVERNMENT = 3, _("Peraturan Pemerintah")
    PRESIDENT = 4, _("Peraturan Presiden")
    MINISTER = 5, _("Peraturan Menteri atau lembaga")
    PROVINCE = 6, _("Peraturan provinsi")
    REGENCY = 7, _("Peraturan kabupaten/kota")
    DECISION = 8, _("Keputusan")


class Certainty(models.TextChoices):
    SURE = "pasti", _("sudah diperiksa")
    UNSURE = "periksa", _("perlu diperiksa")


class Stage(models.TextChoices):
    """The chain of services of Permen PPPA 8/2021; for a victim the stages run in parallel.

    Here, because the SOP of the library say to which of them they belong.
    """

    INTAKE = "pengaduan", _("Pengaduan dan identifikasi")
    HEALTH = "kesehatan", _("Rehabilitasi kesehatan")
    SOCIAL = "sosial", _("Rehabilitasi sosial")
    LEGAL = "hukum", _("Layanan hukum")
    RETURN = "pemulangan", _("Pemulangan")
    REINTEGRATION = "reintegrasi", _("Reintegrasi sosial")
