"""Input for who is invited and for the letter. Choices come from the person's own selectors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField
from gugus.core.views import PlainForm
from meetings.selectors.invitations import seat_choices, sub_choices
from meetings.selectors.meetings import agency_choices
from members.models import Agency, Seat, SubTaskForce

BOXES = forms.CheckboxSelectMultiple


class SeatsField(forms.ModelMultipleChoiceField):
    """Seats of the SK by office and position."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.position})"


class SubsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _("Sub-gugus tugas %(name)s") % {"name": obj}


class InviteesForm(PlainForm):
    """One choice for many: everybody, a sub-gugus tugas, single seats, agencies; what is invited stays."""

    everyone = forms.BooleanField(
        label=_("Semua anggota"),
        required=False,
        help_text=_("Setiap kursi dalam SK yang berlaku."),
    )
    subs = SubsField(SubTaskForce.objects.none(), label=_("Sub-gugus tugas"), required=False, widget=BOXES)
    seats = SeatsField(Seat.objects.none(), label=_("Kursi dalam SK"), required=False, widget=BOXES)
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Instansi"),
        required=False,
        widget=BOXES,
        help_text=_("Untuk instansi tanpa kursi. Suratnya ditujukan kepada kepala instansi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("subs", sub_choices), ("seats", seat_choices), ("agencies", agency_choices)):
            self.fields[name].queryset = rows(self.user)  # type: ignore[attr-defined]


class GuestForm(PlainForm):
    """Somebody outside of the SK, by name or by office."""

    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    office = forms.CharField(
        label=_("Jabatan"),
        max_length=160,
        required=False,
        help_text=_("Contoh Ketua Komisi D DPRD. Isi nama, jabatan, atau keduanya."),
    )
    organisation = forms.CharField(
        label=_("Instansi atau lembaga"), max_length=160, required=False, help_text=_("Contoh TP PKK Kota")
    )
    email = forms.EmailField(
        label=_("Surel"),
        required=False,
        help_text=_("Contoh tamu@lembaga.or.id. Tanpa surel, kirim suratnya atau pesan WhatsApp sendiri."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("name") or data.get("office")):
            self.add_error("name", _("Isi nama atau jabatan tamu, contoh Siti Contoh atau Ketua Komisi D."))
        return data


class SignerForm(PlainForm):
    """Who signs the surat undangan; empty lines are filled in with the pen."""

    signer_office = forms.CharField(
        label=_("Jabatan penanda tangan"),
        max_length=160,
        required=False,
        help_text=_("Contoh Sekretaris Daerah. Bila kosong: kepala instansi penyelenggara."),
    )
    signer_name = forms.CharField(
        label=_("Nama penanda tangan"),
        max_length=120,
        required=False,
        help_text=_("Lengkap dengan gelarnya."),
    )
    signer_rank = forms.CharField(
        label=_("Pangkat"), max_length=80, required=False, help_text=_("Contoh Pembina Tingkat I (IV/b)")
    )
    signer_number = forms.CharField(
        label=_("NIP atau NRP"), max_length=24, required=False, help_text=_("Contoh 19700101 199503 1 001")
    )


class LetterDateForm(PlainForm):
    """The date the letter carries; its number belongs to that year."""

    letter_on = DateBoxesField(
        label=_("Tanggal surat"), help_text=_("Nomor diambil dari urutan tahun tanggal ini.")
    )
