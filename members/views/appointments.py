"""/anggota/penetapan/: who is named for what, and the second person's answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import CreatePage, DetailPage, ListPage, PlainForm, TransitionPage
from members import rules, selectors, services
from members.enums import AppointmentStatus, Basis
from members.filters import AppointmentFilter
from members.forms import AppointmentForm, ReasonForm
from members.models import Appointment
from members.tables import AppointmentTable, appointment_state
from members.views.agencies import PLACE, button

CRUMBS = [{"label": gettext_lazy("Penetapan"), "url": reverse_lazy("members:appointment-list")}]


class AppointmentListPage(ListPage):
    title = gettext_lazy("Penetapan peran")
    selector = selectors.appointment_list
    table_class = AppointmentTable
    filterset_class = AppointmentFilter
    template_name = "members/appointment_list.html"
    export_name = "penetapan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may = allowed(rules.check_appointment_start, user)
        more = {
            "lead": _("Hak di portal mengikuti penetapan yang berlaku hari ini."),
            "button": button(user, _("Usulkan penetapan"), "appointment-propose", kind="primary")
            if may
            else None,
            "waiting": list(selectors.appointments_waiting(user)),
            "crumbs": [{"label": PLACE, "url": reverse("members:agency-list")}],
            "empty": {
                "title": _("Belum ada penetapan"),
                "text": _("Penetapan penghubung dan penangan tampil di sini."),
            },
        }
        return super().get_context_data(**kwargs) | more


class AppointmentProposePage(CreatePage):
    title = gettext_lazy("Usulkan penetapan")
    form_class = AppointmentForm
    rule = rules.check_appointment_start
    submit_label = gettext_lazy("Usulkan")
    cancel_url = reverse_lazy("members:appointment-list")

    def get_initial(self) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name) for name in ("agency", "role", "user", "seat")}
        today = self.request.user.authority.today
        return (
            super().get_initial()
            | {"basis": Basis.LETTER, "valid_from": today}
            | {k: v for k, v in asked.items() if v}
        )

    def perform(self, form: forms.Form) -> Appointment:
        row = services.appointment_propose(by=self.request.user, **form.cleaned_data)
        done = row.status == AppointmentStatus.CONFIRMED
        messages.success(
            self.request,
            _("Penetapan berlaku.")
            if done
            else _("Usulan disimpan. Orang kedua perlu mengukuhkannya sebelum berlaku."),
        )
        return row

    def get_success_url(self) -> str:
        return reverse("members:appointment-detail", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = _(
            "Penghubung, pimpinan, dan pengawas berlaku setelah ditetapkan sekretariat. Penangan kasus "
            "selalu perlu dua orang: pengusul dan pengukuh, salah satunya kepala instansi atau penangan "
            "yang aktif."
        )
        return super().get_context_data(**kwargs) | {"intro": intro, "crumbs": CRUMBS}


ACTS = (
    ("appointment-confirm", gettext_lazy("Kukuhkan"), rules.check_appointment_confirm, "primary"),
    ("appointment-restore", gettext_lazy("Usulkan pemulihan"), rules.check_appointment_restore, "secondary"),
    ("appointment-reject", gettext_lazy("Tolak"), rules.check_appointment_reject, "secondary"),
    ("appointment-suspend", gettext_lazy("Tangguhkan"), rules.check_appointment_suspend, "secondary"),
    ("appointment-end", gettext_lazy("Akhiri"), rules.check_appointment_end, "danger"),
)


class AppointmentDetailPage(DetailPage):
    selector = selectors.appointment_list
    template_name = "members/appointment_detail.html"

    def get_title(self) -> str:
        row = self.object
        where = f" {row.agency}" if row.agency else ""
        return f"{row.get_role_display().capitalize()}{where}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, row = self.request.user, self.object
        state, tone = appointment_state(row)
        live = [act for act in ACTS if _starts_here(act[0], row)]
        more = {
            "status": state,
            "tone": tone,
            "buttons": [
                button(user, label, name, row.pk, rule=rule, on=row, kind=kind)
                for name, label, rule, kind in live
            ],
            "facts": appointment_facts(row),
            "crumbs": CRUMBS,
        }
        return super().get_context_data(**kwargs) | more


def _starts_here(name: str, row: Appointment) -> bool:
    """Only acts that the state allows at all are drawn; who may do them is the rule's to say."""
    asked = row.status == AppointmentStatus.SUSPENDED and row.decided_at is None
    starts = {
        "appointment-confirm": row.status == AppointmentStatus.PROPOSED or asked,
        "appointment-restore": row.status == AppointmentStatus.SUSPENDED and not asked,
        "appointment-reject": row.status == AppointmentStatus.PROPOSED,
        "appointment-suspend": row.status == AppointmentStatus.CONFIRMED,
        "appointment-end": row.status in (AppointmentStatus.CONFIRMED, AppointmentStatus.SUSPENDED),
    }
    return starts[name]


def appointment_facts(row: Appointment) -> list[dict[str, Any]]:
    """The appointment in a summary list."""
    letter = f"{row.letter_number}, {tanggal(row.letter_on)}" if row.letter_on else ""
    rows = [
        (_("Nama"), row.user.full_name, ""),
        (_("Peran"), row.get_role_display(), ""),
        (_("Instansi"), row.agency, row.agency.get_absolute_url() if row.agency else ""),
        (_("Koordinator kasus"), _("ya") if row.is_coordinator else "", ""),
        (_("Dasar"), row.get_basis_display(), ""),
        (_("Surat tugas"), letter, ""),
        (_("Alasan"), row.reason, ""),
        (_("Mulai"), tanggal(row.valid_from), ""),
        (_("Sampai"), tanggal(row.valid_until) if row.valid_until else _("mengikuti dasarnya"), ""),
        (_("Diusulkan oleh"), row.proposed_by, ""),
        (_("Diputuskan oleh"), row.decided_by, ""),
        (_("Keterangan"), row.end_reason, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


class AppointmentMovePage(TransitionPage):
    """One answer to one appointment."""

    selector = selectors.appointment_list
    act: Any = None

    def perform(self, form: forms.Form) -> Any:
        return type(self).act(appointment=self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("members:appointment-detail", args=[self.object.pk])

    get_cancel_url = get_success_url


class AppointmentConfirmPage(AppointmentMovePage):
    title = gettext_lazy("Kukuhkan penetapan?")
    form_class = PlainForm
    rule = rules.check_appointment_confirm
    act = services.appointment_confirm
    extra_context = {"kind": "primary"}
    note = gettext_lazy("Anda menjadi orang kedua. Orang ini memperoleh haknya begitu Anda mengukuhkan.")
    submit_label = gettext_lazy("Kukuhkan")
    success_message = gettext_lazy("Penetapan dikukuhkan dan berlaku.")


class AppointmentRejectPage(AppointmentMovePage):
    title = gettext_lazy("Tolak usulan?")
    form_class = ReasonForm
    rule = rules.check_appointment_reject
    act = services.appointment_reject
    submit_label = gettext_lazy("Tolak usulan")
    success_message = gettext_lazy("Usulan ditolak. Pengusul melihat alasannya.")


class AppointmentEndPage(AppointmentMovePage):
    title = gettext_lazy("Akhiri penetapan?")
    form_class = ReasonForm
    rule = rules.check_appointment_end
    act = services.appointment_end
    note = gettext_lazy("Haknya berakhir seketika.")
    submit_label = gettext_lazy("Akhiri penetapan")
    success_message = gettext_lazy("Penetapan berakhir.")


class AppointmentSuspendPage(AppointmentMovePage):
    title = gettext_lazy("Tangguhkan penetapan?")
    form_class = ReasonForm
    rule = rules.check_appointment_suspend
    act = services.appointment_suspend
    note = gettext_lazy("Haknya terhenti seketika sampai dipulihkan oleh dua orang.")
    submit_label = gettext_lazy("Tangguhkan")
    success_message = gettext_lazy("Penetapan ditangguhkan.")


class AppointmentRestorePage(AppointmentMovePage):
    title = gettext_lazy("Usulkan pemulihan penetapan?")
    form_class = PlainForm
    rule = rules.check_appointment_restore
    act = services.appointment_restore
    extra_context = {"kind": "primary"}
    note = gettext_lazy("Penetapan penangan dipulihkan setelah dikukuhkan orang kedua.")
    submit_label = gettext_lazy("Usulkan pemulihan")
    success_message = gettext_lazy("Pemulihan diusulkan. Orang kedua perlu mengukuhkannya.")
