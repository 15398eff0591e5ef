"""Input at the door and of the roll."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm
from meetings.enums import InviteeKind
from meetings.models import Attendance, Invitation, Meeting
from meetings.rules.attendance import may_read_phones
from meetings.selectors.attendance import invitees_waiting, normal_code

GUEST = "tamu"
SEXES = [("", _("tidak diisi")), ("L", _("laki-laki")), ("P", _("perempuan"))]
PRIVATE = ("employee_number", "phone")


class ShortCodeForm(forms.Form):
    """The code as it stands on the wall."""

    kode = forms.CharField(
        label=_("Kode kehadiran"),
        help_text=_("Enam huruf dan angka di layar rapat, contoh K7Q94T."),
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def clean_kode(self) -> str:
        code = normal_code(self.cleaned_data["kode"])
        if not code:
            raise ValidationError(_("Kode kehadiran terdiri atas enam huruf atau angka, contoh K7Q94T."))
        return code


class PersonForm(forms.Form):
    """What the daftar hadir prints of a person."""

    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    office = forms.CharField(label=_("Jabatan"), max_length=160, required=False)
    organisation = forms.CharField(label=_("Instansi atau lembaga"), max_length=160, required=False)
    sex = forms.ChoiceField(label=_("L/P"), choices=SEXES, required=False)
    employee_number = forms.CharField(label=_("NIP"), max_length=24, required=False)
    phone = forms.CharField(
        label=_("Nomor HP"),
        max_length=20,
        required=False,
        help_text=_("Hanya untuk daftar hadir yang disimpan sekretariat."),
    )


class CheckInForm(PersonForm):
    """Who one is, among the offices invited; the rest may stay empty. `key`: sent twice, counted once."""

    invitation = forms.ChoiceField(
        label=_("Siapa Anda?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Pilihan itu sudah tercatat hadir. Pilih yang lain.")},
    )
    represents = forms.BooleanField(label=_("Saya datang mewakili pejabat itu"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    typed = forms.BooleanField(widget=forms.HiddenInput, required=False)
    field_order = ("invitation", "represents")
    DETAILS = ("office", "organisation", "sex", "employee_number", "phone")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(row.pk), office_of(row)) for row in invitees_waiting(meeting)]
        self.fields["invitation"].choices = [*rows, (GUEST, _("Tamu, tidak ada dalam daftar ini"))]
        self.fields["name"].label = _("Nama Anda")
        self.fields["name"].help_text = _("Wajib bagi tamu dan yang mewakili.")

    def clean_invitation(self) -> str | None:
        chosen = self.cleaned_data["invitation"]
        return None if chosen == GUEST else chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        alone = "invitation" in data and data["invitation"] is None
        if (alone or data.get("represents")) and not data.get("name"):
            self.add_error("name", _("Tuliskan nama Anda, misalnya Budi Contoh."))
        return data


class AttendanceForm(PersonForm, PlainForm):
    """A line of the roll, by hand. NIP and phone are the secretariat's to fill in."""

    invitation = forms.ChoiceField(label=_("Hadir untuk"), required=False)
    represents = forms.BooleanField(label=_("Mewakili pejabat yang diundang"), required=False)
    field_order = ("invitation", "represents")

    def __init__(
        self, *args: Any, meeting: Meeting, attendance: Attendance | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = invitees_waiting(meeting)
        if attendance is not None and attendance.invitation:
            rows = [attendance.invitation, *rows]
        named = [(str(row.pk), str(row)) for row in rows]
        self.fields["invitation"].choices = [("", _("tamu, tidak dalam undangan")), *named]
        self.fields["name"].help_text = _("Kosongkan bila pejabat yang diundang datang sendiri.")
        if not may_read_phones(self.user):
            for name in PRIVATE:
                del self.fields[name]

    def clean_invitation(self) -> str | None:
        return self.cleaned_data["invitation"] or None


def office_of(invitation: Invitation) -> str:
    """How an invitee stands on a page that needs no sign-in: by office or agency, never by name."""
    agency = invitation.agency.name if invitation.agency else invitation.organisation
    if invitation.kind == InviteeKind.GUEST:
        return " · ".join(filter(None, [invitation.office, agency])) or str(_("Tamu undangan"))
    return invitation.office or agency
