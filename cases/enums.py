"""Words, permissions and state tables of cases and referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition
from members.enums import Stage as Stage

# Rights on a case, in guardian's own table; a consent's scope and a service each map to a set of these.
VIEW, HANDLE, IDENTITY, SHELTER = "view_case", "handle_case", "view_identity", "view_shelter"
CASE_RIGHTS = frozenset({VIEW, HANDLE, IDENTITY, SHELTER})


class CaseRight(models.TextChoices):
    VIEW = VIEW, _("membaca kasus")
    HANDLE = HANDLE, _("menangani kasus")
    IDENTITY = IDENTITY, _("membaca identitas")
    SHELTER = SHELTER, _("membaca tempat aman")


class Sex(models.TextChoices):
    FEMALE = "perempuan", _("perempuan")
    MALE = "laki_laki", _("laki-laki")


class AgeGroup(models.TextChoices):
    """Age bands of the published aggregates (domain.md §4); a child is below 18 (UU 21/2007 Pasal 1)."""

    TODDLER = "0_5", _("0–5 tahun")
    SCHOOL = "6_12", _("6–12 tahun")
    TEEN = "13_17", _("13–17 tahun")
    YOUNG = "18_24", _("18–24 tahun")
    ADULT = "25_44", _("25–44 tahun")
    SENIOR = "45_59", _("45–59 tahun")
    OLD = "60_up", _("60 tahun ke atas")
    UNKNOWN = "dewasa", _("dewasa, usia belum pasti")
    UNKNOWN_CHILD = "anak", _("anak, usia belum pasti")


CHILD_AGES = frozenset({AgeGroup.TODDLER, AgeGroup.SCHOOL, AgeGroup.TEEN, AgeGroup.UNKNOWN_CHILD})


class Risk(models.TextChoices):
    LOW = "rendah", _("rendah")
    MEDIUM = "sedang", _("sedang")
    HIGH = "tinggi", _("tinggi")


class Urgency(models.TextChoices):
    NORMAL = "biasa", _("biasa")
    SOON = "segera", _("segera")
    NOW = "darurat", _("darurat")


class CaseKind(models.TextChoices):
    """Indicative only: the investigator decides legally (domain.md §4)."""

    TPPO = "tppo", _("indikasi TPPO")
    AMPK = "ampk", _("anak yang memerlukan perlindungan khusus")
    KTPA = "ktpa", _("kekerasan terhadap perempuan atau anak")
    PMI = "pmi", _("pekerja migran bermasalah")
    OTHER = "lain", _("lainnya")


class CaseStatus(models.TextChoices):
    OPEN = "aktif", _("aktif")
    CLOSED = "ditutup", _("ditutup (terminasi)")
    DISPOSED = "dimusnahkan", _("dimusnahkan")


CASE_TRANSITIONS = {
    "close": Transition({CaseStatus.OPEN}, CaseStatus.CLOSED, _("Tutup kasus")),
    "reopen": Transition({CaseStatus.CLOSED}, CaseStatus.OPEN, _("Buka kembali kasus")),
    "dispose": Transition({CaseStatus.CLOSED}, CaseStatus.DISPOSED, _("Musnahkan berkas kasus")),
}


class StageStatus(models.TextChoices):
    NOT_YET = "belum", _("belum dimulai")
    RUNNING = "berjalan", _("berjalan")
    DONE = "selesai", _("selesai")
    NOT_NEEDED = "tidak_perlu", _("tidak diperlukan")


class Indication(models.TextChoices):
    """Result of screening by proses–cara–tujuan (UU 21/2007 Pasal 1); for a child no cara is needed."""

    STRONG = "kuat", _("terindikasi kuat TPPO")
    DEEPEN = "perdalam", _("perlu pendalaman")
    NONE = "tidak", _("tidak terindikasi TPPO")


class ConsentKind(models.TextChoices):
    SERVICE = "layanan", _("persetujuan menerima layanan")
    SHARING = "berbagi", _("persetujuan berbagi data")


class ReferralKind(models.TextChoices):
    REFERRAL = "rujukan", _("rujukan layanan")
    TRANSFER = "alih", _("alih penanggung jawab kasus")


class ReferralBasis(models.TextChoices):
    """Why the receiver may learn more than the minimal preview."""

    CONSENT = "persetujuan", _("persetujuan korban atau walinya")
    CHILD = "anak", _("jalur anak dengan pemeriksaan keselamatan")
    NONE = "tanpa", _("tanpa persetujuan: pemberitahuan tanpa identitas")


class ReferralStatus(models.TextChoices):
    DRAFT = "draf", _("draf")
    SENT = "dikirim", _("dikirim")
    ACCEPTED = "diterima", _("diterima")
    REFUSED = "ditolak", _("ditolak")
    IN_SERVICE = "layanan", _("dalam layanan")
    DONE = "selesai", _("selesai")
    WITHDRAWN = "ditarik", _("ditarik")


LIVE_REFERRAL = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.IN_SERVICE})
OPEN_REFERRAL = LIVE_REFERRAL | {ReferralStatus.SENT}

# The database repeats this table in `cases_referral_move`; a test holds the two against each other.
REFERRAL_TRANSITIONS = {
    "send": Transition({ReferralStatus.DRAFT}, ReferralStatus.SENT, _("Kirim rujukan")),
    "accept": Transition({ReferralStatus.SENT}, ReferralStatus.ACCEPTED, _("Terima rujukan")),
    "refuse": Transition({ReferralStatus.SENT}, ReferralStatus.REFUSED, _("Tolak rujukan")),
    "forward": Transition({ReferralStatus.SENT}, ReferralStatus.SENT, _("Teruskan ke instansi lain")),
    "start": Transition({ReferralStatus.ACCEPTED}, ReferralStatus.IN_SERVICE, _("Mulai layanan")),
    "finish": Transition(set(LIVE_REFERRAL), ReferralStatus.DONE, _("Selesaikan rujukan")),
    "withdraw": Transition(
        {ReferralStatus.SENT, *LIVE_REFERRAL}, ReferralStatus.WITHDRAWN, _("Tarik rujukan")
    ),
}
# Who may make a move: the sender's handlers or the receiver's.
SENDER_MOVES = frozenset({"send", "withdraw"})
RECEIVER_MOVES = frozenset({"accept", "refuse", "forward", "start", "finish"})
REASON_MOVES = frozenset({"refuse", "withdraw", "forward"})


class TermKind(models.TextChoices):
    """Vocabularies a region may extend; terms have validity dates and, where there is one, an HTCDS name."""

    PROCESS = "proses", _("proses")
    MEANS = "cara", _("cara")
    PURPOSE = "tujuan", _("tujuan eksploitasi")
    MODUS = "modus", _("modus")
    CLOSURE = "terminasi", _("alasan terminasi")
    REFUSAL = "penolakan", _("alasan penolakan")
    RELATION = "hubungan", _("hubungan pelaku dengan korban")
    PLACE = "tempat", _("jenis tempat kejadian")
    ARTICLE = "pasal", _("pasal disangkakan")
    TRANSPORT = "angkutan", _("alat transportasi")
    SOURCE = "asal", _("asal laporan")
    EXPORT = "ekspor", _("keperluan ekspor")


class ClockStep(models.TextChoices):
    FOLLOW_UP = "tindak_lanjut", _("tindak lanjut pengaduan")
    ANSWER = "jawab", _("jawaban atas rujukan")
    SERVICE = "layanan", _("mulai layanan setelah diterima")
    POLICE = "lapor_polisi", _("laporan ke kepolisian")


class ClockUnit(models.TextChoices):
    HOURS = "jam", _("jam")
    DAYS = "hari", _("hari")
    WORKING_DAYS = "hari_kerja", _("hari kerja")


class MatchStatus(models.TextChoices):
    OPEN = "periksa", _("perlu diperiksa")
    SAME = "sama", _("korban yang sama")
    DIFFERENT = "berbeda", _("korban berbeda")


class ReviewOutcome(models.TextChoices):
    PROPER = "wajar", _("wajar")
    IMPROPER = "tidak_wajar", _("tidak wajar")


class Audience(models.TextChoices):
    """For whom a figure is suppressed: own totals for leaders and secretariat are exact, all else is not."""

    LEADERS = "pimpinan", _("pimpinan dan sekretariat")
    INSIDE = "dalam", _("di dalam gugus tugas")
    OUTSIDE = "keluar", _("keluar gugus tugas")
