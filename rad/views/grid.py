"""The grid: all of one's items of a period on one page, checked and handed in together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from gugus.core.permissions import Denied, reason_against
from gugus.core.templatetags.gugus import ErrorLink, error_links
from gugus.core.views import add_errors
from rad import forms, rules, selectors, services, wording
from rad.views.common import crumbs
from rad.views.reports import OfPeriod, given, keep_typed, prefix_of


@dataclass
class Entry:
    """An item in the grid with its forms; without them it can only be read."""

    row: Any
    form: Any = None
    proof: Any = None
    draft: Any = None
    refused: bool = False  # something of it was just sent and could not be saved

    @property
    def status(self) -> dict[str, str]:
        return status_of(self.row.report)

    @property
    def prefix(self) -> str:
        return prefix_of(self.row.item)

    def with_faults(self, other: "Entry | None") -> "Entry":
        """This item anew, with the forms of `other` that could not be saved."""
        if other is None:
            return self
        form = other.form if wrong(other.form) else self.form
        return Entry(self.row, form, other.proof if wrong(other.proof) else self.proof)

    def faults(self) -> list[ErrorLink]:
        """What is wrong, each line led by the item's code."""
        lines = [line for form in (self.form, self.proof) if wrong(form) for line in error_links(form)]
        return [ErrorLink(f"{self.row.item.code}: {line.message}", line.anchor) for line in lines]


def wrong(form: Any) -> bool:
    """Whether something was typed into a form that cannot be saved; one left alone is never wrong."""
    return form.has_changed() and bool(form.errors)


def attempt(form: Any, act: Callable[[], Any]) -> bool:
    """Do it if the form is right; what the service refuses stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        add_errors(form, error)
    except Denied as denied:
        form.add_error(None, str(denied.reason))
    return not form.errors


def proof_of(entry: Entry, period: Any, user: Any) -> dict[str, Any]:
    """Evidence as the service takes it, title and date supplied where they were left empty."""
    data = entry.proof.cleaned_data
    texts = {"proof_note": entry.form.texts["proof_note"]} if "proof_note" in entry.form.fields else {}
    return texts | {
        "upload": data["upload"],
        "title": data["title"] or f"Bukti {entry.row.item.code} {period}",
        "evidence_on": data["evidence_on"] or user.authority.today,
    }


class GridPage(OfPeriod, TemplateView):
    """A person's items of a period, thirty at a time; keeps each item on its own, leads to the check page."""

    template_name = "rad/report_grid.html"
    SIZE = 30  # with words and evidence still below the number of fields and files one form may carry

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.behalf = request.GET.get("atas_nama") == "1"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.period = self.get_period()
        if self.behalf:
            rules.check_period_manage(request.user, self.period)
        self.read()
        if not self.grid.items:
            rules.check_reports_something(request.user, behalf=self.behalf)
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> None:
        """The grid as it now stands, and what this person typed without saving."""
        pick = selectors.orphan_grid if self.behalf else selectors.grid_for
        self.grid = pick(self.request.user, self.period)
        self.drafts = selectors.drafts_of(self.request.user, self.period)
        self.page = Paginator(self.grid.items, self.SIZE).get_page(self.request.GET.get("page"))
        self.closed = reason_against(rules.check_period_is_open, self.period)

    def entries(self) -> list[Entry]:
        return [self.entry(row) for row in self.page]

    def entry(self, row: Any) -> Entry:
        if not row.editable or (self.closed and row.report is None):
            return Entry(row)
        user, prefix, draft = self.request.user, prefix_of(row.item), self.drafts.get(row.item.pk)
        data = self.request.POST if any(key.startswith(f"{prefix}-") for key in self.request.POST) else None
        form = forms.report_form(row, draft=draft, data=data, user=user, behalf=self.behalf, prefix=prefix)
        files = self.request.FILES if data else None
        return Entry(row, form, forms.ProofForm(data, files, user=user, prefix=f"{prefix}-b"), draft)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = self.entries()
        if not any(entry.form for entry in entries):
            rules.check_period_is_open(self.period)
        saved = sum(self.keep(entry) for entry in entries if entry.form and entry.form.data)
        self.tell_the_late(entries)
        words = ngettext(
            "%(n)s kegiatan disimpan sebagai draf.", "%(n)s kegiatan disimpan sebagai draf.", saved
        )
        left = [entry for entry in entries if entry.refused]
        if saved:
            messages.success(request, words % {"n": saved})
        elif not left:
            messages.success(request, _("Tidak ada perubahan."))
        if left:
            return self.show_again(left)
        name = "rad:report-check" if "periksa" in request.POST else "rad:report-grid"
        return redirect(self.address(name, request.POST.get("ke") or self.page.number))

    def keep(self, entry: Entry) -> bool:
        """Save one item if it can be saved; if not, keep what was typed, with its errors."""
        user, item = self.request.user, entry.row.item
        about: dict[str, Any] = {"item": item, "period": self.period, "by": user}
        if self.request.POST.get("buang") == str(item.pk):
            services.draft_discard(**about)
            return False
        form, proof, saved = entry.form, entry.proof, False
        if form.has_changed():
            saved = attempt(form, lambda: services.report_save(**about, values=given(form), **form.texts))
            if not saved:
                keep_typed(user, item, self.period, form.typed(self.request.POST))
        elif entry.draft:
            services.draft_discard(**about)
        if proof.has_changed():
            saved |= attempt(
                proof, lambda: services.evidence_add(**about, **proof_of(entry, self.period, user))
            )
        entry.refused = wrong(form) or wrong(proof)
        return saved

    def tell_the_late(self, entries: list[Entry]) -> None:
        """What was typed for an item somebody else handed in meanwhile is named, not dropped in silence."""
        for entry in entries:
            prefix = f"{prefix_of(entry.row.item)}-"
            typed = [v for k, v in self.request.POST.items() if k.startswith(prefix) and v.strip()]
            if entry.form is None and typed:
                words = _("%(code)s tidak disimpan, karena sementara itu laporannya sudah %(state)s.")
                state = status_of(entry.row.report)["label"]
                messages.warning(self.request, words % {"code": entry.row.item.code, "state": state})

    def show_again(self, left: list[Entry]) -> HttpResponse:
        """The page as it now stands, with the faulty items as they were typed."""
        self.read()
        faulty = {entry.row.item.pk: entry for entry in left}
        fresh = [self.entry(row) for row in self.page]
        return self.render_to_response(
            self.get_context_data(
                entries=[entry.with_faults(faulty.get(entry.row.item.pk)) for entry in fresh],
                faulty=left,
            )
        )

    def address(self, name: str, page: Any = 1) -> str:
        query = {"atas_nama": "1"} if self.behalf else {}
        query |= {"page": str(page)} if str(page) != "1" and name == "rad:report-grid" else {}
        return reverse(name, args=[self.period.pk]) + (f"?{urlencode(query)}" if query else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        faulty = kwargs.pop("faulty", [])
        entries = kwargs.pop("entries", None) or self.entries()
        return super().get_context_data(**kwargs) | {
            "title": _("Lapor %(period)s") % {"period": self.period},
            "crumbs": crumbs(self.period.plan, self.period),
            "period": self.period,
            "grid": self.grid,
            "page": self.page,
            "rows": entries,
            "writable": any(entry.form for entry in entries),
            "drafted": 0 if faulty else sum(bool(entry.draft) for entry in entries),
            "faults": [fault for entry in faulty for fault in entry.faults()],
            "faulty": ", ".join(entry.row.item.code for entry in faulty),
            "has_errors": bool(faulty),
            "behalf": self.behalf,
            "closed": self.closed,
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
        ready = [
            {"row": row, "values": answers(row), "warnings": [c.warning for c in row.cells if c.warning]}
            for row in self.grid.ready
        ]
        partly = [row for row in self.grid.items if row.editable and not row.complete]
        return super().get_context_data(**kwargs) | {
            "title": _("Periksa lalu ajukan"),
            "ready": ready,
            "partly": partly,
            "unsaved": [row for row in self.grid.items if row.editable and row.item.pk in self.drafts],
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
