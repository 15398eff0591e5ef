"""Seats of an SK and their holders."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gugus.core.permissions import allowed
from gugus.core.views import ObjectFormPage, PlainForm, TransitionPage, UpdatePage
from members import rules, selectors, services
from members.forms import HolderEndForm, HolderForm, SeatForm
from members.models import Decree, Seat
from members.views.decrees import DecreeFormPage, tell


class SeatCreatePage(DecreeFormPage):
    title = gettext_lazy("Tambah kursi")
    form_class = SeatForm
    rule = rules.check_decree_edit
    submit_label = gettext_lazy("Simpan kursi")
    success_message = gettext_lazy("Kursi ditambahkan.")

    def perform(self, form: forms.Form) -> Seat:
        return services.seat_create(decree=self.object, by=self.request.user, **form.cleaned_data)


class OfDecree:
    """A page about a seat whose way back is its decree."""

    object: Any

    def check_rule(self) -> None:
        self.rule(self.request.user, self.object.decree)  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return f"{self.object.decree.get_absolute_url()}#kursi"

    get_cancel_url = get_success_url


class SeatUpdatePage(OfDecree, UpdatePage):
    title = gettext_lazy("Ubah kursi")
    selector = selectors.seat_list
    form_class = SeatForm
    rule = rules.check_decree_edit
    template_name = "members/deletable_form.html"
    submit_label = gettext_lazy("Simpan kursi")
    success_message = gettext_lazy("Kursi diperbarui.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("members:seat-delete", args=[self.object.pk])
        return super().get_context_data(**kwargs) | {"place": str(self.object.decree), "delete_url": url}

    def perform(self, form: forms.Form) -> Seat:
        return services.seat_update(seat=self.object, by=self.request.user, **form.cleaned_data)


class SeatDeletePage(OfDecree, TransitionPage):
    title = gettext_lazy("Hapus kursi ini?")
    selector = selectors.seat_list
    form_class = PlainForm
    rule = rules.check_decree_edit
    submit_label = gettext_lazy("Hapus kursi")
    success_message = gettext_lazy("Kursi dihapus dari draf.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"facts": [self.object.title]}

    def perform(self, form: forms.Form) -> None:
        services.seat_delete(seat=self.object, by=self.request.user)


class DecreePostView(View):
    """A one-button act on a decree: POST only, back to its page."""

    http_method_names = ["post"]

    def decree(self, request: HttpRequest, pk: Any) -> Decree:
        return get_object_or_404(selectors.decree_list(request.user), pk=pk)  # type: ignore[arg-type]


class SeatAllView(DecreePostView):
    """Buat kursi untuk semua instansi."""

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        decree = self.decree(request, pk)
        count = len(services.seats_create_for_agencies(decree=decree, by=request.user))  # type: ignore[arg-type]
        words = ngettext("%(n)s kursi dibuat.", "%(n)s kursi dibuat.", count) % {"n": count}
        tell(request, words if count else _("Semua instansi sudah punya kursi."))
        return redirect(f"{decree.get_absolute_url()}#kursi")


class SeatMoveView(View):
    """Naik or turun within the group."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        seat = get_object_or_404(selectors.seat_list(request.user), pk=pk)  # type: ignore[arg-type]
        up = request.POST.get("arah") == "naik"
        services.seat_move(seat=seat, by=request.user, up=up)  # type: ignore[arg-type]
        return redirect(f"{seat.decree.get_absolute_url()}#kursi")


class HolderSetPage(ObjectFormPage):
    title = gettext_lazy("Catat pejabat kursi")
    selector = selectors.seat_list
    form_class = HolderForm
    rule = rules.check_holder_set
    submit_label = gettext_lazy("Simpan pejabat")
    template_name = "members/holder_form.html"

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": self.request.user.authority.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, seat = self.request.user, self.object
        more = {
            "place": seat.title,
            "intro": _("Masa jabatan pejabat sebelumnya otomatis berakhir sehari sebelum tanggal ini."),
            "holders": [
                (holder, allowed(rules.check_holder_confirm, user, holder))
                for holder in selectors.holder_list(user).filter(lineage=seat.lineage)
            ],
        }
        return super().get_context_data(**kwargs) | more

    def perform(self, form: forms.Form) -> Any:
        return services.seat_holder_set(seat=self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        if form.is_valid():
            named = form.cleaned_data["user"] is not None
            waits = _("Pejabat dicatat. Akunnya menunggu pengukuhan orang kedua.")
            tell(self.request, waits if named else _("Pejabat dicatat."))
        return response

    def get_success_url(self) -> str:
        return reverse("members:structure")

    get_cancel_url = get_success_url


class HolderConfirmPage(TransitionPage):
    title = gettext_lazy("Kukuhkan akun pejabat?")
    selector = selectors.holder_list
    form_class = PlainForm
    rule = rules.check_holder_confirm
    extra_context = {"kind": "primary"}
    note = gettext_lazy(
        "Setelah dikukuhkan, akun ini diakui sebagai pejabat kursinya. Kepala instansi ikut mengukuhkan "
        "penangan."
    )
    submit_label = gettext_lazy("Kukuhkan akun")
    success_message = gettext_lazy("Akun pejabat dikukuhkan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holder = self.object
        facts = [f"{holder.name} · {holder.user.email if holder.user else '–'}"]
        return super().get_context_data(**kwargs) | {"facts": facts}

    def perform(self, form: forms.Form) -> Any:
        return services.seat_holder_confirm(holder=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("members:structure")

    get_cancel_url = get_success_url


class HolderEndPage(ObjectFormPage):
    title = gettext_lazy("Pejabat berhenti menjabat")
    selector = selectors.holder_list
    form_class = HolderEndForm
    rule = rules.check_manage
    submit_label = gettext_lazy("Simpan")
    success_message = gettext_lazy("Masa jabatan diakhiri. Sesudah hari itu kursinya kosong.")

    def get_initial(self) -> dict[str, Any]:
        return {"valid_until": self.request.user.authority.today}

    def perform(self, form: forms.Form) -> Any:
        return services.seat_holder_end(holder=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("members:structure")

    get_cancel_url = get_success_url
