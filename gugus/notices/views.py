"""Home: "Tugas saya" with its reminders; one's own letters; asking those who have not reported."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

import rad.selectors
from gugus.core.components import Button
from gugus.core.pages import task_force_switch
from gugus.core.templatetags.gugus import sisa_hari, tanggal
from gugus.core.views import FormPage, Page, TransitionPage
from gugus.notices import rules, selectors, services
from gugus.notices.duties import Duty
from gugus.notices.forms import ConfirmForm, MailChoiceForm
from gugus.notices.models import Notice

# What the portal is for, by role; the first that fits is shown.
INTRODUCTIONS = [
    ("sekretariat", gettext_lazy("Anda mengelola anggota, SK, dan RAD, serta memeriksa laporan yang masuk.")),
    ("pimpinan", gettext_lazy("Keadaan gugus tugas ada di Dasbor; di bawah ini yang menunggu Anda.")),
    ("penangan", gettext_lazy("Anda menangani kasus dan rujukan instansi Anda, serta melaporkan RAD-nya.")),
    (
        "penghubung",
        gettext_lazy("Anda melaporkan kegiatan RAD instansi Anda, beberapa menit setiap triwulan."),
    ),
    ("pengawas", gettext_lazy("Anda membaca RAD, laporan, dan jejak audit; tidak ada yang perlu diisi.")),
    ("bagian_hukum", gettext_lazy("Anda menelaah rancangan SK yang diajukan sekretariat.")),
    ("statistik", gettext_lazy("Anda mengolah angka penanganan kasus; data korban tidak tampak bagi Anda.")),
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
        duties = selectors.duties_for(user)
        notices = selectors.notices_open(user, duties)
        told = {duty.url for duty in duties}
        repeats = [notice for notice in notices if notice.url in told]
        return super().get_context_data(**kwargs) | {
            "lead": introduction(user.authority),
            "rows": [row(duty, today) for duty in duties],
            "count": len(duties),
            "notices": [notice_row(each, user.authority) for each in notices if each not in repeats],
            "repeats": [notice_row(each, user.authority) for each in repeats],
            "fresh": sum(notice.read_at is None for notice in notices),
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
        "due": duty.limit or (sisa_hari(duty.due, today) if duty.due else ""),
    }


def notice_row(notice: Notice, authority: Any) -> dict[str, Any]:
    """A reminder as a task row: opened by its title, put away by its button."""
    elsewhere = notice.task_force_id != authority.task_force_id
    return {
        "title": notice.title,
        "url": notice.get_absolute_url(),
        "status": _("sudah dibuka") if notice.read_at else _("baru"),
        "tone": "draft" if notice.read_at else "note",
        "detail": f"{notice.task_force} · {notice.detail}" if elsewhere else notice.detail,
        "due": _("%(left)s, dikirim %(day)s")
        % {"left": sisa_hari(notice.due, authority.today), "day": tanggal(notice.created_at)},
        "buttons": [
            Button(
                label=_("Sembunyikan"),
                url=reverse("notices:notice-dismiss", args=[notice.pk]),
                method="post",
                kind="quiet",
            )
        ],
    }


def places(authority: Any) -> list[dict[str, str]]:
    """Where to go when nothing is due."""
    found = []
    if authority.has_role("sekretariat", "pimpinan", "pengawas", "penghubung", "penangan"):
        found.append({"label": _("Dasbor gugus tugas"), "url": reverse("dashboard:dashboard")})
        found.append({"label": _("Rencana Aksi Daerah"), "url": reverse("rad:plan-list")})
    return found


def own_notice(request: HttpRequest, pk: UUID) -> Any:
    return get_object_or_404(selectors.notices_for(request.user), pk=pk)


class NoticeOpenView(View):
    """Goes to what a reminder is about, in its own task force; opened once, it is no longer new."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        notice = own_notice(request, pk)
        services.notice_read(notice=notice, by=request.user)
        authority = request.user.authority  # type: ignore[union-attr]
        if (
            notice.task_force_id in dict(authority.choices)
            and notice.task_force_id != authority.task_force_id
        ):
            task_force_switch(request, str(notice.task_force_id))
        return redirect(notice.url)


class NoticeDismissView(View):
    """Puts a reminder away; what it is about stays among the duties until it is done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        services.notice_dismiss(notice=own_notice(request, pk), by=request.user)
        messages.success(request, _("Pengingat disembunyikan. Tugasnya tetap ada sampai selesai."))
        return redirect("home")


class MailChoicePage(FormPage):
    """Whether one takes the daily digest, and the leaders' weekly letter."""

    form_class = MailChoiceForm
    service = services.mail_choice_set
    title = gettext_lazy("Atur surel pengingat")
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Pilihan surel disimpan.")
    template_name = "notices/mail_choice.html"

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "digest": str(selectors.mail_choice_of(user)),
            "weekly": str(selectors.weekly_choice_of(user)),
        }

    def get_success_url(self) -> str:
        return reverse("notices:mail-choice")

    def get_cancel_url(self) -> str:
        return reverse("home")


class PeriodRemindPage(TransitionPage):
    """Who has not reported, when they were last told, and the act that asks them now."""

    selector = rad.selectors.period_list
    rule = rules.check_period_remind
    form_class = ConfirmForm
    template_name = "notices/period_remind.html"
    submit_label = gettext_lazy("Ingatkan yang belum melapor")

    def get_title(self) -> str:
        return _("Pengingat %(period)s") % {"period": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": self.crumbs(),
            "place": self.object.plan.title,
            "lead": self.deadline(),
            "rows": selectors.reminded_for(self.object),
        }

    def crumbs(self) -> list[dict[str, str]]:
        """The way back: RAD / plan / period."""
        plan, period = self.object.plan, self.object
        return [
            {"label": _("RAD"), "url": reverse("rad:plan-list")},
            {"label": plan.code, "url": plan.get_absolute_url()},
            {"label": str(period), "url": self.get_cancel_url()},
        ]

    def deadline(self) -> str:
        day, today = self.object.deadline, self.request.user.authority.today
        return _("Batas lapor %(day)s, %(left)s") % {"day": tanggal(day), "left": sisa_hari(day, today)}

    def perform(self, form: Any) -> Any:
        asked = services.period_remind(period=self.object, by=self.request.user)
        tell = messages.success if asked.mailed or asked.shown else messages.info
        for words in asked_words(asked):
            tell(self.request, words)

    def get_success_url(self) -> str:
        return reverse("notices:period-remind", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])


def asked_words(asked: services.Asked) -> list[str]:
    """What came of asking: who gets a letter, who reads it in the portal, who was told already."""
    mailed = ngettext("Surel dikirim kepada %(n)s orang.", "Surel dikirim kepada %(n)s orang.", asked.mailed)
    shown = ngettext(
        "%(n)s orang tidak menerima surel lagi hari ini; pengingatnya tampil di Tugas saya.",
        "%(n)s orang tidak menerima surel lagi hari ini; pengingatnya tampil di Tugas saya.",
        asked.shown,
    )
    before = ngettext(
        "%(n)s orang sudah diingatkan hari ini dan tidak diingatkan lagi.",
        "%(n)s orang sudah diingatkan hari ini dan tidak diingatkan lagi.",
        asked.before,
    )
    lines = ((asked.mailed, mailed), (asked.shown, shown), (asked.before, before))
    return [words % {"n": count} for count, words in lines if count]
