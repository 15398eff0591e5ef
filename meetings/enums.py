"""Words and state tables of meetings, minutes and follow-ups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class MeetingStatus(models.TextChoices):
    """A meeting's life; minutes and follow-ups have lives of their own."""

    DRAFT = "draf", _("draf")
    INVITED = "diundang", _("undangan dikirim")
    HELD = "selesai", _("selesai dilaksanakan")
    CANCELLED = "batal", _("dibatalkan")


MEETING_TRANSITIONS = {
    "invite": Transition({MeetingStatus.DRAFT}, MeetingStatus.INVITED, _("Kirim undangan")),
    "hold": Transition({MeetingStatus.DRAFT, MeetingStatus.INVITED}, MeetingStatus.HELD, _("Catat selesai")),
    "cancel": Transition({MeetingStatus.INVITED}, MeetingStatus.CANCELLED, _("Batalkan rapat")),
}


class Rhythm(models.TextChoices):
    """What stays the same from month to month in a recurring meeting."""

    WEEKDAY = "hari", _("hari yang sama, misalnya Senin pekan kedua")
    DATE = "tanggal", _("tanggal yang sama")


class AgendaKind(models.TextChoices):
    """`FOLLOW_UPS` is the first item of every agenda; it fills itself with what meetings left open."""

    FOLLOW_UPS = "tindak_lanjut", _("tindak lanjut rapat lalu")
    TOPIC = "bahasan", _("bahasan")


class AttachmentKind(models.TextChoices):
    MATERIAL = "bahan", _("bahan rapat")
    PHOTO = "foto", _("foto kegiatan")
    ATTENDANCE_SCAN = "pindai_hadir", _("pindaian daftar hadir")


class InviteeKind(models.TextChoices):
    SEAT = "kursi", _("kursi dalam SK")
    AGENCY = "instansi", _("instansi")
    GUEST = "tamu", _("tamu")


class Answer(models.TextChoices):
    NONE = "belum", _("belum menjawab")
    COMING = "hadir", _("akan hadir")
    REPRESENTED = "mewakili", _("diwakili")
    UNABLE = "berhalangan", _("berhalangan")


class LetterPurpose(models.TextChoices):
    """Why an invitee is written to; each carries a calendar entry that replaces or removes the one before."""

    INVITE = "undang", _("undangan")
    CHANGE = "ubah", _("perubahan")
    CANCEL = "batal", _("pembatalan")


class LetterStatus(models.TextChoices):
    PENDING = "menunggu", _("menunggu dikirim")
    SENT = "terkirim", _("terkirim")
    DROPPED = "gagal", _("tidak terkirim")


LETTER_TRANSITIONS = {
    "send": Transition({LetterStatus.PENDING}, LetterStatus.SENT, _("Kirim")),
    "drop": Transition({LetterStatus.PENDING}, LetterStatus.DROPPED, _("Hentikan")),
    "again": Transition({LetterStatus.DROPPED}, LetterStatus.PENDING, _("Kirim lagi")),
}


class CheckIn(models.TextChoices):
    """How an attendance came about."""

    QR = "qr", _("kode QR")
    CODE = "kode", _("kode singkat")
    HAND = "petugas", _("dicatat petugas")


class MinutesStatus(models.TextChoices):
    WRITING = "disusun", _("sedang disusun")
    AGREEMENT = "persetujuan", _("menunggu persetujuan peserta")
    FROZEN = "final", _("final")


MINUTES_TRANSITIONS = {
    "circulate": Transition({MinutesStatus.WRITING}, MinutesStatus.AGREEMENT, _("Edarkan untuk disetujui")),
    "reopen": Transition({MinutesStatus.AGREEMENT}, MinutesStatus.WRITING, _("Tarik untuk diperbaiki")),
    "freeze": Transition({MinutesStatus.AGREEMENT}, MinutesStatus.FROZEN, _("Sahkan notula")),
}


class Verdict(models.TextChoices):
    AGREE = "setuju", _("setuju")
    OBJECT = "keberatan", _("usul perbaikan")


class Priority(models.TextChoices):
    NORMAL = "biasa", _("biasa")
    HIGH = "tinggi", _("tinggi")


class FollowUpStatus(models.TextChoices):
    """Whether it is late is told by its due date, not by its state."""

    OPEN = "berjalan", _("berjalan")
    SUBMITTED = "diajukan", _("menunggu pemeriksaan")
    DONE = "selesai", _("selesai")
    DROPPED = "dihentikan", _("dihentikan")


FOLLOW_UP_TRANSITIONS = {
    "submit": Transition({FollowUpStatus.OPEN}, FollowUpStatus.SUBMITTED, _("Ajukan selesai")),
    "return": Transition({FollowUpStatus.SUBMITTED}, FollowUpStatus.OPEN, _("Kembalikan")),
    "verify": Transition({FollowUpStatus.SUBMITTED}, FollowUpStatus.DONE, _("Nyatakan memadai")),
    "drop": Transition({FollowUpStatus.OPEN}, FollowUpStatus.DROPPED, _("Hentikan")),
}


class NoteAct(models.TextChoices):
    """A step in the story of a follow-up; the first two are the doers', the others their verifiers'."""

    NEWS = "kabar", _("kabar perkembangan")
    SUBMIT = "ajukan", _("diajukan selesai")
    RETURN = "kembalikan", _("dikembalikan")
    VERIFY = "memadai", _("dinyatakan memadai")


DOING = (NoteAct.NEWS, NoteAct.SUBMIT)


class RequestKind(models.TextChoices):
    """What is asked about a follow-up by one person and decided by another."""

    EXTEND = "perpanjang", _("perpanjangan waktu")
    DROP = "hentikan", _("penghentian")


class RequestStatus(models.TextChoices):
    ASKED = "diminta", _("menunggu keputusan")
    GRANTED = "disetujui", _("disetujui")
    REFUSED = "ditolak", _("ditolak")


REQUEST_TRANSITIONS = {
    "grant": Transition({RequestStatus.ASKED}, RequestStatus.GRANTED, _("Setujui")),
    "refuse": Transition({RequestStatus.ASKED}, RequestStatus.REFUSED, _("Tolak")),
}
