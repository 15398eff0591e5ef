"""Input for files of a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm
from meetings.enums import AttachmentKind
from meetings.models import AgendaItem, Meeting
from meetings.selectors.agenda import points_of


class PointField(forms.ModelChoiceField):
    """A point of the agenda by its number and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.order}. {obj.title}"


class AttachmentForm(PlainForm):
    upload = UploadField(
        label=_("Berkas"),
        accept=(".pdf", ".jpg", ".jpeg", ".png", ".webp"),
        max_mb=10,
        help_text=_("Paparan PowerPoint disimpan dahulu sebagai PDF. Foto digambar ulang tanpa data lokasi."),
    )
    title = forms.CharField(label=_("Judul"), max_length=160, help_text=_("Contoh Paparan data kasus 2026"))
    kind = forms.ChoiceField(
        label=_("Jenis berkas"), choices=AttachmentKind.choices, widget=forms.RadioSelect
    )
    agenda_item = PointField(
        AgendaItem.objects.none(), label=_("Untuk mata acara"), required=False, empty_label=_("seluruh rapat")
    )
    with_letter = forms.BooleanField(
        label=_("Ikut sebagai lampiran surat undangan"),
        required=False,
        help_text=_("Hanya untuk berkas PDF."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", AttachmentKind.MATERIAL)
        self.fields["agenda_item"].queryset = points_of(meeting)  # type: ignore[attr-defined]
