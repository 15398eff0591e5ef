"""Input for follow-ups: writing them down, news and proof, submitting, judging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField, UploadField
from gugus.core.views import PlainForm
from meetings.enums import Priority
from meetings.models import AgendaItem, Meeting
from meetings.selectors.follow_ups import agencies_and_units, item_choices, seat_choices
from members.models import Agency, Seat
from rad.models import ActionItem

ACCEPTED = (".jpg", ".jpeg", ".png", ".webp", ".pdf")
NO_NAMES = _("Tanpa nama korban atau keterangan tentang seseorang; dibaca peserta rapat.")


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class SeatChoice(forms.ModelChoiceField):
    """A seat by its title; its agency is said where the title does not."""

    def label_from_instance(self, obj: Seat) -> str:
        agency = str(obj.agency)
        return obj.title if agency in obj.title else f"{obj.title} ({agency})"


class FollowUpForm(PlainForm):
    """What an agency promised, by when."""

    text = forms.CharField(
        label=_("Tindak lanjut"),
        max_length=500,
        widget=area(3),
        help_text=_("Apa yang akan dikerjakan. Contoh: Menyusun SOP rujukan antarinstansi."),
    )
    agency = forms.ModelChoiceField(label=_("Penanggung jawab"), queryset=Agency.objects.none())
    seat = SeatChoice(
        label=_("Jabatan pelaksana, bila ditunjuk"),
        queryset=Seat.objects.none(),
        required=False,
        help_text=_("Kursi dalam SK milik instansi itu. Pejabatnya boleh berganti, kursinya tetap."),
    )
    office = forms.CharField(
        label=_("Jabatan lain"),
        max_length=160,
        required=False,
        help_text=_("Bila pelaksananya tidak tercantum dalam SK. Contoh: Kepala Bidang PPPA"),
    )
    due = DateBoxesField(label=_("Batas waktu"))
    priority = forms.ChoiceField(
        label=_("Prioritas"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        widget=forms.RadioSelect,
        help_text=_("Prioritas tinggi hanya dapat diselesaikan dengan bukti."),
    )
    agenda_item = forms.ModelChoiceField(
        label=_("Mata acara"), queryset=AgendaItem.objects.none(), required=False
    )
    action_item = forms.ModelChoiceField(
        label=_("Kegiatan RAD yang terkait"), queryset=ActionItem.objects.none(), required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_and_units(self.user)
        self.fields["seat"].queryset = seat_choices(self.user)
        self.fields["agenda_item"].queryset = meeting.agenda.all()
        self.fields["action_item"].queryset = item_choices(self.user)

    def clean(self) -> dict[str, Any]:
        """A seat names its office; one of another agency is refused beside the field."""
        data = super().clean() or {}
        seat, agency = data.get("seat"), data.get("agency")
        if seat and agency and seat.agency_id != agency.pk:
            self.add_error(
                "seat", _("Kursi ini milik %(other)s, bukan instansi yang dipilih.") % {"other": seat.agency}
            )
        return data

    @property
    def given(self) -> dict[str, Any]:
        """The fields of a follow-up."""
        data = dict(self.cleaned_data)
        seat = data.pop("seat")
        office = seat.title if seat else data["office"]
        return data | {"seat_lineage": seat.lineage if seat else None, "office": office[:160]}


class ProofFields(PlainForm):
    """A proof: a file or an address."""

    upload = UploadField(
        label=_("Bukti: foto atau PDF"),
        required=False,
        accept=ACCEPTED,
        max_mb=10,
        help_text=_("Foto digambar ulang tanpa data lokasi. Jangan lampirkan identitas korban."),
    )
    link = forms.URLField(
        label=_("Atau tautan bukti"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Diawali https://"),
    )


class NewsForm(ProofFields):
    text = forms.CharField(
        label=_("Kabar perkembangan"), required=False, max_length=4000, widget=area(), help_text=NO_NAMES
    )
    field_order = ("text", "upload", "link")


class SubmitForm(ProofFields):
    action_taken = forms.CharField(
        label=_("Yang sudah dilakukan"),
        max_length=4000,
        widget=area(),
        help_text=_("Contoh: SOP ditandatangani 3 Desember 2026 dan dikirim ke semua anggota."),
    )
    field_order = ("action_taken", "upload", "link")


class ReturnForm(PlainForm):
    reason = forms.CharField(
        label=_("Apa yang masih kurang"),
        max_length=1000,
        widget=area(),
        help_text=_("Dibaca oleh instansi yang mengerjakan."),
    )


class VerifyForm(PlainForm):
    note = forms.CharField(label=_("Catatan, bila ada"), required=False, max_length=1000, widget=area(3))


class ConfirmForm(PlainForm):
    """Nothing to fill in."""
