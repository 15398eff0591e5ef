"""Naming people for roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.accounts.models import User
from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm
from members import selectors
from members.enums import Basis, Role
from members.models import Agency, Seat


class PersonField(forms.ModelChoiceField):
    """A person by name and address: two may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.email})"


class AppointmentForm(PlainForm):
    """Who, in which role, for which agency, on what basis, from when to when."""

    user = PersonField(
        User.objects.none(),
        label=_("Orang"),
        empty_label=_("Pilih orang"),
        help_text=_("Belum ada di daftar? Undang dahulu lewat halaman Akun."),
    )
    role = forms.ChoiceField(label=_("Peran"), choices=Role.choices)
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi"),
        required=False,
        empty_label=_("tanpa instansi"),
        help_text=_("Wajib untuk penghubung dan penangan kasus."),
    )
    basis = forms.ChoiceField(label=_("Dasar"), choices=Basis.choices, widget=forms.RadioSelect)
    seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label=_("Kursi dalam SK"),
        required=False,
        empty_label=_("bukan dari kursi SK"),
        help_text=_("Bila dasarnya kedudukan dalam SK."),
    )
    letter_number = forms.CharField(
        label=_("Nomor surat tugas"),
        max_length=80,
        required=False,
        help_text=_("Bila dasarnya surat tugas, contoh 800/12/419.112/2026."),
    )
    letter_on = DateBoxesField(label=_("Tanggal surat tugas"), required=False)
    reason = forms.CharField(
        label=_("Alasan penetapan sementara"),
        max_length=300,
        required=False,
        help_text=_("Bila dasarnya sementara, contoh menunggu SK baru. Paling lama 90 hari."),
    )
    is_coordinator = forms.BooleanField(
        label=_("Koordinator kasus"), required=False, help_text=_("Hanya untuk satu penangan di UPTD PPA.")
    )
    valid_from = DateBoxesField(label=_("Mulai"))
    valid_until = DateBoxesField(
        label=_("Sampai"), required=False, help_text=_("Kosongkan bila mengikuti dasarnya.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = kwargs["user"]
        person, role, agency, seat = (self.fields[name] for name in ("user", "role", "agency", "seat"))
        person.queryset = selectors.people_to_appoint(by)  # type: ignore[attr-defined]
        agency.queryset = selectors.agencies_to_appoint(by)  # type: ignore[attr-defined]
        seat.queryset = selectors.seats_to_appoint(by)  # type: ignore[attr-defined]
        roles = [(role.value, role.label) for role in selectors.roles_to_appoint(by)]
        role.choices = [("", _("Pilih peran")), *roles]  # type: ignore[attr-defined]


class ReasonForm(PlainForm):
    """A reason the other side reads."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea({"rows": 3}))
