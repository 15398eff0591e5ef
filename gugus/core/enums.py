"""States of the kernel's own things."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.core.workflow import Transition


class JobStatus(models.TextChoices):
    PENDING = "pending", _("menunggu")
    RUNNING = "running", _("berjalan")
    DONE = "done", _("selesai")
    FAILED = "failed", _("gagal")


JOB_TRANSITIONS = {
    "start": Transition({JobStatus.PENDING, JobStatus.RUNNING}, JobStatus.RUNNING, _("Mulai")),
    "requeue": Transition({JobStatus.RUNNING}, JobStatus.PENDING, _("Masukkan lagi ke antrean")),
    "finish": Transition({JobStatus.RUNNING}, JobStatus.DONE, _("Selesai")),
    "fail": Transition({JobStatus.PENDING, JobStatus.RUNNING}, JobStatus.FAILED, _("Gagal")),
    "retry": Transition({JobStatus.FAILED}, JobStatus.PENDING, _("Coba lagi")),
}
