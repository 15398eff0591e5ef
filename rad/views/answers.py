"""The Excel round trip: a workbook out, the filled one in, what it would change, then all or nothing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django_htmx.http import HttpResponseClientRefresh

from gugus.core.components import Button
from gugus.core.sheets import MAX_BYTES
from gugus.core.templatetags.gugus import angka, waktu
from gugus.core.views import FormPage, ObjectFormPage, SelectorPage, TransitionPage
from rad import forms, resources, rules, selectors, services
from rad.answers import Refused
from rad.enums import AnswerStatus
from rad.views.common import book_response, crumbs
from rad.views.reports import OfPeriod

LEAF = 200


def book_name(period: Any) -> str:
    """`lapor-rad-tw-iii-2026`."""
    return f"lapor-rad-{slugify(str(period))}"


class OfAnswers(OfPeriod):
    """About a period's own items, or with `?atas_nama=1` about those no desk reports."""

    @property
    def behalf(self) -> bool:
        return self.request.GET.get("atas_nama") == "1"

    def address(self, name: str) -> str:
        return reverse(name, args=[self.kwargs["period"]]) + ("?atas_nama=1" if self.behalf else "")


class AnswerBook(OfAnswers, View):
    """The workbook of what one reports in a period, with the figures as they stand."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, period: UUID) -> HttpResponse:
        row = self.get_period()
        rules.check_answer(request.user, row, behalf=self.behalf)
        content = resources.answer_workbook(request.user, row, behalf=self.behalf)
        return book_response(content, book_name(row))


class AnswerUpload(OfAnswers, FormPage):
    """The filled workbook comes back; nothing is written before its preview was agreed to."""

    form_class = forms.AnswerUploadForm
    template_name = "rad/answer_form.html"
    submit_label = gettext_lazy("Baca berkas")
    rule = rules.check_answer

    def setup_objects(self) -> None:
        self.period = self.get_period()

    def check_rule(self) -> None:
        rules.check_answer(self.request.user, self.period, behalf=self.behalf)

    def get_title(self) -> str:
        return _("Unggah Excel %(period)s") % {"period": self.period}

    def perform(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        return services.answer_upload(
            period=self.period,
            data=upload.read(MAX_BYTES + 1),
            file_name=upload.name,
            behalf=self.behalf,
            by=self.request.user,
        )

    def get_success_url(self) -> str:
        return reverse("rad:answer-detail", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return self.address("rad:report-grid")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = selectors.answer_list(self.request.user).filter(
            period=self.period, status__in=[AnswerStatus.PREVIEW, AnswerStatus.READING]
        )
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.period.plan, self.period),
            "period": self.period,
            "book_url": self.address("rad:answer-book"),
            "waiting": waiting[:5],
        }


class AnswerPage(ObjectFormPage):
    """One uploaded workbook: being read, refused, previewed with its conflicts, or written."""

    selector = selectors.answer_list
    rule = rules.check_answer_own
    form_class = forms.AnswerChoiceForm
    template_name = "rad/answer_detail.html"

    def setup_objects(self) -> None:
        super().setup_objects()
        self.preview, self.stale = None, ""
        if self.object.status == AnswerStatus.PREVIEW:
            try:
                self.preview = selectors.answer_preview(self.request.user, self.object)
            except Refused as refusal:
                self.stale = str(refusal)

    def get_title(self) -> str:
        return _("Isi Excel %(period)s") % {"period": self.object.period}

    def get_form(self, form_class: Any = None) -> Any:
        return super().get_form(form_class) if self.preview else None

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = self.leaf("bentrok", self.preview.conflicts)
        return super().get_form_kwargs() | {
            "conflicts": [conflict_words(self.preview, each) for each in shown],
            "kept": self.object.choices,
        }

    def leaf(self, param: str, rows: Any) -> Leaf:
        """One page of a long list; its number stands in the address."""
        return Paginator(rows, LEAF).get_page(self.request.GET.get(param))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The progress polls this page; once the file is read the whole page is due."""
        if request.headers.get("HX-Request") and self.object.status != AnswerStatus.READING:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status == AnswerStatus.READING:
            services.answer_retry(run=self.object, by=request.user)
            return redirect(self.here())
        if self.preview is None:
            rules.check_answer_commit(request.user, self.object)
            return redirect(self.here())
        return self.decide(self.get_form())

    def decide(self, form: Any) -> HttpResponse:
        """Keep what was chosen, all of it or not; "Simpan perubahan" then asks for the rest, and writes."""
        complete, chosen = form.is_valid(), form.choices
        if (side := self.request.POST.get("semua")) in forms.SIDES:
            chosen = {conflict.key: side for conflict in self.preview.conflicts}
        self.object = services.answer_choose(run=self.object, choices=chosen, by=self.request.user)
        if "simpan" not in self.request.POST:
            return redirect(self.here(bentrok=self.request.POST.get("ke", "")))
        return self.form_valid(form) if complete else self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        self.setup_objects()
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            services.answer_commit(run=self.object, choices=self.object.choices, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.here(bentrok=self.first_open()))
        return redirect(self.here())

    def first_open(self) -> str:
        """The page on which the first conflict without a decision stands, as things are now."""
        self.setup_objects()
        conflicts = self.preview.conflicts if self.preview else []
        return next((str(n // LEAF + 1) for n, each in enumerate(conflicts) if not each.choice), "")

    def here(self, **query: str) -> str:
        words = "&".join(f"{name}={value}" for name, value in query.items() if value.isdecimal())
        return reverse("rad:answer-detail", args=[self.object.pk]) + (f"?{words}" if words else "")

    def get_cancel_url(self) -> str:
        return reverse("rad:answer-cancel", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        behalf = "?atas_nama=1" if run.behalf else ""
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(run.period.plan, run.period),
            "run": run,
            "place": run.file_name,
            "reason": self.stale or run.result.get("reason", ""),
            "job": selectors.job_of(run) if run.status == AnswerStatus.READING else None,
            "here": self.here(),
            "retry": Button(label=_("Coba lagi"), url=self.here(), method="post"),
            "upload_url": reverse("rad:answer-upload", args=[run.period_id]) + behalf,
            "book_url": reverse("rad:answer-book", args=[run.period_id]) + behalf,
            "grid_url": reverse("rad:report-grid", args=[run.period_id]) + behalf,
            "check_url": reverse("rad:report-check", args=[run.period_id]) + behalf,
            **(self._preview_context() if self.preview else {}),
        }

    def _preview_context(self) -> dict[str, Any]:
        preview = self.preview
        changes, faults = self.leaf("berubah", preview.changes), self.leaf("salah", preview.faults)
        changes.object_list = [(each, subject(preview, each)) for each in changes]
        return {
            "preview": preview,
            "summary": summary(preview),
            "conflicts": self.leaf("bentrok", preview.conflicts),
            "open_conflicts": len(preview.open_conflicts),
            "changes": changes,
            "faults": faults,
            "notes": preview.notes,
        }


def summary(preview: Any) -> str:
    """What the file would do, in one line: "12 sel berubah di 5 kegiatan, 2 bentrok, 1 salah, 230 tetap"."""
    changed, items = len(preview.changes), len({each.code for each in preview.changes})
    words = ngettext("%(n)s sel berubah", "%(n)s sel berubah", changed) % {"n": angka(changed)}
    if changed:
        words += " " + ngettext("di %(n)s kegiatan", "di %(n)s kegiatan", items) % {"n": angka(items)}
    others = [
        (len(preview.conflicts), _("%(n)s bentrok")),
        (len(preview.faults), _("%(n)s salah")),
        (preview.unchanged, _("%(n)s tetap")),
    ]
    return ", ".join([words, *(text % {"n": angka(count)} for count, text in others if count)])


def subject(preview: Any, each: Any) -> str:
    """What a cell is about: its indicator, or for words the activity."""
    return each.indicator or preview.indicators[each.row].item.name


def conflict_words(preview: Any, each: Any) -> dict[str, str]:
    """A conflict as a question: where, what both sides say, and whose the portal's value is."""
    moved = preview.moved(each)
    who = {"who": moved[0], "when": waktu(moved[1])} if moved else {}
    story = [_("Diubah di portal oleh %(who)s, %(when)s.") % who] if moved else []
    story.append(_("Semula: %(before)s.") % {"before": each.before or _("kosong")})
    return {
        "key": each.key,
        "where": f"{each.code} {each.column} ({each.cell})",
        "label": f"{each.code} {subject(preview, each)} · {each.column} ({each.cell})",
        "story": " ".join(story),
        "file": each.becomes or _("kosong"),
        "portal": each.was or _("kosong"),
    }


class AnswerFaults(SelectorPage, View):
    """The uploaded content again with the bad cells marked and commented: mend it, upload it again."""

    selector = selectors.answer_list
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = get_object_or_404(self.get_queryset(), pk=pk)
        rules.check_answer_commit(request.user, run)
        return book_response(resources.error_workbook(run), f"{book_name(run.period)}-bertanda")


class AnswerCancel(TransitionPage):
    selector = selectors.answer_list
    rule = rules.check_answer_cancel
    form_class = forms.ConfirmForm
    title = gettext_lazy("Batalkan unggahan")
    submit_label = gettext_lazy("Batalkan unggahan")
    note = gettext_lazy("Laporan di portal tidak berubah. Berkas di komputer Anda tetap ada.")
    success_message = gettext_lazy("Unggahan dibatalkan. Tidak ada yang disimpan.")

    def perform(self, form: Any) -> Any:
        return services.answer_cancel(run=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("rad:report-grid", args=[self.object.period_id]) + (
            "?atas_nama=1" if self.object.behalf else ""
        )

    def get_cancel_url(self) -> str:
        return reverse("rad:answer-detail", args=[self.object.pk])
