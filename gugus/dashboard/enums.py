"""Choices of the dashboard, in the words the reader sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureCode(models.TextChoices):
    """The seven numbers of the board, in the order a leader reads them; the value is part of addresses."""

    ACHIEVEMENT = "capaian", _("Capaian RAD")
    REPORTING = "pelaporan", _("Belum atau terlambat melapor")
    FOLLOW_UPS = "tindak-lanjut", _("Tindak lanjut lewat batas")
    REFERRALS = "rujukan", _("Rujukan dalam batas")
    BUDGET = "anggaran", _("Anggaran terealisasi")
    COVERAGE = "cakupan", _("Desa dan kelurahan terjangkau")
    DECREE = "sk", _("SK gugus tugas")


class SeriesCode(models.TextChoices):
    """The small multiples under the numbers."""

    STRATEGIES = "strategi", _("Capaian per strategi")
    BUDGETS = "anggaran", _("Anggaran per strategi")
    AGENCIES = "instansi", _("Pelaporan per instansi")
    FOLLOW_UPS = "tindak-lanjut", _("Tindak lanjut per instansi")
    AREAS = "wilayah", _("Sosialisasi per kecamatan")
    SEATS = "kursi", _("Kursi kosong")


class State(models.TextChoices):
    """Whether a number is there, and if not, why."""

    KNOWN = "ada", _("ada")
    NONE = "nihil", _("nihil, tidak ada yang dihitung")
    MISSING = "belum", _("belum ada")
    HIDDEN = "disembunyikan", _("disembunyikan")


class Audience(models.TextChoices):
    """For whose eyes a board is made; each sees no more than the one before."""

    LEADERS = "pimpinan", _("pimpinan dan sekretariat")
    MEMBERS = "anggota", _("anggota gugus tugas")
    OUTSIDE = "luar", _("di luar gugus tugas")


class Occasion(models.TextChoices):
    """Why a snapshot was taken."""

    MEETING = "rakor", _("menjelang rapat")
    PERIOD = "periode", _("penutupan periode lapor")
    DEMAND = "permintaan", _("atas permintaan")
    WEEK = "mingguan", _("ringkasan mingguan")


class Weekday(models.IntegerChoices):
    """As `date.weekday` counts."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")
