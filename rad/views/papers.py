"""Periods: who is late, what is written around the figures, and asking for a report."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.templatetags.gugus import angka, tanggal
from gugus.core.views import DetailPage, ObjectFormPage, PlainForm, TransitionPage, UpdatePage
from rad import forms, rules, selectors, services, wording
from rad.enums import PeriodStatus
from rad.views.common import act, crumbs, manages, standing


class PeriodCreate(ObjectFormPage):
    selector = selectors.plan_list
    rule = rules.check_period_open
    form_class = forms.PeriodForm
    title = gettext_lazy("Buka periode lapor")
    submit_label = gettext_lazy("Buka periode")
    success_message = gettext_lazy("Periode dibuka. Penghubung setiap instansi melihatnya di Tugas saya.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.object}

    def get_initial(self) -> dict[str, Any]:
        today = self.request.user.authority.today
        return {"year": today.year, "ordinal": (today.month - 1) // 3 + 1}

    def perform(self, form: Any) -> Any:
        return services.period_open(plan=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:period-detail", args=[self.result.pk])


class PeriodPage(DetailPage):
    """Who has handed in what; the secretariat's acts; the papers made so far."""

    selector = selectors.period_list
    template_name = "rad/period_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, user = self.object, self.request.user
        today = user.authority.today
        slot, sight = wording.slot_of(period.kind, period.ordinal), selectors.sight_for(user)
        data = selectors.year_data(period.plan, period.year, today)
        figures = data.at(slot, sight=sight)
        heat = selectors.heat_of(data)
        rows = [row for row in heat if period.pk in row.cells]
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(period.plan),
            "place": period.plan.title,
            "status": period.get_status_display(),
            "tone": "note" if period.status == PeriodStatus.OPEN else "locked",
            "rows": [handed_in(period, row, today) for row in rows],
            "figures": figures,
            "score_text": wording.score_text(figures.score),
            "grade": wording.grade_word(figures.grade),
            "grade_tone": figures.grade.tone if figures.grade else "",
            "corrections": selectors.corrections_of(period.plan, period.year, slot, sight=sight),
            "waiting": wording.waiting_text(figures.score) if figures.score.waiting else "",
            "papers": selectors.document_list(user).filter(period=period),
            "today": today,
            "reports": bool(user.authority.agency_ids) and period.status == PeriodStatus.OPEN,
            "behalf": manages(user) and period.status == PeriodStatus.OPEN,
            **self._acts(),
        }

    def _acts(self) -> dict[str, Any]:
        period, user = self.object, self.request.user
        if not manages(user):
            return {}
        opened = period.status == PeriodStatus.OPEN
        lock = _("Kunci semua yang diterima")
        label, name, check = (
            (_("Tutup periode"), "rad:period-close", rules.check_period_close)
            if opened
            else (_("Buka kembali"), "rad:period-reopen", rules.check_period_reopen)
        )
        return {
            "button": act(
                user,
                _("Buat laporan"),
                "rad:document-create",
                rules.check_period_manage,
                period,
                kind="primary",
            ),
            "secondary": [
                act(user, label, name, check, period),
                *remind(period),
                *([] if opened else [act(user, lock, "rad:period-lock", rules.check_period_lock, period)]),
                Button(label=_("Tulis teks laporan"), url=reverse("rad:period-chapter", args=[period.pk])),
                Button(label=_("Ubah batas lapor"), url=reverse("rad:period-update", args=[period.pk])),
            ],
        }


def remind(period: Any) -> list[Button]:
    """The page of gugus.notices that asks those who have not reported, while they may."""
    url = reverse("notices:period-remind", args=[period.pk])
    return [Button(label=_("Pengingat"), url=url)] if period.status == PeriodStatus.OPEN else []


def handed_in(period: Any, row: Any, today: Any) -> dict[str, Any]:
    """How a responsible party stands in this period, in a word."""
    done, total = row.cells[period.pk]
    word, tone = standing(done, total, late=period.deadline < today)
    return {"label": row.label, "done": done, "total": total, "word": word, "tone": tone}


class PeriodUpdate(UpdatePage):
    selector = selectors.period_list
    rule = rules.check_period_manage
    form_class = forms.DeadlineForm
    title = gettext_lazy("Ubah batas lapor")
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Batas lapor diubah.")

    def perform(self, form: Any) -> Any:
        return services.period_update(period=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])

    get_cancel_url = get_success_url


class PeriodMove(TransitionPage):
    selector = selectors.period_list
    form_class: type[PlainForm] = forms.ConfirmForm

    def get_success_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])

    get_cancel_url = get_success_url


class PeriodClose(PeriodMove):
    rule = rules.check_period_close
    title = gettext_lazy("Tutup periode")
    submit_label = gettext_lazy("Tutup periode")
    note = gettext_lazy("Setelah ditutup tidak ada laporan baru; yang dikembalikan masih dapat diperbaiki.")
    success_message = gettext_lazy("Periode ditutup.")

    def perform(self, form: Any) -> Any:
        return services.period_close(period=self.object, by=self.request.user)


class PeriodReopen(PeriodMove):
    rule = rules.check_period_reopen
    title = gettext_lazy("Buka kembali periode")
    submit_label = gettext_lazy("Buka kembali")
    note = gettext_lazy("Instansi dapat melapor lagi untuk periode ini.")
    success_message = gettext_lazy("Periode dibuka kembali.")

    def perform(self, form: Any) -> Any:
        return services.period_reopen(period=self.object, by=self.request.user)


class ChapterPage(UpdatePage):
    """The words around the figures: introduction and recommendations."""

    selector = selectors.period_list
    rule = rules.check_period_manage
    form_class = forms.ChapterForm
    template_name = "rad/paper_form.html"
    submit_label = gettext_lazy("Simpan teks")
    success_message = gettext_lazy("Teks disimpan dan dipakai pada laporan yang dibuat berikutnya.")

    def get_title(self) -> str:
        return _("Teks laporan %(period)s") % {"period": self.object}

    def get_initial(self) -> dict[str, Any]:
        texts = selectors.chapter_texts(self.object)
        return {"introduction": texts.introduction, "recommendations": texts.recommendations}

    def perform(self, form: Any) -> Any:
        return services.chapter_save(period=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.object.plan, self.object),
            "lead": _(
                "Bab II sampai IV dan lampiran disusun portal dari laporan yang sudah diterima. Dua bab ini "
                "ditulis sekretariat."
            ),
            "guard": True,
        }


class DocumentCreate(ObjectFormPage):
    """Freeze the period and ask for a new version of one of its reports."""

    selector = selectors.period_list
    rule = rules.check_period_manage
    template_name = "rad/paper_form.html"
    title = gettext_lazy("Buat laporan")
    submit_label = gettext_lazy("Buat laporan")
    lead = gettext_lazy(
        "Portal membekukan angka dan teks yang ada sekarang dalam satu potret bernomor, lalu menyusun PDF "
        "dan Excel dari potret itu. Perubahan sesudahnya tidak mengubah versi ini; versi lama tetap disimpan."
    )
    form_class = forms.DocumentForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"period": self.object}

    def perform(self, form: Any) -> Any:
        return services.report_document_make(period=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:document-detail", args=[self.result.document_id])

    def get_cancel_url(self) -> str:
        return reverse("rad:period-detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.object
        slot = wording.slot_of(period.kind, period.ordinal)
        data = selectors.year_data(period.plan, period.year, self.request.user.authority.today)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(period.plan, period),
            "lead": self.lead,
            "intro": _(
                "%(n)s dari %(total)s indikator sudah dilaporkan untuk %(period)s; batas lapor %(day)s."
            )
            % {
                "n": angka(data.reported(slot)),
                "total": angka(len(data.indicators)),
                "period": period,
                "day": tanggal(period.deadline),
            },
        }
