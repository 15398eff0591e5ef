"""Home: "Tugas saya"."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from gugus.core.templatetags.gugus import sisa_hari
from gugus.core.views import Page
from gugus.notices.duties import Duty
from gugus.notices.selectors import duties_for

# What the portal is for, by role; the first that fits is shown.
INTRODUCTIONS = [
    ("sekretariat", gettext_lazy("Anda mengelola anggota, SK, dan RAD, serta memeriksa laporan yang masuk.")),
    ("pimpinan", gettext_lazy("Keadaan gugus tugas ada di Dasbor; di bawah ini yang menunggu Anda.")),
    ("penangan", gettext_lazy("Anda melaporkan kegiatan RAD instansi Anda.")),
    (
        "penghubung",
        gettext_lazy("Anda melaporkan kegiatan RAD instansi Anda, beberapa menit setiap triwulan."),
    ),
    ("pengawas", gettext_lazy("Anda membaca RAD, laporan, dan jejak audit; tidak ada yang perlu diisi.")),
    ("bagian_hukum", gettext_lazy("Anda menelaah rancangan SK yang diajukan sekretariat.")),
    ("admin", gettext_lazy("Anda mengelola akun. Isi RAD dan SK tidak tampak bagi admin sistem.")),
]
NO_ROLE = gettext_lazy(
    "Hari ini Anda tidak memegang penetapan yang berlaku. Bila seharusnya ada, hubungi sekretariat "
    "gugus tugas."
)


class HomePage(Page, TemplateView):
    """Duties by due date, each one click from done."""

    template_name = "notices/home.html"
    title = gettext_lazy("Tugas saya")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        today = user.authority.today
        duties = duties_for(user)
        return super().get_context_data(**kwargs) | {
            "lead": introduction(user.authority),
            "rows": [row(duty, today) for duty in duties],
            "count": len(duties),
            "places": places(user.authority),
            "today": today,
        }


def introduction(authority: Any) -> str:
    return str(next((words for role, words in INTRODUCTIONS if authority.has_role(role)), NO_ROLE))


def row(duty: Duty, today: Any) -> dict[str, Any]:
    """A duty as the task row shows it."""
    return {
        "title": duty.title,
        "url": duty.url,
        "status": duty.status,
        "tone": duty.tone,
        "detail": duty.note,
        "due": sisa_hari(duty.due, today) if duty.due else "",
    }


def places(authority: Any) -> list[dict[str, str]]:
    """Where to go when nothing is due."""
    found = []
    if authority.has_role("sekretariat", "pimpinan", "pengawas", "penghubung", "penangan"):
        found.append({"label": _("Dasbor gugus tugas"), "url": reverse("dashboard:dashboard")})
        found.append({"label": _("Rencana Aksi Daerah"), "url": reverse("rad:plan-list")})
    return found
