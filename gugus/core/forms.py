"""How every form of the portal is drawn, and the input pieces Django does not have.

`FormRenderer` is named in settings (FORM_RENDERER) and needs `django.forms` in INSTALLED_APPS, so that
Django's own widget templates are found beside `templates/forms/`. A page draws a whole form with
`{% include "components/form.html" with form=form submit=… only %}`, or one field with
`{{ field.as_field_group }}`.
"""

import datetime
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names people type in the middle box, Indonesian and English, old spellings too."""

CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?", re.ASCII)
WHOLE_DATE = re.compile(r"(\d{1,2})[-/. ]([0-9]{1,2}|[A-Za-z]+)[-/. ](\d{4})")


class FormRenderer(TemplatesSetting):
    """The project's one renderer: label, hint and error above the control, GOV.UK order."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"


class DateBoxes(forms.MultiWidget):
    """Three text boxes for day, month and year: no picker to fight with, a phone shows digits.

    Gives the field one text, `2026-11-21`, or what was typed in that order, so that a wrong date
    comes back as typed. A month may be typed as a word; a whole date pasted into the first box is split.
    """

    template_name = "forms/widgets/date_boxes.html"
    use_fieldset = True
    PARTS = (
        ("day", _("Hari"), "2"),
        ("month", _("Bulan"), "2"),
        ("year", _("Tahun"), "4"),
    )

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(
                {
                    "inputmode": "numeric",
                    "autocomplete": "off",
                    "class": f"date-box-{name}",
                }
            )
            for name, _label, _size in self.PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Day, month, year as shown in the boxes, from a date or from the text of `value_from_datadict`."""
        if isinstance(value, datetime.date):
            return [str(value.day), str(value.month), str(value.year)]
        if not value:
            return ["", "", ""]
        year, month, day = [*str(value).split("-", 2), "", ""][:3]
        return [day, month, year]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """`year-month-day` as typed, "" when all three boxes are empty, or one text under the bare name."""
        typed = [str(box or "").strip() for box in super().value_from_datadict(data, files, name)]
        if not any(typed):
            return str(data.get(name) or "").strip()
        pasted = WHOLE_DATE.fullmatch(typed[0]) if not any(typed[1:]) else None
        day, month, year = pasted.groups() if pasted else typed
        month = str(MONTHS.get(month.lower().rstrip("."), month))
        return "-".join([year.replace("-", "–"), month.replace("-", "–"), day])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the boxes' own labels; each says which part it is, the legend says of what."""
        context = super().get_context(name, value, attrs)
        for box, (_name, label, size) in zip(context["widget"]["subwidgets"], self.PARTS, strict=True):
            box["label"] = label
            box["attrs"]["maxlength"] = "12" if size == "2" else size
            box["attrs"].pop("required", None)
        return context

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Omitted only when neither the boxes nor the bare name were sent."""
        return super().value_omitted_from_data(data, files, name) and name not in data


class DateBoxesField(forms.DateField):
    """A date typed in three boxes; each error names the part that is wrong and how to write it.

    Raises ValidationError for a missing part, a part that is no number, and a day that does not exist.
    """

    widget = DateBoxes
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Isi tanggal lengkap: hari, bulan, dan tahun, contoh 21 11 2026."),
        "incomplete": _("Tanggal belum lengkap: isi juga %(parts)s, contoh 21 11 2026."),
        "not_number": _("%(part)s ditulis dengan angka, bukan “%(value)s”, contoh 21 11 2026."),
        "short_year": _("Tahun ditulis empat angka, bukan “%(value)s”, contoh 2026."),
        "invalid": _("Tanggal %(value)s tidak ada di kalender. Periksa hari dan bulannya."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        """The date of a typed `year-month-day`; None when nothing was typed."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        return self._from_parts(DateBoxes().decompress(value))

    def _from_parts(self, parts: list[str]) -> datetime.date:
        self._check_parts(parts)
        day, month, year = (int(part) for part in parts)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise self._error("invalid", value=f"{day}-{month}-{year}") from None

    def _check_parts(self, parts: list[str]) -> None:
        labels = [label for _name, label, _size in DateBoxes.PARTS]
        missing = [str(label).lower() for label, part in zip(labels, parts, strict=True) if not part]
        if missing:
            raise self._error("incomplete", parts=", ".join(missing))
        for label, part in zip(labels, parts, strict=True):
            if not (part.isascii() and part.isdigit()):
                raise self._error("not_number", part=label, value=part)
        if len(parts[2]) != 4:
            raise self._error("short_year", value=parts[2])

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class DaysField(forms.CharField):
    """Numbers of days, as `14, 7, 1`; gives them as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value).replace(";", ",").replace(" ", ",").split(",")
        try:
            return [int(word) for word in words if word]
        except ValueError:
            raise ValidationError(
                _("Tulis jumlah harinya dengan angka, dipisah koma, contoh 14, 7, 1.")
            ) from None


class ClockField(forms.TimeField):
    """A time of day as it is written here: `09.00`; `9`, `9.00` and `09:00` are read too."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "clock-box"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "clock": _("Jam “%(value)s” tidak terbaca. Tulis jam dan menit, contoh 09.00 atau 14.30."),
    }

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H.%M") if isinstance(value, datetime.time) else value

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        found = CLOCK.fullmatch(str(value).strip())
        hour, minute = (int(part or 0) for part in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["clock"], code="clock", params={"value": value})
        return datetime.time(hour, minute)


class UploadField(forms.FileField):
    """A file with its rules said beside it: accepted endings and the largest size in MB (1 MB = 1024² bytes).

    The ending is a courtesy to the hurried; who reads the file must still judge it by content.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "ending": _("Berkas “%(name)s” bukan %(types)s. Pilih berkas berakhiran %(types)s."),
        "too_large": _(
            "Berkas “%(name)s” berukuran %(size)s MB; paling besar %(max)s MB. Perkecil lalu unggah lagi."
        ),
        "required": _("Pilih berkas yang akan diunggah."),
        "empty": _("Berkas itu kosong. Pilih berkas yang ada isinya."),
    }

    def __init__(self, *, accept: Sequence[str] = (), max_mb: int = 20, **kwargs: Any) -> None:
        self.accept = tuple(ending.lower() for ending in accept)
        self.max_mb = max_mb
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Tells browser and template what is accepted."""
        attrs = {**super().widget_attrs(widget), "data-max-mb": str(self.max_mb)}
        return {**attrs, "accept": ",".join(self.accept)} if self.accept else attrs

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, or what was stored before when nothing new was chosen."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            self._check(upload)
        return upload

    def _check(self, upload: UploadedFile) -> None:
        name, size = upload.name or "", upload.size or 0
        if self.accept and not name.lower().endswith(self.accept):
            types = ", ".join(ending.lstrip(".").upper() for ending in self.accept)
            raise ValidationError(self.error_messages["ending"], "ending", {"name": name, "types": types})
        if size > self.max_mb * 1024**2:
            megabytes = f"{size / 1024**2:.1f}".replace(".", ",")
            params = {"name": name, "size": megabytes, "max": self.max_mb}
            raise ValidationError(self.error_messages["too_large"], "too_large", params)
