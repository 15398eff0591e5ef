"""Input for the rules of reporting: the scale of predikat, small counts, reminders."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.forms import DaysField
from gugus.core.views import PlainForm
from rad.aggregation import Grade
from rad.enums import GradeTone
from rad.forms.fields import FigureField

ROWS = 10
SPARE = 2


class GradesForm(PlainForm):
    """The scale as rows of floor, name and shape; a row without a name is left out.

    `grades` are the bands now in use; `cleaned_data["grades"]` those typed, highest first.
    """

    def __init__(self, *args: Any, grades: Sequence[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = sum(bool(self.data.get(f"name_{n}")) for n in range(ROWS)) if self.is_bound else 0
        self.size = min(max(len(grades), typed) + SPARE, ROWS)
        for number in range(self.size):
            self._add(number, grades[number] if number < len(grades) else None)

    def _add(self, number: int, grade: Grade | None) -> None:
        row = {"row": number + 1}
        self.fields[f"floor_{number}"] = FigureField(
            label=_("Mulai dari (%%), baris %(row)s") % row, initial=grade and grade.floor
        )
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("Predikat, baris %(row)s") % row,
            max_length=60,
            required=False,
            initial=grade and grade.name,
        )
        self.fields[f"tone_{number}"] = forms.ChoiceField(
            label=_("Rupa, baris %(row)s") % row,
            choices=GradeTone.choices,
            required=False,
            initial=grade.tone if grade else GradeTone.NOTE,
        )

    @property
    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        return [tuple(self[f"{part}_{n}"] for part in ("floor", "name", "tone")) for n in range(self.size)]

    def clean(self) -> dict[str, Any]:
        grades: list[Grade] = []
        for number in range(self.size):
            floor, name = (self.cleaned_data.get(f"{part}_{number}") for part in ("floor", "name"))
            if f"floor_{number}" in self.errors:
                continue
            self._check(number, floor, name, grades)
            if name and floor is not None:
                grades.append(Grade(floor, name, self.cleaned_data.get(f"tone_{number}") or GradeTone.NOTE))
        return {"grades": tuple(sorted(grades, key=lambda grade: -grade.floor))}

    def _check(self, number: int, floor: Decimal | None, name: str, others: Sequence[Grade]) -> None:
        if name and floor is None:
            self.add_error(f"floor_{number}", _("Isi mulai dari berapa persen, contoh 76."))
        elif floor is not None and not name:
            self.add_error(f"name_{number}", _("Isi nama predikatnya, atau kosongkan juga angkanya."))
        elif floor is not None and not (floor <= 100 and round(floor, 2) == floor):
            self.add_error(f"floor_{number}", _("Isi 0 sampai 100, paling banyak dua desimal, contoh 66,5."))
        elif floor is not None and any(other.floor == floor for other in others):
            self.add_error(f"floor_{number}", _("Angka ini sudah dipakai baris lain."))
        elif name and any(other.name.casefold() == name.casefold() for other in others):
            self.add_error(f"name_{number}", _("Nama ini sudah dipakai baris lain."))


class RulesForm(PlainForm):
    """Small counts and reminders; days before and after the deadline in two boxes."""

    small_cell = forms.IntegerField(
        label=gettext_lazy("Ambang angka kecil tentang korban"),
        min_value=3,
        max_value=20,
        localize=False,
        help_text=gettext_lazy(
            "Angka di bawah ambang ini tidak tampak bagi yang bukan instansi pelapor, sekretariat, atau "
            "pimpinan. Lazimnya 5."
        ),
    )
    before = DaysField(
        label=gettext_lazy("Diingatkan berapa hari sebelum batas lapor"),
        required=False,
        help_text=gettext_lazy("Pisahkan dengan koma; 0 berarti pada hari batasnya. Contoh 14, 7, 1."),
    )
    after = DaysField(
        label=gettext_lazy("Diingatkan berapa hari sesudah batas lapor"),
        required=False,
        help_text=gettext_lazy(
            "Sesudah batas, kepala instansi dan sekretariat ikut diberi tahu. Kosongkan bila tidak perlu."
        ),
    )
    remind_hour = forms.IntegerField(
        label=gettext_lazy("Jam surel pengingat"),
        min_value=0,
        max_value=23,
        localize=False,
        help_text=gettext_lazy("Menurut waktu setempat. Contoh 7 untuk pukul 07.00."),
    )

    def clean_before(self) -> list[int]:
        return self._whole("before", 0)

    def clean_after(self) -> list[int]:
        return self._whole("after", 1)

    def _whole(self, name: str, least: int) -> list[int]:
        days: list[int] = self.cleaned_data[name]
        if any(day < least for day in days):
            raise ValidationError(_("Isi angka %(least)s atau lebih.") % {"least": least})
        return days
