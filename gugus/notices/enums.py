"""Words of reminders and of the letters that carry them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class NoticeKind(models.TextChoices):
    """What a person is reminded of; the last of each part tell those above that something is late."""

    REPORT = "lapor", _("laporan belum diajukan")
    BEHALF = "atas_nama", _("laporan atas nama belum diajukan")
    MEND = "perbaikan", _("laporan perlu diperbaiki")
    HEAD = "kepala", _("instansi Anda terlambat")
    SECRETARIAT = "sekretariat", _("instansi terlambat")
    REFERRAL = "rujukan", _("rujukan menunggu")
    CASE = "kasus", _("kasus menunggu tindak lanjut")
    CASE_HEAD = "kasus_kepala", _("rujukan lewat batas di instansi Anda")
    CASE_COORDINATOR = "kasus_koord", _("rujukan lewat batas")
    MEETING = "rapat", _("undangan rapat belum dijawab")
    MINUTES = "notula", _("notula menunggu persetujuan")
    FOLLOW_UP = "tindaklanjut", _("tindak lanjut rapat")
    FOLLOW_UP_CHECK = "tl_periksa", _("tindak lanjut menunggu pemeriksaan")
    FOLLOW_UP_HEAD = "tl_kepala", _("tindak lanjut terlambat di instansi Anda")
    FOLLOW_UP_OFFICE = "tl_kantor", _("tindak lanjut instansi terlambat")
    NEWS = "kabar", _("kabar tentang kasus")


# Told only after the deadline, and by e-mail whatever a person chose.
ESCALATIONS = frozenset(
    {
        NoticeKind.HEAD,
        NoticeKind.SECRETARIAT,
        NoticeKind.FOLLOW_UP_HEAD,
        NoticeKind.FOLLOW_UP_OFFICE,
    }
)


class DigestStatus(models.TextChoices):
    PENDING = "menunggu", _("menunggu dikirim")
    SENT = "terkirim", _("terkirim")
    DROPPED = "batal", _("tidak dikirim")


DIGEST_TRANSITIONS = {
    "send": Transition({DigestStatus.PENDING}, DigestStatus.SENT, _("Kirim")),
    "drop": Transition({DigestStatus.PENDING}, DigestStatus.DROPPED, _("Batalkan")),
}


class DropReason(models.TextChoices):
    """Why a digest that was due did not go out."""

    CLOSED = "akun", _("akun tidak aktif")
    NOTHING = "selesai", _("tidak ada lagi yang menunggu")
    REFUSED = "ditolak", _("ditolak peladen surel")


# Words of the trail (gugus.core.trail_words.register).
ACTIONS = {
    "notices.period_remind": _("mengingatkan yang belum melapor"),
    "notices.mail_choice_set": _("mengatur surel pengingat"),
}
