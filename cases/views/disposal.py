"""Pemusnahan berkas: what is due, proposed by one handler, done by another, told by a berita acara."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.disposal import ApproveForm, ProposeForm
from cases.models import Case
from cases.rules.cases import check_handler
from cases.rules.disposal import (
    check_disposal_approve,
    check_disposal_paper,
    check_disposal_propose,
    check_disposal_withdraw,
)
from cases.selectors.cases import case_list
from cases.selectors.disposal import disposal_list, disposal_of, disposal_papers
from cases.services import disposal as services
from cases.services import trail
from cases.tables.disposal import DisposalTable
from cases.views.common import crumbs
from cases.views.frame import OfCasePage, act
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import ListPage


class DisposalList(ListPage):
    selector = disposal_list
    rule = check_handler
    table_class = DisposalTable
    template_name = "cases/disposal_list.html"
    title = gettext_lazy("Pemusnahan berkas")
    export_name = "pemusnahan-berkas"
    empty = {
        "title": gettext_lazy("Belum ada berkas yang boleh dimusnahkan"),
        "text": gettext_lazy(
            "Kasus yang ditutup muncul di sini setelah masa simpannya lewat. Satu penangan mengusulkan, "
            "penangan lain menyetujui, dan berita acaranya tersimpan."
        ),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record(by=request.user, action="cases.disposal_list_read", exported="_export" in request.GET)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Kasus instansi Anda yang masa simpannya menurut JRA sudah lewat atau sudah dimusnahkan.")
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(self.request.user), "lead": lead}


class DisposalPage(OfCasePage):
    """An act of disposal about one case of one's own desk."""

    of_case = True
    selector = case_list
    reads = "cases.disposal_form_read"


class DisposalPropose(DisposalPage):
    rule = check_disposal_propose
    form_class = ProposeForm
    title = gettext_lazy("Usulkan pemusnahan berkas")
    submit_label = gettext_lazy("Usulkan")
    kind = "primary"
    success_message = gettext_lazy("Pemusnahan diusulkan. Penangan lain dari instansi Anda menyetujuinya.")
    note = gettext_lazy(
        "Belum ada yang dihapus. Berkas baru dimusnahkan setelah penangan lain dari instansi Anda setuju."
    )

    def perform(self, form: Any) -> Any:
        return services.disposal_propose(case=self.object, by=self.request.user, **form.cleaned_data)


class DisposalApprove(DisposalPage):
    rule = check_disposal_approve
    form_class = ApproveForm
    title = gettext_lazy("Musnahkan berkas kasus")
    submit_label = gettext_lazy("Musnahkan untuk selamanya")
    success_message = gettext_lazy("Berkas kasus dimusnahkan. Buat berita acaranya untuk ditandatangani.")

    def perform(self, form: Any) -> Any:
        return services.disposal_approve(case=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = disposal_of(self.request.user, self.object)
        note = _(
            "Identitas, catatan, lampiran, persetujuan, layanan instansi Anda, dan uraian kasus ini dihapus "
            "dan tidak dapat dikembalikan. Yang tinggal: kode, tanggal, alasan terminasi, dan berita acara. "
            "Diusulkan %(name)s pada %(at)s. Dasar: %(reason)s"
        )
        said = {"name": record.proposed_by, "at": waktu(record.proposed_at), "reason": record.reason}
        return super().get_context_data(**kwargs) | {"note": note % said}


class DisposalWithdraw(DisposalPage):
    rule = check_disposal_withdraw
    title = gettext_lazy("Batalkan usulan pemusnahan")
    submit_label = gettext_lazy("Batalkan usulan")
    kind = "primary"
    success_message = gettext_lazy("Usulan pemusnahan dibatalkan. Berkas tetap tersimpan.")
    note = gettext_lazy("Berkas kasus ini tetap tersimpan dan dapat diusulkan lagi.")

    def perform(self, form: Any) -> Any:
        return services.disposal_withdraw(case=self.object, by=self.request.user)


class DisposalPaper(DisposalPage):
    rule = check_disposal_paper
    title = gettext_lazy("Berita acara pemusnahan")
    submit_label = gettext_lazy("Buat berita acara")
    kind = "primary"
    note = gettext_lazy("PDF untuk ditandatangani kedua penangan dan disimpan sebagai arsip.")

    def perform(self, form: Any) -> Any:
        return services.disposal_paper_make(case=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("cases:paper-detail", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return self.case.get_absolute_url()


def disposal_acts(user: Any, case: Case) -> list[Any]:
    """What may be done now about the disposal of a closed case of one's own desk."""
    acts = (
        (_("Usulkan pemusnahan"), "disposal-propose", check_disposal_propose),
        (_("Musnahkan berkas"), "disposal-approve", check_disposal_approve),
        (_("Batalkan usulan pemusnahan"), "disposal-withdraw", check_disposal_withdraw),
    )
    return [act(user, label, name, check, case) for label, name, check in acts if allowed(check, user, case)]


def disposed_context(user: Any, case: Case) -> dict[str, Any]:
    """What is left to show of a case that was destroyed."""
    record = disposal_of(user, case)
    return {
        "secondary": [act(user, _("Buat berita acara"), "disposal-paper", check_disposal_paper, case)],
        "papers": disposal_papers(user, case),
        "facts": [
            {"label": _("Nomor berita acara"), "value": record.number},
            {"label": _("Dimusnahkan"), "value": waktu(record.disposed_at)},
            {"label": _("Diusulkan oleh"), "value": record.proposed_by},
            {"label": _("Disetujui oleh"), "value": record.approved_by},
            {"label": _("Dasar"), "value": record.reason},
        ]
        if record
        else [],
    }
