"""Input for a meeting. Choices come from the person's own selectors."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.accounts.models import User
from gugus.core.forms import ClockField, DateBoxesField
from gugus.core.views import PlainForm
from meetings.enums import Rhythm
from meetings.models import Meeting, MeetingType
from meetings.recurrence import MOST
from meetings.selectors.meetings import agency_choices, chair_choices, minute_taker_choices
from meetings.selectors.settings import type_list
from members.models import Agency, Region, Seat
from members.selectors import region_list

TEXT = forms.Textarea({"rows": 3})
SECRECIES = [(word, word) for word in ("Biasa", "Segera", "Sangat segera", "Terbatas", "Rahasia")]


class WhenForm(PlainForm):
    """Day and hours of the region's own clock; left empty, the meeting waits in the drawer."""

    day = DateBoxesField(
        label=_("Tanggal"),
        required=False,
        help_text=_("Kosongkan bila belum ditentukan; rencananya tetap tersimpan sebagai draf."),
    )
    start = ClockField(label=_("Mulai pukul"), required=False, help_text=_("Contoh 09.00"))
    end = ClockField(label=_("Selesai pukul"), required=False, help_text=_("Contoh 11.30"))
    last_day = DateBoxesField(
        label=_("Sampai tanggal"), required=False, help_text=_("Hanya bila lebih dari sehari.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._check_whole(data)
        if not self.errors:
            data["starts_at"] = self._moment(data["day"], data["start"])
            data["ends_at"] = self._moment(data["last_day"] or data["day"], data["end"])
        return {key: value for key, value in data.items() if key not in WhenForm.base_fields}

    def _check_whole(self, data: dict[str, Any]) -> None:
        parts = {name: data.get(name) for name in ("day", "start", "end")}
        if not any([*parts.values(), data.get("last_day")]) or all(parts.values()):
            return
        words = {
            "day": _("Isi juga tanggalnya, contoh 21 11 2026."),
            "start": _("Isi juga jam mulainya, contoh 09.00."),
            "end": _("Isi juga jam selesainya, contoh 11.30."),
        }
        for name, value in parts.items():
            if not value:
                self.add_error(name, words[name])

    def _moment(self, day: date | None, clock: time | None) -> datetime | None:
        if day is None or clock is None:
            return None
        return datetime.combine(day, clock, tzinfo=ZoneInfo(self.user.authority.timezone))


class SeatField(forms.ModelChoiceField):
    """A seat of the SK by its office."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.position})"


class MeetingForm(WhenForm):
    """Everything about a meeting but its agenda; host, chair and presenters are different people."""

    type = forms.ModelChoiceField(
        MeetingType.objects.none(), label=_("Jenis kegiatan"), empty_label=_("– pilih –")
    )
    title = forms.CharField(
        label=_("Acara"), max_length=200, help_text=_("Contoh Rapat koordinasi pencegahan TPPO triwulan IV")
    )
    purpose = forms.CharField(label=_("Maksud dan tujuan"), max_length=4000, required=False, widget=TEXT)
    place = forms.CharField(
        label=_("Tempat"), max_length=200, required=False, help_text=_("Contoh Ruang Rapat Sekda, lantai 2")
    )
    link = forms.URLField(
        label=_("Tautan rapat daring"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Untuk rapat daring atau gabungan, contoh https://rapat.contoh.go.id/gt."),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Kecamatan, desa, atau kelurahan"),
        required=False,
        empty_label=_("tidak khusus satu wilayah"),
        help_text=_("Wajib dipilih untuk sosialisasi supaya cakupannya terhitung."),
    )
    host = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Penyelenggara"), required=False, empty_label=_("belum ditentukan")
    )
    co_host = forms.CharField(label=_("Bekerja sama dengan"), max_length=200, required=False)
    chair_seat = SeatField(
        Seat.objects.none(),
        label=_("Pimpinan rapat (kursi dalam SK)"),
        required=False,
        empty_label=_("bukan dari kursi SK"),
    )
    chair = forms.CharField(
        label=_("Pimpinan rapat (jabatan)"),
        max_length=160,
        required=False,
        help_text=_("Bila bukan kursi dalam SK, atau disebut lain. Contoh Sekretaris Daerah"),
    )
    opener = forms.CharField(
        label=_("Dibuka oleh (jabatan)"), max_length=160, required=False, help_text=_("Contoh Wali Kota")
    )
    minute_taker = forms.ModelChoiceField(
        User.objects.none(), label=_("Notulis"), required=False, empty_label=_("sekretariat")
    )
    secrecy = forms.ChoiceField(label=_("Sifat surat"), choices=SECRECIES, initial="Biasa")
    copies = forms.CharField(
        label=_("Tembusan"), max_length=2000, required=False, widget=TEXT, help_text=_("Satu per baris.")
    )
    field_order = ("type", "title", "purpose", *WhenForm.base_fields)

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: dict[str, Any] = {
            "type": type_list(self.user),
            "region": region_list(self.user),
            "host": agency_choices(self.user),
            "chair_seat": chair_choices(self.user),
            "minute_taker": minute_taker_choices(self.user),
        }
        if meeting is not None:
            rows["type"] = type_list(self.user, kept=meeting.type_id)
            self.initial = {**first_values(meeting), **self.initial}
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A chosen seat gives its lineage, and its office where none is written."""
        data = super().clean()
        seat = data.pop("chair_seat", None)
        data["chair_lineage"] = seat.lineage if seat else None
        if seat and not data.get("chair"):
            data["chair"] = seat.title
        kind = data.get("type")
        if kind and kind.is_outreach and data.get("starts_at") and not data.get("region"):
            self.add_error("region", _("Pilih kecamatan atau desa/kelurahan tempat sosialisasi."))
        return data


def first_values(meeting: Meeting) -> dict[str, Any]:
    """What the boxes show of a meeting before somebody types."""
    own = [name for name in MeetingForm.base_fields if hasattr(meeting, name)]
    found = {name: getattr(meeting, name) for name in own}
    start = meeting.local(meeting.starts_at) if meeting.starts_at else None
    end = meeting.local(meeting.ends_at) if meeting.ends_at else None
    found |= {
        "day": start and start.date(),
        "start": start and start.time(),
        "end": end and end.time(),
        "last_day": end.date() if start and end and end.date() != start.date() else None,
    }
    return found


class CancelForm(PlainForm):
    reason = forms.CharField(
        label=_("Alasan pembatalan"),
        max_length=300,
        help_text=_("Tertulis di surel pembatalan. Contoh Bertepatan dengan rapat paripurna."),
    )


class RepeatForm(PlainForm):
    rhythm = forms.ChoiceField(
        label=_("Diulang pada"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.WEEKDAY
    )
    times = forms.IntegerField(
        label=_("Berapa bulan ke depan"),
        min_value=1,
        max_value=MOST,
        initial=3,
        localize=False,
        help_text=_("Angka 1 sampai 12. Setiap rapat menjadi draf tersendiri."),
    )


class CopyForm(WhenForm):
    """When the copy takes place; empty for a plan in the drawer."""
