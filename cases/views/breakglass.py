"""Buka darurat: open, give back, review."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.breakglass import BreakGlassForm, EndForm, ReviewForm
from cases.rules.breakglass import (
    check_breakglass,
    check_breakglass_end,
    check_breakglass_list,
    check_breakglass_open,
    check_breakglass_review,
)
from cases.selectors.breakglass import breakglass_codes, breakglass_list, breakglass_waiting
from cases.services.breakglass import breakglass_end, breakglass_open, breakglass_review
from cases.tables.breakglass import BreakGlassTable
from cases.views.common import crumbs
from gugus.accounts.confirmation import confirm_url, confirmed_lately
from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import jam, waktu
from gugus.core.views import CreatePage, ListPage, ObjectFormPage, TransitionPage

LIST = {"label": gettext_lazy("Akses darurat"), "url": reverse_lazy("cases:breakglass-list")}


class BreakGlassCreate(CreatePage):
    """The second factor first, then the code: nothing typed here ever waits in the session."""

    form_class = BreakGlassForm
    template_name = "cases/breakglass_form.html"
    title = gettext_lazy("Buka darurat")
    submit_label = gettext_lazy("Buka kasus")
    cancel_url = reverse_lazy("cases:breakglass-list")
    rule = check_breakglass_open
    stale = False

    def check_rule(self) -> None:
        check_breakglass_open(self.request.user, breakglass_waiting(self.request.user))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not confirmed_lately(request):
            return redirect(confirm_url(request))
        return super().get(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        if not confirmed_lately(self.request):
            self.stale = True
            raise ValidationError(_("Konfirmasi diri Anda sudah lewat lima menit. Isian Anda tetap ada."))
        return breakglass_open(by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The case; or, of an unknown code, the list that shows the attempt."""
        clock = {"clock": jam(self.result.until)}
        if self.result.case is None:
            text = _("Kode register tidak dikenal. Percobaan ini tercatat, dilaporkan, dan akan ditinjau.")
            messages.error(self.request, text)
            return reverse("cases:breakglass-list")
        messages.warning(self.request, _("Akses darurat terbuka sampai %(clock)s dan dilaporkan.") % clock)
        return self.result.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        confirm = confirm_url(self.request) if self.stale else ""
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.request.user, LIST),
            "kind": "danger",
            "confirm_url": confirm,
        }


class BreakGlassList(ListPage):
    selector = breakglass_list
    rule = check_breakglass_list
    table_class = BreakGlassTable
    template_name = "cases/breakglass_list.html"
    title = gettext_lazy("Akses darurat")
    export_name = "akses-darurat"
    empty = {
        "title": gettext_lazy("Belum pernah ada akses darurat"),
        "text": gettext_lazy("Bila penangan membuka kasus tanpa rujukan, pemakaiannya ditinjau di sini."),
    }

    def get_table_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_table_kwargs() | {"user": user, "codes": breakglass_codes(user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        lead = _(
            "Setiap pemakaian dan setiap kode yang salah ditinjau orang lain sebelum dapat dipakai lagi."
        )
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(user),
            "lead": lead,
            "button": None if reason_against(check_breakglass, user) else open_button(user),
        }


def open_button(user: Any) -> Button:
    """ "Buka darurat", greyed while the last use waits for its review."""
    reason = reason_against(check_breakglass_open, user, breakglass_waiting(user))
    label, url = _("Buka darurat"), reverse("cases:breakglass-create")
    return Button(label=label, url=url, kind="danger", reason=reason)


class BreakGlassReview(ObjectFormPage):
    """What was asked and why, then the judgement."""

    selector = breakglass_list
    rule = check_breakglass_review
    form_class = ReviewForm
    template_name = "cases/breakglass_review.html"
    title = gettext_lazy("Tinjau akses darurat")
    submit_label = gettext_lazy("Simpan tinjauan")
    success_url = reverse_lazy("cases:breakglass-list")
    cancel_url = reverse_lazy("cases:breakglass-list")
    success_message = gettext_lazy("Tinjauan disimpan.")

    def perform(self, form: Any) -> Any:
        return breakglass_review(row=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, codes = self.object, breakglass_codes(self.request.user)
        unknown = _("kode tidak dikenal")
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(self.request.user, LIST),
            "facts": [
                {"label": _("Pengguna"), "value": str(row.user)},
                {"label": _("Kasus"), "value": codes.get(str(row.pk), unknown)},
                {"label": _("Dibuka"), "value": waktu(row.opened_at)},
                {"label": _("Berakhir"), "value": waktu(row.ended_at or row.expires_at)},
                {"label": _("Alasan"), "value": row.reason},
            ],
        }


class BreakGlassEnd(TransitionPage):
    selector = breakglass_list
    rule = check_breakglass_end
    form_class = EndForm
    title = gettext_lazy("Akhiri akses darurat")
    submit_label = gettext_lazy("Akhiri sekarang")
    note = gettext_lazy("Anda tidak melihat kasus itu lagi. Pemakaiannya tetap ditinjau.")
    success_url = reverse_lazy("cases:breakglass-list")
    cancel_url = reverse_lazy("cases:breakglass-list")
    success_message = gettext_lazy("Akses darurat diakhiri.")

    def perform(self, form: Any) -> Any:
        return breakglass_end(row=self.object, by=self.request.user)
