"""Words and state tables of the regional action plan (RAD)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class PlanStatus(models.TextChoices):
    DRAFT = "draf", _("draf")
    ADOPTED = "ditetapkan", _("ditetapkan")
    REVISED = "direvisi", _("direvisi")


PLAN_TRANSITIONS = {
    "adopt": Transition({PlanStatus.DRAFT}, PlanStatus.ADOPTED, _("Tetapkan")),
    "revise": Transition({PlanStatus.ADOPTED}, PlanStatus.REVISED, _("Digantikan versi baru")),
}


class DiffKind(models.TextChoices):
    """What happened to a row of the matrix between two versions."""

    ADDED = "ditambah", _("ditambah")
    DROPPED = "dihapus", _("dihapus")
    CHANGED = "diubah", _("diubah")
    MOVED = "dipindah", _("dipindah")
    NUMBERED = "bernomor_baru", _("bernomor baru")


class PartyKind(models.TextChoices):
    """What a responsible or supporting party is (design.md "rad")."""

    AGENCY = "instansi", _("instansi")
    POST = "jabatan", _("jabatan")
    ALL = "semua", _("semua anggota")
    TEXT = "teks", _("sebutan")


class PartyRole(models.TextChoices):
    RESPONSIBLE = "penanggung_jawab", _("penanggung jawab")
    SUPPORTING = "terkait", _("instansi terkait")


class Aggregation(models.TextChoices):
    SUM = "jumlah", _("jumlah")
    LAST = "posisi_akhir", _("posisi akhir")
    MEAN = "rata_rata", _("rata-rata")
    RATIO = "rasio", _("rasio")


class Direction(models.TextChoices):
    HIGHER = "naik", _("makin besar makin baik")
    LOWER = "turun", _("makin kecil makin baik")


class GradeTone(models.TextChoices):
    """The shape and colour a predikat is shown with (keys of the pages' shapes)."""

    GOOD = "good", _("baik")
    NOTE = "note", _("cukup")
    WARN = "warn", _("kurang")
    BAD = "bad", _("buruk")


class PeriodKind(models.TextChoices):
    QUARTER = "triwulan", _("triwulan")
    SEMESTER = "semester", _("semester")
    YEAR = "tahun", _("tahun")


class PeriodStatus(models.TextChoices):
    OPEN = "dibuka", _("dibuka")
    CLOSED = "ditutup", _("ditutup")


PERIOD_TRANSITIONS = {
    "close": Transition({PeriodStatus.OPEN}, PeriodStatus.CLOSED, _("Tutup periode")),
    "reopen": Transition({PeriodStatus.CLOSED}, PeriodStatus.OPEN, _("Buka kembali")),
}


class ReportStatus(models.TextChoices):
    DRAFT = "draf", _("draf")
    SUBMITTED = "diajukan", _("diajukan")
    RETURNED = "dikembalikan", _("dikembalikan")
    ACCEPTED = "diterima", _("diterima")
    LOCKED = "dikunci", _("dikunci")


REPORT_TRANSITIONS = {
    "submit": Transition(
        {ReportStatus.DRAFT, ReportStatus.RETURNED}, ReportStatus.SUBMITTED, _("Ajukan laporan")
    ),
    "withdraw": Transition({ReportStatus.SUBMITTED}, ReportStatus.DRAFT, _("Tarik kembali")),
    "return": Transition({ReportStatus.SUBMITTED}, ReportStatus.RETURNED, _("Kembalikan")),
    "accept": Transition({ReportStatus.SUBMITTED}, ReportStatus.ACCEPTED, _("Terima")),
    "lock": Transition({ReportStatus.ACCEPTED}, ReportStatus.LOCKED, _("Kunci")),
    "unlock": Transition(
        {ReportStatus.ACCEPTED, ReportStatus.LOCKED}, ReportStatus.RETURNED, _("Buka untuk koreksi")
    ),
}

# Only what the secretariat has accepted counts in a figure.
COUNTED = frozenset({ReportStatus.ACCEPTED, ReportStatus.LOCKED})
HANDED_IN = COUNTED | {ReportStatus.SUBMITTED}


class ImportStatus(models.TextChoices):
    READING = "dibaca", _("sedang dibaca")
    REFUSED = "ditolak", _("ditolak")
    PREVIEW = "pratinjau", _("menunggu pemeriksaan")
    DONE = "selesai", _("selesai diimpor")
    CANCELLED = "dibatalkan", _("dibatalkan")


IMPORT_TRANSITIONS = {
    "read": Transition({ImportStatus.READING}, ImportStatus.PREVIEW, _("Tampilkan")),
    "refuse": Transition({ImportStatus.READING}, ImportStatus.REFUSED, _("Tolak berkas")),
    "commit": Transition({ImportStatus.PREVIEW}, ImportStatus.DONE, _("Impor")),
    "cancel": Transition({ImportStatus.READING, ImportStatus.PREVIEW}, ImportStatus.CANCELLED, _("Batalkan")),
}


class AnswerStatus(models.TextChoices):
    """The life of a reporting workbook that came back (`AnswerRun`)."""

    READING = "dibaca", _("sedang dibaca")
    REFUSED = "ditolak", _("ditolak")
    PREVIEW = "pratinjau", _("menunggu pemeriksaan")
    DONE = "selesai", _("selesai disimpan")
    CANCELLED = "dibatalkan", _("dibatalkan")


ANSWER_TRANSITIONS = {
    "read": Transition({AnswerStatus.READING}, AnswerStatus.PREVIEW, _("Tampilkan")),
    "refuse": Transition({AnswerStatus.READING}, AnswerStatus.REFUSED, _("Tolak berkas")),
    "commit": Transition({AnswerStatus.PREVIEW}, AnswerStatus.DONE, _("Simpan perubahan")),
    "cancel": Transition({AnswerStatus.READING, AnswerStatus.PREVIEW}, AnswerStatus.CANCELLED, _("Batalkan")),
}

# guardian's rights on an action item, held by the desk of the responsible agency's liaisons.
REPORT_ITEM = "report_actionitem"
ITEM_RIGHTS = frozenset({REPORT_ITEM})
