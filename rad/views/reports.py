"""Reporting: the grid, one item's form, check and submit, and one report with its life."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import rupiah, waktu
from gugus.core.views import DetailPage, FormPage, Page, PlainForm, TransitionPage
from rad import forms, rules, selectors, services, wording
from rad.services import Given
from rad.views.common import act, crumbs, manages

EVENTS = {
    "rad.report_save": (gettext_lazy("Draf disimpan"), "draft"),
    "rad.report_submit": (gettext_lazy("Diajukan kepada sekretariat"), "note"),
    "rad.report_withdraw": (gettext_lazy("Ditarik kembali"), "draft"),
    "rad.report_return": (gettext_lazy("Dikembalikan untuk diperbaiki"), "warn"),
    "rad.report_accept": (gettext_lazy("Diterima; angkanya dihitung"), "good"),
    "rad.report_lock": (gettext_lazy("Dikunci"), "locked"),
    "rad.report_unlock": (gettext_lazy("Dibuka untuk koreksi"), "warn"),
}


class OfPeriod(Page):
    """A page about one period, fetched from what the person may see."""

    kwargs: dict[str, Any]

    def get_period(self) -> Any:
        return get_object_or_404(selectors.period_list(self.request.user), pk=self.kwargs["period"])


def given(form: forms.ReportForm) -> dict[Any, Given | None]:
    return {key: Given(**fields) if fields else None for key, fields in form.given.items()}


class ReportStart(Page, TemplateView):
    """Periods now open, each with what is left to do."""

    template_name = "rad/report_start.html"
    title = gettext_lazy("Lapor RAD")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rules.check_read(user)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "periods": selectors.open_periods(user),
            "own": bool(user.authority.agency_ids),
            "behalf": manages(user),
        }


class GridPage(OfPeriod, TemplateView):
    """All of a person's items of a period on one page; saves drafts, leads to the check page."""

    template_name = "rad/report_grid.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.behalf = request.GET.get("atas_nama") == "1"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.period = self.get_period()
        if self.behalf:
            rules.check_period_manage(request.user, self.period)
        pick = selectors.orphan_grid if self.behalf else selectors.grid_for
        self.grid = pick(request.user, self.period)
        if not self.grid.items:
            rules.check_reports_something(request.user, behalf=self.behalf)
        return super().dispatch(request, *args, **kwargs)

    def forms(self, data: Any = None) -> list[forms.ReportForm]:
        closed = bool(reason_against(rules.check_period_is_open, self.period))
        return [
            forms.ReportForm(
                data, user=self.request.user, row=row, behalf=self.behalf, prefix=row.item.pk.hex[:12]
            )
            for row in self.grid.items
            if row.editable and not (closed and row.report is None)
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rules.check_period_is_open(self.period)
        changed = [form for form in self.forms(request.POST) if form.has_changed()]
        valid = [form.is_valid() for form in changed]
        if not all(valid):
            return self.render_to_response(self.get_context_data(bound={f.row.item.pk: f for f in changed}))
        entries = [{"item": form.row.item, "values": given(form), **form.texts} for form in changed]
        services.reports_save(entries=entries, period=self.period, by=request.user)
        count = len(changed)
        words = ngettext(
            "%(n)s kegiatan disimpan sebagai draf.", "%(n)s kegiatan disimpan sebagai draf.", count
        )
        messages.success(request, words % {"n": count} if count else _("Tidak ada perubahan."))
        name = "rad:report-check" if "periksa" in request.POST else "rad:report-grid"
        return redirect(self.address(name))

    def address(self, name: str) -> str:
        return reverse(name, args=[self.period.pk]) + ("?atas_nama=1" if self.behalf else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound = kwargs.pop("bound", {})
        fresh = {form.row.item.pk: form for form in self.forms()} | bound
        rows = [
            {"row": row, "form": fresh.get(row.item.pk), "status": status_of(row.report)}
            for row in self.grid.items
        ]
        return super().get_context_data(**kwargs) | {
            "title": _("Lapor %(period)s") % {"period": self.period},
            "crumbs": crumbs(self.period.plan, self.period),
            "period": self.period,
            "grid": self.grid,
            "rows": rows,
            "bound": list(bound.values()),
            "has_errors": any(form.errors for form in bound.values()),
            "behalf": self.behalf,
            "closed": reason_against(rules.check_period_is_open, self.period),
            "today": self.request.user.authority.today,
            "late": self.period.deadline < self.request.user.authority.today,
        }


def status_of(report: Any) -> dict[str, str]:
    """A report's status as word and tone; what nobody began is "belum diisi"."""
    if report is None:
        return {"label": _("belum diisi"), "tone": "draft"}
    return {"label": str(report.get_status_display()), "tone": wording.REPORT_TONES[report.status]}


class CheckPage(GridPage):
    """The answers once more before they are handed in."""

    template_name = "rad/report_check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = set(request.POST.getlist("laporan"))
        reports = [row.report for row in self.grid.ready if row.report and str(row.report.pk) in chosen]
        try:
            done = services.reports_submit(reports=reports, by=request.user)
        except ValidationError as error:
            messages.error(request, "; ".join(error.messages))
            return redirect(self.address("rad:report-check"))
        if not done:
            messages.error(request, _("Centang sedikitnya satu laporan yang akan diajukan."))
            return redirect(self.address("rad:report-check"))
        words = ngettext(
            "%(n)s laporan diajukan. Sekretariat akan memeriksanya.",
            "%(n)s laporan diajukan. Sekretariat akan memeriksanya.",
            len(done),
        )
        messages.success(request, words % {"n": len(done)})
        return redirect(self.address("rad:report-grid"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = [{"row": row, "values": answers(row)} for row in self.grid.ready]
        partly = [row for row in self.grid.items if row.editable and not row.complete]
        return super().get_context_data(**kwargs) | {
            "title": _("Periksa lalu ajukan"),
            "ready": ready,
            "partly": partly,
            "back": self.address("rad:report-grid"),
        }


def answers(row: Any) -> list[dict[str, str]]:
    return [
        {
            "label": cell.indicator.name,
            "value": wording.value_text(cell.value, ratio=cell.indicator.is_ratio),
            "target": cell.target,
        }
        for cell in row.cells
    ]


class ReportFormPage(OfPeriod, FormPage):
    """One item's report; another agency's item is visible and answers 403."""

    form_class: type[PlainForm] = forms.ReportForm
    template_name = "rad/report_form.html"
    submit_label = gettext_lazy("Simpan draf")
    saved_words = gettext_lazy("Draf disimpan. Periksa, lalu ajukan kepada sekretariat.")
    rule = rules.check_report_write

    def setup_objects(self) -> None:
        self.period = self.get_period()
        items = selectors.item_page_list(self.request.user).filter(
            program__strategy__plan=self.period.plan_id
        )
        self.item = get_object_or_404(items, pk=self.kwargs["item"])

    def check_rule(self) -> None:
        user = self.request.user
        rules.check_report_item(user, self.item)
        self.behalf = not rules.reports_own(user, self.item)
        self.row = selectors.report_form_item(self.period, self.item)
        if self.row.report:
            self.row.report.period, self.row.report.item = self.period, self.item
            rules.check_report_edit(user, self.row.report)
        else:
            rules.check_report_write(user, self.item, self.period)

    def get_title(self) -> str:
        return _("Lapor %(code)s, %(period)s") % {"code": self.item.code, "period": self.period}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"row": self.row, "behalf": self.behalf}

    def perform(self, form: Any) -> Any:
        return services.report_save(
            item=self.item, period=self.period, by=self.request.user, values=given(form), **form.texts
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.item.get_absolute_url()

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, str(self.saved_words))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.period.plan, self.period),
            "item": self.item,
            "period": self.period,
            "behalf": self.behalf,
            "responsible": wording.party_text(self.item),
        }


class ReportPage(DetailPage):
    """A report with its values, words, proof, and everything that happened to it."""

    selector = selectors.report_list
    template_name = "rad/report_detail.html"

    def get_title(self) -> str:
        return _("Laporan %(code)s, %(period)s") % {
            "code": self.object.item.code,
            "period": self.object.period,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.object, self.request.user
        own = rules.reports_own(user, report.item)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(report.period.plan, report.period),
            "place": report.item.name,
            "item": report.item,
            "status": report.get_status_display(),
            "tone": wording.REPORT_TONES[report.status],
            "facts": report_facts(user, report, own=own),
            "evidence": evidence_rows(user, report),
            "events": timeline(report),
            "editable": not reason_against(rules.check_report_edit, user, report),
            **report_acts(user, report, own=own),
        }


def report_facts(user: Any, report: Any, *, own: bool) -> list[dict[str, Any]]:
    """Values with the seat that accepted them, then words and money."""
    values = {v.indicator_id: v for v in selectors.report_values(report)}
    rows = []
    for indicator in report.item.indicators.all():
        value = values.get(indicator.pk)
        text = selectors.shown(user, value, own=own) if value else "–"
        rows.append((f"{indicator.name} ({indicator.unit})", text))
    rows += [
        (_("Uraian pelaksanaan"), report.narrative),
        (_("Kendala"), report.obstacles),
        (_("Tindak lanjut"), report.follow_up),
        (_("Realisasi anggaran"), rupiah(report.realised_budget)),
    ]
    if report.on_behalf:
        rows.append((_("Atas nama, berdasarkan"), report.proof_note))
    if report.decided_as and report.status in ("diterima", "dikunci"):
        rows.append((_("Diterima oleh"), f"{report.decided_by}, {report.decided_as}"))
    return [{"label": label, "value": value or "–"} for label, value in rows]


def evidence_rows(user: Any, report: Any) -> list[dict[str, Any]]:
    rows = selectors.evidence_list(user).filter(report=report)
    return [
        {
            "row": each,
            "change": not reason_against(rules.check_evidence_change, user, each),
            "share": not reason_against(rules.check_evidence_share, user, each),
        }
        for each in rows
    ]


def timeline(report: Any) -> list[dict[str, Any]]:
    events = []
    for event in selectors.report_timeline(report):
        if event.action in EVENTS:
            what, tone = EVENTS[event.action]
            events.append(
                {
                    "at": waktu(event.at),
                    "who": event.actor,
                    "seat": event.role,
                    "what": what,
                    "tone": tone,
                    "note": "",
                }
            )
    if report.return_reason and report.status == "dikembalikan" and events:
        events[0]["note"] = report.return_reason
    return events


def report_acts(user: Any, report: Any, *, own: bool) -> dict[str, Any]:
    """What this person may do now; the secretariat also sees why not."""
    buttons = []
    if own or (manages(user) and report.on_behalf):
        if report.status in ("draf", "dikembalikan"):
            args = [report.period_id, report.item_id]
            buttons.append(
                act(user, _("Ubah isian"), "rad:report-form", rules.check_report_edit, report, args=args)
            )
            buttons.append(
                act(
                    user,
                    _("Ajukan laporan"),
                    "rad:report-submit",
                    rules.check_report_submit,
                    report,
                    kind="primary",
                )
            )
        if report.status == "diajukan":
            buttons.append(
                act(user, _("Tarik kembali"), "rad:report-withdraw", rules.check_report_withdraw, report)
            )
    if manages(user):
        if report.status == "diajukan":
            buttons.append(act(user, _("Kembalikan"), "rad:report-return", rules.check_report_return, report))
            buttons.append(
                act(user, _("Terima"), "rad:report-accept", rules.check_report_accept, report, kind="primary")
            )
        if report.status == "diterima":
            buttons.append(act(user, _("Kunci"), "rad:report-lock", rules.check_report_lock, report))
        if report.status in ("diterima", "dikunci"):
            buttons.append(
                act(user, _("Buka untuk koreksi"), "rad:report-unlock", rules.check_report_unlock, report)
            )
    return {
        "secondary": [b for b in buttons if b.kind != "primary"],
        "button": next((b for b in buttons if b.kind == "primary"), None),
    }


class ReportMove(TransitionPage):
    """A step in a report's life."""

    selector = selectors.report_list
    form_class: type[PlainForm] = forms.ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "kind": "primary",
            "facts": [str(self.object), self.object.item.name],
        }


class ReportSubmit(ReportMove):
    rule = rules.check_report_submit
    title = gettext_lazy("Ajukan laporan")
    submit_label = gettext_lazy("Ajukan laporan")
    note = gettext_lazy("Laporan dikirim kepada sekretariat dan tidak dapat diubah selama diperiksa.")
    success_message = gettext_lazy("Laporan diajukan. Sekretariat akan memeriksanya.")

    def perform(self, form: Any) -> Any:
        return services.report_submit(report=self.object, by=self.request.user)


class ReportWithdraw(ReportMove):
    rule = rules.check_report_withdraw
    title = gettext_lazy("Tarik kembali laporan")
    submit_label = gettext_lazy("Tarik kembali")
    note = gettext_lazy("Laporan kembali menjadi draf dan dapat diubah, lalu perlu diajukan lagi.")
    success_message = gettext_lazy("Laporan ditarik kembali menjadi draf.")

    def perform(self, form: Any) -> Any:
        return services.report_withdraw(report=self.object, by=self.request.user)


class ReportAccept(ReportMove):
    rule = rules.check_report_accept
    title = gettext_lazy("Terima laporan")
    submit_label = gettext_lazy("Terima laporan")
    note = gettext_lazy("Angkanya mulai dihitung dalam capaian RAD.")
    success_message = gettext_lazy("Laporan diterima; angkanya sudah dihitung.")

    def perform(self, form: Any) -> Any:
        return services.report_accept(report=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("rad:report-queue")


class ReportLock(ReportMove):
    rule = rules.check_report_lock
    title = gettext_lazy("Kunci laporan")
    submit_label = gettext_lazy("Kunci laporan")
    note = gettext_lazy("Laporan yang dikunci hanya dapat dibuka lagi oleh sekretariat dengan alasan.")
    success_message = gettext_lazy("Laporan dikunci.")

    def perform(self, form: Any) -> Any:
        return services.report_lock(report=self.object, by=self.request.user)


class ReportReturn(ReportMove):
    rule = rules.check_report_return
    form_class = forms.SendBackForm
    title = gettext_lazy("Kembalikan laporan")
    submit_label = gettext_lazy("Kembalikan laporan")
    note = gettext_lazy("Pelapor melihat alasan dan batas perbaikan di Tugas saya.")
    success_message = gettext_lazy("Laporan dikembalikan kepada pelapor.")

    def perform(self, form: Any) -> Any:
        return services.report_return(report=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("rad:report-queue")


class ReportUnlock(ReportReturn):
    rule = rules.check_report_unlock
    title = gettext_lazy("Buka laporan untuk koreksi")
    submit_label = gettext_lazy("Buka untuk koreksi")
    note = gettext_lazy("Sampai diterima lagi, angka laporan ini tidak dihitung.")
    success_message = gettext_lazy("Laporan dibuka untuk koreksi.")

    def perform(self, form: Any) -> Any:
        return services.report_unlock(report=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class QueuePage(Page, TemplateView):
    """What waits for the secretariat: read at a glance, accept several at once."""

    template_name = "rad/report_queue.html"
    title = gettext_lazy("Periksa laporan RAD")
    SIZE = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rules.check_manage(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = selectors.report_queue(self.request.user)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "waiting": queue.count(),
            "rows": [self.row(report) for report in queue[: self.SIZE]],
        }

    @staticmethod
    def row(report: Any) -> dict[str, Any]:
        return {
            "report": report,
            "responsible": wording.party_text(report.item),
            "values": [
                {"name": v.indicator.name, "text": wording.value_text(v, ratio=v.indicator.is_ratio)}
                for v in report.values.all()
            ],
            "proofs": len(report.evidence.all()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [pk for pk in map(as_uuid, request.POST.getlist("laporan")) if pk]
        reports = selectors.report_queue(request.user).filter(pk__in=chosen)
        accepted, skipped = services.reports_accept(reports=list(reports), by=request.user)
        if accepted:
            messages.success(request, _("%(n)s laporan diterima.") % {"n": len(accepted)})
        for report, reason in skipped:
            messages.warning(request, f"{report}: {reason}")
        if not accepted and not skipped:
            messages.error(request, _("Centang sedikitnya satu laporan."))
        return redirect("rad:report-queue")


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
