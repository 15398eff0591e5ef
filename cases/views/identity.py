"""Who the victim is: closed until asked for, field by field, each opening on record."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.identity import IdentityForm, ReasonForm
from cases.models import Identity
from cases.rules import identity as rules
from cases.selectors import identity as selectors
from cases.selectors.cases import case_list
from cases.services import identity as services
from cases.tables.identity import OverReadTable
from cases.views.common import CaseFormPage, CasePage
from cases.watermark import watermark
from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import ListPage, PlainForm

ASKED = "bidang"


class Opening(CasePage):
    """A page whose POST opens something: at once, or after a reason when the day's budget is used up."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        asked = request.GET.get(ASKED, "")
        form = ReasonForm(request.POST, user=request.user) if "reason" in request.POST else None
        reason = form.cleaned_data["reason"] if form is not None and form.is_valid() else ""
        opened = self.open(asked, reason)
        extra = {"opened": asked} if opened else {"form": form or ReasonForm(user=request.user)}
        return self.render_to_response(self.get_context_data(**extra))

    def open(self, asked: str, reason: str) -> bool:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.case
        asked = self.request.GET.get(ASKED, "")
        mark = watermark(user, case.code) if kwargs.get("opened") else ""
        return super().get_context_data(**kwargs) | {
            "case": case,
            "place": case.code,
            "watermark": mark,
            "reason_action": f"{self.request.path}?{ASKED}={asked}",
        }


class IdentityPage(Opening):
    """The fields, masked; before the first look the notice of UU 21/2007 Pasal 24."""

    reads = "cases.identity_read"
    selector = case_list
    rule = rules.check_identity_read
    title = gettext_lazy("Identitas korban")
    template_name = "cases/identity_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not selectors.notice_was_read(request.user, self.object):
            return redirect("cases:identity-notice", self.object.pk)
        extra = {"form": ReasonForm(user=request.user)} if request.GET.get(ASKED) == services.ALL else {}
        return self.render_to_response(self.get_context_data(**extra))

    def open(self, asked: str, reason: str) -> bool:
        if asked not in (*selectors.FIELDS, services.ALL):
            raise Http404
        return services.identity_show(case=self.object, field=asked, by=self.request.user, reason=reason)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.case
        row = selectors.identity_of(user, case)
        edit = Button(
            label=_("Ubah identitas") if row else _("Isi identitas"),
            url=reverse("cases:identity-update", args=[case.pk]),
            reason=reason_against(rules.check_identity_edit, user, case),
            kind="secondary" if row else "primary",
        )
        show = Button(label=_("Tampilkan semua"), url=f"?{ASKED}={services.ALL}", method="post")
        opened = kwargs.get("opened", "")
        acts = [edit] if row is None or opened == services.ALL else [show, edit]
        return super().get_context_data(**kwargs) | {
            "rows": _rows(row, opened),
            "identity": row,
            "secondary": acts,
        }


def _rows(row: Identity | None, opened: str) -> list[dict[str, Any]]:
    """Label and value of what is opened, label and address of what is not."""
    there = selectors.filled(row)
    rows = []
    for name in selectors.FIELDS:
        field = Identity._meta.get_field(name)
        shown = name in there and opened in (name, services.ALL)
        rows.append(
            {
                "label": str(field.verbose_name).capitalize() if name != "nik" else "NIK",
                "value": _value(row, name) if shown else "",
                "reveal_url": f"?{ASKED}={name}" if name in there else "",
            }
        )
    return rows


def _value(row: Any, name: str) -> str:
    value = getattr(row, name)
    return tanggal(date.fromisoformat(value)) if name == "birth_date" and value else value


class IdentityNoticePage(CaseFormPage):
    """The notice of UU 21/2007 Pasal 24, once per person and case."""

    reads = "cases.identity_notice_read"
    selector = case_list
    rule = rules.check_identity_read
    form_class = PlainForm
    title = gettext_lazy("Sebelum membuka identitas korban")
    template_name = "cases/identity_notice.html"
    submit_label = gettext_lazy("Saya mengerti dan akan merahasiakannya")

    def perform(self, form: Any) -> None:
        services.notice_confirm(case=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("cases:identity", args=[self.object.pk])


class IdentityUpdate(CaseFormPage):
    """The whole identity in one form; filling it from what is there counts as opening all of it."""

    reads = "cases.identity_form_read"
    selector = case_list
    rule = rules.check_identity_edit
    form_class = IdentityForm
    title = gettext_lazy("Ubah identitas korban")
    template_name = "cases/identity_form.html"
    submit_label = gettext_lazy("Simpan identitas")
    success_message = gettext_lazy("Identitas disimpan terenkripsi.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.object
        if not selectors.notice_was_read(request.user, case):
            return redirect("cases:identity-notice", case.pk)
        self.row = selectors.identity_of(request.user, case)
        if self.row and not services.identity_show(case=case, field=services.ALL, by=request.user):
            return redirect(f"{self.get_success_url()}?{ASKED}={services.ALL}")
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        row = getattr(self, "row", None)
        if row is None:
            return {}
        values = {name: getattr(row, name) for name in selectors.FIELDS}
        return values | {"seen": services.identity_stamp(row)}

    def perform(self, form: Any) -> Identity:
        return services.identity_save(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cases:identity", args=[self.object.pk])

    get_cancel_url = get_success_url


class OverReadList(ListPage):
    """Who opened more than the day's budget and why, for pengawas and koordinator kasus."""

    selector = selectors.over_read_list
    rule = rules.check_overreads_read
    table_class = OverReadTable
    title = gettext_lazy("Pembukaan identitas melebihi batas harian")
    export_name = "identitas-melebihi-batas"
    empty = {
        "title": gettext_lazy("Belum ada yang melampaui batas"),
        "text": gettext_lazy(
            "Penangan yang membuka identitas lebih banyak dari batas harian tercatat di sini."
        ),
    }
